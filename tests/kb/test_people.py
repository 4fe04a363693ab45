"""What people decide about a collection: it holds, through everything that a build may bring, and can be undone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kb import removals
from kb.ask import ask
from kb.ask.scope import Filters
from kb.build import build
from kb.collection import Collection
from kb.corrections import correct, undo
from kb.errors import UsageError
from kb.home import Home
from kb.store import Document, Store

pytestmark = pytest.mark.usefixtures("folder")
BY = "Nguyễn Văn A"
PLAN = """LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU
Số: 21/KH-LĐLĐ
Lai Châu, ngày 05 tháng 3 năm 2022
KẾ HOẠCH
Giám sát việc thực hiện dân chủ ở cơ sở năm 2022

Căn cứ Quyết định số 271-QĐ/TW ngày 12/12/2013 của Bộ Chính trị về việc ban hành Quy chế giám sát và phản biện xã hội;
Thực hiện Chỉ thị số 10-CT/TU ngày 01/02/2022 của Ban Thường vụ Tỉnh ủy Lai Châu.

I. MỤC ĐÍCH
1. Nắm tình hình thực hiện dân chủ tại các đơn vị.
2. Giám sát ít nhất 05 công đoàn cơ sở trước ngày 30/6/2022.
"""
LETTER = """LIÊN ĐOÀN LAO ĐỘNG TỈNH TÂY NINH
Số: 88/LĐLĐ
Tây Ninh, ngày 10 tháng 4 năm 2022
V/v triển khai giám sát

Thực hiện Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị, đề nghị các đơn vị báo cáo kết quả giám sát.
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "kho")


@pytest.fixture
def folder(tmp_path: Path, home: Home) -> Path:
    path = tmp_path / "van-ban"
    path.mkdir()
    (path / "plan.txt").write_text(PLAN, encoding="utf-8")
    (path / "letter.txt").write_text(LETTER, encoding="utf-8")
    build(home, [path])
    return path


def header(home: Home, doc: str) -> Document:
    with Store.open(home.database) as opened:
        return opened.find(doc)


def states(home: Home) -> list[str]:
    with Store.open(home.database) as opened:
        return [item.state for item in opened.corrections.all()]


# ---------------------------------------------------------------- corrections of a header


def test_a_corrected_date_is_used_and_the_text_stays(home: Home) -> None:
    (made,) = correct(home, "21/KH-LĐLĐ", ["date=12/12/2021"], by=BY, note="bản giấy")
    assert (made.field, made.value, made.was, made.by, made.note) == (
        "date",
        "2021-12-12",
        "2022-03-05",
        BY,
        "bản giấy",
    )
    with Collection.open(home) as opened:
        (document,) = [one for one in opened.documents if one.header.number == "21/KH-LĐLĐ"]
        assert (document.header.date, document.header.year) == ("2021-12-12", 2021)
        assert document.corrections == (made,)
        assert Filters(year=2021).admits(document)
        assert not Filters(year=2022).admits(document)
        answer = ask(opened, "Kế hoạch 21/KH-LĐLĐ của Lai Châu ban hành ngày nào?", Filters())
        assert answer.answered
        assert "12/12/2021" in answer.text
        directive = opened.directive(document.id)
        assert directive.header.date == "2022-03-05"
        assert "05 tháng 3 năm 2022" in directive.text


def test_a_corrected_number_is_found_and_the_old_one_is_not(home: Home) -> None:
    correct(home, "21/KH-LĐLĐ", ["number=22/KH-LĐLĐ"], by=BY)
    assert header(home, "22/KH-LĐLĐ").header.number == "22/KH-LĐLĐ"
    with pytest.raises(UsageError):
        header(home, "21/KH-LĐLĐ")


def test_a_corrected_title_is_searched(home: Home) -> None:
    correct(home, "88/LĐLĐ", ["title=Tổ chức hội thao đua thuyền"], by=BY)
    with Collection.open(home) as opened:
        (document,) = [one for one in opened.documents if one.header.number == "88/LĐLĐ"]
        assert any("đua thuyền" in passage.context for passage in opened.passages_of(document.id))
        assert all("đua thuyền" not in passage.text for passage in opened.passages_of(document.id))
    undo(home, None, 1, BY)
    with Collection.open(home) as opened:
        assert all("đua thuyền" not in one.context for one in opened.passages_of(document.id))


