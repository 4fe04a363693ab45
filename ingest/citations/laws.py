"""Laws, codes and ordinances that are cited by their names, and the constitution."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from ingest.citations.called import YEAR, at_word, with_year
from ingest.citations.tables import alternation
from ingest.lexicon import load
from ingest.text import fold
from ingest.types import Citation

_SEPARATOR = r"[ ,;(/)\u2013-]{1,4}"
_WORD = re.compile(r"[^\W_]+")
_NEXT = re.compile(r" {1,2}(?=[^\W_])")
_NUMBERED = re.compile(r"[ ,]{1,3}so {0,2}[:.]? {0,2}\d")
_AMENDING = re.compile(
    r"(?: nam (?:19|20)\d\d)? {1,2}(?:sua doi|bo sung)(?![^\W_])[^;:.\n]{0,80}? cua (?:cac )?(?=(?:bo luat|luat|phap lenh) (?!sua doi|bo sung))"
)
_ANOTHER = re.compile(r"(?:,| va|, va) (?:cua )?(?=(?:bo luat|luat|phap lenh) (?!sua doi|bo sung))")
_REPUBLIC = re.compile(r" nuoc (?:cong hoa xa hoi chu nghia|chxhcn) viet nam")
_BACK = 60
# "Hòa Luật Nam" is a place: a word with a capital stands before it that begins no sentence.
_INSIDE_NAME = re.compile(r"(?<![.:;\n])[ (][A-ZĐ\u00c0-\u00dd][^\W\d_]* $")
_MOST_AMENDED = 12


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of laws, ready to match: a pattern over folded text, and the words of each as they are spelt."""

    pattern: re.Pattern[str]
    spelt: dict[tuple[str, ...], frozenset[tuple[str, ...]]]


def find(text: str, folded: str, numbered: Sequence[Citation]) -> Iterator[Citation]:
    """Every mention of a law by its name; see :func:`ingest.citations.named.find_named`."""
    return _laws(text, folded, _learned(numbered))


@cache
def _table() -> dict[str, Any]:
    return load("names")


@cache
def _heads() -> re.Pattern[str]:
    # Nothing stands before the first letter in the pattern, so that it is found quickly; _law looks at what does.
    return re.compile(rf"(?:{alternation(_table()['heads'])})(?![^\W_])")


@cache
def _known() -> _Names:
    return _compiled(_table()["laws"])


def _compiled(names: Iterable[str]) -> _Names:
    spelt: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for name in names:
        words = tuple(_WORD.findall(name.lower()))
        spelt.setdefault(tuple(map(fold, words)), set()).add(words)
    longest_first = sorted(spelt, key=lambda words: (-len(" ".join(words)), words))
    pattern = "|".join(_SEPARATOR.join(words) for words in longest_first) or r"(?!)"
    return _Names(re.compile(rf"(?:{pattern})(?![^\W_])"), {key: frozenset(value) for key, value in spelt.items()})


def _learned(numbered: Sequence[Citation]) -> _Names:
    """The names that the text itself gives with a number: "Luật … số 12/2031/QH16"."""
    names = set()
    for citation in numbered:
        kind, title = citation.type or "", citation.title or ""
        if kind in _table()["heads"] and title.startswith(f"{kind} "):
            names.add(title[len(kind) + 1 :])
    known = _known().spelt
    new = {
        name
        for name in names
        if tuple(map(fold, _WORD.findall(name.lower()))) not in known and len(name) < _MOST_LEARNED
    }
    return _compiled(sorted(new)[:_MOST_NAMES]) if new else _EMPTY


_MOST_LEARNED, _MOST_NAMES = 120, 200
_EMPTY = _Names(re.compile(r"(?!)"), {})


def _laws(text: str, folded: str, learned: _Names) -> Iterator[Citation]:
    position = amending = 0
    for match in _heads().finditer(folded):
        if match.start() < position:
            continue
        read = _law(text, folded, match, learned)
        if read is None:
            continue
        if read.end == amending and read.date:
            read = _undated(
                text, read
            )  # "Luật sửa đổi … của Luật Thanh tra ngày …": the date is that of the amending law
        yield read
        # What an amending law amends is cited by it: the laws inside its name are read on their own.
        amends = _AMENDING.match(folded, match.end())
        position = match.end() if amends else read.end
        amending = read.end if amends else amending


