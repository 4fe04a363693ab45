"""Who decides something, and when: kept with every decision of a person."""

from __future__ import annotations

import getpass
from datetime import datetime

from kb.errors import UsageError

_LONGEST = 200


def who(named: str | None = None) -> str:
    """The name that a decision is kept under: the given one, else the full name of the user of this computer.

    Raises:
        UsageError: it is empty or no name.
    """
    if named is None:
        return _own_name()
    name = " ".join(named.split())
    if not name or len(name) > _LONGEST or not any(char.isalpha() for char in name):
        raise UsageError('Tên người thực hiện (--by) không đọc được: hãy ghi họ tên, ví dụ --by "Nguyễn Văn A".')
    return name


def now() -> str:
    """The time with its zone, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def day_and_time(at: str) -> str:
    """A kept time as people read it.

    >>> day_and_time("2026-11-20T08:05:09+07:00")
    '20/11/2026 08:05'
    """
    try:
        return datetime.fromisoformat(at).strftime("%d/%m/%Y %H:%M")
    except ValueError:
        return at


def day_and_time_here(at: str) -> str:
    """A time kept in UTC as people read it, in this computer's zone."""
    return day_and_time(datetime.fromisoformat(at).astimezone().isoformat())


def _own_name() -> str:
    """The full name in the system's list of users, else the login."""
    try:
        login = getpass.getuser()
    except (KeyError, OSError):
        return "người dùng không tên"
    try:
        import pwd

        full = pwd.getpwnam(login).pw_gecos.partition(",")[0].strip()
    except (ImportError, KeyError):
        return login
    return full or login
