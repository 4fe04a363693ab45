"""Web pages: what a browser shows, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import AbnormalFileError, EmptyFileError, EncodingError
from ingest.readers import read


def lines(tmp_path: Path, page: str | bytes, name: str = "a.html") -> list[str]:
    path = tmp_path / name
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    document = read(path)
    assert not document.paged
    return document.pages[0].text.split("\n")


PAGES = {
    "blocks are lines, words between tags are not": (
        "<h1>KẾ HOẠCH</h1><p>Công tác\n <b>nữ</b> công</p><div>Một<div>Hai</div>Ba</div>",
        ["KẾ HOẠCH", "Công tác nữ công", "Một", "Hai", "Ba"],
    ),
    "breaks": ("<p>Một<br>Hai<br/>Ba</p>", ["Một", "Hai", "Ba"]),
    "entities": ("<p>L&#272;L&#x110; &amp; &quot;A&quot;&nbsp;&lt;5&gt;</p>", ['LĐLĐ & "A" <5>']),
    "what is no text": (
        "<head><title>t</title><style>p{}</style></head><script>x</script><nav>Trang chủ</nav><noscript>n</noscript><p>A</p><!-- b -->",
        ["A"],
    ),
    "what is hidden": (
        '<p>A<span style="color:red; display: none">b</span></p><p hidden>c</p><div style="visibility:hidden">d</div><p style="display:block">E</p>',
        ["A", "E"],
    ),
    "what was struck out": ("<p>Ba<del>n A</del><s>x</s> B</p>", ["Ba B"]),
    "a list": ("<ol><li>a<li>b</ol>", ["1. a", "2. b"]),
    "a list that starts further on": ('<ol start="3" type="a"><li>a<li>b</ol>', ["c. a", "d. b"]),
    "an item with a number of its own": ('<ol><li>a<li value="7">b<li>c</ol>', ["1. a", "7. b", "8. c"]),
    "a list backwards": ("<ol reversed><li>a<li>b</ol>", ["2. a", "1. b"]),
    "lists in lists": (
        '<ol type="I"><li>A<ol><li>b</li><li>c</li></ol></li><li>D<ul><li>e</ul></li></ol>',
        ["I. A", "1. b", "2. c", "II. D", "- e"],
    ),
    "a list that a style numbers": (
        '<ol style="list-style-type: lower-roman"><li>a<li>b</ol><ul style="list-style: none"><li>c</ul>',
        ["i. a", "ii. b", "c"],
    ),
    "an item of paragraphs": ("<ol><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>", ["1. a", "b", "2. c"]),
    "an item without text counts": ("<ol><li></li><li>b</ol>", ["2. b"]),
    "rows": (
        "<table><tr><th>TT</th><th>Việc</th><th>Số</th></tr><tbody><tr><td>1</td><td><p>Tập</p><p>huấn</p></td><td>5</td></tr></tbody></table>",
        ["TT | Việc | Số", "1 | Tập huấn | 5"],
    ),
    "a masthead": (
        "<table><tr><td><p>CÔNG ĐOÀN A</p><p>Số: 5/KH-CĐ</p></td><td>CỘNG HÒA XÃ HỘI<br>Độc lập</td></tr></table>",
        ["CÔNG ĐOÀN A", "Số: 5/KH-CĐ", "CỘNG HÒA XÃ HỘI", "Độc lập"],
    ),
    "a page that a table sets": (
        "<table><tr><td>Một<table border=1><tr><td>a<td>b</table>Hai</td></tr></table>", ["Một", "a | b", "Hai"],
    ),
    "a table in a row": (
        "<table border=1><tr><td>1<td>Gồm<table border=1><tr><td>a<td>b</table><td>3</table>", ["1 | Gồm | 3", "a | b"],
    ),
    "marks of notes": ("<p>năm 2023<sup>1</sup>, m<sup>2</sup>, 5<sup>th</sup>, xem<sup>[12]</sup></p>", ["năm 2023¹, m², 5th, xem¹²"]),
    "capitals by style": ('<p style="text-transform:uppercase">Kế hoạch</p>', ["KẾ HOẠCH"]),
    "lines of preformatted text": ("<pre>Một\nHai</pre>", ["Một", "Hai"]),
    "a form around the page": ("<form><p>Nội dung</p><input value='x'><button>Gửi</button></form>", ["Nội dung"]),
    "what Word writes for a list": (
        "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span><![endif]>Mục đích<o:p></o:p></p>",
        ["1. Mục đích"],
    ),
    "tags that were never closed": ("<p>Một<p>Hai<b>đậm", ["Một", "Haiđậm"]),
}  # fmt: skip


@pytest.mark.parametrize(("page", "expected"), PAGES.values(), ids=PAGES)
def test_a_page_is_read_as_it_is_shown(tmp_path: Path, page: str, expected: list[str]) -> None:
    assert lines(tmp_path, f'<html><meta charset="utf-8"><body>{page}</body></html>') == expected
    assert lines(tmp_path, page, "a.htm") == expected


SAID = '<html><head><meta http-equiv="Content-Type" content="text/html; charset={}"></head><body><p>Kế hoạch, ưu đãi</p></body></html>'


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "windows-1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-8", "utf-16"),
        ("utf-8", "bảng mã lạ"),
        ("utf-8", ""),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, encoding: str, told: str) -> None:
    assert lines(tmp_path, SAID.format(told).encode(encoding)) == ["Kế hoạch, ưu đãi"]


def test_the_encoding_of_vietnamese_windows(tmp_path: Path) -> None:
    page = "<meta charset=windows-1258><p>Đo\u00e0n vi\u00ean l\u00e0m vi\u00ea\u0323c".encode("cp1258")
    assert lines(tmp_path, page) == ["Đoàn viên làm viê\u0323c"]  # one form of each letter comes later, for all files


def test_bytes_of_another_encoding_say_so(tmp_path: Path) -> None:
    with pytest.raises(EncodingError, match="bảng mã utf-8"):
        lines(tmp_path, b"<html><meta charset=utf-8><p>K\xe9 ho\xe1ch")


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><script>x</script></body></html>", "<html", "   <p>"])
def test_a_page_without_text(tmp_path: Path, page: str) -> None:
    with pytest.raises(EmptyFileError, match="không có chữ"):
        lines(tmp_path, page)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<div>" * 5000 + "a", "quá sâu"),
        ("<table><tr>" + "<td>a" * 3000, "3000 cột"),
        ("<p>" + "<b></b>" * 2_100_000, "quá nhiều"),
    ],
    ids=["deep", "broad", "long"],
)
def test_a_page_made_to_choke_on_gives_one_line(tmp_path: Path, page: str, words: str) -> None:
    with pytest.raises(AbnormalFileError, match=words):
        lines(tmp_path, page)


def test_entities_are_not_blown_up(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><html><p>x &b;</p></html>'
    assert len("".join(lines(tmp_path, bomb))) < 200
