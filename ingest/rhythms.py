"""Rhythms and lengths of time as office texts write them: patterns over folded text, for :mod:`ingest.deadlines`.

Each pattern of a rhythm has a group ``rhythm``: the words that name it.
"""

from __future__ import annotations

import re

_EACH = r"(?:hang|moi|tung)\s+(?:ngay|tuan|thang|quy|nam)"
_TIMES = r"(?:\s?/\s?lan|(?:\s+|/)(?:mot|hai|0?[12])\s+lan)?"
_RHYTHM = (
    rf"(?:{_EACH}{_TIMES}|\d{{1,2}}\s+lan\s?/\s?(?:nam|quy|thang|tuan)|(?:\d{{1,2}}|mot|hai|ba|sau|chin)\s+(?:thang\s+(?:dau|cuoi)\s+nam|(?:ngay|tuan|thang|quy|nam)){_TIMES}"
    r"|nua nam|ca nam|(?:cuoi|dau)\s+(?:nam|quy|thang|tuan)|(?:nam|quy|thang|tuan))(?!\w|\s+\d)"
)
_RHYTHMS = rf"{_RHYTHM}(?:(?:\s?,\s?|\s+va\s+|\s+hoac\s+|\s?/\s?){_RHYTHM}){{0,5}}"
# "định kỳ hàng quý, 6 tháng, một năm"
PERIODIC = re.compile(
    rf"(?<!\w)dinh ky\s*,?\s+(?:vao\s+|theo\s+)?(?P<rhythm>(?:(?:ngay\s+\d{{1,2}}|thu\s+\w+)\s+)?{_RHYTHMS})"
)
# "hằng tháng", "hàng tháng, quý" without "định kỳ"
ALONE = re.compile(rf"(?<!\w)(?P<rhythm>{_EACH}{_TIMES}(?:(?:\s?,\s?|\s+va\s+|\s+hoac\s+){_RHYTHM}){{0,5}})(?!\w)")
# right before a bracket: "6 tháng (trước ngày 10/6), năm (trước ngày 10/12)"
BEFORE_BRACKET = re.compile(rf"(?:^|[,;:]\s?|(?<!\w)(?:va|dinh ky|bao cao|hang)\s)(?P<rhythm>{_RHYTHM})\s?\(\s?$")
# behind a day: "13/3 hàng năm"
RETURNS = re.compile(r"\s*,?\s*\(?(?:cua\s+)?(?P<rhythm>(?:hang|moi)\s+(?:nam|thang|quy|tuan))(?!\w)")
# behind a day: "ngày 15 của tháng cuối quý"
OF_PERIOD = re.compile(
    r"(?:\s+cua)?\s+(?P<rhythm>thang\s+(?:cuoi|dau(?:\s+tien)?|thu\s+\w+)(?:\s+cua)?(?:\s+(?:moi|hang))?\s+(?:quy|nam)(?:\s+(?:sau|tiep\s+theo|ke\s+tiep))?|(?:moi|hang)\s+(?:thang|quy|nam))(?!\w)"
)
# behind a day: "15/01 năm sau"
NEXT_YEAR = re.compile(r"\s+(?:cua\s+)?nam\s+(?:sau|lien\s+ke|ke\s+tiep|tiep\s+theo)(?:\s+lien\s+ke)?(?!\w)")
# A shorter rhythm than a year gives a day no date.
SHORTER = re.compile(r"(?:hang|moi|tung|cuoi|dau|cua)\s+(?:thang|quy|tuan|ngay)$")
# "trong thời hạn 15 ngày làm việc kể từ …"; ``tail`` is what the days count from.
LENGTH = re.compile(
    r"(?<!\w)(?P<cue>trong(?:\s+(?:thoi\s+han|vong|thoi\s+gian))?|cham\s+nhat|muon\s+nhat|thoi\s+han|khong\s+qua)\s+(?:la\s+|sau\s+|khong\s+qua\s+|toi\s+da\s+)*"
    r"(?:\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)\s+(?:\([^()\n]{1,30}\)\s+)?(?:ngay(?:\s+lam\s+viec)?|gio|tuan|thang)(?!\w)"
    r"(?P<tail>,?\s+(?:(?:lam\s+viec\s+)?(?:ke|tinh)\s+tu|sau(?:\s+khi)?|truoc(?:\s+khi)?|khi|tu\s+ngay)(?!\w))?"
)
