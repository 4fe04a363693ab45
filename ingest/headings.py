"""Is the text on a label's line the heading of what follows, or already the body?

Bold type is lost by the time that text arrives, so the answer comes from form: capitals, length, the mark at the end,
and what stands below.
"""

from __future__ import annotations

import re

from ingest.text import fold

_SENTENCE_BREAK = re.compile(r"[.;?!]\s+[^\W\d_]")
# A short head before a colon, its text on the same line: "Thời gian: Từ ngày …".
_RUN_IN = re.compile(r"([^\W\d_][^:;.?!“”\"]{1,90}):\s+(?=[^\W_]|[“\"(])")
_INTRODUCES = re.compile(r"(?:nhu sau|sau day|sau|gom|bao gom|la|nhu|cu the|rang)$")

_LONG_HEADING = 80  # words, with no mark at the end
_INTRODUCTION = 45  # words, with a colon at the end
_OVER_LIST = 55  # words, with a full stop, a list right below
_OVER_TEXT = 15  # words, with a full stop, paragraphs below
_BULLET = 30  # words of a bullet that heads bullets of its own
_RUN_IN_WORDS = 12
_RUN_IN_SMALL = 5  # words, where small letters follow: a longer beginning is a sentence that goes on to a list


def decide(line: str, *, family: str, above_list: bool, above_text: bool) -> str | None:
    """The heading that ``line`` is or begins with, else ``None``.

    Args:
        line: what follows the label on its line.
        family: the label's family (:class:`ingest.labels.Label`).
        above_list: deeper labels follow at once.
        above_text: paragraphs follow at once.

    >>> decide("Liên đoàn Lao động tỉnh.", family="arabic", above_list=True, above_text=False)
    'Liên đoàn Lao động tỉnh'
    >>> decide("Giữ vững nề nếp; đi đầu trong thi đua.", family="arabic", above_list=False, above_text=False)
    """
    text = line.strip()
    if not any(char.isalpha() for char in text):
        return None
    if family == "container" or (family != "bullet" and _is_capitals(text)):
        return _trimmed(text)
    if not (above_list or above_text):
        return None if family == "bullet" else _run_in(text)
    if family == "bullet":
        return _trimmed(text) if above_list and _words(text) <= _BULLET and text[-1] not in ".;," else None
    if _is_heading(text, above_list=above_list):
        return _trimmed(text)
    return _run_in(text)


def introduces(line: str) -> bool:
    """Whether the line announces the list below it: it ends with a colon."""
    return line.rstrip().endswith(":")


def _is_heading(text: str, *, above_list: bool) -> bool:
    words = _words(text)
    if text[-1] == ":":
        return words <= _INTRODUCTION and not _run_in(text[:-1])
    if text[-1] in ",;":
        return False
    if text[-1] not in ".?!":
        return words <= _LONG_HEADING and not (_run_in(text) and not above_list)
    if above_list:
        return words <= _OVER_LIST and not _run_in(text)
    return words <= _OVER_TEXT and not _SENTENCE_BREAK.search(text)


def _run_in(text: str) -> str | None:
    match = _RUN_IN.match(text)
    if not match or _INTRODUCES.search(fold(match[1])):
        return None
    if _words(match[1]) > (_RUN_IN_SMALL if text[match.end()].islower() else _RUN_IN_WORDS):
        return None
    return match[1].strip()


def _is_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 3 and sum(char.isupper() for char in letters) >= 0.9 * len(letters)


def _words(text: str) -> int:
    return len(text.split())


def _trimmed(text: str) -> str | None:
    return text.rstrip(" .:;,/") or None
