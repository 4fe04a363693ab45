"""Recipients and signature: either order, two columns as one line, one of the two missing, annexes after them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import closing, lexicon
from ingest.text import normalise
from ingest.types import Signature

BODY = "Các đơn vị báo cáo kết quả về Liên đoàn Lao động tỉnh trước ngày 15/12/2022./."

SAMPLES: dict[str, tuple[str, tuple[str, ...], Signature]] = {
    "recipients, then signature": (
        "Nơi nhận:\n- Tỉnh ủy (báo cáo);\n- LĐLĐ các huyện;\n- Lưu: VT, CSPL.\nTM. BAN THƯỜNG VỤ\nPHÓ CHỦ TỊCH\nLò Thị Mai",
        ("Tỉnh ủy (báo cáo)", "LĐLĐ các huyện", "Lưu: VT, CSPL"),
        Signature("TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH", "Lò Thị Mai"),
    ),
    "signature, then recipients": (
        "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n(Đã ký)\nĐinh Công Sử\nNơi nhận:\n- Như trên,\n- Lưu Văn phòng Tỉnh ủy.",
        ("Như trên", "Lưu Văn phòng Tỉnh ủy"),
        Signature("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Đinh Công Sử"),
    ),
    "columns on one line": (
        "Nơi nhận: TM. BAN THƯỜNG VỤ\n- Tổng Liên đoàn; PHÓ CHỦ TỊCH\n- Các Ban LĐLĐ tỉnh;\n- Lưu: VT.\nĐặng Đức Ẩn",
        ("Tổng Liên đoàn", "Các Ban LĐLĐ tỉnh", "Lưu: VT"),
        Signature("TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH", "Đặng Đức Ẩn"),
    ),
    "name glued to the last recipient": (
        "Nơi nhận: KT. CHỦ TỊCH\n- Như Điều 3; PHÓ CHỦ TỊCH\n- UBND tỉnh;\n- Lưu: VT, NC. Trần Ngọc Ánh",
        ("Như Điều 3", "UBND tỉnh", "Lưu: VT, NC"),
        Signature("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Ngọc Ánh"),
    ),
    "signature around the recipients": (
        "TM. BAN CHẤP HÀNH\nCHỦ TỊCH\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nNguyễn Văn Ổn",
        ("Như trên", "Lưu: VT"),
        Signature("TM. BAN CHẤP HÀNH", "CHỦ TỊCH", "Nguyễn Văn Ổn"),
    ),
    "several recipients on a line": (
        "Nơi nhận: Như trên; UBND tỉnh; Sở Nội vụ; Lưu: VT, TH.\nGIÁM ĐỐC\nPhan Ái Liên",
        ("Như trên", "UBND tỉnh", "Sở Nội vụ", "Lưu: VT, TH"),
        Signature(None, "GIÁM ĐỐC", "Phan Ái Liên"),
    ),
    "no bullets": (
        "Nơi nhận:\nNhư trên;\nTỉnh ủy, HĐND tỉnh;\nLưu: VT.\nTL. BAN THƯỜNG VỤ\nCHÁNH VĂN PHÒNG\nHồ Thị Ý",
        ("Như trên", "Tỉnh ủy, HĐND tỉnh", "Lưu: VT"),
        Signature("TL. BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", "Hồ Thị Ý"),
    ),
    "wrapped recipient": (
        "Nơi nhận:\n- Đ/c: Lê Văn Bốn, Phó Chủ tịch\nTổng Liên đoàn;\n- Lưu: VT.",
        ("Đ/c: Lê Văn Bốn, Phó Chủ tịch Tổng Liên đoàn", "Lưu: VT"),
        Signature(),
    ),
    "misread letters and Markdown": (
        "*Noi nhận:*\n- LĐLĐ tỉnh;\n- Lưu: VT.\n**TM. BAN THƯỜNG VỤ**\n**CHỦ TỊCH**\n**Vừ A Páo**",
        ("LĐLĐ tỉnh", "Lưu: VT"),
        Signature("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Vừ A Páo"),
    ),
    "signature on the left": (
        "TM. ĐẢNG ỦY          Nơi nhận:\nBÍ THƯ              - Như trên;\nLê Thế Anh            - Lưu VP.",
        ("Như trên", "Lưu VP"),
        Signature("TM. ĐẢNG ỦY", "BÍ THƯ", "Lê Thế Anh"),
    ),
    "degree before the name, no colon": (
        "Noi nhân\n+ Như trên\n+ Lưu VT\nTM BAN THƯỜNG VỤ\nPHÓ CHỦ TỊCH THƯỜNG TRỰC\n(Đã ký và đóng dấu)\nTS. Nguyễn Thị Ánh",
        ("Như trên", "Lưu VT"),
        Signature("TM BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH THƯỜNG TRỰC", "Nguyễn Thị Ánh"),
    ),
    "office over two lines": (
        "Nơi nhận:\n- Lưu.\nT/L BAN THƯỜNG VỤ\nTRƯỞNG BAN CHÍNH SÁCH PHÁP LUẬT\nVÀ QUAN HỆ LAO ĐỘNG\nĐỗ Tiến Lực",
        ("Lưu",),
        Signature("T/L BAN THƯỜNG VỤ", "TRƯỞNG BAN CHÍNH SÁCH PHÁP LUẬT VÀ QUAN HỆ LAO ĐỘNG", "Đỗ Tiến Lực"),
    ),
    "sent to": ("Nơi gửi:\n- Như trên;\n- Lưu.", ("Như trên", "Lưu"), Signature()),
    "recipients only": ("Nơi nhận:\n- LĐLĐ tỉnh;\n- Lưu: VT.", ("LĐLĐ tỉnh", "Lưu: VT"), Signature()),
    "signature only, deputy's deputy": (
        "TM. CHÍNH PHỦ\nKT. THỦ TƯỚNG\nPHÓ THỦ TƯỚNG\n[daky]\nVũ Đức Đam",
        (),
        Signature("TM. CHÍNH PHỦ KT. THỦ TƯỚNG", "PHÓ THỦ TƯỚNG", "Vũ Đức Đam"),
    ),
    "office without authority, rank before the name": (
        "BỘ TRƯỞNG\nĐại tướng Tô Lâm",
        (),
        Signature(None, "BỘ TRƯỞNG", "Tô Lâm"),
    ),
    "name of the organ between the offices": (
        "TL. BỘ TRƯỞNG\nKT. CHỦ TỊCH\nỦY BAN CHỨNG KHOÁN NHÀ NƯỚC\nPHÓ CHỦ TỊCH\nLê Thị Việt Nga",
        (),
        Signature("TL. BỘ TRƯỞNG KT. CHỦ TỊCH ỦY BAN CHỨNG KHOÁN NHÀ NƯỚC", "PHÓ CHỦ TỊCH", "Lê Thị Việt Nga"),
    ),
    "presidium is no office": (
        "TM. ĐOÀN CHỦ TỊCH\nPHÓ CHỦ TỊCH THƯỜNG TRỰC\nTrần Văn Thuật",
        (),
        Signature("TM. ĐOÀN CHỦ TỊCH", "PHÓ CHỦ TỊCH THƯỜNG TRỰC", "Trần Văn Thuật"),
    ),
    "Secretariat is no office": (
        "T/M BAN BÍ THƯ\nTHƯỜNG TRỰC BAN BÍ THƯ\nTrần Cẩm Tú",
        (),
        Signature("T/M BAN BÍ THƯ", "THƯỜNG TRỰC BAN BÍ THƯ", "Trần Cẩm Tú"),
    ),
    "all on one line": (
        "TM. BAN THƯỜNG VỤ PHÓ CHỦ TỊCH Âu Thị Mai\nNơi nhận:\n- Như trên.",
        ("Như trên",),
        Signature("TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH", "Âu Thị Mai"),
    ),
    "name in capitals": (
        "TM. BAN CHẤP HÀNH\nCHỦ TỊCH\nTRẦN VĂN NAM",
        (),
        Signature("TM. BAN CHẤP HÀNH", "CHỦ TỊCH", "TRẦN VĂN NAM"),
    ),
    "not signed": (
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH",
        ("Như trên", "Lưu: VT"),
        Signature("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", None),
    ),
    "two sign, the recipients below both": (
        "TM. BAN THƯỜNG VỤ TỈNH ĐOÀN\nBÍ THƯ\nĐỗ Văn Mẫu\nTM. BAN THƯỜNG VỤ LĐLĐ TỈNH\nCHỦ TỊCH\nHà Thị Mẫu\nNơi nhận:\n- Tỉnh ủy;\n- Lưu VT.",
        ("Tỉnh ủy", "Lưu VT"),
        Signature("TM. BAN THƯỜNG VỤ TỈNH ĐOÀN", "BÍ THƯ", "Đỗ Văn Mẫu"),
    ),
    "the office of a board's head": (
        "Nơi nhận:\n- Tổng LĐLĐ VN; BHXH VN;\n- Lưu.\nK/T TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\nTrần Thị Mẫu",
        ("Tổng LĐLĐ VN; BHXH VN", "Lưu"),
        Signature("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Trần Thị Mẫu"),
    ),
    "nothing": ("Kính gửi: Các đơn vị.", (), Signature()),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_closing(name: str) -> None:
    text, recipients, signature = SAMPLES[name]
    found = closing.parse(normalise(f"{BODY}\n{text}"), 0)
    assert found.recipients == recipients
    assert found.signature == signature
    if recipients or signature != Signature():
        assert found.start == len(BODY) + 1
        assert found.end == len(BODY) + 1 + len(text)
        assert "Các đơn vị" not in str(found)
    else:
        assert (found.start, found.end) == (len(BODY) + 1 + len(text),) * 2


@pytest.mark.parametrize(
    "annex",
    [
        "PHỤ LỤC I\nDANH MỤC NHIỆM VỤ\nNơi nhận:\n- Không phải nơi nhận.",
        "(Kèm theo Kế hoạch số 5/KH-LĐLĐ)\n1. Số lượng mô hình",
        "BIỂU TỔNG HỢP\n- Đơn vị: LĐLĐ huyện",
        "Mẫu số 01\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "QUY CHẾ\nHoạt động của Ban Chỉ đạo",
    ],
)
def test_annexes_are_left_out(annex: str) -> None:
    core = f"{BODY}\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH\nLê Văn Ất"
    found = closing.parse(f"{core}\n{annex}", 0)
    assert found.recipients == ("Như trên", "Lưu: VT")
    assert found.signature.name == "Lê Văn Ất"
    assert found.end == len(core)


@pytest.mark.parametrize(
    "body",
    [
        "Nơi nhận hồ sơ: Bộ phận một cửa.",
        "Chủ tịch Liên đoàn Lao động tỉnh chỉ đạo thực hiện.",
        "TP. Huế đăng cai hội thao.",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH PHÚ YÊN\nCăn cứ Luật Tổ chức chính quyền địa phương;",
    ],
)
def test_body_is_no_closing(body: str) -> None:
    text = f"{body}\n{BODY}"
    assert closing.parse(text, 0).start == len(text)


def test_every_office_can_be_signed_for() -> None:
    for office in lexicon.load("closing")["positions"]:
        found = closing.parse(f"{BODY}\nTM. BAN LÃNH ĐẠO\n{office.upper()}\nTrần Văn Nam", 0)
        assert found.signature == Signature("TM. BAN LÃNH ĐẠO", office.upper(), "Trần Văn Nam"), office


def test_every_mark_is_no_name() -> None:
    for mark in lexicon.load("closing")["marks"]:
        found = closing.parse(f"{BODY}\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n({mark.capitalize()})\nTrần Văn Nam", 0)
        assert found.signature.name == "Trần Văn Nam", mark


_LINES = st.sampled_from(sorted({line for text, _, _ in SAMPLES.values() for line in text.split("\n")}))


@given(st.lists(_LINES | st.text(max_size=30), max_size=15), st.integers(min_value=0, max_value=40))
def test_any_text_gives_a_range_inside_it(lines: list[str], start: int) -> None:
    text = normalise("\n".join(lines))
    start = min(start, len(text))
    found = closing.parse(text, start)
    assert start <= found.start <= found.end <= len(text)
    for shown in (*found.recipients, found.signature.authority, found.signature.position, found.signature.name):
        assert shown is None or (shown == shown.strip() and shown and "\n" not in shown)
