"""The nouns of a directive. Everything that ``ingest`` returns is made of these.

Offsets are indices into :attr:`Directive.text` (Python string indices, end exclusive), and
``directive.text[start:end]`` is exactly what the field shows. Dates are ISO 8601 strings: ``2013-12-12``,
or ``--03-13`` for a day that comes back every year.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of a directive's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters that the span covers.

        >>> Span(0, 7).of("Căn cứ Luật")
        'Căn cứ '
        """
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points (1/72 inch) from the upper left corner of the page as it is shown."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the text that stands on one page of the source.

    Attributes:
        number: of the page, from 1. A page has several stretches where notes at its foot stand between the lines that
            they belong to.
        width, height: of the page in points; 0 where the source does not tell.
        confidence: how sure the recognition was, from 0 to 1, where the text was read from a picture (OCR); else ``None``.
    """

    number: int
    start: int
    end: int
    width: float = 0.0
    height: float = 0.0
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, which stands in the text behind the block that carries its mark.

    Attributes:
        mark: the number printed before it, ``12``.
        anchor: offset of the raised mark in the text; ``None`` where no mark was found.
    """

    mark: str
    start: int
    end: int
    anchor: int | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the body. A part that the text does not give is ``None``, never guessed.

    Attributes:
        number: the normalised number and symbol, ``214/KH-LĐLĐ``; ``None`` for a draft whose number is blank.
        symbol: the number and symbol as printed, ``439 /KH – LĐLĐ``; of a blank draft what is there, ``/KH-LĐLĐ``.
        type: the kind of document in full, ``Kế hoạch``; of a dispatch without a type name, ``Công văn``.
        issuer: the organisation in full with its place, not the body that signs for it.
        place: the place printed before the date.
        province: the province whose directive this is, when the text says it.
        year: the year of issue, also where the day is blank.
        date: ISO date of issue.
        title: the subject (trích yếu) on one line, a leading ``V/v`` kept.
        draft: the number or the date was left blank.
        secrecy: the secrecy stamp, ``Mật``, ``Tối mật`` or ``Tuyệt mật``.
    """

    number: str | None = None
    symbol: str | None = None
    type: str | None = None
    issuer: str | None = None
    place: str | None = None
    province: str | None = None
    year: int | None = None
    date: str | None = None
    title: str | None = None
    draft: bool = False
    secrecy: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of an instrument, with what *this mention* claims, uncorrected.

    ``text`` runs from the type word (or the number, where no type word stands before it) to the end of the
    issuer, date or subject that belongs to the mention.

    Attributes:
        type: the type of instrument that the mention names (``Quyết định``), or ``None``.
        number: normalised number and symbol, digits as written: ``217-QĐ/TW``.
        date: ISO date claimed, or ``None``.
        issuer: issuer as the mention writes it, on one line.
        title: the subject that follows, without ``về việc`` being altered.
        name: what a mention without a number calls the instrument (``Luật Công đoàn năm 2012``); ``None`` for numbered ones.
        pinpoint: article, clause or point that is cited (``khoản 2 Điều 5``), or ``None``.
        form: how it is cited, one of :data:`FORMS`.
        refers: of a ``short`` mention, the position among the directive's citations of the one that it stands for;
            ``None`` where the text does not tell which.
    """

    text: str
    start: int
    end: int
    type: str | None = None
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    title: str | None = None
    name: str | None = None
    pinpoint: str | None = None
    form: str = "number"
    refers: int | None = None


FORMS = ("number", "name", "short", "self")
"""A mention with a number-symbol, one by its proper name, one that points back ("Quyết định nêu trên"), and one of the
directive itself ("Quyết định này")."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What the text says that one instrument does to another; ``text`` are the words that say it.

    Attributes:
        kind: one of :data:`RELATIONS`, read from ``source`` to ``target``.
        source: position in :attr:`Directive.citations` of the instrument that acts; ``None``: the directive itself.
        target: position of the one that is acted on; ``None``: the directive itself.
        part: what of the target is concerned (``khoản 3 Điều 7``, ``một số điều``); ``None``: all of it.
    """

    kind: str
    text: str
    start: int
    end: int
    source: int | None = None
    target: int | None = None
    part: str | None = None


