"""Writing results: one JSON object, or lines for a person."""

from __future__ import annotations

import json
import shutil
import textwrap
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.types import Passage
    from ingest.types import Span
    from kb.ask.answer import Answer, Evidence
    from kb.store.records import Document


def write_json(value: dict[str, Any]) -> None:
    """The one object on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def write_answer(answer: Answer) -> None:
    """The answer, its instruments and its passages, for a person."""
    click.echo(click.style(answer.question, bold=True))
    click.echo()
    if not answer.answered:
        click.echo(wrapped(answer.text))
        if answer.near:
            click.echo("\nGần nhất trong kho (không phải câu trả lời):")
            write_evidence(answer.near)
        return
    for statement in answer.statements:
        marks = "".join(f"[{mark}]" for mark in statement.marks)
        click.echo(wrapped(f"{statement.text} {marks}"))
    if answer.note:
        click.echo(wrapped(f"Lưu ý: {answer.note}"))
    click.echo("\nTrích dẫn:")
    write_evidence(answer.evidence)


def write_evidence(evidence: Sequence[Evidence]) -> None:
    """Numbered passages, each with where it stands."""
    from kb.told import told_of

    for rank, item in enumerate(evidence, start=1):
        click.echo()
        click.echo(click.style(f"[{rank}] {place(item.document, item.passage)}", fg="cyan"))
        click.echo(wrapped(highlighted(item.passage, item.highlights), indent="    "))
        for line in told_of(item.document, item.passage):
            click.echo(click.style(wrapped(line, indent="    "), fg="yellow"))
    write_warnings([item.document for item in evidence])


def write_warnings(documents: Iterable[Document]) -> None:
    """What is told below words of documents: that they are samples, that they must not leave this computer."""
    from kb.told import STAMPED

    shown = list(documents)
    if any(document.sample for document in shown):
        click.echo(click.style("\nĐây là văn bản MẪU đi kèm chương trình, không dùng làm căn cứ.", fg="yellow"))
    if any(document.header.secrecy for document in shown):
        click.echo(click.style(f"\n{STAMPED}", fg="red"))


def write_documents(documents: Sequence[Document]) -> None:
    """One line for each document, by province and date."""
    from kb.ask.compose import name_of
    from kb.nowadays import mark
    from kb.told import secrecy_mark

    for document in sorted(documents, key=lambda one: (one.header.province or "", one.header.date or "", one.id)):
        named = document.header.title or ("" if document.header.number else PurePath(document.source).name)
        title = f": {named}" if named else ""
        click.echo(wrapped(f"{document.id}  {secrecy_mark(document)}{name_of(document)}{mark(document)}{title}"))
    click.echo(f"{len(documents)} văn bản.")


def place(document: Document, passage: Passage) -> str:
    """Document, section, page and file of a passage, on one line."""
    from kb.ask.compose import name_of, where
    from kb.nowadays import mark
    from kb.told import secrecy_mark

    stands = where(passage)
    return f"{secrecy_mark(document)}{name_of(document)}{mark(document)}{', ' + stands if stands else ''} · {document.source.rsplit('/', 1)[-1]}"


def highlighted(passage: Passage, spans: Iterable[Span]) -> str:
    """The passage's text with the cited words in bold."""
    text, offset, parts = passage.text, passage.start, []
    at = 0
    for span in sorted(spans, key=lambda span: span.start):
        start, end = max(span.start - offset, at), min(span.end - offset, len(text))
        if start >= end:
            continue
        parts += [text[at:start], click.style(text[start:end], bold=True)]
        at = end
    return "".join([*parts, text[at:]])


def wrapped(text: str, indent: str = "") -> str:
    """Lines no wider than the terminal; the text's own lines stay."""
    width = max(40, min(shutil.get_terminal_size((100, 24)).columns, 110))
    return "\n".join(
        textwrap.fill(
            line, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
        )
        for line in text.split("\n")
    )
