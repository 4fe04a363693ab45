"""The content words of a question: it is cut into words at least cost, and the words that only ask are left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from ingest.vocabulary import general_words
from kb.ask.language import Gram, Language, folded, gram, language
from kb.ask.numbers import type_of_code
from kb.ask.tokens import LONGEST, Token, is_meant, together

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORT_ABBREVIATION = 2
"""Letters of an abbreviation that is looked up among the collection's words; longer ones are compared by initials."""


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
        aside: stands in a clause that asks nothing ("Em mới được bầu, …").
    """

    text: str
    forms: tuple[Gram, ...]
    accented: Gram | None = None
    others: tuple[Gram, ...] = ()
    initials: str = ""
    loose: bool = False
    weak: bool = False
    entity: bool = False
    aside: bool = False


class Vocabulary(Protocol):
    """What reading a question needs to know of words."""

    def rank(self, syllables: Gram, *, accented: bool) -> int:
        """0: no word; 1: a word of the language; 2: a word that the collection uses. Folded unless ``accented``."""

    def expansions(self, initials: str) -> tuple[Gram, ...]:
        """Folded words of the collection with these initials."""


def english_types(tokens: Sequence[Token]) -> set[int]:
    """Places of English words for a type of instrument: they frame the question, no document holds them."""
    return {place for place, token in enumerate(tokens) if token.fold in language().type_words}


def focus(tokens: Sequence[Token], terms: Sequence[tuple[int, Term]]) -> Term | None:
    """The word right behind "bao nhiêu", "mấy", "how many": what is counted."""
    for place, token in enumerate(tokens):
        if token.fold in ("nhieu", "many", "may", "much"):
            return next((term for at, term in terms if at == place + 1 and tokens[at].glued), None)
    return None


def content_terms(
    tokens: Sequence[Token], consumed: set[int], vocabulary: Vocabulary, *, accented: bool
) -> list[tuple[int, Term]]:
    """The content words, each with the place of its first token."""
    speech = language()
    terms: dict[Gram, tuple[int, Term]] = {}
    clauses = clause_numbers(tokens)
    asking = {clauses[place] for place in consumed}
    for place, length in _segmented(tokens, consumed, vocabulary, accented=accented):
        part = tokens[place : place + length]
        if place not in consumed and not _is_stop(part, accented, speech):
            term = _term(part, accented, speech, vocabulary, aside=bool(asking) and clauses[place] not in asking)
            terms.setdefault(term.forms[0], (place, term))
    found = list(terms.values())
    if sum(not term.aside and not term.weak for _, term in found) < ENOUGH_TO_ASK:
        # What asks holds too little by itself ("…, làm theo các bước nào?"): then nothing is beside the matter.
        return [(place, replace(term, aside=False)) for place, term in found]
    return found


def clause_numbers(tokens: Sequence[Token]) -> list[int]:
    """For each token the number of its clause: a mark begins another one."""
    numbers = []
    clause = 0
    for place, token in enumerate(tokens):
        if place and token.parted:
            clause += 1
        numbers.append(clause)
    return numbers


ENOUGH_TO_ASK = 2
"""Words of content in the clauses that ask, below which the other clauses count in full."""

# What a piece costs when a question is cut into words; the cheapest cut is taken.
_COST_STOP, _COST_WEAK, _COST_SINGLE, _COST_WORD, _COST_USED, _COST_PHRASE = 0.5, 1.2, 1.5, 1.0, 0.9, 0.8


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
        if place in consumed or _is_stop(part, accented, speech):
            return _COST_STOP
        common = speech.weak.get((part[0].fold,))
        return _COST_WEAK if common and is_meant(part, common, accented=accented) else _COST_SINGLE
    if not together(part) or any(at in consumed or tokens[at].acronym for at in range(place, place + length)):
        return None
    plain = tuple(token.fold for token in part)
    phrase = plain in speech.synonyms or plain in speech.weak
    if phrase and is_meant(part, speech.spelled[plain], accented=accented):
        return _COST_PHRASE
    if _everyday(part, speech, accented=accented) is not None:
        return _COST_PHRASE
    if all(token.text.lower() in speech.stop for token in part):
        return None
    if part[-1].text.lower() == "của":
        return None  # "khâu đột phá của": it belongs to what follows, never to "phá của"
    typed = accented and not all(token.loose for token in part)
    rank = vocabulary.rank(tuple(token.text.lower() for token in part) if typed else plain, accented=typed)
    if rank and not (
        part[-1].capital and not part[0].capital and rank > 1 and typed and "_".join(plain) not in general_words()
    ):
        return _COST_USED if rank > 1 else _COST_WORD
    return _COST_WORD if _name_length(tokens, place, consumed, vocabulary) == length else None


def _name_length(tokens: Sequence[Token], place: int, consumed: set[int], vocabulary: Vocabulary) -> int:
    """Tokens of a name in capitals that is no known word ("Sông Mẫu")."""
    end = place
    if tokens[place].start == 0 and tokens[place].text.lower() in language().stop:
        return 1  # a capital only because the question begins here
    while (
        end < min(len(tokens), place + LONGEST + 1)
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


def _term(part: Sequence[Token], accented: bool, speech: Language, vocabulary: Vocabulary, *, aside: bool) -> Term:
    plain = tuple(figure(token.fold) for token in part)
    others = speech.synonyms.get(plain, ())
    everyday = _everyday(part, speech, accented=accented)
    if everyday is not None:
        others = (*others, *speech.everyday[everyday])
    acronym = len(part) == 1 and part[0].acronym and not others and part[0].text.isalpha()
    kind = type_of_code(part[0].text) if acronym else None
    guessed = vocabulary.expansions(plain[0]) if acronym and len(plain[0]) == SHORT_ABBREVIATION else ()
    common = plain in speech.weak and is_meant(part, speech.weak[plain], accented=accented)
    weak = common or kind is not None or plain[0] in speech.ambiguous
    return Term(
        text=" ".join(token.text for token in part),
        forms=(plain, *map(folded, others), *((gram(kind),) if kind else ()), *guessed),
        accented=tuple(figure(token.text.lower()) for token in part) if accented else None,
        others=(*others, *((gram(kind),) if kind else ())),
        initials=part[0].fold if acronym else "",
        loose=all(token.loose for token in part),
        weak=weak,
        entity=not weak and not acronym and not others and _is_name(part),
        aside=aside,
    )


def _everyday(part: Sequence[Token], speech: Language, *, accented: bool) -> Gram | None:
    """The everyday phrase that the tokens are, if they are one."""
    typed = tuple(token.text.lower() for token in part)
    if typed in speech.everyday and (accented or len(part) > 1 or not typed[0].isascii() or len(typed[0]) > LONG):
        return typed
    found = speech.everyday_folded.get(tuple(token.fold for token in part)) if not accented else None
    return found[0] if found else None


LONG = 3
"""Letters above which a single word typed without diacritics is taken for an everyday word ("deadline")."""


def figure(token: str) -> str:
    """A figure without leading zeros and without its percent sign, as texts are compared; other tokens as they are."""
    bare = token.rstrip("%")
    return bare.lstrip("0") or "0" if bare.isdigit() else bare


def _is_name(part: Sequence[Token]) -> bool:
    """Capitals throughout, and not only because the question begins here."""
    if not all(token.capital for token in part):
        return False
    return len(part) > 1 or part[0].start > 0
