"""What training is made of, read from the store once."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from index.types import Passage
from ingest.text import fold
from ingest.types import Directive, Span
from kb.audit import audit
from kb.export_guard import exportable
from kb.store import Instrument, Mention, Store
from kb.store.keys import number_key
from kb.store.records import Document
from kb.training.types import Fact, Proof
from kb.training.words import table, words

_DOUBTS = (
    "date_conflict", "issuer_conflict", "type_conflict", "subject_conflict", "symbol_issuer", "date_invalid", "date_order", "misprint",
)  # fmt: skip
_KHOA = re.compile(r"\s*\(?[Kk]h(?:óa|oá) [IVXLC]+\)?")
_SURELY_READ = 0.9
_MOST_WORDS = 0.75


@dataclass(frozen=True, slots=True)
class Cited:
    """An instrument of which documents agree, and a mention that gives its number and more.

    Attributes:
        issuer: as these very words give it, without its term, in the spelling with most capitals; ``None`` where they do not.
    """

    instrument: Instrument
    mention: Mention
    proof: Proof
    issuer: str | None = None


class Material:
    """The documents that training may rest on, and what they cite.

    Those with a secrecy stamp are left out (a quiz is made to be passed on), and so are pages that were recognised badly.

    Args:
        store: the collection, held at one revision.

    Attributes:
        kept: the facts of each kind, once they have been found.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.kept: dict[str, tuple[Fact, ...]] = {}
        self._directives: dict[str, Directive] = {}
        self._passages: dict[str, tuple[Passage, ...]] = {}

    @cached_property
    def documents(self) -> dict[str, Document]:
        """By id."""
        found = exportable(self.store.active_directives()).documents
        return {one.id: one for one in found if one.confidence is None or one.confidence >= _SURELY_READ}

    def directive(self, ident: str) -> Directive:
        """One directive in full."""
        if ident not in self._directives:
            found = self.store.directives.get(ident)
            if found is None:
                raise KeyError(ident)
            self._directives[ident] = found
        return self._directives[ident]

    def passages(self, ident: str) -> tuple[Passage, ...]:
        """The passages of a directive, in order."""
        if ident not in self._passages:
            self._passages[ident] = self.store.passages.of(ident)
        return self._passages[ident]

    def proof(self, ident: str, span: Span) -> Proof | None:
        """The passage that holds a range whole; ``None`` where none does."""
        for passage in self.passages(ident):
            if passage.start <= span.start and span.end <= passage.end:
                return Proof(self.documents[ident], passage, span)
        return None

    @cached_property
    def instruments(self) -> dict[str, Instrument]:
        """Every row of the catalogue, by id."""
        return {one.id: one for one in self.store.instruments.all()}

    @cached_property
    def mentions(self) -> dict[str, list[Mention]]:
        """The resolved mentions of each instrument in these documents."""
        found: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.store.instruments.resolved():
            if mention.instrument and mention.directive in self.documents:
                found[mention.instrument].append(mention)
        return found

    @cached_property
    def doubted(self) -> frozenset[str]:
        """The instruments of which documents or tables disagree, or that are likely misread or misprinted."""
        found = {one.instrument for one in audit(self.store, kinds=_DOUBTS)}
        return frozenset(ident for ident in found if ident)

    @cached_property
    def by_number(self) -> dict[str, list[Instrument]]:
        """The instruments with one number."""
        found: dict[str, list[Instrument]] = defaultdict(list)
        for one in self.instruments.values():
            if one.number:
                found[number_key(one.number)].append(one)
        return found

    @cached_property
    def cited(self) -> tuple[Cited, ...]:
        """The numbered instruments that nothing is doubtful of, each with the mention that gives most."""
        found = []
        for ident, mentions in sorted(self.mentions.items()):
            row = self.instruments[ident]
            if ident in self.doubted or not row.number or len(self.by_number[number_key(row.number)]) > 1:
                continue
            best = sorted(mentions, key=lambda one: _rank(one, row))
            told = ((one, self.proof(one.directive, one.span)) for one in best if _is_plain(one))
            chosen = next(((one, proof) for one, proof in told if proof and _is_numbered(one, proof)), None)
            if chosen:
                found.append(Cited(row, *chosen, self._issuer(*chosen)))
        return tuple(found)

    def _issuer(self, mention: Mention, proof: Proof) -> str | None:
        if not mention.issuer or mention.issuer not in proof.text:
            return None
        return self._spelled.get(fold(plain_issuer(mention.issuer)))

    @cached_property
    def _spelled(self) -> dict[str, str]:
        """The spelling of each issuer that has most capitals: "Thủ tướng Chính phủ", not "Thủ tướng chính phủ"."""
        found: dict[str, str] = {}
        for mentions in self.mentions.values():
            for issuer in (plain_issuer(one.issuer) for one in mentions if one.issuer):
                best = found.get(fold(issuer), issuer)
                found[fold(issuer)] = max(best, issuer, key=lambda text: (sum(map(str.isupper, text)), text))
        return found

    def about(self, topic: str, *texts: str) -> bool:
        """Whether texts are about a topic: most of its words, and two of them one behind the other where it has two.

        A topic typed without diacritics is compared without them.
        """
        wanted = words(topic)
        if not wanted:
            return False
        plain = topic.lower() == fold(topic)
        text = " ".join(fold(one) if plain else one.lower() for one in texts)
        typed = [word for word in _tokens(fold(topic) if plain else topic.lower()) if fold(word) in wanted]
        said = _tokens(text)
        there = set(said)
        if sum(word in there for word in typed) < _MOST_WORDS * len(typed):
            return False
        if len(typed) == 1:
            return True
        pairs = set(pairwise(said))
        return any(pair in pairs for pair in pairwise(typed))


def _tokens(text: str) -> list[str]:
    small = set(table("topics")["small"]) | {fold(word) for word in table("topics")["small"]}
    return [word for word in "".join(char if char.isalnum() else " " for char in text).split() if word not in small]


def plain_issuer(issuer: str) -> str:
    """An issuer on one line without its term.

    >>> plain_issuer("Ban Chấp hành Trung ương Đảng (khóa XII)")
    'Ban Chấp hành Trung ương Đảng'
    """
    return _KHOA.sub("", " ".join(issuer.split())).strip(" ,")


def _is_numbered(mention: Mention, proof: Proof) -> bool:
    """The whole number stands in these words: of a list ("217, 218-QĐ/TW") only one does."""
    return _signs(mention.number) in _signs(proof.text)


def _signs(text: str) -> str:
    return re.sub(r"[^\w]", "", fold(text))


def _is_plain(mention: Mention) -> bool:
    """Nobody has corrected it, and it names its instrument by its number."""
    return mention.form == "number" and not mention.corrections and bool(mention.type)


def _rank(mention: Mention, row: Instrument) -> tuple[int, bool, str, int]:
    """The mention that tells most; of these one with the subject that the catalogue shows, none that reads on behind it."""
    told = sum(value is not None for value in (mention.type, mention.date, mention.issuer, mention.title))
    return -told, fold(mention.title or "") != fold(row.title or ""), mention.directive, mention.position
