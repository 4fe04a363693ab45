"""Which pages there are, and how each is reached."""

from __future__ import annotations

import streamlit as st

from kb.web import about_page, ask_page, document_page


def run() -> None:
    """Draw the page that the address names."""
    st.set_page_config(page_title="Căn Cứ", page_icon=":material/gavel:", layout="centered", menu_items={"About": None})
    st.navigation(pages()).run()


def pages() -> list[st.Page]:
    """The pages in the order of the menu."""
    return [
        st.Page(ask_page.draw, title="Hỏi đáp", icon=":material/search:", url_path="hoi-dap", default=True),
        document(),
        st.Page(about_page.draw, title="Về kho văn bản", icon=":material/info:", url_path="kho"),
    ]


def document() -> st.Page:
    """The page that shows one document."""
    return st.Page(document_page.draw, title="Văn bản", icon=":material/description:", url_path="van-ban")
