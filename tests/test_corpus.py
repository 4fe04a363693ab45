"""The sample collection: what it holds, that it is ours, and that its Word and PDF files are what the sources say."""

from __future__ import annotations

import io
import os
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest

from ingest import parse, places
from ingest.text import fold, normalise
from ingest.types import Directive
from tests.tools import make_corpus
from tests.tools.corpus_pdf import FontMissingError
from tests.tools.corpus_source import read_source

CORPUS = make_corpus.CORPUS
FILES = sorted(path for path in CORPUS.iterdir() if path.name != "README.md")
SAMPLES = [path for path in FILES if path.name.startswith("mau-")]
SOURCES = sorted(make_corpus.SOURCES.glob("*.md"))
SEEDS = Path(os.environ.get("KB_TESTDATA") or "nowhere") / "seeds"

LAI_CHAU = "Liên đoàn Lao động tỉnh Lai Châu"
SONG_MAU = "Liên đoàn Lao động tỉnh Sông Mẫu"
NUI_MAU = "Liên đoàn Lao động tỉnh Núi Mẫu"
DONG_MAU = "Liên đoàn Lao động huyện Đồng Mẫu"

HEADS = {  # number, type, issuer, date, who signs
    "01-lai": ("214/KH-LĐLĐ", "Kế hoạch", LAI_CHAU, "2021-01-11", "Hoàng Văn Trinh"),
    "02-nin": (None, "Kế hoạch", "Liên đoàn Lao động tỉnh Ninh Thuận", None, "Trần Văn Đông"),
    "03-tay": ("439/KH-LĐLĐ", "Kế hoạch", "Liên đoàn Lao động tỉnh Tây Ninh", "2023-05-09", "Dương Đại Lộc"),
    "04-lai": ("03/CTr-LĐLĐ", "Chương trình hành động", LAI_CHAU, "2023-12-05", "Hoàng Thọ Trung"),
    "05-phu": ("215/LĐLĐ", "Công văn", "Liên đoàn Lao động huyện Phú Riềng", "2021-10-11", None),
    "mau-01": ("MẪU-01/KH-LĐLĐ", "Kế hoạch", SONG_MAU, "2025-01-20", "Lê Văn Mẫu"),
    "mau-02": ("MẪU-02/HD-LĐLĐ", "Hướng dẫn", NUI_MAU, "2024-03-12", "Nông Thị Mẫu"),
    "mau-03": ("MẪU-03/QĐ-LĐLĐ", "Quyết định", SONG_MAU, "2025-03-05", "Trần Thị Mẫu"),
    "mau-04": ("MẪU-04/KH-LĐLĐ", "Kế hoạch", NUI_MAU, "2025-02-14", "Lò Thị Mẫu"),
    "mau-05": ("MẪU-05/LĐLĐ", "Công văn", DONG_MAU, "2024-04-08", "Đinh Văn Mẫu"),
    "mau-06": ("MẪU-06/KH-LĐLĐ", "Kế hoạch", SONG_MAU, "2025-03-18", "Phạm Văn Mẫu"),
    "mau-07": ("MẪU-07/TB-UBKT", "Thông báo", f"Ủy ban Kiểm tra {NUI_MAU}", "2024-10-22", "Ma Văn Mẫu"),
    "mau-08": ("MẪU-08/NQ-BCH", "Nghị quyết", SONG_MAU, "2024-07-26", "Trần Thị Mẫu"),
    "mau-09": ("MẪU-09/CTr-LĐLĐ", "Chương trình", DONG_MAU, "2025-02-10", "Vũ Thị Mẫu"),
    "mau-10": ("MẪU-10/CT-LĐLĐ", "Chỉ thị", NUI_MAU, "2024-05-15", "Nông Thị Mẫu"),
}

