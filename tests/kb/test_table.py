"""The table of instruments as people write it: relations in words, columns, rows, files of comma-separated values."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.types import RELATIONS
from kb.catalogue import columns, known, sheet, worded
from kb.catalogue.known import Row, is_about, key_of, scope_of_row
from kb.catalogue.said import doubt, stated
from kb.catalogue.stated import CENTRAL
from kb.errors import UsageError
from kb.store.records import Conflict, ConflictValue, Instrument

# ---------------------------------------------------------------- relations

EXAMPLES = [(row["kind"], example) for row in worded.table() for example in row["examples"]]


@pytest.mark.parametrize(("kind", "example"), EXAMPLES, ids=[example["text"] for _, example in EXAMPLES])
def test_every_wording_is_read_and_written_back(kind: str, example: dict[str, Any]) -> None:
    found = worded.read(example["text"])
    assert [(one.kind, one.direction, one.number, one.date) for one in found] == [(kind, *example["read"])]
    assert worded.read(worded.say(found)) == found


def test_the_wordings_are_whole() -> None:
    assert {row["kind"] for row in worded.table()} == set(RELATIONS)
    for row in worded.table():
        assert {example["read"][0] for example in row["examples"]} == {"does", "undergoes"}
    phrases = [phrase for row in worded.table() for side in ("does", "undergoes") for phrase in row[side]]
    assert len(phrases) == len(set(phrases))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        (" ; ", ""),
        (
            "được sửa đổi bởi 47/2024/QH15, 97/2025/QH15",
            "được sửa đổi, bổ sung bởi 47/2024/QH15; được sửa đổi, bổ sung bởi 97/2025/QH15",
        ),
        ("Thay thế: các Quyết định số 12-QĐ/TW và 13/QĐ-TW", "thay thế 12-QĐ/TW; thay thế 13-QĐ/TW"),
        ("thay the 12-QD/TW nam 2001", "thay thế 12-QĐ/TW năm 2001"),
        ("bãi bỏ Thông tư 5/2030/TT-BNV, ngày 1/2/2030; thay thế 12-QĐ/TW", "bãi bỏ 5/2030/TT-BNV ngày 01/02/2030; thay thế 12-QĐ/TW"),
        ("thay thế 12-QĐ/TW; thay thế 12-QĐ/TW", "thay thế 12-QĐ/TW"),
    ],
)  # fmt: skip
def test_relations_are_read(text: str, said: str) -> None:
    assert worded.say(worded.read(text)) == said


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("liên quan 12-QĐ/TW", "liên quan"),
        ("12-QĐ/TW", "được thay thế bởi"),
        ("thay thế", "217-QĐ/TW"),
        ("thay thế quy chế cũ", "quy chế cũ"),
        ("thay thế 12", "217-QĐ/TW"),
        ("thay thế 12-QĐ/TW ngày 31/2/2020", "31/2/2020"),
        ("thay thế 12-QĐ/TW; hỏi 13-QĐ/TW", "hỏi"),
    ],
)
def test_what_is_no_relation_is_told(text: str, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        worded.read(text)


@given(st.text(max_size=80))
def test_any_text_is_a_relation_or_an_error(text: str) -> None:
    try:
        found = worded.read(text)
    except UsageError:
        return
    assert worded.read(worded.say(found)) == found


def test_a_relation_is_turned() -> None:
    (one,) = worded.read("được tiếp tục thực hiện theo 236-KL/TW")
    (other,) = worded.read("tiếp tục thực hiện 49-CT/TW")
    assert (one.turned, other.turned) == ("tiếp tục thực hiện", "được tiếp tục thực hiện theo")


# ---------------------------------------------------------------- columns and rows

WHOLE = {"number": "217/QĐ-TW", "date": "12/12/2013", "source": "Công báo"}


@pytest.mark.parametrize("column", columns.columns(), ids=lambda column: column.name)
def test_a_column_has_all_its_names(column: columns.Column) -> None:
    for name in (column.name, *column.header):
        for written in (name, name.upper(), f" {name} "):
            assert columns.column_of(written) == column.name


def test_names_of_columns_mean_one_column() -> None:
    forms = [form for column in columns.columns() for form in (column.name, *column.header)]
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize(
    ("given", "column", "value"),
    [
        ({}, "number", "217-QĐ/TW"),
        ({}, "date", "2013-12-12"),
        ({"date": "2013"}, "date", "2013"),
        ({"status": "HET HIEU LUC MOT PHAN"}, "status", "hết hiệu lực một phần"),
        ({"status": ""}, "status", "chưa kiểm chứng"),
        ({"from": "1.1.2014"}, "from", "2014-01-01"),
        ({"type": "quyet dinh"}, "type", "Quyết định"),
        ({"note": "  hai \n dòng "}, "note", "hai dòng"),
        ({"relations": "thay thế 12/QĐ-TW"}, "relations", "thay thế 12-QĐ/TW"),
        ({"number": "12/KH-LĐLĐ", "province": "tinh lai chau"}, "province", "Lai Châu"),
        ({"number": "04/2015/NĐ-CP", "date": ""}, "date", ""),
    ],
)
def test_values_are_brought_into_form(given: dict[str, str], column: str, value: str) -> None:
    row = columns.row_of({**WHOLE, **given})
    assert columns.cells(row)[column] == value
    assert columns.row_of(columns.cells(row)) == row


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"number": ""}, "number"),
        ({"number": "abc"}, "number"),
        ({"source": " "}, "source"),
        ({"date": "31/2/2013"}, "date"),
        ({"date": ""}, "date"),
        ({"status": "còn"}, "status"),
        ({"from": "mai"}, "from"),
        ({"from": "2014"}, "from"),
        ({"to": "12/12/3013"}, "to"),
        ({"from": "2/1/2014", "to": "1/1/2014"}, "to"),
        ({"type": "Sớ"}, "type"),
        ({"province": "Phú Riềng"}, "province"),
        ({"number": "12/KH-LĐLĐ"}, "province"),
        ({"relations": "hơn 12-QĐ/TW"}, "relations"),
        ({"note": "x" * 1501}, "note"),
    ],
)
def test_wrong_values_are_told_with_their_column(given: dict[str, str], column: str) -> None:
    row, problems = columns.read({**WHOLE, **given})
    assert row is None
    assert [problem.column for problem in problems] == [column]
    assert problems[0].message[-1] == "."


def test_everything_that_is_wrong_is_told_at_once() -> None:
    _, problems = columns.read({"number": "abc", "date": "mai", "status": "còn"})
    assert [problem.column for problem in problems] == ["number", "date", "status", "source"]


@pytest.mark.parametrize(
    ("row", "scope"),
    [
        (Row("217-QĐ/TW"), CENTRAL),
        (Row("12/QĐ-UBND"), ""),
        (Row("12/QĐ-UBND", issuer="Ủy ban nhân dân tỉnh Lai Châu"), "Lai Châu"),
        (Row("12/QĐ-UBND", issuer="UBND huyện Mường Tè", province="Lai Châu"), "Lai Châu, huyện Mường Tè"),
        (Row("12-CT/TU", province="Tây Ninh"), "Tây Ninh"),
    ],
)
def test_whose_instrument_a_row_is_about(row: Row, scope: str) -> None:
    assert scope_of_row(row) == scope


LOCAL = Instrument("i", "12/KH-LĐLĐ", "Lai Châu", date="2022-03-05", issuer="Liên đoàn Lao động tỉnh Lai Châu")
OTHER_DATE = Conflict("date", (ConflictValue("2022-03-05", ("a",)), ConflictValue("2022-03-06", ("b",))))


@pytest.mark.parametrize(
    ("row", "about"),
    [
        (Row("12/KH-LĐLĐ", date="2022-03-05", province="Lai Châu"), True),
        (Row("12/KH-LĐLĐ", date="2022-03-06", province="Lai Châu"), True),  # stated by a document
        (Row("12/KH-LĐLĐ", date="2022-03-07", province="Lai Châu"), False),
        (Row("12/KH-LĐLĐ", date="2022", province="Lai Châu"), True),
        (Row("12/KH-LĐLĐ", date="2022-03-05", province="Tây Ninh"), False),
        (Row("12/KH-LĐLĐ", date="2022-03-05"), False),
        (Row("12/KH-LĐLĐ", date="2022-03-05", issuer="LĐLĐ tỉnh Lai Châu"), True),
        (Row("12/KH-LĐLĐ", date="2022-03-05", issuer="Công đoàn Viên chức tỉnh Lai Châu"), False),
        (Row("112/KH-LĐLĐ", date="2022-03-05", province="Lai Châu"), False),
    ],
)
def test_a_row_is_about_one_instrument(row: Row, *, about: bool) -> None:
    from dataclasses import replace

    assert is_about(row, replace(LOCAL, conflicts=(OTHER_DATE,))) is about


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (Row("1/2020/NĐ-CP", status="còn hiệu lực"), None),
        (Row("1/2020/NĐ-CP", status="còn hiệu lực", ends="2026-11-20"), None),
        (Row("1/2020/NĐ-CP", status="còn hiệu lực", ends="2026-11-19"), "đã hết hiệu lực"),
        (Row("1/2020/NĐ-CP", status="còn hiệu lực", begins="2026-11-21"), "mới có hiệu lực"),
        (Row("1/2020/NĐ-CP", status="chưa có hiệu lực", begins="2026-11-20"), "đã có hiệu lực"),
        (Row("1/2020/NĐ-CP", status="hết hiệu lực", ends="2026-11-20"), "còn hiệu lực đến"),
        (Row("1/2020/NĐ-CP", status="hết hiệu lực", ends="2026-11-19"), None),
        (Row("1/2020/NĐ-CP", begins="2030-01-01"), None),
    ],
)
def test_dates_that_do_not_fit_the_standing_are_told(row: Row, word: str | None) -> None:
    said = doubt(row, "2026-11-20")
    assert (said is None) == (word is None)
    assert (word or "") in (said or "")


@pytest.mark.parametrize("row", known.shipped(), ids=lambda row: f"{row.number} {row.date}")
def test_a_shipped_row_says_what_is_known(row: Row) -> None:
    assert row.source in stated(row)
    assert doubt(row, "2026-11-20") is None
    # Nothing is said to be in force that nobody has looked up.
    assert row.status != "còn hiệu lực"


# ---------------------------------------------------------------- files

CELL = st.text(st.sampled_from(string.ascii_letters + "ăđêộ ,;\"'=+-@\n"), max_size=20)
ROWS = st.builds(
    lambda number, note, source, issuer: {
        "number": f"{number}-QĐ/TW", "date": "2013", "note": note, "source": f"nguồn {source}", "issuer": f"Ban {issuer}",
    },
    st.integers(1, 999), CELL, CELL, CELL,
)  # fmt: skip


@given(st.lists(ROWS, max_size=6, unique_by=lambda row: row["number"]))
def test_a_file_gives_its_rows_back(given: list[dict[str, str]]) -> None:
    rows = [columns.row_of(values) for values in given]
    read = sheet.parse(sheet.write(rows).encode(), "x.csv")
    assert read.bad == ()
    assert [row for _, row in read.rows] == rows
    # What is shipped with the product is no office's.
    told = sheet.parse(sheet.write(rows, who=True).encode(), "x.csv")
    assert (told.rows, len(told.left)) == ((), len(rows))


def test_no_cell_is_a_formula() -> None:
    row = columns.row_of({**WHOLE, "note": "=HYPERLINK(1)", "source": "@nguồn"})
    cells = [line.split(",") for line in sheet.write([row]).splitlines()]
    assert cells[1][-2:] == ["'=HYPERLINK(1)", "'@nguồn"]


HEADERS = "number,date,source,note"


@pytest.mark.parametrize(
    "text",
    [
        "number,date,source,note\r\n217-QĐ/TW,12/12/2013,Công báo,\r\n",
        "\ufeffnumber;date;source;note\n217-QĐ/TW;2013-12-12;Công báo;\n;;;\n",
        "Số, ký hiệu\tNgày ban hành\tNguồn\n217-QĐ/TW\t12.12.2013\tCông báo\n",
        '"Số, ký hiệu",Ngày ban hành,Nguồn\n217-QĐ/TW,12/12/2013,Công báo\n',
        "sep=;\r\nso hieu;ngay;nguon;\r\n217-QĐ/TW;12/12/2013;Công báo;\r\n",
        "number,date,source\n\n217-QĐ/TW,12/12/2013,Công báo",
    ],
)
def test_files_as_programs_write_them(text: str) -> None:
    read = sheet.parse(text.encode(), "x.csv")
    assert read.bad == ()
    ((_, row),) = read.rows
    assert (row.number, row.date, row.source) == ("217-QĐ/TW", "2013-12-12", "Công báo")


def test_every_bad_row_is_told_with_line_and_column() -> None:
    text = (
        f"{HEADERS}\n"
        "217-QĐ/TW,12/12/2013,Công báo,\n"
        '218/QĐ-TW,12/12/2013,Công báo,"hai\ndòng"\n'
        "abc,mai,Công báo,\n"
        "219-QĐ/TW,12/12/2013,,\n"
        "217/QĐ-TW,12/12/2013,Công báo,\n"
        "220-QĐ/TW,12/12/2013,Công báo,a,b\n"
    )
    read = sheet.parse(text.encode(), "x.csv")
    assert [(line, row.number) for line, row in read.rows] == [(2, "217-QĐ/TW"), (3, "218-QĐ/TW")]
    assert [(bad.line, bad.column) for bad in read.bad] == [
        (5, "number"), (5, "date"), (6, "source"), (7, "number"), (8, "note"),
    ]  # fmt: skip
    assert "dòng 2" in read.bad[3].message
    assert read.told == ((3, "số hiệu “218/QĐ-TW” được ghi là 218-QĐ/TW"),)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "tên cột"),
        (b"\n\n", "tên cột"),
        (b"a,b\n1,2\n", "tên cột"),
        (b"number,source,mau\n", "mau"),
        (b"number,source,number\n", "hai cột number"),
        (b"number,note\n", "thiếu cột source"),
        (b"source,note\n", "thiếu cột number"),
        ("number,source\n217-QĐ/TW,Công báo\n".encode("utf-16"), "CSV UTF-8"),
        ("number,source\n217-QĐ/TW,Công báo\n".encode("cp1258", "ignore"), "CSV UTF-8"),
        (b"PK\x03\x04\x00\x00", "CSV UTF-8"),
        (b'number,source\n217-QD/TW,"abc\n', "dòng 2"),
        (b"number,source\n217-QD/TW," + b"x" * 200_000 + b"\n", "dòng 2"),
        (b"x" * (sheet.MOST_BYTES + 1), "20 MB"),
    ],
    ids=lambda value: value[:12] if isinstance(value, bytes) else value,
)
def test_what_is_no_table_is_told(data: bytes, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        sheet.parse(data, "x.csv")


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"{HEADERS}\n{text}".encode()))
def test_any_file_is_read_or_refused(data: bytes) -> None:
    try:
        read = sheet.parse(data, "x.csv")
    except UsageError:
        return
    assert len({key_of(row) for _, row in read.rows}) == len(read.rows)
