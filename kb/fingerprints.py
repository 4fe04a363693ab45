"""Fingerprints of the code and data that made what the database holds: when they change, it is made again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_CODE = {".py", ".toml", ".csv"}
_NOT_READING = {"segment.py", "worker.py", "reorganised.py", "reorganised.toml"}
"""Files of ``ingest`` without part in what a text is read as."""


@cache
def parser() -> str:
    """Of everything between a file's bytes and its passages."""
    files = [*_below("ingest"), *_below("index", "passages.py", "cuts.py", "cuts.toml")]
    return _of((path for path in files if path.name not in _NOT_READING), "pypdf", "pypdfium2", "lxml")


@cache
def segmenter() -> str:
    """Of the segmentation."""
    return _of(_below("ingest", "segment.py"), "underthesea")


@cache
def catalogue() -> str:
    """Of the resolution of mentions."""
    names = _below("ingest", "names.py", "names.toml", "places.py", "provinces.toml", "organs.toml", "number.py")
    return _of([*_below("kb/catalogue"), *_below("kb/store", "keys.py"), *names])


@cache
def signatures() -> str:
    """Of what finds near-copies."""
    return _of(
        [_ROOT / "ingest" / name for name in ("text.py", "lexicon/likeness.toml")] + _below("kb", "signatures.py")
    )


def _below(folder: str, *names: str) -> list[Path]:
    return [
        path
        for path in sorted((_ROOT / folder).rglob("*"))
        if path.suffix in _CODE and (not names or path.name in names)
    ]


def _of(paths: Iterable[Path], *packages: str) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(_ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    for package in packages:
        digest.update(f"{package} {_version(package)}".encode())
    return digest.hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
