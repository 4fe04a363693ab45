"""What the end of a build needs is loaded while its files are read by other processes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

_log = logging.getLogger(__name__)


class Warming:
    """Runs some tasks, one after the other, beside what the build is waiting for.

    Args:
        tasks: each loads something that is kept; one that fails is left to whoever needs it, who will be told.
    """

    def __init__(self, *tasks: Callable[[], object]) -> None:
        self._tasks = tasks
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Start, once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Come back when everything is loaded: nothing is loaded twice."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        for task in self._tasks:
            try:
                task()
            except Exception as error:  # noqa: BLE001 (see above)
                _log.debug("%s", error, exc_info=True)
                return