RELATIONS = (
    "căn cứ",
    "thực hiện",
    "hướng dẫn",
    "sửa đổi, bổ sung",
    "thay thế",
    "bãi bỏ",
    "hợp nhất",
    "đính chính",
    "dẫn chiếu",
)
"""The kinds of relations; ``dẫn chiếu`` is a citation of which the text says nothing more."""


@dataclass(frozen=True, slots=True)
class Effect:
    """When an instrument, or a part of it, begins or ceases to be in force, in the words of the text.

    Attributes:
        date: ISO date; ``None`` where the text gives none that can be told ("kể từ ngày ký" is the directive's own date).
        ends: it ceases.
        of: position in :attr:`Directive.citations` of the instrument; ``None``: the directive itself.
        part: the part concerned (``khoản 2 Điều 5``); ``None``: all of it.
    """

    text: str
    start: int
    end: int
    date: str | None = None
    ends: bool = False
    of: int | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """One legal basis (căn cứ); ``citations`` are positions in :attr:`Directive.citations`."""

    text: str
    start: int
    end: int
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the outline, from its label to the end of its last descendant.

    Attributes:
        label: as printed without closing punctuation: ``III``, ``2``, ``1.1``, ``a``, ``-``, ``+``, ``Bước 1``,
            ``Điều 5``, ``(1)``.
        heading: the heading on the label's line; ``None`` where the label opens a body paragraph.
        level: depth from 1.
    """

    label: str
    heading: str | None
    level: int
    start: int
    end: int
    children: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity that the directive wants reached (chỉ tiêu).

    Attributes:
        value: the number, ``98`` or ``24500``; the lower end of a range.
        value_max: the upper end of a range, else ``None``.
        unit: ``%`` or the counted noun (``CĐCS``, ``đoàn viên``, ``mô hình/năm``).
        comparator: one of ``>=``, ``>``, ``<=``, ``<``, ``=``.
        subject: who or what the value is about and what must be so, as printed.
        section: labels of the enclosing sections joined by dots (bullets left out), or ``None``.
    """

    text: str
    start: int
    end: int
    value: int | float
    unit: str
    comparator: str
    subject: str | None = None
    section: str | None = None
    value_max: int | float | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment or rhythm by which something must be done.

    Attributes:
        text: the words that state the time, as printed.
        date: ISO date, ``--03-13`` for a yearly day, ``None`` for a rhythm only.
        recurrence: the rhythm as printed (``hàng năm``, ``hàng quý, 6 tháng, một năm``), or ``None``.
        action: what is due, as printed, or ``None``.
    """

    text: str
    start: int
    end: int
    date: str | None = None
    recurrence: str | None = None
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: ``TM. BAN THƯỜNG VỤ``, ``PHÓ CHỦ TỊCH``, ``Hoàng Văn A``."""

    authority: str | None = None
    position: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Directive:
    """A parsed directive. ``text`` is the normalised text that every offset points into, one block per line.

    ``pages`` is empty where the source has no pages (plain text, Word). ``body`` is the range between the header
    and the closing (recipients and signature). What is annexed behind the closing is read as well: its outline follows
    the body's as further top-level sections, and its targets, deadlines and citations stand behind the body's.
    ``notes`` are the footnotes: part of the text, but of no header, basis, section, target or deadline.
    ``words`` says where each word stands on its page (:mod:`ingest.boxes`), and is empty where the source does not tell.
    """

    source: str
    sha256: str
    text: str
    header: Header
    body: Span
    pages: tuple[Page, ...] = ()
    bases: tuple[Basis, ...] = ()
    sections: tuple[Section, ...] = ()
    targets: tuple[Target, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    recipients: tuple[str, ...] = ()
    signature: Signature = Signature()
    citations: tuple[Citation, ...] = ()
    relations: tuple[Relation, ...] = ()
    effects: tuple[Effect, ...] = ()
    notes: tuple[Note, ...] = ()
    words: bytes = field(default=b"", repr=False)
