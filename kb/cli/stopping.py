"""Ctrl-C and SIGTERM: an exception alone can be lost, so that long work asks now and then whether it is to end.

Python drops an exception that is raised while it clears an object away or calls back from a library.
"""

from __future__ import annotations

import signal
from typing import NoReturn


class Terminated(KeyboardInterrupt):
    """SIGTERM: the end of the session or of the machine's day, handled as Ctrl-C is."""


_asked: list[type[KeyboardInterrupt]] = []


def listen() -> None:
    """From now on both signals raise, and are remembered until :func:`check` is asked."""
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _terminate)


def check() -> None:
    """Raise what a signal has raised, if it was lost.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed; :class:`Terminated` for SIGTERM.
    """
    if _asked:
        raise _asked.pop()


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    _asked[:] = [KeyboardInterrupt]
    raise KeyboardInterrupt


def _terminate(_signal: int, _frame: object) -> NoReturn:
    _asked[:] = [Terminated]
    raise Terminated
