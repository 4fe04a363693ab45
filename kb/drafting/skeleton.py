"""``kb draft``: a directive begun, with what the rule of its form and the collection give, and blanks for everything else."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ingest.citations import parse_number
from ingest.lexicon import load
from ingest.text import fold
from kb.drafting import bases
from kb.drafting.skeleton_headings import Shared, shared_headings
from kb.drafting.suggest import suggest
from kb.errors import UsageError
from kb.export_guard import exportable

if TYPE_CHECKING:
    from kb.collection import Collection
    from kb.drafting.suggest_types import Suggestion, Wanted
    from kb.store.records import Document


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A directive begun.

    Attributes:
        issuer: in full; ``None`` where neither its writer nor the collection tells.
        above: the organ printed over it.
        symbol: type and organ of the number ("KH-LĐLĐ", "KH/TU"), what is not known of it a blank.
        place: before the date.
        issued: a directive of the collection that issuer and symbol are taken from.
        suggestion: the bases.
        headings: that comparable documents share.
    """

    type: str
    topic: str
    style: str
    issuer: str | None
    above: str | None
    symbol: str
    place: str | None
    issued: Document | None
    suggestion: Suggestion
    headings: tuple[Shared, ...]


@cache
def form() -> dict[str, Any]:
    """The file ``skeleton.toml``."""
    return tomllib.loads(files(__package__).joinpath("skeleton.toml").read_text(encoding="utf-8"))


def begin(collection: Collection, wanted: Wanted, *, style: str | None = None, top: int = 10) -> Skeleton:
    """Begin a directive on a topic.

    Args:
        collection: the open collection.
        wanted: the topic, with its type (:func:`type_named`).
        style: ``state``, ``party`` or ``union``; that of the issuer where none is given.
        top: bases at most.
    """
    kind = type_named(wanted.type or "")
    suggestion = suggest(collection, wanted, style=style, top=top)
    issued = None if wanted.province is None else _issued(collection, wanted, suggestion.style)
    issuer = wanted.issuer or (issued.header.issuer if issued else None)
    return Skeleton(
        type=kind,
        topic=wanted.subject,
        style=suggestion.style,
        issuer=issuer,
        above=_above(issuer, suggestion.style),
        symbol=_symbol(kind, issued if issued and issued.header.issuer == issuer else None, suggestion.style),
        place=wanted.province,
        issued=issued,
        suggestion=suggestion,
        headings=shared_headings(collection, suggestion.comparable, kind, suggestion.style),
    )


def type_named(name: str) -> str:
    """The kind of document that somebody names, as the lexicon writes it.

    Raises:
        UsageError: there is no such kind.

    >>> type_named("ke hoach")
    'Kế hoạch'
    """
    wanted = fold(" ".join(name.split()))
    for row in load("types")["type"]:
        if row.get("cited", True) and fold(row["name"]) == wanted:
            return str(row["name"])
    raise UsageError(f"Không có loại văn bản “{name}”: hãy nêu một loại như Kế hoạch, Hướng dẫn, Quyết định, Công văn.")


def _issued(collection: Collection, wanted: Wanted, style: str) -> Document | None:
    """A numbered directive of the province's own office, the one that has issued most of what is there."""
    own = [
        one
        for one in exportable(collection.documents).documents
        if one.header.province == wanted.province
        and one.header.number
        and one.header.issuer
        and (wanted.issuer is None or fold(one.header.issuer) == fold(wanted.issuer))
        and bases.system_of(one.header.number, one.header.issuer) == style
    ]
    counts = Counter(one.header.issuer for one in own)
    return max(own, key=lambda one: (counts[one.header.issuer], one.header.date or "", one.id), default=None)


def _above(issuer: str | None, style: str) -> str | None:
    plain = fold(issuer or "")
    for row in form()["above"]:
        if row["style"] == style and any(plain.startswith(fold(word)) for word in row["issuer"]):
            return str(row["name"])
    return None


def _symbol(kind: str, issued: Document | None, style: str) -> str:
    """Type code and organ code as the style joins them; a blank for what nobody tells."""
    row = next(one for one in load("types")["type"] if one["name"] == kind)
    codes = [*row.get("party_codes", ()), *row["codes"]] if style == "party" else row["codes"]
    parts = parse_number(issued.header.number) if issued is not None and issued.header.number else None
    organ = (parts.organ if parts else None) or "…"
    if kind == "Công văn" and style != "party":
        return organ
    return f"{codes[0] if codes else '…'}{'/' if style == 'party' else '-'}{organ}"
