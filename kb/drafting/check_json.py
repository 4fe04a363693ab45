"""A checked draft as the JSON of the command line."""

from __future__ import annotations

from typing import Any

from kb.catalogue.known import Row
from kb.contract import evidence_json, instrument_json
from kb.drafting.check_known import MADE
from kb.drafting.check_types import Checked, Fix, FormFinding, Report


def report_json(report: Report) -> dict[str, Any]:
    """The object that ``kb check --json`` prints; offsets are those of the draft's text, as ``kb parse`` gives it."""
    return {
        "source": report.draft.source,
        "citations": [_citation(one) for one in report.citations],
        "form": [_form(one) for one in report.form],
    }


def _citation(one: Checked) -> dict[str, Any]:
    citation = one.citation
    return {
        "text": citation.text,
        "start": citation.start,
        "end": citation.end,
        "number": citation.number,
        "name": citation.name,
        "verdict": one.verdict,
        "verdicts": list(one.verdicts),
        "report": one.report,
        "message": one.message or None,
        "suggestion": one.suggestion,
        "fixes": [_fix(fix) for fix in one.fixes],
        "notes": list(one.notes),
        "in_bases": one.in_bases,
        "instrument": None
        if one.instrument is None or one.instrument.id.startswith(MADE)
        else instrument_json(one.instrument),
        "evidence": [evidence_json(item, rank) for rank, item in enumerate(one.evidence, start=1)],
        "rows": [_row(row) for row in one.rows],
    }


def _form(one: FormFinding) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "message": one.message,
        "start": one.span.start,
        "end": one.span.end,
        "fix": None if one.fix is None else _fix(one.fix),
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {"start": fix.span.start, "end": fix.span.end, "text": fix.new, "sure": fix.sure}


def _row(row: Row) -> dict[str, Any]:
    """A row of a table, the office's or the shipped one; what it does not state is ``null``."""
    return {
        "number": row.number,
        "type": row.type or None,
        "date": row.date or None,
        "issuer": row.issuer or None,
        "title": row.title or None,
        "status": row.status or None,
        "source": row.told_source or None,
    }
