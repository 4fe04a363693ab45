"""Về kho văn bản: what the collection holds, what its samples are, how to add one's own documents."""

from __future__ import annotations

import streamlit as st

from kb.web import markup, session

SAMPLES = """
Kho đang dùng **văn bản mẫu** đi kèm chương trình, đừng dùng làm căn cứ:

- Năm văn bản là **bản tóm lược** của văn bản thật: số, ngày, cơ quan ban hành, văn bản được viện dẫn, chỉ tiêu và thời hạn
  giữ đúng, câu chữ do nhóm làm chương trình viết lại.
- Các văn bản có chữ **MẪU** trong số hiệu là tự đặt, địa danh không có thật; chỉ các văn bản được viện dẫn là có thật.
"""
LIMITS = """
- Chương trình chỉ biết những gì văn bản trong kho viết ra; kho không có thì nói là không có.
- Ngày, cơ quan ban hành của một văn bản được viện dẫn là ngày, cơ quan mà văn bản viện dẫn ghi.
- Tình trạng hiệu lực là “chưa kiểm chứng” khi không văn bản nào trong kho nói rõ.
"""


def draw() -> None:
    """Draw the page."""
    st.title("Về kho văn bản", anchor=False)
    kho = session.collection()
    if kho is None:
        return
    provinces = {document.header.province for document in kho.documents if document.header.province}
    figures = {
        "Văn bản trong kho": len(kho.documents),
        "Văn bản được viện dẫn": len(kho.instruments()),
        "Tỉnh, thành phố": len(provinces),
    }
    st.html(markup.card((name, f"{value:,}".replace(",", ".")) for name, value in figures.items()))
    if session.only_samples(kho):
        st.markdown(SAMPLES)
    st.subheader("Thêm văn bản của cơ quan", anchor=False)
    st.markdown("Nạp một thư mục có tệp .docx, .doc, .odt, .rtf, .html, .txt, .md, .pdf (lớp chữ), rồi tải lại trang:")
    st.code("kb build THƯ_MỤC_VĂN_BẢN", language="bash")
    st.subheader("Đọc câu trả lời thế nào", anchor=False)
    st.markdown(LIMITS)
