"""Whether an instrument is in force on a day, from what documents and tables say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.audit import audit
from kb.catalogue import resolve_all
from kb.catalogue.in_force import EXPIRED, IN_FORCE, NOT_YET, PARTLY, InForce, in_force
from kb.store import UNVERIFIED, Store
from tests.kb.made import plan, stored

OLD = "Căn cứ Nghị định số 5/2015/NĐ-CP ngày 09/01/2015 của Chính phủ quy định về dân chủ trong cơ quan;"


def decree(*lines: str, number: str = "59/2023/NĐ-CP", day: str = "14 tháng 8 năm 2023") -> str:
    """The text of a decree with these lines as its articles."""
    body = "\n\n".join(f"Điều {place}. {line}" for place, line in enumerate(lines, start=1))
    return (
        f"CHÍNH PHỦ\n\nSố: {number}\n\nHà Nội, ngày {day}\n\nNGHỊ ĐỊNH\n\nQuy định về dân chủ trong cơ quan, đơn vị\n\n"
        f"Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;\n\n{body}\n"
    )


REPLACING = decree(
    "Phạm vi điều chỉnh",
    "Hiệu lực thi hành\n\n1. Nghị định này có hiệu lực thi hành từ ngày 15 tháng 8 năm 2023.\n\n"
    "2. Nghị định này thay thế Nghị định số 5/2015/NĐ-CP ngày 09 tháng 01 năm 2015 của Chính phủ.",
)
REPEALING_PART = decree(
    "Hiệu lực thi hành\n\n1. Nghị định này có hiệu lực thi hành từ ngày 15 tháng 8 năm 2023.\n\n"
    "2. Bãi bỏ khoản 2 Điều 7 Nghị định số 5/2015/NĐ-CP ngày 09 tháng 01 năm 2015 của Chính phủ.",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "kho", create=True) as opened:
        yield opened


def of(store: Store, number: str, *texts: str, as_of: str) -> InForce:
    """The standing of an instrument that these texts cite."""
    for place, text in enumerate(texts):
        stored(store, f"{place}.txt", text)
    resolve_all(store, table=())
    (row,) = (one for one in store.instruments.all() if one.number == number)
    return in_force(store, row, as_of=as_of)


@pytest.mark.parametrize(
    ("as_of", "status", "since"),
    [("2024-01-01", EXPIRED, "2023-08-15"), ("2023-08-15", EXPIRED, "2023-08-15"), ("2023-08-14", UNVERIFIED, None), ("2014-12-31", NOT_YET, "2015-01-09")],
)  # fmt: skip
def test_one_that_was_replaced(store: Store, as_of: str, status: str, since: str | None) -> None:
    state = of(store, "5/2015/NĐ-CP", plan(OLD), REPLACING, as_of=as_of)
    assert (state.status, state.since) == (status, since)
    if status == EXPIRED:
        assert state.by_name == "Nghị định số 59/2023/NĐ-CP"
        (act,) = state.acts
        assert act.directive
        assert act.span
        assert "thay thế" in act.span.of(store.directives.text(act.directive) or "")


def test_of_one_a_part_was_repealed(store: Store) -> None:
    state = of(store, "5/2015/NĐ-CP", plan(OLD), REPEALING_PART, as_of="2024-01-01")
    assert (state.status, state.acts[0].part) == (PARTLY, "khoản 2 Điều 7")


def test_one_of_which_nothing_is_said(store: Store) -> None:
    state = of(store, "5/2015/NĐ-CP", plan(OLD), as_of="2024-01-01")
    assert (state.status, state.acts, state.told) == (UNVERIFIED, (), "")


def test_a_draft_replaces_nothing(store: Store) -> None:
    draft = REPLACING.replace("Số: 59/2023/NĐ-CP", "Số:      /2023/NĐ-CP").replace(
        "ngày 14 tháng 8 năm 2023", "ngày     tháng     năm 2023"
    )
    assert of(store, "5/2015/NĐ-CP", plan(OLD), draft, as_of="2024-01-01").status == UNVERIFIED


def test_one_that_is_not_in_force_yet(store: Store) -> None:
    citing = plan("Căn cứ Nghị định số 59/2023/NĐ-CP ngày 14/8/2023 của Chính phủ;", date="20 tháng 8 năm 2023")
    text = decree("Hiệu lực thi hành\n\nNghị định này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2024.")
    state = of(store, "59/2023/NĐ-CP", text, citing, as_of="2023-10-01")
    assert (state.status, state.since) == (NOT_YET, "2024-01-01")
    (row,) = (one for one in store.instruments.all() if one.number == "59/2023/NĐ-CP")
    assert in_force(store, row, as_of="2024-01-01").status == UNVERIFIED  # in force once is no proof that it still is


def test_words_of_the_table() -> None:
    assert sorted([EXPIRED, PARTLY, NOT_YET, IN_FORCE, UNVERIFIED]) == sorted([
        "hết hiệu lực", "hết hiệu lực một phần", "chưa có hiệu lực", "còn hiệu lực", "chưa kiểm chứng",
    ])  # fmt: skip


@pytest.mark.parametrize(("date", "found"), [("05 tháng 3 năm 2024", ["superseded"]), ("05 tháng 3 năm 2023", [])])
def test_a_basis_that_had_been_replaced(store: Store, date: str, found: list[str]) -> None:
    stored(store, "cu.txt", plan(OLD, date=date))
    stored(store, "moi.txt", REPLACING)
    resolve_all(store, table=())
    findings = audit(store, table=())
    assert [one.kind for one in findings] == found
    assert [one.likely for one in findings] == ["Nghị định số 59/2023/NĐ-CP"] * len(found)


REVIEWED = (
    ("Quyết định này có hiệu lực kể từ ngày ký cho đến khi có văn bản khác thay thế.", UNVERIFIED),
    ("Bãi bỏ thủ tục hành chính ban hành kèm theo Quyết định số 7/QĐ-UBND ngày 01/02/2020 của Ủy ban nhân dân tỉnh Lai Châu.", PARTLY),
    ("Quyết định số 7/QĐ-UBND ngày 01/02/2020 của Ủy ban nhân dân tỉnh Lai Châu hết hiệu lực từ ngày 01/03/2024, trừ khoản 3 Điều 4.", PARTLY),
    ("Quyết định này thay thế Quyết định số 7/QĐ-UBND ngày 01/02/2020 của Ủy ban nhân dân tỉnh Lai Châu.", EXPIRED),
)  # fmt: skip


@pytest.mark.parametrize(("article", "status"), REVIEWED, ids=[text[:40] for text, _ in REVIEWED])
def test_what_a_decision_says_of_an_older_one(store: Store, article: str, status: str) -> None:
    citing = plan(
        "Căn cứ Quyết định số 7/QĐ-UBND ngày 01/02/2020 của Ủy ban nhân dân tỉnh Lai Châu;", date="05 tháng 3 năm 2021"
    )
    decision = (
        "ỦY BAN NHÂN DÂN\nTỈNH LAI CHÂU\n\nSố: 8/QĐ-UBND\n\nLai Châu, ngày 01 tháng 02 năm 2024\n\nQUYẾT ĐỊNH\n\nVề việc chăm lo người lao động\n\n"
        f"Điều 1. Nội dung.\n\nĐiều 2. Quyết định này có hiệu lực từ ngày 01/03/2024.\n\nĐiều 3. {article}\n"
    )
    state = of(store, "7/QĐ-UBND", citing, decision, as_of="2024-06-01")
    assert state.status == status
