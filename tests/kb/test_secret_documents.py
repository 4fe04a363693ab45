"""Documents with a secrecy stamp: nothing of them is kept, unless the office allows it; then they are marked and stay here."""

from __future__ import annotations

import json
import logging
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kb.build import build
from kb.errors import UsageError
from kb.export_guard import exportable
from kb.home import Home
from kb.secrecy import pending
from kb.store import Store
from tests.kb.made import ROOT, directive, environment, kb

PLAIN = """LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU
Số: 21/KH-LĐLĐ
Lai Châu, ngày 05 tháng 3 năm 2022
KẾ HOẠCH
Giám sát việc thực hiện dân chủ ở cơ sở năm 2022

I. MỤC ĐÍCH
1. Nắm tình hình thực hiện dân chủ tại các đơn vị.
"""
SECRET = """TỐI MẬT
TỈNH ỦY LAI CHÂU
Số 77-BC/TU
Lai Châu, ngày 09 tháng 9 năm 2023
BÁO CÁO
Về vụ việc Zyxwvu ở Pa Ủ

Căn cứ Quyết định số 4321-QĐ/TU ngày 08/8/2023 của Ban Thường vụ Tỉnh ủy;
1. Người báo tin là ông Qwertzuiop, cất 987654 đồng trong hang Kabcdef.
2. Tổ công tác lên đường trước ngày 31/12/2023.
"""
TRACES = ("Zyxwvu", "Qwertzuiop", "987654", "Kabcdef", "4321-QĐ", "77-BC/TU")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "kho")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "van-ban"
    path.mkdir()
    (path / "ke-hoach.txt").write_text(PLAIN, encoding="utf-8")
    (path / "bao-cao.txt").write_text(SECRET, encoding="utf-8")
    return path


def traces(root: Path) -> list[str]:
    """Which words of the secret stand in any file below, as they are or without diacritics and case."""
    found = []
    for path in root.rglob("*"):
        data = path.read_bytes().lower() if path.is_file() else b""
        found += [f"{path.name}: {word}" for word in TRACES if word.lower().encode() in data]
    return found


def names(home: Home) -> dict[str, str | None]:
    with Store.open(home.database) as store:
        return {Path(one.source).name: one.header.secrecy for one in store.active_directives()}


