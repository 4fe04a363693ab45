"""The database: what goes in comes out, one writer at a time, documents are found by what people call them."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Passage
from ingest.types import (
    Basis,
    Citation,
    Deadline,
    Directive,
    Header,
    Page,
    Section,
    Signature,
    Span,
    Target,
)
from kb import home
from kb.errors import (
    AmbiguousDocumentError,
    DamagedStoreError,
    KbError,
    LockedError,
    NoCollectionError,
    SchemaError,
    UnknownDocumentError,
)
from kb.indexing import StoredVectors
from kb.store import Root, Store, StoredFile
from kb.store.codec import from_json, to_json
from kb.store.directives import from_row, to_row
from kb.store.keys import number_key
from kb.store.lock import writing

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)
MAYBE = st.none() | TEXT
SMALL = st.integers(0, 500)
SPANS = st.builds(Span, SMALL, SMALL)
SECTIONS = st.recursive(
    st.builds(Section, TEXT, MAYBE, st.integers(1, 5), SMALL, SMALL),
    lambda children: st.builds(
        Section, TEXT, MAYBE, st.integers(1, 5), SMALL, SMALL, st.lists(children, max_size=2).map(tuple)
    ),
    max_leaves=4,
)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
HEADERS = st.builds(Header, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, st.none() | SMALL, MAYBE, MAYBE, st.booleans())


def some(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


DIRECTIVES = st.builds(
    Directive,
    source=TEXT,
    sha256=TEXT,
    text=TEXT,
    header=HEADERS,
    body=SPANS,
    pages=some(st.builds(Page, SMALL, SMALL, SMALL)),
    bases=some(st.builds(Basis, TEXT, SMALL, SMALL, st.lists(SMALL, max_size=3).map(tuple))),
    sections=some(SECTIONS),
    targets=some(st.builds(Target, TEXT, SMALL, SMALL, NUMBERS, TEXT, TEXT, MAYBE, MAYBE, st.none() | NUMBERS)),
    deadlines=some(st.builds(Deadline, TEXT, SMALL, SMALL, MAYBE, MAYBE, MAYBE)),
    recipients=some(TEXT),
    signature=st.builds(Signature, MAYBE, MAYBE, MAYBE),
    citations=some(st.builds(Citation, TEXT, SMALL, SMALL, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE)),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "kho.sqlite3", create=True) as opened:
        yield opened


def add(store: Store, path: str, text: str, *, sample: bool = False, **header: object) -> str:
    directive = Directive(path, f"bytes of {path}", text, Header(**header), Span(0, len(text)))  # type: ignore[arg-type]
    ident, _ = store.directives.put(directive)
    store.files.put(StoredFile(path, str(Path(path).parent), f"bytes of {path}", 1, 1, directive=ident, sample=sample))
    return ident


@given(DIRECTIVES)
def test_a_row_gives_the_directive_back(directive: Directive) -> None:
    assert from_row(to_row(directive), directive.citations, directive.relations) == directive


@given(DIRECTIVES)
def test_the_database_gives_the_directive_back(directive: Directive) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder, "kho"), create=True) as store:
        ident, changed = store.directives.put(directive)
        assert changed
        assert store.directives.get(ident) == directive
        assert store.directives.put(directive) == (ident, False)


@given(DIRECTIVES)
def test_the_codec_keeps_every_value(directive: Directive) -> None:
    assert from_json(Directive, to_json(directive)) == directive


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("04/2015/NĐ-CP", "4/2015/NĐ-CP", True),
        ("217-QĐ/TW", "217/QĐ-TW", True),
        ("18-CT/TW", "118-CT/TW", False),
        ("99-QĐ/TW", "999-QĐ/TW", False),
        ("10-QĐ/TW", "1-QĐ/TW", False),
        ("12/ĐA-UBND", "12/DA-UBND", False),
        ("05/HD-LĐLĐ", "05/HĐ-LĐLĐ", False),
    ],
)
def test_number_keys(one: str, other: str, same: bool) -> None:
    assert (number_key(one) == number_key(other)) is same


# -- samples and sources --------------------------------------------------------------------------------------------


def test_samples_count_only_while_there_is_nothing_else(store: Store) -> None:
    sample = add(store, "/mau/a.txt", "Văn bản mẫu", sample=True)
    assert [document.id for document in store.active_directives()] == [sample]
    assert store.active_directives()[0].sample
    real = add(store, "/that/b.txt", "Văn bản thật")
    assert [document.id for document in store.active_directives()] == [real]
    assert {document.id for document in store.directives.documents(active=False)} == {sample, real}


def test_a_sample_that_lies_among_real_documents_too_is_real(store: Store) -> None:
    ident = add(store, "/mau/a.txt", "Cùng một lời", sample=True)
    assert add(store, "/that/a.txt", "Cùng một lời") == ident
    assert not store.active_directives()[0].sample


def test_one_text_in_several_files_is_one_directive_and_word_is_the_best_source(store: Store) -> None:
    for name in ("a.pdf", "b.txt", "c.docx", "d.md"):
        ident = add(store, f"/kho/{name}", "Cùng một lời")
    document = store.directives.document(ident)
    assert document is not None
    assert document.source == "/kho/c.docx"
    assert document.sources == ("/kho/c.docx", "/kho/d.md", "/kho/b.txt", "/kho/a.pdf")


def test_retired_directives_stay_until_no_generation_needs_them(store: Store) -> None:
    ident = add(store, "/kho/a.txt", "Lời cũ")
    store.passages.put(ident, [Passage("p1", ident, 0, 6, "Lời cũ")], 1)
    store.files.remove(["/kho/a.txt"])
    store.directives.retire(5)
    assert store.passages.active() == ()
    store.directives.collect(4)
    assert store.passages.get("p1") is not None
    store.directives.collect(5)
    assert store.passages.get("p1") is None
    assert store.directives.get(ident) is None


# -- passages and vectors -------------------------------------------------------------------------------------------


def test_passages_keep_their_words_and_their_order(store: Store) -> None:
    ident = add(store, "/kho/a.txt", "Một hai ba")
    first, second = Passage("p1", ident, 0, 3, "Một"), Passage("p2", ident, 4, 7, "hai", page=2, section="I.1")
    store.passages.put(ident, [first, second], 1)
    assert store.passages.of(ident) == (first, second)
    store.passages.segment([("p1", "Một_")])
    assert store.passages.unsegmented() == ["p2"]
    store.passages.put(ident, [first, Passage("p3", ident, 4, 10, "hai ba")], 2)
    assert [(passage.id, passage.words) for passage in store.passages.of(ident)] == [("p1", "Một_"), ("p3", "")]
    assert store.passages.get("p2") == second
    assert set(store.passages.many(["p1", "p3", "none"])) == {"p1", "p3"}
    assert store.passages.places() == {ident: [(0, "p1"), (4, "p3")]}


def test_vectors_by_model(store: Store) -> None:
    store.vectors.put("a", [("x", b"1"), ("y", b"2")])
    store.vectors.put("b", [("x", b"3")])
    store.vectors.drop("a", ["x"])
    assert store.vectors.all("a") == {"y": b"2"}
    assert store.vectors.known("b") == {"x"}


def test_vectors_that_were_asked_for_or_given_do_not_leave(store: Store) -> None:
    one = np.array([1, 2], dtype=np.float32)
    store.vectors.put("a", [(key, one.tobytes()) for key in ("left", "asked", "other")])
    vectors = StoredVectors(store, "a", ["left", "asked", "given"])
    assert vectors["asked"].tolist() == [1, 2]
    assert vectors.get("none") is None
    vectors["given"] = one * 2
    assert set(vectors) == {"left", "asked", "other", "given"}
    vectors.forget()
    assert set(vectors) == {"asked", "other", "given"}
    assert vectors["given"].tolist() == [2, 4]


# -- finding a document ---------------------------------------------------------------------------------------------


def test_find_by_id_number_and_file(store: Store) -> None:
    ident = add(store, "/kho/2023/ke-hoach.docx", "Kế hoạch", number="439/KH-LĐLĐ", province="Lai Châu")
    add(store, "/kho/khac.txt", "Công văn", number="15/LĐLĐ")
    for doc in (ident, ident[:7], "439/KH-LĐLĐ", "439 /KH – LĐLĐ", "ke-hoach.docx", "ke-hoach", "2023/ke-hoach.docx"):
        assert store.find(doc).id == ident, doc


def test_find_lists_them_when_several_are_meant(store: Store) -> None:
    one = add(store, "/a/x.txt", "Một", number="05/KH-LĐLĐ", province="Lai Châu", date="2023-01-02")
    other = add(store, "/b/x.txt", "Hai", number="05/KH-LĐLĐ", province="Tây Ninh")
    for doc in ("05/KH-LĐLĐ", "x.txt"):
        with pytest.raises(AmbiguousDocumentError) as caught:
            store.find(doc)
        message = str(caught.value)
        assert one in message
        assert other in message
        assert "\n" not in message
    assert "Lai Châu" in message


@pytest.mark.parametrize("doc", ["99/KH-LĐLĐ", "khong-co.txt", "ffffff", "", "../x"])
def test_find_says_what_it_did_not_find(store: Store, doc: str) -> None:
    add(store, "/kho/a.txt", "Một", number="999/KH-LĐLĐ")
    with pytest.raises(UnknownDocumentError, match="kb build"):
        store.find(doc)


# -- transactions, readers, damage ----------------------------------------------------------------------------------


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    def fail() -> None:
        with store.transaction():
            add(store, "/kho/a.txt", "Một")
            store.bump()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.active_directives() == ()
    assert store.revision == 0


def test_a_part_of_a_transaction_can_fail_alone(store: Store) -> None:
    def fail() -> None:
        with store.transaction():
            add(store, "/kho/b.txt", "Hai")
            raise RuntimeError

    with store.transaction():
        kept = add(store, "/kho/a.txt", "Một")
        with pytest.raises(RuntimeError):
            fail()
    assert [document.id for document in store.active_directives()] == [kept]


def test_reading_goes_on_while_another_writes(tmp_path: Path) -> None:
    path = tmp_path / "kho"
    with Store.open(path, create=True) as writer, Store.open(path) as reader:
        with writer.transaction():
            add(writer, "/kho/a.txt", "Một")
            assert reader.active_directives() == ()
        assert len(reader.active_directives()) == 1


def test_a_snapshot_stays_on_its_revision(tmp_path: Path) -> None:
    path = tmp_path / "kho"
    with Store.open(path, create=True) as writer, Store.open(path) as reader, reader.snapshot():
        assert reader.revision == 0
        writer.bump()
        assert reader.revision == 0


def test_no_collection_yet(tmp_path: Path) -> None:
    with pytest.raises(NoCollectionError, match="kb build"):
        Store.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kho"
    Store.open(path, create=True).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(SchemaError, match="99"):
        Store.open(path)


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kho"
    path.write_bytes(b"not a database at all, but long enough to be looked at" * 20)
    with pytest.raises(DamagedStoreError, match="kb build"):
        Store.open(path)


# -- the lock -------------------------------------------------------------------------------------------------------

HOLDER = """
import sys, time
from pathlib import Path
from kb.store.lock import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_lock_names_its_holder_and_a_killed_one_frees_it(tmp_path: Path) -> None:
    path = tmp_path / "writer.lock"
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdout=subprocess.PIPE,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(LockedError, match=str(holder.pid)), writing(path):
            pass
        holder.kill()
        holder.wait()
    with writing(path):
        pass


def test_the_lock_can_be_taken_again(tmp_path: Path) -> None:
    for _ in range(2):
        with writing(tmp_path / "new" / "writer.lock"):
            pass


# -- home and errors ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("environ", [{}, {"KB_HOME": ""}, {"KB_HOME": "  "}])
def test_home_without_a_name_is_the_users_data_folder(environ: dict[str, str]) -> None:
    assert home.resolve(environ).root.name == "cancu"


def test_home_that_is_named(tmp_path: Path) -> None:
    found = home.resolve({"KB_HOME": str(tmp_path)})
    assert found.database.parent == found.lock.parent == tmp_path


def test_every_error_is_in_the_tree_of_the_docstring() -> None:
    from kb import errors

    named = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, KbError)}
    assert errors.__doc__ is not None
    assert all(name in errors.__doc__ for name in named)


def test_roots_are_remembered(store: Store) -> None:
    store.files.remember(Root("/b"))
    store.files.remember(Root("/a", sample=True))
    store.files.remember(Root("/b", sample=True))
    assert store.files.roots() == (Root("/a", sample=True), Root("/b", sample=True))
    store.files.forget("/a")
    assert store.files.roots() == (Root("/b", sample=True),)
