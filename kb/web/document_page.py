"""Văn bản: one directive, with the cited passage brought into view."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import streamlit as st

from ingest.types import Span
from kb import original
from kb.ask.compose import name_of
from kb.catalogue.describe import day
from kb.errors import OriginalError
from kb.nowadays import mark
from kb.told import recognition, said, secrecy_mark
from kb.web import evidence, markup, session, voting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.types import Directive
    from kb.collection import Collection
    from kb.store.records import Document

LISTED = 50


def draw() -> None:
    """Draw the page."""
    kho = session.collection()
    if kho is None:
        return
    document = _chosen(kho)
    if document is None:
        _list(kho)
    else:
        voting.opened(st.query_params.get("doan"))
        _header(document)
        _text(kho, document)


def _chosen(kho: Collection) -> Document | None:
    by_id = {document.id: document for document in kho.documents}
    asked = st.query_params.get("vb")
    known = asked if asked in by_id else None
    options = [document.id for document in _sorted(kho)]
    chosen = st.selectbox(
        "Văn bản",
        options,
        index=options.index(known) if known else None,
        key=f"chon-{known}",
        format_func=lambda ident: _line(by_id[ident]),
        placeholder="Chọn, hoặc gõ số hay trích yếu để tìm",
    )
    if chosen is not None and chosen != known:
        st.query_params.from_dict({"vb": chosen})
        st.rerun()
    if asked is not None and known is None:
        st.warning("Văn bản này không còn trong kho. Hãy chọn văn bản khác.", icon=":material/help:")
    return by_id[known] if known else None


def _sorted(kho: Collection) -> list[Document]:
    """The newest first, those without a date last."""
    return sorted(
        kho.documents, key=lambda document: document.header.date or str(document.header.year or ""), reverse=True
    )


def _list(kho: Collection) -> None:
    documents = _sorted(kho)
    st.markdown(
        f"Kho có {len(documents)} văn bản" + (f", {LISTED} văn bản mới nhất:" if len(documents) > LISTED else ":")
    )
    rows = [
        (f"?vb={one.id}", secrecy_mark(one) + name_of(one) + mark(one), one.header.title) for one in documents[:LISTED]
    ]
    st.html(markup.links(rows))


def _line(document: Document) -> str:
    title = document.header.title
    name = secrecy_mark(document) + name_of(document) + mark(document)
    return f"{name}: {title}" if title else name


def _header(document: Document) -> None:
    header = document.header
    st.subheader(markup.plain(header.title or name_of(document)), anchor=False)
    number = header.number or (f"{header.symbol} (dự thảo, để trống số)" if header.symbol else None)
    st.html(
        markup.card(
            [
                ("Độ mật", header.secrecy),
                ("Số, ký hiệu", number),
                ("Loại", header.type),
                ("Cơ quan ban hành", header.issuer),
                ("Ngày", day(header.date) if header.date else None),
                ("Tỉnh", header.province),
                ("Tệp", ", ".join(PurePath(source).name for source in document.sources)),
            ]
        )
    )
    if document.sample:
        st.caption(session.SAMPLES)
    if header.secrecy:
        st.warning(f"Văn bản có dấu {header.secrecy}: không sao chép, không chuyển ra ngoài.", icon=":material/lock:")
    for line in recognition(document):
        st.warning(line, icon=":material/document_scanner:")
    if document.corrections:
        st.html(markup.corrections([said(item) for item in document.corrections]))


def _text(kho: Collection, document: Document) -> None:
    asked = st.query_params.get("doan")
    passage = next((one for one in kho.passages_of(document.id) if one.id == asked), None)
    if asked is not None and passage is None:
        st.caption("Đoạn trích được hỏi không còn trong văn bản này: văn bản đã được nạp lại.")
    shown = Span(passage.start, passage.end) if passage is not None else None
    spans = evidence.highlights(st.query_params.to_dict()) if shown else ()
    if shown:
        _original(kho.directive(document.id), shown, spans)
    st.divider()
    st.html(markup.document(kho.directive(document.id), shown, spans))


def _original(directive: Directive, passage: Span, spans: Sequence[Span]) -> None:
    """The page of the source that a passage stands on, with what it says marked; nothing for sources without pages."""
    page = original.page_of(directive, (spans or (passage,))[0].start)
    if page is None or not directive.words:
        return
    marks = tuple(mark for span in spans or (passage,) for mark in original.places(directive, span, page))
    with st.expander(f"Trang gốc: trang {page}", icon=":material/picture_as_pdf:"):
        try:
            st.image(original.picture(directive, page, marks))
        except OriginalError as error:
            st.caption(str(error))
