"""One cited passage: where it stands, its words, and the way to it in its document."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

import streamlit as st

from ingest.types import Span
from kb.ask.compose import name_of, where
from kb.nowadays import mark
from kb.told import secrecy_mark, told_of
from kb.web import markup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kb.ask.answer import Evidence
    from kb.collection import Collection

_RANGE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


def draw(kho: Collection, item: Evidence, rank: int | None, below: Callable[[], None] | None = None) -> None:
    """Draw a passage.

    Args:
        kho: the collection that it comes from.
        item: the passage.
        rank: its mark in the answer; ``None`` for one that answers nothing.
        below: draws what stands under it.
    """
    from kb.web.navigation import document

    directive = kho.directive(item.document.id)
    named = secrecy_mark(item.document) + name_of(item.document) + mark(item.document)
    name = ", ".join(part for part in (named, where(item.passage)) if part)
    with st.container(border=True):
        st.html(markup.place(rank, name, PurePath(item.document.source).name))
        st.html(markup.passage(directive, Span(item.passage.start, item.passage.end), item.highlights))
        if lines := told_of(item.document, item.passage):
            st.html(markup.corrections(lines))
        st.page_link(document(), label="Mở trong văn bản", icon=":material/article:", query_params=address_of(item))
        if below is not None:
            below()


def address_of(item: Evidence) -> dict[str, str]:
    """What the address of a document's page says of a passage.

    ``vb`` is the document, ``doan`` the passage, ``cau`` the highlighted ranges.
    """
    address = {"vb": item.document.id, "doan": item.passage.id}
    if item.highlights:
        address["cau"] = ",".join(f"{span.start}-{span.end}" for span in item.highlights)
    return address


def highlights(address: Mapping[str, str]) -> Sequence[Span]:
    """The highlighted ranges that an address names; what cannot be read is left out.

    >>> highlights({"cau": "10-20,x,7"})
    [Span(start=10, end=20)]
    """
    found = (_RANGE.fullmatch(piece) for piece in address.get("cau", "").split(","))
    return [Span(int(match[1]), int(match[2])) for match in found if match]
