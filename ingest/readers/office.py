"""Old Word files, OpenDocument and RTF: LibreOffice makes a .docx of them, which is read like any other.

LibreOffice is a program of its own, and may be missing. It runs with a profile of its own in a temporary folder, so
neither the user's settings nor a LibreOffice that is open matter, and several may run at once; without macros, without
looking up links, and for a limited time, memory and size.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from ingest.errors import AbnormalFileError, MissingProgramError, TruncatedFileError
from ingest.readers import word
from ingest.readers.archive import Archive
from ingest.readers.pages import RawPage

_PROGRAMS = ("soffice", "libreoffice")
_PLACES = ("/usr/lib/libreoffice/program", "/opt/libreoffice/program", "/Applications/LibreOffice.app/Contents/MacOS")
INSTALL = "sudo apt-get install --no-install-recommends libreoffice-writer"
LONGEST = 120.0  # seconds for one file; a directive takes one or two
_MEMORY = 6 * 1024 * 1024  # kilobytes of address space, most of which is never used
_SIZE = 512 * 1024 * 1024 // 512  # blocks of a file that it writes
# Standard input is none, the limits hold for all that LibreOffice starts.
_LIMITED = f'ulimit -v {_MEMORY} 2>/dev/null; ulimit -f {_SIZE} 2>/dev/null; ulimit -c 0; exec "$0" "$@"'
_SETTING = '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Load", "UpdateDocMode", "0"),
    ("Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "1"),  # a proxy that nobody serves: nothing is fetched
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)


def reader(suffix: str) -> Callable[[bytes, str], tuple[tuple[RawPage, ...], bool]]:
    """The function that reads files of that extension."""

    def read(data: bytes, name: str) -> tuple[tuple[RawPage, ...], bool]:
        return word.read(converted(data, suffix, name), name)

    return read


def program() -> str | None:
    """Where LibreOffice is; ``None`` where it is not installed. ``KB_SOFFICE`` names one in a place of its own."""
    if named := os.environ.get("KB_SOFFICE", "").strip():
        return shutil.which(named)
    for name in _PROGRAMS:
        if found := shutil.which(name) or shutil.which(name, path=os.pathsep.join(_PLACES)):
            return found
    return None


def converted(data: bytes, suffix: str, name: str) -> bytes:
    """The file as a .docx.

    Raises:
        MissingProgramError: there is no LibreOffice; the message has the command that installs it.
        TruncatedFileError: LibreOffice makes nothing of it.
        AbnormalFileError: it does not come to an end.
    """
    office = program()
    if office is None:
        raise MissingProgramError(
            f"{name}: đọc tệp {suffix} cần LibreOffice mà máy này chưa có; hãy cài bằng lệnh: {INSTALL}"
        )
    if suffix == ".odt":
        _check_parts(data, name)
    with tempfile.TemporaryDirectory(prefix="cancu-office-", ignore_cleanup_errors=True) as folder:
        return _convert(office, Path(folder), data, suffix, name)


def _check_parts(data: bytes, name: str) -> None:
    """LibreOffice unpacks what an archive holds without a limit: a file made to fill memory must not reach it."""
    archive = Archive(data, name)
    for part in ("content.xml", "styles.xml", "meta.xml", "settings.xml"):
        archive.xml(part)


def _convert(office: str, folder: Path, data: bytes, suffix: str, name: str) -> bytes:
    profile, made = folder / "profile", folder / "made"
    _write_settings(profile)
    source = folder / f"source{suffix}"
    source.write_bytes(data)
    arguments = [
        *("/bin/sh", "-c", _LIMITED, office),
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made), str(source)),
    ]  # fmt: skip
    if not _run(arguments, folder):
        raise AbnormalFileError(
            f"{name}: LibreOffice mở tệp quá {LONGEST:.0f} giây chưa xong; hãy mở bằng Word rồi lưu lại thành .docx."
        )
    results = list(made.glob("*.docx"))
    if not results:
        raise TruncatedFileError(
            f"{name}: tệp bị hỏng hoặc LibreOffice không mở được; hãy mở bằng Word rồi lưu lại thành .docx."
        )
    return results[0].read_bytes()


def _run(arguments: list[str], folder: Path) -> bool:
    """Whether it ended in time; where it did not, or this process is interrupted, all that it started is ended."""
    environment = {key: text for key, text in os.environ.items() if not key.lower().endswith("_proxy")}
    environment |= {"HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    with subprocess.Popen(  # noqa: S603 - LibreOffice, on a file of our own making
        arguments,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            _end(process)
            return False
        except BaseException:
            _end(process)
            raise
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """The group of the process is all that it started: the program is a script that starts others."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()


def _write_settings(profile: Path) -> None:
    items = "".join(_SETTING.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    file = profile / "user" / "registrymodifications.xcu"
    file.parent.mkdir(parents=True)
    file.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )
