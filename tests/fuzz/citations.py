"""Coverage-guided fuzzing of the citation parser: no crash, no text that takes long, every span exact.

``python -m tests.fuzz.citations -max_total_time=300`` (needs ``pip install 'cancu[fuzz]'``). The fuzzer's own bytes are turned
into pieces of citations, so that it reaches deep; a tenth of its inputs are taken as text just as they are.
"""

from __future__ import annotations

import sys
import time

import atheris

with atheris.instrument_imports(include=["ingest.citations"]):
    from ingest.citations import find_all

from ingest.text import normalise
from ingest.types import FORMS, Span

_PIECES = (
    "Quyết định số ", "Luật ", "Bộ luật ", "Nghị định ", "Nghị quyết Đại hội ", "Nghị quyết Trung ương ", "Điều lệ ", "217-QĐ/TW", "04/2015/NĐ-CP", "10/2022/QH15", "12b/NQ-BCH",
    "217", "218, ", " và ", ", ", "; ", ". ", "\n", " ngày 12/12/2013", " ngày 31/02/2013", " của Bộ Chính trị", " của Ban ", " (khóa XI)", "khóa XII, ", " về việc ban hành ",
    "“", "”", '"', "(", ")", "Số: ", "khoản 2 Điều 5 ", "điểm a ", "/", "-", "QĐ", "TW", " nêu trên", " này", "(sau đây gọi là Quy chế 217)", "Quy chế 217", "sửa đổi, bổ sung một số điều của ",
    "Công đoàn", "An toàn, vệ sinh lao động", " năm 2012", "lần thứ XIII", " của Đảng", "1", "Ban Thường vụ Liên đoàn Lao động tỉnh xây dựng kế hoạch như sau:", " nhiệm kỳ 2023 - 2028 ", " ", "\u00ad", "Đ", "Ð",
)  # fmt: skip
_LONGEST = 20_000
_SLOW = 1.0  # seconds of processor time for a text of at most that length


def one_input(data: bytes) -> None:
    """Parse one made-up text and look whether what holds for any text holds."""
    text = _text(data)
    started = time.process_time()
    found = find_all(text, own=Span(0, len(text) // 3), kind="Nghị định")
    taken = time.process_time() - started
    if taken > _SLOW:
        msg = f"{len(text)} characters took {taken:.1f} s"
        raise RuntimeError(msg)
    starts = [one.start for one in found]
    if starts != sorted(starts):
        raise RuntimeError("out of order")
    for one in found:
        if text[one.start : one.end] != one.text or one.form not in FORMS or not (one.number or one.name):
            raise RuntimeError(f"no mention: {one}")
        if one.refers is not None and not 0 <= one.refers < len(found):
            raise RuntimeError(f"refers to nothing: {one}")


def _text(data: bytes) -> str:
    if data[:1] < b"\x1a":
        return normalise(data[1:].decode("utf-8", "ignore"))[:_LONGEST]
    return normalise("".join(_PIECES[byte % len(_PIECES)] for byte in data[1:]))[:_LONGEST]


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
