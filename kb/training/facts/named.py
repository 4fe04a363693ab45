"""How questions name instruments and documents."""

from __future__ import annotations

from dataclasses import replace

from kb.ask.compose import short_name
from kb.catalogue.describe import describe
from kb.catalogue.stated import CENTRAL
from kb.store.records import Document, Instrument
from kb.training.material import Cited
from kb.training.words import whole

_LONGEST = 220


def document_name(document: Document) -> str:
    """Of a document that a question rests on."""
    return short_name(document)


def scene(cited: Cited) -> str:
    """``Theo Kế hoạch số …, `` before what is asked of an instrument whose number may be another one's elsewhere.

    That is a local one's, and one's of which nothing but the number is told.
    """
    told = cited.issuer or subject(cited)
    return "" if cited.instrument.scope == CENTRAL and told else f"Theo {short_name(cited.proof.document)}, "


def label(cited: Cited, *, date: bool = False, issuer: bool = True) -> str:
    """Type (of a law its name), number and, as the mention gives them, date and issuer."""
    kind, title = cited.mention.type or "", flat(cited.mention.title or "")
    name = title if is_own_name(title, kind) and len(title) <= _LONGEST else kind
    told = replace(
        cited.instrument,
        type=name,
        date=cited.mention.date if date else None,
        issuer=cited.issuer if issuer else None,
        title=None,
    )
    return describe(told)


def subject(cited: Cited) -> str | None:
    """The subject as the mention words it; ``None`` where it is missing, cut off or too long to be asked about."""
    title = flat(cited.mention.title or "")
    return title if title and len(title) <= _LONGEST and whole(title) else None


def full(cited: Cited, *, date: bool = False, issuer: bool = True) -> str:
    """:func:`label` with the subject where it is whole."""
    title, named = subject(cited), label(cited, date=date, issuer=issuer)
    if title is None:
        return named
    return named if is_own_name(title, cited.mention.type or "") else f"{named} {about(title)}"


def is_own_name(title: str, kind: str) -> bool:
    """Whether a subject is the instrument's own name, as a law's is.

    >>> is_own_name("Luật Công đoàn", "Luật"), is_own_name("hướng dẫn công đoàn tham gia đối thoại", "Hướng dẫn")
    (True, False)
    """
    return title.startswith(f"{kind} ") and "luật" in kind.lower()


def about(title: str) -> str:
    """A subject as it stands behind a number or "có nội dung".

    >>> about("về việc ban hành Quy chế dân chủ."), about("Về tăng cường công tác dân vận"), about("Hướng dẫn đối thoại")
    ('về việc ban hành Quy chế dân chủ', 'về tăng cường công tác dân vận', 'hướng dẫn đối thoại')
    """
    told = describe(Instrument("", "1", "", "", None, None, title))
    return told.removeprefix("Văn bản số 1").strip(" .;,")


def flat(text: str) -> str:
    """On one line."""
    return " ".join(text.split())