def test_the_last_correction_counts_and_undoing_it_brings_the_one_before(home: Home) -> None:
    correct(home, "plan.txt", ["date=12/12/2021"], by=BY)
    correct(home, "plan.txt", ["date=13/12/2021"], by="Trần Thị B")
    assert states(home) == ["superseded", "applied"]
    assert header(home, "plan.txt").header.date == "2021-12-13"
    undo(home, "plan.txt", 2, BY)
    assert header(home, "plan.txt").header.date == "2021-12-12"
    undo(home, "plan.txt", 1, BY)
    assert header(home, "plan.txt").header.date == "2022-03-05"
    assert states(home) == ["undone", "undone"]
    with pytest.raises(UsageError):
        undo(home, "plan.txt", 1, BY)
    with pytest.raises(UsageError):
        undo(home, None, 9, BY)


def test_what_is_there_already_is_no_correction(home: Home) -> None:
    with pytest.raises(UsageError, match="không có gì để sửa"):
        correct(home, "plan.txt", ["date=05/03/2022"], by=BY)
    assert states(home) == []
    with pytest.raises(UsageError):
        correct(home, "plan.txt", ["date=6/3/2022", "date=31/2/2022"], by=BY)
    assert states(home) == []


def test_a_value_can_be_taken_away(home: Home) -> None:
    correct(home, "plan.txt", ["place="], by=BY)
    assert header(home, "plan.txt").header.place is None


# ---------------------------------------------------------------- through builds


def test_newer_code_reads_the_file_anew(home: Home) -> None:
    correct(home, "plan.txt", ["date=12/12/2021"], by=BY)
    with sqlite3.connect(home.database) as database:
        database.execute("UPDATE files SET parser = 'older'")
    build(home)
    assert header(home, "plan.txt").header.date == "2021-12-12"


def test_another_file_with_the_text_and_another_place(home: Home, folder: Path) -> None:
    correct(home, "plan.txt", ["date=12/12/2021"], by=BY)
    (folder / "plan.txt").rename(folder / "ke-hoach.txt")
    build(home)
    document = header(home, "ke-hoach.txt")
    assert (document.header.date, [item.state for item in document.corrections]) == ("2021-12-12", ["applied"])


def test_a_small_edit_keeps_it(home: Home, folder: Path) -> None:
    correct(home, "plan.txt", ["date=12/12/2021"], by=BY)
    for text in (PLAN + "3. Tổng hợp kết quả.\n", PLAN + "3. Tổng hợp kết quả.\n4. Công khai kết quả.\n"):
        (folder / "plan.txt").write_text(text, encoding="utf-8")
        report = build(home)
        assert report.review == ()
        assert header(home, "plan.txt").header.date == "2021-12-12"


def test_an_edit_of_the_field_itself_is_looked_at_again(home: Home, folder: Path) -> None:
    correct(home, "plan.txt", ["date=12/12/2021"], by=BY)
    (folder / "plan.txt").write_text(PLAN.replace("ngày 05 tháng 3", "ngày 06 tháng 3"), encoding="utf-8")
    report = build(home)
    assert [(item.field, item.state, item.was) for item in report.review] == [("date", "review", "2022-03-06")]
    document = header(home, "plan.txt")
    assert document.header.date == "2022-03-06"
    assert [item.state for item in document.corrections] == ["review"]
    # The text comes to say what was right all along, or goes back: both settle it.
    (folder / "plan.txt").write_text(PLAN.replace("05 tháng 3 năm 2022", "12 tháng 12 năm 2021"), encoding="utf-8")
    assert build(home).review == ()
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    assert build(home).review == ()
    assert header(home, "plan.txt").header.date == "2021-12-12"


def test_another_document_at_its_path_is_left_alone(home: Home, folder: Path) -> None:
    correct(home, "plan.txt", ["place=Mường Tè"], by=BY)
    other = "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU\nSố: 9/TB-LĐLĐ\nLai Châu, ngày 01 tháng 8 năm 2023\nTHÔNG BÁO\nLịch trực hè\n\nCác ban phân công người trực theo lịch kèm theo thông báo này, kể cả ngày nghỉ.\n"
    (folder / "plan.txt").write_text(other, encoding="utf-8")
    assert build(home).review == ()
    document = header(home, "plan.txt")
    assert (document.header.place, document.corrections) == ("Lai Châu", ())
    assert states(home) == ["gone"]


