"""Mentions by name become instruments, in whatever order the directives come."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.citations import find_all
from ingest.types import Directive, Header, Span
from kb.catalogue import resolve_all
from kb.catalogue.named import AMBIGUOUS_NAME, NO_BODY, proper_name
from kb.store import Store, StoredFile

WITH_NUMBER = "Căn cứ Luật Công đoàn số 50/2024/QH15 ngày 27 tháng 11 năm 2024;"
OLD_NUMBER = "Căn cứ Luật Công đoàn số 12/2012/QH13 ngày 20/6/2012;"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "kho", create=True) as opened:
        yield opened


def put(
    store: Store, name: str, text: str, *, year: int | None = None, province: str | None = None, **header: object
) -> str:
    text = f"{name}\n{text}"
    directive = Directive(
        f"/kho/{name}",
        name,
        text,
        Header(year=year, province=province, **header),
        Span(0, len(text)),
        citations=find_all(text),  # type: ignore[arg-type]
    )
    ident, _ = store.directives.put(directive)
    store.files.put(StoredFile(directive.source, "/kho", name, 1, 1, directive=ident))
    return ident


def gone(store: Store, name: str) -> None:
    store.files.remove([f"/kho/{name}"])


def rows(store: Store) -> dict[str, int]:
    """Number or name of each instrument, and how many directives cite it."""
    return {row.number or row.name or "": len(row.cited_by) for row in store.instruments.all()}


def open_ones(store: Store) -> list[str | None]:
    return [mention.reason for mention in store.instruments.unresolved()]


@pytest.mark.parametrize("order", list(permutations("abc")))
def test_a_law_by_name_is_the_numbered_one(store: Store, order: tuple[str, ...]) -> None:
    texts = {
        "a": (WITH_NUMBER, 2025),
        "b": ("theo Luật Công đoàn, các cấp", 2025),
        "c": ("theo Luật Công đoàn năm 2024", 2025),
    }
    for name in order:
        put(store, name, texts[name][0], year=texts[name][1])
        resolve_all(store)
    assert rows(store) == {"50/2024/QH15": 3}
    assert open_ones(store) == []


def test_a_year_tells_laws_of_one_name_apart(store: Store) -> None:
    put(store, "a", WITH_NUMBER, year=2025)
    put(store, "b", OLD_NUMBER, year=2013)
    put(store, "c", "theo Luật Công đoàn năm 2012 và Luật Công đoàn năm 1990", year=2025)
    resolve_all(store)
    assert rows(store) == {"50/2024/QH15": 1, "12/2012/QH13": 2, "Luật Công đoàn năm 1990": 1}


def test_without_a_year_two_laws_leave_it_open(store: Store) -> None:
    put(store, "a", WITH_NUMBER, year=2025)
    put(store, "b", OLD_NUMBER, year=2013)
    put(store, "c", "theo Luật Công đoàn", year=2025)
    resolve_all(store)
    assert rows(store) == {"50/2024/QH15": 1, "12/2012/QH13": 1}
    (mention,) = store.instruments.unresolved()
    assert mention.reason == AMBIGUOUS_NAME
    assert len(mention.candidates) == 2


def test_a_law_that_was_not_there_yet_is_not_meant(store: Store) -> None:
    put(store, "a", WITH_NUMBER, year=2025)
    put(store, "b", OLD_NUMBER, year=2013)
    put(store, "c", "theo Luật Công đoàn", year=2021)
    put(store, "d", "theo Luật Công đoàn", year=2009)
    resolve_all(store)
    assert rows(store) == {"50/2024/QH15": 1, "12/2012/QH13": 2, "Luật Công đoàn": 1}


def test_what_the_directive_cites_in_full_is_what_it_means(store: Store) -> None:
    put(store, "b", OLD_NUMBER, year=2013)
    put(store, "c", f"{WITH_NUMBER}\nĐiều 1. Theo khoản 2 Điều 5 Luật Công đoàn", year=2025)
    resolve_all(store)
    assert rows(store) == {"50/2024/QH15": 1, "12/2012/QH13": 1}
    assert open_ones(store) == []


def test_when_the_number_goes_the_name_stays(store: Store) -> None:
    put(store, "a", WITH_NUMBER, year=2025)
    put(store, "b", "theo Luật Công đoàn", year=2025)
    resolve_all(store)
    (numbered,) = store.instruments.all()
    gone(store, "a")
    resolve_all(store)
    assert rows(store) == {"Luật Công đoàn": 1}
    put(store, "a", WITH_NUMBER, year=2025)
    (by_name,) = store.instruments.all()
    resolve_all(store)
    assert rows(store) == {"50/2024/QH15": 2}
    again = store.instruments.get(numbered.id)
    assert again is not None
    assert store.instruments.get(by_name.id) in {again, None}


def test_a_named_one_that_gets_a_number_redirects(store: Store) -> None:
    put(store, "b", "theo Luật Công đoàn năm 2024", year=2025)
    resolve_all(store)
    (before,) = store.instruments.all()
    put(store, "a", WITH_NUMBER, year=2025)
    resolve_all(store)
    (after,) = store.instruments.all()
    assert after.number == "50/2024/QH15"
    assert store.instruments.get(before.id) == after


def test_a_law_of_the_collection_is_the_one_that_is_named(store: Store) -> None:
    own = put(store, "a", "Điều 1", year=2024, number="50/2024/QH15", type="Luật", title="Công đoàn", date="2024-11-27")
    put(store, "b", "theo Luật Công đoàn năm 2024", year=2025)
    resolve_all(store)
    (row,) = store.instruments.all()
    assert (row.number, row.directive, len(row.cited_by)) == ("50/2024/QH15", own, 1)


def test_a_provinces_own_resolution(store: Store) -> None:
    text = "theo Nghị quyết Đại hội Công đoàn tỉnh lần thứ XIII"
    put(store, "a", text, province="Lai Châu")
    put(store, "b", text, province="Tây Ninh")
    put(
        store,
        "c",
        "theo Nghị quyết Đại hội Công đoàn tỉnh Lai Châu lần thứ XIII, nhiệm kỳ 2023-2028",
        province="Lai Châu",
    )
    put(store, "d", "theo Nghị quyết Đại hội XIII")
    resolve_all(store)
    assert sorted((row.scope, len(row.cited_by)) for row in store.instruments.all()) == [
        ("Lai Châu", 2),
        ("Tây Ninh", 1),
    ]
    assert open_ones(store) == [NO_BODY]


def test_what_points_back_goes_with_what_it_means(store: Store) -> None:
    put(
        store,
        "a",
        "Thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016.\nTheo Chỉ thị nêu trên, các cấp. Kế hoạch nêu trên",
        year=2020,
    )
    resolve_all(store)
    (row,) = store.instruments.all()
    assert [mention.form for mention in store.instruments.mentions(row.id)] == ["number", "short"]
    assert [mention.form for mention in store.instruments.unresolved()] == ["short"]
    resolve_all(store)
    assert len(store.instruments.mentions(row.id)) == 2


def test_names_of_laws() -> None:
    assert proper_name("Nghị định", "về Luật Công đoàn") is None
    assert proper_name("Bộ luật", None) is None


PIECES = (
    WITH_NUMBER, OLD_NUMBER, "theo Luật Công đoàn, các cấp;", "theo Luật Công đoàn năm 2012;", "theo Luật Công đoàn năm 1990;", "theo Luật nêu trên;",
    "Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị;", "theo Chỉ thị nêu trên;", "Nghị quyết Đại hội Công đoàn tỉnh lần thứ XIII;",
    "Pháp lệnh Thử nghiệm số 01/2010/PL ngày 1/1/2010;", "theo Pháp lệnh Thử nghiệm;",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.lists(st.sampled_from(PIECES), max_size=3),
        st.sampled_from([2009, 2013, 2025]),
        st.booleans(),  # it is the law itself
    ),
    min_size=1,
    max_size=6,
)


def seen(store: Store) -> tuple[object, ...]:
    """Everything of a catalogue but its minted ids."""
    rows = {
        one.id: (one.number, one.name, one.scope, one.type, one.date, one.cited_by, one.directive)
        for one in store.instruments.all()
    }
    mentions = [
        (one.id, mention.position, rows.get(mention.instrument or ""), mention.reason, len(mention.candidates))
        for one in store.active_directives()
        for mention in store.instruments.citing(one.id)
    ]
    return sorted(map(repr, rows.values())), mentions


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_came_and_went_the_catalogue_is_that_of_a_clean_build(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, list[str], int, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("kho")
    last: dict[str, tuple[list[str], int, bool]] = {}
    with Store.open(folder / "grown", create=True) as grown:
        for name, pieces, year, law in steps:
            if not pieces and name in last:
                gone(grown, name)
                del last[name]
            else:
                _put_one(grown, name, pieces, year, law=law)
                last[name] = (pieces, year, law)
            resolve_all(grown, table=())
        with Store.open(folder / "clean", create=True) as clean:
            for name, (pieces, year, law) in sorted(last.items()):
                _put_one(clean, name, pieces, year, law=law)
            resolve_all(clean, table=())
            assert seen(grown) == seen(clean)


def _put_one(store: Store, name: str, pieces: list[str], year: int, *, law: bool) -> None:
    head = {"number": "50/2024/QH15", "type": "Luật", "title": "Công đoàn", "date": "2024-11-27"} if law else {}
    put(store, name, " ".join(pieces), year=year, province="Lai Châu", **head)
