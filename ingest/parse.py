"""A file or a text becomes a :class:`~ingest.types.Directive`: every parser in its turn, over one normalised text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from ingest import (
    apart,
    bases,
    citations,
    closing,
    deadlines,
    effects,
    header,
    layout,
    readers,
    relations,
    secrecy,
    sections,
    targets,
)
from ingest.errors import EmptyFileError
from ingest.layout import Layout
from ingest.types import Directive, Span

_CONSOLIDATED = "Văn bản hợp nhất"  # opens with a list of what it consolidates, which is no part of its own order


def parse_file(path: str | Path) -> Directive:
    """Read and parse one file.

    Raises:
        IngestError: the file cannot become a directive; the message says why, in one line of Vietnamese.
    """
    raw = readers.read(Path(path))
    laid_out = layout.arrange(raw.pages, paged=raw.paged)
    if not laid_out.text:
        msg = f"{path}: tệp không có chữ nào; hãy mở tệp gốc xem nội dung còn không rồi thêm lại."
        raise EmptyFileError(msg)
    stamp = secrecy.find([page.text for page in raw.pages])
    return _parse(laid_out, stamp, source=str(path), sha256=raw.sha256)


def parse_text(raw: str, *, source: str = "", pages: Sequence[str] | None = None) -> Directive:
    """Parse a text that is at hand, as read or as typed. No text makes it fail.

    Args:
        raw: the text; ignored when ``pages`` are given, but for its hash.
        source: what the directive is called in messages and answers.
        pages: the texts of the pages, where the source has pages.
    """
    text, spans = layout.reflow([raw] if pages is None else pages, paged=None if pages is None else True)
    sha256 = hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
    stamp = secrecy.find(layout.split(raw) if pages is None else pages)
    return _parse(Layout(text, spans, layout.inline_notes(text)), stamp, source=source, sha256=sha256)


def _parse(laid_out: Layout, stamp: str | None, *, source: str, sha256: str) -> Directive:
    bare = apart.without_notes(laid_out.text, laid_out.notes)
    whole = apart.restored(_parse_bare(bare.text), bare, laid_out)
    head = replace(whole.header, secrecy=stamp)
    read = replace(whole, header=head, source=source, sha256=sha256, pages=laid_out.pages, words=laid_out.words)
    return replace(read, relations=relations.find(read), effects=effects.find(read))


def _parse_bare(text: str) -> Directive:
    """The directive of a text without footnotes."""
    head, head_end = header.parse(text)
    tail = closing.parse(text, head_end)
    body = Span(head_end, max(head_end, tail.start))
    mentions = citations.find_all(text, own=Span(0, head_end), kind=head.type)
    # What is annexed behind the signature has an outline of its own: it follows the body's as further top sections.
    annexes = Span(max(body.end, tail.end), len(text))
    ordered = Span(bases.begin(text, body), body.end) if head.type == _CONSOLIDATED else body
    outline = sections.parse(text, ordered) + sections.parse(text, annexes)
    zones = (body, annexes)
    return Directive(
        source="",
        sha256="",
        text=text,
        header=head,
        body=body,
        bases=bases.parse(text, ordered, mentions),
        sections=outline,
        targets=tuple(one for zone in zones for one in targets.find(text, outline, zone)),
        deadlines=tuple(one for zone in zones for one in deadlines.find(text, zone, issued=head.date, year=head.year)),
        recipients=tail.recipients,
        signature=tail.signature,
        citations=mentions,
    )


def to_json(directive: Directive) -> dict[str, Any]:
    """The object that ``kb parse`` prints: every field by its name, ``null`` or ``[]`` where there is nothing.

    The places of the words are left out: they are for viewers, and packed.
    """
    plain: dict[str, Any] = _plain(directive)
    del plain["words"]
    return plain


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field of a directive
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
