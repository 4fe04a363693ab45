"""A draft against a small collection of our own texts: every verdict, the form, and what is sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.parse import parse_file, parse_text
from kb.build import build
from kb.catalogue.describe import describe
from kb.drafting.check import check
from kb.drafting.check_json import report_json
from kb.drafting.check_types import VERDICTS, Checked, Report
from kb.home import Home
from kb.store import Store

HEAD = (
    "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM\nLIÊN ĐOÀN LAO ĐỘNG TỈNH {upper}\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "Độc lập - Tự do - Hạnh phúc\n\nSố: {number}\n\n{province}, ngày {day}\n\nKẾ HOẠCH\n{title}\n\n"
)
TAIL = "Nơi nhận:\n- Các công đoàn cơ sở;\n- Lưu: VT.\n\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n\nNguyễn Văn Mẫu\n"
BODY = "I. MỤC ĐÍCH\n\n1. Chăm lo thiết thực.\n\nII. NỘI DUNG\n\n1. Thăm hỏi đoàn viên trước ngày 30/9/2025.\n\n"

WATCH = "Quyết định số 611-QĐ/TW ngày 12/12/2013 của Bộ Chính trị về việc ban hành Quy chế chăm sóc cây xanh đô thị"
WATER = "Quyết định số 612-QĐ/TW ngày 12/12/2013 của Bộ Chính trị về việc tiết kiệm nước sạch ở nông thôn miền núi"
SAME = "Nghị quyết số 77-NQ/TW ngày 03/6/2011 của Ban Bí thư về phát triển nghề cá ven bờ"
OTHER = "Nghị quyết số 77-NQ/TW ngày 20/10/2019 của Bộ Chính trị về bảo tồn nhà cổ ở phố thị"
OWN = "Chỉ thị số 35-CT/TU ngày 02/11/2022 của Ban Thường vụ Tỉnh ủy {province} về phòng chống rét cho trâu bò vùng cao"
OLD = "Quyết định số 90/2015/QĐ-TTg ngày 10/4/2015 của Thủ tướng Chính phủ về trợ giá giống lúa lai"
NEW = "Quyết định số 12/2020/QĐ-TTg ngày 15/5/2020 của Thủ tướng Chính phủ về hỗ trợ giống cây trồng"


def plan(
    *bases: str, number: str = "5/KH-LĐLĐ", province: str = "Lai Châu", day: str = "05 tháng 6 năm 2025", body: str = BODY,
    title: str = "Chăm lo đoàn viên", tail: str = TAIL,
) -> str:  # fmt: skip
    """A plan in good form."""
    lines = "".join(f"Căn cứ {one}{'.' if one is bases[-1] else ';'}\n\n" for one in bases)
    head = HEAD.format(upper=province.upper(), province=province, number=number, day=day, title=title)
    return f"{head}{lines}Ban Thường vụ Liên đoàn Lao động tỉnh {province} xây dựng kế hoạch như sau:\n\n{body}{tail}"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("van-ban")
    own = OWN.format(province="Lai Châu")
    texts = {
        "1": plan(WATCH, WATER, SAME, number="1/KH-LĐLĐ", day="03 tháng 3 năm 2022"),
        "2": plan(WATCH, WATER, own, number="2/KH-LĐLĐ", day="04 tháng 3 năm 2023", title="Chăm lo đoàn viên năm 2023"),
        "3": plan(
            OTHER, OLD, number="3/KH-LĐLĐ", province="Ninh Thuận", day="05 tháng 3 năm 2023", title="Bảo tồn nghề"
        ),
        "4": plan(
            NEW,
            number="4/KH-LĐLĐ",
            day="06 tháng 3 năm 2024",
            title="Hỗ trợ giống",
            body="I. HIỆU LỰC\n\n1. Quyết định số 12/2020/QĐ-TTg ngày 15/5/2020 của Thủ tướng Chính phủ thay thế Quyết định số "
            "90/2015/QĐ-TTg ngày 10/4/2015 của Thủ tướng Chính phủ.\n\n",
        ),
    }
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    home = Home(tmp_path_factory.mktemp("kho"))
    assert not build(home, [folder]).skipped
    with Store.open(home.database) as opened:
        yield opened


def checked(store: Store, citation: str, **more: str) -> Checked:
    """The verdict on the first basis of a draft."""
    report = check(store, parse_text(plan(citation, **more)))
    return min((one for one in report.citations), key=lambda one: one.citation.start)


CASES = {
    "sound": (WATCH, "ok", None),
    "shortened": ("Quyết định số 611-QĐ/TW của Bộ Chính trị", "ok", None),
    "own province's": ("Chỉ thị số 35-CT/TU ngày 02/11/2022 của Ban Thường vụ Tỉnh ủy", "ok", None),
    "date": (WATCH.replace("2013", "2014"), "date_mismatch", "12/12/2013"),
    "issuer": (WATCH.replace("Bộ Chính trị", "Ban Bí thư"), "issuer_mismatch", "Bộ Chính trị"),
    "type": (WATCH.replace("Quyết định", "Kế hoạch"), "type_mismatch", "Quyết định"),
    "subject": (
        WATCH.replace("chăm sóc cây xanh đô thị", "kê khai tài sản của cán bộ"),
        "subject_mismatch",
        "cây xanh",
    ),
    "another's subject": (WATCH.replace("611", "612"), "subject_mismatch", "611-QĐ/TW"),
    "number nobody has": (WATCH.replace("611", "618"), "unknown", "611-QĐ/TW"),
    "nothing like it": ("Kết luận số 5-KL/TW ngày 01/02/2020 của Ban Bí thư về nuôi ong lấy mật", "unknown", None),
    "two of one number": ("Nghị quyết số 77-NQ/TW", "ambiguous", None),
    "one of two by its date": ("Nghị quyết số 77-NQ/TW ngày 20/10/2019", "ok", None),
    "date of one, subject of the other": (SAME.replace("03/6/2011", "20/10/2019"), "date_mismatch", "03/06/2011"),
    "signs": (WATCH.replace("611-QĐ/TW", "611/QĐ-TW"), "malformed", "611-QĐ/TW"),
    "no such day": (WATCH.replace("12/12/2013", "31/02/2013"), "malformed", "12/12/2013"),
    "another province's": (OWN.format(province="Cà Mau"), "issuer_mismatch", "Tỉnh ủy Lai Châu"),
    "replaced": (OLD, "superseded", None),
}


@pytest.mark.parametrize("case", CASES)
def test_verdict(store: Store, case: str) -> None:
    citation, verdict, right = CASES[case]
    found = checked(store, citation)
    assert found.verdict == verdict
    assert found.verdict in VERDICTS
    assert found.report == (verdict != "ok")
    assert bool(found.message) == (verdict != "ok")
    if right is not None:
        assert right in (found.suggestion or "")
    if verdict not in {"unknown", "malformed"} or right is not None:
        assert found.evidence  # somebody says so


def test_every_span_and_every_proof_is_exact(store: Store) -> None:
    for citation, _, _ in CASES.values():
        draft = parse_text(plan(citation))
        for one in check(store, draft).citations:
            assert one.span.of(draft.text) == one.citation.text
            for fix in one.fixes:
                assert one.span.start <= fix.span.start < fix.span.end <= one.span.end
            for evidence in one.evidence:
                text = store.directives.text(evidence.document.id) or ""
                assert text[evidence.passage.start : evidence.passage.end] == evidence.passage.text
                assert all(
                    evidence.passage.start <= span.start < span.end <= evidence.passage.end
                    for span in evidence.highlights
                )


@pytest.mark.parametrize(
    ("case", "new"),
    [("date", "12/12/2013"), ("issuer", "Bộ Chính trị"), ("signs", "611-QĐ/TW"), ("number nobody has", "611-QĐ/TW"), ("type", "Quyết định")],
)  # fmt: skip
def test_sure_corrections_give_the_right_words(store: Store, case: str, new: str) -> None:
    draft = parse_text(plan(CASES[case][0]))
    found = check(store, draft).findings[0]
    (fix,) = found.fixes
    assert fix.sure
    assert draft.text[: fix.span.start] + fix.new + draft.text[fix.span.end :] == parse_text(plan(WATCH)).text
    assert fix.new == new


def test_one_document_alone_is_no_sure_correction(store: Store) -> None:
    found = checked(store, OWN.format(province="Lai Châu").replace("02/11", "03/11"))
    assert found.verdict == "date_mismatch"
    assert [fix.sure for fix in found.fixes] == [False]


def test_a_date_on_which_the_collection_disagrees_is_not_called_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "van-ban"
    folder.mkdir()
    (folder / "1.txt").write_text(plan(WATCH, number="1/KH-LĐLĐ"), encoding="utf-8")
    (folder / "2.txt").write_text(
        plan(WATCH.replace("12/12", "13/12"), number="2/KH-LĐLĐ", title="Khác"), encoding="utf-8"
    )
    home = Home(tmp_path / "kho")
    build(home, [folder])
    with Store.open(home.database) as store:
        found = checked(store, WATCH, number="9/KH-LĐLĐ", title="Thứ ba")
        assert found.verdict == "ok"
        assert "12/12/2013" in found.notes[0]
        assert "13/12/2013" in found.notes[0]


def test_a_draft_proves_nothing_by_itself(store: Store) -> None:
    """The collection holds the draft: what only it says is sound as far as known, what others say otherwise is not."""
    ident = next(one.id for one in store.active_directives() if one.header.number == "3/KH-LĐLĐ")
    draft = store.directives.get(ident)
    assert draft is not None
    found = {one.citation.number: one for one in check(store, draft).citations}
    assert (found["77-NQ/TW"].verdict, found["77-NQ/TW"].notes) == ("ok", ("Trong kho chỉ chính văn bản này nêu.",))
    assert not found["77-NQ/TW"].evidence
    unheard = {one.citation.number: one for one in check(store, draft, without=frozenset({ident})).citations}
    assert unheard["77-NQ/TW"].verdict == "unknown"


def test_a_later_mention_without_a_date_means_the_dated_one(store: Store) -> None:
    body = BODY + "2. Làm theo Nghị quyết số 77-NQ/TW.\n\n"
    assert {one.verdict for one in check(store, parse_text(plan(SAME, body=body))).citations} == {"ok"}


def test_what_the_title_carries_out_belongs_to_the_bases(store: Store) -> None:
    report = check(store, parse_text(plan(WATER, title=f"Triển khai thực hiện {WATCH}")))
    assert [one.verdicts for one in report.findings] == [("not_in_bases",)]
    assert [one.in_bases for one in report.citations] == [False, True]
    assert check(store, parse_text(plan(WATCH, title=f"Triển khai thực hiện {WATCH}"))).sound


# -- form ------------------------------------------------------------------------------------------------------------

FORM = {
    "no number line": (plan(WATCH).replace("Số: 5/KH-LĐLĐ\n\n", ""), ["missing_part"]),
    "no signature": (plan(WATCH, tail="Nơi nhận:\n- Lưu: VT.\n"), ["missing_part"]),
    "no recipients": (plan(WATCH, tail="TM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n\nNguyễn Văn Mẫu\n"), ["missing_part"]),
    "no bases": (plan(), ["missing_part"]),
    "I, II, IV": (plan(WATCH, body=f"{BODY}IV. TỔ CHỨC\n\n1. Báo cáo.\n\n"), ["numbering"]),
    "1, 2, 2": (plan(WATCH, body="I. MỤC ĐÍCH\n\n1. Chăm lo.\n\n2. Đúng đối tượng.\n\n2. Kịp thời.\n\n"), ["numbering"]),
    "comma behind a basis": (plan(WATCH, WATER).replace("đô thị;", "đô thị,"), ["basis_style"]),
    "nothing behind a basis": (plan(WATCH, WATER).replace("miền núi.", "miền núi"), ["basis_style"]),
    "explained too late": (
        plan(WATCH, body="I. MỤC ĐÍCH\n\n1. Chăm lo BQLKCX.\n\n2. Cùng Ban quản lý khu chế xuất (BQLKCX) thăm hỏi.\n\n"),
        ["abbreviation"],
    ),
    "deadline before the day": (plan(WATCH).replace("30/9/2025", "30/9/2024"), ["deadline"]),
    "cites the future": (plan(WATCH, day="05 tháng 6 năm 2012").replace("30/9/2025", "30/9/2012"), ["date_order"]),
    "blank number and day": (plan(WATCH, number="    /KH-LĐLĐ", day="    tháng     năm 2025"), []),
    "known abbreviation": (plan(WATCH, body="I. MỤC ĐÍCH\n\n1. Chăm lo CNVCLĐ.\n\n2. Giúp công nhân, viên chức, lao động (CNVCLĐ).\n\n"), []),
    "a few lines": ("Căn cứ Quyết định số 611-QĐ/TW ngày 12/12/2013 của Bộ Chính trị", []),
}  # fmt: skip


@pytest.mark.parametrize("case", FORM)
def test_form(store: Store, case: str) -> None:
    text, kinds = FORM[case]
    draft = parse_text(text)
    found = check(store, draft).form
    assert [one.kind for one in found] == kinds
    assert all(0 <= one.span.start <= one.span.end <= len(draft.text) for one in found)


def test_a_corrected_line_of_bases_is_sound(store: Store) -> None:
    for case in ("comma behind a basis", "nothing behind a basis"):
        draft = parse_text(FORM[case][0])
        (finding,) = check(store, draft).form
        assert finding.fix is not None
        text = draft.text[: finding.fix.span.start] + finding.fix.new + draft.text[finding.fix.span.end :]
        assert not check(store, parse_text(text)).form


# -- what is sound ---------------------------------------------------------------------------------------------------


def test_a_plan_made_of_what_the_catalogue_says_is_sound(store: Store) -> None:
    for row in store.instruments.all():
        if row.number and row.scope in {"trung ương", "Lai Châu"} and row.number != "90/2015/QĐ-TTg":
            report = check(store, parse_text(plan(describe(row))))
            assert report.sound, (row.number, report.findings, report.form)


def test_an_empty_collection_calls_nothing_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "van-ban"
    folder.mkdir()
    (folder / "1.txt").write_text(plan(number="1/KH-LĐLĐ"), encoding="utf-8")
    home = Home(tmp_path / "kho")
    build(home, [folder])
    with Store.open(home.database) as store:
        assert checked(store, WATCH).verdicts == ("unknown",)


def test_json_has_every_key(store: Store) -> None:
    value = report_json(
        check(store, parse_text(plan(WATCH, WATER.replace("2013", "2014")).replace("II. NỘI", "III. NỘI")))
    )
    assert set(value) >= {"citations", "form"}
    wanted = {"text", "start", "end", "number", "verdict", "verdicts", "suggestion", "evidence"}
    assert all(set(one) >= wanted for one in value["citations"])
    assert [one["verdict"] for one in value["citations"]] == ["ok", "date_mismatch"]
    assert [set(one) >= {"kind", "message", "start", "end"} for one in value["form"]] == [True]


# -- the samples and the plans of others -------------------------------------------------------------------------------


def findings(report: Report) -> set[tuple[str, str]]:
    return {(one.citation.number or "", one.verdict) for one in report.findings} | {
        (one.kind, one.message) for one in report.form
    }


def test_the_samples_have_their_three_known_slips_only(sample_home: Home) -> None:
    """The retold letters keep what the real ones get wrong: a date, an issuer, a symbol, and no signature."""
    found: set[tuple[str, str]] = set()
    with Store.open(sample_home.database) as store:
        for document in store.active_directives():
            directive = store.directives.get(document.id)
            assert directive is not None
            found |= findings(check(store, directive))
    assert found == {
        ("23-QĐ/TW", "issuer_mismatch"),
        ("49-CT/TW", "date_mismatch"),
        ("149-CV/BDVTU", "issuer_mismatch"),
        ("missing_part", "Thiếu chức vụ và họ tên người ký."),
    }


def test_real_plans_and_gazettes_have_a_sound_form(store: Store, testdata: Path) -> None:
    """One real letter stands without its signature, one real programme counts 1, 2, 2, 3."""
    found = set()
    for path in sorted((testdata / "seeds").glob("*.txt")):
        found |= {one.message for one in check(store, parse_file(path)).form}
    assert found == {"Thiếu chức vụ và họ tên người ký.", "Mục “2” lặp lại số của mục trước."}
    for path in sorted((testdata / "gazette").glob("thong-tu-so-1*.pdf")):
        assert not check(store, parse_file(path)).form, path
