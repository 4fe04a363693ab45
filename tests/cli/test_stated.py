"""What a directive says of instruments, as a person reads it."""

from __future__ import annotations

import json

from kb.cli import stated
from tests.cli.conftest import Run
from tests.ingest.test_relations import directive

BODY = (
    "Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 12/2027/NĐ-CP\n1. Khoản 2 Điều 3 được sửa đổi như sau:\n“2. Phí.”\n"
    "2. Bãi bỏ Điều 9.\nĐiều 2. Thu theo Luật Giá số 2/2027/QH16 được sửa đổi bởi Luật số 3/2029/QH16.\n"
    "Điều 3. Nghị định này có hiệu lực từ ngày 01/7/2031 đến hết ngày 31/12/2032, trừ khoản 1 Điều 1 có hiệu lực từ ngày 01/9/2031.\n"
    "Nghị định số 8/2026/NĐ-CP hết hiệu lực từ ngày 01/8/2031."
)


def test_one_line_for_what_one_does_to_another_with_its_parts() -> None:
    assert stated.relations(directive(BODY)) == [
        "Văn bản này sửa đổi, bổ sung Nghị định số 12/2027/NĐ-CP: một số điều; Khoản 2 Điều 3",
        "Văn bản này bãi bỏ Nghị định số 12/2027/NĐ-CP: Điều 9",
        "Luật số 3/2029/QH16 sửa đổi, bổ sung Luật số 2/2027/QH16",
        "Văn bản này bãi bỏ Nghị định số 8/2026/NĐ-CP",
    ]


def test_one_line_for_each_date() -> None:
    assert stated.effects(directive(BODY)) == [
        "Văn bản này có hiệu lực từ ngày 01/07/2031",
        "Văn bản này hết hiệu lực sau ngày 31/12/2032",
        "Văn bản này, khoản 1 Điều 1: có hiệu lực từ ngày 01/09/2031",
        "Nghị định số 8/2026/NĐ-CP hết hiệu lực từ ngày 01/08/2031",
    ]


def test_a_date_that_the_text_does_not_tell_is_shown_in_its_words() -> None:
    body = "Điều 1. Nghị định này có hiệu lực sau 45 ngày, kể từ ngày ký."
    assert stated.effects(directive(body)) == [
        "Văn bản này có hiệu lực (Nghị định này có hiệu lực sau 45 ngày, kể từ ngày ký)"
    ]


def test_parse_says_it_to_a_person_and_to_a_program(kb: Run) -> None:
    text = directive(BODY).text
    done = kb("parse", "-", stdin=text)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Quan hệ giữa các văn bản (4)" in done.stdout
    assert "Văn bản này bãi bỏ Nghị định số 8/2026/NĐ-CP" in done.stdout
    assert "Hiệu lực (4)" in done.stdout
    value = json.loads(kb("parse", "-", "--json", stdin=text).stdout)
    assert {"kind", "text", "start", "end", "source", "target", "part"} == set(value["relations"][0])
    assert {"text", "start", "end", "date", "ends", "of", "part"} == set(value["effects"][0])
    for one in (*value["relations"], *value["effects"]):
        assert value["text"][one["start"] : one["end"]] == one["text"]
