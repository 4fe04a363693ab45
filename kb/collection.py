"""An open collection: one revision of the database and the generation of the index that was made from it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Self

from index.vocabulary import idf
from ingest.citations import parse_number, read_name
from ingest.text import fold
from ingest.vocabulary import accented_words, general_syllables, general_words, untelex
from kb.catalogue import known
from kb.catalogue.in_force import ENDING, in_force
from kb.store import Store
from kb.store.keys import number_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from index.encoders.cross import Rerank
    from index.search import Index, Mode
    from index.types import Hit, Passage
    from ingest.types import Directive
    from kb.ask.language import Gram
    from kb.ask.numbers import NumberQuery
    from kb.ask.terms import Term
    from kb.home import Home
    from kb.store.records import Document, Instrument, Mention

WORD_AT_MOST = 4.0
"""The most that any word counts: what no passage holds is often only a turn of speech."""
SYLLABLE_AT_MOST = 2.5
"""The most that one syllable counts: most content words have two, a rare single one is often a manner of speaking."""
FIGURE_AT_MOST = 1.0
FOREIGN = 0.3
"""What a word counts that no Vietnamese syllable is and no passage holds ("covers", "deals")."""
UNSEEN_ABBREVIATION = 4
"""In how many passages an abbreviation of the question's own is taken to stand, written out."""


FREQUENCIES_KEPT = 10_000
_RESOLUTION = re.compile(r"nghi quyet (?:trung uong|dai hoi) ")


def _goes_on(part: str, whole: str) -> bool:
    """Whether all words of a name stand in another one, its number as the number: "trung ương 4" in "trung ương 4 khóa 12"."""
    return set(part.split()) <= set(whole.split()) and whole.startswith(part.rsplit(" ", 1)[0])


