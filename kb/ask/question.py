"""Reading a question: what is asked for, about which instrument, where and when, and with which content words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

from ingest import places
from ingest.lexicon import load
from ingest.text import fold, normalise
from kb.ask.language import Gram, Intent, Language, folded, gram, language
from kb.ask.match import SHORT_ABBREVIATION
from kb.ask.numbers import NumberQuery, TypeWord, find_numbers, type_of_code
from kb.ask.tokens import LONGEST, Token, find_phrases, is_meant, together, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*((?:19|20)\d{2})(?!\d)")
_LONG_DATE = re.compile(r"ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+((?:19|20)\d{2})")
_RANGE = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}(?!\d)")
_LISTS = re.compile(r"(?<!\w)(?:nhung|cac|gom|liet ke|may|danh sach|which|list)(?!\w)")
_TARGETS = re.compile(
    r"(?<!\w)(?:cac|nhung|liet ke|danh sach|all)\s+(?:chi tieu|muc tieu|targets)|(?:chi tieu|muc tieu)(?:\s+cu the)?\s+(?:gi|nao|la gi)(?!\w)|^chi tieu(?!.*(?:bao nhieu|may))"
)
_YEAR = re.compile(r"(?<![\d/.-])(?:nam\s+)?((?:19|20)\d{2})(?![\d/-])")


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of the question.

    Attributes:
        text: as typed.
        forms: the typed syllables, folded, then its synonyms and expansions, folded.
        accented: the typed syllables in lower case, when the question has diacritics, else ``None``.
        others: synonyms and expansions with their diacritics.
        initials: folded letters of an abbreviation that the lexicon does not know, else empty.
        loose: typed without diacritics, or with impossible ones.
        weak: said by nearly every directive.
        entity: written as a name: an answer must hold it.
    """

    text: str
    forms: tuple[Gram, ...]
    accented: Gram | None = None
    others: tuple[Gram, ...] = ()
    initials: str = ""
    loose: bool = False
    weak: bool = False
    entity: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read.

    Attributes:
        text: tidied, as it is shown.
        intent: what is asked for: the name of an intent of ``language.toml``, ``cites`` or ``general``.
        explicit: a phrase asks for it; ``False`` where a word only hints at it.
        asked: all intents that a phrase asks for.
        lists_targets: the targets of a directive are asked for, not one of them.
        asked_type: the type beside a "which".
        types: all types of instrument that the question names.
        focus: what "how many" counts: the word right behind it.
        percent: a share is asked for.
        lists: all of something is asked for ("những … nào", "gồm những gì").
    """

    text: str
    intent: str = "general"
    explicit: bool = False
    asked: tuple[str, ...] = ()
    lists_targets: bool = False
    numbers: tuple[NumberQuery, ...] = ()
    asked_type: str | None = None
    types: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    dates: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    focus: Term | None = None
    percent: bool = False
    lists: bool = False
    accented: bool = False

    @property
    def content(self) -> str:
        """The content words, for the retrievers."""
        return " ".join(term.text for term in self.terms)

    @property
    def query(self) -> str:
        """What the retrievers are asked."""
        return self.content or self.text

    @property
    def strong(self) -> tuple[Term, ...]:
        """The content words that tell something."""
        return tuple(term for term in self.terms if not term.weak)


class Vocabulary(Protocol):
    """What reading a question needs to know of words."""

    def rank(self, syllables: Gram, *, accented: bool) -> int:
        """0: no word; 1: a word of the language; 2: a word that the collection uses. Folded unless ``accented``."""

    def expansions(self, initials: str) -> tuple[Gram, ...]:
        """Folded words of the collection with these initials."""


def read(text: str, vocabulary: Vocabulary) -> Question:
    """Read a question.

    Args:
        text: what was typed.
        vocabulary: the words of the collection and of the language.
    """
    tidy = " ".join(normalise(text).split())
    plain = fold(tidy)
    accented = any(char.isalpha() and not char.isascii() for char in tidy)
    taken = [False] * len(tidy)
    dates = _dates(plain, taken)
    types = find_types(tidy, plain, accented=accented)
    numbers = find_numbers(tidy, plain, types, taken)
    years = _years(plain, taken)
    provinces = _provinces(tidy, taken, accented=accented)
    tokens = tokenise(tidy, taken)
    asked_type = _asked_type(plain, types)
    consumed_types = _english_types(tokens)
    intent, asked, consumed = _intent(tokens, tidy, numbers, asked_type, types, accented=accented)
    terms = _terms(tokens, consumed | consumed_types, vocabulary, accented=accented)
    return Question(
        text=tidy,
        intent=intent,
        explicit=bool(asked),
        asked=asked,
        lists_targets=intent in ("value", "general") and _TARGETS.search(plain) is not None,
        numbers=numbers,
        asked_type=asked_type,
        types=tuple(dict.fromkeys(name for name, _, _ in types)),
        provinces=provinces,
        years=years,
        dates=dates,
        terms=tuple(dict.fromkeys(term for _, term in terms)),
        focus=_focus(tokens, terms),
        percent="%" in tidy or "phan tram" in plain or "percent" in plain,
        lists=_LISTS.search(plain) is not None,
        accented=accented,
    )


# ---------------------------------------------------------------- dates, years, places


def _take(match: re.Match[str], taken: list[bool]) -> None:
    taken[match.start() : match.end()] = [True] * (match.end() - match.start())


def _dates(plain: str, taken: list[bool]) -> tuple[str, ...]:
    found = []
    for pattern in (_DATE, _LONG_DATE):
        for match in pattern.finditer(plain):
            day, month, year = map(int, match.groups())
            found.append(f"{year:04d}-{month:02d}-{day:02d}")
            _take(match, taken)
    return tuple(dict.fromkeys(found))


def _years(plain: str, taken: list[bool]) -> tuple[int, ...]:
    """Single years; a range ("2021-2025") is a name of something and stays content."""
    ranged = {place for match in _RANGE.finditer(plain) for place in range(*match.span())}
    years = []
    for match in _YEAR.finditer(plain):
        if taken[match.start(1)] or match.start(1) in ranged:
            continue
        years.append(int(match.group(1)))
        _take(match, taken)
    return tuple(dict.fromkeys(years))


def _provinces(tidy: str, taken: list[bool], *, accented: bool) -> tuple[str, ...]:
    found = places.find(tidy)
    if not found and accented:
        # A slip in the diacritics of the name ("Ninh Thuân"): as if typed without any.
        found = tuple((span, name) for span, name in places.find(fold(tidy)) if span.of(tidy)[0].isupper())
    for span, _ in found:
        taken[span.start : span.end] = [True] * (span.end - span.start)
    return tuple(dict.fromkeys(name for _, name in found))


# ---------------------------------------------------------------- types


@cache
def _type_names() -> tuple[tuple[str, str], ...]:
    """(folded words, type), longest first."""
    rows = [(row["name"], row["name"]) for row in load("types")["type"]]
    rows += list(language().type_words.items())
    return tuple(sorted(((fold(words), name) for words, name in rows), key=lambda row: -len(row[0])))


_CODE = re.compile(r"(?<![\w/-])[A-ZĐ][A-Za-zĐđ]{0,3}(?![\w/-])")
_CODE_GOES_ON = re.compile(r"\s*(?:$|\d|số|so|nào|nao|của|cua|về|ve|gì|gi|[A-ZĐ])")


def find_types(tidy: str, plain: str, *, accented: bool) -> tuple[TypeWord, ...]:
    """Types of instrument that a question names, in full or by their code ("NĐ nào", "qd 218")."""
    found: list[TypeWord] = []

    def add(name: str, start: int, end: int) -> None:
        if not any(start < other_end and other < end for _, other, other_end in found):
            found.append((name, start, end))

    for words, name in _type_names():
        for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", plain):
            typed = tidy[match.start() : match.end()].lower()
            if accented and " " not in words and typed != name.lower() and not typed.isascii():
                continue
            add(name, *match.span())
    for match in _CODE.finditer(tidy):
        code = type_of_code(match.group())
        if code is not None and _CODE_GOES_ON.match(tidy, match.end()):
            add(code, *match.span())
    for match in re.finditer(r"(?<![\w/-])([a-zđ]{2,3})\.?(?=\s*(?:so\s*)?\d)", plain):
        code = type_of_code(tidy[match.start(1) : match.end(1)].upper()) or _unaccented_code(match.group(1))
        if code is not None:
            add(code, *match.span(1))
    return tuple(sorted(found, key=lambda item: item[1]))


def _unaccented_code(code: str) -> str | None:
    from ingest.citations.tables import kind_of_code, type_codes

    known = type_codes().find(code)
    return kind_of_code(known, party=False) if known else None


def _asked_type(plain: str, types: Sequence[TypeWord]) -> str | None:
    """The type beside a "which": "Quyết định nào", "Nghị quyết số mấy", "which Quyết định"."""
    after = "|".join(" ".join(phrase) for phrase in sorted(language().which, key=lambda phrase: -len(phrase)))
    for name, start, end in types:
        if re.match(rf"\s+(?:cua\s+(?:\w+\s+){{1,4}})?(?:{after})(?!\w)", plain[end:]):
            return name
        if re.search(r"(?<!\w)(?:which|what)\s+$", plain[:start]):
            return name
    return None


# ---------------------------------------------------------------- intents


def _intent(
    tokens: Sequence[Token],
    tidy: str,
    numbers: Sequence[NumberQuery],
    asked_type: str | None,
    types: Sequence[TypeWord],
    *,
    accented: bool,
) -> tuple[str, tuple[str, ...], set[int]]:
    """(intent, all intents that a phrase asks for, tokens that only ask and hold no content)."""
    speech = language()
    asks = {one.name: find_phrases(tokens, one.asks, accented=accented) for one in speech.intents}
    hints = {one.name: find_phrases(tokens, one.hints, accented=accented) for one in speech.intents}
    consumed = {place for hits in asks.values() for start, length in hits for place in range(start, start + length)}
    consumed |= {place for place, token in enumerate(tokens) if _asks(token, speech, accented=accented)}
    if numbers and _asks_who_cites(tokens, tidy, numbers, speech, accented=accented):
        verbs = find_phrases(tokens, speech.citing_verbs, accented=accented)
        return "cites", ("cites",), consumed | _places(verbs)
    name = _first(speech.intents, asks)
    if asked_type is not None and not numbers and name not in ("steps", "signer", "recipients", "bases"):
        return "instrument", ("instrument",), consumed
    if name is not None:
        return _between(name, asks, numbers, types), tuple(one for one, hits in asks.items() if hits), consumed
    hinted = _first(speech.intents, hints)
    if hinted is not None:
        return hinted, (), consumed | (_places(hints[hinted]) if hinted == "about" else set())
    return ("about" if numbers else "general"), (), consumed


def _places(hits: Iterable[tuple[int, int]]) -> set[int]:
    return {place for start, length in hits for place in range(start, start + length)}


def _asks(token: Token, speech: Language, *, accented: bool) -> bool:
    if accented:
        return token.text.lower() in speech.asking
    return token.fold in speech.asking or token.fold in ("nao", "gi", "nhieu", "may")


def _first(intents: Iterable[Intent], hits: dict[str, list[tuple[int, int]]]) -> str | None:
    """The intent whose phrase is longest; among equals the first."""
    best, longest = None, 0
    for intent in intents:
        length = max((length for _, length in hits[intent.name]), default=0)
        if length > longest:
            best, longest = intent.name, length
    return best


def _between(
    name: str, asks: dict[str, list[tuple[int, int]]], numbers: Sequence[NumberQuery], types: Sequence[TypeWord]
) -> str:
    """Some phrases ask for several things; what else the question says decides."""
    if name in ("issue", "number") and not numbers and not types and asks["deadline"]:
        return "deadline"
    if name == "deadline" and numbers and not any(asks[other] for other in ("value", "duty")):
        return "deadline"
    if name == "instrument" and numbers:
        return "about"
    return name


def _asks_who_cites(
    tokens: Sequence[Token], tidy: str, numbers: Sequence[NumberQuery], speech: Language, *, accented: bool
) -> bool:
    """Tell "Văn bản nào căn cứ 217" (who cites it) from "Kế hoạch 214 căn cứ văn bản nào" (its bases)."""
    verbs = find_phrases(tokens, speech.citing_verbs, accented=accented)
    documents = find_phrases(tokens, speech.citing_documents, accented=accented)
    if not verbs or not documents:
        return False
    at = tidy.find(numbers[0].text)
    verb = min(tokens[start].start for start, _ in verbs)
    document = min(tokens[start].start for start, _ in documents)
    return not (at < verb < document) or tokens[verbs[0][0]].fold not in (
        "can",
        "dua",
        "thuc",
        "trien",
        "dan",
        "vien",
        "trich",
    )


# ---------------------------------------------------------------- content words

_HOW_MANY = re.compile(r"(?:bao|how)$")


def _english_types(tokens: Sequence[Token]) -> set[int]:
    return {place for place, token in enumerate(tokens) if token.fold in language().type_words}


def _focus(tokens: Sequence[Token], terms: Sequence[tuple[int, Term]]) -> Term | None:
    """The word right behind "bao nhiêu", "mấy", "how many": what is counted."""
    for place, token in enumerate(tokens):
        if token.fold in ("nhieu", "many", "may", "much"):
            return next((term for at, term in terms if at == place + 1 and tokens[at].glued), None)
    return None


def _terms(
    tokens: Sequence[Token], consumed: set[int], vocabulary: Vocabulary, *, accented: bool
) -> list[tuple[int, Term]]:
    """The content words, each with the place of its first token."""
    speech = language()
    terms: dict[Gram, tuple[int, Term]] = {}
    for place, length in _segmented(tokens, consumed, vocabulary, accented=accented):
        part = tokens[place : place + length]
        if place not in consumed and not _is_stop(part, accented, speech):
            term = _term(part, accented, speech, vocabulary)
            terms.setdefault(term.forms[0], (place, term))
    return list(terms.values())


# What a piece costs when a question is cut into words; the cheapest cut is taken.
_COST_STOP, _COST_SINGLE, _COST_WORD, _COST_USED, _COST_PHRASE = 0.5, 1.5, 1.0, 0.9, 0.8


def _segmented(
    tokens: Sequence[Token], consumed: set[int], vocabulary: Vocabulary, *, accented: bool
) -> list[tuple[int, int]]:
    """The cheapest cut into words: (first token, number of tokens)."""
    best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])]
    for end in range(1, len(tokens) + 1):
        options = []
        for length in range(1, min(LONGEST, end) + 1):
            cost = _cost(tokens, end - length, length, consumed, vocabulary, accented=accented)
            if cost is not None:
                before, cut = best[end - length]
                options.append((before + cost, cut, (end - length, length)))
        cheapest = min(options, key=lambda option: option[0])
        best.append((cheapest[0], [*cheapest[1], cheapest[2]]))
    return best[-1][1]


def _cost(
    tokens: Sequence[Token], place: int, length: int, consumed: set[int], vocabulary: Vocabulary, *, accented: bool
) -> float | None:
    speech = language()
    part = tokens[place : place + length]
    if length == 1:
        return _COST_STOP if place in consumed or _is_stop(part, accented, speech) else _COST_SINGLE
    if not together(part) or any(at in consumed or tokens[at].acronym for at in range(place, place + length)):
        return None
    plain = tuple(token.fold for token in part)
    phrase = plain in speech.synonyms or plain in speech.weak
    if phrase and is_meant(part, speech.spelled[plain], accented=accented):
        return _COST_PHRASE
    if all(token.text.lower() in speech.stop for token in part):
        return None
    typed = accented and not all(token.loose for token in part)
    rank = vocabulary.rank(tuple(token.text.lower() for token in part) if typed else plain, accented=typed)
    if rank:
        return _COST_USED if rank > 1 else _COST_WORD
    return _COST_WORD if _name_length(tokens, place, consumed, vocabulary) == length else None


def _name_length(tokens: Sequence[Token], place: int, consumed: set[int], vocabulary: Vocabulary) -> int:
    """Tokens of a name in capitals that is no known word ("Sông Mẫu")."""
    end = place
    if tokens[place].start == 0 and tokens[place].text.lower() in language().stop:
        return 1  # a capital only because the question begins here
    while (
        end < len(tokens)
        and tokens[end].capital
        and not tokens[end].acronym
        and end not in consumed
        and (end == place or tokens[end].glued)
    ):
        end += 1
    if end - place < 2:
        return 1
    follows = tokens[end] if end < len(tokens) else None
    if follows is not None and follows.glued and vocabulary.rank((tokens[end - 1].fold, follows.fold), accented=False):
        end -= 1
    return max(end - place, 1)


def _is_stop(part: Sequence[Token], accented: bool, speech: Language) -> bool:
    if len(part) > 1:
        return False
    token = part[0]
    if token.acronym:
        return False
    return token.text.lower() in speech.stop if accented and not token.loose else token.fold in speech.stop_folded


def _term(part: Sequence[Token], accented: bool, speech: Language, vocabulary: Vocabulary) -> Term:
    plain = tuple(token.fold.lstrip("0") or "0" if token.fold.isdigit() else token.fold for token in part)
    others = speech.synonyms.get(plain, ())
    acronym = len(part) == 1 and part[0].acronym and not others and part[0].text.isalpha()
    kind = type_of_code(part[0].text) if acronym else None
    guessed = vocabulary.expansions(plain[0]) if acronym and len(plain[0]) == SHORT_ABBREVIATION else ()
    weak = plain in speech.weak or kind is not None or plain[0] in speech.ambiguous
    return Term(
        text=" ".join(token.text for token in part),
        forms=(plain, *map(folded, others), *((gram(kind),) if kind else ()), *guessed),
        accented=tuple(token.text.lower() for token in part) if accented else None,
        others=(*others, *((gram(kind),) if kind else ())),
        initials=part[0].fold if acronym else "",
        loose=all(token.loose for token in part),
        weak=weak,
        entity=not weak and not acronym and not others and _is_name(part),
    )


def _is_name(part: Sequence[Token]) -> bool:
    """Capitals throughout, and not only because the question begins here."""
    if not all(token.capital for token in part):
        return False
    return len(part) > 1 or part[0].start > 0
