"""A Word draft given back: what it says when all changes are accepted or rejected, comments, parts, and other programs."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from lxml import etree

from ingest.parse import parse_file
from ingest.readers.xml import W
from kb.build import build
from kb.drafting.check import check
from kb.drafting.check_docx import reviewed
from kb.drafting.check_types import Report
from kb.errors import UsageError
from kb.home import Home
from kb.store import Store
from tests.kb.test_check import BODY, WATCH, WATER, plan

WRONG = plan(
    WATCH.replace("611-QĐ/TW", "611/QĐ-TW"),
    WATER.replace("2013", "2014"),
    "Kết luận số 5-KL/TW ngày 01/02/2020 của Ban Bí thư về nuôi ong lấy mật",
    body=BODY.replace("II. NỘI", "III. NỘI"),
).replace("đô thị;", "đô thị,")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("van-ban")
    for number in (1, 2):
        text = plan(WATCH, WATER, number=f"{number}/KH-LĐLĐ", title=f"Chăm lo đợt {number}")
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    home = Home(tmp_path_factory.mktemp("kho"))
    build(home, [folder])
    with Store.open(home.database) as opened:
        yield opened


def written(path: Path, text: str, pieces: int = 4) -> Path:
    """A Word file whose lines are torn into runs with looks of their own."""
    document = docx.Document()
    for line in filter(str.strip, text.split("\n")):
        paragraph = document.add_paragraph()
        size = max(1, len(line) // pieces)
        for number, at in enumerate(range(0, len(line), size)):
            run = paragraph.add_run(line[at : at + size])
            run.bold, run.italic = number % 2 == 0, number % 3 == 0
    document.save(str(path))
    return path


def given_back(store: Store, path: Path, *, fix: bool) -> tuple[Report, bytes]:
    report = check(store, parse_file(path))
    return report, reviewed(path.read_bytes(), report, fix=fix, name=path.name)


def lines(data: bytes, *, accepted: bool) -> list[str]:
    """The paragraphs with all changes accepted or rejected."""
    root = etree.fromstring(zipfile.ZipFile(BytesIO(data)).read("word/document.xml"))
    for gone in list(root.iter(f"{W}del" if accepted else f"{W}ins")):
        gone.getparent().remove(gone)
    words = (f"{W}t", f"{W}delText")
    return ["".join(text.text or "" for text in paragraph.iter(*words)) for paragraph in root.iter(f"{W}p")]


def looks(data: bytes) -> list[tuple[str, bytes]]:
    """Every character with the look of its run, all changes rejected."""
    root = etree.fromstring(zipfile.ZipFile(BytesIO(data)).read("word/document.xml"))
    for gone in list(root.iter(f"{W}ins")):
        gone.getparent().remove(gone)
    found = []
    for text in root.iter(f"{W}t", f"{W}delText"):
        look = text.getparent().find(f"{W}rPr")
        found += [(char, b"" if look is None else etree.tostring(look, method="c14n")) for char in text.text or ""]
    return found


def commented(data: bytes) -> dict[str, str]:
    """What each comment is about, and what it says."""
    package = zipfile.ZipFile(BytesIO(data))
    comments = etree.fromstring(package.read("word/comments.xml"))
    said = {one.get(f"{W}id"): "\n".join("".join(p.itertext()) for p in one) for one in comments}
    about: dict[str, str] = dict.fromkeys(said, "")
    open_ones: set[str] = set()
    for element in etree.fromstring(package.read("word/document.xml")).iter():
        if element.tag == f"{W}commentRangeStart":
            open_ones.add(element.get(f"{W}id"))
        elif element.tag == f"{W}commentRangeEnd":
            open_ones.remove(element.get(f"{W}id"))
        elif element.tag in {f"{W}t", f"{W}delText"}:
            for ident in open_ones:
                about[ident] += element.text or ""
    assert not open_ones
    return {about[ident]: said[ident] for ident in said}


def test_rejecting_gives_the_draft_accepting_the_corrected_text(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "du-thao.docx", WRONG)
    before = path.read_bytes()
    _, data = given_back(store, path, fix=True)
    assert path.read_bytes() == before
    assert lines(data, accepted=False) == lines(before, accepted=True)
    right = WRONG.replace("611/QĐ-TW", "611-QĐ/TW").replace("12/12/2014", "12/12/2013").replace("đô thị,", "đô thị;")
    assert lines(data, accepted=True) == [line for line in right.split("\n") if line.strip()]
    assert looks(data) == looks(before)


def test_without_fix_there_are_comments_only(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "du-thao.docx", WRONG)
    report, data = given_back(store, path, fix=False)
    assert lines(data, accepted=True) == lines(data, accepted=False) == lines(path.read_bytes(), accepted=True)
    found = commented(data)
    assert len(found) == len(report.findings) + len(report.form) == 5
    for one in report.findings:
        assert "611-QĐ/TW" in found[one.citation.text] or one.citation.number != "611-QĐ/TW"
    dated = next(said for about, said in found.items() if "612-QĐ/TW" in about)
    assert "12/12/2013" in dated
    assert "Theo Kế hoạch số 1/KH-LĐLĐ" in dated
    assert found["III"].startswith("Đánh số không liền")


def test_what_is_read_back_is_the_corrected_draft(store: Store, tmp_path: Path) -> None:
    """Another check of the corrected file finds what is left to a person, and nothing that was corrected."""
    path = written(tmp_path / "du-thao.docx", WRONG)
    _, data = given_back(store, path, fix=True)
    again = tmp_path / "gop-y.docx"
    again.write_bytes(data)
    report = check(store, parse_file(again))
    assert [one.verdict for one in report.findings] == ["unknown"]
    assert [one.kind for one in report.form] == ["numbering"]


def test_a_draft_with_comments_and_changes_of_others_keeps_them(store: Store, tmp_path: Path) -> None:
    """A second round goes on behind the first: ids are new, and what another has changed is only commented."""
    path = written(tmp_path / "du-thao.docx", WRONG)
    _, first = given_back(store, path, fix=True)
    again = tmp_path / "lan-hai.docx"
    again.write_bytes(first)
    _, second = given_back(store, again, fix=True)
    assert len(commented(second)) >= len(commented(first))
    root = etree.fromstring(zipfile.ZipFile(BytesIO(second)).read("word/comments.xml"))
    ids = [one.get(f"{W}id") for one in root]
    assert len(ids) == len(set(ids)) == 5 + 2
    assert lines(second, accepted=True) == lines(first, accepted=True)


def test_other_parts_stay_byte_by_byte(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "du-thao.docx", WRONG)
    _, data = given_back(store, path, fix=True)
    old, new = zipfile.ZipFile(path), zipfile.ZipFile(BytesIO(data))
    touched = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert new.testzip() is None
    assert set(new.namelist()) == {*old.namelist(), "word/comments.xml"}
    assert all(old.read(name) == new.read(name) for name in set(old.namelist()) - touched)
    opened = docx.Document(BytesIO(data))
    assert len(opened.part.package.main_document_part.comments) == 5  # type: ignore[attr-defined]


def test_the_strict_variant_is_refused(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "du-thao.docx", WRONG)
    report = check(store, parse_file(path))
    old, out = zipfile.ZipFile(path), BytesIO()
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    with pytest.raises(UsageError, match="Strict"):
        reviewed(out.getvalue(), report, fix=True, name="du-thao.docx")


@pytest.mark.slow
def test_libreoffice_opens_it(store: Store, tmp_path: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("no LibreOffice here")
    _, data = given_back(store, written(tmp_path / "du-thao.docx", WRONG), fix=True)
    (tmp_path / "gop-y.docx").write_bytes(data)
    subprocess.run(
        [program, f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "pdf", "gop-y.docx"],
        cwd=tmp_path,
        capture_output=True,
        timeout=120,
        check=True,
    )
    text = parse_file(tmp_path / "gop-y.pdf").text
    assert "611-QĐ/TW" in text
