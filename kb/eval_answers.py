"""Measuring answers: a file of questions with what is expected, and what is wrong with each answer.

A question file is a JSON list of ``{"id", "kind", "question", "expect"}``. ``expect`` is a refusal,
``{"answered": false, "reasons": [...]}``, or an answer with any of: ``instrument`` (a number; ``first``: it must be the
first one), ``passages`` (one of them must be cited), ``all_documents`` (each must be cited), ``values``, ``dates``,
``names`` (must stand in the answer or its passages). A passage is named by its file (``file``, or ``file_sha256``) and a
fragment (``find``: ``{"text": ...}``, or ``{"lines": [first, last]}`` of the file).
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.citations import normalise_number
from ingest.text import fold, normalise
from kb.ask import ask
from kb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kb.ask.answer import Answer, Evidence
    from kb.collection import Collection

Expectation = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a file."""

    id: str
    kind: str
    question: str
    expect: Expectation


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one question.

    Attributes:
        faults: empty where it is right.
        near: of a question that was refused though passages answer it, whether one of them is among the first near
            ones; ``None`` for all others.
    """

    item: Item
    answer: Answer
    faults: tuple[str, ...]
    seconds: float
    near: bool | None = None


def load(path: Path) -> list[Item]:
    """Read a question file.

    Raises:
        UsageError: it is not there or not in the form.
    """
    try:
        rows = json.loads(path.read_text("utf-8"))
        return [Item(row["id"], row["kind"], row["question"], row["expect"]) for row in rows]
    except OSError as error:
        raise UsageError(f"Không đọc được tệp câu hỏi {path}: hãy kiểm tra đường dẫn.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"Tệp câu hỏi {path} không đúng mẫu ({error}): cần danh sách JSON có id, kind, question, expect."
        ) from error


def run(collection: Collection, items: Iterable[Item]) -> list[Verdict]:
    """Ask every question and judge the answers."""
    verdicts = []
    for item in items:
        started = time.perf_counter()
        answer = ask(collection, item.question)
        spent = time.perf_counter() - started
        wrong = tuple(faults(collection, item.expect, answer))
        verdicts.append(Verdict(item, answer, wrong, spent, _is_near(collection, item.expect, answer)))
    return verdicts


NEAR = 3
"""Near passages that a person looks at."""


def _is_near(collection: Collection, expect: Expectation, answer: Answer) -> bool | None:
    """Whether a passage that answers is among the first near ones, where the question was refused and there is one."""
    if answer.answered or not expect["answered"] or not expect.get("passages"):
        return None
    return any(_holds(collection, item, wanted) for item in answer.near[:NEAR] for wanted in expect["passages"])


def faults(collection: Collection, expect: Expectation, answer: Answer) -> Iterable[str]:
    """What is wrong with an answer."""
    if not expect["answered"]:
        if answer.answered:
            yield "answered what cannot be known"
        elif expect.get("reasons") and answer.reason not in expect["reasons"]:
            yield f"refused as {answer.reason}"
        return
    if not answer.answered:
        yield f"refused as {answer.reason}"
        return
    yield from _instrument_faults(expect, answer)
    if expect.get("passages") and not any(
        _holds(collection, item, wanted) for item in answer.evidence for wanted in expect["passages"]
    ):
        yield "none of the expected passages is cited"
    cited = {sha for item in answer.evidence for sha in _hashes(item)}
    yield from (f"document {sha[:8]} is not cited" for sha in expect.get("all_documents", ()) if sha not in cited)
    yield from _missing_facts(expect, answer)


def _instrument_faults(expect: Expectation, answer: Answer) -> Iterable[str]:
    if "instrument" not in expect:
        return
    wanted = normalise_number(expect["instrument"]) or expect["instrument"]
    numbers = [instrument.number for instrument in answer.instruments]
    numbers += [item.document.header.number or "" for item in answer.evidence]
    if wanted not in numbers:
        yield f"{wanted} is not named"
    elif expect.get("first") and numbers[0] != wanted:
        yield f"{numbers[0]} is named before {wanted}"


def _missing_facts(expect: Expectation, answer: Answer) -> Iterable[str]:
    said = " ".join([answer.text, *(item.passage.text for item in answer.evidence), *map(_label, answer.evidence)])
    words = _plain(said)
    for value in expect.get("values", ()):
        if f" {_plain(str(value)).strip()} " not in words:
            yield f"value {value} is missing"
    for date in expect.get("dates", ()):
        if not _says_date(date, said):
            yield f"date {date} is missing"
    for name in expect.get("names", ()):
        if _plain(name).strip() not in words:
            yield f"name {name} is missing"


def _label(item: Evidence) -> str:
    header = item.document.header
    return " ".join(part for part in (header.number, header.type, header.issuer, header.date, header.place) if part)


def _plain(text: str) -> str:
    words = re.findall(r"\d+(?:[.,]\d+)*|[^\W\d_]+", fold(normalise(text)))
    return f" {' '.join(word.lstrip('0') or '0' if word.isdigit() else word for word in words)} "


def _says_date(iso: str, text: str) -> bool:
    if iso in text:
        return True
    parts = iso.lstrip("-").split("-")
    year, month, day = parts if len(parts) == 3 else ["", *parts]
    pattern = rf"(?<!\d)0?{int(day)}\s*(?:/|-|\.|tháng)\s*0?{int(month)}(?!\d)"
    if year:
        pattern += rf"\s*(?:/|-|\.|năm)\s*{year}"
    return re.search(pattern, text) is not None


def _holds(collection: Collection, item: Evidence, wanted: Mapping[str, Any]) -> bool:
    path = _file_of(item, wanted)
    if path is None:
        return False
    text = collection.directive(item.document.id).text
    anchor = _letters(_fragment(path, wanted["find"]))
    at = _letters(text).find(anchor)
    if at < 0 or not anchor:
        return False
    start = len(_letters(text[: item.passage.start]))
    end = start + len(_letters(item.passage.text))
    return start < at + len(anchor) and at < end


def _file_of(item: Evidence, wanted: Mapping[str, Any]) -> Path | None:
    for source in item.document.sources:
        path = Path(source)
        if wanted.get("file") == path.name or wanted.get("file_sha256") == _sha256(source):
            return path
    return None


def _hashes(item: Evidence) -> list[str]:
    return [value for source in item.document.sources for value in (_sha256(source), Path(source).name)]


@cache
def _sha256(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def _fragment(path: Path, find: Mapping[str, Any]) -> str:
    if "text" in find:
        return str(find["text"])
    first, last = find["lines"]
    return "\n".join(path.read_text("utf-8").split("\n")[first - 1 : last])


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(normalise(text)))
