"""What a document said before, on the command line."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click

from kb.cli.output import wrapped
from kb.errors import UnknownDocumentError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.store import Store, Version

_ID = re.compile(r"[0-9a-f]{6,12}")


def find_version(store: Store, doc: str) -> str:
    """The id of the directive that is meant, also of one that a file said before.

    Raises:
        UnknownDocumentError: there is none.
        AmbiguousDocumentError: there are several.
    """
    try:
        return store.find(doc).id
    except UnknownDocumentError:
        prefix = doc.strip().lower()
        replaced = store.versions.replaced(prefix) if _ID.fullmatch(prefix) else ()
        if len(replaced) != 1:
            raise
        return replaced[0]


def versions_json(versions: Sequence[Version]) -> list[dict[str, Any]]:
    """The history as JSON; ``document`` is the id under which ``kb show`` shows that text."""
    return [
        {
            "path": one.path,
            "document": one.directive,
            "since": one.since,
            "until": one.until,
            "since_revision": one.since_revision,
            "until_revision": one.until_revision,
            "current": one.until_revision is None,
        }
        for one in versions
    ]


def write_versions(versions: Sequence[Version]) -> None:
    """The history for a person, one line for each version."""
    for path in dict.fromkeys(one.path for one in versions):
        click.echo(click.style(PurePath(path).name, bold=True))
        for one in (one for one in versions if one.path == path):
            since = _moment(one.since) or "trước khi có lịch sử"
            until = f"đến {_moment(one.until)}" if one.until_revision is not None else "đến nay"
            click.echo(wrapped(f"{one.directive}  từ {since} {until}", indent="  "))


def _moment(iso: str | None) -> str | None:
    """An instant in the time of this machine, as people write it."""
    return None if iso is None else datetime.fromisoformat(iso).astimezone().strftime("%d/%m/%Y %H:%M")