def test_a_secret_is_refused_and_leaves_no_trace(
    home: Home, folder: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for _ in range(2):
        report = build(home, [folder])
        assert [(Path(one.path).name, "Tối mật" in one.reason) for one in report.skipped] == [("bao-cao.txt", True)]
        assert "--allow-secret" in report.skipped[0].reason
        assert report.skipped[0].reason.endswith("văn bản mật.")
        assert report.directives == 1
    assert names(home) == {"ke-hoach.txt": None}
    assert traces(home.root) == []
    out, err = capfd.readouterr()
    told = caplog.text + out + err + json.dumps(report.to_json(), ensure_ascii=False)
    assert not [word for word in TRACES if word in told]


def test_the_office_allows_it_for_a_folder_and_that_is_remembered(home: Home, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "noi-khac"
    other.mkdir()
    (other / "cung-van-ban.txt").write_text(SECRET, encoding="utf-8")
    build(home, [folder, other])
    report = build(home, [folder], allow_secret=True, by="Trần Thị B")
    assert (report.added + report.updated, report.skipped) == (1, ())
    assert names(home) == {"ke-hoach.txt": None, "bao-cao.txt": "Tối mật"}
    with Store.open(home.database) as store:
        assert {Path(root).name: by for root, (by, _) in store.allowances.all().items()} == {"van-ban": "Trần Thị B"}
    (folder / "bao-cao.txt").write_text(SECRET + "3. Giữ kín.\n", encoding="utf-8")
    report = build(home)  # remembered, and not for the other folder
    assert [Path(one.path).name for one in report.skipped] == ["cung-van-ban.txt"]
    assert names(home)["bao-cao.txt"] == "Tối mật"


def test_the_same_bytes_in_a_folder_that_is_not_allowed(home: Home, folder: Path, tmp_path: Path) -> None:
    build(home, [folder], allow_secret=True, by="Trần Thị B")
    other = tmp_path / "noi-khac"
    other.mkdir()
    (other / "bao-cao.txt").write_text(SECRET, encoding="utf-8")
    report = build(home, [other])
    assert [Path(one.path).parent.name for one in report.skipped] == ["noi-khac"]
    with Store.open(home.database) as store:
        assert [len(one.sources) for one in store.active_directives()] == [1, 1]


def test_an_allowance_is_taken_back(home: Home, folder: Path) -> None:
    build(home, [folder], allow_secret=True, by="Trần Thị B")
    report = build(home, [folder], allow_secret=False)
    assert [Path(one.path).name for one in report.skipped] == ["bao-cao.txt"]
    assert names(home) == {"ke-hoach.txt": None}
    assert traces(home.root) == []


def test_a_document_that_is_refused_and_allowed_again_is_counted(home: Home, folder: Path) -> None:
    def counts(allow_secret: bool | None) -> tuple[int, ...]:
        one = build(home, [folder], allow_secret=allow_secret, by="Trần Thị B")
        return one.added, one.updated, one.unchanged, one.removed, len(one.skipped)

    assert counts(allow_secret=True) == (2, 0, 0, 0, 0)
    assert counts(allow_secret=False) == (0, 0, 1, 1, 1)
    assert counts(allow_secret=None) == (0, 0, 1, 0, 1)
    assert counts(allow_secret=True) == (0, 1, 1, 0, 0)
    (folder / "ke-hoach.txt").write_text("MẬT\n" + PLAIN, encoding="utf-8")
    build(home)
    assert counts(allow_secret=False) == (0, 0, 0, 2, 2)


def test_a_stamp_that_comes_with_an_edit(home: Home, folder: Path) -> None:
    (folder / "bao-cao.txt").write_text(SECRET.removeprefix("TỐI MẬT\n"), encoding="utf-8")
    assert build(home, [folder]).directives == 2
    assert traces(home.root)
    (folder / "bao-cao.txt").write_text(SECRET, encoding="utf-8")
    assert build(home).directives == 1
    assert traces(home.root) == []


def test_what_is_secret_is_never_exported(home: Home, folder: Path) -> None:
    build(home, [folder], allow_secret=True, by="Trần Thị B")
    with Store.open(home.database) as store:
        parted = exportable(store.active_directives())
    assert [one.header.number for one in parted.documents] == ["21/KH-LĐLĐ"]
    assert [one.header.number for one in parted.withheld] == ["77-BC/TU"]
    assert parted.warning is not None
    assert "77-BC/TU" in parted.warning
    assert exportable(parted.documents).warning is None


def test_somebody_allows_it(home: Home, folder: Path) -> None:
    with pytest.raises(UsageError):
        build(home, [folder], allow_secret=True, by=" ")
    assert not home.database.exists() or names(home) == {}


def plain_ones(folder: Path, count: int = 14) -> None:
    for number in range(1, count + 1):
        (folder / f"{number}.txt").write_text(directive(number, steps=8), encoding="utf-8")


WITHOUT_STAMP = SECRET.removeprefix("TỐI MẬT\n")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """One document without a stamp yet among so many that its rows are few in their segment."""
    path = tmp_path / "van-ban"
    path.mkdir()
    plain_ones(path)
    (path / "s.txt").write_text(WITHOUT_STAMP, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["s.txt", "other.txt"])
def test_few_rows_of_a_large_segment_leave_no_trace(home: Home, many: Path, name: str) -> None:
    assert build(home, [many]).directives == 15
    assert traces(home.root)
    (many / "s.txt").unlink()
    (many / name).write_text(SECRET, encoding="utf-8")
    assert build(home).directives == 14
    assert traces(home.root) == []


def test_a_text_that_was_gone_before_its_stamp_came(home: Home, many: Path) -> None:
    build(home, [many])
    (many / "s.txt").unlink()
    for number in (51, 52):  # Generations later it is in no table any more, but still dead in a segment.
        (many / f"{number}.txt").write_text(directive(number), encoding="utf-8")
        build(home)
    assert traces(home.root)
    (many / "other.txt").write_text(SECRET, encoding="utf-8")
    build(home)
    assert traces(home.root) == []


def test_others_are_not_purged_with_it(home: Home, many: Path) -> None:
    build(home, [many])
    (many / "1.txt").write_text(directive(1, about="hội thi lái xe an toàn", steps=8), encoding="utf-8")
    build(home)
    (many / "s.txt").write_text(SECRET, encoding="utf-8")
    build(home)
    with Store.open(home.database) as store:
        one = next(one for one in store.active_directives() if one.source.endswith("/1.txt"))
        said = [version.directive for version in store.versions.of(one.id)]
        assert len(said) == 2
        assert all(store.directives.text(ident) for ident in said)


KILLED_AT = """
import os, signal, sys
from pathlib import Path
from kb import secrecy
import kb.build
from kb.home import Home
def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)
{where} = kill
kb.build.build(Home(Path(sys.argv[1])))
"""
"""A build that is killed once it has been committed."""


@pytest.mark.parametrize("moment", ["serve", "purge"])
def test_a_build_that_is_killed_before_it_purges(home: Home, many: Path, moment: str) -> None:
    build(home, [many])
    (many / "s.txt").write_text(SECRET, encoding="utf-8")
    where = "kb.build.serve" if moment == "serve" else "kb.secrecy.purge"
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT.format(where=where), str(home.root)],
        env=environment(home),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert traces(home.root)
    report = build(home)
    assert (report.added, report.updated) == (0, 0)
    assert traces(home.root) == []
    with Store.open(home.database) as store:
        revision = store.revision
        assert pending(store) is None
    build(home)
    with Store.open(home.database) as store:
        assert store.revision == revision  # It was done once.


def test_an_earlier_version_goes_with_its_allowance(home: Home, folder: Path) -> None:
    build(home, [folder], allow_secret=True, by="Trần Thị B")
    plain_ones(folder)
    (folder / "bao-cao.txt").write_text(directive(99), encoding="utf-8")
    build(home)
    assert traces(home.root)
    assert build(home, [folder], allow_secret=False).skipped == ()
    assert traces(home.root) == []


def test_two_stamped_versions_go_with_their_allowance(home: Home, folder: Path) -> None:
    build(home, [folder], allow_secret=True, by="Trần Thị B")
    other = "MẬT\n" + directive(99).replace("đoàn viên", "Wvutsrqx")
    (folder / "bao-cao.txt").write_text(other, encoding="utf-8")
    build(home)
    assert traces(home.root)
    build(home, [folder], allow_secret=False)
    assert traces(home.root) == []
    assert not [path for path in home.root.rglob("*") if path.is_file() and b"wvutsrqx" in path.read_bytes().lower()]


def test_a_root_that_is_forgotten_leaves_nothing_of_what_was_allowed(home: Home, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "noi-khac"
    other.mkdir()
    plain_ones(other)
    build(home, [folder, other], allow_secret=True, by="Trần Thị B")
    assert traces(home.root)
    build(home, forget=[folder])
    assert traces(home.root) == []


def test_older_databases_go_with_it(home: Home, many: Path) -> None:
    build(home, [many])
    kept = [home.root / f"{home.database.name}.{kind}" for kind in ("bak-4", "before-20240101-000000")]
    for path in kept:
        shutil.copy(home.database, path)
    (many / "new.txt").write_text(SECRET.replace("Zyxwvu", "khác").replace("Qwertzuiop", "ai"), encoding="utf-8")
    (many / "99.txt").write_text(directive(99), encoding="utf-8")
    build(home)
    (many / "s.txt").write_text(SECRET, encoding="utf-8")
    assert build(home).deleted == tuple(map(str, kept))
    assert traces(home.root) == []


def test_a_secret_that_was_never_read_deletes_no_older_database(home: Home, folder: Path) -> None:
    home.root.mkdir()
    kept = home.root / f"{home.database.name}.bak-4"
    kept.write_bytes(b"")
    assert build(home, [folder]).deleted == ()
    assert kept.exists()


def test_what_is_said_of_a_secret_is_marked(home: Home, folder: Path) -> None:
    build(home, [folder], allow_secret=True, by="Trần Thị B")
    for question in (
        "77-BC/TU",  # of the document itself, by its head
        "Người báo tin cất bao nhiêu đồng trong hang?",  # its sentences
        "Quyết định số 4321-QĐ/TU ban hành ngày nào?",  # what only it cites
        "Văn bản nào viện dẫn Quyết định 4321-QĐ/TU?",
    ):
        answer = json.loads(kb(home, "ask", question, "--json").stdout)
        assert answer["answered"], question
        for statement in answer["statements"]:
            assert statement["text"].startswith("[TỐI MẬT] "), question
            assert statement["text"].count("MẬT]") == 1
    for command in (
        ("ask", "77-BC/TU"),
        ("search", "người báo tin"),
        ("instrument", "4321-QĐ/TU"),
        ("show", "77-BC/TU"),
    ):
        assert "không sao chép" in kb(home, *command).stdout, command
    assert "[TỐI MẬT]" in kb(home, "instrument", "4321-QĐ/TU").stdout
    assert "MẬT]" not in kb(home, "ask", "21/KH-LĐLĐ").stdout
    assert "không sao chép" not in kb(home, "search", "dân chủ", "--type", "Kế hoạch").stdout
    refused = kb(home, "ask", "Công văn 77-BC/TU nói gì?").stdout
    assert "[TỐI MẬT] Báo cáo số 77-BC/TU" in " ".join(refused.split())


def test_no_picture_is_made_of_a_secret(home: Home, folder: Path, tmp_path: Path) -> None:
    build(home, [folder], allow_secret=True, by="Trần Thị B")
    target = tmp_path / "trang.png"
    done = kb(home, "page", "77-BC/TU", target)
    assert done.returncode != 0
    assert "77-BC/TU (Tối mật)" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not target.exists()
