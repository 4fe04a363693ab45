"""Where a collection lives on disk."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.errors import HomeError


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one collection, and the names of everything in it.

    >>> Home(Path("kho")).database.as_posix()
    'kho/cancu.sqlite3'
    """

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite database: the truth."""
        return self.root / "cancu.sqlite3"

    @property
    def work(self) -> Path:
        """What a build has worked out and not committed yet; there only while one runs or after one was stopped."""
        return self.root / "work.sqlite3"

    @property
    def waiting(self) -> Path:
        """The feedback that was given while a build held the database, until it is carried over."""
        return self.root / "feedback-waiting.sqlite3"

    @property
    def shown(self) -> Path:
        """What this user was shown last: places of passages, and the question."""
        return self.root / f"shown-{os.getuid()}.json"

    @property
    def lock(self) -> Path:
        """The file that the one writer holds locked."""
        return self.root / "writer.lock"

    @property
    def index(self) -> Path:
        """The folder of the derived index, which keeps ``CURRENT`` and ``generations/`` in it."""
        return self.root

    @property
    def generations(self) -> Path:
        """The immutable generations of the index, one folder each."""
        return self.index / "generations"


def resolve(environ: Mapping[str, str] | None = None) -> Home:
    """The home that ``KB_HOME`` names; unset or empty, the user's data folder.

    Args:
        environ: the environment to read; the process's own where none is given.

    Raises:
        HomeError: it names the home of a user that is not there.

    >>> resolve({"KB_HOME": "/tmp/kho"}).root.as_posix()
    '/tmp/kho'
    """
    named = (os.environ if environ is None else environ).get("KB_HOME", "").strip()
    if named:
        try:
            return Home(Path(named).expanduser().absolute())
        except RuntimeError as error:
            msg = f"KB_HOME={named} chỉ đến một người dùng không có trên máy: hãy đặt KB_HOME là một thư mục."
            raise HomeError(msg) from error
    from platformdirs import user_data_path

    return Home(user_data_path("cancu", appauthor=False))