# What the invented samples may cite: instruments whose number, date and issuer are beyond doubt.
REAL = {
    "217-QĐ/TW": ("2013-12-12", "Bộ Chính trị"),
    "218-QĐ/TW": ("2013-12-12", "Bộ Chính trị"),
    "23-QĐ/TW": ("2021-07-30", "Bộ Chính trị"),
    "124-QĐ/TW": ("2018-02-02", "Ban Bí thư"),
    "25-NQ/TW": ("2013-06-03", "Ban Chấp hành Trung ương Đảng khóa XI"),
    "43-KL/TW": ("2019-01-07", "Ban Bí thư"),
    "120-KL/TW": ("2016-01-07", "Bộ Chính trị"),
    "02-NQ/TW": ("2021-06-12", "Bộ Chính trị"),
    "49-CT/TW": ("2015-10-20", "Ban Bí thư"),
    "145/2020/NĐ-CP": ("2020-12-14", "Chính phủ"),
    "59/2023/NĐ-CP": ("2023-08-14", "Chính phủ"),
    "10/2022/QH15": ("2022-11-10", "Quốc hội"),
    "50/2024/QH15": ("2024-11-27", "Quốc hội"),
}

# Names that carry over, however long: organisations in a row, and instruments and days that have no number.
NAMES = (
    "Nghị quyết Đại hội Công đoàn tỉnh Lai Châu lần thứ XIII, nhiệm kỳ 2023 - 2028",
    "kỷ niệm 91 năm Ngày truyền thống công tác Dân vận của Đảng (15/10/1930 - 15/10/2021)",
    "Liên đoàn Lao động các huyện, thành phố, Công đoàn ngành, Công đoàn các Khu công nghiệp",
    "LĐLĐ các huyện, thành phố, Công đoàn Ngành, Công đoàn Viên chức",
    "liên đoàn lao động huyện, thị, thành phố, công đoàn ngành, công đoàn khu kinh tế",
    "Liên đoàn lao động các huyện, thị xã, thành phố; công đoàn ngành",
    "Ban Chính sách Pháp luật và Quan hệ Lao động",
    "Chi nhánh Tổ chức Tài chính Vi mô CEP Tây Ninh",
)
LONGEST_SHARED_RUN = 11  # syllables


def name_of(path: Path) -> str:
    return path.name[:6]


@cache
def directive(path: Path) -> Directive:
    return parse.parse_file(path)


