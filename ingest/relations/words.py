"""The lexicon of relations in the shapes that matching needs; all patterns are for folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from ingest.citations.tables import alternation, kind_words
from ingest.lexicon import load
from ingest.text import fold

LABEL = r"\d{1,3}(?:\.\d{1,2}){0,3}[a-z]?|[a-z]|[ivxl]{1,6}"
"""What a part is called by: ``5``, ``2a``, ``đ``, ``IV``."""


class Verb(NamedTuple):
    """One or more verbs in a row: where they stand and the kind of relation that they make."""

    start: int
    end: int
    kind: str


def table(name: str) -> Any:  # noqa: ANN401 - a table of TOML
    """A part of ``relations.toml``."""
    return load("relations")[name]


@cache
def phrases(section: str, name: str) -> re.Pattern[str]:
    """Any phrase of a list, as whole words."""
    return whole(table(section)[name])


def whole(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, the longest first, none of them inside another word."""
    return re.compile(rf"(?<![^\W_])(?:{alternation(words)})(?![^\W_])")


@cache
def _kinds() -> dict[str, str]:
    return {fold(word): act["kind"] for act in table("act") for word in (*act["words"], *act.get("wording", ()))}


@cache
def changing() -> frozenset[str]:
    """Kinds of relations that change or end their target."""
    return frozenset(act["kind"] for act in table("act") if act.get("change"))


@cache
def _one() -> str:
    free = alternation(word for act in table("act") for word in act["words"])
    bound = alternation(word for act in table("act") for word in act.get("wording", ()))
    objects = alternation(table("object")["wording"])
    return rf"(?:{free}|(?:{bound})(?= (?:{objects})(?![^\W_])))(?![^\W_])"


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){_one()}(?:(?: {{0,2}}, {{0,2}}| va | hoac |, va |; ){_one()}){{0,6}}")


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{alternation(_kinds())})(?![^\W_])")


def verbs(folded: str) -> list[Verb]:
    """The verbs of a text in order.

    >>> verbs(fold("Sửa đổi, bổ sung một số điều"))
    [Verb(start=0, end=16, kind='sửa đổi, bổ sung')]
    """
    return [Verb(match.start(), match.end(), _kind(match[0])) for match in _verbs().finditer(folded)]


_AND = re.compile(
    r" ?(?:(?:mot so|cac) )?(?:(?:dieu|khoan|noi dung)(?:, (?:dieu|khoan))? )?(?:va )?(?:bien phap )?(?:de )?(?:to chuc)?,? ?"
)


def beginning(folded: str, found: Sequence[Verb], place: int) -> int:
    """Where the words of a verb begin: "quy định chi tiết một số điều và biện pháp thi hành" is one act of two verbs."""
    verb, before = found[place], found[place - 1] if place else None
    if before is None or verb.kind != "hướng dẫn" or before.kind != verb.kind:
        return verb.start
    return before.start if _AND.fullmatch(folded, before.end, verb.start) else verb.start


def _kind(words: str) -> str:
    """Of several verbs: to amend is more than to repeal a part, and to guide is said last."""
    kinds = [_kinds()[word] for word in _verb().findall(words)]
    changes = [kind for kind in kinds if kind in changing()]
    if not changes:
        return kinds[-1]
    for kind in ("sửa đổi, bổ sung", "bãi bỏ", "thay thế"):
        if kind in changes:
            return kind
    return changes[0]


@cache
def oneself() -> re.Pattern[str]:
    """The directive of itself, "Nghị định này"; ``type`` is the word for it."""
    words = {word for word, kind in kind_words().items() if kind.name and kind.cited and not kind.short}
    return re.compile(
        rf"(?<![^\W_])(?P<type>{alternation(words | {'van ban', 'van ban hop nhat'})}) (?P<this>nay)(?![^\W_])"
    )


@cache
def type_names() -> str:
    """Alternation of the words for kinds of instruments."""
    return alternation(word for word, kind in kind_words().items() if kind.name and kind.cited and not kind.short)


@cache
def _syllables(section: str, name: str) -> frozenset[str]:
    return frozenset(syllable for phrase in table(section)[name] for syllable in fold(phrase).split())


_TOKEN = re.compile(r"[^\W_]+(?:[./-][^\W_]+)*")
_LABEL = re.compile(rf"(?:{LABEL})(?:[/-][^\W_]{{1,8}})?")
_BY = re.compile(r"(?<!kem )(?<!hanh )(?<![^\W_])theo(?![^\W_])")  # "theo" alone; "ban hành kèm theo" ties a form
_FOREIGN = re.compile(r"[^\w ,;/()–-]|_|(?<!\d)\.|\.(?!\d)")


def is_plain(words: str, *, points: bool = False) -> bool:
    """Only parts, their labels and what ties them together; with ``points``, no other objects."""
    known = _syllables("object", "points" if points else "words")
    return (
        not _FOREIGN.search(words)
        and not _BY.search(words)
        and all(token in known or _LABEL.fullmatch(token) for token in _TOKEN.findall(words))
    )


_QUOTE = re.compile(r"[“\"][^“”\"\n]{0,300}[”\"]")


def without_quotes(folded: str) -> str:
    """Blanks in place of what is quoted, one for one."""
    return _QUOTE.sub(lambda quote: " " * len(quote[0]), folded)


@cache
def breaks() -> re.Pattern[str]:
    """What cannot stand between a verb and what it governs."""
    return re.compile(rf"[:;!?|]|\. |(?<![^\W_])(?:{alternation(table('object')['breaks'])})(?![^\W_])")
