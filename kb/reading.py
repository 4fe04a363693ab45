"""Files are read once: what was read before is taken from the work file, the rest goes to the workers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from ingest import worker
from kb import sketch
from kb.limits import Limits
from kb.secrecy import Guard, SecretDocumentError
from kb.store.keys import number_key
from kb.work import Work
from kb.workers import Job, Reading, Workers

if TYPE_CHECKING:
    from ingest.types import Directive

Progress = Callable[[str, int, int, str], None]
"""Told the stage (``look``, ``parse``, ``segment``, ``resolve``, ``encode``, ``index``), how many are done, of how many,
and a name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to be read.

    Attributes:
        path: absolute.
        size: in bytes.
        sha256: of its bytes; empty for one that is refused unread.
    """

    path: str
    size: int
    sha256: str

    @property
    def key(self) -> str:
        """Files with one key are read alike: the same bytes by the same reader.

        >>> Wanted("/a/b.TXT", 3, "c0ffee").key
        'c0ffee.txt'
        """
        return self.sha256 + PurePath(self.path).suffix.lower() if self.sha256 else self.path


@dataclass(frozen=True, slots=True)
class Traces:
    """What finds in a collection what is left of a refused document; never kept.

    Attributes:
        bands: of its sketch, which near-copies share.
        numbers: keys of those that it cites.
    """

    bands: tuple[int, ...] = ()
    numbers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, directive: Directive) -> Traces:
        """Those of a directive."""
        numbers = frozenset(number_key(one.number) for one in directive.citations if one.number)
        return cls(tuple(sketch.bands(sketch.sketch(directive.text))), numbers)


class Files:
    """Reads files, with what other builds have left behind.

    Args:
        work: where readings are kept until they are committed.
        limits: what one file may take.
        parser: fingerprint of the code that reads.
        guard: asked for each document with a secrecy stamp, before anything of it is kept.
        retry: read also what failed before.
    """

    def __init__(self, work: Work, limits: Limits, parser: str, guard: Guard, *, retry: bool = False) -> None:
        self.parser = parser
        self.stamp = f"{parser} ({limits.stamp})"
        """The code with the limits: what is cut off under them is tried again under others."""
        self._work = work
        self._workers = Workers(limits)
        self._retry = retry
        self._guard = guard
        self._secret: dict[str, Reading] = {}
        self._traces: dict[str, Traces] = {}
        self._tried: set[str] = set()
        self._changing: set[str] = set()

    def close(self) -> None:
        """End the workers."""
        self._workers.close()

    def read(self, wanted: Sequence[Wanted], tell: Progress | None = None) -> None:
        """Read those files that are not read yet."""
        files = {one.key: one for one in wanted if one.path not in self._secret and not self._has(one.key)}
        jobs = {one.path: one for one in files.values()}
        done = len(wanted) - len(jobs)
        for job, reading in self._workers.read([Job(one.path, one.size) for one in jobs.values()]):
            self._keep(jobs[job.path], reading)
            done += 1
            if tell:
                tell("parse", done, len(wanted), job.path)
        self._work.keep()

    def of(self, one: Wanted) -> Reading:
        """What became of a file."""
        self.read([one])
        if one.path in self._secret:
            return self._secret[one.path]
        reading = None if one.key in self._changing else self._kept(one.key)
        return reading or Reading("failed", CHANGING)

    def traces(self, one: Wanted) -> Traces:
        """What is left of a refused document is found by this."""
        reading = self.of(one)
        if reading.kind == worker.DIRECTIVE:
            return Traces.of(reading.directive(one.path))
        return self._traces.get(one.path, Traces())

    def _keep(self, one: Wanted, reading: Reading) -> None:
        self._tried.add(one.key)
        if reading.kind == worker.SECRET:
            stamp, _, value = reading.value.partition("\n")
            stamped = replace(reading, kind=worker.DIRECTIVE, value=value)
            try:
                self._guard.admit(one.path, stamp)
            except (
                SecretDocumentError
            ) as error:  # The reason and what its traces are found by stay, and only as long as this build.
                self._traces[one.path] = Traces.of(stamped.directive(one.path))
                self._secret[one.path] = Reading(worker.SECRET, str(error).removeprefix(f"{one.path}: "))
                return
            reading = stamped
        if reading.sha256 and one.sha256 and reading.sha256 != one.sha256:
            self._changing.add(one.key)  # Never kept under the name of other bytes. The next build reads it.
        else:
            self._work.put_reading(one.key, self.stamp if reading.cut_off else self.parser, reading)

    def _has(self, key: str) -> bool:
        if key in self._changing:
            return True
        if self._retry and key not in self._tried:
            kept = self._kept(key)
            return kept is not None and kept.reason is None
        return self._work.has_reading(key, self.parser) or self._work.has_reading(key, self.stamp)

    def _kept(self, key: str) -> Reading | None:
        return self._work.reading(key, self.parser) or self._work.reading(key, self.stamp)


CHANGING = "tệp thay đổi trong khi đang đọc: hãy chờ chép hoặc lưu xong rồi chạy lại `kb build`"
