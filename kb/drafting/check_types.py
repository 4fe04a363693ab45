"""The nouns of a checked draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.types import Citation, Directive, Span

if TYPE_CHECKING:
    from kb.ask.answer import Evidence
    from kb.catalogue.known import Row
    from kb.store import Instrument

OK = "ok"
NOWHERE = Span(0, 0)
VERDICTS = {
    "unknown": "chưa có trong kho",
    "ambiguous": "không rõ là văn bản nào",
    "issuer_mismatch": "cơ quan ban hành khác",
    "date_mismatch": "ngày ban hành khác",
    "subject_mismatch": "nội dung khác",
    "type_mismatch": "loại văn bản khác",
    "superseded": "đã hết hiệu lực",
    "malformed": "viết sai quy cách",
    "not_in_bases": "chưa nêu ở phần căn cứ",
    OK: "đúng",
}
"""Verdicts and what they are called, the gravest first."""

FORM = {
    "missing_part": "thiếu thành phần",
    "numbering": "đánh số",
    "basis_style": "dòng căn cứ",
    "abbreviation": "chữ viết tắt",
    "deadline": "thời hạn",
    "date_order": "ngày văn bản viện dẫn",
}
"""Kinds of findings on a draft's own form and what they are called."""


@dataclass(frozen=True, slots=True)
class Fix:
    """Words of the draft and what should stand there; ``sure``: without a person having to look."""

    span: Span
    new: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """One citation of a draft, judged.

    Attributes:
        citation: with what it claims, and its place in the draft's text.
        verdicts: all that hold, the gravest first; ``("ok",)`` for a sound one.
        message: what is wrong, in one Vietnamese line; empty for a sound one.
        instrument: what it means, where that is known.
        suggestion: the right form in full, or the one that is probably meant; ``None`` where nothing tells.
        fixes: what would have to change in its words.
        evidence: passages of the collection that say so.
        rows: of the tables of instruments that say so.
        notes: what a person should know beside the verdict.
        in_bases: the instrument is named among the draft's bases.
        report: it is a finding. A mention by its name that the collection does not have is none.
    """

    citation: Citation
    verdicts: tuple[str, ...]
    message: str = ""
    instrument: Instrument | None = None
    suggestion: str | None = None
    fixes: tuple[Fix, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    in_bases: bool = False
    report: bool = False

    @property
    def verdict(self) -> str:
        """The gravest."""
        return self.verdicts[0]

    @property
    def span(self) -> Span:
        """Its place in the draft's text."""
        return Span(self.citation.start, self.citation.end)


@dataclass(frozen=True, slots=True)
class FormFinding:
    """Something about the draft's own form; an empty span where it is about what is not there."""

    kind: str
    message: str
    span: Span = NOWHERE
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A draft, its citations with their verdicts, and what is wrong with its form."""

    draft: Directive
    citations: tuple[Checked, ...]
    form: tuple[FormFinding, ...]

    @property
    def findings(self) -> tuple[Checked, ...]:
        """The citations that a person should look at."""
        return tuple(one for one in self.citations if one.report)

    @property
    def sound(self) -> bool:
        """There is nothing to report."""
        return not self.findings and not self.form


def graded(verdicts: set[str]) -> tuple[str, ...]:
    """Verdicts in order, the gravest first.

    >>> graded({"malformed", "unknown"}), graded(set())
    (('unknown', 'malformed'), ('ok',))
    """
    return tuple(one for one in VERDICTS if one in verdicts - {OK}) or (OK,)
