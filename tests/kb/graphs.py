"""A collection made up for tests of the citation graph: texts, and what each is taken to say of which document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from index import passages
from ingest.parse import parse_text
from ingest.types import RELATIONS, Citation, Directive, Header, Relation, Span
from kb.catalogue import resolve_all
from kb.home import Home
from kb.store import Root, Store, StoredFile
from kb.store.keys import number_key


@dataclass(frozen=True)
class Said:
    """A relation by the numbers of its ends; ``None`` is the directive itself. ``words``: those that say it."""

    kind: str
    target: str | None
    source: str | None = None
    part: str | None = None
    words: str | None = None


@dataclass(frozen=True)
class Made:
    """A text and what it says."""

    name: str
    text: str
    said: tuple[Said, ...] = ()
    sample: bool = False


def head(issuer: str, number: str, place: str, date: str, kind: str, title: str) -> str:
    day, month, year = date.split("/")
    return f"{issuer}\n\nSố: {number}\n\n{place}, ngày {day} tháng {month} năm {year}\n\n{kind}\n\n{title}\n\n"


PLAN = Made(
    "ke-hoach.txt",
    head(
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU",
        "31/KH-LĐLĐ",
        "Lai Châu",
        "05/3/2024",
        "KẾ HOẠCH",
        "Về việc thăm hỏi đoàn viên",
    )
    + "Căn cứ Kế hoạch số 12-KH/TU ngày 02/02/2024 của Tỉnh ủy Lai Châu về việc chăm lo công nhân;\n\n"
    "I. NHIỆM VỤ\n\n1. Thăm hỏi theo Quyết định số 900-QĐ/TW ngày 01/02/2019 của Ban Bí thư về việc thăm hỏi.\n\n"
    "2. Báo cáo theo Công văn số 55/LĐLĐ ngày 04/01/2024 về việc gửi báo cáo.\n",
    (Said("căn cứ", "12-KH/TU", words="Căn cứ Kế hoạch số 12-KH/TU ngày 02/02/2024"),),
)
PARTY = Made(
    "ke-hoach-tu.txt",
    head("TỈNH ỦY LAI CHÂU", "12-KH/TU", "Lai Châu", "02/02/2024", "KẾ HOẠCH", "Về việc chăm lo công nhân")
    + "Thực hiện Chỉ thị số 40-CT/TW ngày 10/01/2024 của Ban Bí thư về việc chăm lo người lao động, "
    "Tỉnh ủy xây dựng kế hoạch.\n\nI. NHIỆM VỤ\n\n1. Các cấp ủy chăm lo công nhân.\n",
    (Said("thực hiện", "40-CT/TW", words="Thực hiện"),),
)
CENTRE = Made(
    "chi-thi.txt",
    head("BAN CHẤP HÀNH TRUNG ƯƠNG", "40-CT/TW", "Hà Nội", "10/01/2024", "CHỈ THỊ", "Về việc chăm lo người lao động")
    + "Căn cứ Nghị quyết số 91-NQ/TW ngày 05/9/2020 của Bộ Chính trị về phong trào công nhân;\n\n"
    "1. Các tỉnh ủy chăm lo người lao động. Chỉ thị này thay thế Chỉ thị số 8-CT/TW ngày 03/3/2009 của Ban Bí thư về "
    "việc chăm lo công nhân.\n",
    (Said("căn cứ", "91-NQ/TW"), Said("thay thế", "8-CT/TW", words="thay thế Chỉ thị số 8-CT/TW")),
)
OTHER = Made(
    "quyet-dinh.txt",
    head(
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH TÂY NINH",
        "77/QĐ-LĐLĐ",
        "Tây Ninh",
        "06/6/2024",
        "QUYẾT ĐỊNH",
        "Về việc chăm lo người lao động",
    )
    + "Căn cứ Chỉ thị số 40-CT/TW ngày 10/01/2024 của Ban Bí thư về việc chăm lo người lao động;\n\n"
    "Điều 1. Thăm hỏi theo Quyết định số 900-QĐ/TW ngày 01/02/2019 của Ban Bí thư về việc thăm hỏi.\n\n"
    "Điều 2. Bãi bỏ khoản 2 Điều 5 Quyết định số 50/QĐ-LĐLĐ ngày 02/02/2015 của Liên đoàn Lao động tỉnh Tây Ninh về việc "
    "chi trợ cấp. Quyết định số 50/QĐ-LĐLĐ ngày 02/02/2015 đã được sửa đổi bởi Quyết định số 60/QĐ-LĐLĐ ngày 03/3/2017 của "
    "Liên đoàn Lao động tỉnh Tây Ninh về việc sửa mức chi.\n",
    (
        Said("căn cứ", "40-CT/TW"),
        Said("bãi bỏ", "50/QĐ-LĐLĐ", part="khoản 2 Điều 5", words="Bãi bỏ khoản 2 Điều 5 Quyết định số 50/QĐ-LĐLĐ"),
        Said("sửa đổi, bổ sung", "50/QĐ-LĐLĐ", source="60/QĐ-LĐLĐ", words="đã được sửa đổi bởi"),
    ),
)
SECRET = Made(
    "bao-cao.txt",
    "TỐI MẬT\n"
    + head("TỈNH ỦY LAI CHÂU", "99-BC/TU", "Lai Châu", "09/9/2023", "BÁO CÁO", "Về vụ việc Zyxwvu")
    + "Căn cứ Quyết định số 4321-QĐ/TU ngày 08/8/2023 của Ban Thường vụ Tỉnh ủy Lai Châu về việc Qwertz;\n\n"
    "1. Nắm tình hình theo Công văn số 55/LĐLĐ ngày 04/01/2024 về việc gửi báo cáo mật Kabcdef.\n\n"
    "2. Quyết định số 900-QĐ/TW ngày 01/02/2019 của Ban Bí thư thay thế Quyết định số 50/QĐ-LĐLĐ ngày 02/02/2015 của Liên đoàn "
    "Lao động tỉnh Tây Ninh.\n",
    (
        Said("căn cứ", "4321-QĐ/TU"),
        Said("thay thế", "50/QĐ-LĐLĐ", source="900-QĐ/TW", words="thay thế Quyết định số 50/QĐ-LĐLĐ"),
    ),
)
WORLD = (PLAN, PARTY, CENTRE, OTHER)


def make(root: Path, texts: Iterable[Made] = WORLD) -> Home:
    """A home with these texts, as a build leaves it but for the index, which the graph does not need."""
    home = Home(root)
    with Store.open(home.database, create=True) as store, store.transaction():
        store.files.remember(Root(str(root / "van-ban")))
        for made in texts:
            put(store, root, made)
        resolve_all(store)
        store.bump()
    return home


def put(store: Store, root: Path, made: Made) -> str:
    """Store one text with what it says; its id."""
    path = str(root / "van-ban" / made.name)
    directive = parse_text(made.text, source=path)
    directive = replace(directive, relations=tuple(_relation(directive, one) for one in made.said))
    ident, _ = store.directives.put(directive)
    store.passages.put(ident, passages.split(directive, ident), store.revision)
    store.files.put(StoredFile(path, str(root), directive.sha256, 1, 1, directive=ident, sample=made.sample))
    return ident


def _relation(directive: Directive, said: Said) -> Relation:
    target, source = _position(directive, said.target), _position(directive, said.source)
    around = target if target is not None else source
    assert around is not None
    cited = directive.citations[around]
    start = cited.start if said.words is None else directive.text.index(said.words)
    words = cited.text if said.words is None else said.words
    return Relation(said.kind, words, start, start + len(words), source, target, said.part)


def _position(directive: Directive, number: str | None) -> int | None:
    if number is None:
        return None
    keys = [number_key(one.number) if one.number else None for one in directive.citations]
    return keys.index(number_key(number))


CITED = 15
"""What each directive of :func:`large` cites."""


def large(root: Path, count: int) -> Store:
    """A database with so many directives; not parsed, since that would take most of the time."""
    store = Store.open(root / "cancu.sqlite3", create=True)
    with store.transaction():
        for number in range(count):
            path, text, cited = f"/vb/{number}.txt", f"Kế hoạch {number}\n", []
            for place in range(CITED):
                line = f"Quyết định số {(number * 7 + place * 11) % 997 + 200}-QĐ/TW"
                symbol = line.rpartition(" ")[2]
                cited.append(Citation(line, len(text), len(text) + len(line), "Quyết định", symbol, "2019-02-01"))
                text += f"{line};\n"
            said = tuple(
                Relation(RELATIONS[(number + at) % len(RELATIONS)], one.text, one.start, one.end, None, at)
                for at, one in enumerate(cited)
            )
            header = Header(f"{number}/KH-LĐLĐ", type="Kế hoạch", province="Lai Châu", date="2024-03-05")
            directive = Directive(path, "", text, header, Span(0, len(text)), citations=tuple(cited), relations=said)
            ident, _ = store.directives.put(directive)
            store.files.put(StoredFile(path, "/vb", "", 1, 1, directive=ident))
        resolve_all(store)
    return store
