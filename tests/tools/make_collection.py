"""Any number of made-up directives as text files, to measure with: ``python -m tests.tools.make_collection FOLDER 1000``.

Sentences of the samples in ``corpus/`` are recombined with other figures, dates, numbers and provinces, so that hardly a
passage of a file stands in another. The same arguments always give the same files.
"""

from __future__ import annotations

import random
import re
import sys
from functools import cache
from pathlib import Path

from ingest.lexicon import load
from ingest.parse import parse_file

CORPUS = Path(__file__).parents[2] / "corpus"
KINDS = (("KẾ HOẠCH", "Kế hoạch", "KH"), ("HƯỚNG DẪN", "Hướng dẫn", "HD"), ("CHƯƠNG TRÌNH", "Chương trình", "CTr"))
NATIONAL = (
    "Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị về việc ban hành Quy chế giám sát và phản biện xã hội",
    "Nghị quyết số 02-NQ/TW ngày 12/6/2021 của Bộ Chính trị về đổi mới tổ chức và hoạt động của Công đoàn Việt Nam",
    "Luật Công đoàn số 50/2024/QH15 ngày 27/11/2024 của Quốc hội",
    "Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15 ngày 10/11/2022 của Quốc hội",
    "Nghị định số 145/2020/NĐ-CP ngày 14/12/2020 của Chính phủ quy định chi tiết một số điều của Bộ luật Lao động",
)
PARTS = ("MỤC ĐÍCH, YÊU CẦU", "NHIỆM VỤ, GIẢI PHÁP", "TỔ CHỨC THỰC HIỆN")
ITEMS = (3, 5, 3)
_SENTENCE = re.compile(r"[A-ZĐÂÊÔƠƯĂ][^.!?\n]{50,280}[.;]")
_FIGURE = re.compile(r"(?<![\d/.-])\d{1,3}(?![\d/.-])")


@cache
def sentences() -> tuple[str, ...]:
    """Sentences of the samples that cite nothing."""
    found = []
    for path in sorted(CORPUS.iterdir()):
        if path.suffix in {".txt", ".md", ".docx"} and path.name != "README.md":
            text = parse_file(path).text
            found += [match.group().rstrip(".;") for match in _SENTENCE.finditer(text) if "/" not in match.group()]
    return tuple(dict.fromkeys(found))


def directive(number: int) -> str:
    """The text of one directive; another number gives another one."""
    chance = random.Random(number)
    provinces = sorted(row["name"] for row in load("provinces")["province"])
    province = provinces[number % len(provinces)]
    upper, kind, symbol = KINDS[number % len(KINDS)]
    year = 2015 + number // len(provinces) % 10
    own = 1 + number // (len(provinces) * 10)
    subject = " ".join(chance.choice(sentences()).split()[:9])
    earlier = f"{chance.choice(KINDS)[1]} số {chance.randint(1, 400)}/{chance.choice(KINDS)[2]}-LĐLĐ"
    bases = [*chance.sample(NATIONAL, 2), f"{earlier} ngày {_day(chance, year)} của Liên đoàn Lao động tỉnh {province}"]
    lines = [
        f"LIÊN ĐOÀN LAO ĐỘNG TỈNH {province.upper()}",
        f"Số: {own}/{symbol}-LĐLĐ",
        f"{province}, ngày {chance.randint(10, 28)} tháng {chance.randint(10, 12)} năm {year}",
        upper,
        f"{subject} lần thứ {number} năm {year}",
        *(f"Căn cứ {base};" for base in bases),
        f"Ban Thường vụ Liên đoàn Lao động tỉnh {province} ban hành {kind} như sau:",
    ]
    for part, (heading, count) in enumerate(zip(PARTS, ITEMS, strict=True)):
        lines.append(f"{'I' * (part + 1)}. {heading}")
        lines += [f"{item + 1}. {_paragraph(chance)}" for item in range(count)]
    lines += ["Nơi nhận:\n- Như trên;\n- Lưu: VT.", "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH", "Trần Văn Mẫu"]
    return "\n\n".join(lines) + "\n"


def write(folder: Path, count: int) -> None:
    """Write so many files, a thousand in a folder."""
    for number in range(count):
        path = folder / f"{number // 1000:03}" / f"van-ban-{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(directive(number), encoding="utf-8")


def _paragraph(chance: random.Random) -> str:
    """Two or three sentences, with other figures."""
    chosen = chance.sample(sentences(), chance.choice((2, 2, 3)))
    return " ".join(f"{_FIGURE.sub(lambda _: str(chance.randint(2, 999)), sentence)}." for sentence in chosen)


def _day(chance: random.Random, year: int) -> str:
    return f"{chance.randint(10, 28)}/{chance.randint(10, 12)}/{year - 1}"


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
