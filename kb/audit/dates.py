"""Dates that cannot be: no day of the calendar, or later than the document that cites it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.text import fold
from kb.audit.findings import LIKELY, LOOK, SURE, Finding, Value
from kb.audit.material import Material, called, place
from kb.catalogue.describe import day
from kb.store import Document, Mention

# A day, a month and a year are printed, and yet the mention has no date.
_PRINTED = re.compile(
    r"ngay {0,2}(?P<day>\d{1,2}) ?(?:[/.\-]| thang |thang ) ?(?P<month>\d{1,2}) ?(?:[/.\-]| nam |nam ) ?(?P<year>\d{2,5})(?!\d)"
)

_SHORT_YEAR = 2


def invalid(material: Material) -> Iterator[Finding]:
    """Mentions with a date that no calendar has: 31/02, month 13, a year of five digits."""
    for ident, mentions in material.mentions.items():
        for mention in mentions:
            words = _printed(mention, material) if mention.date is None and mention.number else None
            if words is None:
                continue
            row = material.instruments[ident]
            yield Finding(
                "date_invalid",
                f"{called(row)}: “{words}” không phải là một ngày có thật.",
                SURE,
                ident,
                row.number,
                (Value(words, (place(mention),)),),
                row.date,
            )


def _printed(mention: Mention, material: Material) -> str | None:
    return printed_date(mention.span.of(material.text(mention.directive)), mention.title)


def printed_date(text: str, title: str | None) -> str | None:
    """The date that the words of a mention print of its own instrument, not one in its subject.

    >>> printed_date("Quyết định số 5/QĐ-UBND ngày 31/02/2023 về việc họp ngày 01/3/2023", "về việc họp ngày 01/3/2023")
    'ngày 31/02/2023'
    """
    own = text[: text.find(title)] if title and title in text else text
    printed = _PRINTED.search(fold(own))
    if printed is None or len(printed["year"]) == _SHORT_YEAR:
        return None
    return " ".join(own[printed.start() : printed.end()].split())


def order(material: Material) -> Iterator[Finding]:
    """Documents that cite what is dated after them."""
    for ident, mentions in material.mentions.items():
        row = material.instruments[ident]
        for mention in mentions:
            document = material.documents[mention.directive]
            if not _is_after(mention, document):
                continue
            known = row.date if row.date and row.date != mention.date else None
            yield Finding(
                "date_order",
                f"{called(row)} ghi ngày {day(mention.date or '')}, sau ngày của văn bản viện dẫn ({day(document.header.date or '')}).",
                LIKELY if document.confidence is None else LOOK,
                ident,
                row.number or row.name,
                (
                    Value(mention.date or "", (place(mention),)),
                    Value(document.header.date or "", source="ngày của văn bản viện dẫn"),
                ),
                known,
            )


def _is_after(mention: Mention, document: Document) -> bool:
    header = document.header
    return bool(mention.date and header.date and not header.draft and header.date < mention.date)
