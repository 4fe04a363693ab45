"""The header on samples of every kind: State, Party and union, one column and two, whole and damaged."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import header, issuer, lexicon, places, symbols
from ingest.text import normalise
from ingest.types import Header

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
BODY = "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\nNâng cao chất lượng sinh hoạt tổ công đoàn."

SAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "union plan, whole masthead": (
        f"TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM\nLIÊN ĐOÀN LAO ĐỘNG TỈNH YÊN BÁI\n{NATION}\nSố: 27/KH-LĐLĐ\n"
        "Yên Bái, ngày 06 tháng 3 năm 2022\nKẾ HOẠCH\nTổ chức Tháng Công nhân năm 2022\n"
        f"Căn cứ Hướng dẫn số 41/HD-TLĐ ngày 11/11/2021 của Tổng Liên đoàn;\n{BODY}",
        {
            "number": "27/KH-LĐLĐ", "symbol": "27/KH-LĐLĐ", "type": "Kế hoạch", "issuer": "Liên đoàn Lao động tỉnh Yên Bái",
            "place": "Yên Bái", "province": "Yên Bái", "year": 2022, "date": "2022-03-06",
            "title": "Tổ chức Tháng Công nhân năm 2022", "draft": False,
        },
    ),
    "two columns read across": (
        "LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU Độc lập - Tự do - Hạnh phúc\n"
        "Số: 15/KH-LĐLĐ Lai Châu, ngày 11 tháng 01 năm 2021\nKẾ HOẠCH\nPhát triển đoàn viên năm 2021\n" + BODY,
        {
            "number": "15/KH-LĐLĐ", "issuer": "Liên đoàn Lao động tỉnh Lai Châu", "place": "Lai Châu",
            "province": "Lai Châu", "date": "2021-01-11", "title": "Phát triển đoàn viên năm 2021",
        },
    ),
    "right column first": (
        f"{NATION}\nCao Bằng, ngày 2 tháng 11 năm 2020\nLIÊN ĐOÀN LAO ĐỘNG\nTỈNH CAO BẰNG\nSố: 88/BC-LĐLĐ\nBÁO CÁO\n"
        f"Kết quả thực hiện Quy chế dân chủ ở cơ sở\n{BODY}",
        {
            "number": "88/BC-LĐLĐ", "type": "Báo cáo", "issuer": "Liên đoàn Lao động tỉnh Cao Bằng", "place": "Cao Bằng",
            "province": "Cao Bằng", "date": "2020-11-02", "title": "Kết quả thực hiện Quy chế dân chủ ở cơ sở",
        },
    ),
    "everything on one line": (
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH SƠN LA Số: 31/HD-LĐLĐ Sơn La, ngày 09 tháng 8 năm 2019\nHƯỚNG DẪN Chấm điểm thi đua khối cơ sở\n" + BODY,
        {
            "number": "31/HD-LĐLĐ", "type": "Hướng dẫn", "issuer": "Liên đoàn Lao động tỉnh Sơn La", "place": "Sơn La",
            "date": "2019-08-09", "title": "Chấm điểm thi đua khối cơ sở",
        },
    ),
    "Party committee": (
        "TỈNH ỦY HÀ GIANG\n*\nSố 12-KH/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Giang, ngày 15 tháng 7 năm 2021\nKẾ HOẠCH\n"
        "thực hiện Chỉ thị số 05-CT/TW của Bộ Chính trị\n-----\n- Căn cứ Điều lệ Đảng;\n" + BODY,
        {
            "number": "12-KH/TU", "type": "Kế hoạch", "issuer": "Tỉnh ủy Hà Giang", "province": "Hà Giang",
            "date": "2021-07-15", "title": "thực hiện Chỉ thị số 05-CT/TW của Bộ Chính trị",
        },
    ),
    "Party dispatch has a type code": (
        "TỈNH ỦY KON TUM ĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố 392-CV/TU Kon Tum, ngày 31 tháng 12 năm 2021\n"
        "V/v đẩy mạnh phong trào thi đua\nKính gửi: Các đảng bộ trực thuộc\nBan Thường vụ yêu cầu:",
        {"number": "392-CV/TU", "type": "Công văn", "issuer": "Tỉnh ủy Kon Tum", "title": "V/v đẩy mạnh phong trào thi đua"},
    ),
    "Party board under its committee": (
        "TỈNH ỦY NGHỆ AN\nBAN DÂN VẬN\n*\nSố 43-HD/BDVTU\nĐẢNG CỘNG SẢN VIỆT NAM\nNghệ An, ngày 07 tháng 12 năm 2022\nHƯỚNG DẪN\n"
        "tổ chức kỷ niệm Ngày truyền thống\n" + BODY,
        {"number": "43-HD/BDVTU", "issuer": "Ban Dân vận Tỉnh ủy Nghệ An", "province": "Nghệ An", "type": "Hướng dẫn"},
    ),
    "district Party committee": (
        "ĐẢNG BỘ TỈNH LÀO CAI\nHUYỆN ỦY BẮC HÀ\n*\nSố 07-CTr/HU\nĐẢNG CỘNG SẢN VIỆT NAM\nBắc Hà, ngày 05 tháng 02 năm 2020\n"
        "CHƯƠNG TRÌNH\ncông tác dân vận năm 2020\n" + BODY,
        {
            "number": "07-CTr/HU", "issuer": "Huyện ủy Bắc Hà", "place": "Bắc Hà", "type": "Chương trình", "date": "2020-02-05",
            "province": "Lào Cai",
        },
    ),
    "Bộ Chính trị under the masthead of the Central Committee": (
        "BAN CHẤP HÀNH TRUNG ƯƠNG\n*\nSố 217-QĐ/TW\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội, ngày 12 tháng 12 năm 2013\nQUYẾT ĐỊNH\n"
        "về việc ban hành Quy chế giám sát và phản biện xã hội\n- Căn cứ Điều lệ Đảng;\nBỘ CHÍNH TRỊ QUYẾT ĐỊNH\n"
        "Điều 1. Ban hành Quy chế.\nT/M BỘ CHÍNH TRỊ\nTỔNG BÍ THƯ",
        {
            "number": "217-QĐ/TW", "type": "Quyết định", "issuer": "Bộ Chính trị", "place": "Hà Nội", "province": None,
            "date": "2013-12-12", "title": "về việc ban hành Quy chế giám sát và phản biện xã hội",
        },
    ),
    "Ban Bí thư in the type line": (
        "Số 49-CT/TW\nHà Nội, ngày 20 tháng 10 năm 2015\nCHỈ THỊ CỦA BAN BÍ THƯ\nvề công tác dân vận ở vùng đồng bào dân tộc\n" + BODY,
        {"number": "49-CT/TW", "type": "Chỉ thị", "issuer": "Ban Bí thư", "province": None, "title": "về công tác dân vận ở vùng đồng bào dân tộc"},
    ),
    "central board": (
        "BAN CHẤP HÀNH TRUNG ƯƠNG\nBAN DÂN VẬN\n*\nSố 05-HD/BDVTW\nHà Nội, ngày 3 tháng 2 năm 2019\nHƯỚNG DẪN\ncông tác năm 2019\n" + BODY,
        {"issuer": "Ban Dân vận Trung ương", "province": None, "number": "05-HD/BDVTW"},
    ),
    "ministry over two lines": (
        "BỘ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI\nSố: 11/2020/TT-BLĐTBXH\n"
        f"{NATION}\nHà Nội, ngày 12 tháng 11 năm 2020\nTHÔNG TƯ\nBan hành Danh mục nghề nặng nhọc\nCăn cứ Bộ luật Lao động;",
        {
            "number": "11/2020/TT-BLĐTBXH", "type": "Thông tư", "issuer": "Bộ Lao động - Thương binh và Xã hội", "province": None,
            "year": 2020, "title": "Ban hành Danh mục nghề nặng nhọc",
        },
    ),
    "Prime Minister's decision with its authority line": (
        f"THỦ TƯỚNG CHÍNH PHỦ\nSố: 08/2022/QĐ-TTg\n{NATION}\nHà Nội, ngày 28 tháng 3 năm 2022\nQUYẾT ĐỊNH\nVề việc hỗ trợ tiền thuê nhà\n"
        "THỦ TƯỚNG CHÍNH PHỦ\nCăn cứ Luật Tổ chức Chính phủ;",
        {"number": "08/2022/QĐ-TTg", "issuer": "Thủ tướng Chính phủ", "title": "Về việc hỗ trợ tiền thuê nhà", "province": None, "type": "Quyết định"},
    ),
    "people's committee decision": (
        f"ỦY BAN NHÂN DÂN\nTỈNH BÌNH ĐỊNH\n{NATION}\nSố: 1563/QĐ-UBND\nBình Định, ngày 01 tháng 8 năm 2022\nQUYẾT ĐỊNH\n"
        "Về việc ban hành Quy định tiêu chí đánh giá\ncông tác dân vận chính quyền\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BÌNH ĐỊNH\nCăn cứ Luật;",
        {
            "number": "1563/QĐ-UBND", "issuer": "Ủy ban nhân dân tỉnh Bình Định", "province": "Bình Định",
            "title": "Về việc ban hành Quy định tiêu chí đánh giá công tác dân vận chính quyền",
        },
    ),
    "department of a province": (
        f"UBND TỈNH HÒA BÌNH\nSỞ NỘI VỤ\n{NATION}\nSố: 19/TTr-SNV\nHòa Bình, ngày 4 tháng 4 năm 2023\nTỜ TRÌNH\nVề biên chế năm 2024\nKính gửi: Ủy ban nhân dân tỉnh",
        {"number": "19/TTr-SNV", "type": "Tờ trình", "issuer": "Sở Nội vụ tỉnh Hòa Bình", "province": "Hòa Bình", "title": "Về biên chế năm 2024"},
    ),
    "blank number and date": (
        f"LIÊN ĐOÀN LAO ĐỘNG TỈNH BẾN TRE\nSố:      /KH-LĐLĐ\n{NATION}\nBến Tre, ngày    tháng    năm 2024\nKẾ HOẠCH\nGiám sát năm 2024\n" + BODY,
        {"number": None, "symbol": "/KH-LĐLĐ", "draft": True, "date": None, "year": 2024, "place": "Bến Tre", "type": "Kế hoạch"},
    ),
    "dots for number, day and month": (
        f"ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI\nSố: ……/QĐ-UBND\n{NATION}\nĐồng Nai, ngày … tháng … năm 2023\nQUYẾT ĐỊNH\nKiện toàn Ban Chỉ đạo\nCăn cứ Luật;",
        {"number": None, "symbol": "/QĐ-UBND", "draft": True, "date": None, "year": 2023, "issuer": "Ủy ban nhân dân tỉnh Đồng Nai"},
    ),
    "blank Party number": (
        "ĐẢNG BỘ TỈNH PHÚ YÊN\nTỈNH ỦY PHÚ YÊN\n*\nSố     -NQ/TU\nPhú Yên, ngày   tháng 5 năm 2022\nNGHỊ QUYẾT\nvề chuyển đổi số\n" + BODY,
        {"number": None, "symbol": "-NQ/TU", "draft": True, "year": 2022, "type": "Nghị quyết", "issuer": "Tỉnh ủy Phú Yên"},
    ),
    "draft stamp": (
        f"DỰ THẢO\nLIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM\n{NATION}\nHà Nam, ngày 5 tháng 5 năm 2023\nNGHỊ QUYẾT\nVề công tác cán bộ\n" + BODY,
        {"draft": True, "type": "Nghị quyết", "issuer": "Liên đoàn Lao động tỉnh Hà Nam", "date": "2023-05-05"},
    ),
    "stray spaces and dashes": (
        "Số: 439 /KH – LĐLĐ\nTrà Vinh, ngày 09 tháng 5 năm 2023\nKẾ HOẠCH\nCông tác nữ công\n" + BODY,
        {"number": "439/KH-LĐLĐ", "symbol": "439 /KH – LĐLĐ", "issuer": "Liên đoàn Lao động tỉnh Trà Vinh", "province": "Trà Vinh"},
    ),
    "dispatch of a district union, province only in the body": (
        "Số: 215 /LĐLĐ\nBù Đốp, ngày 11 tháng 10 năm 2021\n“V/v tổ chức Ngày hội văn hóa”\nKính gửi: Các công đoàn cơ sở.\n"
        "Theo Kế hoạch của Liên đoàn Lao động tỉnh Bình Phước, Ban Thường vụ Liên đoàn Lao động huyện đề nghị các đơn vị đăng ký.",
        {
            "number": "215/LĐLĐ", "symbol": "215 /LĐLĐ", "type": "Công văn", "issuer": "Liên đoàn Lao động huyện Bù Đốp",
            "place": "Bù Đốp", "province": "Bình Phước", "title": "V/v tổ chức Ngày hội văn hóa",
        },
    ),
    "dispatch with its subject across the date": (
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH LONG AN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 71/LĐLĐ-CSPL Độc lập - Tự do - Hạnh phúc\n"
        "V/v triển khai đợt sinh hoạt Long An, ngày 8 tháng 9 năm 2022\nchính trị trong đoàn viên\nKính gửi: Công đoàn cấp trên cơ sở",
        {
            "number": "71/LĐLĐ-CSPL", "type": "Công văn", "place": "Long An", "date": "2022-09-08",
            "title": "V/v triển khai đợt sinh hoạt chính trị trong đoàn viên",
        },
    ),
    "dispatch with the date after its subject": (
        f"UBND HUYỆN TAM ĐƯỜNG\nVĂN PHÒNG\nSố: 15/UBND-VP\nV/v rà soát quy chế dân chủ\nở cơ sở\n{NATION}\n"
        "Tam Đường, ngày 3 tháng 6 năm 2021\nKính gửi: Các phòng, ban",
        {"number": "15/UBND-VP", "type": "Công văn", "title": "V/v rà soát quy chế dân chủ ở cơ sở", "place": "Tam Đường", "date": "2021-06-03"},
    ),
    "sample number": (
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH MẪU\nSố: MẪU 01/KH-LĐLĐ\nTỉnh Mẫu, ngày 2 tháng 2 năm 2024\nKẾ HOẠCH\nTập huấn cán bộ\n" + BODY,
        {"number": "MẪU-01/KH-LĐLĐ", "type": "Kế hoạch", "issuer": "Liên đoàn Lao động tỉnh Mẫu", "date": "2024-02-02", "province": None},
    ),
    "sample number, mark behind": (
        "Số: 02/KH-LĐLĐ-MẪU\nKẾ HOẠCH\nTập huấn cán bộ\n" + BODY,
        {"number": "MẪU-02/KH-LĐLĐ", "symbol": "02/KH-LĐLĐ-MẪU", "type": "Kế hoạch"},
    ),
    "law": (
        f"QUỐC HỘI\nLuật số: 10/2022/QH15\n{NATION}\nLUẬT\nTHỰC HIỆN DÂN CHỦ Ở CƠ SỞ\nCăn cứ Hiến pháp;\nChương I\n"
        "Luật này được Quốc hội khóa XV thông qua ngày 10 tháng 11 năm 2022.",
        {
            "number": "10/2022/QH15", "type": "Luật", "issuer": "Quốc hội", "place": None, "province": None, "year": 2022,
            "date": "2022-11-10", "title": "THỰC HIỆN DÂN CHỦ Ở CƠ SỞ",
        },
    ),
    "resolution of the Standing Committee": (
        f"ỦY BAN THƯỜNG VỤ QUỐC HỘI\nNghị quyết số: 78/2025/UBTVQH15\n{NATION}\nNGHỊ QUYẾT\nVề việc ghi nhận thời gian đóng bảo hiểm xã hội\n"
        "ỦY BAN THƯỜNG VỤ QUỐC HỘI\nCăn cứ Hiến pháp;",
        {"number": "78/2025/UBTVQH15", "issuer": "Ủy ban Thường vụ Quốc hội", "year": 2025, "type": "Nghị quyết", "date": None},
    ),
    "programme of action whose title begins like a basis": (
        "Số: 03/CTr-LĐLĐ\nHậu Giang, ngày 05 tháng 12 năm 2023\nCHƯƠNG TRÌNH HÀNH ĐỘNG\nThực hiện Nghị quyết Đại hội Công đoàn tỉnh lần thứ V\n"
        "Nhiệm kỳ 2023 - 2028\nThực hiện Nghị quyết Đại hội Công đoàn tỉnh lần thứ V, Ban Chấp hành LĐLĐ tỉnh xây dựng Chương trình như sau:",
        {
            "number": "03/CTr-LĐLĐ", "type": "Chương trình hành động", "issuer": "Liên đoàn Lao động tỉnh Hậu Giang",
            "title": "Thực hiện Nghị quyết Đại hội Công đoàn tỉnh lần thứ V Nhiệm kỳ 2023 - 2028",
        },
    ),
    "no subject": (
        "Số: 9/TB-LĐLĐ\nVĩnh Long, ngày 1 tháng 7 năm 2022\nTHÔNG BÁO\nThực hiện Kế hoạch số 3/KH-LĐLĐ, Ban Thường vụ LĐLĐ tỉnh thông báo như sau:",
        {"type": "Thông báo", "title": None, "number": "9/TB-LĐLĐ", "issuer": "Liên đoàn Lao động tỉnh Vĩnh Long"},
    ),
    "type from the symbol": (
        "LĐLĐ TỈNH GIA LAI\nSố: 5/KL-LĐLĐ\nGia Lai, ngày 1 tháng 7 năm 2022\nKiểm tra việc chấp hành Điều lệ\nCăn cứ Quyết định số 4/QĐ-LĐLĐ;",
        {"type": "Kết luận", "issuer": "Liên đoàn Lao động tỉnh Gia Lai", "title": "Kiểm tra việc chấp hành Điều lệ"},
    ),
    "type in sentence case": (
        "Số: 6/CT-UBND\nPhú Thọ, ngày 1 tháng 7 năm 2022\nChỉ thị\nVề phòng, chống cháy nổ\nTrong những năm qua, tình hình cháy nổ còn diễn ra.",
        {"type": "Chỉ thị", "title": "Về phòng, chống cháy nổ", "issuer": "Ủy ban nhân dân tỉnh Phú Thọ"},
    ),
    "city": (
        "LIÊN ĐOÀN LAO ĐỘNG\nTHÀNH PHỐ HỒ CHÍ MINH\nSố: 14/QC-LĐLĐ\nTP. Hồ Chí Minh, ngày 30 tháng 4 năm 2021\nQUY CHẾ\nHoạt động của Tổ tư vấn\n" + BODY,
        {
            "type": "Quy chế", "issuer": "Liên đoàn Lao động thành phố Hồ Chí Minh", "place": "TP. Hồ Chí Minh", "province": "Hồ Chí Minh",
            "date": "2021-04-30",
        },
    ),
    "general confederation": (
        f"TỔNG LIÊN ĐOÀN\nLAO ĐỘNG VIỆT NAM\n{NATION}\nSố: 933/QĐ-TLĐ\nHà Nội, ngày 14 tháng 5 năm 2024\nQUYẾT ĐỊNH\nBan hành Quy định về công tác văn thư\n"
        "ĐOÀN CHỦ TỊCH TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM\nCăn cứ Luật Công đoàn;",
        {
            "issuer": "Tổng Liên đoàn Lao động Việt Nam", "province": None, "number": "933/QĐ-TLĐ",
            "title": "Ban hành Quy định về công tác văn thư",
        },
    ),
    "branch union takes its province from above": (
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH QUẢNG NINH\nCÔNG ĐOÀN VIÊN CHỨC\nSố: 22/KH-CĐVC\nQuảng Ninh, ngày 2 tháng 3 năm 2020\nKẾ HOẠCH\nHội thao năm 2020\n" + BODY,
        {"issuer": "Công đoàn Viên chức tỉnh Quảng Ninh", "province": "Quảng Ninh", "number": "22/KH-CĐVC"},
    ),
    "stamps are no title": (
        f"HỎA TỐC\nỦY BAN NHÂN DÂN TỈNH THÁI BÌNH\nMẬT\n{NATION}\nSố: 3/CĐ-UBND\nThái Bình, ngày 9 tháng 9 năm 2024\nCÔNG ĐIỆN\nMẬT\nVề ứng phó bão\n" + BODY,
        {"type": "Công điện", "title": "Về ứng phó bão", "issuer": "Ủy ban nhân dân tỉnh Thái Bình", "number": "3/CĐ-UBND"},
    ),
    "number printed twice, one blank": (
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH LẠNG SƠN\nSố:    /KH-LĐLĐ\nSố: 64/KH-LĐLĐ\nLạng Sơn, ngày 2 tháng 3 năm 2020\nKẾ HOẠCH\nHội thi năm 2020\n" + BODY,
        {"number": "64/KH-LĐLĐ", "draft": False},
    ),
    "no diacritics on the capital letter of số": (
        "Sô: 64/KH-LĐLĐ\nHải Dương, ngày 2 tháng 3 năm 2020\nKẾ HOẠCH\nHội thi năm 2020\n" + BODY,
        {"number": "64/KH-LĐLĐ", "province": "Hải Dương"},
    ),
    "gazette running head": (
        f"CÔNG BÁO/Số 302/Ngày 02-06-2026 70\nCHÍNH PHỦ\n_________\nSố:  125/2026/NĐ-CP\n{NATION}\nHà Nội, ngày 06 tháng 4 năm 2026\nNGHỊ ĐỊNH\n"
        "Quy định về hoạt động khoa học\ntrong cơ sở giáo dục đại học\nCăn cứ Luật Tổ chức Chính phủ;",
        {
            "number": "125/2026/NĐ-CP", "issuer": "Chính phủ", "date": "2026-04-06", "type": "Nghị định",
            "title": "Quy định về hoạt động khoa học trong cơ sở giáo dục đại học",
        },
    ),
    "joint circular": (
        "BỘ CÔNG AN - BỘ QUỐC PHÒNG -\nTÒA ÁN NHÂN DÂN TỐI CAO\nSố: 01/2022/TTLT-BCA-BQP-TANDTC\nHà Nội, ngày 18 tháng 02 năm 2022\n"
        "THÔNG TƯ LIÊN TỊCH\nQuy định về phối hợp\nCăn cứ Bộ luật;",
        {
            "number": "01/2022/TTLT-BCA-BQP-TANDTC", "type": "Thông tư liên tịch", "province": None, "title": "Quy định về phối hợp",
            "issuer": "Bộ Công an - Bộ Quốc phòng - Tòa án nhân dân tối cao",
        },
    ),
    "dates inside the subject are not the date of issue": (
        "CHÍNH PHỦ\nSố: 136/2026/NĐ-CP\nHà Nội, ngày 07 tháng 4 năm 2026\nNGHỊ ĐỊNH\nSửa đổi Nghị định số 100/2024/NĐ-CP\n"
        "ngày 26 tháng 7 năm 2024 của Chính phủ về nhà ở\nCăn cứ Luật;",
        {"date": "2026-04-07", "title": "Sửa đổi Nghị định số 100/2024/NĐ-CP ngày 26 tháng 7 năm 2024 của Chính phủ về nhà ở"},
    ),
    "several provinces and none its own": (
        "KẾ HOẠCH\nGiao lưu văn nghệ\nCác đoàn của tỉnh Lào Cai, tỉnh Yên Bái và tỉnh Phú Thọ về dự.",
        {"type": "Kế hoạch", "province": None, "number": None, "issuer": None},
    ),
    "plain text": ("Công đoàn cơ sở tổ chức thăm hỏi đoàn viên ốm đau trong quý.", {"type": None, "number": None, "title": None, "draft": False}),
    "empty": ("", {"type": None, "number": None, "year": None}),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_header_fields(name: str) -> None:
    text, expected = SAMPLES[name]
    found, end = header.parse(normalise(text))
    assert {key: getattr(found, key) for key in expected} == expected
    assert 0 <= end <= len(text)


@pytest.mark.parametrize("name", [name for name, (text, _) in SAMPLES.items() if BODY in text])
def test_zone_ends_before_the_body(name: str) -> None:
    text = normalise(SAMPLES[name][0])
    _, end = header.parse(text)
    assert end <= text.index("I. MỤC ĐÍCH")


@pytest.mark.parametrize(
    ("line", "number", "printed"),
    [
        ("Số: 214/KH-LĐLĐ", "214/KH-LĐLĐ", "214/KH-LĐLĐ"),
        ("Số 05 - CTr/TU", "05-CTr/TU", "05 - CTr/TU"),
        ("Số: 04/2015/NĐ-CP", "04/2015/NĐ-CP", "04/2015/NĐ-CP"),
        ("Số: 66.17/2026/NQ-CP", "66.17/2026/NQ-CP", "66.17/2026/NQ-CP"),
        ("Số: 15/KH-LĐLĐ - Lai Châu", "15/KH-LĐLĐ", "15/KH-LĐLĐ"),
        ("Số: …/QĐ-UBND", None, "/QĐ-UBND"),
        ("Số: ……………", None, None),
        ("Số: MẪU-01/KH-LĐLĐ", "MẪU-01/KH-LĐLĐ", "MẪU-01/KH-LĐLĐ"),
    ],
)
def test_own_number(line: str, number: str | None, printed: str | None) -> None:
    found = symbols.find_own(line)
    assert found is not None
    assert (found.number, found.printed) == (number, printed)


@pytest.mark.parametrize("line", ["theo Kế hoạch số 12-KH/TU", "Số lượng đoàn viên: 12", "Số liệu năm 2023/2024", "Số 302"])
def test_no_own_number(line: str) -> None:
    assert symbols.find_own(line) is None


def test_every_stamp_and_banner_is_passed_over() -> None:
    table = lexicon.load("header")
    for stamp in (*table["stamps"], *table["draft_stamps"], *table["banners"]):
        found, _ = header.parse(f"{stamp.upper()}\nLIÊN ĐOÀN LAO ĐỘNG TỈNH YÊN BÁI\nKẾ HOẠCH\n{stamp.upper()}\nHội thao năm 2022\n{BODY}")
        assert found.title == "Hội thao năm 2022", stamp
        assert found.issuer == "Liên đoàn Lao động tỉnh Yên Bái", stamp


def test_every_phrase_keeps_its_spelling() -> None:
    for phrase in lexicon.load("header")["spelling"]["phrases"]:
        assert issuer.spelled(phrase.upper()) == phrase


def test_every_province_is_spelt_in_an_issuer() -> None:
    for name in (*places.former_names(), *places.present_names()):
        spelt = issuer.spelled(f"LIÊN ĐOÀN LAO ĐỘNG {(places.kind(name) or '').upper()} {name.upper()}")
        assert spelt == f"Liên đoàn Lao động {places.kind(name)} {name}"


_LINES = st.sampled_from(sorted({line for text, _ in SAMPLES.values() for line in text.split("\n")}))


@given(st.lists(_LINES | st.text(max_size=40), max_size=20))
def test_any_text_gives_a_header_inside_it(lines: list[str]) -> None:
    text = normalise("\n".join(lines))
    found, end = header.parse(text)
    assert 0 <= end <= len(text)
    for field in dataclasses.fields(Header):
        value = getattr(found, field.name)
        assert not isinstance(value, str) or (value == value.strip() and value and "\n" not in value)
    assert found.date is None or found.year == int(found.date[:4])
