"""Which two versions ``kb compare`` puts against each other: two of the collection, or two files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.errors import AmbiguousDocumentError, UnknownDocumentError, UsageError

if TYPE_CHECKING:
    from ingest.types import Directive
    from kb.comparing.changes import Side
    from kb.store import Store


def show_changes(names: tuple[str, ...], *, versions: bool, as_json: bool) -> int:
    """Compare two versions and write what changed."""
    from kb.cli.compare_text import write_changes
    from kb.cli.output import write_json
    from kb.comparing.changes import changes
    from kb.comparing.contract import changes_json

    pair = _last_two(names[0]) if versions else (_read(names[0]), _read(names[1]))
    if pair is None:
        return _nothing(names[0], as_json=as_json)
    (old, one), (new, other) = pair
    if as_json and (old.header.secrecy or new.header.secrecy):
        raise UsageError("Không xuất văn bản có dấu độ mật: hãy xem bằng kb compare trên máy này, không kèm --json.")
    found = changes(old, new, (one, other))
    if as_json:
        write_json(changes_json(found))
    else:
        write_changes(found)
    return 0


def _nothing(name: str, *, as_json: bool) -> int:
    """Tell that the collection keeps one version only."""
    from kb.cli.output import write_json

    told = f"Kho chỉ giữ một bản của “{name}” nên không có gì để so sánh; có bản khác trong tệp thì dùng kb compare CŨ MỚI --changes."
    if as_json:
        write_json({"documents": [], "numbers": [], "changes": [], "unchanged": 0, "notes": [told]})
    else:
        click.echo(told)
    return 0


def _last_two(name: str) -> tuple[tuple[Directive, Side], tuple[Directive, Side]] | None:
    """What a file of the collection said before, and what it says; ``None`` where it has said nothing else."""
    from kb.cli.versions import find_version
    from kb.home import resolve
    from kb.store import Store

    with Store.open(resolve().database) as store, store.snapshot():
        ident = find_version(store, name)
        history = store.versions.of(ident)
        paths = [one.path for one in history if one.directive == ident]
        line = [one for one in history if paths and one.path == paths[0]]
        if len(line) < 2:
            return None
        place = max(number for number, one in enumerate(line) if one.directive == ident) or 1
        return _stored(store, line[place - 1].directive), _stored(store, line[place].directive)


def _read(name: str) -> tuple[Directive, Side]:
    """A version by id, number or file of the collection, or else a file of its own."""
    from kb.cli.versions import find_version
    from kb.errors import NoCollectionError
    from kb.home import resolve
    from kb.store import Store

    try:
        with Store.open(resolve().database) as store, store.snapshot():
            return _stored(store, find_version(store, name))
    except (UnknownDocumentError, AmbiguousDocumentError, NoCollectionError):
        if not Path(name).is_file():
            raise
    from ingest.parse import parse_file
    from kb.comparing.changes import Side

    directive = parse_file(Path(name))
    return directive, Side(directive.sha256[:12], directive.header.number, name)


def _stored(store: Store, ident: str) -> tuple[Directive, Side]:
    from kb.comparing.changes import Side

    directive, document = store.directives.get(ident), store.directives.document(ident)
    if directive is None or document is None:
        raise UsageError(f"Không còn bản {ident} trong kho: hãy chạy lại kb build.")
    return directive, Side(ident, document.header.number, document.source or directive.source)
