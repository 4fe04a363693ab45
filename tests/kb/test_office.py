"""The office's own rows: they count at once, through builds and backups, and every change can be taken back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import office
from kb.backup import backup, restore
from kb.build import build
from kb.catalogue import known, resolve_all
from kb.catalogue.columns import cells, row_of
from kb.catalogue.known import Row
from kb.catalogue.standing import standing
from kb.catalogue.start import start
from kb.collection import Collection
from kb.errors import LockedError, NoCollectionError, UsageError
from kb.home import Home
from kb.store import Instrument, Store
from kb.store.lock import writing

BY = "Nguyễn Văn A"
PLAN = """LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU

Số: 21/KH-LĐLĐ

Lai Châu, ngày 05 tháng 3 năm 2022

KẾ HOẠCH

Góp ý xây dựng quy chế

Căn cứ Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị về giám sát;
Căn cứ Quyết định số 23-QĐ/TW ngày 30/7/2021 của Bộ Chính trị về quy chế công tác dân vận;
Căn cứ Quyết định số 290-QĐ/TW ngày 25/02/2010 của Bộ Chính trị về quy chế công tác dân vận;
Căn cứ Quy định số 124-QĐ/TW ngày 02/02/2018 của Ban Bí thư về giám sát;
Căn cứ Quy định số 124-QĐ/TW ngày 04/10/2023 của Bộ Chính trị về kiểm điểm;
Căn cứ Luật số 10/2022/QH15 về thực hiện dân chủ ở cơ sở;
Căn cứ Kế hoạch số 9/KH-UBND ngày 01/02/2022 của Ủy ban nhân dân tỉnh Lai Châu về phối hợp.

I. VIỆC LÀM