def test_a_build_with_nothing_new_changes_nothing(home: Home) -> None:
    correct(home, "plan.txt", ["title=Tên khác hẳn"], by=BY)
    with Store.open(home.database) as opened:
        revision = opened.revision
    build(home)
    with Store.open(home.database) as opened:
        assert opened.revision == revision


# ---------------------------------------------------------------- corrections of a citation


def offset_of(home: Home, doc: str, words: str) -> int:
    with Store.open(home.database) as opened:
        directive = opened.directives.get(opened.find(doc).id)
        assert directive is not None
        return next(one.start for one in directive.citations if words in one.text)


def cited(home: Home, doc: str) -> list[tuple[str, str | None]]:
    """Number as printed, and the number of what it resolves to."""
    with Store.open(home.database) as opened:
        mentions = opened.instruments.citing(opened.find(doc).id)
        rows = [(one.number, opened.instruments.get(one.instrument) if one.instrument else None) for one in mentions]
        return [(number, row.number if row else None) for number, row in rows]


def test_a_corrected_citation_resolves_and_keeps_its_words(home: Home) -> None:
    at = offset_of(home, "plan.txt", "271-QĐ/TW")
    correct(home, "plan.txt", ["number=217-QĐ/TW"], offset=at + 3, by=BY)
    assert ("271-QĐ/TW", "217-QĐ/TW") in cited(home, "plan.txt")
    with Collection.open(home) as opened:
        (row,) = [row for row in opened.instruments() if row.number == "217-QĐ/TW"]
        assert len(row.cited_by) == 2
        assert not [row for row in opened.instruments() if row.number == "271-QĐ/TW"]
        answer = ask(opened, "Quyết định 217-QĐ/TW được viện dẫn ở đâu?", Filters())
        assert answer.answered
    undo(home, None, 1, BY)
    assert ("271-QĐ/TW", "271-QĐ/TW") in cited(home, "plan.txt")


def test_an_answer_with_a_corrected_date_passes_the_last_gate(home: Home) -> None:
    correct(home, "plan.txt", ["date=13/12/2013"], offset=offset_of(home, "plan.txt", "271-QĐ/TW"), by=BY)
    with Collection.open(home) as opened:
        answer = ask(opened, "271-QĐ/TW ban hành ngày nào?", Filters())
        assert answer.answered
        assert "13/12/2013" in answer.text
        assert all("13/12/2013" not in item.passage.text for item in answer.evidence)


def test_a_person_says_what_a_citation_means(home: Home, folder: Path) -> None:
    at = offset_of(home, "plan.txt", "271-QĐ/TW")
    correct(home, "plan.txt", ["instrument=217-QĐ/TW"], offset=at, by=BY)
    assert ("271-QĐ/TW", "217-QĐ/TW") in cited(home, "plan.txt")
    (folder / "plan.txt").write_text(PLAN + "3. Công khai.\n", encoding="utf-8")
    build(home)
    assert ("271-QĐ/TW", "217-QĐ/TW") in cited(home, "plan.txt")
    (folder / "letter.txt").unlink()
    build(home)
    with Store.open(home.database) as opened:
        (mention,) = [one for one in opened.instruments.unresolved() if one.number == "271-QĐ/TW"]
        assert mention.reason is not None
        assert "xem lại" in mention.reason


def test_what_is_no_citation(home: Home) -> None:
    at = offset_of(home, "plan.txt", "10-CT/TU")
    correct(home, "plan.txt", [], offset=at, no_citation=True, by=BY)
    assert [number for number, _ in cited(home, "plan.txt")] == ["271-QĐ/TW"]
    undo(home, None, 1, BY)
    assert [number for number, _ in cited(home, "plan.txt")] == ["271-QĐ/TW", "10-CT/TU"]


