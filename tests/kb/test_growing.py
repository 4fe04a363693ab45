"""A collection that has grown, shrunk and changed is the one that is built at once from what is left."""

from __future__ import annotations

import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.build import build
from kb.catalogue import resolve_all
from kb.collection import Collection
from kb.home import Home
from kb.store import Store

KINDS = ("KẾ HOẠCH", "HƯỚNG DẪN")
SUBJECTS = ("giám sát và phản biện xã hội", "công tác dân vận của công đoàn", "thu chi tài chính công đoàn cơ sở")
DATES = ("ngày 12/12/2013", "ngày 12/02/2013", "ngày 20/5/2021", "")
PLACES = ("Lai Châu", "Tây Ninh")
QUESTIONS = ("giám sát phản biện xã hội", "cong tac dan van", "Quyết định 217-QĐ/TW", "thu chi tai chinh o Tay Ninh")


def directive(name: int, version: int, date: int, subject: int) -> str:
    """Directives that cite one another, and instruments with one number that may or may not be one."""
    place = PLACES[name % 2]
    return "\n\n".join(
        [
            f"LIÊN ĐOÀN LAO ĐỘNG TỈNH {place.upper()}",
            f"Số: {name + 1}/KH-LĐLĐ",
            f"{place}, ngày 05 tháng 3 năm 2022",
            KINDS[name % 2],
            f"Về {SUBJECTS[subject]} năm 2022",
            f"Căn cứ Quyết định số 217-QĐ/TW {DATES[date]} của Bộ Chính trị về việc {SUBJECTS[subject]};",
            f"Thực hiện Kế hoạch số {(name + version) % 4 + 1}/KH-LĐLĐ của Liên đoàn Lao động tỉnh {place};",
            f"Thực hiện Công văn số {version + 7}-CV/TU {DATES[date]} của Tỉnh ủy {place} về {SUBJECTS[subject]};",
            f"1. Các đơn vị tổ chức {SUBJECTS[(subject + 1) % 3]} tại {version + 3} công đoàn cơ sở.",
            f"2. Báo cáo kết quả {SUBJECTS[subject]} trước ngày 30/6/2022.",
        ]
    )


STEPS = st.lists(
    st.dictionaries(
        st.integers(0, 4), st.none() | st.tuples(st.integers(0, 1), st.integers(0, 3), st.integers(0, 2)), min_size=1
    ),
    min_size=1,
    max_size=4,
)


def catalogue(store: Store) -> tuple[object, ...]:
    documents = store.active_directives()
    return (
        store.instruments.all(),
        [store.instruments.citing(document.id) for document in documents],
        store.instruments.unresolved(),
    )


def numbered(store: Store) -> list[tuple[object, ...]]:
    """Without ids, which are older in a collection that has grown."""
    return sorted(
        ((row.number, row.scope, row.date or "", row.title or "", row.conflicts, row.cited_by, row.directive)
         for row in store.instruments.all()),
        key=repr,
    )  # fmt: skip


def found(home: Home) -> list[object]:
    with Collection.open(home) as collection:
        rows = {row.id: (row.number, row.date, row.title) for row in collection.instruments()}
        return [
            (
                [(hit.passage, hit.scores.get("lexical"), round(hit.score, 3)) for hit in collection.search(question)],
                sorted(
                    (round(hit.score, 4), repr(rows[hit.passage]))
                    for hit in collection.searcher.search_instruments(question, k=99)
                ),
            )
            for question in QUESTIONS
        ]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_grown_is_as_built_at_once(tmp_path: Path, steps: list[dict[int, tuple[int, int, int] | None]]) -> None:
    place = tmp_path / f"{time.monotonic_ns()}"
    folder, home = place / "van-ban", Home(place / "home")
    folder.mkdir(parents=True)
    seen: set[str] = set()
    for step in steps:
        for name, kind in step.items():
            path = folder / f"{name}.txt"
            if kind is None:
                path.unlink(missing_ok=True)
            else:
                path.write_text(directive(name, *kind), encoding="utf-8")
        build(home, [folder])
        with Store.open(home.database) as store:
            seen |= {row.id for row in store.instruments.all()}
    clean = Home(place / "clean")
    build(clean, [folder])
    with Store.open(home.database) as grown, Store.open(clean.database) as whole:
        assert grown.passages.active() == whole.passages.active()
        assert numbered(grown) == numbered(whole)
        before = catalogue(grown)
        leads = {ident: grown.instruments.get(ident) for ident in seen}
        grown.blocks.forget()
        resolve_all(grown)
        assert catalogue(grown) == before
        assert {ident: grown.instruments.get(ident) for ident in seen} == leads
    assert found(home) == found(clean)


def test_only_blocks_that_have_changed_are_resolved(tmp_path: Path) -> None:
    folder, home = tmp_path / "van-ban", Home(tmp_path / "home")
    folder.mkdir()
    for name in range(4):
        (folder / f"{name}.txt").write_text(directive(name, 0, 0, 0), encoding="utf-8")
    build(home, [folder])
    with Store.open(home.database) as store:
        assert store.blocks.changed() == ([], [])
        assert store.entries.missing() == ()
        whole = {row.id for row in store.instruments.all()}
    (folder / "3.txt").write_text(directive(3, 1, 2, 2), encoding="utf-8")
    with Store.open(home.database) as store:
        store._db.execute("UPDATE instruments SET note = 'as it was'")
    build(home)
    with Store.open(home.database) as store:
        left = {row.id for row in store.instruments.all() if row.note == "as it was"}
    assert left
    assert left < whole
