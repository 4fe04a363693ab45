"""``kb check``: every citation of a draft against what the collection and the tables of instruments know of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property

from ingest import places
from ingest.citations import read_name
from ingest.text import fold
from ingest.types import Citation, Directive, Span
from kb.ask.answer import Evidence
from kb.audit.superseded import rests
from kb.catalogue.describe import day, describe
from kb.catalogue.in_force import EXPIRED, in_force
from kb.catalogue.known import Row
from kb.catalogue.stated import Stated, of_citation
from kb.drafting import check_citations, check_form
from kb.drafting.check_claims import Claims
from kb.drafting.check_known import Candidate, Known, Voice
from kb.drafting.check_types import OK, Checked, Report, graded
from kb.store import Document, Store
from kb.store.keys import directive_id, number_key

_CARRIES_OUT = (
    "thuc hien ",
    "trien khai ",
    "to chuc thuc hien ",
    "v/v thuc hien ",
    "v/v trien khai ",
    "ve viec thuc hien ",
    "ve viec trien khai ",
)
"""How a title begins, folded, that names what is carried out."""
_SHOWN = 3
"""Passages that are shown for one citation."""


def check(store: Store, draft: Directive, *, without: frozenset[str] = frozenset()) -> Report:
    """Judge every citation of a draft, and its form.

    Args:
        store: the collection, held at one revision. What it holds of the draft itself proves nothing.
        draft: as parsed.
        without: ids of further documents that are not heard.
    """
    ident = directive_id(draft.text)[0]
    itself = ident if store.directives.is_active(ident) and ident not in without else None
    work = _Check(draft, Known(store, itself, without), ident)
    # What points back ("Quyết định này") claims nothing.
    counting = (at for at, one in enumerate(draft.citations) if one.form in {"number", "name"})
    return Report(draft, tuple(map(work.judge, counting)), check_form.examine(draft))


class _Check:
    """One draft beside one collection."""

    def __init__(self, draft: Directive, known: Known, ident: str) -> None:
        self.draft = draft
        self.known = known
        self.ident = ident
        self.document = Document(ident, draft.header, draft.source, (), sample=False)

    def judge(self, position: int) -> Checked:
        """The verdict on one citation."""
        citation = self.draft.citations[position]
        stated = of_citation(citation, position, self.document)
        if stated is None or not citation.number:
            return self._by_name(citation, position)
        claims = Claims(citation, stated, self.known)
        claims.by_itself()
        cited = self._dates.get(stated.block, ())
        named = bool(places.find(citation.issuer or ""))
        found = check_citations.meant(stated, self.known, draft=self.ident, cited=cited, named=named)
        claims.compare(found)
        one = found.candidate
        if one is not None and one.voices and (told := self._superseded(one, position, claims.shown)):
            claims.reasons["superseded"] = told
        if self._is_missing_basis(citation, stated):
            claims.reasons["not_in_bases"] = "tên văn bản nêu mà phần căn cứ chưa nêu"
        return self._checked(claims, one, stated)

    def _checked(self, claims: Claims, one: Candidate | None, stated: Stated) -> Checked:
        verdicts = graded(set(claims.reasons))
        suggestion = claims.suggestion
        if suggestion is None and verdicts != (OK,) and one is not None and one.voices:
            suggestion = describe(one.right)
        return Checked(
            claims.citation,
            verdicts,
            "; ".join(claims.reasons[verdict] for verdict in verdicts if verdict != OK),
            one.right if one is not None else None,
            suggestion,
            tuple(claims.fixes),
            self._evidence(claims.shown),
            _rows(claims.shown),
            tuple(claims.notes),
            in_bases=stated.key in self._based,
            report=verdicts != (OK,),
        )

    def _by_name(self, citation: Citation, position: int) -> Checked:
        """A mention by its name claims little; one that the collection does not have is no finding."""
        name = read_name(citation.name or "")
        found = [
            one
            for one in self.known.named(name.key)
            if name.year is None or str(name.year) in f"{one.right.number} {one.right.date} {one.instrument.name}"
        ]
        in_bases = citation.start in self._basis_starts
        if not found:
            missing = f"chưa có trong kho văn bản tên là “{citation.name}”"
            return Checked(citation, ("unknown",), missing, notes=("Hãy đối chiếu với bản gốc.",), in_bases=in_bases)
        voiced = [one for one in found if one.voices]
        one = voiced[0] if len(voiced) == 1 else None
        shown: list[Voice] = []
        told = self._superseded(one, position, shown) if one else None
        shown += one.voices if one else ()
        return Checked(
            citation,
            ("superseded",) if told else (OK,),
            told or "",
            one.right if one else None,
            evidence=self._evidence(shown),
            rows=_rows(shown),
            in_bases=in_bases,
            report=told is not None,
        )

    def _superseded(self, one: Candidate, position: int, shown: list[Voice]) -> str | None:
        """Why the draft must not stand on an instrument any more; it may well speak of what has ended."""
        start = self.draft.citations[position].start
        if not one.is_held or rests(self.draft.relations, self.draft.text, position, start) is None:
            return None
        state = in_force(self.known.store, one.instrument, as_of=self._day)
        acts = [act for act in state.acts if act.directive is None or act.directive in self.known.heard]
        if state.status != EXPIRED or not (acts or state.source):
            return None
        if any(act.directive == self.ident for act in state.acts):
            return None  # Who replaces it may well name it among its own bases.
        for act in acts:
            if act.directive and act.span:
                shown.insert(0, Voice(None, None, None, None, act.directive, act.span))
        since = f" từ {day(state.since)}" if state.since else ""
        return f"đã hết hiệu lực{since}: {state.told or state.source}"

    def _is_missing_basis(self, citation: Citation, stated: Stated) -> bool:
        """What the title carries out has to be among the bases, where there are any."""
        title = fold(self.draft.header.title or "")
        in_title = citation.end <= self.draft.body.start and title.startswith(_CARRIES_OUT)
        return in_title and bool(self._based) and stated.key not in self._based

    # -- the draft -----------------------------------------------------------------------------------------------------

    @cached_property
    def _dates(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The dates that the draft itself gives each number."""
        found: dict[tuple[str, str], list[str]] = {}
        for position, citation in enumerate(self.draft.citations):
            stated = of_citation(citation, position, self.document)
            if stated is not None and stated.date:
                found.setdefault(stated.block, []).append(stated.date)
        return {block: tuple(dict.fromkeys(dates)) for block, dates in found.items()}

    @cached_property
    def _basis_starts(self) -> frozenset[int]:
        return frozenset(self.draft.citations[at].start for basis in self.draft.bases for at in basis.citations)

    @cached_property
    def _based(self) -> frozenset[str]:
        """Keys of the numbers among the bases."""
        cited = (one for one in self.draft.citations if one.start in self._basis_starts)
        return frozenset(number_key(one.number) for one in cited if one.number)

    @cached_property
    def _day(self) -> str:
        """The day on which the draft speaks: its own, or today where that is blank."""
        today = datetime.now(UTC).astimezone().date().isoformat()
        head = self.draft.header
        return head.date or (min(today, f"{head.year}-12-31") if head.year else today)

    # -- evidence ------------------------------------------------------------------------------------------------------

    def _evidence(self, voices: Sequence[Voice]) -> tuple[Evidence, ...]:
        """The passages in which documents say it, one for each document."""
        by_document = {one.document.id: one for one in reversed([*self._passages(voices)])}
        ordered = dict.fromkeys(voice.directive for voice in voices)
        return tuple(by_document[ident] for ident in ordered if ident in by_document)[:_SHOWN]

    def _passages(self, voices: Iterable[Voice]) -> Iterator[Evidence]:
        store = self.known.store
        for voice in voices:
            if voice.directive is None or voice.directive not in self.known.heard:
                continue
            passage = store.passages.at(voice.directive, voice.span.start)
            document = store.directives.document(voice.directive)
            if passage is not None and document is not None:
                span = Span(max(voice.span.start, passage.start), min(voice.span.end, passage.end))
                yield Evidence(passage, document, 1.0, (span,))


def _rows(voices: Iterable[Voice]) -> tuple[Row, ...]:
    return tuple(dict.fromkeys(voice.row for voice in voices if voice.row is not None))
