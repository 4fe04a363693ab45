"""Word's own marks in a story: runs cut where a mark begins, comments, tracked deletions and insertions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from ingest.readers.xml import W, child, local
from kb.drafting.check_letters import Letter, letters

AUTHOR, INITIALS = "Căn Cứ", "CC"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PLAIN = {"p", "hyperlink", "sdtContent", "smartTag"}
"""What may stand around a run whose words are deleted and written anew; elsewhere (in another's change) it is left alone."""
_CLIMBED = {"ins", "moveTo", "fldSimple"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who marks, and when; ids go on from those that are there."""

    date: str
    ids: list[int]

    def marks(self, **more: str) -> dict[str, str]:
        """The attributes of a new mark."""
        self.ids[0] += 1
        given = {"id": str(self.ids[0]), "author": AUTHOR, "date": self.date, **more}
        return {f"{W}{name}": value for name, value in given.items()}


def first_free(roots: Iterable[Any]) -> int:
    """The highest id of any mark."""
    found = [0]
    for root in roots:
        for element in root.iter():
            number = element.get(f"{W}id", "") if isinstance(element.tag, str) else ""
            found += [int(number)] if number.isdigit() else []
    return max(found)


def cut(root: Any, found: Sequence[Letter], offsets: Iterable[int]) -> list[Letter]:  # noqa: ANN401 - lxml has no types
    """Cut runs so that each offset begins one; the letters as they stand then, in the same order."""
    wanted: dict[Any, list[int]] = {}
    for offset in sorted({at for at in offsets if 0 < at < len(found)}):
        letter, before = found[offset], found[offset - 1]
        if letter.run is before.run:
            wanted.setdefault(letter.run, []).append(offset)
    for run, places in wanted.items():
        for offset in reversed(places):
            _split(run, found[offset])
    return letters(root) if wanted else list(found)


def _split(run: Any, letter: Letter) -> None:  # noqa: ANN401
    """Everything of a run from a letter on goes into a new run behind it."""
    rest = run.makeelement(run.tag, run.attrib)
    look = child(run, "rPr")
    if look is not None:
        rest.append(deepcopy(look))
    text, after = letter.text, list(letter.text.itersiblings())
    if letter.at > 0:
        tail = text.makeelement(text.tag, {_SPACE: "preserve"})
        tail.text = text.text[letter.at :]
        text.text = text.text[: letter.at]
        text.set(_SPACE, "preserve")
        rest.append(tail)
    else:
        rest.append(text)
    for one in after:
        rest.append(one)
    run.addnext(rest)


def runs_of(found: Sequence[Letter]) -> list[Any]:
    """The runs of some letters, each once."""
    # lxml makes elements anew when nobody holds them: they are compared while they are held.
    return list(dict.fromkeys(letter.run for letter in found))


def can_change(runs: Sequence[Any]) -> bool:
    """Whether words may be deleted and written anew: plain text of one paragraph that nobody else is changing."""
    paragraphs = {next(run.iterancestors(f"{W}p"), None) for run in runs}
    plain = all(local(one) in {"rPr", "t"} for run in runs for one in run)
    return len(paragraphs) == 1 and plain and all(local(run.getparent()) in _PLAIN for run in runs)


def change(runs: Sequence[Any], new: str, stamp: Stamp) -> list[Any]:
    """Delete runs and insert words in the look of the first, both tracked; what stands there instead."""
    placed = []
    for run in runs:
        gone = run.makeelement(f"{W}del", stamp.marks())
        run.addprevious(gone)
        gone.append(run)
        for text in run.iter(f"{W}t"):
            text.tag = f"{W}delText"
            text.set(_SPACE, "preserve")
        placed.append(gone)
    written = runs[0].makeelement(f"{W}ins", stamp.marks())
    run = runs[0].makeelement(f"{W}r", {})
    look = child(runs[0], "rPr")
    if look is not None:
        run.append(deepcopy(look))
    text = run.makeelement(f"{W}t", {_SPACE: "preserve"})
    text.text = new
    run.append(text)
    written.append(run)
    placed[-1].addnext(written)
    return [*placed, written]


def comment(first: Any, last: Any, ident: str) -> None:  # noqa: ANN401
    """Mark what a comment is about, from one element to another."""
    first, last = _outside(first), _outside(last)
    begin = first.makeelement(f"{W}commentRangeStart", {f"{W}id": ident})
    end = last.makeelement(f"{W}commentRangeEnd", {f"{W}id": ident})
    run = last.makeelement(f"{W}r", {})
    run.append(run.makeelement(f"{W}commentReference", {f"{W}id": ident}))
    first.addprevious(begin)
    last.addnext(end)
    end.addnext(run)


def _outside(element: Any) -> Any:  # noqa: ANN401
    """The element itself, or the change or field of somebody else that it stands in."""
    while element.getparent() is not None and local(element.getparent()) in {*_CLIMBED, "del"}:
        element = element.getparent()
    return element


def comment_element(root: Any, attributes: dict[str, str], paragraphs: Iterable[str]) -> Any:  # noqa: ANN401
    """A comment with its paragraphs, for the part that holds all comments."""
    made = root.makeelement(f"{W}comment", {**attributes, f"{W}initials": INITIALS})
    for words in paragraphs:
        paragraph = made.makeelement(f"{W}p", {})
        run = made.makeelement(f"{W}r", {})
        text = made.makeelement(f"{W}t", {_SPACE: "preserve"})
        text.text = words
        run.append(text)
        paragraph.append(run)
        made.append(paragraph)
    return made
