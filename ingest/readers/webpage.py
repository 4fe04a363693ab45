"""Web pages (.html): blocks become lines, rows of tables become lines, lists get the numbers that a browser shows."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.errors import AbnormalFileError, EmptyFileError, EncodingError
from ingest.readers import fonts, grid, numerals
from ingest.readers.pages import RawPage
from ingest.readers.xml import local, number

_MOST_MARKS = 4_000_000  # tags and attributes; a page has some thousands
_DEEPEST = 250
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_CHARSET = re.compile(rb"<(?:meta\b[^>]*?charset|\?xml[^>]*?encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# What browsers take these names for; a page that was read as UTF-8 calls itself UTF-16 in vain.
_ALIASES = {
    "iso-8859-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "windows-1252", "ascii": "windows-1252",
    "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8", "unicode": "utf-8", "utf8": "utf-8",
    "x-user-defined": "windows-1252", "x-cp1258": "windows-1258", "cp1258": "windows-1258", "vietnamese": "windows-1258",
}  # fmt: skip
_DROPPED = {
    "script", "style", "nav", "head", "title", "noscript", "template", "iframe", "object", "svg", "canvas", "audio", "video",
    "button", "select", "input", "textarea", "del", "s", "strike", "rt", "rp", "map", "dialog",
}  # fmt: skip
_LISTS = {"ol", "ul", "dir", "menu"}
_BLOCKS = _LISTS | {
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "legend", "li", "main", "p", "pre", "section", "summary", "table", "td", "th", "tr",
}  # fmt: skip
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_FAMILY = re.compile(r"(?:^|;)\s*font-family\s*:\s*[\"']?([^;,\"']+)", re.IGNORECASE)
_CAPITALS = re.compile(r"(?:^|;)\s*text-transform\s*:\s*uppercase", re.IGNORECASE)
_LIST_STYLE = re.compile(r"(?:^|;)\s*list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "decimal": "decimal", "decimal-leading-zero": "decimalZero", "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
}  # fmt: skip
_BULLET = "- "
_BORDER = re.compile(r"(?:^|;)\s*border(?:-left|-right)?(?:-style)?\s*:(?!\s*(?:none|0))[^;]*solid", re.IGNORECASE)


def read(data: bytes, name: str) -> tuple[tuple[RawPage, ...], bool]:
    """The text as one element.

    Raises:
        EncodingError: the bytes are not in the encoding that the page names.
        AbnormalFileError: more tags, depth or columns than any page has.
        EmptyFileError: no text in it.
    """
    text = "\n".join(text for _, text in _Page(name).lines(_tree(_decoded(data, name), name)))
    if not text.strip():
        raise EmptyFileError(f"{name}: trang web không có chữ nào; hãy mở tệp gốc xem nội dung còn không rồi thêm lại.")
    return (RawPage(text),), False


def _decoded(data: bytes, name: str) -> str:
    encoding = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)
    told = _CHARSET.search(data[:8192])
    if encoding is None:
        named = told.group(1).decode("ascii", "replace").lower() if told else "utf-8"
        encoding = _ALIASES.get(named, named)
    try:
        return data.decode(encoding).lstrip("\ufeff")
    except (UnicodeDecodeError, LookupError) as error:
        if (known := _as_utf8(data)) is not None:
            return known
        raise EncodingError(
            f"{name}: trang web không đúng bảng mã {encoding}; hãy mở bằng trình duyệt rồi lưu lại với bảng mã UTF-8."
        ) from error


def _as_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _tree(text: str, name: str) -> Any:  # noqa: ANN401 - lxml has no types
    from lxml import etree

    if text.count("<") + text.count("=") > _MOST_MARKS:
        raise AbnormalFileError(f"{name}: trang web bất thường, quá nhiều thẻ; hãy lưu lại thành .docx rồi thêm lại.")
    # The text is decoded already: what the page says of its encoding must not be believed a second time.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise EmptyFileError(f"{name}: trang web không có chữ nào; hãy mở tệp gốc xem nội dung.") from error
    if root is None:
        raise EmptyFileError(f"{name}: trang web không có chữ nào; hãy mở tệp gốc xem nội dung.")
    _check_depth(root, name)
    return root


def _check_depth(root: Any, name: str) -> None:  # noqa: ANN401
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise AbnormalFileError(
                f"{name}: trang web bất thường, thẻ lồng nhau quá sâu; hãy lưu lại thành .docx rồi thêm lại."
            )


@dataclass(frozen=True, slots=True)
class _Look:
    font: str = ""
    capitals: bool = False
    superscript: bool = False
    spaces: bool = False  # those of <pre> are kept


@dataclass(slots=True)
class _List:
    """An open list and its next number; ``form`` is one of Word's, ``bullet``, or ``""`` where nothing is shown."""

    form: str = ""
    next: int = 1
    step: int = 1


_Line = tuple[bool, str]
"""Whether a line is a table's, and its text."""


