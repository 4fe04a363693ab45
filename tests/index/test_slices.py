"""What is worked out in slices, or set aside on the disk, is what it would be all at once."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from index import dense, pack, postings, segment, units
from index.analysis import analyse
from index.aside import Aside
from index.segment import arrays_of
from index.units import Block, Writer, compact, gather, join, ragged, take

SYLLABLES = tuple("giám sát giảm nghèo phản biện xã hội công đoàn 217-QĐ/TW 08/3/2023 98% dân vận khéo".split())  # noqa: SIM905
TEXTS = st.lists(
    st.builds(
        lambda chosen, times: " ".join(chosen * times),
        st.lists(st.sampled_from(SYLLABLES), max_size=9),
        st.sampled_from([1, 1, 1, 9, 20]),
    ),
    max_size=9,
)
Vectors = NDArray[np.float32]
VECTORS = st.integers(0, 9).flatmap(lambda count: arrays(np.float32, (count, 3), elements=st.floats(-9, 9, width=32)))


def block(texts: list[str], known: str = "") -> Block:
    """Rows of texts, every second one under the same heading."""
    writer = Writer()
    for text in texts:
        writer.add(analyse(text, text.replace(" ", "_", 1)))
    contexts = ["Công đoàn cơ sở", f"Giám sát {known}"] if texts else []
    for context in contexts:
        writer.add(analyse(context), context)
    rows = range(len(texts))
    vectors = np.arange(3 * len(texts), dtype=np.float32).reshape(len(texts), 3)
    return writer.block(
        [units.key_of(text) for text in texts],
        [len(texts) + row % 2 for row in rows],
        [units.key_of(context) for context in contexts],
        np.array(rows, dtype=np.int32),
        vectors,
    )


@settings(max_examples=40, deadline=None)
@given(one=TEXTS, other=TEXTS)
def test_a_segment_is_the_same_in_whatever_slices_it_is_made(one: list[str], other: list[str]) -> None:
    def made() -> dict[str, NDArray[np.generic]]:
        left = block(one, "một")
        return dict(arrays_of(compact(join([take(left, np.flatnonzero(np.arange(len(one)) % 3)), block(other)]))))

    whole = made()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units, "_AT_ONCE", 5)
        patch.setattr(units, "_UNITS", 2)
        patch.setattr(postings, "_ROWS", 2)
        patch.setattr(dense, "_AT_ONCE", 2)
        sliced = made()
    assert list(sliced) == list(whole)
    for name, array in whole.items():
        assert (sliced[name].dtype, sliced[name].tolist()) == (array.dtype, array.tolist()), name


def test_postings_are_those_of_counting() -> None:
    texts = ["giám sát giám sát", "", "sát giám", " ".join(["dân vận"] * 90)]
    arrays_ = dict(arrays_of(block(texts)))
    table = segment.Segment(arrays_)
    number = table.term("syllables", "giam")
    assert number is not None
    found = table.postings("rows", "syllables")
    start, end = found.starts[number], found.starts[number + 1]
    # The heading of the second and the fourth row holds it, too.
    held = dict(zip(found.rows[start:end].tolist(), found.counts[start:end].tolist(), strict=True))
    assert held == {0: 2, 1: 1, 2: 1, 3: 1}


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted), max_size=9))
def test_gathering_is_taking_every_place(ranges: list[list[int]]) -> None:
    starts, ends = (np.array([pair[side] for pair in ranges], dtype=np.int64) for side in (0, 1))
    sequence = np.arange(100, 120, dtype=np.int32)
    assert gather(sequence, starts, ends).tolist() == sequence[ragged(starts, ends)].tolist()


@given(pieces=st.lists(VECTORS, min_size=1, max_size=4))
def test_the_file_of_vectors_is_the_one_that_faiss_writes(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[Vectors]
) -> None:
    folder = tmp_path_factory.mktemp("vectors")
    faiss.write_index(dense.build(np.concatenate(pieces)), str(folder / "theirs"))
    dense.save(pieces, folder / "ours")
    assert (folder / "ours").read_bytes() == (folder / "theirs").read_bytes()
    assert dense.vectors_of(dense.load(folder / "ours")).tolist() == np.concatenate(pieces).tolist()
    assert dense.total(pieces).tolist() == np.concatenate(pieces).sum(axis=0, dtype=np.float64).tolist()


@given(pieces=st.lists(VECTORS, min_size=1, max_size=4), start=st.integers(0, 40), size=st.integers(0, 40))
def test_vectors_set_aside_are_read_back_and_leave_nothing(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[Vectors], start: int, size: int
) -> None:
    folder = tmp_path_factory.mktemp("aside")
    whole = np.concatenate(pieces)
    with Aside(folder) as aside:
        for piece in pieces:
            aside.add(piece)
            assert aside[:].shape == aside.shape
        assert aside.shape == whole.shape
        assert aside[start : start + size].tolist() == whole[start : start + size].tolist()
        assert not list(folder.iterdir())


def test_vectors_outlive_the_index_that_they_were_read_from(tmp_path: Path) -> None:
    dense.save([np.arange(6, dtype=np.float32).reshape(2, 3)], tmp_path / "v")
    found = dense.vectors_of(dense.load(tmp_path / "v"))
    (tmp_path / "v").unlink()
    assert found.tolist() == [[0, 1, 2], [3, 4, 5]]


def test_no_array_is_kept_when_the_next_one_is_made(tmp_path: Path) -> None:
    made: list[weakref.ref[NDArray[np.int64]]] = []

    def each() -> Iterator[tuple[str, NDArray[np.int64]]]:
        for number in range(5):
            assert all(reference() is None for reference in made)
            array = np.arange(number)
            made.append(weakref.ref(array))
            yield str(number), array
            del array

    pack.write(tmp_path / "p", each())
    assert {name: array.tolist() for name, array in pack.read(tmp_path / "p").items()} == {
        str(number): list(range(number)) for number in range(5)
    }
    assert [path.name for path in tmp_path.iterdir()] == ["p"]