class Collection:
    """What answering needs, loaded when first asked for and kept.

    Samples are left out as soon as there is one real document.
    """

    def __init__(self, store: Store, searcher: Index) -> None:
        self.store = store
        self.searcher = searcher
        self._directives: dict[str, Directive] = {}
        self._passages: dict[str, Passage] = {}
        self._of: dict[str, tuple[Passage, ...]] = {}
        self._mentions: dict[str, tuple[Mention, ...]] = {}
        # The same few words of a question are weighed for every sentence that may answer it.
        self._frequency = lru_cache(maxsize=FREQUENCIES_KEPT)(self._counted)

    @classmethod
    def open(cls, home: Home) -> Self:
        """Open the collection of a home: what the last build committed, and nothing that comes after, until it is closed.

        The database names its index. ``CURRENT`` follows a moment later, or, where a build was killed just then, with
        the next build; what it names is read only where an older version of the product has left none in the database.

        Raises:
            NoCollectionError: nothing has been built yet.
            IndexingError: the index is missing, damaged, or made from another revision or with another model or schema.
        """
        from index.search import Index

        store = Store.open(home.database)
        try:
            store.hold()
            return cls(store, Index.open(home.index, name=store.generation, revision=str(store.revision)))
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Close the database, and let go of the revision that was held."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------ documents

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The directives that answers may rest on."""
        return self.store.active_directives()

    @cached_property
    def _by_id(self) -> dict[str, Document]:
        return {document.id: document for document in self.documents}

    def is_active(self, ident: str) -> bool:
        """Whether answers may rest on a directive."""
        return ident in self._by_id

    def document(self, ident: str) -> Document:
        """One directive's header and sources."""
        return self._by_id[ident]

    def directive(self, ident: str) -> Directive:
        """One directive in full."""
        if ident not in self._directives:
            directive = self.store.directives.get(ident)
            if directive is None:
                raise KeyError(ident)
            self._directives[ident] = directive
        return self._directives[ident]

    def documents_by_number(self, query: NumberQuery) -> list[Document]:
        """The directives that bear a number themselves."""
        if query.number is not None:
            key = number_key(query.number)
            return [one for one in self.documents if one.header.number and number_key(one.header.number) == key]
        return [
            one for one in self.documents if one.header.number and _digits(one.header.number) == _bare(query.digits)
        ]

    # ------------------------------------------------------------ passages

    def passage(self, ident: str) -> Passage:
        """One passage."""
        if ident not in self._passages:
            passage = self.store.passages.get(ident)
            if passage is None:
                raise KeyError(ident)
            self._passages[ident] = passage
        return self._passages[ident]

    def passages_of(self, document: str) -> tuple[Passage, ...]:
        """All passages of a directive, in order."""
        if document not in self._of:
            self._of[document] = self.store.passages.of(document)
        return self._of[document]

    def passage_at(self, document: str, offset: int) -> Passage:
        """The passage that holds an offset, or the last one before it."""
        best = self.passages_of(document)[0]
        for passage in self.passages_of(document):
            if passage.start > offset:
                break
            best = passage
        return best

    def search(
        self, query: str, *, k: int = 10, documents: frozenset[str] | None = None, mode: Mode = "hybrid"
    ) -> list[Hit]:
        """The passages nearest to a query, in the given documents only."""
        if not self.searcher.knows(query):
            return []  # vectors always have a nearest one, also to nonsense
        wanted = set(self._by_id) if documents is None else documents
        allowed = {ident for document in wanted for _, ident in self._places.get(document, ())}
        return self.searcher.search(query, k=k, allowed=allowed, mode=mode, rerank=self._rerank)

    @cached_property
    def _rerank(self) -> Rerank | None:
        """By the cross-encoder that ``KB_RERANKER`` names; ``None`` where none is set."""
        from index.encoders.cross import DEPTH, open_reranker, reranked

        model = open_reranker()
        if model is None:
            return None

        def rerank(query: str, hits: list[Hit]) -> list[Hit]:
            return reranked(query, hits, [self.passage(hit.passage).text for hit in hits[:DEPTH]], model)

        return rerank

    @cached_property
    def _places(self) -> Mapping[str, Sequence[tuple[int, str]]]:
        return self.store.passages.places()

    # ------------------------------------------------------------ instruments

    def instruments(self) -> tuple[Instrument, ...]:
        """The whole catalogue."""
        return self._catalogue

    @cached_property
    def _catalogue(self) -> tuple[Instrument, ...]:
        ended = self.store.relations.acted_on(ENDING) | self._with_days()
        return tuple(self._standing(row) if row.id in ended else row for row in self.store.instruments.all())

    def _with_days(self) -> frozenset[str]:
        """The instruments of which documents or tables tell a day from or to which they are in force."""
        keys = {
            number_key(row.number) for row in (*known.office(self.store), *known.shipped()) if row.begins or row.ends
        }
        told = {row.id for key in keys for row in self.store.instruments.numbered(key)}
        for ident in self.store.relations.with_days():
            ending = {one.of for one in self.store.directives.effects(ident) if one.ends and one.of is not None}
            if ending:
                told |= {
                    one.instrument
                    for one in self.store.instruments.citing(ident)
                    if one.position in ending and one.instrument
                }
        return frozenset(told)

    def _standing(self, row: Instrument) -> Instrument:
        """With the standing of today, as ``kb instrument`` tells it."""
        force = in_force(self.store, row)
        if force.status == row.status:
            return row
        note = row.note or force.told or None
        return replace(
            row, status=force.status, note=note, note_source=row.note_source or force.source or "văn bản trong kho"
        )

    @cached_property
    def _instruments(self) -> dict[str, Instrument]:
        return {row.id: row for row in self._catalogue}

    @cached_property
    def _issued_here(self) -> dict[str, Instrument]:
        return {row.directive: row for row in self._catalogue if row.directive}

    def instrument(self, ident: str) -> Instrument:
        """One row of the catalogue."""
        return self._instruments[ident]

    def search_instruments(self, query: str, *, k: int) -> list[str]:
        """Ids of the instruments nearest to a query by number, subject and the words that cite them."""
        return [hit.passage for hit in self.searcher.search_instruments(query, k=k)]

    def instruments_by_number(self, query: NumberQuery) -> list[Instrument]:
        """The rows that bear exactly this number, or exactly these digits where no symbol is given."""
        if query.number is not None:
            found = [self.instrument(row.id) for row in self.store.instruments.numbered(number_key(query.number))]
        else:
            found = [row for row in self.instruments() if row.number and _digits(row.number) == _bare(query.digits)]
        return [row for row in found if any(self.is_active(one) for one in row.cited_by)]

    def named(self, text: str) -> list[Instrument]:
        """The rows with this name; of laws with one name that of the year, where it is given.

        A resolution of a plenum or a congress that is not named in full ("Nghị quyết Trung ương 4") may be any that goes on from there.
        """
        name = read_name(text)
        rows = [row for row in self.store.instruments.named(name.key) if any(map(self.is_active, row.cited_by))]
        if not rows and _RESOLUTION.match(name.key):
            rows = [row for row in self.instruments() if row.name and _goes_on(name.key, read_name(row.name).key)]
        if name.year is not None:
            year = str(name.year)
            rows = [row for row in rows if year in f"{row.number or ''} {row.date or ''} {row.name or ''}"]
        return [self.instrument(row.id) for row in rows]

    def instrument_of(self, document: Document) -> Instrument | None:
        """The row that a directive of the collection is."""
        return self._issued_here.get(document.id)

    def document_of(self, instrument: Instrument) -> Document | None:
        """The directive of the collection that a row is."""
        return self._by_id.get(instrument.directive) if instrument.directive else None

    def mentions_of(self, instrument: str) -> tuple[Mention, ...]:
        """The mentions of an instrument in documents that answers may rest on, as people have corrected them."""
        if instrument not in self._mentions:
            self._mentions[instrument] = tuple(
                mention.corrected()
                for mention in self.store.instruments.mentions(instrument)
                if self.is_active(mention.directive)
            )
        return self._mentions[instrument]

    def mentions_in(self, passages: Iterable[str]) -> list[Mention]:
        """The mentions that start in the given passages."""
        wanted = dict.fromkeys(passages)
        documents = dict.fromkeys(self.passage(ident).document for ident in wanted)
        return [
            mention.corrected()
            for document in documents
            for mention in self.store.instruments.citing(document)
            if mention.passage in wanted
        ]

    def instrument_cited(self, document: str, position: int) -> Instrument | None:
        """What one citation of a directive resolves to."""
        for mention in self.store.instruments.citing(document):
            if mention.position == position and mention.instrument is not None:
                return self.instrument(mention.instrument)
        return None

    # ------------------------------------------------------------ words

    def rank(self, syllables: Gram, *, accented: bool) -> int:
        """0: no word; 1: a word of the language; 2: a word that the collection uses. Folded unless ``accented``."""
        folded = "_".join(map(fold, syllables))
        used = folded in self.searcher.words
        general = "_".join(syllables) in accented_words() if accented else folded in general_words()
        if accented and not general and folded in general_words():
            return 0  # folded it is a word, but not with these diacritics
        return 2 if used else int(general)

    def expansions(self, initials: str) -> tuple[Gram, ...]:
        """Folded words of the collection with these initials."""
        return self._by_initials.get(initials, ())

    @cached_property
    def _by_initials(self) -> dict[str, tuple[Gram, ...]]:
        table: dict[str, list[Gram]] = {}
        for word in sorted(self.searcher.words):
            syllables = tuple(word.split("_"))
            table.setdefault("".join(syllable[0] for syllable in syllables if syllable), []).append(syllables)
        return {initials: tuple(words) for initials, words in table.items()}

    def frequency(self, gram: Gram) -> int:
        """In how many passages folded syllables stand side by side; an upper bound for three and more."""
        return self._frequency(gram)

    def _counted(self, gram: Gram) -> int:
        if len(gram) == 1:
            return self.searcher.df(gram[0])
        return min(self.searcher.df(f"{left}_{right}") for left, right in pairwise(gram))

    def weight(self, term: Term) -> float:
        """What a word of the question counts: inverse document frequency, a quarter of it for weak words."""
        from kb.ask.match import WEAK

        seen = self.frequency(term.forms[0])
        if not seen and not term.initials:
            seen = max((self.frequency(form) for form in term.forms[1:] if len(form) > 1), default=0)
        if term.initials and not seen:
            seen = UNSEEN_ABBREVIATION
        rarity = min(idf(seen, len(self.searcher.passages)), WORD_AT_MOST)
        if not seen and term.text.isascii() and term.text.islower() and term.forms[0][0] not in general_syllables():
            return FOREIGN
        if len(term.forms[0]) == 1:
            rarity = min(rarity, FIGURE_AT_MOST if term.forms[0][0].isdigit() else SYLLABLE_AT_MOST)
        return rarity * (WEAK if term.weak else 1.0)

    def correction(self, term: Term) -> str | None:
        """A known word one slip away from a word that nobody knows, if just one."""
        typed = term.forms[0]
        if (
            len(typed) != 1
            or term.entity
            or term.others
            or term.initials
            or len(term.text) < 3
            or not term.text.isalpha()
        ):
            return None
        if self.searcher.df(typed[0]) or typed[0] in general_syllables():
            return None
        telex = untelex(term.text)
        if telex is not None and (self.searcher.df(telex) or telex in general_syllables()):
            return telex
        return self.searcher.suggest(typed[0])


def _digits(number: str) -> str | None:
    parsed = parse_number(number)
    return None if parsed is None else _bare(parsed.digits)


def _bare(digits: str) -> str:
    """Figures as they are compared: "5" is "05"."""
    return fold(digits).lstrip("0") or "0"


__all__: Sequence[str] = ["Collection"]
