"""``kb check``: every citation of a draft against what the collection and the tables of instruments know of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from ingest import places
from ingest.citations import parse_number, read_name
from ingest.citations.tables import codes_of_kind
from ingest.text import fold
from ingest.types import Citation, Directive, Span
from kb.ask.answer import Evidence
from kb.audit.dates import printed_date
from kb.audit.issuers import misfit
from kb.audit.superseded import rests
from kb.catalogue.describe import day, describe
from kb.catalogue.in_force import EXPIRED, in_force
from kb.catalogue.stated import Stated, of_citation
from kb.catalogue.words import Relation
from kb.drafting import check_citations as matching
from kb.drafting import check_form, check_places
from kb.drafting.check_citations import Meant, dated, has_type, issued_by, subject_of
from kb.drafting.check_known import Candidate, Known, Voice
from kb.drafting.check_types import OK, Checked, Fix, Report, graded
from kb.store import Document, Store
from kb.store.keys import directive_id, number_key

_CARRIES_OUT = ("thuc hien ", "trien khai ", "to chuc thuc hien ", "v/v thuc hien ", "v/v trien khai ", "ve viec thuc hien ", "ve viec trien khai ")
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
    judged = tuple(work.judge(position) for position in range(len(draft.citations)) if work.counts(position))
    return Report(draft, judged, check_form.examine(draft))


@dataclass(slots=True)
class _Said:
    """What is said of one citation, put together step by step."""

    verdicts: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    fixes: list[Fix] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    shown: list[Voice] = field(default_factory=list)

    def add(self, verdict: str, words: str) -> None:
        self.verdicts.add(verdict)
        self.words.append(words)


class _Check:
    """One draft beside one collection."""

    def __init__(self, draft: Directive, known: Known, ident: str) -> None:
        self.draft = draft
        self.known = known
        self.document = Document(ident, draft.header, draft.source, (), sample=False)
        self.ident = ident

    def counts(self, position: int) -> bool:
        """Numbered mentions and those by name; what points back ("Quyết định này") claims nothing."""
        return self.draft.citations[position].form in {"number", "name"}

    def judge(self, position: int) -> Checked:
        citation = self.draft.citations[position]
        stated = of_citation(citation, position, self.document)
        if stated is None or not citation.number:
            return self._by_name(citation, position)
        said = _Said()
        self._written(citation, said)
        found = matching.meant(
            stated, self.known, draft=self.ident, cited=self._dates.get(stated.block, ()), named=_names_place(citation)
        )
        suggestion = self._compared(citation, stated, found, position, said)
        self._not_based(position, stated, said)
        right = found.candidate.right if found.candidate else None
        verdicts = graded(said.verdicts)
        if suggestion is None and right is not None and verdicts != (OK,) and found.candidate and found.candidate.voices:
            suggestion = describe(right)
        return Checked(
            citation,
            verdicts,
            "; ".join(said.words),
            right,
            suggestion,
            tuple(said.fixes),
            self._evidence(said.shown),
            tuple(dict.fromkeys(voice.row for voice in said.shown if voice.row is not None)),
            tuple(said.notes),
            in_bases=stated.key in self._based,
            report=verdicts != (OK,),
        )

    # -- the words themselves ------------------------------------------------------------------------------------------

    def _written(self, citation: Citation, said: _Said) -> None:
        """What no collection is needed for: the symbol, a day that is none, a kind or a body that the symbol belies."""
        number = citation.number or ""
        span = check_places.number_span(citation)
        if span is not None and _is_malformed(span.of(self.draft.text), number):
            said.add("malformed", f"ký hiệu viết “{span.of(self.draft.text)}”, đúng quy cách là “{number}”")
            said.fixes.append(Fix(span, number, sure=True))
        impossible = printed_date(citation.text, citation.title) if citation.date is None else None
        if impossible is not None:
            said.add("malformed", f"“{impossible}” không phải là một ngày có thật")
        parts = parse_number(number)
        if parts and parts.type_code and citation.type:
            codes = codes_of_kind(citation.type)
            if codes and parts.type_code not in codes and check_places.type_span(citation):
                said.add("type_mismatch", f"ký hiệu {number} không phải là của {citation.type.lower()}")
        body = misfit(number, citation.issuer) if citation.issuer else None
        if body is not None:
            said.add("issuer_mismatch", f"ký hiệu {number} là của {body.family}, không phải của {citation.issuer}")

    # -- against what is known -----------------------------------------------------------------------------------------

    def _compared(self, citation: Citation, stated: Stated, found: Meant, position: int, said: _Said) -> str | None:
        """Say what does not hold; the instrument that is probably meant, where it is another one."""
        if found.ambiguous:
            listed = "; ".join(describe(one.right) for one in found.ambiguous)
            said.add("ambiguous", f"số {citation.number} có thể là: {listed}. Hãy ghi rõ ngày và cơ quan ban hành")
            said.shown += [voice for one in found.ambiguous for voice in one.voices[:1]]
            return None
        if found.candidate is None:
            return self._unknown(citation, stated, found, said)
        if not found.candidate.voices:
            said.notes.append("Trong kho chỉ chính văn bản này nêu.")
            return None
        return self._claims(citation, stated, found, position, said)

    def _unknown(self, citation: Citation, stated: Stated, found: Meant, said: _Said) -> str | None:
        words = f"chưa có trong kho văn bản số {citation.number}"
        if found.same_number:
            listed = "; ".join(describe(one.right) for one in found.same_number[:_SHOWN])
            day_of = f" ngày {day(stated.date)}" if stated.date else ""
            words = f"chưa có trong kho văn bản số {citation.number}{day_of} như đã viết; số ấy trong kho là: {listed}"
            said.shown += [voice for one in found.same_number[:_SHOWN] for voice in one.voices[:1]]
        near = matching.near(stated, self.known)
        said.add("unknown", words)
        if not near:
            said.notes.append("Hãy đối chiếu với bản gốc.")
            return None
        listed = "; ".join(describe(one.right) for one in near)
        said.words.append(f"có phải là {listed}")
        said.shown += [voice for one in near for voice in one.voices[:2]]
        if len(near) == 1:
            self._renumber(citation, stated, near[0], said)
        return describe(near[0].right)

    def _renumber(self, citation: Citation, stated: Stated, near: Candidate, said: _Said) -> None:
        span, number = check_places.number_span(citation), near.instrument.number
        if span is not None and number:
            same = subject_of(stated.title, near) is Relation.SAME and dated(stated.date, near)
            said.fixes.append(Fix(span, number, sure=same and bool(stated.date and near.attested("date", stated.date))))

    def _claims(self, citation: Citation, stated: Stated, found: Meant, position: int, said: _Said) -> str | None:
        """Date, issuer, kind and subject against what is stated of the instrument."""
        assert found.candidate is not None
        one = found.candidate
        called = f"{citation.type or one.right.type or 'Văn bản'} số {citation.number}"
        self._date(citation, stated, one, called, said)
        self._issuer(citation, one, called, said, elsewhere=found.elsewhere)
        self._type(citation, one, said)
        suggestion = None
        if subject_of(stated.title, one) is Relation.DIFFERENT:
            suggestion = self._subject(citation, stated, one, called, said)
        self._superseded(one, position, said)
        if not said.shown:
            said.shown += sorted(one.voices, key=lambda voice: not voice.own)
        if len({"date_mismatch", "issuer_mismatch", "type_mismatch", "subject_mismatch", "superseded"} & said.verdicts) > 1:
            said.fixes = [Fix(fix.span, fix.new) for fix in said.fixes]  # Two slips at once may be another instrument.
        return suggestion

    def _date(self, citation: Citation, stated: Stated, one: Candidate, called: str, said: _Said) -> None:
        dates = one.values("date")
        if stated.date is None or not dates:
            return
        if dated(stated.date, one):
            if len({date for date in dates if len(date) > len("2013")}) > 1:
                said.notes.append(f"Kho ghi khác nhau về ngày ban hành: {', '.join(map(day, dates))}.")
            return
        told = " hoặc ".join(map(day, dates))
        said.add("date_mismatch", f"ngày của {called} là {told}, không phải {day(stated.date)}")
        said.shown += _saying(one, "date", dates[0])
        span, new = check_places.date_span(citation), check_places.date_as(citation, dates[0])
        if span is not None and new is not None and len(dates[0]) > len("2013"):
            said.fixes.append(Fix(span, new, sure=len(dates) == 1 and one.attested("date", dates[0])))

    def _issuer(self, citation: Citation, one: Candidate, called: str, said: _Said, *, elsewhere: bool) -> None:
        issuers = one.values("issuer")
        if elsewhere:
            right = one.right.issuer or one.instrument.scope
            said.add("issuer_mismatch", f"{called} là của {right} ({one.instrument.scope}), không phải của {citation.issuer}")
            said.shown += one.voices
            return
        if not citation.issuer or not issuers:
            return
        if issued_by(citation.issuer, one):
            if any(conflict.kind == "issuer" for conflict in one.instrument.conflicts):
                said.notes.append(f"Kho ghi khác nhau về cơ quan ban hành: {', '.join(issuers)}.")
            return
        said.verdicts.discard("issuer_mismatch")
        said.words = [words for words in said.words if not words.startswith(f"ký hiệu {citation.number} là của")]
        said.add("issuer_mismatch", f"{called} là của {issuers[0]}, không phải của {citation.issuer}")
        said.shown += _saying(one, "issuer", issuers[0])
        span = check_places.issuer_span(citation)
        if span is not None:
            sure = one.attested("issuer", issuers[0]) and all(matching.same_issuer(issuers[0], other) for other in issuers)
            said.fixes.append(Fix(span, issuers[0], sure=sure))

    def _type(self, citation: Citation, one: Candidate, said: _Said) -> None:
        types = one.values("type")
        span = check_places.type_span(citation)
        if span is None or has_type(citation.type, one) or citation.type is None:
            return
        belied = "type_mismatch" in said.verdicts
        # "Quyết định … ban hành Quy định": both words fit the symbol, and one document alone may have chosen either.
        if not belied and not one.attested("type", types[0]):
            return
        said.words = [words for words in said.words if not words.startswith(f"ký hiệu {citation.number} không phải")]
        said.add("type_mismatch", f"số {citation.number} là {types[0].lower()}, không phải {citation.type.lower()}")
        said.shown += _saying(one, "type", types[0])
        said.fixes.append(Fix(span, _cased(types[0], span.of(self.draft.text)), sure=len(types) == 1 and one.attested("type", types[0])))

    def _subject(self, citation: Citation, stated: Stated, one: Candidate, called: str, said: _Said) -> str | None:
        right = one.right
        said.add("subject_mismatch", f"{called} là {describe(right)}")
        said.shown += _saying(one, "title", right.title or "")
        near = [other for other in matching.near(stated, self.known) if other.instrument.id != one.instrument.id]
        if not near:
            return None
        said.words.append(f"nội dung đã viết là của {describe(near[0].right)}")
        said.shown += near[0].voices[:2]
        if len(near) == 1:
            self._renumber(citation, stated, near[0], said)
        return describe(near[0].right)

    def _superseded(self, one: Candidate, position: int, said: _Said) -> None:
        """A draft may speak of what has ended; it must not stand on it."""
        ident = one.instrument.id
        citation = self.draft.citations[position]
        if ident.startswith("~") or rests(self.draft.relations, self.draft.text, position, citation.start) is None:
            return
        state = in_force(self.known.store, one.instrument, as_of=self._day)
        acts = [act for act in state.acts if act.directive is None or act.directive in self.known.heard]
        if state.status != EXPIRED or any(act.directive == self.ident for act in state.acts) or not (acts or state.source):
            return
        since = f" từ {day(state.since)}" if state.since else ""
        said.add("superseded", f"đã hết hiệu lực{since}: {state.told or state.source}")
        for act in acts:
            if act.directive and act.span:
                said.shown.insert(0, Voice(None, None, None, None, act.directive, act.span))

    def _not_based(self, position: int, stated: Stated, said: _Said) -> None:
        """What the title carries out has to be among the bases, where there are any."""
        title = fold(self.draft.header.title or "")
        in_title = self.draft.citations[position].end <= self.draft.body.start
        if in_title and title.startswith(_CARRIES_OUT) and self._based and stated.key not in self._based:
            said.add("not_in_bases", "tên văn bản nêu mà phần căn cứ chưa nêu")

    def _by_name(self, citation: Citation, position: int) -> Checked:
        name = read_name(citation.name or "")
        found = self.known.named(name.key)
        if name.year is not None:
            found = tuple(one for one in found if str(name.year) in f"{one.right.number} {one.right.date} {one.instrument.name}")
        voiced = [one for one in found if one.voices]
        if not found:
            words = f"chưa có trong kho văn bản tên là “{citation.name}”"
            return Checked(citation, ("unknown",), words, notes=("Hãy đối chiếu với bản gốc.",))
        said = _Said()
        if len(voiced) == 1:
            self._superseded(voiced[0], position, said)
            said.shown += voiced[0].voices
        verdicts = graded(said.verdicts)
        right = voiced[0].right if len(voiced) == 1 else None
        return Checked(
            citation,
            verdicts,
            "; ".join(said.words),
            right,
            evidence=self._evidence(said.shown),
            rows=tuple(dict.fromkeys(voice.row for voice in said.shown if voice.row is not None)),
            in_bases=citation.start in self._basis_starts,
            report=verdicts != (OK,),
        )

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
    def _based(self) -> frozenset[str]:
        """Keys of the numbers among the bases."""
        positions = {position for basis in self.draft.bases for position in basis.citations}
        numbers = (self.draft.citations[position].number for position in positions)
        return frozenset(number_key(number) for number in numbers if number)

    @cached_property
    def _basis_starts(self) -> frozenset[int]:
        return frozenset(self.draft.citations[at].start for basis in self.draft.bases for at in basis.citations)

    @cached_property
    def _day(self) -> str:
        """The day on which the draft speaks: its own, or today where that is blank."""
        today = datetime.now(UTC).astimezone().date().isoformat()
        head = self.draft.header
        return head.date or (min(today, f"{head.year}-12-31") if head.year else today)

    def _evidence(self, voices: Sequence[Voice]) -> tuple[Evidence, ...]:
        """The passages in which documents say it, one for each document."""
        return tuple(_distinct(filter(None, map(self._passage, voices))))[:_SHOWN]

    def _passage(self, voice: Voice) -> Evidence | None:
        store = self.known.store
        if voice.directive is None or voice.directive not in self.known.heard:
            return None
        passage = store.passages.at(voice.directive, voice.span.start)
        document = store.directives.document(voice.directive)
        if passage is None or document is None:
            return None
        span = Span(max(voice.span.start, passage.start), min(voice.span.end, passage.end))
        return Evidence(passage, document, 1.0, (span,))


def _distinct(found: Iterator[Evidence]) -> Iterator[Evidence]:
    seen: set[str] = set()
    for one in found:
        if one.document.id not in seen:
            seen.add(one.document.id)
            yield one


def _saying(one: Candidate, name: str, value: str) -> list[Voice]:
    """Those that state a value, the instrument itself first."""
    return sorted((voice for voice in one.voices if getattr(voice, name) == value), key=lambda voice: not voice.own)


def _names_place(citation: Citation) -> bool:
    return bool(places.find(citation.issuer or ""))


def _is_malformed(printed: str, number: str) -> bool:
    """Whether a symbol has its signs in the wrong places, or letters without their marks; spaces are no matter.

    >>> _is_malformed("217/QĐ-TW", "217-QĐ/TW"), _is_malformed("218- QĐ / TW", "218-QĐ/TW"), _is_malformed("05-QD/TW", "05-QĐ/TW")
    (True, False, True)
    """
    bare = "".join("-" if sign in "–—" else sign for sign in printed if not sign.isspace())
    letters, wanted = (fold("".join(filter(str.isalnum, one))) for one in (bare, number))
    return letters == wanted and bare.lower() != number.lower()


def _cased(word: str, printed: str) -> str:
    return word if printed[:1].isupper() else word[0].lower() + word[1:]