def _undated(text: str, citation: Citation) -> Citation:
    name_end = citation.start + len(citation.name or "")
    return replace(citation, text=text[citation.start : name_end], end=name_end, date=None)


def _law(text: str, folded: str, head: re.Match[str], learned: _Names) -> Citation | None:
    start = head.start()
    if not at_word(folded, start) or _vetoed(text, start) or not _is_head(text, head):
        return None
    name_end = _law_name(text, folded, head, learned)
    if name_end is None or _NUMBERED.match(folded, name_end) or _is_bill(text, name_end):
        return None
    kind = next(word for word in _table()["heads"] if fold(word) == head[0])
    return with_year(text, folded, kind, start, name_end)


def _is_head(text: str, head: re.Match[str]) -> bool:
    """Begins with a capital, or the name behind it does: "bộ luật Lao động"; "Pháp lệnh" has its marks."""
    written = text[head.start() : head.end()]
    if written.lower() not in _spelt_heads():
        return False
    return written[0].isupper() or text[head.end() + 1 : head.end() + 2].isupper()


@cache
def _spelt_heads() -> frozenset[str]:
    return frozenset(word.lower() for word in _table()["heads"])


def _vetoed(text: str, start: int) -> bool:
    """What stands before it makes another word of it: "kỷ luật Đảng", or another thing: "dự thảo Luật …"."""
    before = " ".join(text[max(0, start - _BACK) : start].lower().split())
    if before.rpartition(" ")[2] in _first_halves():
        return True
    return any(before == word or before.endswith((f" {word}", f"({word}", f"“{word}")) for word in _table()["before"])


@cache
def _first_halves() -> frozenset[str]:
    return frozenset(word.split()[0] for word in load("types")["compounds"])


def _is_bill(text: str, end: int) -> bool:
    behind = text[end : end + _BACK].lower().lstrip()
    return any(behind.startswith(mark) for mark in _table()["bill"]) and not YEAR.match(fold(text[end : end + _BACK]))


def _law_name(text: str, folded: str, head: re.Match[str], learned: _Names) -> int | None:
    """End of the name of a law behind its head, without its year."""
    if head[0] == "hien phap":
        republic = _REPUBLIC.match(folded, head.end())
        return (republic or head).end() if text[head.start()].isupper() else None
    amends = _AMENDING.match(folded, head.end())
    if amends:
        return _amended(text, folded, amends.end(), learned)
    gap = _NEXT.match(folded, head.end())
    if not gap:
        return None
    known = max(_match(text, folded, gap.end(), _known()), _match(text, folded, gap.end(), learned))
    if known > gap.end():
        return known
    return (
        None
        if _INSIDE_NAME.search(text, max(0, head.start() - _BACK), head.start())
        else _unknown_name(text, gap.end())
    )


def _match(text: str, folded: str, start: int, names: _Names) -> int:
    """End of the listed name at a place, its marks as they have to be; ``start`` where there is none."""
    match = names.pattern.match(folded, start)
    if not match:
        return start
    words = tuple(_WORD.findall(text[start : match.end()].lower()))
    if words not in names.spelt[tuple(_WORD.findall(match[0]))]:
        return start
    return match.end() if text[start].isupper() or len(words) > 1 else start


def _amended(text: str, folded: str, start: int, learned: _Names) -> int | None:
    """End of the last of the laws that an amending law names."""
    end = None
    for _ in range(_MOST_AMENDED):
        head = _heads().match(folded, start)
        last = _law_name(text, folded, head, learned) if head and _is_head(text, head) else None
        if last is None:
            break
        end = last
        more = _ANOTHER.match(folded, end)
        if not more:
            break
        start = more.end()
    return end


@cache
def _stops() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(word.split()) for word in _table()["stops"])


def _unknown_name(text: str, start: int) -> int | None:
    """End of a name that is in no list: it begins with a capital, and runs to a mark or a word that goes on with the sentence."""
    if not text[start].isupper() or text[start : start + 2].isupper():
        return None
    end = None
    position = start
    for _ in range(_table()["longest"]):
        word = _WORD.match(text, position)
        if word is None or _stopped(text, position):
            break
        end = word.end()
        gap = _NEXT.match(text, end)
        if gap is None:
            break
        position = gap.end()
    return end


def _stopped(text: str, position: int) -> bool:
    words = tuple(text[position : position + 30].lower().split()[:2])
    return tuple(word.strip(",.;:)") for word in words[:1]) in _stops() or words in _stops()