@dataclass(slots=True)
class _Page:
    """Gathers the text of a page, or of a cell, line by line."""

    name: str
    _line: list[str] = field(default_factory=list)
    _label: str = ""

    def lines(self, root: Any, look: _Look = _Look()) -> Iterator[_Line]:  # noqa: ANN401 - frozen
        """The lines inside an element, in the order of the page."""
        yield from self._content(root, look, _List())
        yield from self._end_line()

    def _end_line(self) -> Iterator[_Line]:
        text = " ".join("".join(self._line).split())
        self._line.clear()
        if text:
            label, self._label = self._label, ""
            yield False, label + text

    def _element(self, element: Any, look: _Look, around: _List) -> Iterator[_Line]:  # noqa: ANN401
        tag = local(element).lower()
        if not tag or tag in _DROPPED or _is_hidden(element):
            return
        look = _changed(look, element, tag)
        if tag not in _BLOCKS:
            yield from self._content(element, look, around)
            return
        yield from self._end_line()
        if tag == "table":
            yield from ((True, text) for text in self._table(element, look))
        elif tag == "li":
            self._label += _item_label(element, around)
            yield from self._content(element, look, _List())
        elif tag in _LISTS:
            yield from self._content(element, look, _opened(element, tag))
        else:
            yield from self._content(element, look, around)
        yield from self._end_line()
        if tag == "li":
            self._label = ""

    def _content(self, element: Any, look: _Look, around: _List) -> Iterator[_Line]:  # noqa: ANN401
        yield from self._text(element.text, look)
        for item in element:
            yield from self._element(item, look, around)
            yield from self._text(item.tail, look)

    def _text(self, text: str | None, look: _Look) -> Iterator[_Line]:
        printed = fonts.text_of(text or "", look.font)
        printed = numerals.raised(printed) if look.superscript else printed
        first, *rest = (printed.upper() if look.capitals else printed).split("\n" if look.spaces else "\0")
        self._line.append(first)
        for line in rest:
            yield from self._end_line()
            self._line.append(line)

    def _table(self, table: Any, look: _Look) -> Iterator[str]:  # noqa: ANN401
        for caption in _within(table, "caption"):
            yield from (text for _, text in self.lines(caption, look))
        rows = [[list(_Page(self.name).lines(cell, look)) for cell in self._cells(row)] for row in _within(table, "tr")]
        texts = [["\n".join(text for beside, text in cell if not beside) for cell in row] for row in rows]
        if grid.sets_columns(texts, ruled=_is_ruled(table)):
            yield from (text for row in rows for cell in row for _, text in cell)
            return
        for row, cells in zip(rows, texts, strict=True):
            if line := grid.row_line([" ".join(cell.split()) for cell in cells]):
                yield line
            yield from (text for cell in row for beside, text in cell if beside)

    def _cells(self, row: Any) -> list[Any]:  # noqa: ANN401
        cells = [] if _is_hidden(row) else [cell for cell in _within(row, "td", "th") if not _is_hidden(cell)]
        if len(cells) > grid.MOST_CELLS:
            raise AbnormalFileError(
                f"{self.name}: trang web bất thường, bảng có {len(cells)} cột; hãy lưu lại thành .docx rồi thêm lại."
            )
        return cells


def _within(parent: Any, *tags: str) -> Iterator[Any]:  # noqa: ANN401
    """The rows of a table, the cells of a row: what stands between is looked through, other tables are not."""
    for item in parent:
        tag = local(item).lower()
        if tag in tags:
            yield item
        elif tag in {"thead", "tbody", "tfoot"}:
            yield from _within(item, *tags)


def _style(element: Any) -> str:  # noqa: ANN401
    return str(element.get("style", ""))


def _is_hidden(element: Any) -> bool:  # noqa: ANN401
    return element.get("hidden") is not None or bool(_HIDDEN.search(_style(element)))


def _changed(look: _Look, element: Any, tag: str) -> _Look:  # noqa: ANN401
    changes: dict[str, Any] = {}
    family = _FAMILY.search(_style(element))
    if family or element.get("face"):
        changes["font"] = family.group(1).strip() if family else element.get("face").partition(",")[0].strip()
    if tag == "sup" or "FootnoteReference" in element.get("class", ""):
        changes["superscript"] = True
    if tag == "pre":
        changes["spaces"] = True
    if _CAPITALS.search(_style(element)):
        changes["capitals"] = True
    return replace(look, **changes) if changes else look


def _is_ruled(table: Any) -> bool:  # noqa: ANN401
    """Whether the page tells that lines part the columns, or names headings of columns."""
    if table.get("border", "0").strip() not in {"", "0"} or next(table.iter("th"), None) is not None:
        return True
    cells = [cell for row in _within(table, "tr") for cell in _within(row, "td")]
    return sum(bool(_BORDER.search(_style(cell))) for cell in cells) * 2 >= len(cells) > 0


# -- lists ---------------------------------------------------------------------------------------------------------


def _form(element: Any, tag: str) -> str | None:  # noqa: ANN401
    """The format that an element asks for; ``None`` where it does not."""
    if told := _LIST_STYLE.search(_style(element)):
        style = told.group(1).lower()
        return "" if style == "none" else _FORMS.get(style, "bullet")
    return _FORMS.get(str(element.get("type", ""))) if tag in {"ol", "li"} else None


def _opened(element: Any, tag: str) -> _List:  # noqa: ANN401
    form = _form(element, tag)
    if tag != "ol":
        return _List("bullet" if form is None else form)
    items = sum(local(item).lower() == "li" for item in element)
    backwards = element.get("reversed") is not None
    start = number(element.get("start"), items if backwards else 1)
    return _List("decimal" if form is None else form, start, -1 if backwards else 1)


def _item_label(item: Any, around: _List) -> str:  # noqa: ANN401
    own = _form(item, "li")
    form = around.form if own is None else own
    if not around.form and own is None:
        return ""
    if form in {"", "bullet"}:
        return _BULLET if form else ""
    value = number(item.get("value"), around.next)
    around.next = value + around.step
    return f"{numerals.printed(value, form)}. "
