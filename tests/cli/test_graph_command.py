"""``kb graph`` as a person and a shell meet it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from kb.home import Home
from tests.cli.conftest import Done, Run
from tests.kb.graphs import SECRET, WORLD, Made, head, make

KEYS = {
    "view",
    "node",
    "to",
    "depth",
    "kinds",
    "nodes",
    "edges",
    "unresolved",
    "cites",
    "cited_by",
    "provinces",
    "shared",
    "chains",
    "withheld",
    "files",
}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("graph"), (*WORLD, SECRET)).root


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("graph")).root


def fine(done: Done) -> str:
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def refused(done: Done, said: str) -> None:
    assert (done.returncode, done.stdout, len(done.stderr.strip().split("\n"))) == (2, "", 1), done.stderr
    assert done.stderr.startswith("kb: ")
    assert said in done.stderr


def value(done: Done) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(fine(done))
    assert set(found) == KEYS
    return found


def number(found: dict[str, Any], ident: str) -> str:
    return next(str(node["number"]) for node in found["nodes"] if node["id"] == ident)


# ---------------------------------------------------------------- what a person reads


def test_who_cites_whom_with_the_words(kb: Run, plain: Path) -> None:
    out = " ".join(fine(kb("graph", "40-CT/TW", home=plain)).split())
    for said in (
        "Có trong kho.",
        "Viện dẫn (2 văn bản)",
        "Căn cứ vào (1) Nghị quyết số 91-NQ/TW",
        "Thay thế (1) Chỉ thị số 8-CT/TW",
        "“thay thế Chỉ thị số 8-CT/TW ngày 03/3/2009 của Ban Bí thư về việc chăm lo công nhân” (mục 1)",
        "Được viện dẫn (2 văn bản)",
        "Là căn cứ của (1) Quyết định số 77/QĐ-LĐLĐ ngày 06/06/2024",
        "Được thực hiện bởi (1) Kế hoạch số 12-KH/TU",
    ):
        assert said in out


def test_a_relation_of_others_names_who_says_so(kb: Run, plain: Path) -> None:
    out = " ".join(fine(kb("graph", "50/QĐ-LĐLĐ", home=plain)).split())
    assert "Được sửa đổi, bổ sung bởi (1) Quyết định số 60/QĐ-LĐLĐ" in out
    assert "theo Quyết định 77/QĐ-LĐLĐ, Điều 2" in out
    assert "khoản 2 Điều 5: “Bãi bỏ khoản 2 Điều 5" in out
    assert "chỉ được viện dẫn" in out


def test_farther_and_only_some_relations(kb: Run, plain: Path) -> None:
    out = fine(kb("graph", "31/KH-LĐLĐ", "--depth", "3", home=plain))
    assert "Trong 3 bước: " in out
    assert "Cách 3 bước" in out
    out = fine(kb("graph", "40-CT/TW", "--kind", "thay the", home=plain))
    assert "8-CT/TW" in out
    assert "91-NQ/TW" not in out
    assert "thuộc quan hệ đã chọn" in fine(kb("graph", "40-CT/TW", "--kind", "hợp nhất", home=plain))


def test_the_way_up(kb: Run, plain: Path) -> None:
    out = fine(kb("graph", "--chain", "31/KH-LĐLĐ", "--to", "91-NQ/TW", home=plain))
    for step in ("31/KH-LĐLĐ → căn cứ → 12-KH/TU", "12-KH/TU → thực hiện → 40-CT/TW", "40-CT/TW → căn cứ → 91-NQ/TW"):
        assert step in out
    assert "Không có đường nào" in fine(kb("graph", "--chain", "31/KH-LĐLĐ", "--to", "50/QĐ-LĐLĐ", home=plain))
    assert "không có trong kho" in fine(kb("graph", "--chain", "91-NQ/TW", home=plain))


def test_what_provinces_share(kb: Run, plain: Path) -> None:
    out = fine(kb("graph", "--provinces", "tinh lai chau", "Tây Ninh", home=plain))
    assert "Cùng viện dẫn (2)" in out
    assert "Chỉ Lai Châu viện dẫn (2)" in out
    assert "Chỉ Tây Ninh viện dẫn (2)" in out
    assert fine(kb("graph", "--provinces", home=plain)) == out  # all of them


def test_the_whole(kb: Run, plain: Path) -> None:
    out = fine(kb("graph", "--all", home=plain))
    assert "10 văn bản (4 có trong kho), 11 quan hệ." in out
    assert "chưa rõ" not in out


def test_what_is_left_out_is_counted_and_listed(kb: Run, tmp_path: Path) -> None:
    top = head("LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU", "5/KH-LĐLĐ", "Lai Châu", "05/3/2024", "KẾ HOẠCH", "Về việc A")
    texts = [
        Made("1.txt", f"{top}1. Theo Quyết định số 7-QĐ/TW ngày 01/02/2016 của Ban Bí thư về việc thu đoàn phí.\n"),
        Made(
            "2.txt",
            f"{top.replace('5/', '6/')}1. Theo Quyết định số 7-QĐ/TW ngày 02/03/2021 của Ban Bí thư về việc trồng rừng.\n",
        ),
        Made("3.txt", f"{top.replace('5/', '8/')}1. Theo Quyết định số 7-QĐ/TW.\n"),
    ]
    home = make(tmp_path, texts).root
    assert "1 viện dẫn chưa rõ" in fine(kb("graph", "--all", home=home))
    for out in (fine(kb("graph", "--all", "--unresolved", home=home)), fine(kb("graph", "8/KH-LĐLĐ", home=home))):
        assert "“Quyết định số 7-QĐ/TW”" in out
        assert "nhiều văn bản" in " ".join(out.split())
    (item,) = value(kb("graph", "--all", "--json", home=home))["unresolved"]
    assert len(item["candidates"]) == 2
    refused(kb("graph", "7-QĐ/TW", home=home), "có thể là 2 văn bản")


def test_samples_are_told(kb: Run) -> None:
    assert "MẪU" in fine(kb("graph", "217-QĐ/TW"))


# ---------------------------------------------------------------- JSON


def test_json_around_a_document(kb: Run, plain: Path) -> None:
    found = value(kb("graph", "40-CT/TW", "--json", home=plain))
    assert (found["view"], found["depth"], number(found, found["node"])) == ("neighbourhood", 1, "40-CT/TW")
    edges = {edge["id"]: edge for edge in found["edges"]}
    assert [group["kind"] for group in found["cites"]] == ["căn cứ", "thay thế"]
    for side, end in (("cites", "source"), ("cited_by", "target")):
        for group in found[side]:
            assert all(edges[ident]["kind"] == group["kind"] for ident in group["edges"])
            assert all(edges[ident][end] == found["node"] for ident in group["edges"])
    assert kb("graph", "--json", "40-CT/TW", home=plain).stdout == kb("graph", "40-CT/TW", "--json", home=plain).stdout


def test_json_of_the_other_views(kb: Run, plain: Path) -> None:
    found = value(kb("graph", "--chain", "31/KH-LĐLĐ", "--to", "91-NQ/TW", "--json", home=plain))
    (way,) = found["chains"]
    steps = {edge["id"]: edge for edge in found["edges"]}
    assert [steps[ident]["kind"] for ident in way["steps"]] == ["căn cứ", "thực hiện", "căn cứ"]
    assert (number(found, way["target"]), number(found, found["to"]), way["plain"]) == ("91-NQ/TW", "91-NQ/TW", 0)
    assert value(kb("graph", "--chain", "91-NQ/TW", "--json", home=plain))["chains"] == []
    found = value(kb("graph", "--provinces", "--json", home=plain))
    assert [one["name"] for one in found["provinces"]] == ["Lai Châu", "Tây Ninh"]
    by = {number(found, row["node"]): [one["documents"] for one in row["by"]] for row in found["shared"]}
    assert by == {"40-CT/TW": [1, 1], "900-QĐ/TW": [1, 1]}
    known = {edge["id"] for edge in found["edges"]}
    assert all(set(one["edges"]) <= known for row in found["shared"] for one in row["by"])
    found = value(kb("graph", "--all", "--json", "--kind", "căn cứ", home=plain))
    assert (found["kinds"], {edge["kind"] for edge in found["edges"]}) == (["căn cứ"], {"căn cứ"})


# ---------------------------------------------------------------- files


def test_files_are_written_whole_and_not_over_others(kb: Run, plain: Path, tmp_path: Path) -> None:
    svg, xml = tmp_path / "a.svg", tmp_path / "a.graphml"
    out = fine(kb("graph", "40-CT/TW", "--svg", str(svg), "--graphml", str(xml), home=plain))
    assert str(svg) in out
    assert str(xml) in out
    assert len(list(ET.parse(svg).getroot().iter(f"{SVG}a"))) == 5
    before = svg.read_bytes()
    refused(kb("graph", "31/KH-LĐLĐ", "--svg", str(svg), home=plain), "--force")
    assert svg.read_bytes() == before
    found = value(kb("graph", "31/KH-LĐLĐ", "--svg", str(svg), "--force", "--json", home=plain))
    assert found["files"] == [str(svg)]
    assert svg.read_bytes() != before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.graphml", "a.svg"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("40-CT/TW", "--svg", "-"),
        ("--provinces", "--svg", "-"),
        ("--chain", "31/KH-LĐLĐ", "--svg", "-"),
        ("--all", "--graphml", "-"),
    ],
)
def test_standard_output(kb: Run, plain: Path, arguments: tuple[str, ...]) -> None:
    out = fine(kb("graph", *arguments, home=plain))
    assert ET.fromstring(out.encode()).tag.endswith(("svg", "graphml"))
    assert fine(kb("graph", *arguments, home=plain)) == out


def test_a_document_of_the_collection_is_never_written_over(kb: Run, tmp_path: Path) -> None:
    folder = tmp_path / "van-ban"
    folder.mkdir()
    path = folder / WORLD[0].name
    path.write_text(WORLD[0].text, encoding="utf-8")
    home = make(tmp_path).root
    for name in (str(path), f"{folder}/../van-ban/{path.name}"):
        refused(kb("graph", "40-CT/TW", "--svg", name, "--force", home=home), "văn bản trong kho")
    assert path.read_text(encoding="utf-8") == WORLD[0].text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Chưa nêu văn bản"),
        (("  ",), "Chưa nêu văn bản"),
        (("999-QĐ/TW",), "999-QĐ/TW"),
        (("40-CT/TW", "--kind", "ưu tiên"), "sửa đổi, bổ sung"),
        (("40-CT/TW", "--depth", "0"), "--depth"),
        (("40-CT/TW", "--to", "8-CT/TW"), "--chain"),
        (("40-CT/TW", "--unresolved"), "--all"),
        (("--all", "40-CT/TW"), "--all"),
        (("--all", "--chain"), "một trong"),
        (("--all", "--svg", "x.svg"), "--graphml"),
        (("--chain", "31/KH-LĐLĐ", "--kind", "căn cứ"), "--kind"),
        (("--chain", "31/KH-LĐLĐ", "--to", "31/KH-LĐLĐ"), "--to"),
        (("--provinces", "Lai Châu"), "ít nhất hai"),
        (("--provinces", "Lai Châu", "Hà Giang"), "Hà Giang"),
        (("40-CT/TW", "--svg", "-", "--json"), "--json"),
        (("40-CT/TW", "--svg", "-", "--graphml", "-"), "hai tệp"),
        (("40-CT/TW", "--svg", "/khong/co/a.svg"), "/khong/co"),
        (("40-CT/TW", "--svg", "/"), "thư mục"),
    ],
)
def test_what_is_wrong_is_said_on_one_line(kb: Run, plain: Path, arguments: tuple[str, ...], said: str) -> None:
    refused(kb("graph", *arguments, home=plain), said)


def test_without_a_collection(kb: Run, tmp_path: Path) -> None:
    refused(kb("graph", "40-CT/TW", home=tmp_path / "none"), "kb build")


# ---------------------------------------------------------------- secrecy


def test_exports_leave_out_stamped_documents_and_say_so(kb: Run, home: Path, tmp_path: Path) -> None:
    for arguments in (
        ("--all", "--json"),
        ("--all", "--graphml", "-"),
        ("55/LĐLĐ", "--svg", "-"),
        ("--provinces", "--json"),
    ):
        done = kb("graph", *arguments, home=home)
        assert done.returncode == 0
        assert "99-BC/TU (Tối mật)" in done.stderr
        for trace in ("Zyxwvu", "Qwertz", "Kabcdef", "4321-QĐ"):
            assert trace not in done.stdout + done.stderr
    told = json.loads(kb("graph", "--all", "--json", home=home).stdout)["withheld"]
    assert told == 1
    for name in ("99-BC/TU", "4321-QĐ/TU"):
        path = tmp_path / "a.svg"
        refused(kb("graph", name, "--svg", str(path), home=home), "độ mật")
        assert not path.exists()


def test_on_the_screen_they_are_marked(kb: Run, home: Path) -> None:
    out = fine(kb("graph", "99-BC/TU", home=home))
    assert out.startswith("[TỐI MẬT] Báo cáo số 99-BC/TU")
    assert "không sao chép" in out


def test_nothing_heavy_is_loaded(home: Path) -> None:
    import subprocess
    import sys

    from tests.cli.conftest import ROOT, environment
    from tests.cli.test_cold_start import HEAVY, PROBE

    done = subprocess.run(
        [sys.executable, "-c", PROBE, "graph", "40-CT/TW"],
        env=environment(Home(home).root),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stderr)
    assert told["status"] == 0
    assert not HEAVY & {name.partition(".")[0] for name in told["loaded"]}
