"""Whether two lines are halves of one block. Rules in order; the first that has an opinion decides.

Nothing here knows widths, pages or blank lines, so the same two lines are always judged alike, and text that has been
joined once stays as it is (:mod:`ingest.layout` adds what the look of a hard-wrapped page tells).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from ingest.lexicon import load

_REACH = 300  # characters of a block's end or a line's start that a rule looks at


class Verdict(Enum):
    """How two lines go together."""

    TIGHT = ""
    SPACED = " "
    APART = "\n"


@dataclass(frozen=True, slots=True)
class Block:
    """What a rule sees of a block: its ends, and what holds for all of it."""

    head: str
    tail: str
    size: int
    capitals: bool
    table: bool


def block(line: str) -> Block:
    """The block that consists of one line."""
    capitals = line.upper() == line and any(char.isalpha() for char in line)
    return Block(line[:_REACH], line[-_REACH:], len(line), capitals, "|" in line)


def extended(first: Block, glue: str, second: Block) -> Block:
    """The block of two."""
    return Block(
        head=(first.head + glue + second.head)[:_REACH] if len(first.head) < _REACH else first.head,
        tail=(first.tail + glue + second.tail)[-_REACH:],
        size=first.size + len(glue) + second.size,
        capitals=first.capitals and (second.capitals or not any(char.isalpha() for char in second.head)),
        table=first.table or second.table,
    )


# -- what a line is ------------------------------------------------------------------------------------------------

_LABEL = re.compile(
    r"^(?:[-+]\s"  # a bullet
    r"|\(?\d{1,2}(?:\.\d{1,2}){0,4}\s?[.)/]\)?\.?\s"  # 1.  1.1.  1)  (1)  (1).  1/
    r"|\d{1,2}\s?[-–]\s+[A-ZĐÀ-Ỹ“\"]"  # 1- Tiếp tục
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\s+(?:[-–]\s)?[A-ZĐÀ-Ỹ]"  # 1.1 Chỉ tiêu
    r"|\([IVXivx\d]{1,4}\)|\(?[a-zđ]{1,2}\)\s|[a-zđ]\.\s"  # (i)  a)  đ)  aa)  a.
    r"|[IVXLC]{1,6}\s?[.)/–-]\s|[IVX]{1,4}\s+[A-ZĐÀ-Ỹ]{2}"  # IV.  II - , I MỤC ĐÍCH
    r"|[A-HĐ][.)]\s|[A-HĐ]\s?[-–]\s[A-ZĐÀ-Ỹ]{2})"
)
_LONE_LABEL = re.compile(r"^(?:[-+]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[IVXLC]{1,6}|[a-zđA-HĐ])[.)]\.?)$")
_CLOSERS = re.compile(r"^(?:[.…]{1,3}|\./\.?|[”\"’»)\].,;:!?/%]+)$")
_SYMBOL_TAIL = re.compile(r"(?:^|[\s(])\d{1,5}[a-z]?(?:\s?[/-]\s?[\dA-ZĐƯa-z]{1,12})*$")
_SYMBOL_REST = re.compile(r"^-[A-ZĐƯ]{2,}|^/\s?[A-ZĐƯ]{2,}|^/\d")
_ENDED = re.compile(r"[.:!?][”\"’»)\]]*$")
_TRAILING_DOTS = re.compile(r"(?:\.{3}|…)[”\"’»)\]]*$")
_OPENED = re.compile(r"[“‘«(\[]$")
_LOWER = re.compile(r"^[“\"‘«(\[]{0,2}(\w)")
_HEADING_WORDS = 2


def is_label(line: str) -> bool:
    """Does the line open with a label or a bullet: ``1.``, ``a)``, ``IV.``, ``- ``?

    >>> [is_label(line) for line in ("1.1. Chỉ tiêu", "đ) Hồ sơ", "24.500 đoàn viên", "2021. Tiếp", "v.v…")]
    [True, True, False, False, False]
    """
    return bool(_LABEL.match(line))


def opens_block(line: str) -> bool:
    """Does the line begin something new: a label, an article, a basis, the recipients?"""
    return is_label(line) or any(pattern.match(line) for pattern in _patterns("opener"))


def is_whole(line: str) -> bool:
    """Is the line complete as it stands: number, place and date, motto?"""
    return any(pattern.match(line) for pattern in _patterns("whole"))


def ends_sentence(tail: str) -> bool:
    """Does a full stop, a colon or the like stand at the end?"""
    return bool(_ENDED.search(tail)) and not _TRAILING_DOTS.search(tail)


@cache
def _patterns(table: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in load("layout")[table])


@cache
def _pairs() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(row["last"]), re.compile(row["next"])) for row in load("layout")["pair"])


@cache
def _last_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load("layout")
    never, maybe = ("|".join(map(re.escape, data[key])) for key in ("never_last", "may_be_last"))
    return re.compile(rf"(?<!\w)(?:{never})$"), re.compile(rf"(?<!\w)(?:{maybe})$")


def _hangs(tail: str) -> bool:
    """Does the line end with a word that cannot be last?"""
    never, maybe = _last_words()
    lowered = tail[-40:].lower()
    return bool(never.search(lowered)) and not maybe.search(lowered)


def _goes_on_in_capitals(line: str) -> bool:
    return any(line.startswith(f"{word} ") for word in load("layout")["never_first"])


def _is_heading(line: Block) -> bool:
    return line.capitals and len(line.head.split()) >= _HEADING_WORDS


# -- the rules -----------------------------------------------------------------------------------------------------


def _table(first: Block, second: Block) -> Verdict | None:
    return Verdict.APART if first.table or second.table else None


def _closing_marks(_first: Block, second: Block) -> Verdict | None:
    return Verdict.TIGHT if _CLOSERS.match(second.head) else None


def _lone_label(first: Block, second: Block) -> Verdict | None:
    if not _LONE_LABEL.match(first.head) or first.size > len(first.head):
        return None
    return Verdict.APART if opens_block(second.head) or _LONE_LABEL.match(second.head) else Verdict.SPACED


def _broken_symbol(first: Block, second: Block) -> Verdict | None:
    """``08/2021/NĐ-`` + ``CP``, ``217`` + ``-QĐ/TW``, ``12/2021/`` + ``NĐ-CP``, ``ngày 5`` + ``/6/2021``."""
    if _SYMBOL_REST.match(second.head) and _SYMBOL_TAIL.search(first.tail):
        return Verdict.TIGHT
    if not second.head[:1].isalnum() or is_label(second.head):
        return None
    if re.search(r"\w[-/]$", first.tail):
        return Verdict.TIGHT
    return Verdict.SPACED if re.search(r"\w\s+[-–/]$|\w–$", first.tail) else None


def _pair(first: Block, second: Block) -> Verdict | None:
    joined = any(after.match(second.head) and last.search(first.tail) for last, after in _pairs())
    return Verdict.SPACED if joined else None


def _new_block(_first: Block, second: Block) -> Verdict | None:
    return Verdict.APART if opens_block(second.head) or _LONE_LABEL.match(second.head) else None


def _just_opened(first: Block, second: Block) -> Verdict | None:
    return Verdict.TIGHT if _OPENED.search(first.tail) and not _is_heading(second) else None


def _capitals(first: Block, second: Block) -> Verdict | None:
    if first.capitals and second.capitals:
        going_on = _hangs(first.tail) or _goes_on_in_capitals(second.head)
        return Verdict.SPACED if going_on and not is_whole(first.head) else Verdict.APART
    return Verdict.APART if first.capitals or _is_heading(second) else None


def _whole(first: Block, _second: Block) -> Verdict | None:
    return Verdict.APART if is_whole(first.head) or ends_sentence(first.tail) else None


def _unfinished(first: Block, _second: Block) -> Verdict | None:
    return Verdict.SPACED if first.tail.endswith(",") or _hangs(first.tail) else None


def _unclosed(first: Block, second: Block) -> Verdict | None:
    for left, right in ("()", "“”"):
        if first.tail.rfind(left) > first.tail.rfind(right):
            closed, opened = second.head.find(right), second.head.find(left)
            if closed >= 0 and (opened < 0 or closed < opened):
                return Verdict.SPACED
    return None


def _lower_case(first: Block, second: Block) -> Verdict | None:
    start = _LOWER.match(second.head)
    return Verdict.SPACED if start and start.group(1).islower() and first.size > 1 else None


_RULES: tuple[Callable[[Block, Block], Verdict | None], ...] = (
    _table,
    _closing_marks,
    _lone_label,
    _broken_symbol,
    _pair,
    _new_block,
    _just_opened,
    _capitals,
    _whole,
    _unfinished,
    _unclosed,
    _lower_case,
)


def judge(first: Block, second: Block) -> Verdict:
    """How the second line goes on after the first.

    >>> judge(block("theo Nghị định số 08/2021/NĐ-"), block("CP ngày 28/01/2021")).name
    'TIGHT'
    >>> judge(block("của Ban Bí thư về nâng cao hiệu quả; Chỉ"), block("thị số 16/CT-TTg")).name
    'SPACED'
    >>> judge(block("KẾ HOẠCH"), block("thực hiện công tác năm 2024")).name
    'APART'
    """
    for rule in _RULES:
        verdict = rule(first, second)
        if verdict is not None:
            return verdict
    return Verdict.APART
