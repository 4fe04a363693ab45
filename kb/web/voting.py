"""Thumbs below what is shown, and what was opened: kept as feedback, by session, since nobody signs in to the pages."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from uuid import uuid4

import streamlit as st

from kb import feedback
from kb.errors import KbError
from kb.feedback import Judgement, Speaker
from kb.home import resolve
from kb.web import markup

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from kb.shown import Shown

log = logging.getLogger(__name__)

_LABELS = {
    Judgement.UP.value: ":material/thumb_up: Có ích",
    Judgement.DOWN.value: ":material/thumb_down: Không đúng",
}
_SESSION, _VOTES, _LAST, _OPENED = "cc-session", "cc-votes", "cc-last", "cc-opened"
"""What a session remembers: its id, the id and kind of each vote, what it was shown last, what it has opened."""


def draw(shown: Shown, rank: int | None) -> None:
    """Draw the thumbs of a passage, or of the whole answer."""
    key = _key(shown, rank)
    if key in _votes() and key not in st.session_state:  # The page was left and is seen again.
        st.session_state[key] = _votes()[key][1]
    st.pills(
        "Đánh giá câu trả lời" if rank is None else f"Đánh giá đoạn {rank}",
        list(_LABELS),
        format_func=_LABELS.__getitem__,
        key=key,
        on_change=_vote,
        args=(key, shown, rank),
        label_visibility="collapsed",
    )


def remember(shown: Shown) -> None:
    """Keep what this session was shown last: what it opens next comes from there."""
    st.session_state[_LAST] = shown


def opened(passage: str | None) -> None:
    """Keep that a passage of the last result was opened, once; it must not disturb the page that shows it."""
    shown: Shown | None = st.session_state.get(_LAST)
    place = next((one for one in shown.places if one.passage == passage), None) if shown else None
    if shown is None or place is None:
        return
    seen: set[str] = st.session_state.setdefault(_OPENED, set())
    key = _key(shown, place.rank)
    if key in seen:
        return
    seen.add(key)
    try:
        feedback.judge(resolve(), shown, Judgement.CLICK, rank=place.rank, speaker=_speaker())
    except KbError as error:
        log.warning("a click is not kept: %s", error)


def _vote(key: str, shown: Shown, rank: int | None) -> None:
    chosen = st.session_state[key]
    try:
        if chosen is not None:
            row = feedback.judge(resolve(), shown, Judgement(chosen), rank=rank, speaker=_speaker())
            _votes()[key] = (row.id, chosen)
        elif key in _votes():
            feedback.undo(resolve(), _votes().pop(key)[0], _speaker())
    except KbError as error:
        st.toast(markup.message(str(error)), icon=":material/error:")


def _speaker() -> Speaker:
    session: str = st.session_state.setdefault(_SESSION, uuid4().hex[:12])
    return Speaker("web", session=session)


def _votes() -> MutableMapping[str, tuple[str, str]]:
    votes: MutableMapping[str, tuple[str, str]] = st.session_state.setdefault(_VOTES, {})
    return votes


def _key(shown: Shown, rank: int | None) -> str:
    about = "answer" if rank is None else f"{rank} {shown.place(rank).passage}"
    return f"cc-vote {feedback.query_key(shown.query)} {sorted(shown.filters.items())} {about}"
