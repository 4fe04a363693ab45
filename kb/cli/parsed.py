"""A parsed directive on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ingest.sections import walk
from kb.catalogue.describe import day
from kb.cli import stated
from kb.cli.output import wrapped

if TYPE_CHECKING:
    from ingest.types import Directive, Section


def write_directive(directive: Directive, *, whole: bool = False) -> None:
    """What was read of a directive, for a person; with ``whole`` its text too."""
    header = directive.header
    rows = [
        *([("Độ mật", header.secrecy)] if header.secrecy else []),
        ("Số, ký hiệu", header.number or (f"{header.symbol} (để trống số)" if header.symbol else None)),
        ("Loại", header.type),
        ("Cơ quan ban hành", header.issuer),
        ("Nơi, ngày", ", ".join(part for part in (header.place, day(header.date) if header.date else None) if part)),
        ("Tỉnh", header.province),
        ("Trích yếu", header.title),
        ("Dự thảo", "có" if header.draft else "không"),
    ]
    for name, value in rows:
        click.echo(wrapped(f"{name}: {value or '(không có)'}"))
    _list("Căn cứ", [basis.text for basis in directive.bases])
    _list(
        "Đề mục",
        [
            f"{'  ' * (depth - 1)}{section.label} {section.heading or _opening(directive, section)}"
            for _, depth, section in walk(directive.sections)
            if section.heading or section.label.strip("-–+* ")
        ],
    )
    _list("Chỉ tiêu", [target.text for target in directive.targets])
    _list("Thời hạn", [f"{item.text}: {item.action or ''}" for item in directive.deadlines])
    _list("Quan hệ giữa các văn bản", stated.relations(directive))
    _list("Hiệu lực", stated.effects(directive))
    _list("Văn bản được viện dẫn", [" ".join(citation.text.split()) for citation in directive.citations])
    _list("Nơi nhận", list(directive.recipients))
    signature = directive.signature
    signed = " ".join(part for part in (signature.authority, signature.position, signature.name) if part)
    click.echo(wrapped(f"\nKý: {signed or '(không có)'}"))
    if whole:
        click.echo()
        click.echo(wrapped(directive.text))


OPENING = 60
"""Characters of a numbered paragraph that has no heading."""


def _opening(directive: Directive, section: Section) -> str:
    """How a numbered paragraph without a heading begins, after its label."""
    words = directive.text[section.start : section.end].removeprefix(section.label).lstrip(" .)/").split()
    text = " ".join(words)
    return text if len(text) <= OPENING else text[:OPENING].rsplit(" ", 1)[0] + " …"


def _list(title: str, lines: list[str]) -> None:
    click.echo(click.style(f"\n{title} ({len(lines)})", bold=True))
    for line in lines:
        click.echo(wrapped(line, indent="  "))
