"""Which document a person means by DOC."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePath

from kb.errors import AmbiguousDocumentError, UnknownDocumentError
from kb.store.directives import Directives
from kb.store.keys import number_key
from kb.store.records import Document

_ID = re.compile(r"[0-9a-f]{6,12}")
_LISTED = 6


def find(directives: Directives, doc: str) -> Document:
    """The one document meant; an id is tried first, then a number, then a file.

    Raises:
        UnknownDocumentError: there is none.
        AmbiguousDocumentError: there are several.
    """
    for found in _tries(directives, doc.strip()):
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousDocumentError(_several(doc, found))
    msg = (
        f"Không có văn bản nào trong kho có mã, số hiệu hoặc tên tệp là “{doc}”: "
        "hãy kiểm tra lại, hoặc nạp văn bản bằng `kb build THƯ_MỤC`."
    )
    raise UnknownDocumentError(msg)


def _tries(directives: Directives, doc: str) -> Iterator[tuple[Document, ...]]:
    if _ID.fullmatch(doc.lower()):
        yield directives.by_prefix(doc.lower())
    for key in _number_keys(doc):
        yield directives.numbered(key)
    if not doc:
        return
    documents = directives.documents(active=False)
    names = {document.id: [PurePath(_composed(source)) for source in document.sources] for document in documents}
    doc = _composed(doc)
    whole = Path(doc).expanduser().absolute()
    yield tuple(document for document in documents if whole in names[document.id])
    asked = PurePath(doc).parts
    yield tuple(
        document for document in documents if any(name.parts[-len(asked) :] == asked for name in names[document.id])
    )
    yield tuple(document for document in documents if any(name.stem == doc for name in names[document.id]))


def _composed(name: str) -> str:
    """A name as it is compared: disks and keyboards put the letters together in their own ways."""
    return unicodedata.normalize("NFC", name)


def _number_keys(doc: str) -> Iterator[str]:
    from ingest.citations import normalise_number

    number = normalise_number(doc)
    if number is not None:
        yield number_key(number)


def _several(doc: str, found: tuple[Document, ...]) -> str:
    listed = "; ".join(_line(document) for document in found[:_LISTED])
    more = f"; và {len(found) - _LISTED} văn bản khác" if len(found) > _LISTED else ""
    return f"“{doc}” chỉ {len(found)} văn bản: {listed}{more}. Hãy dùng mã 12 ký tự đứng đầu mỗi văn bản."


def _line(document: Document) -> str:
    header = document.header
    parts = (header.number, header.date, header.province, PurePath(document.source).name)
    return f"{document.id} ({', '.join(part for part in parts if part)})"
