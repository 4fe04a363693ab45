"""What one cited instrument does to the next one, said between the two: "Nghị định A (thay thế Nghị định B)", "Luật A có hiệu lực từ …, thay thế Luật B"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ingest.citations.tables import alternation
from ingest.relations.mentions import later
from ingest.relations.reading import Reading
from ingest.types import Relation

_KINDS = {
    "thay the": "thay thế",
    "bai bo": "bãi bỏ",
    "sua doi, bo sung": "sửa đổi, bổ sung",
    "sua doi": "sửa đổi, bổ sung",
}


@cache
def _between() -> re.Pattern[str]:
    verbs = alternation(_KINDS)
    force = r"(?:,? ?co hieu luc(?: thi hanh)? (?:ke )?tu (?:ngay )?[^;:.\n(]{4,40})?"
    return re.compile(rf"{force}(?: ?\((?:de )?|,? (?:va|de) |, )(?P<verb>{verbs})(?: cho)? ")


def relations(reading: Reading) -> Iterator[Relation]:
    """Every pair of neighbours with nothing but such words between them; the first must not be the older one."""
    for left, right in zip(reading.mentions, reading.mentions[1:], strict=False):
        if right.start < left.end or later(left, right) is False or reading.quotation(right.start):
            continue
        said = _between().fullmatch(reading.folded, left.end, right.head)
        if said is None:
            continue
        start = said.start("verb")
        yield Relation(
            _KINDS[said["verb"]],
            reading.text[start : right.end],
            start,
            right.end,
            left.index,
            right.index,
            right.citation.pinpoint,
        )
