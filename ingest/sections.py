"""The outline of a directive: parts, articles, numbered items and bullets, as a tree.

A label's level comes from what it stands inside, not from its kind: under a Roman numeral "1." is a heading, in a
decree it is a clause. A kind of list that is open continues, with whatever number the text gives it; a kind that is
not open begins inside what stands open.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest import headings, labels, lines
from ingest.lines import bullet_marks, continues
from ingest.text import fold
from ingest.types import Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.labels import Label
    from ingest.lines import Line
    from ingest.types import Span

_OUTER = ("roman", "upper")  # never begin inside an item
_INNER = (
    "arabic",
    "decimal",
    "letter",
    "lower_roman",
    "paren_arabic",
    "paren_letter",
    "paren_roman",
    "step",
    "ordinal",
    "numeral",
)
# Without its predecessors such a label is more likely an initial or an abbreviation.
_NEEDS_LIST = ("upper", "letter.", "letter/", "lower_roman.")


@dataclass(slots=True)
class _Node:
    label: Label
    line: Line
    end: int
    body: list[Line] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)
    body_first: bool = False
    goes_on: bool = False  # an article behind which the next one follows

    @property
    def content(self) -> str:
        return self.line.text[self.label.end :]


def parse(text: str, zone: Span) -> tuple[Section, ...]:
    r"""The outline of the lines in ``zone``. Spans nest; siblings are in order and disjoint.

    >>> from ingest.types import Span
    >>> tree = parse("I. MỤC ĐÍCH\n1. Yêu cầu\n- Kịp thời;\n- Đúng hạn.", Span(0, 47))
    >>> [(path, depth) for path, depth, _ in walk(tree)]
    [('I', 1), ('I.1', 2), ('I.1', 3), ('I.1', 3)]
    """
    blocks = lines.read(text, zone)
    last = lines.last_of_outline(blocks)
    followed = _followed(blocks[: last + 1])
    roots: list[_Node] = []
    stack: list[_Node] = []
    for line in blocks[: last + 1]:
        chosen = _choose(line.labels, stack)
        if chosen:
            _open(_Node(chosen, line, line.end, goes_on=line.start in followed), stack, roots)
        elif stack:
            _add_paragraph(line, stack)
    return tuple(_section(node, 1) for node in roots)


def walk(sections: Sequence[Section]) -> Iterator[tuple[str, int, Section]]:
    """Every section in reading order with its path (labels joined by dots, bullets left out) and depth from 1."""
    pending = [("", 1, section) for section in reversed(sections)]
    while pending:
        above, depth, section = pending.pop()
        path = above if section.label in bullet_marks() else _joined(above, section.label)
        yield path, depth, section
        pending.extend((path, depth + 1, child) for child in reversed(section.children))


def enclosing(sections: Sequence[Section], offset: int) -> tuple[Section, ...]:
    """The sections around ``offset``, outermost first."""
    found: list[Section] = []
    level = sections
    while level:
        place = bisect_right(level, offset, key=lambda section: section.start) - 1
        if place < 0 or offset >= level[place].end:
            break
        found.append(level[place])
        level = level[place].children
    return tuple(found)


def path_at(sections: Sequence[Section], offset: int) -> str | None:
    """Labels of the enclosing sections joined by dots, bullets left out: ``III.2``; ``None`` outside of sections.

    A label that repeats the one above it is not doubled: "2.1" in "2" in "II" is ``II.2.1``.
    """
    path = ""
    for section in enclosing(sections, offset):
        path = path if section.label in bullet_marks() else _joined(path, section.label)
    return path or None


def _joined(above: str, label: str) -> str:
    """A label behind those above it; one that repeats the last of them ("2.1" under "II.2") takes its place."""
    head, _, _ = label.rpartition(".")
    while head:
        if above == head or above.endswith(f".{head}"):
            return above.removesuffix(head) + label
        head, _, _ = head.rpartition(".")
    return f"{above}.{label}" if above else label


def headings_at(sections: Sequence[Section], offset: int) -> tuple[str, ...]:
    """The headings above ``offset``, outermost first."""
    return tuple(section.heading for section in enclosing(sections, offset) if section.heading)


def _choose(readings: tuple[Label, ...], stack: list[_Node]) -> Label | None:
    """The reading that best continues what stands open, ``None`` where no reading is believable."""
    costs = [(_cost(label, stack), place) for place, label in enumerate(readings)]
    if not costs:
        return None
    cost, place = min(costs)
    return readings[place] if cost < 4 else None


def _cost(label: Label, stack: list[_Node]) -> int:
    if label.family in ("container", "bullet"):
        return 0
    brother = _brother(label, stack)
    if brother:
        return 0 if _is_next(brother.label, label) else 2
    if label.ordinal == 1:
        return 1
    return 4 if label.family in _NEEDS_LIST or label.kind in _NEEDS_LIST else 3


def _is_next(last: Label, label: Label) -> bool:
    if "letter" in label.family or label.family == "upper":
        return labels.follows(last.text, label.text)
    return label.ordinal == last.ordinal + 1


def _brother(label: Label, stack: list[_Node]) -> _Node | None:
    """The open item of the list that ``label`` goes on with."""
    for node in reversed(stack):
        if node.label.kind == label.kind:
            return node
    for node in reversed(stack):
        # A list that slips into another style: "1." then "2)".
        if node.label.family == label.family != "decimal" and label.ordinal > 1 and _is_next(node.label, label):
            return node
    return None


def _open(node: _Node, stack: list[_Node], roots: list[_Node]) -> None:
    _close_for(node.label, stack)
    (stack[-1].children if stack else roots).append(node)
    stack.append(node)
    for open_node in stack:
        open_node.end = node.end


def _close_for(label: Label, stack: list[_Node]) -> None:
    """Close what cannot hold ``label``, so that the last open item is its parent."""
    if label.family == "container":
        while stack and not (stack[-1].label.family == "container" and _rank(stack[-1]) < (label.rank or 0)):
            stack.pop()
        return
    brother = _brother(label, stack)
    if brother:
        del stack[stack.index(brother) :]
    elif label.family == "bullet":
        while (
            stack
            and stack[-1].label.family == "bullet"
            and _rank(stack[-1]) > (label.rank or 0)
            and not _announces(stack[-1])
        ):
            stack.pop()
    else:
        _close_for_new_list(label, stack)


def _close_for_new_list(label: Label, stack: list[_Node]) -> None:
    while stack and stack[-1].label.family == "bullet" and not (label.ordinal == 1 and _announces(stack[-1])):
        stack.pop()
    if label.family in _OUTER:
        _pop_inner(stack)
        _leave_article(label, stack)
    elif label.family == "decimal":
        _close_for_decimal(label, stack)
    elif label.family == "arabic" and label.ordinal != 1:
        _pop_inner(stack)


def _close_for_decimal(label: Label, stack: list[_Node]) -> None:
    """An item "2.1" stands in "2"; where no "2" is open, in the item that is one step less deep."""
    depth = label.prefix.count(".") + 1
    parents = [place for place, node in enumerate(stack) if node.label.text == label.prefix]
    parents = parents or [
        place
        for place, node in enumerate(stack)
        if (node.label.kind == f"decimal{depth}" if depth > 1 else node.label.family == "arabic")
    ]
    if parents:
        del stack[parents[-1] + 1 :]
        return
    while stack and stack[-1].label.family in _INNER and stack[-1].label.family != "decimal":
        stack.pop()


def _pop_inner(stack: list[_Node]) -> None:
    while stack and (stack[-1].label.family in _INNER or stack[-1].label.family == "bullet"):
        stack.pop()


def _leave_article(label: Label, stack: list[_Node]) -> None:
    """What a decision's last article brings into force begins anew: "I. MỤC ĐÍCH" stands in no article.

    But in one that announces it ("Điều 1. Phê duyệt Đề án với nội dung sau:"), or behind whose items the next article follows.
    """
    while stack and _is_article(stack[-1].label) and not (label.ordinal == 1 and _holds_parts(stack[-1])):
        stack.pop()


def _holds_parts(article: _Node) -> bool:
    if article.goes_on:
        return True
    return not article.children and headings.introduces((article.body or [article.line])[-1].text)


def _is_article(label: Label) -> bool:
    return label.kind == fold("Điều")


def _followed(blocks: Sequence[Line]) -> frozenset[int]:
    """Where the lines start of the articles behind which the next one follows: no decision's last, no text's own."""
    articles = [(line.start, line.labels[0]) for line in blocks if line.labels and _is_article(line.labels[0])]
    return frozenset(
        start for (start, one), (_, other) in pairwise(articles) if other.ordinal in {one.ordinal, one.ordinal + 1}
    )


def _rank(node: _Node) -> int:
    return node.label.rank or 0


def _announces(node: _Node) -> bool:
    return headings.introduces(node.line.text)


def _add_paragraph(line: Line, stack: list[_Node]) -> None:
    """A paragraph belongs to the item above it, but a bullet that has ended its sentence owns none."""
    if not continues(line):
        while stack and stack[-1].label.family == "bullet" and not _announces(stack[-1]):
            stack.pop()
    if not stack:
        return
    owner = stack[-1]
    owner.body_first = owner.body_first or not owner.children
    owner.body.append(line)
    for node in stack:
        node.end = line.end


def _section(node: _Node, level: int) -> Section:
    return Section(
        label=node.label.text,
        heading=_heading(node),
        level=level,
        start=node.line.start,
        end=node.end,
        children=tuple(_section(child, level + 1) for child in node.children),
    )


def _heading(node: _Node) -> str | None:
    if node.label.family == "container" and not node.content.strip():
        return _heading_below(node)
    family = "arabic" if _is_article(node.label) else node.label.family
    return headings.decide(
        node.content, family=family, above_list=bool(node.children) and not node.body_first, above_text=node.body_first
    )


def _heading_below(node: _Node) -> str | None:
    """A part's title often stands on the lines below its number, in capitals."""
    title: list[str] = []
    for line in node.body if node.body_first else ():
        if not line.text.isupper() and title:
            break
        title.append(line.text)
        if not line.text.isupper():
            break
    return " ".join(title).rstrip(" .:;") or None
