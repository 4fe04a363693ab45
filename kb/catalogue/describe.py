"""An instrument in one phrase, the way directives cite one for the first time."""

from __future__ import annotations

import re

from ingest.text import fold
from kb.catalogue.lexicon import table
from kb.store.records import Instrument

_OPENED = re.compile(r"(?:ve|v/v)(?!\w)")


def describe(instrument: Instrument) -> str:
    """Type, number, date, issuer and subject, each only where it is known.

    >>> describe(Instrument("i1", "217-QĐ/TW", "trung ương", "Quyết định", "2013-12-12", "Bộ Chính trị", "ban hành Quy chế"))
    'Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị về việc ban hành Quy chế'
    """
    if instrument.number is None:
        return _by_name(instrument)
    number = f"số {instrument.number}"
    named = is_named_by_title(instrument)
    parts = [
        f"{instrument.title if named else instrument.type or 'Văn bản'} {number}",
        f"ngày {day(instrument.date)}" if instrument.date else "",
        f"của {instrument.issuer}" if instrument.issuer else "",
        subject(instrument.title) if instrument.title and not named else "",
    ]
    return " ".join(part for part in parts if part)


def _by_name(instrument: Instrument) -> str:
    """One that has no number: "Luật Công đoàn năm 2012"."""
    parts = [
        instrument.name or instrument.type or "Văn bản",
        f"ngày {day(instrument.date)}" if instrument.date else "",
        f"của {instrument.issuer}" if instrument.issuer else "",
    ]
    return " ".join(part for part in parts if part)


def is_named_by_title(instrument: Instrument) -> bool:
    """A law is called by its subject: "Luật Công đoàn số 50/2024/QH15"."""
    return bool(instrument.type and fold(instrument.title or "").startswith(f"{fold(instrument.type)} "))


def day(date: str) -> str:
    """An ISO date as it is printed in Vietnamese.

    >>> day("2013-12-02"), day("--03-13")
    ('02/12/2013', '13/03')
    """
    return "/".join(reversed([part for part in date.split("-") if part]))


def subject(title: str) -> str:
    """How the subject of an instrument follows its issuer: "về việc ban hành …", "về công tác dân vận"."""
    written = " ".join(title.split()).strip(" ,.;:")
    bare = written.strip("\"'“”‘’ ") if written[0] in "\"'“‘" else written
    opened = _OPENED.match(fold(bare))
    if opened:
        rest = bare[opened.end() :].strip()
        return f"về việc {rest}" if fold(opened.group()) == "v/v" else f"về {rest}"
    if any(fold(written).startswith(f"{fold(opening)} ") for opening in table()["attached_openings"]):
        return written[0].lower() + written[1:]
    return f"về việc {written}" if written[0].islower() else f"về {written}"
