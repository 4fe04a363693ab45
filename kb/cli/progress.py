"""Progress on standard error: what is being done, how far, how fast, how long still."""

from __future__ import annotations

import sys
import time
from contextlib import suppress

import click

from kb.cli.stopping import check

STAGES = {
    "look": "Xem tệp",
    "parse": "Đọc văn bản",
    "segment": "Tách từ",
    "resolve": "Đối chiếu văn bản được viện dẫn",
    "encode": "Tính vectơ",
    "index": "Lập chỉ mục",
}
_UNITS = {"look": " tệp", "parse": " tệp", "segment": " đoạn", "encode": " đoạn"}
_EVERY = 0.1
_LINE_EVERY = 10.0
"""Seconds between lines where nothing can be drawn over."""
_WIDTH, _BAR = 100, 20


class Progress:
    """A callback ``(stage, done, total, name)`` that draws one line on a terminal, and writes a few elsewhere."""

    def __init__(self) -> None:
        self._live = sys.stderr is not None and sys.stderr.isatty()
        self._stage = ""
        self._started = self._drawn = 0.0
        self._first = 0
        self._told: set[str] = set()

    def __call__(self, stage: str, done: int, total: int, name: str) -> None:
        """Show how far a stage is; where the work is to be stopped, say so."""
        check()
        now = time.monotonic()
        if stage != self._stage:
            self._leave()
            self._stage, self._started, self._drawn, self._first = stage, now, 0.0 if self._live else now, done
            if not self._live and total and stage not in self._told:
                self._told.add(stage)
                _write(f"{STAGES.get(stage, stage)}: {total}\n")
        if self._live and (now - self._drawn > _EVERY or done >= total):
            self._drawn = now
            _write(f"\r\x1b[K{self._line(stage, done, total, name, now)}")
        elif not self._live and now - self._drawn > _LINE_EVERY and done < total:
            self._drawn = now
            _write(f"{self._line(stage, done, total, '', now)}\n")

    def close(self) -> None:
        """End the line."""
        self._leave()

    def _leave(self) -> None:
        if self._live and self._stage:
            _write("\n")
        self._stage = ""

    def _line(self, stage: str, done: int, total: int, name: str, now: float) -> str:
        spent, new = now - self._started, done - self._first
        bar = _bar(done, total) if self._live else ""
        parts = [f"{STAGES.get(stage, stage)} {bar}{done}/{total}"]
        if new > 0 and spent > 1:
            rate = new / spent
            parts.append(f"{rate:.1f}{_UNITS.get(stage, '')}/giây")
            if done < total:
                parts.append(f"còn khoảng {_duration((total - done) / rate)}")
        return f"{' · '.join(parts)}  {name.rsplit('/', 1)[-1]}"[:_WIDTH].rstrip()


def _bar(done: int, total: int) -> str:
    """How far, drawn; nothing for a stage of one step.

    >>> _bar(5, 20)
    '█████░░░░░░░░░░░░░░░ '
    """
    if total <= 1:
        return ""
    full = min(_BAR, _BAR * done // total)
    return f"{'█' * full}{'░' * (_BAR - full)} "


def _write(text: str) -> None:
    """Progress is worth no failure: a build goes on when nobody reads it any more."""
    with suppress(OSError):
        click.echo(text, nl=False, err=True)


def _duration(seconds: float) -> str:
    """Time left, as people say it.

    >>> _duration(75), _duration(3700)
    ('1 phút 15 giây', '1 giờ 1 phút')
    """
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        return f"{minutes // 60} giờ {minutes % 60} phút"
    return f"{minutes} phút {rest} giây" if minutes else f"{rest} giây"
