"""What a citation claims, against its own symbol and against what is stated of the instrument that it means."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.citations import parse_number
from ingest.citations.tables import codes_of_kind
from ingest.text import fold
from ingest.types import Citation
from kb.audit.dates import printed_date
from kb.audit.issuers import misfit
from kb.catalogue.describe import day, describe
from kb.catalogue.stated import Stated
from kb.catalogue.words import Relation, same_issuer
from kb.drafting import check_citations as matching
from kb.drafting import check_places
from kb.drafting.check_citations import Meant, dated, has_type, issued_by, subject_of
from kb.drafting.check_known import Candidate, Known, Voice
from kb.drafting.check_types import Fix

_SHOWN = 3


@dataclass(slots=True)
class Claims:
    """What is said of one citation, put together step by step.

    Attributes:
        citation, stated: as it stands in the draft, and what that states.
        known: the collection.
        reasons: by verdict, why it holds.
        fixes: what would have to change.
        notes: what a person should know beside that.
        shown: who says so.
        suggestion: the right form, where it is not that of the instrument itself.
    """

    citation: Citation
    stated: Stated
    known: Known
    reasons: dict[str, str] = field(default_factory=dict)
    fixes: list[Fix] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    shown: list[Voice] = field(default_factory=list)
    suggestion: str | None = None

    # -- its own words -------------------------------------------------------------------------------------------------

    def by_itself(self) -> None:
        """What no collection is needed for: the symbol, a day that is none, a kind or a body that the symbol belies."""
        citation, number = self.citation, self.citation.number or ""
        span = check_places.number_span(citation)
        printed = citation.text[span.start - citation.start : span.end - citation.start] if span else number
        if span is not None and is_malformed(printed, number):
            self.reasons["malformed"] = f"ký hiệu viết “{printed}”, đúng quy cách là “{number}”"
            self.fixes.append(Fix(span, number, sure=True))
        impossible = printed_date(citation.text, citation.title) if citation.date is None else None
        if impossible is not None:
            self.reasons["malformed"] = f"“{impossible}” không phải là một ngày có thật"
        parts, codes = parse_number(number), codes_of_kind(citation.type or "")
        if parts and parts.type_code and parts.type_code not in codes and codes and check_places.type_span(citation):
            self.reasons["type_mismatch"] = f"ký hiệu {number} không phải là của {(citation.type or '').lower()}"
        body = misfit(number, citation.issuer) if citation.issuer else None
        if body is not None:
            told = f"ký hiệu {number} là của {body.family}, không phải của {citation.issuer}"
            self.reasons["issuer_mismatch"] = told

    # -- against what is known -----------------------------------------------------------------------------------------

    def compare(self, found: Meant) -> None:
        """Say what of its claims does not hold."""
        if found.ambiguous:
            listed = "; ".join(describe(one.right) for one in found.ambiguous)
            told = f"số {self.citation.number} có thể là: {listed}. Hãy ghi rõ ngày và cơ quan ban hành"
            self.reasons["ambiguous"] = told
            self.shown += [voice for one in found.ambiguous for voice in one.voices[:1]]
        elif found.candidate is None:
            self._unknown(found)
        elif not found.candidate.voices:
            self.notes.append("Trong kho chỉ chính văn bản này nêu.")
        else:
            self._claims(found.candidate, elsewhere=found.elsewhere)

    def _unknown(self, found: Meant) -> None:
        number, stated = self.citation.number, self.stated
        told = f"chưa có trong kho văn bản số {number}"
        if found.same_number:
            listed = "; ".join(describe(one.right) for one in found.same_number[:_SHOWN])
            on = f" ngày {day(stated.date)}" if stated.date else ""
            told = f"chưa có trong kho văn bản số {number}{on} như đã viết; số ấy trong kho là: {listed}"
            self.shown += [voice for one in found.same_number[:_SHOWN] for voice in one.voices[:1]]
        near = matching.near(stated, self.known)
        if near:
            told += f"; có phải là {'; '.join(describe(one.right) for one in near)}"
            self._offer(near)
        else:
            self.notes.append("Hãy đối chiếu với bản gốc.")
        self.reasons["unknown"] = told

    def _offer(self, near: tuple[Candidate, ...]) -> None:
        """An instrument with another number that is probably meant."""
        self.suggestion = describe(near[0].right)
        self.shown += [voice for one in near for voice in one.voices[:2]]
        span, number, date = check_places.number_span(self.citation), near[0].instrument.number, self.stated.date
        if len(near) == 1 and span is not None and number and date:
            same = matching.has_its_words(self.stated, near[0]) and dated(date, near[0])
            self.fixes.append(Fix(span, number, sure=same and near[0].attested("date", date)))

    def _claims(self, one: Candidate, *, elsewhere: bool) -> None:
        """Date, issuer, kind and subject against what is stated of the instrument."""
        known_before = set(self.reasons)
        called = f"{self.citation.type or one.right.type or 'Văn bản'} số {self.citation.number}"
        self._date(one, called)
        self._issuer(one, called, elsewhere=elsewhere)
        self._type(one)
        near = tuple(other for other in self._near(one) if other.instrument.id != one.instrument.id)
        if near or subject_of(self.stated.title, one) is Relation.DIFFERENT:
            self._subject(one, called, near)
        if not self.shown:
            self.shown += sorted(one.voices, key=lambda voice: (not voice.own, voice.date is None, voice.title is None))
        if len(set(self.reasons) - known_before - {"malformed"}) > 1:
            # Two slips at once may be another instrument.
            self.fixes = [Fix(fix.span, fix.new) for fix in self.fixes]

    def _date(self, one: Candidate, called: str) -> None:
        dates, date = one.values("date"), self.stated.date
        if date is None or not dates:
            return
        if dated(date, one):
            if len({value for value in dates if len(value) == len(date)}) > 1:
                self.notes.append(f"Kho ghi khác nhau về ngày ban hành: {', '.join(map(day, dates))}.")
            return
        told = " hoặc ".join(map(day, dates))
        self.reasons["date_mismatch"] = f"ngày của {called} là {told}, không phải {day(date)}"
        self.shown += _saying(one, "date", dates[0])
        span = check_places.date_span(self.citation)
        new = check_places.date_as(self.citation, dates[0]) if len(dates[0]) == len(date) else None
        if span is not None and new is not None:
            self.fixes.append(Fix(span, new, sure=len(dates) == 1 and one.attested("date", dates[0])))

    def _issuer(self, one: Candidate, called: str, *, elsewhere: bool) -> None:
        issuers, issuer = one.values("issuer"), self.citation.issuer
        if elsewhere:
            right = one.right.issuer or one.instrument.scope
            told = f"{called} là của {right} ({one.instrument.scope}), không phải của {issuer}"
            self.reasons["issuer_mismatch"] = told
            self.shown += one.voices
            return
        if not issuer or not issuers:
            return
        if issued_by(issuer, one):
            if any(not same_issuer(issuer, value) for value in issuers):
                self.notes.append(f"Kho ghi khác nhau về cơ quan ban hành: {', '.join(issuers)}.")
            return
        self.reasons["issuer_mismatch"] = f"{called} là của {issuers[0]}, không phải của {issuer}"
        self.shown += _saying(one, "issuer", issuers[0])
        span = check_places.issuer_span(self.citation)
        if span is not None:
            agreed = all(same_issuer(issuers[0], value) for value in issuers)
            self.fixes.append(Fix(span, issuers[0], sure=agreed and one.attested("issuer", issuers[0])))

    def _type(self, one: Candidate) -> None:
        types, kind = one.values("type"), self.citation.type
        span = check_places.type_span(self.citation)
        if span is None or kind is None or has_type(kind, one):
            return
        # "Quyết định … ban hành Quy định": both words fit the symbol, and one document alone may have chosen either.
        if "type_mismatch" not in self.reasons and not one.attested("type", types[0]):
            return
        self.reasons["type_mismatch"] = f"số {self.citation.number} là {types[0].lower()}, không phải {kind.lower()}"
        self.shown += _saying(one, "type", types[0])
        new = types[0] if self.citation.text[:1].isupper() else types[0][0].lower() + types[0][1:]
        self.fixes.append(Fix(span, new, sure=len(types) == 1 and one.attested("type", types[0])))

    def _near(self, one: Candidate) -> tuple[Candidate, ...]:
        """Instruments of other numbers that have the subject which this one does not have."""
        about = subject_of(self.stated.title, one)
        if about is Relation.DIFFERENT:
            return matching.near(self.stated, self.known)
        if not self.stated.title or not one.values("title") or matching.has_its_words(self.stated, one):
            return ()
        # Two decisions of one day on one matter: the words are alike, and just those of the other.
        found = matching.near(self.stated, self.known)
        return tuple(
            other
            for other in found
            if dated(self.stated.date, other) and matching.has_its_words(self.stated, other) and other.right.title
        )

    def _subject(self, one: Candidate, called: str, near: tuple[Candidate, ...]) -> None:
        told = f"{called} là {describe(one.right)}"
        self.shown += _saying(one, "title", one.right.title or "")
        if near:
            told += f"; nội dung đã viết là của {describe(near[0].right)}"
            self._offer(near)
        self.reasons["subject_mismatch"] = told


def _saying(one: Candidate, name: str, value: str) -> list[Voice]:
    """Those that state a value, the instrument itself first."""
    return sorted((voice for voice in one.voices if getattr(voice, name) == value), key=lambda voice: not voice.own)


def is_malformed(printed: str, number: str) -> bool:
    """Whether a symbol has its signs in the wrong places, or letters without their marks; spaces are no matter.

    >>> is_malformed("217/QĐ-TW", "217-QĐ/TW"), is_malformed("218- QĐ / TW", "218-QĐ/TW")
    (True, False)
    >>> is_malformed("05-QD/TW", "05-QĐ/TW"), is_malformed("439 /KH – LĐLĐ", "439/KH-LĐLĐ")
    (True, False)
    """
    bare = "".join("-" if sign in "–—" else sign for sign in printed if not sign.isspace())
    letters, wanted = (fold("".join(filter(str.isalnum, one))) for one in (bare, number))
    return letters == wanted and bare.lower() != number.lower()
