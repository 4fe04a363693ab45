"""Which pages there are, how each is reached, and what frames them all."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path

import streamlit as st

from index.errors import IndexingError
from kb.errors import KbError
from kb.web import about_page, ask_page, document_page, markup

log = logging.getLogger(__name__)

_HERE = Path(__file__).parent
_SETTINGS = {"client.toolbarMode": "minimal", "client.showErrorDetails": "none"}


def run() -> None:
    """Draw the page that the address names."""
    for name, value in _SETTINGS.items():  # kb.web.serve gives them too; this is for a bare `streamlit run app.py`
        st.set_option(name, value)
    st.set_page_config(page_title="Căn Cứ", page_icon=str(_HERE / "icon.svg"), layout="centered")
    st.html(f"<style>{_file('style.css')}</style>")
    page = st.navigation(pages())
    try:
        page.run()
    except (KbError, IndexingError) as error:
        st.error(markup.message(str(error)), icon=":material/error:")
    except Exception:
        log.exception("page %s", page.title)
        st.error(
            "Chưa xem được trang này vì một lỗi của chương trình. Hãy tải lại trang; nếu vẫn lỗi, chạy lại `kb build` rồi "
            "khởi động lại trang web.",
            icon=":material/error:",
        )
    st.html(f"<script>{_file('page.js')}</script>", unsafe_allow_javascript=True)


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


@cache
def _file(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
