"""Hỏi đáp: a question, the answer with its marks, the passages that carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kb.ask import Filters, ask
from kb.ask.compose import name_of
from kb.web import markup, session

if TYPE_CHECKING:
    from kb.ask.answer import Answer, Evidence
    from kb.collection import Collection

EXAMPLES = (
    "Quyết định nào quy định giám sát, phản biện xã hội?",
    "Các bước xây dựng mô hình dân vận khéo là gì?",
    "Văn bản nào viện dẫn Quyết định 217-QĐ/TW?",
)
ANY = "Tất cả"


def draw() -> None:
    """Draw the page."""
    st.title("Căn Cứ", anchor=False)
    st.caption(
        "Hỏi kho văn bản của cơ quan. Câu trả lời nào cũng kèm đoạn trích nguyên văn; không có thì nói không có."
    )
    kho = session.collection()
    if kho is None:
        return
    if not kho.documents:
        _empty()
        return
    _sample_notice(kho)
    question = _question_box()
    filters = _filters(kho)
    if not question:
        _examples()
        return
    _answer(kho, question, filters)


def _empty() -> None:
    st.info("Kho chưa có văn bản nào. Hãy nạp một thư mục văn bản (.txt, .md, .docx, .pdf):", icon=":material/inbox:")
    st.code("kb build THƯ_MỤC_VĂN_BẢN", language="bash")


def _sample_notice(kho: Collection) -> None:
    if all(document.sample for document in kho.documents):
        st.info(
            "Kho đang dùng **văn bản mẫu** đi kèm chương trình: năm bản tóm lược văn bản thật và các văn bản MẪU tự đặt. "
            "Đừng dùng làm căn cứ. Nạp văn bản của cơ quan bằng `kb build THƯ_MỤC`, văn bản mẫu sẽ tự ẩn.",
            icon=":material/science:",
        )


def _question_box() -> str:
    if "cau_hoi" not in st.session_state:
        st.session_state.cau_hoi = st.query_params.get("hoi", "")
    with st.form("hoi", border=False):
        typed = st.text_input(
            "Câu hỏi",
            key="cau_hoi",
            placeholder="Ví dụ: Quyết định nào quy định giám sát, phản biện xã hội?",
            max_chars=500,
        )
        st.form_submit_button("Hỏi", type="primary", icon=":material/search:")
    question = typed.strip()
    if question:
        st.query_params["hoi"] = question
    elif "hoi" in st.query_params:
        del st.query_params["hoi"]
    return question


def _filters(kho: Collection) -> Filters:
    headers = [document.header for document in kho.documents]
    provinces = sorted({header.province for header in headers if header.province})
    kinds = sorted({header.type for header in headers if header.type})
    years = sorted({header.year for header in headers if header.year}, reverse=True)
    left, middle, right = st.columns(3)
    province = left.selectbox("Tỉnh", [ANY, *provinces], key="tinh")
    kind = middle.selectbox("Loại văn bản", [ANY, *kinds], key="loai")
    year = right.selectbox("Năm", [ANY, *map(str, years)], key="nam")
    return Filters(
        province=None if province == ANY else province,
        type=None if kind == ANY else kind,
        year=None if year == ANY else int(year),
    )


def _examples() -> None:
    st.markdown("**Thử hỏi:**")
    for example in EXAMPLES:
        st.button(
            example,
            key=f"vd-{example}",
            on_click=_take,
            args=(example,),
            type="tertiary",
            icon=":material/arrow_forward:",
        )


def _take(example: str) -> None:
    st.session_state.cau_hoi = example


def _answer(kho: Collection, question: str, filters: Filters) -> None:
    answer = ask(kho, question, filters)
    if not answer.answered:
        _refusal(kho, answer)
        return
    with st.container(border=True):
        for statement in answer.statements:
            marks = " ".join(f":red-badge[{mark}]" for mark in statement.marks)
            st.markdown(f"{markup.plain(statement.text)} {marks}")
        if answer.note:
            st.caption(markup.plain(answer.note))
    st.subheader("Đoạn trích", anchor=False)
    for rank, item in enumerate(answer.evidence, start=1):
        _evidence(kho, item, rank, expanded=rank == 1)


def _refusal(kho: Collection, answer: Answer) -> None:
    st.warning(markup.plain(answer.text), icon=":material/help:")
    if answer.near:
        st.subheader("Gần nhất trong kho", anchor=False)
        st.caption("Đây không phải câu trả lời, chỉ là những đoạn gần với câu hỏi.")
        for rank, item in enumerate(answer.near, start=1):
            _evidence(kho, item, rank, expanded=False)


def _evidence(kho: Collection, item: Evidence, rank: int, *, expanded: bool) -> None:
    from kb.web.navigation import document

    del kho
    place = [name_of(item.document)]
    if item.passage.section:
        place.append(f"mục {item.passage.section}")
    if item.passage.page is not None:
        place.append(f"trang {item.passage.page}")
    label = f"[{rank}] {', '.join(place)}"
    with st.expander(markup.plain(label), expanded=expanded):
        st.html(markup.block(item.passage.text, item.passage.start, item.highlights))
        st.page_link(
            document(),
            label="Mở trong văn bản",
            icon=":material/open_in_new:",
            query_params={"vb": item.document.id, "doan": item.passage.id},
        )
