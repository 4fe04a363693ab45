"""What a question brought, as it was shown: what feedback refers to. Places and hashes, no words of a document.

The command line remembers the last one of each user, so that ``kb feedback 2 --up`` knows which passage is meant.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, Self

from kb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from index.types import Passage
    from kb.ask.answer import Answer
    from kb.ask.scope import Filters
    from kb.collection import Collection
    from kb.home import Home


@dataclass(frozen=True, slots=True)
class Place:
    """One passage as it was shown; ``content`` is the sha256 of its words, ``rank`` its number on the screen."""

    passage: str
    directive: str
    start: int
    end: int
    content: str
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Shown:
    """The result of one question.

    Attributes:
        query: as typed.
        filters: those that were fixed.
        command: ``ask`` or ``search``.
        generation, model, mode: of the index that found it.
        instrument: the id of what an answer names first.
        documents: the texts that an answer rests on.
        places: the passages in the order in which they were shown.
    """

    query: str
    filters: Mapping[str, str | int]
    command: Literal["ask", "search"]
    generation: str | None
    model: str
    mode: str
    instrument: str | None
    documents: tuple[str, ...]
    places: tuple[Place, ...]

    @classmethod
    def of_answer(cls, collection: Collection, answer: Answer, filters: Filters) -> Self:
        """An answer with its passages, or a refusal with those that come near."""
        listed = answer.evidence or answer.near
        return cls(
            **_common(collection, filters),
            query=readable(answer.question),
            command="ask",
            instrument=answer.instruments[0].id if answer.instruments else None,
            documents=tuple(dict.fromkeys(item.document.id for item in answer.evidence)),
            places=_places((item.passage, item.score) for item in listed),
        )

    @classmethod
    def of_search(
        cls, collection: Collection, query: str, filters: Filters, found: Iterable[tuple[Passage, float]]
    ) -> Self:
        """The hits of a search."""
        common = _common(collection, filters)
        return cls(
            **common, query=readable(query), command="search", instrument=None, documents=(), places=_places(found)
        )

    def place(self, rank: int) -> Place:
        """The passage with this number.

        Raises:
            UsageError: there was none.
        """
        for place in self.places:
            if place.rank == rank:
                return place
        there = f"chỉ có đoạn 1 đến {len(self.places)}" if self.places else "không có đoạn nào"
        raise UsageError(f"Kết quả vừa xem cho “{self.query}” {there}: hãy nêu một số trong đó, hoặc hỏi lại.")


def remember(home: Home, shown: Shown) -> None:
    """Keep what was shown last, for this user only; where the folder cannot be written, nothing is kept."""
    unfinished = home.shown.with_name(f".{home.shown.name}.{os.getpid()}")
    with suppress(OSError):
        try:
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(asdict(shown), file, ensure_ascii=False)
            unfinished.replace(home.shown)
        finally:
            unfinished.unlink(missing_ok=True)


def recall(home: Home) -> Shown:
    """What :func:`remember` kept.

    Raises:
        UsageError: nothing was asked yet, or what was kept cannot be read.
    """
    try:
        value = json.loads(home.shown.read_text(encoding="utf-8"))
        places = tuple(Place(**one) for one in value["places"])
        return Shown(**{**value, "documents": tuple(value["documents"]), "places": places})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            "Chưa có kết quả nào để đánh giá: hãy hỏi trước bằng kb ask hoặc kb search, rồi đánh giá, ví dụ kb feedback 2 --up."
        ) from error


def forget(home: Home) -> None:
    """Remember what was shown to nobody any more."""
    for path in home.root.glob("shown-*.json"):
        with suppress(OSError):
            path.unlink()


def content_of(text: str) -> str:
    """The hash that tells the same words again."""
    return hashlib.sha256(text.encode()).hexdigest()


def readable(text: str) -> str:
    r"""Text that can be written: bytes of a command line that were no text are told as such.

    >>> readable("giám\udcff")
    'giám\\udcff'
    """
    return text.encode("utf-8", "backslashreplace").decode()


def _common(collection: Collection, filters: Filters) -> dict[str, Any]:
    return {
        "filters": {
            name: readable(value) if isinstance(value, str) else value
            for name, value in asdict(filters).items()
            if value is not None
        },
        "generation": collection.store.generation,
        "model": collection.searcher.manifest.model,
        "mode": "hybrid",
    }


def _places(found: Iterable[tuple[Passage, float]]) -> tuple[Place, ...]:
    return tuple(
        Place(one.id, one.document, one.start, one.end, content_of(one.text), rank, round(float(score), 4))
        for rank, (one, score) in enumerate(found, start=1)
    )
