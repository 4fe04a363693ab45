"""How much time, memory and how many processes reading may take; each one setting of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from kb.errors import SettingError

SECONDS, MEGABYTES, WORKERS = "KB_FILE_SECONDS", "KB_FILE_MB", "KB_WORKERS"
_PER_MEGABYTE = 2.0
"""Times the base for each megabyte: a scanned page has some 100 kB and takes about 5 seconds to recognise."""
_LEAST_MEGABYTES = 512
"""The parser alone, with its tables, takes nearly half of that of address space."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take.

    Attributes:
        seconds: for a small file; a large one gets more, by its size.
        megabytes: of memory, for each process that reads.
        workers: processes that read at once.
    """

    seconds: float = 60.0
    megabytes: int = 2048
    workers: int = 1

    def seconds_for(self, size: int) -> float:
        """Seconds for a file of ``size`` bytes.

        >>> Limits(seconds=60).seconds_for(3 * 1024 * 1024)
        420.0
        """
        return self.seconds * (1 + _PER_MEGABYTE * size / (1024 * 1024))

    @property
    def stamp(self) -> str:
        """What a file was cut off under: with other limits it is tried again."""
        return f"{self.seconds:g} s, {self.megabytes} MB"


def limits(environ: Mapping[str, str] | None = None) -> Limits:
    """The limits that the environment sets.

    Raises:
        SettingError: a setting is no positive number.

    >>> limits({"KB_FILE_SECONDS": "5", "KB_WORKERS": "3"})
    Limits(seconds=5.0, megabytes=2048, workers=3)
    """
    environ = os.environ if environ is None else environ
    return Limits(
        seconds=_number(environ, SECONDS, 60.0, 0.1),
        megabytes=int(_number(environ, MEGABYTES, 2048, _LEAST_MEGABYTES)),
        workers=int(_number(environ, WORKERS, len(os.sched_getaffinity(0)), 1)),
    )


def _number(environ: Mapping[str, str], name: str, default: float, least: float) -> float:
    text = environ.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not least <= value < float("inf"):
        msg = f"Giá trị {name}={text} không hợp lệ: hãy đặt một số từ {least:g} trở lên, hoặc bỏ {name} đi."
        raise SettingError(msg)
    return value
