"""The page's address and its widgets kept in step: a reload, a shared link and "back" all find the same place.

Streamlit can bind a widget to the address, but replaces the address then; here each change is a step in the history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WRITTEN = "dia-chi"


def read(defaults: Mapping[str, str], options: Mapping[str, Sequence[str]]) -> None:
    """Give the widgets what the address says, where somebody else than this page wrote it. Before the widgets are drawn.

    Args:
        defaults: the widgets by their keys, which are their names in the address too, and their values at rest.
        options: the values that some of them can have; others in the address are passed over.
    """
    address = st.query_params.to_dict()
    if address == st.session_state.get(_WRITTEN) and all(key in st.session_state for key in defaults):
        return
    for key, default in defaults.items():
        value = address.get(key, default)
        st.session_state[key] = value if key not in options or value in options[key] else default


def write(defaults: Mapping[str, str]) -> None:
    """Say in the address what the widgets hold. After they are drawn."""
    values = {key: str(st.session_state[key]).strip() for key in defaults}
    address = {key: value for key, value in values.items() if value and value != defaults[key]}
    st.session_state[_WRITTEN] = address
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)
