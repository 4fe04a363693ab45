"""``kb suggest``: the right bases, with exact evidence, in force, of the own province, and honest where there is nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from ingest.parse import parse_file, parse_text
from kb.build import build
from kb.catalogue.stated import CENTRAL
from kb.collection import Collection
from kb.drafting import bases
from kb.drafting.bases_word import of_lines
from kb.drafting.suggest import ALL_THERE, GENERAL, NOBODY, suggest
from kb.drafting.suggest_draft import of_draft, of_topic
from kb.drafting.suggest_types import AS_BASIS, EmptyDraftError, Suggestion
from kb.home import Home

CORPUS = Path(__file__).parents[2] / "corpus"

OLD = "Nghị định số 11/2015/NĐ-CP ngày 09/01/2015 của Chính phủ về thực hiện dân chủ trong cơ quan"
NEW = "12/2023/NĐ-CP"


def _plan(province: str, number: str, year: int, own: str, *more: str) -> str:
    named = "".join(f"Căn cứ {one};\n" for one in (OLD, own, *more))
    return f"""LIÊN ĐOÀN LAO ĐỘNG TỈNH {province.upper()}

Số: {number}/KH-LĐLĐ

{province}, ngày 05 tháng 3 năm {year}

KẾ HOẠCH

Thực hiện dân chủ ở cơ sở năm {year}

{named}
Ban Thường vụ Liên đoàn Lao động tỉnh {province} ban hành kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU

1. Các cấp công đoàn tham gia thực hiện dân chủ trong cơ quan, đơn vị và tổ chức hội nghị cán bộ, công chức hằng năm.

II. TỔ CHỨC THỰC HIỆN

1. Công đoàn cơ sở phối hợp tổ chức đối thoại, báo cáo kết quả thực hiện dân chủ ở cơ sở trước ngày 30/11/{year}.

Nơi nhận:
- Lưu: VT.

TM. BAN THƯỜNG VỤ
CHỦ TỊCH

Nguyễn Văn Mẫu
"""


DECREE = f"""CHÍNH PHỦ

Số: {NEW}

Hà Nội, ngày 14 tháng 8 năm 2023

NGHỊ ĐỊNH

Quy định chi tiết việc thực hiện dân chủ trong cơ quan

Điều 1. Phạm vi điều chỉnh

Nghị định này quy định chi tiết việc thực hiện dân chủ trong cơ quan, đơn vị.

Điều 2. Hiệu lực thi hành

1. Nghị định này có hiệu lực thi hành từ ngày 15 tháng 8 năm 2023.

2. Nghị định này thay thế {OLD}.

TM. CHÍNH PHỦ
THỦ TƯỚNG

