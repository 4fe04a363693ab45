"""Word files made of raw XML: what python-docx does not write, tests write themselves."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def part(tag: str, inner: str) -> str:
    """A whole part: ``w:tag`` with everything declared that the inside may use."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{tag} {_NAMESPACES}>{inner}</w:{tag}>'


def docx(body: str, **parts: str) -> bytes:
    """A file of a body and of further parts by their kind: ``styles``, ``numbering``, ``footnotes``, ``header1`` …

    Each is the inside of its root element.
    """
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
    made = {"document": part("document", f"<w:body>{body}</w:body>")}
    relations, types = [], [_override("document", "document.main")]
    for name, inner in parts.items():
        kind = name.rstrip("0123456789")
        made[name] = part(roots.get(kind, "hdr" if kind == "header" else kind), inner)
        relations.append(f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{name}.xml"/>')
        types.append(_override(name, kind))
    files = {f"word/{name}.xml": xml for name, xml in made.items()}
    files["word/_rels/document.xml.rels"] = _relations("".join(relations))
    files["_rels/.rels"] = _relations(f'<Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/>')
    files["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(types)}</Types>'
    )
    return packed(files)


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, key=lambda name: name != "[Content_Types].xml"):
            archive.writestr(name, files[name])
    return buffer.getvalue()


def _override(name: str, kind: str) -> str:
    return f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'


def _relations(inner: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def p(
    text: str = "", *, num: tuple[int, int] | None = None, style: str = "", properties: str = "", mark: str = ""
) -> str:
    """A paragraph: of one run, or of the runs that ``text`` writes out (it begins with ``<`` then)."""
    inside = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num is not None:
        inside += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    inside += properties + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    runs = text if text.startswith("<") or not text else r(text)
    return f"<w:p><w:pPr>{inside}</w:pPr>{runs}</w:p>"


def r(text: str, look: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def level(depth: int, pattern: str, form: str = "decimal", *, start: int = 1, more: str = "") -> str:
    """A depth of a list; ``more`` stands where ``w:lvlRestart``, ``w:pStyle``, ``w:isLgl`` and ``w:suff`` belong."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def abstract(ident: int, *levels: str, kind: str = "multilevel", more: str = "") -> str:
    """The definition of a list."""
    return f'<w:abstractNum w:abstractNumId="{ident}"><w:multiLevelType w:val="{kind}"/>{more}{"".join(levels)}</w:abstractNum>'


def num(ident: int, of: int, overrides: str = "") -> str:
    """A use of a list."""
    return f'<w:num w:numId="{ident}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def start_over(depth: int, start: int = 1) -> str:
    """A use that starts anew."""
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def style(
    ident: str, properties: str = "", *, based: str = "", kind: str = "paragraph", run: str = "", more: str = ""
) -> str:
    """A style."""
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{ident}" {more}><w:name w:val="{ident}"/>{base}'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def table(*rows: str, borders: bool = True, look: str = "") -> str:
    """A table of rows (``w:tr``), with lines between its columns or without."""
    kind = "single" if borders else "none"
    edges = "".join(
        f'<w:{edge} w:val="{kind}" w:sz="4"/>' for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return f"<w:tbl><w:tblPr>{look}<w:tblBorders>{edges}</w:tblBorders></w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """A row: of cells, or of texts."""
    inner = "".join(one if one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def cell(*blocks: str, properties: str = "") -> str:
    """A cell: of blocks, or of texts."""
    inner = "".join(one if one.startswith("<") else p(one) for one in blocks)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"
