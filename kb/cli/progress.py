"""Progress on standard error: what is being done, how far, how fast, how long still."""

from __future__ import annotations

import sys
import time
from contextlib import suppress

import click

STAGES = {
    "parse": "Đọc văn bản",
    "segment": "Tách từ",
    "resolve": "Đối chiếu văn bản được viện dẫn",
    "index": "Lập chỉ mục",
}
_EVERY = 0.1


class Progress:
    """A callback ``(stage, done, total, name)`` that draws one line on a terminal, and one per stage elsewhere."""

    def __init__(self) -> None:
        self._live = sys.stderr is not None and sys.stderr.isatty()
        self._stage = ""
        self._started = self._drawn = 0.0

    def __call__(self, stage: str, done: int, total: int, name: str) -> None:
        """Show how far a stage is."""
        now = time.monotonic()
        if stage != self._stage:
            self._leave()
            self._stage, self._started, self._drawn = stage, now, 0.0
            if not self._live and total:
                _write(f"{STAGES.get(stage, stage)}: {total}\n")
        if self._live and (now - self._drawn > _EVERY or done >= total):
            self._drawn = now
            _write(f"\r\x1b[K{self._line(stage, done, total, name, now)}")

    def close(self) -> None:
        """End the line."""
        self._leave()

    def _leave(self) -> None:
        if self._live and self._stage:
            _write("\n")
        self._stage = ""

    def _line(self, stage: str, done: int, total: int, name: str, now: float) -> str:
        spent = now - self._started
        parts = [f"{STAGES.get(stage, stage)}: {done}/{total}"]
        if done and spent > 1:
            rate = done / spent
            parts.append(f"{rate:.1f}/giây")
            if done < total:
                parts.append(f"còn khoảng {_duration((total - done) / rate)}")
        return f"{' · '.join(parts)}  {name}"[:100]


def _write(text: str) -> None:
    """Progress is worth no failure: a build goes on when nobody reads it any more."""
    with suppress(OSError):
        click.echo(text, nl=False, err=True)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} phút {rest} giây" if minutes else f"{rest} giây"