Trần Văn Mẫu
"""

LAI_CHAU = "Chương trình số 05-CTr/TU ngày 25/12/2020 của Tỉnh ủy Lai Châu về thực hiện dân chủ ở cơ sở"
TAY_NINH = "Chỉ thị số 25-CT/TU ngày 25/02/2021 của Tỉnh ủy Tây Ninh về thực hiện dân chủ ở cơ sở"
UNDATED = "Kết luận số 77-KL/TW về thực hiện dân chủ ở cơ sở"


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """Plans of two provinces that rest on a decree, and the decree that has replaced it."""
    folder = tmp_path_factory.mktemp("van-ban")
    (folder / "lai-chau.txt").write_text(_plan("Lai Châu", "21", 2021, LAI_CHAU, UNDATED))
    (folder / "tay-ninh.txt").write_text(_plan("Tây Ninh", "22", 2022, TAY_NINH))
    (folder / "nghi-dinh.txt").write_text(DECREE)
    home = Home(tmp_path_factory.mktemp("kho") / "home")
    assert not build(home, [folder]).skipped
    with Collection.open(home) as opened:
        yield opened


def _numbers(found: Suggestion) -> list[str | None]:
    return [one.instrument.number for one in found.bases]


def _check_evidence(collection: Collection, found: Suggestion) -> None:
    assert found.bases
    for one in found.bases:
        assert one.evidence
        for item in one.evidence:
            text = collection.directive(item.document.id).text
            assert text[item.passage.start : item.passage.end] == item.passage.text
            for span in item.highlights:
                assert text[span.start : span.end] in item.passage.text
        assert one.calls is None or one.calls.span is None or one.calls.span.of(_draft_text(found)).strip()


def _draft_text(found: Suggestion) -> str:
    assert found.wanted.draft is not None
    return found.wanted.draft.text


def test_a_replaced_instrument_is_named_by_its_successor(offices: Collection) -> None:
    found = suggest(offices, of_topic("thực hiện dân chủ ở cơ sở", province="Lai Châu", kind="Kế hoạch"))
    assert NEW in _numbers(found)
    assert "11/2015/NĐ-CP" not in _numbers(found)
    assert not any("11/2015" in line.text for line in found.lines)
    one = found.bases[_numbers(found).index(NEW)]
    assert [row.number for row in one.replaces] == ["11/2015/NĐ-CP"]
    assert "thay thế 11/2015/NĐ-CP" in one.reason
    assert any("thay thế" in item.passage.text for item in one.evidence)
    _check_evidence(offices, found)


def test_before_its_successor_came_it_is_named_itself(offices: Collection) -> None:
    draft = parse_text(_plan("Lai Châu", " ", 2022, "Luật Mẫu").replace(OLD, "tình hình thực tế"))
    wanted = of_draft(draft)
    assert wanted.as_of == "2022-03-05"
    found = suggest(offices, wanted)
    assert "11/2015/NĐ-CP" in _numbers(found)
    assert NEW not in _numbers(found)


def test_without_a_successor_it_is_left_out_and_told(tmp_path: Path) -> None:
    folder = tmp_path / "van-ban"
    folder.mkdir()
    (folder / "a.txt").write_text(_plan("Lai Châu", "21", 2021, LAI_CHAU))
    (folder / "b.txt").write_text(DECREE.replace("thay thế", "bãi bỏ"))
    build(Home(tmp_path / "kho"), [folder])
    with Collection.open(Home(tmp_path / "kho")) as collection:
        found = suggest(collection, of_topic("thực hiện dân chủ ở cơ sở", province="Lai Châu"))
    assert "11/2015/NĐ-CP" not in _numbers(found)
    assert [(one.instrument.number, "bãi bỏ" in one.reason) for one in found.left_out] == [("11/2015/NĐ-CP", True)]


@pytest.mark.parametrize(
    ("province", "own", "others"),
    [
        ("Lai Châu", "05-CTr/TU", "25-CT/TU"),
        ("Tây Ninh", "25-CT/TU", "05-CTr/TU"),
        ("tỉnh lai châu", "05-CTr/TU", "25-CT/TU"),
        ("Đắk Lắk", None, None),
        (None, None, None),
    ],
)
def test_only_the_own_province_is_named(
    offices: Collection, province: str | None, own: str | None, others: str | None
) -> None:
    found = suggest(offices, of_topic("thực hiện dân chủ ở cơ sở", province=province))
    local = {number for number in _numbers(found) if number and "TU" in number}
    assert local == ({own} if own else set())
    assert others is None or not any(others in line.text for line in found.lines)
    assert {one.instrument.scope for one in found.bases} <= {CENTRAL, *found.wanted.scopes}
    assert all(one.evidence for one in found.counterparts)
    # What other provinces rest on is hinted at by its kind only.
    assert found.counterparts
    assert not any("-CT" in one.text for one in found.counterparts)


def test_what_no_document_tells_stays_blank(offices: Collection) -> None:
    found = suggest(offices, of_topic("thực hiện dân chủ ở cơ sở", province="Lai Châu"))
    line = next(one for one in found.lines if "77-KL/TW" in one.text)
    assert "ngày (chưa rõ ngày) của (chưa rõ cơ quan ban hành)" in line.text
    one = next(one for one in found.bases if one.instrument.number == "77-KL/TW")
    assert any("ngày ban hành" in warning for warning in one.warnings)


def test_what_the_draft_names_is_told_apart(offices: Collection) -> None:
    draft = parse_text(_plan("Lai Châu", " ", 2024, LAI_CHAU).replace(OLD, "tình hình thực tế"))
    found = suggest(offices, of_draft(draft))
    present = {one.instrument.number: one.present for one in found.bases}
    assert present["05-CTr/TU"] == "căn cứ"
    assert present[NEW] is None
    assert not any("05-CTr/TU" in line.text for line in found.lines)
    _check_evidence(offices, found)


def test_a_draft_that_names_everything_gets_nothing_new(offices: Collection) -> None:
    whole = f"Nghị định số {NEW} ngày 14/8/2023 của Chính phủ"
    draft = parse_text(_plan("Lai Châu", " ", 2024, LAI_CHAU, UNDATED, whole))
    found = suggest(offices, of_draft(draft))
    assert (found.lines, found.message) == ((), ALL_THERE)
    assert all(one.present for one in found.bases)


def test_a_document_of_the_collection_is_no_evidence_for_itself(offices: Collection) -> None:
    document = next(one for one in offices.documents if one.header.province == "Lai Châu")
    found = suggest(offices, of_draft(offices.directive(document.id)))
    assert document.id not in {one.document.id for one in found.comparable}
    assert not any(place.document.id == document.id for one in found.bases for place in one.citing)


@pytest.mark.parametrize("topic", ["nuôi cá tra xuất khẩu", "tuyển sinh đại học", "phóng vệ tinh", "zzz qqq"])
def test_a_topic_that_nobody_writes_about(collection: Collection, topic: str) -> None:
    found = suggest(collection, of_topic(topic, province="Lai Châu"))
    assert (found.bases, found.lines, found.message) == ((), (), NOBODY)


def test_an_instrument_of_another_year_is_marked(collection: Collection) -> None:
    for topic, marked in (("công tác dân vận năm 2026", True), ("công tác dân vận năm 2021", False)):
        found = suggest(collection, of_topic(topic, province="Lai Châu"))
        one = next(one for one in found.bases if one.instrument.number == "05-CTr/TU")
        assert any("năm 2021" in warning for warning in one.warnings) == marked


FOREIGN = """LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU

