"""The legal bases at the head of a body: which lines are one, where they begin and end, what they cite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import bases, citations, header, layout
from ingest.text import normalise
from ingest.types import Basis, Span

RESOLVE = (
    "Thực hiện Nghị quyết Đại hội Công đoàn tỉnh lần thứ XIII, nhiệm kỳ 2023 - 2028, với chủ đề “Đổi mới; sáng tạo”"
)


def found(raw: str) -> list[Basis]:
    text = normalise(raw)
    return list(bases.parse(text, Span(0, len(text)), citations.find(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "Căn cứ Chương trình số 05-CTr/TU, ngày 25/12/2020 của Tỉnh ủy; Ban Thường vụ Liên đoàn Lao động tỉnh xây dựng "
                "Kế hoạch như sau:\nI. MỤC ĐÍCH"
            ),
            [("Căn cứ Chương trình số 05-CTr/TU, ngày 25/12/2020 của Tỉnh ủy", (0,))],
        ),
        (
            (
                "Kính gửi: Các công đoàn cơ sở.\nCăn cứ Kế hoạch số 12/KH-LĐLĐ ngày 05/01/2024 về nữ công và Công văn số 15/UBND-VP "
                "ngày 06/01/2024, Ban Thường vụ Liên đoàn Lao động huyện đề nghị các đơn vị:\n1. Rà soát"
            ),
            [
                (
                    "Căn cứ Kế hoạch số 12/KH-LĐLĐ ngày 05/01/2024 về nữ công và Công văn số 15/UBND-VP ngày 06/01/2024",
                    (0, 1),
                )
            ],
        ),
        (
            (
                "Thực hiện Chỉ thị số 35-CT/TU ngày 02/11/2022 của Tỉnh ủy; Công văn số 208-CV/ĐĐ ngày 8 /3/2023 về triển khai Chỉ thị "
                "35-CT/TU; Kế hoạch số 43-KH/BDVTU, LĐLĐ tỉnh Mẫu xây dựng kế hoạch với nội dung như sau:"
            ),
            [
                ("Thực hiện Chỉ thị số 35-CT/TU ngày 02/11/2022 của Tỉnh ủy", (0,)),
                ("Công văn số 208-CV/ĐĐ ngày 8 /3/2023 về triển khai Chỉ thị 35-CT/TU", (1, 2)),
                ("Kế hoạch số 43-KH/BDVTU", (3,)),
            ],
        ),
        (
            (
                "Thực hiện Chương trình số 04-CTr/TU ngày 21/10/2021 của Tỉnh ủy;\nThực hiện Kế hoạch số 68-KH/TU ngày 27/02/2023.\n"
                "Ban Thường vụ Liên đoàn Lao động tỉnh xây dựng kế hoạch như sau:\nThực hiện Luật số 10/2022/QH15"
            ),
            [
                ("Thực hiện Chương trình số 04-CTr/TU ngày 21/10/2021 của Tỉnh ủy", (0,)),
                ("Thực hiện Kế hoạch số 68-KH/TU ngày 27/02/2023", (1,)),
            ],
        ),
        (
            (
                "- Căn cứ Điều lệ Công đoàn Việt Nam;\n- Căn cứ Quy định số 15-QĐi/TU, ngày 01/01/2020 của Tỉnh ủy;\n"
                "- Xét đề nghị của Ban Tổ chức,\nQUYẾT ĐỊNH:\nĐiều 1. Khen thưởng\nCăn cứ Luật số 10/2022/QH15"
            ),
            [
                ("Căn cứ Điều lệ Công đoàn Việt Nam", ()),
                ("Căn cứ Quy định số 15-QĐi/TU, ngày 01/01/2020 của Tỉnh ủy", (0,)),
                ("Xét đề nghị của Ban Tổ chức", ()),
            ],
        ),
        (
            (
                "Thực hiện chủ trương chung, phong trào đã có nhiều kết quả. Tuy vậy, việc này còn chậm.\nThực hiện Kết luận số 34-KL/TW "
                "của Bộ Chính trị về sắp xếp tổ chức; nhằm làm tốt hơn nữa, Thủ tướng Chính phủ yêu cầu các bộ làm các việc sau đây:"
            ),
            [("Thực hiện Kết luận số 34-KL/TW của Bộ Chính trị về sắp xếp tổ chức", (0,))],
        ),
        (f"{RESOLVE}, Ban Chấp hành LĐLĐ tỉnh xây dựng Chương trình như sau:", [(RESOLVE, ())]),
        (
            "Thực hiện Kế hoạch số 12/KH-LĐLĐ và Hướng dẫn số 3/HD-LĐLĐ về tập huấn, công đoàn trường lập kế hoạch như sau:",
            [("Thực hiện Kế hoạch số 12/KH-LĐLĐ và Hướng dẫn số 3/HD-LĐLĐ về tập huấn", (0, 1))],
        ),
        (
            "Trên cơ sở Hướng dẫn số 41/HD-TLĐ của Tổng Liên đoàn, để làm tốt việc này, Liên đoàn Lao động tỉnh yêu cầu:",
            [("Trên cơ sở Hướng dẫn số 41/HD-TLĐ của Tổng Liên đoàn", (0,))],
        ),
        (
            "Căn cứ chức năng, nhiệm vụ được giao; thực hiện Chỉ thị số 35-CT/TU, Liên đoàn Lao động huyện ban hành kế hoạch:",
            [("Căn cứ chức năng, nhiệm vụ được giao", ()), ("thực hiện Chỉ thị số 35-CT/TU", (0,))],
        ),
        (
            (
                "Căn cứ Luật Công đoàn số 50/2024/QH15;\nCăn cứ Nghị quyết Đại hội lần thứ XIV của Đảng\nCộng sản Việt Nam;\n"
                "Căn cứ Kết luận số 18-KL/TW;\nChính phủ ban hành Nghị quyết:"
            ),
            [
                ("Căn cứ Luật Công đoàn số 50/2024/QH15", (0,)),
                ("Căn cứ Nghị quyết Đại hội lần thứ XIV của Đảng", ()),
                ("Căn cứ Kết luận số 18-KL/TW", (1,)),
            ],
        ),
        ("I. MỤC ĐÍCH\nCăn cứ Luật Công đoàn số 50/2024/QH15;", []),
        ("Căn cứ tình hình thực tế, các đơn vị xây dựng kế hoạch như sau:", []),
        ("Thực hiện chương trình kiểm tra năm 2024, Ủy ban Kiểm tra đã làm việc với 4 đơn vị.", []),
        ("Thực hiện tốt công tác chăm lo đoàn viên.", []),
        ("Thời gian qua, các cấp công đoàn đã làm tốt công tác dân vận.", []),
        ("", []),
    ],
)
def test_bases(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(basis.text, basis.citations) for basis in found(text)] == expected


def test_only_the_zone_is_read() -> None:
    text = "Căn cứ Luật Công đoàn số 50/2024/QH15;\nCăn cứ Điều lệ Công đoàn Việt Nam;"
    second = text.index("Căn cứ Điều lệ")
    (basis,) = bases.parse(text, Span(second, len(text)), citations.find(text))
    assert (basis.start, basis.citations) == (second, ())


PIECES = st.sampled_from(
    [
        "Căn cứ ", "Thực hiện ", "- ", "Luật Công đoàn số 50/2024/QH15", "Chỉ thị 35-CT/TU", "Điều lệ Công đoàn", "; ", ", ", ".", "\n", " “", "”",
        "Ban Thường vụ Liên đoàn Lao động tỉnh xây dựng kế hoạch như sau:", "của Tỉnh ủy", " về việc giao ban", "Điều 1. ", "QUYẾT ĐỊNH:", " ",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=120))
def test_spans_are_exact_and_apart(raw: str) -> None:
    text = normalise(raw)
    mentions = citations.find(text)
    end = 0
    for basis in bases.parse(text, Span(0, len(text)), mentions):
        assert text[basis.start : basis.end] == basis.text == basis.text.strip() != ""
        assert basis.start >= end
        assert all(basis.start <= mentions[index].start < basis.end for index in basis.citations)
        end = basis.end


def test_seeds_have_eight_bases() -> None:
    folder = os.environ.get("KB_TESTDATA", "")
    paths = sorted(Path(folder, "seeds").glob("*.txt")) if folder else []
    if not paths:
        pytest.skip("KB_TESTDATA không chỉ tới thư mục có seeds/")
    cited = []
    for path in paths:
        text = layout.reflow([normalise(path.read_text(encoding="utf-8"))])[0]
        start = header.parse(text)[1]
        mentions = citations.find(text, own=Span(0, start))
        parsed = bases.parse(text, Span(start, len(text)), mentions)
        cited.append([[mentions[index].number for index in basis.citations] for basis in parsed])
    assert cited == [
        [["05-CTr/TU"]],
        [["35-CT/TU"], ["208-CV/ĐĐ", "35-CT/TU"], ["43-KH/BDVTU"]],
        [["04-CTr/BDVTU-BCSĐUBND"], ["68-KH/BDVTU-BCSĐUBND"]],
        [[]],
        [["697/KH-LĐLĐ", "149-CV/BDVTU"]],
    ]


def test_addressees_end_no_bases_and_a_plain_line_is_one() -> None:
    text = (
        "Kính gửi:\n- Các công đoàn cơ sở;\n- Các ban.\nCăn cứ Luật Công đoàn số 50/2024/QH15;\nCăn cứ tình hình thực tế;\n"
        "Ban Thường vụ Công đoàn ngành đề nghị như sau:"
    )
    assert [basis.text for basis in found(text)] == [
        "Căn cứ Luật Công đoàn số 50/2024/QH15",
        "Căn cứ tình hình thực tế",
    ]


def test_listed_organs_belong_to_the_basis() -> None:
    text = "Căn cứ Quy chế làm việc của Ban Chấp hành Trung ương, Bộ Chính trị, Ban Bí thư khóa XII, Ban Bí thư quy định như sau:"
    assert [basis.text for basis in found(text)] == [text[: text.rindex(", Ban")]]
