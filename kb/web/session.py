"""The open collection, shared by everybody who looks at the pages and renewed when a build has switched generations."""

from __future__ import annotations

import os

import streamlit as st

from index.errors import IndexingError
from index.generation import current_id
from kb.collection import Collection
from kb.errors import KbError
from kb.home import resolve
from kb.web import markup

SAMPLES = "Văn bản mẫu đi kèm chương trình, đừng dùng làm căn cứ."
"""Said wherever samples are shown."""


@st.cache_resource(show_spinner="Đang mở kho văn bản…", max_entries=2)
def _open(home: str, generation: str | None) -> Collection:
    del home, generation  # they are the key: another home or another generation is another collection
    return Collection.open(resolve())


def collection() -> Collection | None:
    """The collection that serves now; ``None`` after a sentence was drawn that says why there is none."""
    home = resolve()
    try:
        kho = _open(os.fspath(home.root), current_id(home.index))
    except (KbError, IndexingError) as error:
        st.warning(markup.message(str(error)), icon=":material/folder_off:")
        return None
    if not kho.documents:
        st.info(
            "Kho chưa có văn bản nào. Hãy nạp một thư mục văn bản (.docx, .doc, .odt, .rtf, .html, .txt, .md, .pdf):",
            icon=":material/inbox:",
        )
        st.code("kb build THƯ_MỤC_VĂN_BẢN", language="bash")
        return None
    return kho


def only_samples(kho: Collection) -> bool:
    """Whether there is nothing but documents made for showing."""
    return all(document.sample for document in kho.documents)