def test_a_citation_that_is_gone_is_looked_at_again(home: Home, folder: Path) -> None:
    correct(home, "plan.txt", ["date=02/02/2022"], offset=offset_of(home, "plan.txt", "10-CT/TU"), by=BY)
    (folder / "plan.txt").write_text(
        "\n".join(line for line in PLAN.split("\n") if "10-CT/TU" not in line), encoding="utf-8"
    )
    assert [item.state for item in build(home).review] == ["review"]


@pytest.mark.parametrize("offset", [0, 10**6])
def test_no_citation_there(home: Home, offset: int) -> None:
    with pytest.raises(UsageError, match="10-CT/TU"):
        correct(home, "plan.txt", ["date=02/02/2022"], offset=offset, by=BY)


# ---------------------------------------------------------------- removal


def numbers(home: Home) -> list[str | None]:
    with Collection.open(home) as opened:
        return sorted(one.header.number or "" for one in opened.documents)


def test_a_removed_document_stays_out_and_comes_back_unread(home: Home, folder: Path) -> None:
    (removal,) = removals.remove(home, ["plan.txt"], BY)
    assert numbers(home) == ["88/LĐLĐ"]
    with Collection.open(home) as opened:
        assert not [row for row in opened.instruments() if row.number == "271-QĐ/TW"]
        assert all(opened.is_active(hit_passage.document) for hit_passage in opened.store.passages.active())
    for _ in range(2):
        report = build(home)
        assert [(Path(one.path).name, one.by, one.removal) for one in report.left_out] == [("plan.txt", BY, removal.id)]
        assert numbers(home) == ["88/LĐLĐ"]
    text = (folder / "plan.txt").read_bytes()
    (folder / "plan.txt").write_bytes(b"")  # It is not read again.
    removals.restore(home, ["21/KH-LĐLĐ"], BY)
    assert numbers(home) == ["21/KH-LĐLĐ", "88/LĐLĐ"]
    (folder / "plan.txt").write_bytes(text)
    assert build(home).left_out == ()


def test_removed_stays_removed_in_other_files_and_after_an_edit(home: Home, folder: Path) -> None:
    removals.remove(home, ["plan.txt"], BY)
    (folder / "copy.txt").write_text(PLAN, encoding="utf-8")
    report = build(home)
    assert {Path(one.path).name for one in report.left_out} == {"plan.txt", "copy.txt"}
    (folder / "plan.txt").write_text(PLAN + "3. Công khai.\n", encoding="utf-8")
    build(home)
    assert numbers(home) == ["88/LĐLĐ"]
    removals.restore(home, [], BY)
    assert numbers(home) == ["21/KH-LĐLĐ", "21/KH-LĐLĐ", "88/LĐLĐ"]


def test_newer_code_does_not_bring_it_back(home: Home) -> None:
    removals.remove(home, ["plan.txt"], BY)
    with sqlite3.connect(home.database) as database:
        database.execute("UPDATE files SET parser = 'older'")
    build(home)
    assert numbers(home) == ["88/LĐLĐ"]


def test_all_or_none_are_removed(home: Home) -> None:
    with pytest.raises(UsageError):
        removals.remove(home, ["plan.txt", "khong-co.txt"], BY)
    assert len(numbers(home)) == 2
    removals.remove(home, ["plan.txt", "letter.txt"], BY)
    assert numbers(home) == []
    with pytest.raises(UsageError, match=r"loại khỏi kho.*--undo"):
        removals.remove(home, ["plan.txt"], BY)
    with pytest.raises(UsageError, match="--list"):
        removals.restore(home, ["khong-co.txt"], BY)


def test_a_removed_document_keeps_its_corrections(home: Home) -> None:
    correct(home, "plan.txt", ["date=12/12/2021"], by=BY)
    removals.remove(home, ["plan.txt"], BY)
    build(home)
    removals.restore(home, [], BY)
    assert header(home, "plan.txt").header.date == "2021-12-12"


def test_a_failure_leaves_everything_as_it_was(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = numbers(home)
    monkeypatch.setenv("KB_MODEL", "không-có-mô-hình-này")
    with pytest.raises(Exception, match=r"KB_MODEL|mô hình"):
        removals.remove(home, ["plan.txt"], BY)
    monkeypatch.undo()
    assert numbers(home) == before
    with Store.open(home.database) as opened:
        assert opened.removals.all() == ()