def test_the_collection_has_every_format_and_a_row_for_every_file() -> None:
    assert len(FILES) >= 12
    assert {path.suffix for path in FILES} == {".txt", ".md", ".docx", ".pdf"}
    assert {name_of(path) for path in FILES} == set(HEADS)
    readme = (CORPUS / "README.md").read_text("utf-8")
    assert all(f"({path.name})" in readme for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_the_head_and_the_signature_are_read(path: Path) -> None:
    header, signature = directive(path).header, directive(path).signature
    assert (header.number, header.type, header.issuer, header.date, signature.name) == HEADS[name_of(path)]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_part_is_there(path: Path) -> None:
    read = directive(path)
    assert read.bases or read.header.type == "Thông báo"  # a notice of results has none
    assert read.sections
    assert read.targets or name_of(path) == "05-phu"
    assert read.deadlines or name_of(path) == "05-phu"
    assert read.recipients[-1].startswith("Lưu")
    assert not re.search(r"\*|#|^\|", read.text, re.MULTILINE)


def test_the_draft_stays_a_draft() -> None:
    header = directive(_file("02-nin")).header
    assert header.draft
    assert (header.year, header.province) == (2023, "Ninh Thuận")


def test_the_district_knows_its_province() -> None:
    assert directive(_file("05-phu")).header.province == "Bình Phước"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_only_samples_say_so_and_only_digests_are_called_digests(path: Path) -> None:
    read = directive(path)
    assert ("MẪU-" in read.text[: read.body.start]) == (path in SAMPLES)
    assert ("BẢN LƯỢC THUẬT" in read.text[:200]) == (path not in SAMPLES)


NAMED = {"Bộ luật Lao động", "Luật Thực hiện dân chủ ở cơ sở", "Luật Công đoàn", "Điều lệ Công đoàn Việt Nam"}
"""Real instruments that samples cite by name."""


@pytest.mark.parametrize("path", SAMPLES, ids=name_of)
def test_samples_name_no_real_province_and_cite_only_real_instruments(path: Path) -> None:
    read = directive(path)
    assert places.find(read.text) == ()
    cited = [citation for citation in read.citations if citation.number]
    assert cited
    assert {one.name for one in read.citations if one.form == "name"} <= NAMED
    for citation in cited:
        assert citation.number is not None
        date, issuer = REAL[citation.number]
        assert citation.date in (date, None), citation.text
        assert citation.issuer in (issuer, None), citation.text
    # The first mention gives the instrument in full, its later ones may be short.
    first = {citation.number: citation for citation in reversed(cited)}
    assert all(citation.date and citation.issuer for citation in first.values())


def test_conflicts_of_the_originals_are_kept() -> None:
    claims = {
        (citation.number, citation.date, citation.issuer)
        for start in ("03-tay", "05-phu")
        for citation in directive(_file(start)).citations
    }
    assert ("23-QĐ/TW", "2021-07-30", "Ban Chấp hành Trung ương") in claims
    assert ("23-QĐ/TW", "2021-07-30", "Bộ Chính trị") in claims
    assert any(claim[:2] == ("49-CT/TW", "2015-10-25") for claim in claims)


def test_the_headline_question_has_its_evidence() -> None:
    saying = [path for path in FILES if any(_is_evidence(line) for line in directive(path).text.splitlines())]
    assert len(saying) >= 3


def _is_evidence(line: str) -> bool:
    folded = fold(line)
    return "217" in folded and "giam sat" in folded and "phan bien xa hoi" in folded


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_the_maker_makes_the_committed_file(source: Path) -> None:
    name, made = _made(source)
    kept = (CORPUS / name).read_bytes()
    assert made == _made(source)[1]
    # Another zlib or font release packs the same content into other bytes.
    assert made == kept or _content(name, made) == _content(name, kept)


def _made(source: Path) -> tuple[str, bytes]:
    try:
        return make_corpus.build(source)
    except FontMissingError as error:
        pytest.skip(f"no font to set the PDFs in: {error}")


def _content(name: str, data: bytes) -> object:
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as members:
            return {member: members.read(member) for member in members.namelist()}
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_every_block_of_a_source_stands_whole_on_one_line(source: Path) -> None:
    marked = read_source(source)
    wanted = [part for block in marked.blocks for part in (block.text, *(cell for row in block.rows for cell in row))]
    lines = directive(CORPUS / marked.output).text.splitlines()
    broken = [part for part in wanted if not any(normalise(part.replace("*", "")).strip() in line for line in lines)]
    assert broken == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="KB_TESTDATA names no folder with seeds")
@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_sentence_is_taken_from_an_original(path: Path) -> None:
    size = LONGEST_SHARED_RUN + 1
    taken = {run for syllables in _own_words(directive(path)) for run in _runs(syllables, size)} & _seed_runs(size)
    assert not taken


@cache
def _seed_runs(size: int) -> frozenset[tuple[str, ...]]:
    texts = [fold(normalise(path.read_text("utf-8"))) for path in SEEDS.glob("*.txt")]
    return frozenset(run for text in texts for run in _runs(re.findall(r"[^\W_]+", text), size))


def _runs(syllables: list[str], size: int) -> set[tuple[str, ...]]:
    return {tuple(syllables[start : start + size]) for start in range(len(syllables) - size + 1)}


def _own_words(read: Directive) -> list[list[str]]:
    """The syllables of the body in pieces, without what must carry over: instruments, quoted names, organisations."""
    text = fold(read.text)
    masked = [(citation.start, citation.end) for citation in read.citations]
    masked += [match.span() for match in re.finditer(r"“[^“”]*(?:“[^“”]*”[^“”]*)*”", text)]
    masked += [match.span() for name in NAMES for match in re.finditer(re.escape(fold(name)), text)]
    edges = [(0, read.body.start), *sorted(masked), (read.body.end, len(text))]
    pieces, reached = [], 0
    for start, end in edges:
        if start > reached:
            pieces += text[reached:start].splitlines()
        reached = max(reached, end)
    return [re.findall(r"[^\W_]+", piece) for piece in pieces]


def _file(start: str) -> Path:
    return next(path for path in FILES if path.name.startswith(start))
