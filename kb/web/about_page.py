"""Về kho văn bản: what the collection holds, and what its samples are."""

from __future__ import annotations

import streamlit as st

from kb.ask.compose import name_of
from kb.web import markup, session


def draw() -> None:
    """Draw the page."""
    st.title("Về kho văn bản", anchor=False)
    kho = session.collection()
    if kho is None:
        return
    documents = sorted(kho.documents, key=lambda one: (one.header.province or "", one.header.date or ""))
    instruments = kho.instruments()
    left, right = st.columns(2)
    left.metric("Văn bản trong kho", len(documents))
    right.metric("Văn bản được viện dẫn", len(instruments))
    if documents and all(document.sample for document in documents):
        st.markdown(
            "Kho đang dùng văn bản mẫu. **Năm văn bản là bản tóm lược** của văn bản thật: số, ngày, cơ quan ban hành, văn bản "
            "được viện dẫn, chỉ tiêu và thời hạn giữ đúng như văn bản thật, câu chữ do nhóm làm chương trình viết lại. "
            "**Các văn bản có chữ MẪU trong số hiệu** là tự đặt, địa danh không có thật; chỉ các văn bản được viện dẫn là có thật. "
            "Đừng dùng văn bản mẫu làm căn cứ."
        )
    st.dataframe(
        [
            {
                "Văn bản": name_of(document),
                "Trích yếu": document.header.title or "",
                "Tỉnh": document.header.province or "",
                "Tệp": document.source.rsplit("/", 1)[-1],
            }
            for document in documents
        ],
        hide_index=True,
        width="stretch",
    )
    st.markdown("**Thêm văn bản của cơ quan** (.txt, .md, .docx, .pdf), rồi tải lại trang:")
    st.code("kb build THƯ_MỤC_VĂN_BẢN", language="bash")
    st.caption(
        markup.plain(
            "Tình trạng hiệu lực của văn bản được viện dẫn là “chưa kiểm chứng” khi không văn bản nào trong kho nói rõ."
        )
    )
