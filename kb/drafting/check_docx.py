"""A Word draft given back with comments at the places, and, where asked, the sure corrections as tracked changes.

The file stays as it is but for these marks: no run loses its look, no other part is written anew. Accepting all changes gives
the corrected text, rejecting them the draft.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from lxml import etree

from ingest.readers.archive import Archive
from ingest.readers.word import main_part
from ingest.readers.xml import W
from ingest.types import Span
from kb.drafting import check_runs as runs
from kb.drafting.check_letters import Letter, Places, letters
from kb.drafting.check_types import VERDICTS, Checked, Fix, Report
from kb.errors import UsageError

_STRICT = b"http://purl.oclc.org/ooxml/"
_TYPES = "[Content_Types].xml"
_TYPES_NS = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELS_NS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is marked: where among the letters, what is said of it, and what is to be changed."""

    place: Span
    paragraphs: tuple[str, ...]
    changes: tuple[tuple[Span, str], ...] = ()


def reviewed(data: bytes, report: Report, *, fix: bool, name: str) -> bytes:
    """The Word file with a comment for every finding.

    Args:
        data: the file that the report is about.
        report: its findings.
        fix: also correct what is sure, as tracked changes.
        name: what messages call the file.

    Raises:
        UsageError: a file in the strict variant of the format, which is not written.
    """
    archive = Archive(data, name)
    part = main_part(archive)
    if _STRICT in (archive.bytes(part) or b""):
        raise UsageError(
            f"{name}: tệp Word ở dạng “Strict Open XML”; hãy lưu lại bằng Word ở dạng .docx thường rồi chạy lại."
        )
    root = archive.xml(part)
    changed: dict[str, bytes] = {}
    comments_part, comments = _comments(archive, part, changed)
    found = letters(root)
    marks = list(_marks(report, Places(report.draft.text, found), fix=fix))
    stamp = runs.Stamp(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), [runs.first_free([root, comments])])
    _place(root, found, marks, comments, stamp)
    changed[part] = _xml(root)
    changed[comments_part] = _xml(comments)
    return _zipped(data, archive, changed)


# -- what is marked --------------------------------------------------------------------------------------------------


def _marks(report: Report, places: Places, *, fix: bool) -> Iterator[_Mark]:
    """A mark for every finding; changes only where every place is found."""
    taken: set[tuple[int, int]] = set()
    for one in report.findings:
        place = places.of(one.span) or places.near(one.span.start)
        if place is not None:
            changes = _changes(one.fixes, places, taken) if fix else ()
            yield _Mark(place, _told(one, changes), changes)
    for finding in report.form:
        place = places.of(finding.span) or places.near(finding.span.end or 0)
        if place is not None:
            changes = _changes([finding.fix] if finding.fix else [], places, taken) if fix else ()
            yield _Mark(place, (finding.message, *(["Đã sửa trong văn bản."] if changes else [])), changes)


def _changes(fixes: Sequence[Fix], places: Places, taken: set[tuple[int, int]]) -> tuple[tuple[Span, str], ...]:
    """The sure ones, where they stand; none where words would be changed twice."""
    found = []
    for one in fixes:
        place = places.of(one.span) if one.sure else None
        if place is not None and not any(place.start < end and start < place.end for start, end in taken):
            taken.add((place.start, place.end))
            found.append((place, one.new))
    return tuple(found)


def _told(one: Checked, changes: Sequence[object]) -> tuple[str, ...]:
    """What a comment says: what is wrong, the right form, and who says so."""
    from kb.ask.compose import name_of
    from kb.catalogue.said import named

    kinds = ", ".join(VERDICTS[verdict] for verdict in one.verdicts)
    lines = [f"{kinds[:1].upper()}{kinds[1:]}: {one.message}."]
    if one.suggestion:
        lines.append(f"{'Đã sửa theo' if changes else 'Nên viết'}: {one.suggestion}")
    lines += one.notes
    for item in one.evidence:
        span = item.highlights[0]
        words = " ".join(item.passage.text[span.start - item.passage.start : span.end - item.passage.start].split())
        lines.append(f"Theo {name_of(item.document)}: “{words}”")
    lines += [f"Theo bảng văn bản ({row.told_source}): {named(row)}" for row in one.rows]
    return tuple(lines)


# -- marks in the story ----------------------------------------------------------------------------------------------


def _place(root: Any, found: list[Letter], marks: Sequence[_Mark], comments: Any, stamp: runs.Stamp) -> None:  # noqa: ANN401
    offsets = {
        at
        for mark in marks
        for span in (mark.place, *(span for span, _ in mark.changes))
        for at in (span.start, span.end)
    }
    cut = runs.cut(root, found, offsets)
    for mark in marks:
        first, last = cut[mark.place.start].run, cut[mark.place.end - 1].run
        attributes = stamp.marks()
        comments.append(runs.comment_element(comments, attributes, mark.paragraphs))
        runs.comment(first, last, attributes[f"{W}id"])
    for mark in marks:
        for span, new in mark.changes:
            touched = runs.runs_of(cut[span.start : span.end])
            if runs.can_change(touched):
                runs.change(touched, new, stamp)


# -- parts of the package --------------------------------------------------------------------------------------------


def _comments(archive: Archive, part: str, changed: dict[str, bytes]) -> tuple[str, Any]:
    """The part with the comments, made and announced where there is none."""
    present = next((name for kind, name in archive.related(part).values() if kind == "comments"), None)
    if present is not None and present in archive:
        return present, archive.xml(present)
    folder = posixpath.dirname(part)
    name = posixpath.join(folder, "comments.xml")
    types = archive.xml(_TYPES)
    etree.SubElement(types, f"{_TYPES_NS}Override", {"PartName": f"/{name}", "ContentType": _CONTENT})
    changed[_TYPES] = _xml(types)
    listed = posixpath.join(folder, "_rels", f"{posixpath.basename(part)}.rels")
    rels = archive.xml(listed)
    if rels is None:
        rels = etree.Element(f"{_RELS_NS}Relationships", nsmap={None: _RELS_NS[1:-1]})
    taken = {one.get("Id") for one in rels}
    ident = next(f"rIdKb{number}" for number in range(1, len(taken) + 2) if f"rIdKb{number}" not in taken)
    etree.SubElement(rels, f"{_RELS_NS}Relationship", {"Id": ident, "Type": _KIND, "Target": "comments.xml"})
    changed[listed] = _xml(rels)
    return name, etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})


def _xml(root: Any) -> bytes:  # noqa: ANN401
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _zipped(data: bytes, archive: Archive, changed: dict[str, bytes]) -> bytes:
    """The package with some parts changed and new ones at its end; all others byte by byte."""
    left = {name.lower(): (name, content) for name, content in changed.items()}
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.is_dir():
                continue
            _, content = left.pop(info.filename.lower().lstrip("/"), (None, None))
            new.writestr(
                info, archive.bytes(info.filename) or b"" if content is None else content, zipfile.ZIP_DEFLATED
            )
        for name, content in left.values():
            new.writestr(name, content)
    return out.getvalue()
