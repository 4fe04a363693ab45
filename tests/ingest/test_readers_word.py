"""What a Word file prints, and what it only holds: every case is a real file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import EmptyFileError
from ingest.parse import parse_file
from ingest.readers import read
from tests.tools.word_files import cell, docx, p, packed, part, r, row, style, table

SECTION = "<w:sectPr>{}</w:sectPr>"


def lines(tmp_path: Path, body: str, **parts: str) -> list[str]:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(body, **parts))
    return read(path).pages[0].text.split("\n")


def field(code: str, result: str, *, inner: str = "") -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return f"{mark('begin')}<w:r><w:instrText> {code} </w:instrText></w:r>{inner}{mark('separate')}{r(result)}{mark('end')}"


def text_box(*paragraphs: str) -> str:
    inner = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


DELETED = '<w:del w:id="1" w:author="a">{}</w:del>'
PRINTED = {
    "a cross-reference keeps its result": (p(r("theo mục ") + field("REF _Ref1 \\h", "II.3")), ["theo mục II.3"]),
    "a page number goes": (p(r("Xem ") + field("PAGE", "7") + r("sau")), ["Xem sau"]),
    "a simple field": (
        p(f'<w:fldSimple w:instr=" REF x ">{r("Điều 5")}</w:fldSimple><w:fldSimple w:instr=" NUMPAGES ">{r("9")}</w:fldSimple>'),
        ["Điều 5"],
    ),
    "a field inside the code of another": (
        p(field("IF", "đúng", inner=field("DOCPROPERTY x", "thuộc tính"))),
        ["đúng"],
    ),
    "a table of contents over paragraphs": (
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>'
          f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("I. MỤC ĐÍCH")}{field("PAGEREF _Toc1", "2")}')
        + p(r("II. YÊU CẦU") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        + p("I. MỤC ĐÍCH"),
        ["I. MỤC ĐÍCH"],
    ),
    "a field that never ends swallows nothing": (
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>' + r("Còn đây")),
        ["Còn đây"],
    ),
    "a text box once, behind its paragraph": (p(r("KẾ HOẠCH") + text_box(p("DỰ THẢO"))), ["KẾ HOẠCH", "DỰ THẢO"]),
    "a text box in a text box": (p(text_box(p(r("Ngoài") + text_box(p("Trong"))))), ["Ngoài", "Trong"]),
    "inserted stays, deleted goes": (
        p(r("Giao ") + DELETED.format("<w:r><w:delText>Ban A</w:delText></w:r>") + f'<w:ins w:id="2">{r("Ban B")}</w:ins>'),
        ["Giao Ban B"],
    ),
    "moved text stands where it was moved to": (
        p(f'<w:moveFrom w:id="1">{r("Đi")}</w:moveFrom>{r("Một")}') + p(f'<w:moveTo w:id="2">{r("Đến")}</w:moveTo>'),
        ["Một", "Đến"],
    ),
    "a deleted end of paragraph joins": (
        p("Nâng cao ", mark='<w:del w:id="1"/>') + p("chất lượng") + p("Hai"),
        ["Nâng cao chất lượng", "Hai"],
    ),
    "a paragraph deleted as a whole": (
        p(DELETED.format("<w:r><w:delText>Bỏ</w:delText></w:r>"), mark='<w:del w:id="1"/>') + p("Giữ"),
        ["Giữ"],
    ),
    "a deleted row": (
        table(row("a", "b", "c"), row("d", "e", "f", properties='<w:del w:id="1"/>'), row("g", "h", "i", properties='<w:ins w:id="2"/>')),
        ["a | b | c", "g | h | i"],
    ),
    "formatting that was changed is no text": (
        p(r("Chữ", '<w:b/><w:rPrChange w:id="1"><w:rPr><w:vanish/></w:rPr></w:rPrChange>')), ["Chữ"],
    ),
    "a soft hyphen goes, a hard one stays": (
        p("<w:r><w:t>phản</w:t><w:softHyphen/><w:t> biện 217</w:t><w:noBreakHyphen/><w:t>QĐ/TW</w:t></w:r>"),
        ["phản biện 217-QĐ/TW"],
    ),
    "symbols by number": (
        p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r(" đạt ") + '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + r(" 95%")),
        ["☑ đạt ≥ 95%"],
    ),
    "symbols typed in a symbol font": (
        p(r("từ 90%, ") + r("\uf0b3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>') + r(" 5")), ["từ 90%, ≥ 5"],
    ),
    "a symbol that nobody knows": (p(r("a") + '<w:r><w:sym w:font="Wingdings" w:char="GHI"/></w:r>'), ["a"]),
    "hidden text goes": (p(r("Thấy") + r("Không", "<w:vanish/>") + r(" rõ", '<w:vanish w:val="0"/>')), ["Thấy rõ"]),
    "a hidden end of paragraph": (p("Điều 1.", mark="<w:vanish/><w:specVanish/>") + p(" Phạm vi"), ["Điều 1. Phạm vi"]),
    "capitals by format": (p(r("kế hoạch ", "<w:caps/>") + r("năm")), ["KẾ HOẠCH năm"]),
    "a raised digit is no digit of the number before it": (
        p(r("năm 2023") + r("1", '<w:vertAlign w:val="superscript"/>') + r(", ngày 5") + r("th", '<w:vertAlign w:val="superscript"/>')),
        ["năm 2023¹, ngày 5th"],
    ),
    "content controls": (
        f'<w:sdt><w:sdtPr/><w:sdtContent>{p("Khối")}</w:sdtContent></w:sdt>'
        + p(f'<w:sdt><w:sdtPr/><w:sdtContent>{r("Trong dòng")}</w:sdtContent></w:sdt>')
        + p(r("Họ tên: ") + f'<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r("Bấm vào đây")}</w:sdtContent></w:sdt>'),
        ["Khối", "Trong dòng", "Họ tên:"],
    ),
    "comments go, smart tags are looked through": (
        p(f'<w:commentRangeStart w:id="0"/><w:smartTag w:element="place">{r("Lai Châu")}</w:smartTag><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'),
        ["Lai Châu"],
    ),
    "breaks": (
        p('<w:r><w:t>Một</w:t><w:br w:type="page"/><w:t>Hai</w:t><w:br/><w:t>Ba</w:t><w:tab/><w:t>Bốn</w:t></w:r>'),
        ["Một", "Hai", "Ba Bốn"],
    ),
    "a link": (p(f'<w:hyperlink w:anchor="x">{r("Cổng thông tin")}</w:hyperlink>'), ["Cổng thông tin"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), PRINTED.values(), ids=PRINTED)
def test_what_is_printed_is_read(tmp_path: Path, body: str, expected: list[str]) -> None:
    assert [line.strip() for line in lines(tmp_path, body)] == expected


TABLES = {
    "cells merged across": (
        table(row(cell("Kết quả", properties='<w:gridSpan w:val="2"/>'), "Ghi chú"), row("Đạt", "Chưa", "")),
        ["Kết quả | Ghi chú", "Đạt | Chưa"],
    ),
    "cells merged down": (
        table(
            row(cell("Quý I", properties='<w:vMerge w:val="restart"/>'), "Tập huấn", "50"),
            row(cell("", properties="<w:vMerge/>"), "Hội thi", "20"),
        ),
        ["Quý I | Tập huấn | 50", " | Hội thi | 20"],
    ),
    "rows of headings": (
        table(row("TT", "Việc", "Số", properties="<w:tblHeader/>"), row("1", "Tập huấn", "5")),
        ["TT | Việc | Số", "1 | Tập huấn | 5"],
    ),
    "several paragraphs in a cell": (
        table(row("1", f"<w:tc>{p('Một')}{p('Hai')}</w:tc>", "3")), ["1 | Một Hai | 3"],
    ),
    "a table in a cell": (
        table(row("1", f"<w:tc>{p('Gồm')}{table(row('a', 'b', 'c'), row('d', 'e', 'f'))}{p('')}</w:tc>", "3"), row("2", "x", "y")),
        ["1 | Gồm | 3", "a | b | c", "d | e | f", "2 | x | y"],
    ),
    "a frame around a text": (table(row(f"<w:tc>{p('Một')}{p('Hai')}</w:tc>")), ["Một", "Hai"]),
    "a masthead with a narrow column between": (
        table(row(f"<w:tc>{p('CÔNG ĐOÀN A')}{p('Số: 5/KH-CĐ')}</w:tc>", "", f"<w:tc>{p('CỘNG HÒA XÃ HỘI')}{p('Độc lập')}</w:tc>"), borders=False),
        ["CÔNG ĐOÀN A", "Số: 5/KH-CĐ", "CỘNG HÒA XÃ HỘI", "Độc lập"],
    ),
    "three who sign": (
        table(row(*(f"<w:tc>{p('TM. BAN')}{p(name)}</w:tc>" for name in ("An", "Bình", "Chi"))), borders=False),
        ["TM. BAN", "An", "TM. BAN", "Bình", "TM. BAN", "Chi"],
    ),
    "two columns of data with lines between": (table(row("Chỉ tiêu", "Số"), row(f"<w:tc>{p('Đoàn')}{p('viên')}</w:tc>", "5")), ["Chỉ tiêu | Số", "Đoàn viên | 5"]),
    "a row control": (
        table(f"<w:sdt><w:sdtContent>{row('a', 'b', 'c')}</w:sdtContent></w:sdt>", row("d", "e", "f")),
        ["a | b | c", "d | e | f"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), TABLES.values(), ids=TABLES)
def test_rows_stay_lines_and_columns_stand_one_under_the_other(tmp_path: Path, body: str, expected: list[str]) -> None:
    assert lines(tmp_path, body) == expected


def test_lines_of_a_table_style_that_a_table_takes_off_are_none(tmp_path: Path) -> None:
    grid = '<w:tblPr><w:tblBorders><w:insideV w:val="single"/><w:left w:val="single"/></w:tblBorders></w:tblPr>'
    styles = style("Luoi", kind="table").replace("</w:style>", f"{grid}</w:style>")
    rows = row(f"<w:tc>{p('ỦY BAN')}{p('HUYỆN A')}</w:tc>", f"<w:tc>{p('TỜ TRÌNH')}{p('Năm 2024')}</w:tc>")
    named = '<w:tblStyle w:val="Luoi"/>'
    bare = f"<w:tbl><w:tblPr>{named}</w:tblPr>{rows}</w:tbl>"
    assert lines(tmp_path, table(rows, borders=False, look=named), styles=styles) == [
        "ỦY BAN",
        "HUYỆN A",
        "TỜ TRÌNH",
        "Năm 2024",
    ]
    assert lines(tmp_path, bare, styles=styles) == ["ỦY BAN HUYỆN A | TỜ TRÌNH Năm 2024"]


# -- notes ---------------------------------------------------------------------------------------------------------


def reference(ident: int, kind: str = "footnote", more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{ident}"{more}/></w:r>'


def note(ident: int, text: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{ident}">{p(f"<w:r><w:{kind}Ref/></w:r>" + r(" " + text))}</w:{kind}>'


RULE = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'


def test_notes_stand_behind_their_paragraph_with_the_same_mark(tmp_path: Path) -> None:
    body = p(r("Có 5") + reference(7) + r(" đơn vị") + reference(3)) + p(r("Hai") + reference(9, "endnote")) + p("Ba")
    found = lines(
        tmp_path,
        body,
        footnotes=RULE + note(3, "Theo danh sách") + note(7, "Theo báo cáo"),
        endnotes=note(9, "Cuối bài", "endnote"),
    )
    assert found == ["Có 5¹ đơn vị²", "¹ Theo báo cáo", "² Theo danh sách", "Hai¹", "¹ Cuối bài", "Ba"]


def test_a_note_in_a_table_stands_behind_its_row(tmp_path: Path) -> None:
    inside = f"<w:tc>{p(r('Tập huấn') + reference(2))}</w:tc>"
    found = lines(tmp_path, table(row("1", inside, "5"), row("2", "x", "y")), footnotes=note(2, "Ở cơ sở"))
    assert found == ["1 | Tập huấn¹ | 5", "¹ Ở cơ sở", "2 | x | y"]


def test_a_typed_mark_is_not_counted(tmp_path: Path) -> None:
    body = p(r("Một") + reference(2, more=' w:customMarkFollows="1"') + r("(*)") + reference(3))
    found = lines(tmp_path, body, footnotes=note(2, "(*) Riêng") + note(3, "Chung"))
    assert found == ["Một(*)¹", "(*) Riêng", "¹ Chung"]


def test_a_note_that_refers_to_itself_is_read_once(tmp_path: Path) -> None:
    round_about = f'<w:footnote w:id="2">{p(r("Vòng") + reference(2))}</w:footnote>'
    assert lines(tmp_path, p(r("A") + reference(2) * 3), footnotes=round_about) == ["A¹¹¹", "¹ Vòng"]


def test_notes_start_where_they_are_told_to(tmp_path: Path) -> None:
    section = SECTION.format('<w:footnotePr><w:numStart w:val="12"/></w:footnotePr>')
    assert lines(tmp_path, p(r("A") + reference(2)) + section, footnotes=note(2, "b")) == ["A¹²", "¹² b"]


# -- headers -------------------------------------------------------------------------------------------------------

BODY = p("Số: 5/KH-LĐLĐ") + p("KẾ HOẠCH") + p("Giữ bí mật công tác")
FIRST = SECTION.format(
    '<w:headerReference w:type="first" r:id="header1"/><w:headerReference w:type="default" r:id="header2"/><w:titlePg/>'
)
EVERY = SECTION.format('<w:headerReference w:type="default" r:id="header1"/>')
HEADERS = {
    "a stamp on the first page": (BODY + FIRST, p("MẬT"), ["MẬT"]),
    "a page number on the first page": (BODY + FIRST, p(r("Trang ") + field("PAGE", "1")) + p("- 1 -"), []),
    "a running title on every page": (BODY + EVERY, p("Kế hoạch công tác năm 2024"), []),
    "the number again on every page": (BODY + EVERY, p("Số: 5/KH-LĐLĐ"), []),
    "a number that only the header has": (
        p("KẾ HOẠCH") + EVERY, p("Số: 9/KH-LĐLĐ") + p("Hà Nội, ngày 5 tháng 3 năm 2024"),
        ["Số: 9/KH-LĐLĐ", "Hà Nội, ngày 5 tháng 3 năm 2024"],
    ),
    "an issuer in a table of the header": (
        p("KẾ HOẠCH") + EVERY,
        table(row("LIÊN ĐOÀN LAO ĐỘNG TỈNH A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), borders=False) + p(""),
        ["LIÊN ĐOÀN LAO ĐỘNG TỈNH A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "header", "kept"), HEADERS.values(), ids=HEADERS)
def test_of_headers_only_what_tells_something_stays(tmp_path: Path, body: str, header: str, kept: list[str]) -> None:
    found = lines(tmp_path, body, header1=header, header2=p("Trang sau"))
    assert found[: len(kept)] == kept
    assert found[len(kept) :] == lines(tmp_path, body)


def test_footers_go(tmp_path: Path) -> None:
    section = SECTION.format('<w:footerReference w:type="default" r:id="footer1"/>')
    assert lines(tmp_path, p("A") + section, footer1=p("Lưu hành nội bộ")) == ["A"]


# -- looks and styles ----------------------------------------------------------------------------------------------


def test_styles_give_capitals_and_hide(tmp_path: Path) -> None:
    styles = (
        style("Hoa", run="<w:caps/>")
        + style("Con", based="Hoa")
        + style("An", kind="character", run="<w:vanish/>")
        + style("Vong1", based="Vong2")
        + style("Vong2", based="Vong1", run="<w:caps/>")
    )
    body = p("kế hoạch", style="Con") + p(r("thấy") + r("ẩn", '<w:rStyle w:val="An"/>')) + p("tròn", style="Vong1")
    assert lines(tmp_path, body, styles=styles) == ["KẾ HOẠCH", "thấy", "TRÒN"]


def test_a_title_in_capitals_by_format_is_a_title(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(
        docx(p("Số: 5/KH-LĐLĐ") + p(r("Kế hoạch", "<w:caps/>")) + p("Công tác nữ công năm 2024") + p("I. MỤC ĐÍCH"))
    )
    header = parse_file(path).header
    assert (header.type, header.title) == ("Kế hoạch", "Công tác nữ công năm 2024")


def test_strict_files_and_other_places_of_the_body(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    relation = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    strict = part("document", f"<w:body>{p('Kế hoạch')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    path.write_bytes(
        packed(
            {
                "noi/dung.xml": strict,
                "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="r1" Type="{relation}" Target="/noi/dung.xml"/></Relationships>',
            }
        )
    )
    assert read(path).pages[0].text == "Kế hoạch"


def test_a_file_of_deleted_text_only_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(EmptyFileError, match="không có chữ"):
        lines(tmp_path, p(DELETED.format("<w:r><w:delText>Bỏ</w:delText></w:r>")))
