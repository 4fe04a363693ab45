"""Reading a question: what is asked for, about which instrument, where and when, and with which content words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.text import fold, normalise
from kb.ask.language import Gram, Language, gram, language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*%?|[^\W\d_]+", re.UNICODE)
_NUMBER = re.compile(r"(?<![\w/.-])\d{1,5}(?:\.\d{1,3})?[a-zđ]?(?:\s*[-/–]\s*[^\W_][\w&]*)+", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w/.-])(?:so\s+)?(\d{1,5}[a-z]?)(?![\w/%]|[.,-]\d)")
_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*((?:19|20)\d{2})(?!\d)")
_LONG_DATE = re.compile(r"ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+((?:19|20)\d{2})")
_RANGE = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}(?!\d)")
_YEAR = re.compile(r"(?<![\d/.-])((?:19|20)\d{2})(?![\d/-])")
_SMALL_DATE = re.compile(r"^\d{1,2}\s*[-/]\s*\d{1,2}(?:\s*[-/]\s*\d{2,4})?$")
LONGEST_WORD = 6
"""Syllables in the longest word or phrase that a question is searched for."""


@dataclass(frozen=True, slots=True)
class Token:
    """One syllable or figure of the question; ``start`` and ``end`` are offsets in :attr:`Question.text`."""

    text: str
    fold: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NumberQuery:
    """A number that the question names: normalised in full, or digits with perhaps a type."""

    text: str
    number: str | None
    digits: str
    type: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of the question.

    Attributes:
        text: as typed.
        forms: the typed syllables, folded, and those of its folded synonyms.
        accented: the typed syllables in lower case, when the question has diacritics, else ``None``.
        others: synonyms and expansions with their diacritics.
        weak: said by nearly every directive.
        entity: written as a name (capitals inside the sentence): an answer must hold it.
    """

    text: str
    forms: tuple[Gram, ...]
    accented: Gram | None = None
    others: tuple[Gram, ...] = ()
    weak: bool = False
    entity: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read."""

    text: str
    intent: str = "general"
    numbers: tuple[NumberQuery, ...] = ()
    asked_type: str | None = None
    types: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    dates: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    cues: tuple[str, ...] = ()
    accented: bool = False

    @property
    def content(self) -> str:
        """The content words, for the retrievers."""
        return " ".join(term.text for term in self.terms)

    @property
    def strong(self) -> tuple[Term, ...]:
        """The content words that tell something; the weak ones where there is nothing else."""
        return tuple(term for term in self.terms if not term.weak) or self.terms


def read(text: str, known: Callable[[Gram], bool], type_names: Iterable[tuple[str, str]] | None = None) -> Question:
    """Read a question.

    Args:
        text: what was typed.
        known: tells whether folded consecutive syllables are a word (of the collection or of the language).
        type_names: pairs of spelling and type of instrument; the lexicon's when not given.
    """
    tidy = " ".join(normalise(text).split())
    folded = fold(tidy)
    accented = _has_diacritics(tidy)
    taken = [False] * len(tidy)
    dates = _dates(folded, taken)
    types = _types(tidy, folded, accented, type_names if type_names is not None else _lexicon_types())
    numbers = _numbers(tidy, folded, types, taken)
    _take(_RANGE.finditer(folded), taken, keep=True)
    years = tuple(dict.fromkeys(int(match.group(1)) for match in _YEAR.finditer(folded) if not taken[match.start()]))
    _take(_YEAR.finditer(folded), taken)
    provinces = _provinces(tidy, taken)
    tokens = [
        Token(match.group(), fold(match.group()), match.start(), match.end())
        for match in _TOKEN.finditer(tidy)
        if not taken[match.start()]
    ]
    speech = language()
    found = {
        intent.name: hits for intent in speech.intents if (hits := _cue_hits(tokens, intent.cues, accented=accented))
    }
    asked_type = _asked_type(folded, types, speech)
    intent = _choose(found, bool(numbers), asked_type, folded, numbers)
    cue_tokens = {position for start, length in found.get(intent, ()) for position in range(start, start + length)}
    return Question(
        text=tidy,
        intent=intent,
        numbers=numbers,
        asked_type=asked_type,
        types=tuple(dict.fromkeys(name for name, _, _ in types)),
        provinces=provinces,
        years=years,
        dates=dates,
        terms=_terms(tokens, cue_tokens, known, accented=accented, speech=speech),
        cues=tuple(sorted(found)),
        accented=accented,
    )


def _has_diacritics(text: str) -> bool:
    return any(char.isalpha() and ord(char) > 127 for char in text)


def _take(matches: Iterable[re.Match[str]], taken: list[bool], *, keep: bool = False) -> None:
    for match in matches:
        if keep and any(taken[match.start() : match.end()]):
            continue
        taken[match.start() : match.end()] = [not keep] * (match.end() - match.start())


def _dates(folded: str, taken: list[bool]) -> tuple[str, ...]:
    found = []
    for pattern in (_DATE, _LONG_DATE):
        for match in pattern.finditer(folded):
            day, month, year = map(int, match.groups())
            found.append(f"{year:04d}-{month:02d}-{day:02d}")
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return tuple(dict.fromkeys(found))


def _lexicon_types() -> list[tuple[str, str]]:
    from ingest.lexicon import load

    pairs = []
    for row in load("types")["type"]:
        pairs.append((row["name"], row["name"]))
        pairs.extend((alias, row["name"]) for alias in row.get("words", ()))
        pairs.extend((code, row["name"]) for code in row.get("codes", ()))
    return pairs


def _types(
    tidy: str, folded: str, accented: bool, names: Iterable[tuple[str, str]]
) -> tuple[tuple[str, int, int], ...]:
    """Type words in the question: (type, start, end), longest first where they overlap."""
    found: list[tuple[str, int, int]] = []
    lowered = tidy.lower()
    for spelling, name in sorted(names, key=lambda pair: -len(pair[0])):
        code = len(spelling.split()) == 1 and len(spelling) <= 4
        exact = accented and not code
        pattern = re.escape(spelling.lower() if exact else fold(spelling))
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", lowered if exact else folded):
            start, end = match.span()
            if code and not _number_follows(folded, end):
                continue
            if not any(start < other_end and other_start < end for _, other_start, other_end in found):
                found.append((name, start, end))
    return tuple(sorted(found, key=lambda item: item[1]))


def _number_follows(folded: str, end: int) -> bool:
    return re.match(r"\.?\s*(?:so\s*)?\d", folded[end:]) is not None


def _numbers(
    tidy: str, folded: str, types: Sequence[tuple[str, int, int]], taken: list[bool]
) -> tuple[NumberQuery, ...]:
    from ingest.citations import normalise_number

    found: list[NumberQuery] = []
    for match in _NUMBER.finditer(tidy):
        raw = match.group()
        if any(taken[match.start() : match.end()]) or _SMALL_DATE.match(raw) or _RANGE.match(raw):
            continue
        number = normalise_number(raw)
        if number is None:
            continue
        digits = re.match(r"[\d.]+[a-z]?", fold(number))
        before = [name for name, _, end in types if 0 <= match.start() - end <= 5]
        found.append(NumberQuery(raw, number, digits.group() if digits else raw, before[-1] if before else None))
        taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    for name, _, end in types:
        rest = re.match(r"\.?\s*", folded[end:])
        begin = end + (rest.end() if rest else 0)
        digits = _DIGITS.match(folded, begin)
        if digits and not taken[digits.start(1)] and not re.fullmatch(r"(19|20)\d\d", digits.group(1)):
            found.append(NumberQuery(tidy[digits.start(1) : digits.end(1)], None, digits.group(1), name))
            taken[begin : digits.end()] = [True] * (digits.end() - begin)
    if not found:
        for match in re.finditer(r"(?<!\w)so\s+(\d{1,5}[a-z]?)(?![\w/%.,-])", folded):
            if not taken[match.start(1)]:
                found.append(NumberQuery(match.group(1), None, match.group(1), None))
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return tuple(dict.fromkeys(found))


def _provinces(tidy: str, taken: list[bool]) -> tuple[str, ...]:
    from ingest import places

    names = []
    for span, name in places.find(tidy):
        names.append(name)
        taken[span.start : span.end] = [True] * (span.end - span.start)
    return tuple(dict.fromkeys(names))


def _cue_hits(tokens: Sequence[Token], cues: frozenset[Gram], *, accented: bool) -> list[tuple[int, int]]:
    """Where cues stand: (position of the first token, number of tokens), longest first."""
    hits: list[tuple[int, int]] = []
    covered: set[int] = set()
    for length in range(min(LONGEST_WORD, len(tokens)), 0, -1):
        for start in range(len(tokens) - length + 1):
            part = tokens[start : start + length]
            if any(position in covered for position in range(start, start + length)):
                continue
            if tuple(token.fold for token in part) in cues and not _other_word(part, accented):
                hits.append((start, length))
                covered.update(range(start, start + length))
    return hits


_SINGLE = {"ai": "ai", "han": "hạn"}


def _other_word(part: Sequence[Token], accented: bool) -> bool:
    """A single syllable is a cue only with its own diacritics: "ai", not "ái"."""
    if len(part) > 1 or not accented:
        return False
    return part[0].text.lower() != _SINGLE.get(part[0].fold, part[0].text.lower())


def _asked_type(folded: str, types: Sequence[tuple[str, int, int]], speech: Language) -> str | None:
    """The type that stands beside a "which": "Quyết định nào", "which Quyết định"."""
    which = "|".join(
        re.escape(" ".join(words)) for words in sorted(speech.which, key=lambda words: -len(" ".join(words)))
    )
    for name, start, end in types:
        if re.match(rf"\s+(?:cua\s+\w+(?:\s+\w+){{0,3}}\s+)?(?:{which})(?!\w)", folded[end:]):
            return name
        if re.search(r"(?<!\w)(?:which|what)\s+$", folded[:start]):
            return name
    return None


def _choose(
    found: dict[str, list[tuple[int, int]]],
    numbered: bool,
    asked_type: str | None,
    folded: str,
    numbers: Sequence[NumberQuery],
) -> str:
    speech = language()
    order = [intent for intent in speech.intents if intent.name in found]
    if numbered and "cites" in found and _asks_who_cites(folded, numbers):
        return "cites"
    if asked_type is not None and not {"steps", "signer", "recipients"} & found.keys() and not numbered:
        return "instrument"
    for intent in order:
        if intent.needs_number or (intent.name == "instrument" and numbered):
            continue
        if intent.name == "bases" and not numbered and asked_type is None and "instrument" in found:
            return "instrument" if "can cu vao" not in folded and "ban hanh de" not in folded else "bases"
        return intent.name
    if numbered:
        return "about"
    return "general"


_WHICH_DOCUMENT = re.compile(
    r"(?<!\w)(?:van ban|ke hoach|tai lieu|cong van|chuong trinh|don vi|tinh|noi|dia phuong|which documents?|which plans?|who|ai|nhung dau|"
    r"o dau|trong dau|nhung van ban|van kien)\s*(?:nao|gi|cites?|mentions?|refer|dang|da|co|duoc|$)?",
)


def _asks_who_cites(folded: str, numbers: Sequence[NumberQuery]) -> bool:
    """ "Văn bản nào căn cứ 217" asks who cites it; "Kế hoạch 214 căn cứ văn bản nào" asks for its bases."""
    at = folded.find(fold(numbers[0].text))
    which = re.search(r"(?<!\w)(?:nao|which|who|what|nhung gi|ai|o dau)(?!\w)", folded)
    if which is None:
        return True
    cue = re.search(r"(?<!\w)(?:can cu|dua tren|dua vao|thuc hien theo|trien khai thuc hien)(?!\w)", folded)
    if cue is None:
        return True
    return not (at < cue.start() < which.start())


def _terms(
    tokens: Sequence[Token], cue_tokens: set[int], known: Callable[[Gram], bool], *, accented: bool, speech: Language
) -> tuple[Term, ...]:
    terms: list[Term] = []
    position = 0
    while position < len(tokens):
        length = _word_length(tokens, position, cue_tokens, known, speech)
        part = tokens[position : position + length]
        if not _skipped(part, position, cue_tokens, accented, speech):
            terms.append(_term(part, accented, speech))
        position += length
    unique: dict[Gram, Term] = {}
    for term in terms:
        unique.setdefault(term.forms[0], term)
    return tuple(unique.values())


def _word_length(
    tokens: Sequence[Token], position: int, cue_tokens: set[int], known: Callable[[Gram], bool], speech: Language
) -> int:
    if position in cue_tokens:
        return 1
    for length in range(min(LONGEST_WORD, len(tokens) - position), 1, -1):
        if any(at in cue_tokens for at in range(position, position + length)):
            continue
        folded = tuple(token.fold for token in tokens[position : position + length])
        if folded in speech.synonyms or folded in speech.weak or known(folded):
            return length
    return 1


def _skipped(part: Sequence[Token], position: int, cue_tokens: set[int], accented: bool, speech: Language) -> bool:
    if position in cue_tokens:
        return True
    if len(part) > 1:
        return False
    token = part[0]
    if accented:
        return token.text.lower() in speech.stop
    return token.fold in speech.stop_folded


def _term(part: Sequence[Token], accented: bool, speech: Language) -> Term:
    folded = tuple(token.fold for token in part)
    typed = tuple(token.text.lower() for token in part)
    others = speech.synonyms.get(folded, ())
    return Term(
        text=" ".join(token.text for token in part),
        forms=(folded, *(tuple(map(fold, other)) for other in others)),
        accented=typed if accented else None,
        others=others,
        weak=folded in speech.weak,
        entity=part[0].start > 0 and all(token.text[0].isupper() for token in part) and folded not in speech.weak,
    )


def without_province(question: Question) -> Question:
    """The same question with its places left open."""
    return replace(question, provinces=())


__all__ = ["Gram", "NumberQuery", "Question", "Term", "Token", "gram", "read", "without_province"]
