"""What a question asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.ask.language import Intent, Language, language
from kb.ask.tokens import Token, find_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kb.ask.numbers import NumberQuery, TypeWord
    from kb.ask.terms import Vocabulary


def find_intent(
    tokens: Sequence[Token],
    tidy: str,
    numbers: Sequence[NumberQuery],
    asked_type: str | None,
    types: Sequence[TypeWord],
    vocabulary: Vocabulary,
    *,
    accented: bool,
) -> tuple[str, tuple[str, ...], set[int]]:
    """(intent, all intents that a phrase asks for, tokens that only ask and hold no content)."""
    speech = language()
    asks = {
        one.name: [
            hit for hit in find_phrases(tokens, one.asks, accented=accented) if _is_whole(tokens, hit, vocabulary)
        ]
        for one in speech.intents
    }
    hints = {one.name: find_phrases(tokens, one.hints, accented=accented) for one in speech.intents}
    consumed = {place for hits in asks.values() for start, length in hits for place in range(start, start + length)}
    consumed |= {place for place, token in enumerate(tokens) if _asks(token, speech, accented=accented)}
    head = any(asks[name] for name in ("signer", "recipients", "issue"))
    verbs = [
        hit for hit in find_phrases(tokens, speech.citing_verbs, accented=accented) if not _in_type(tokens, hit, types)
    ]
    if numbers and not head and _asks_who_cites(tokens, tidy, numbers, verbs, speech, accented=accented):
        return "cites", ("cites",), consumed | _places(verbs)
    name = _first(speech.intents, asks)
    if name == "bases" and asked_type is not None and not _names_which(tokens, asks["bases"]):
        name = "instrument"
    if asked_type is not None and not numbers and name not in ("steps", "signer", "recipients", "bases", "person"):
        return "instrument", ("instrument",), consumed
    if name == "person" and not find_phrases(tokens, speech.positions, accented=accented):
        name = "duty"
    if name is not None:
        return _between(name, asks, numbers, types), tuple(one for one, hits in asks.items() if hits), consumed
    hinted = _first(speech.intents, hints)
    if hinted is not None:
        return hinted, (), consumed | _places(hints[hinted])
    return ("about" if numbers else "general"), (), consumed


_UNITS_OF_TIME = ("ngay", "thang", "nam", "gio", "lan")


def _is_whole(tokens: Sequence[Token], hit: tuple[int, int], vocabulary: Vocabulary) -> bool:
    """Whether a phrase ends with its last word: "bao nhiêu ngày" does not in "bao nhiêu ngày công"."""
    end = hit[0] + hit[1]
    if hit[1] == 1 or end >= len(tokens) or tokens[end - 1].fold not in _UNITS_OF_TIME or not tokens[end].glued:
        return True
    return not vocabulary.rank((tokens[end - 1].fold, tokens[end].fold), accented=False)


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


def _names_which(tokens: Sequence[Token], hits: Iterable[tuple[int, int]]) -> bool:
    return any(tokens[place].fold in ("nao", "gi", "which") for place in _places(hits))


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


def _in_type(tokens: Sequence[Token], hit: tuple[int, int], types: Sequence[TypeWord]) -> bool:
    """Whether a phrase is a part of a type word: "dẫn" in "Hướng dẫn" cites nothing."""
    start = tokens[hit[0]].start
    return any(begin <= start < end for _, begin, end in types)


def _asks_who_cites(
    tokens: Sequence[Token],
    tidy: str,
    numbers: Sequence[NumberQuery],
    verbs: Sequence[tuple[int, int]],
    speech: Language,
    *,
    accented: bool,
) -> bool:
    """Tell "Văn bản nào căn cứ 217" (who cites it) from "Kế hoạch 214 căn cứ văn bản nào" (its bases)."""
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
