"""Made-up passages in any number, from real sentences in random order, always the same ones.

Each passage is made when it is asked for, so that a million of them need no memory. Where the development sets are there,
their documents stand in front, whole, so that their questions have the answers that are known; the rest distracts.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from index.rows import Rows, passage_key
from index.types import Passage
from ingest.readers import read
from ingest.segment import segment
from ingest.text import normalise

SEED = 20240601
ASKED = 150
"""Questions of each development set that are asked."""
_AT_ONCE = 4096
_CORPUS = Path(__file__).parents[2] / "corpus"
_SETS = ("alqac", "viquad")
_SHORTEST, _LONGEST = 25, 120
"""Syllables of a passage: those of a collection's (:mod:`index.passages`)."""
_SENTENCE = re.compile(r"(?<=[.;:!?…])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and, where it is known, the passages that answer it."""

    id: str
    text: str
    answers: tuple[str, ...] = ()
    source: str = ""


class Made:
    """Passages and questions.

    Args:
        folder: where :func:`prepare` has written what they are made from.
        count: how many passages.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        self.count = count

    @cached_property
    def _sentences(self) -> list[tuple[str, str, int]]:
        return [tuple(row) for row in _lines(self._folder / "sentences.jsonl")]

    @cached_property
    def _documents(self) -> list[dict[str, str]]:
        return _lines(self._folder / "documents.jsonl")

    def __getitem__(self, place: int) -> Passage:
        """The passage at a place."""
        if place < len(self._documents):
            own = self._documents[place]
            name, text = own["id"], own["text"]
            return Passage(name, name, 0, len(text), text, context=own["title"], words=own["words"])
        chance = random.Random(SEED * 1_000_003 + place)
        wanted, have, chosen = chance.randint(_SHORTEST, _LONGEST), 0, []
        while have < wanted:
            sentence = self._sentences[int(chance.random() * len(self._sentences))]
            have += sentence[2]
            chosen.append(sentence)
        above = self._sentences[int(chance.random() ** 2 * len(self._sentences))][0]
        text, words = (" ".join(one[side] for one in chosen) for side in (0, 1))
        context = " ".join(str(above).split()[:15])
        return Passage(f"p{place}", f"d{place // 20}", 0, len(text), text, context=context, words=words)

    def some(self, places: Sequence[int]) -> list[Passage]:
        """Some passages."""
        return [self[place] for place in places]

    def rows(self) -> Rows:
        """All of them, as an index is built from."""
        ids, keys = [], []
        for place in range(self.count):
            passage = self[place]
            ids.append(passage.id)
            keys.append(passage_key(passage))
        return Rows.of(ids, keys, self.count // 20, self.some)

    def questions(self) -> list[Question]:
        """The same ones for every size and system."""
        return [
            Question(**{**row, "answers": tuple(row["answers"])}) for row in _lines(self._folder / "questions.jsonl")
        ]


def prepare(folder: Path) -> None:
    """Write the sentences, documents and questions that everything is made from."""
    data = os.environ.get("KB_TESTDATA")
    files = sorted(path for path in _CORPUS.iterdir() if path.suffix in {".txt", ".md", ".docx"})
    if data:
        files += sorted(Path(data, "gazette").glob("*.pdf"))
    found: dict[str, None] = {}
    for path in files:
        found.update(dict.fromkeys(_sentences_of(path)))
    _write(folder / "sentences.jsonl", [[one, segment(one), len(one.split())] for one in found])
    documents, questions = [], []
    for name in _SETS if data else ():
        some, asked = _development(Path(str(data), "retrieval", name))
        documents += some
        questions += asked
    if not questions:
        questions = _cut(list(found))
    _write(folder / "documents.jsonl", documents)
    _write(folder / "questions.jsonl", questions)


def whole(passage: Passage) -> str:
    """What other systems get of a passage: the headings above it, and its text."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def slices(count: int) -> Iterator[range]:
    """The places of all passages, some thousands at a time."""
    for start in range(0, count, _AT_ONCE):
        yield range(start, min(start + _AT_ONCE, count))


def _sentences_of(path: Path) -> list[str]:
    try:
        text = normalise("\n".join(page.text for page in read(path).pages))
    except Exception:  # noqa: BLE001 (what cannot be read makes no sentence; reading is measured elsewhere)
        return []
    return [one for sentence in _SENTENCE.split(text) if 4 <= len((one := sentence.strip()).split()) <= 60]


def _development(folder: Path) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    """The documents and some of the questions of a development set."""
    documents = []
    for row in _lines(folder / "corpus.jsonl"):
        title, text = normalise(row.get("title") or ""), normalise(row.get("text") or "")
        documents.append({"id": str(row["_id"]), "title": title, "text": text, "words": segment(text)})
    answers: dict[str, list[str]] = {}
    for line in (folder / "qrels" / "dev.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, document, grade = line.split("\t")
        if float(grade):
            answers.setdefault(question, []).append(document)
    asked = [row for row in _lines(folder / "queries.jsonl") if row["_id"] in answers]
    chosen = random.Random(SEED).sample(asked, min(ASKED, len(asked)))
    return documents, [
        {"id": row["_id"], "text": row["text"], "answers": answers[row["_id"]], "source": folder.name} for row in chosen
    ]


def _cut(sentences: list[str]) -> list[dict[str, Any]]:
    """Questions where there are no real ones: stretches of sentences."""
    chance = random.Random(SEED)
    questions = []
    for number in range(2 * ASKED):
        words = chance.choice(sentences).split()
        start = chance.randint(0, max(len(words) - 12, 0))
        questions.append(
            {"id": f"q{number}", "text": " ".join(words[start : start + 12]), "answers": [], "source": "made"}
        )
    return questions


def _lines(path: Path) -> list[Any]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def _write(path: Path, rows: Sequence[Any]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
