"""What a generation was built with, and whether it still fits what is asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index import analysis
from index.encoders.protocol import Encoder
from index.errors import DamagedGenerationError, StaleGenerationError
from index.types import Entry, Passage

SCHEMA = 3
"""Changes whenever the files of a generation do."""

_FIELDS = {
    "schema": "định dạng chỉ mục (schema)",
    "analyser": "cách tách từ (analyser)",
    "model": "mô hình nhúng (model)",
    "model_fingerprint": "dữ liệu của mô hình nhúng (model_fingerprint)",
    "window": "độ dài cửa sổ (window)",
    "revision": "lần cập nhật của kho (revision)",
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The record of one generation.

    Attributes:
        id: name of its folder.
        schema, analyser, model, model_fingerprint, dimension, window: what it was built with.
        revision: of the database that its passages come from.
        documents, passages, windows, instruments: counts.
        fingerprint: of the passages and the settings, without the revision.
        files: bytes of every other file of the generation, by its path in the folder.
    """

    id: str
    schema: int
    analyser: str
    model: str
    model_fingerprint: str
    dimension: int
    window: tuple[int, int]
    revision: str
    documents: int
    passages: int
    windows: int
    instruments: int
    fingerprint: str
    files: Mapping[str, int]

    def write(self, path: Path) -> None:
        """As JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read it back.

        Raises:
            DamagedGenerationError: it is missing or no manifest.
            StaleGenerationError: another version of the product wrote it.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data.get("schema") != SCHEMA:
                raise _stale("schema", data.get("schema"), SCHEMA)
            return cls(**{**data, "window": tuple(data["window"]), "files": dict(data["files"])})
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise DamagedGenerationError(
                f"Chỉ mục hỏng: không đọc được {path.name} trong {path.parent.name}; hãy chạy: kb build"
            ) from error

    def check(self, encoder: Encoder, revision: str | None = None) -> None:
        """Compare with what the running program would build.

        Args:
            encoder: the model that is asked for.
            revision: of the database that is read along with it; ``None``: any.

        Raises:
            StaleGenerationError: names the first field that differs and the command that repairs it.
        """
        wanted: dict[str, object] = {
            "schema": SCHEMA,
            "analyser": analysis.VERSION,
            "model": encoder.name,
            "model_fingerprint": encoder.fingerprint,
            "window": (encoder.window.size, encoder.window.stride),
            "revision": self.revision if revision is None else revision,
        }
        for field, value in wanted.items():
            if getattr(self, field) != value:
                raise _stale(field, getattr(self, field), value)

    def check_files(self, folder: Path) -> None:
        """See that every file is there in its length: one ``stat`` each, nothing is read.

        Raises:
            DamagedGenerationError: names the first file that is not.
        """
        for name, size in self.files.items():
            try:
                whole = (folder / name).stat().st_size == size
            except (OSError, ValueError):
                whole = False
            if not whole:
                raise DamagedGenerationError(
                    f"Chỉ mục {self.id} hỏng: tệp {name} bị thiếu hoặc sai kích thước; hãy dựng lại bằng: kb build"
                )


def sizes(folder: Path) -> dict[str, int]:
    """What :attr:`Manifest.files` says of a folder that holds no manifest yet."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}


def fingerprint(passages: Sequence[Passage], instruments: Sequence[Entry], encoder: Encoder) -> str:
    """Of everything that the index is made of: equal fingerprints mean equal indexes."""
    settings = [SCHEMA, analysis.VERSION, encoder.name, encoder.fingerprint, encoder.window.size, encoder.window.stride]
    digest = hashlib.sha256(json.dumps(settings).encode())
    for passage in passages:
        for part in (passage.id, passage.document, passage.text, passage.context, passage.words):
            digest.update(part.encode())
            digest.update(b"\0")
    for entry in instruments:
        for part in (entry.id, entry.text, entry.context):
            digest.update(part.encode())
            digest.update(b"\0")
    return digest.hexdigest()


def _stale(field: str, found: object, wanted: object) -> StaleGenerationError:
    return StaleGenerationError(
        f"Chỉ mục không khớp: {_FIELDS[field]} đã dựng là {found!r}, nay cần {wanted!r}; hãy dựng lại bằng: kb build"
    )
