"""What a generation was built with, and whether it still fits what is asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath

import numpy as np
from numpy.typing import NDArray

from index import analysis
from index.encoders import DEFAULT, split
from index.encoders.protocol import Encoder
from index.errors import DamagedGenerationError, StaleGenerationError
from index.paths import Files

SCHEMA = 4
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
        parts: names of the segments of passages and of instruments.
        files: bytes of every other file of the generation, by its path in the folder.
        segments: bytes of every file of its segments, by its name.
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
    parts: Mapping[str, Sequence[str]]
    files: Mapping[str, int]
    segments: Mapping[str, int]

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
            mappings = {name: dict(data[name]) for name in ("parts", "files", "segments")}
            return cls(**{**data, "window": tuple(data["window"]), **mappings})
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise DamagedGenerationError(
                f"Chỉ mục hỏng: không đọc được {path.name} trong {path.parent.name}; hãy chạy: kb build"
            ) from error

    @staticmethod
    def segments_of(path: Path) -> frozenset[str]:
        """The files of segments that the manifest at a path names; none where it is no manifest."""
        try:
            return frozenset(json.loads(path.read_text(encoding="utf-8"))["segments"])
        except (OSError, ValueError, TypeError, KeyError):
            return frozenset()

    def check(self, encoder: Encoder, revision: str | None = None) -> None:
        """Compare with what the running program would build.

        Args:
            encoder: the model that is asked for.
            revision: of the database that is read along with it; ``None``: any.

        Raises:
            StaleGenerationError: names the first field that differs and the command that repairs it.
        """
        self._check("schema", SCHEMA)
        self._check("analyser", analysis.VERSION)
        # By its name first: of another model nothing is read, and nothing is fetched.
        if not _may_have_moved(self.model, encoder.name) or self.model_fingerprint != encoder.fingerprint:
            self._check("model", encoder.name)
        self._check("model_fingerprint", encoder.fingerprint)
        self._check("window", (encoder.window.size, encoder.window.stride))
        self._check("revision", self.revision if revision is None else revision)

    def _check(self, field: str, wanted: object) -> None:
        found = getattr(self, field)
        if found != wanted:
            raise _stale(field, found, wanted)

    def check_files(self, files: Files) -> None:
        """See that every file is there in its length: one ``stat`` each, nothing is read.

        Raises:
            DamagedGenerationError: names the first file that is not.
        """
        for folder, held in ((files.root, self.files), (files.segments, self.segments)):
            for name, size in held.items():
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


def fingerprint(passages: NDArray[np.int64], instruments: NDArray[np.int64], encoder: Encoder) -> str:
    """Of everything that the index is made of, by the keys of its rows: equal fingerprints mean equal indexes."""
    settings = [SCHEMA, analysis.VERSION, encoder.name, encoder.fingerprint, encoder.window.size, encoder.window.stride]
    digest = hashlib.sha256(json.dumps([*settings, len(passages)]).encode())
    digest.update(passages.astype("<i8").tobytes())
    digest.update(instruments.astype("<i8").tobytes())
    return digest.hexdigest()


def _may_have_moved(before: str, now: str) -> bool:
    """Whether two names may be one model, whose folder was moved or is now somewhere else on a removable disk."""
    (engine, one), (other_engine, other) = split(before), split(now)
    return engine == other_engine and PurePath(one).name == PurePath(other).name


def _stale(field: str, found: object, wanted: object) -> StaleGenerationError:
    other = ""
    if field == "model":
        back = "bỏ KB_MODEL" if found == DEFAULT else f"đặt lại KB_MODEL={found}"
        other = f" (không phải đọc lại văn bản), hoặc {back}"
    return StaleGenerationError(
        f"Chỉ mục không khớp: {_FIELDS[field]} đã dựng là {found!r}, nay cần {wanted!r}; hãy dựng lại bằng: kb build{other}"
    )
