"""The secrecy stamp of a document: read from its pages as they are, before anything is joined or cut away.

What is stamped stands near the top: above the title in any case, further down on the first page only in capitals on a line of
its own, so on top of any later page (an annex has its own stamp), and at the edges of later pages where it is repeated. A stamp that is missed is worse than one too many.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ingest import headline, issuer, lexicon, stamps, symbols
from ingest.text import fold, normalise

_HEAD_LINES = 60
_FIRST_PAGE_LINES = 120
_TOP, _BOTTOM = 3, 2
_ANNEX = 2  # lines on top of a page
_SHARE = 0.5  # of the later pages
_NO_RULE = re.compile(r"[^\W_]|[☒☑✓✔]")  # a line of dashes or of a frame tells nothing


def find(pages: Sequence[str]) -> str | None:
    r"""The highest level that a document is stamped with.

    Args:
        pages: as read; one for a source without pages.

    >>> find(["TỈNH ỦY NÚI MẪU          MẬT\nSố 12-BC/TU"]), find(["BAN BẢO VỆ BÍ MẬT\nSố 12-BC/BBV"])
    ('Mật', None)
    """
    if not pages:
        return None
    lines = [line.strip() for line in normalise(pages[0]).split("\n") if _NO_RULE.search(line)]
    found = _on_first(lines[:_FIRST_PAGE_LINES]) | _on_later(pages[1:], lines[-1] if lines else "")
    return next((name for name in stamps.names() if name in found), None)


def _on_first(lines: Sequence[str]) -> set[str]:
    head: set[str] = set()
    below: set[str] = set()
    in_head, titled = True, False
    for at, line in enumerate(lines):
        before = lines[at - 1] if at else ""
        in_head = in_head and at < _HEAD_LINES and not headline.opens_body(line)
        stamp = _whole(line, before)
        if stamp and stamp.level:
            if in_head and (not titled or stamp.capitals):
                head.add(_raised(stamp.level, before))
            elif stamp.capitals and not stamp.misread:
                below.add(stamp.level)
        elif in_head and not titled:
            head |= set(_beside(line))
        titled = titled or headline.type_line(line, seen=at > 0) is not None
    # Lines with all the levels are a text about stamps.
    return head | (below if len(below) == 1 else set())


def _on_later(pages: Sequence[str], last: str) -> set[str]:
    """Stamped on a page behind the first: on top of it, as an annex is, or at the edges of most pages.

    Args:
        pages: the later ones.
        last: the line before them.
    """
    counted: Counter[str] = Counter()
    topped: set[str] = set()
    for page in pages:
        lines = [line.strip() for line in normalise(page).split("\n") if _NO_RULE.search(line)]
        edges = [*lines[:_TOP], *lines[_TOP:][-_BOTTOM:]]
        read = (stamps.read(line, ocr=False) for line in edges)
        counted.update({stamp.level for stamp in read if stamp and stamp.level and stamp.capitals})
        topped |= _on_top(lines[: _ANNEX + 2], last)
        last = lines[-1] if lines else last
    return topped | {level for level, count in counted.items() if count > 1 and count >= _SHARE * len(pages)}


def _on_top(lines: Sequence[str], before: str) -> set[str]:
    """The level on one of the first lines of a page, unless these list several."""
    found: set[str] = set()
    all_levels: set[str] = set()
    for at, line in enumerate(lines):
        stamp = _whole(line, before)
        if stamp and stamp.level and stamp.capitals and not stamp.misread:
            level = _raised(stamp.level, before)
            all_levels.add(level)
            found |= {level} if at < _ANNEX else set()
        before = line
    return found if len(all_levels) == 1 else set()


def _whole(line: str, before: str) -> stamps.Stamp | None:
    """The stamp that a line is, unless it goes on with a word of the line above: "PHÒNG BẢO" / "MẬT"."""
    stamp = stamps.read(line)
    if stamp is None or stamp.level != stamps.names()[-1]:
        return stamp
    last = before.split()[-1:] if before and stamps.read(before) is None else []
    wrapped = bool(last) and last[0].lower() in lexicon.load("secrecy")["words"]["wrapped"]
    opening = before.lower() in lexicon.load("secrecy")["words"]["openings"]
    return None if wrapped and not opening else stamp


def _raised(level: str, before: str) -> str:
    """The level that two lines make: "TỐI" / "MẬT"."""
    both = stamps.read(f"{before.strip()} {level}")
    return both.level if both and both.level else level


def _beside(line: str) -> Iterable[str]:
    """The levels that stand beside something else on a line of the head."""
    if any(phrase in line.lower() for phrase in lexicon.load("secrecy")["words"]["talk"]):
        return
    if level := stamps.ticked(line):
        yield level
    parts = stamps.columns(line)
    for part in parts:
        stamp = stamps.read(part, ocr=False) if len(parts) > 1 else None
        if stamp and stamp.level:
            yield stamp.level
            continue
        if level := _stuck(part.strip()):
            yield level


def _stuck(part: str) -> str | None:
    """The level that stands one space beside an organ, a number or a national masthead."""
    closing, opening = stamps.at_end(part), stamps.at_start(part)
    if closing and _is_of_head(part[: closing[0]].strip(" -–—,.;:([")):
        return closing[1]
    return opening[1] if opening and _is_of_head(part[opening[0] :]) else None


def _is_of_head(words: str) -> bool:
    """An organ in capitals, a number line, a masthead, or a stamp of urgency."""
    if words == words.upper() and issuer.starts_with(words, "heads"):
        return True
    number = symbols.find_own(words)
    if number is not None and number.start == 0:
        return True
    national = [fold(phrase) for phrase in lexicon.load("header")["national"]]
    return any(fold(words).startswith(phrase) for phrase in national) or stamps.read(words) is not None
