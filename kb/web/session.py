"""The open collection, shared by everybody who looks at the pages and renewed when a build has switched generations."""

from __future__ import annotations

import logging
import os

import streamlit as st

from index.errors import IndexingError
from kb.collection import Collection
from kb.errors import KbError
from kb.home import resolve

log = logging.getLogger(__name__)


@st.cache_resource(show_spinner="Đang mở kho văn bản…", max_entries=2)
def _open(home: str, stamp: str) -> Collection:
    del home, stamp  # they are the key: another home or another generation is another collection
    return Collection.open(resolve())


def collection() -> Collection | None:
    """The collection that serves now; ``None`` after a sentence was drawn that says why there is none."""
    home = resolve()
    try:
        return _open(os.fspath(home.root), _stamp(home.index))
    except (KbError, IndexingError) as error:
        st.warning(str(error), icon=":material/folder_off:")
        st.markdown("Nạp văn bản bằng dòng lệnh, rồi tải lại trang này:")
        st.code("kb build THƯ_MỤC_VĂN_BẢN", language="bash")
        return None


def _stamp(index: os.PathLike[str]) -> str:
    try:
        with open(os.path.join(index, "CURRENT"), encoding="utf-8") as file:  # noqa: PTH118, PTH123 (a path-like only)
            return file.read().strip()
    except OSError:
        return ""
