"""Hỏi đáp: a question, the answer with its marks, the passages that carry it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from kb.ask import Filters, ask
from kb.shown import Shown
from kb.told import STAMPED
from kb.web import address, evidence, markup, session, voting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kb.ask.answer import Answer, Evidence
    from kb.collection import Collection

EXAMPLES = (
    "Quyết định nào quy định giám sát, phản biện xã hội?",
    "Các bước xây dựng mô hình dân vận khéo là gì?",
    "Văn bản nào viện dẫn Quyết định 217-QĐ/TW?",
)
ANY = "Tất cả"
FILTERS = {"tinh": "Tỉnh", "loai": "Loại văn bản", "nam": "Năm"}
"""The filters: their names in the address, and on the page."""
WIDGETS = {"hoi": "", **dict.fromkeys(FILTERS, ANY)}


def draw() -> None:
    """Draw the page."""
    st.title("Căn Cứ", anchor=False)
    kho = session.collection()
    if kho is None:
        return
    options = _options(kho)
    address.read(WIDGETS, options)
    question = _question()
    filters = _filters(options)
    address.write(WIDGETS)
    if not question:
        _start(kho)
    elif not any(filters.admits(document) for document in kho.documents):
        _nothing_admitted()
    else:
        answer = ask(kho, question, filters)
        _result(kho, answer, Shown.of_answer(kho, answer, filters))


def _options(kho: Collection) -> dict[str, list[str]]:
    headers = [document.header for document in kho.documents]
    found = {
        "tinh": sorted({header.province for header in headers if header.province}),
        "loai": sorted({header.type for header in headers if header.type}),
        "nam": sorted({str(header.year) for header in headers if header.year}, reverse=True),
    }
    return {key: [ANY, *values] for key, values in found.items()}


def _question() -> str:
    with st.form("form", border=False), st.container(horizontal=True, vertical_alignment="bottom", wrap=False):
        typed = st.text_input(
            "Hỏi kho văn bản của cơ quan",
            key="hoi",
            placeholder="Ví dụ: Quyết định nào quy định giám sát, phản biện xã hội?",
            max_chars=500,
        )
        st.form_submit_button("Hỏi", type="primary", icon=":material/search:")
    return (typed or "").strip()


def _filters(options: Mapping[str, Sequence[str]]) -> Filters:
    chosen = {}
    with st.container(horizontal=True, wrap=False):
        for key, label in FILTERS.items():
            value = st.selectbox(label, options[key], key=key, placeholder=ANY)
            chosen[key] = None if value in (None, ANY) else value
    year = chosen["nam"]
    return Filters(province=chosen["tinh"], type=chosen["loai"], year=int(year) if year else None)


def _start(kho: Collection) -> None:
    st.markdown("Câu trả lời nào cũng kèm đoạn trích nguyên văn; kho không có thì nói là không có. Thử hỏi:")
    with st.container(gap=None):
        for example in EXAMPLES:
            st.button(example, on_click=_ask, args=(example,), type="tertiary", icon=":material/arrow_forward:")
    if session.only_samples(kho):
        st.caption(
            f"{session.SAMPLES} Nạp văn bản của cơ quan bằng lệnh `kb build THƯ_MỤC` thì văn bản mẫu tự ẩn.",
        )


def _ask(example: str) -> None:
    st.session_state.hoi = example


def _drop_filters() -> None:
    for key in FILTERS:
        st.session_state[key] = ANY


def _nothing_admitted() -> None:
    st.warning("Không có văn bản nào khớp cả ba bộ lọc đang chọn.", icon=":material/filter_alt_off:")
    _offer_all()


def _offer_all() -> None:
    """A way out of the filters, where they are on."""
    on = [f"{label.lower()} {st.session_state[key]}" for key, label in FILTERS.items() if st.session_state[key] != ANY]
    if on:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(markup.plain(f"Chỉ tìm trong: {', '.join(on)}."), width="content")
            st.button("Bỏ lọc", on_click=_drop_filters, type="tertiary", icon=":material/filter_alt_off:")


def _result(kho: Collection, answer: Answer, seen: Shown) -> None:
    voting.remember(seen)
    if answer.answered:
        _answer(kho, answer, seen)
    else:
        _refusal(kho, answer, seen)


def _answer(kho: Collection, answer: Answer, seen: Shown) -> None:
    with st.container(border=True):
        st.html(markup.answer(answer))
        for note in (_standing(answer), answer.note, session.SAMPLES if session.only_samples(kho) else None):
            if note:
                st.caption(markup.plain(note))
        voting.draw(seen, None)
    _offer_all()
    st.subheader("Đoạn trích", anchor=False)
    _draw(kho, [(rank, item) for rank, item in enumerate(answer.evidence, start=1)], seen)


def _standing(answer: Answer) -> str | None:
    """The standing of the named instruments, those of one standing together."""
    by_status: dict[str, list[str]] = {}
    for row in answer.instruments:
        by_status.setdefault(row.status, []).append(row.number or row.name or "")
    groups = [f"{', '.join(numbers)} {status}" for status, numbers in by_status.items()]
    return f"Tình trạng hiệu lực: {'; '.join(groups)}." if groups else None


def _refusal(kho: Collection, answer: Answer, seen: Shown) -> None:
    st.warning(markup.plain(answer.text), icon=":material/help:")
    _offer_all()
    if not answer.near:
        return
    st.subheader("Gần nhất trong kho", anchor=False)
    st.caption("Đây không phải câu trả lời, chỉ là những đoạn gần với câu hỏi.")
    _draw(kho, [(None, item) for item in answer.near], seen)


def _draw(kho: Collection, shown: Sequence[tuple[int | None, Evidence]], seen: Shown) -> None:
    if any(item.document.header.secrecy for _, item in shown):
        st.warning(STAMPED, icon=":material/lock:")
    for place, (rank, item) in enumerate(shown, start=1):
        evidence.draw(kho, item, rank, below=partial(voting.draw, seen, place))