1. Các đơn vị góp ý trước ngày 30/6/2022.
"""
LETTER = PLAN.replace("LAI CHÂU", "TÂY NINH").replace("Lai Châu", "Tây Ninh").replace("21/KH", "33/KH")


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Home:
    base = tmp_path_factory.mktemp("bang")
    (base / "van-ban").mkdir()
    (base / "van-ban" / "plan.txt").write_text(PLAN, encoding="utf-8")
    (base / "van-ban" / "letter.txt").write_text(LETTER, encoding="utf-8")
    build(Home(base / "kho"), [base / "van-ban"])
    return Home(base / "kho")


@pytest.fixture
def home(untouched: Home, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(untouched.root, tmp_path / "kho")))


def shown(home: Home, number: str, **about: str) -> Instrument:
    """The one instrument with a number, as an open collection hands it out."""
    with Collection.open(home) as collection:
        rows = [row for row in collection.instruments() if row.number == number]
        (found,) = [row for row in rows if all(getattr(row, name) == value for name, value in about.items())]
        return found


def everything(home: Home) -> list[Instrument]:
    with Store.open(home.database) as store:
        return list(store.instruments.all())


def table(home: Home) -> list[dict[str, str]]:
    with Store.open(home.database) as store:
        return [cells(row) for row in known.office(store)]


def test_a_row_counts_at_once_and_says_whose_it_is(home: Home) -> None:
    before = shown(home, "217-QĐ/TW")
    change = office.edit(home, "217/QĐ-TW", {"status": "còn hiệu lực", "note": "xem sổ", "source": "Công báo"}, BY)
    assert (change.made.id, change.made.kind, change.made.by, change.rows[0].before) == (1, "edit", BY, None)
    after = shown(home, "217-QĐ/TW")
    day = "/".join(reversed(change.made.at[:10].split("-")))
    assert after == replace(
        before, status="còn hiệu lực", note="xem sổ", note_source=f"Công báo (cơ quan ghi, {BY}, {day})"
    )
    assert before.status == "chưa kiểm chứng"


def test_the_table_decides_nothing(home: Home) -> None:
    def core() -> list[Instrument]:
        return [replace(row, status="", note=None, note_source=None) for row in everything(home)]

    before = core()
    rows = [row_of({"number": row.number or "", "date": row.date or "", "status": "hết hiệu lực", "source": "sổ"}) for row in everything(home) if row.scope == "trung ương"]  # fmt: skip
    office.take_in(home, rows, BY, "bang.csv")
    assert {row.status for row in everything(home) if row.scope == "trung ương"} == {"hết hiệu lực"}
    assert core() == before


def test_the_whole_row_wins(home: Home) -> None:
    """Nothing of the shipped row stays, and it is shown beside."""
    shipped = shown(home, "124-QĐ/TW", date="2018-02-02")
    assert shipped.note is not None
    office.edit(home, "124-QĐ/TW", {"date": "2018", "status": "còn hiệu lực", "source": "sổ"}, BY)
    row = shown(home, "124-QĐ/TW", date="2018-02-02")
    assert (row.status, row.note) == ("còn hiệu lực", None)
    assert shown(home, "124-QĐ/TW", date="2023-10-04").status == "chưa kiểm chứng"
    with Store.open(home.database) as store:
        found = standing(store, row)
    assert found.row is not None
    assert found.beside is not None
    assert (found.row.who, found.beside.who, found.beside.note) == ("cơ quan", "kèm theo phần mềm", shipped.note)
    # The day is that of the instrument, the year only chose it.
    assert [one["date"] for one in table(home)] == ["2018-02-02"]


def test_relations_are_shown_from_both_sides(home: Home) -> None:
    with Store.open(home.database) as store:
        old = standing(store, shown(home, "290-QĐ/TW"))
        new = standing(store, shown(home, "23-QĐ/TW"))
    assert [one.text for one in old.relations] == ["được thay thế bởi 23-QĐ/TW ngày 30/07/2021"]
    assert [one.text for one in new.relations] == ["thay thế 290-QĐ/TW năm 2010"]
    assert old.relations[0].instrument == shown(home, "23-QĐ/TW").id
    assert new.relations[0].instrument == shown(home, "290-QĐ/TW").id
    office.edit(
        home, "217-QĐ/TW", {"relations": "được hướng dẫn bởi 10/2022/QH15; thay thế 124-QĐ/TW", "source": "sổ"}, BY
    )
    with Store.open(home.database) as store:
        law = standing(store, shown(home, "10/2022/QH15"))
        twice = [standing(store, row) for row in everything(home) if row.number == "124-QĐ/TW"]
    assert ("hướng dẫn", "does", "hướng dẫn 217-QĐ/TW ngày 12/12/2013") in [
        (one.kind, one.direction, one.text) for one in law.relations
    ]
    # Two instruments have that number: nobody knows which is meant.
    assert [one.relations for one in twice] == [(), ()]


def test_a_local_instrument_needs_its_place(home: Home) -> None:
    for values in ({}, {"date": "5/3/2022"}):
        with pytest.raises(UsageError, match=r"tỉnh|date"):
            office.edit(home, "77/KH-LĐLĐ", {"source": "sổ", **values}, BY)
    with pytest.raises(UsageError, match=r"Lai Châu.*Tây Ninh"):
        office.edit(home, "9/KH-UBND", {"source": "sổ"}, BY)
    office.edit(home, "9/KH-UBND", {"province": "lai chau", "status": "hết hiệu lực", "source": "sổ"}, BY)
    assert shown(home, "9/KH-UBND", scope="Lai Châu").status == "hết hiệu lực"
    assert shown(home, "9/KH-UBND", scope="Tây Ninh").status == "chưa kiểm chứng"


@pytest.mark.parametrize(
    ("number", "values", "word"),
    [
        ("217", {"source": "sổ"}, "217"),
        ("124-QĐ/TW", {"source": "sổ"}, "02/02/2018.*04/10/2023"),
        ("217-QĐ/TW", {"status": "còn hiệu lực"}, "nguồn"),
        ("217-QĐ/TW", {"status": "còn", "source": "sổ"}, "còn hiệu lực"),
        ("55-QĐ/TW", {"source": "sổ"}, "ngày ban hành"),
        ("217-QĐ/TW", {"source": "sổ", "relations": "hơn 1-QĐ/TW"}, "quan hệ"),
    ],
)
def test_what_cannot_be_written_changes_nothing(home: Home, number: str, values: dict[str, str], word: str) -> None:
    before = everything(home)
    with pytest.raises(UsageError, match=word):
        office.edit(home, number, values, BY)
    assert everything(home) == before
    assert table(home) == []


def test_values_that_are_not_given_stay(home: Home) -> None:
    office.edit(home, "217-QĐ/TW", {"note": "một", "source": "sổ"}, BY)
    office.edit(home, "217-QĐ/TW", {"status": "còn hiệu lực"}, BY)
    (row,) = table(home)
    assert (row["note"], row["status"], row["source"], row["issuer"]) == ("một", "còn hiệu lực", "sổ", "Bộ Chính trị")
    office.edit(home, "217-QĐ/TW", {"note": ""}, BY)
    assert table(home)[0]["note"] == ""
    with pytest.raises(UsageError, match="không có gì để sửa"):
        office.edit(home, "217-QĐ/TW", {"note": ""}, BY)


def test_a_row_is_taken_away(home: Home) -> None:
    with pytest.raises(UsageError, match="không có dòng nào"):
        office.take_away(home, "217-QĐ/TW", None, None, BY)
    before = everything(home)
    office.edit(home, "217-QĐ/TW", {"status": "còn hiệu lực", "source": "sổ"}, BY)
    office.take_away(home, "217/QĐ-TW", None, None, BY)
    assert everything(home) == before
    office.edit(home, "217-QĐ/TW", {"status": "còn hiệu lực", "source": "sổ"}, BY)
    assert len(table(home)) == 1


def test_changes_are_taken_back_whole_in_their_order(home: Home) -> None:
    first = office.edit(home, "217-QĐ/TW", {"status": "còn hiệu lực", "source": "sổ"}, BY).made.id
    rows = [
        row_of({"number": number, "date": date, "status": "hết hiệu lực", "source": "Công báo"})
        for number, date in (("217-QĐ/TW", "2013-12-12"), ("23-QĐ/TW", "2021-07-30"))
    ]
    second = office.take_in(home, rows, "Trần B", "bang.csv").made.id
    with pytest.raises(UsageError, match=f"lần {second} sửa tiếp.*217-QĐ/TW"):
        office.undo(home, first, BY)
    undone = office.undo(home, second, BY)
    assert [(one.number, one.after is None) for one in undone.rows] == [("217-QĐ/TW", False), ("23-QĐ/TW", True)]
    row = shown(home, "217-QĐ/TW")
    assert (row.status, shown(home, "23-QĐ/TW").status) == ("còn hiệu lực", "chưa kiểm chứng")
    assert BY in (row.note_source or "")  # who stated it, not who took the other back
    with pytest.raises(UsageError, match="đã được bỏ"):
        office.undo(home, second, BY)
    office.undo(home, undone.made.id, BY)  # and again
    assert shown(home, "23-QĐ/TW").status == "hết hiệu lực"
    with pytest.raises(UsageError, match="kb catalogue history"):
        office.undo(home, 99, BY)
    with Store.open(home.database) as store:
        changes = office.history(store)
        of_one = office.history(store, "23/QĐ-TW")
    assert [(one.made.kind, one.made.undoes, one.made.undone) for one in changes] == [
        ("edit", None, None), ("import", None, None), ("undo", 2, 4), ("undo", 3, None),
    ]  # fmt: skip
    assert [[row.number for row in one.rows] for one in of_one] == [["23-QĐ/TW"]] * 3
    assert changes[1].made.file == "bang.csv"


def test_an_import_again_changes_nothing(home: Home) -> None:
    rows = [row_of({"number": "217-QĐ/TW", "date": "2013", "status": "còn hiệu lực", "source": "sổ"})]
    office.take_in(home, rows, BY, "bang.csv")
    with Store.open(home.database) as store:
        assert office.differing(store, known.office(store)) == ()
        revision = store.revision
    with pytest.raises(UsageError, match="không có gì để sửa"):
        office.take_in(home, rows, BY, "bang.csv")
    with Store.open(home.database) as store:
        assert store.revision == revision


def test_nobody_writes_over_what_another_wrote_meanwhile(home: Home) -> None:
    with Store.open(home.database) as store:
        begun = start(store, "217-QĐ/TW")
    row = replace(begun.row, status="còn hiệu lực", source="sổ")
    office.edit(home, "217-QĐ/TW", {"status": "hết hiệu lực", "source": "Công báo"}, "Trần B")
    with pytest.raises(UsageError, match="Trần B vừa sửa"):
        office.put(home, begun, row, BY)
    with Store.open(home.database) as store:
        again = start(store, "217-QĐ/TW")
    moved = replace(row, date="2013-12-13")
    office.put(home, again, moved, BY)  # another date is another key
    assert [one["date"] for one in table(home)] == ["2013-12-13"]
    assert shown(home, "217-QĐ/TW").status == "chưa kiểm chứng"


def test_the_rows_stay_through_builds_and_backups(home: Home, tmp_path: Path) -> None:
    office.edit(home, "217-QĐ/TW", {"status": "còn hiệu lực", "source": "sổ"}, BY)
    folder = tmp_path / "them"
    folder.mkdir()
    (folder / "more.txt").write_text(PLAN.replace("21/KH", "41/KH").replace("Góp ý", "Lấy ý kiến"), encoding="utf-8")
    build(home, [folder])
    row = shown(home, "217-QĐ/TW")
    assert (row.status, len(row.cited_by)) == ("còn hiệu lực", 3)
    backup(home, tmp_path / "kho.zip")
    other = Home(tmp_path / "moi")
    restore(other, tmp_path / "kho.zip")
    assert table(other) == table(home)
    assert shown(other, "217-QĐ/TW") == row
    with Store.open(other.database) as store:
        assert [one.made.by for one in office.history(store)] == [BY]
    office.undo(other, 1, BY)
    assert shown(other, "217-QĐ/TW").status == "chưa kiểm chứng"


def test_the_standing_is_the_same_when_everything_is_resolved_anew(home: Home) -> None:
    office.edit(home, "217-QĐ/TW", {"status": "còn hiệu lực", "source": "sổ"}, BY)
    office.edit(home, "23-QĐ/TW", {"status": "còn hiệu lực", "source": "sổ"}, BY)
    office.take_away(home, "23-QĐ/TW", None, None, BY)
    before = everything(home)
    with Store.open(home.database) as store, store.transaction():
        store.blocks.forget()
        resolve_all(store)
    assert everything(home) == before


def test_one_writer_at_a_time(home: Home) -> None:
    with writing(home.lock), pytest.raises(LockedError):
        office.edit(home, "217-QĐ/TW", {"status": "còn hiệu lực", "source": "sổ"}, BY)
    assert table(home) == []


def test_nothing_of_a_stamped_document_comes_into_a_row(home: Home, tmp_path: Path) -> None:
    """The table is written out, and outlives the documents."""
    folder = tmp_path / "mat"
    folder.mkdir()
    secret = PLAN.replace("21/KH", "51/KH").replace("Góp ý", "Lấy ý kiến").replace("217-QĐ/TW", "517-QĐ/TW")
    (folder / "mat.txt").write_text(f"TUYỆT MẬT\n{secret.replace('23-QĐ/TW', '523/2030/NĐ-CP')}", encoding="utf-8")
    build(home, [folder], allow_secret=True)
    assert shown(home, "517-QĐ/TW").title
    with pytest.raises(UsageError, match="ngày ban hành"):
        office.edit(home, "517-QĐ/TW", {"source": "sổ"}, BY)
    office.edit(home, "517-QĐ/TW", {"source": "sổ", "date": "12/12/2013", "status": "còn hiệu lực"}, BY)
    office.edit(home, "523/2030/NĐ-CP", {"source": "sổ", "status": "còn hiệu lực"}, BY)
    assert [(row["title"], row["issuer"]) for row in table(home)] == [("", "")] * 2
    assert shown(home, "517-QĐ/TW").status == "còn hiệu lực"


def test_there_must_be_a_collection(tmp_path: Path) -> None:
    with pytest.raises(NoCollectionError):
        office.edit(Home(tmp_path / "none"), "217-QĐ/TW", {"status": "còn hiệu lực", "source": "sổ"}, BY)
    assert not (tmp_path / "none").exists()


KEYS = st.sampled_from(["1/2030/NĐ-CP", "2/2030/NĐ-CP", "3/2030/NĐ-CP"])
STEPS = st.lists(
    st.tuples(st.just("write"), st.lists(st.tuples(KEYS, st.sampled_from(known.STATUSES) | st.none()), min_size=1, max_size=3))
    | st.tuples(st.just("undo"), st.integers(1, 8)),
    max_size=10,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_undoing_the_last_change_brings_the_table_of_before_back(steps: list[tuple[str, object]]) -> None:
    """Whatever came: taking the last change back, and that back again, gives the two tables in turn."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder, "kho"), create=True) as store:

        def standing_now() -> list[tuple[object, ...]]:
            return [row.statement for row in known.office(store)]

        tables = [standing_now()]
        for kind, what in steps:
            try:
                if kind == "write":
                    states = {
                        known.key_of(Row(number)): None if status is None else Row(number, status=status, source="sổ")
                        for number, status in what  # type: ignore[attr-defined]
                    }
                    office._commit(store, "import", BY, states)
                else:
                    office.take_back(store, what, BY)  # type: ignore[arg-type]
            except UsageError:
                assert standing_now() == tables[-1]
            else:
                tables.append(standing_now())
        if len(tables) > 1:
            last = store.office.changes()[-1].id
            office.take_back(store, last, BY)
            assert standing_now() == tables[-2]
            office.take_back(store, last + 1, BY)
            assert standing_now() == tables[-1]
