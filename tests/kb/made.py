"""Directives made up for tests, and what a collection is compared by."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from ingest.parse import parse_text
from kb.collection import Collection
from kb.home import Home
from kb.store import Store, StoredFile

ROOT = Path(__file__).parents[2]
KB = Path(sys.prefix, "bin", "kb")


def directive(number: int, *, about: str = "chăm lo đời sống đoàn viên", steps: int = 3) -> str:
    """A plan with its own number, so that no two are alike."""
    lines = "\n\n".join(
        f"{step}. Đơn vị thứ {step} rà soát {about}, hoàn thành trước ngày {step % 27 + 1}/{number % 12 + 1}/2023."
        for step in range(1, steps + 1)
    )
    return (
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU\n\n"
        f"Số: {number}/KH-LĐLĐ\n\nLai Châu, ngày 05 tháng 3 năm 2023\n\nKẾ HOẠCH\n\nVề việc {about} đợt {number}\n\n"
        f"Căn cứ Quyết định số {100 + number % 7}-QĐ/TW ngày 12/12/2013 của Bộ Chính trị về việc phối hợp đợt {number % 7};\n\n"
        f"I. NHIỆM VỤ\n\n{lines}\n"
    )


def environment(home: Home, **extra: str) -> dict[str, str]:
    """For a real process of this working tree, on the collection at ``home``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    return {**kept, "KB_HOME": str(home.root), "PYTHONPATH": str(ROOT), **extra}


def kb(home: Home, *arguments: str | Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """The real command, run to its end."""
    return subprocess.run(
        [str(KB), *map(str, arguments)],
        env=environment(home, **extra),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def content(home: Home, queries: tuple[str, ...] = ("rà soát đời sống đoàn viên", "102-QĐ/TW")) -> dict[str, Any]:
    """What a collection knows, without what depends on how it came about (minted ids, revisions)."""
    with Collection.open(home) as collection:
        store = collection.store
        documents = store.active_directives()
        return {
            "documents": documents,
            "directives": [store.directives.get(one.id) for one in documents],
            "passages": store.passages.active(),
            "citations": {one.id: store.directives.citations(one.id) for one in documents},
            "instruments": sorted(
                (
                    row.number or "",
                    row.name or "",
                    row.scope,
                    row.type,
                    row.date,
                    row.issuer,
                    row.title,
                    row.spellings,
                    row.cited_by,
                )
                for row in store.instruments.all()
            ),
            "hits": {
                query: [(hit.passage, round(hit.score, 4)) for hit in collection.search(query, k=5)]
                for query in queries
            },
        }


def stored(store: Store, name: str, text: str) -> str:
    """A directive parsed from a text and put into a store, as a build would; its id."""
    parsed = parse_text(text, source=f"/kho/{name}")
    ident, _ = store.directives.put(parsed)
    store.files.put(StoredFile(parsed.source, "/kho", name, 1, 1, directive=ident))
    return ident


def plan(*lines: str, number: int = 1, date: str = "05 tháng 3 năm 2023", province: str = "Lai Châu") -> str:
    """The text of a plan of a provincial union with these lines as its body."""
    return (
        f"LIÊN ĐOÀN LAO ĐỘNG TỈNH {province.upper()}\n\nSố: {number}/KH-LĐLĐ\n\n{province}, ngày {date}\n\nKẾ HOẠCH\n\nVề việc chăm lo đoàn viên đợt {number}\n\n"
        + "\n\n".join(lines)
        + "\n"
    )