KẾ HOẠCH

Nuôi cá tra xuất khẩu

I. NỘI DUNG

1. Thả giống cá tra vào các ao, cho ăn thức ăn viên và thay nước theo con nước lên.

2. Phi lê, cấp đông rồi xuất khẩu bằng tàu biển.
"""


def test_a_draft_that_nobody_writes_about_gets_only_what_is_common(collection: Collection) -> None:
    found = suggest(collection, of_draft(parse_text(FOREIGN)))
    assert found.warnings == (GENERAL,)
    for one in found.bases:
        resting = {place.document for place in one.citing if place.role == AS_BASIS}
        assert len(resting) > 1
        assert all(place.document.header.type == "Kế hoạch" for place in one.citing)
    assert "50/2024/QH15" in _numbers(found)
    assert found.counterparts == ()


def test_of_a_type_that_nobody_has_there_is_nothing(collection: Collection) -> None:
    found = suggest(collection, of_draft(parse_text(FOREIGN.replace("KẾ HOẠCH", "TỜ TRÌNH"))))
    assert (found.bases, found.message) == ((), NOBODY)


@pytest.mark.parametrize("text", ["", "   \n", "…"])
def test_an_empty_draft(text: str) -> None:
    with pytest.raises(EmptyDraftError, match="hãy"):
        of_draft(parse_text(text))
    with pytest.raises(EmptyDraftError, match="--topic"):
        of_topic(text)


def test_the_samples_lead_to_what_governs_the_topic(collection: Collection) -> None:
    for topic, number in [
        ("giám sát và phản biện xã hội", "217-QĐ/TW"),
        ("công tác dân vận", "23-QĐ/TW"),
        ("dân chủ ở cơ sở", "10/2022/QH15"),
        ("doi thoai voi nguoi lao dong", "145/2020/NĐ-CP"),
    ]:
        found = suggest(collection, of_topic(topic))
        assert number in _numbers(found)[:3], topic
        _check_evidence(collection, found)
        assert [line.instrument for line in found.lines] == [
            row.id for row in bases.in_order([one.instrument for one in found.bases], bases.style("union"))
        ]


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.*")), ids=lambda path: path.name[:12])
def test_every_sample_as_a_draft(collection: Collection, path: Path) -> None:
    if path.name == "README.md":
        return
    found = suggest(collection, of_draft(parse_file(path)))
    assert {one.instrument.scope for one in found.bases} <= found.wanted.scopes
    for one in found.bases:
        assert (one.instrument.date or "") <= found.wanted.as_of
        assert one.score > 0
        assert (one.present is None) == any(line.instrument == one.instrument.id for line in found.lines)
    assert found.message or found.lines


def test_seeds_as_drafts(testdata: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "kho")
    build(home, [testdata / "seeds"])
    with Collection.open(home) as opened:
        for document in opened.documents:
            found = suggest(opened, of_draft(opened.directive(document.id)))
            _check_evidence(opened, found)
            assert {one.instrument.scope for one in found.bases} <= found.wanted.scopes


def test_lines_as_a_word_file(collection: Collection) -> None:
    found = suggest(collection, of_topic("công tác dân vận"), style="party")
    made = docx.Document(io.BytesIO(of_lines(found.lines, bases.style("party"))))
    assert [one.text for one in made.paragraphs] == [line.text for line in found.lines]
    assert not any(run.italic for one in made.paragraphs for run in one.runs)
    section = made.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 30 <= section.left_margin.mm <= 35
    assert 15 <= section.right_margin.mm <= 20.1
    normal = made.styles["Normal"].font
    assert (normal.name, 13 <= normal.size.pt <= 14) == ("Times New Roman", True)


def test_blanks_are_marked_in_the_word_file(offices: Collection) -> None:
    found = suggest(offices, of_topic("thực hiện dân chủ ở cơ sở"), style="state")
    made = docx.Document(io.BytesIO(of_lines(found.lines, bases.style("state"))))
    marked = [run.text for one in made.paragraphs for run in one.runs if run.font.highlight_color is not None]
    assert marked == ["(chưa rõ ngày)", "(chưa rõ cơ quan ban hành)"]
    assert all(run.italic for one in made.paragraphs for run in one.runs)
