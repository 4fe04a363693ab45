"""Reading a question: what is asked for, about which instrument, where and when, and with which content words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.citations import find_all
from ingest.text import fold, normalise
from kb.ask import frame
from kb.ask.intents import find_intent
from kb.ask.language import Gram, language, says
from kb.ask.numbers import NumberQuery, find_numbers
from kb.ask.terms import Term, Vocabulary, content_terms, english_types, focus
from kb.ask.tokens import find_phrases, tokenise

_QUI = re.compile(r"(?<!\w)([qQ])ui(?!\w)")
"""An older spelling: "qui định", "qui trình"."""
_SHORT_I = re.compile(r"(?<!\w)(?:[kK][iíìỉĩị]|[lL]í)(?!\w)")
"""The other spelling of "ký", "kỳ", "kỹ", "lý": "đăng kí", "định kì", "kĩ năng", "quản lí"."""
_Y = str.maketrans("iíìỉĩị", "yýỳỷỹỵ")


LONGEST_QUESTION = 1000
"""Characters of a question that are read; nobody asks in more."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read.

    Attributes:
        text: tidied, as it is shown.
        intent: what is asked for: the name of an intent of ``language.toml``, ``cites`` or ``general``.
        explicit: a phrase asks for it; ``False`` where a word only hints at it.
        asked: all intents that a phrase asks for.
        lists_targets: the targets of a directive are asked for, not one of them.
        opens_with_type: it begins with a type of document, as the name of one does.
        asked_type: the type beside a "which".
        types: all types of instrument that the question names.
        days: (day, month) without a year.
        issuers: organs named as the issuer, folded.
        focus: what "how many" counts: the word right behind it.
        percent: a share is asked for.
        lists: all of something is asked for ("những … nào", "gồm những gì").
        names: resolutions of plenums and congresses that it names.
        standing: the words that ask what becomes of an instrument ("thay thế"), folded.
        denied: of the numbers those that must not be cited ("mà không viện dẫn 218").
    """

    text: str
    intent: str = "general"
    explicit: bool = False
    asked: tuple[str, ...] = ()
    lists_targets: bool = False
    opens_with_type: bool = False
    numbers: tuple[NumberQuery, ...] = ()
    asked_type: str | None = None
    types: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    issuers: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    focus: Term | None = None
    percent: bool = False
    lists: bool = False
    standing: tuple[Gram, ...] = ()
    denied: tuple[NumberQuery, ...] = ()
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


def without_places(question: Question) -> Question:
    """The same question, its places taken for words of content."""
    terms = [
        Term(name, forms=(tuple(fold(name).split()),), others=(tuple(name.lower().split()),), entity=True)
        for name in question.provinces
    ]
    return replace(question, provinces=(), terms=(*question.terms, *terms))


def read(text: str, vocabulary: Vocabulary) -> Question:
    """Read a question.

    Args:
        text: what was typed.
        vocabulary: the words of the collection and of the language.
    """
    tidy = _QUI.sub(r"\1uy", " ".join(normalise(text).split())[:LONGEST_QUESTION])
    tidy = _SHORT_I.sub(lambda match: match.group().translate(_Y), tidy)
    plain = fold(tidy)
    accented = any(char.isalpha() and not char.isascii() for char in tidy)
    taken = [False] * len(tidy)
    dates = frame.find_dates(plain, taken)
    named = [one for one in find_all(tidy) if one.form == "name" and one.type == "Nghị quyết"]
    for one in named:  # The 4 of "Nghị quyết Trung ương 4" is no number.
        taken[one.start : one.end] = [True] * (one.end - one.start)
    types = frame.find_types(tidy, plain, accented=accented)
    numbers = find_numbers(tidy, plain, types, taken)
    days = frame.find_days(plain, taken)
    years = frame.find_years(plain, taken)
    provinces = frame.find_provinces(tidy, taken, accented=accented)
    tokens = tokenise(tidy, taken)
    asked_type = frame.asked_type(plain, types)
    consumed_types = english_types(tokens)
    intent, asked, consumed = find_intent(tokens, tidy, numbers, asked_type, types, vocabulary, accented=accented)
    terms = content_terms(tokens, consumed | consumed_types, vocabulary, accented=accented)
    speech = language()
    no = find_phrases(tokens, speech.negation, accented=accented)
    return Question(
        text=tidy,
        intent=intent,
        explicit=bool(asked),
        asked=asked,
        lists_targets=intent in ("value", "general") and says("lists targets", plain),
        opens_with_type=bool(types) and types[0][1] == 0,
        numbers=numbers,
        names=tuple(one.name or "" for one in named),
        asked_type=asked_type,
        types=tuple(dict.fromkeys(name for name, _, _ in types)),
        provinces=provinces,
        years=years,
        dates=dates,
        days=days,
        issuers=frame.find_issuers(plain),
        terms=tuple(dict.fromkeys(term for _, term in terms)),
        focus=focus(tokens, terms),
        percent=says("percent", plain),
        lists=says("lists", plain),
        standing=tuple(
            tuple(token.fold for token in tokens[start : start + length])
            for start, length in find_phrases(tokens, speech.standing, accented=accented)
        ),
        denied=tuple(one for one in numbers if no and plain.find(fold(one.text)) > tokens[no[0][0]].start),
        accented=accented,
    )
