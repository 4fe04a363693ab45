"""What lies under the roots: every file that a build has to account for, without reading any."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from kb.store.records import Root

UNREADABLE = "không mở được (không có quyền, hoặc ổ đĩa đã rút): các văn bản đã nạp từ đó vẫn được giữ"
BAD_NAME = "tên tệp có ký tự hỏng (không phải UTF-8): hãy đổi tên tệp rồi chạy lại `kb build`"
NO_FILE = "không phải tệp thường: đã bỏ qua"
GONE = "không thấy thư mục gốc (ổ đĩa đã rút, hay thư mục đã đổi tên): các văn bản đã nạp từ đó vẫn được giữ; nếu muốn bỏ hẳn, hãy chạy kb build --forget với đường dẫn này"
_PASSING = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", "~")
"""Ends of the names that programs give to what they have not finished."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file under a root: path and root, absolute; whether that root holds samples; size and time of last change."""

    path: str
    root: str
    sample: bool
    size: int
    mtime_ns: int


@dataclass(slots=True)
class Scan:
    """What was found.

    Attributes:
        files: by path, in order of path.
        unreadable: folders and files that could not be looked into, with the reason.
        devices: the file system of every root that was looked through and is not empty.
    """

    files: dict[str, Found] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    devices: dict[str, int] = field(default_factory=dict)


def absolute(path: str | Path) -> Path:
    """An absolute path without ``..``, links kept."""
    return Path(os.path.abspath(Path(path).expanduser()))  # noqa: PTH100 (resolve() would follow links)


def same_name(one: str, other: str) -> bool:
    """Whether two paths are spelt alike, however their letters are put together.

    >>> same_name("Kế hoạch", "Kê\u0301 hoạch")
    True
    """
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


def on_disk(path: Path) -> Path | None:
    """The path as the disk spells it: a name that is typed may be put together otherwise than the file's own."""
    if os.path.lexists(path):
        return path
    parent = on_disk(path.parent) if path != path.parent else None
    if parent is None:
        return None
    try:
        names = os.listdir(parent)  # noqa: PTH208 (names are enough)
    except OSError:
        return None
    return next((parent / name for name in names if same_name(name, path.name)), None)


def is_passing(name: str) -> bool:
    """Whether a file is only there for a while: hidden, an office program's lock, an editor's own, or not finished.

    >>> [is_passing(name) for name in ("~$ke-hoach.docx", ".~lock.a.odt#", "#a.txt#", "a.pdf.part", "ke-hoach.docx")]
    [True, True, True, True, False]
    """
    return name.startswith((".", "~$")) or name.lower().endswith(_PASSING) or (name[:1] == name[-1:] == "#")


def under(path: str, roots: Iterable[str]) -> bool:
    """Whether a path is one of the roots or lies below one.

    >>> under("/a/b/c.txt", ["/a/b"]), under("/a/bc.txt", ["/a/b"])
    (True, False)
    """
    return any(path == root or path.startswith(root.rstrip(os.sep) + os.sep) for root in roots)


def scan(roots: Sequence[str], remembered: Sequence[Root], *, outside: Path | None = None) -> Scan:
    """Look through the roots.

    A file belongs to the deepest remembered root above it, and is a sample when every root above it holds samples.
    Hidden files, files that are only there for a while (:func:`is_passing`) and the README of a sample root are no
    documents. Links to folders are not followed: they may lead round in a circle.

    Args:
        roots: what to look through.
        remembered: all roots.
        outside: a folder that is never looked into: the collection's own.
    """
    found = Scan()
    deepest_first = sorted(remembered, key=lambda root: -len(root.path))
    devices = {root.path: root.device for root in remembered}
    for root in roots:
        if _is_unmounted(root, devices.get(root), found):
            continue
        for path in _walk(root, found, outside):
            _add(path, deepest_first, found)
    found.files = dict(sorted(found.files.items()))
    return found


def _is_unmounted(root: str, device: int | None, found: Scan) -> bool:
    """Whether only the empty place is left where a disk was mounted; else the root's file system is noted."""
    try:
        here = Path(root).stat().st_dev
        if any(True for _ in Path(root).iterdir()):
            found.devices[root] = here
            return False
    except OSError:
        return False  # A file, or what the walk tells of.
    if device is None or device == here:
        return False
    found.unreadable[root] = GONE
    return True


def _walk(root: str, found: Scan, outside: Path | None) -> Iterator[str]:
    if not os.path.lexists(root):
        found.unreadable[root] = GONE
        return
    if not Path(root).is_dir():
        yield root
        return

    def refused(error: OSError) -> None:
        found.unreadable[str(error.filename)] = UNREADABLE

    for folder, names, files in os.walk(root, onerror=refused):
        names[:] = sorted(
            name for name in names if not name.startswith(".") and not _is(PurePath(folder, name), outside)
        )
        yield from (str(PurePath(folder, name)) for name in files if not is_passing(name))


def _is(path: PurePath, other: Path | None) -> bool:
    return other is not None and str(path) == str(other)


def _add(path: str, deepest_first: Sequence[Root], found: Scan) -> None:
    printable = path.encode("utf-8", "replace").decode()
    if printable != path:
        found.unreadable[printable] = BAD_NAME
        return
    root = next(root for root in deepest_first if under(path, [root.path]))
    if root.sample and PurePath(path) == PurePath(root.path, PurePath(path).name) and _is_readme(path):
        return
    try:
        status = Path(path).stat()
    except OSError:
        found.unreadable[path] = UNREADABLE
        return
    if not stat.S_ISREG(status.st_mode):
        found.unreadable[path] = NO_FILE  # Reading a pipe would wait for ever.
        return
    # A real document stays one, although somebody names it again as a sample.
    sample = all(other.sample for other in deepest_first if under(path, [other.path]))
    found.files[path] = Found(path, root.path, sample, status.st_size, status.st_mtime_ns)


def _is_readme(path: str) -> bool:
    return PurePath(path).name.lower() == "readme.md"
