"""Văn bản: one directive, with the cited passage brought into view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ingest.types import Span
from kb.ask.compose import day, name_of
from kb.web import markup, session

if TYPE_CHECKING:
    from kb.collection import Collection
    from kb.store.records import Document


def draw() -> None:
    """Draw the page."""
    kho = session.collection()
    if kho is None:
        return
    if not kho.documents:
        st.info("Kho chưa có văn bản nào.", icon=":material/inbox:")
        return
    document = _chosen(kho)
    if document is None:
        return
    directive = kho.directive(document.id)
    _card(document)
    passage = next((one for one in kho.passages_of(document.id) if one.id == st.query_params.get("doan")), None)
    span = Span(passage.start, passage.end) if passage is not None else None
    st.html(
        markup.whole(directive.text, span) + (markup.SCROLL if span else ""), unsafe_allow_javascript=span is not None
    )


def _chosen(kho: Collection) -> Document | None:
    by_id = {document.id: document for document in kho.documents}
    asked = st.query_params.get("vb")
    if asked is not None and asked not in by_id:
        st.warning("Văn bản này không còn trong kho. Hãy chọn văn bản khác.", icon=":material/help:")
        asked = None
    options = sorted(by_id, key=lambda ident: (by_id[ident].header.province or "", by_id[ident].header.date or ""))
    chosen = st.selectbox(
        "Chọn văn bản",
        options,
        index=options.index(asked) if asked else None,
        format_func=lambda ident: _line(by_id[ident]),
        placeholder="Chọn một văn bản để đọc",
    )
    if chosen is None:
        return None
    if chosen != asked:
        st.query_params.from_dict({"vb": chosen})
    return by_id[chosen]


def _line(document: Document) -> str:
    title = document.header.title or ""
    return f"{name_of(document)}{': ' + title if title else ''}"


def _card(document: Document) -> None:
    header = document.header
    st.subheader(markup.plain(header.title or name_of(document)), anchor=False)
    rows = [
        ("Số, ký hiệu", header.number or (f"{header.symbol} (dự thảo, để trống số)" if header.symbol else None)),
        ("Loại", header.type),
        ("Cơ quan ban hành", header.issuer),
        ("Ngày", day(header.date) if header.date else None),
        ("Tỉnh", header.province),
        ("Tệp", ", ".join(source.rsplit("/", 1)[-1] for source in document.sources)),
    ]
    st.markdown("  \n".join(f"**{name}:** {markup.plain(value)}" for name, value in rows if value))
    if document.sample:
        st.caption("Văn bản mẫu đi kèm chương trình, không dùng làm căn cứ.")
    st.divider()
