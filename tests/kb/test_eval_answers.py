"""Judging answers: a right one has no faults, and each way of being wrong has its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.ask import ask
from kb.collection import Collection
from kb.errors import UsageError
from kb.eval_answers import Item, faults, load, run

DATA = Path(__file__).resolve().parents[1] / "data" / "questions"
PLAN = "01-lai-chau-ke-hoach-dan-van-2021.txt"
Judge = Callable[[str, dict[str, Any]], list[str]]


@pytest.fixture
def judge(collection: Collection) -> Judge:
    return lambda question, expect: list(faults(collection, expect, ask(collection, question)))


@pytest.mark.parametrize(
    ("question", "expect"),
    [
        ("qd 218", {"answered": True, "instrument": "218-QĐ/TW", "first": True}),
        ("qd 218", {"answered": True, "instrument": "218/QĐ-TW"}),
        ("217-QĐ/TW là gì?", {"answered": True, "dates": ["2013-12-12"], "names": ["Bộ Chính trị"]}),
        ("Ai ký Kế hoạch 214/KH-LĐLĐ?", {"answered": True, "names": ["Hoàng Văn Trinh"], "all_documents": [PLAN]}),
        ("Ai ký Kế hoạch 214/KH-LĐLĐ?", {"answered": True, "instrument": "214/KH-LĐLĐ"}),
        (
            "Ai ký Kế hoạch 214/KH-LĐLĐ?",
            {"answered": True, "passages": [{"file": PLAN, "find": {"text": "TM. BAN THƯỜNG VỤ\nPHÓ CHỦ TỊCH"}}]},
        ),
        ("999-QĐ/TW", {"answered": False}),
        ("999-QĐ/TW", {"answered": False, "reasons": ["no_evidence", "unknown_number"]}),
    ],
)
def test_a_right_answer_has_no_faults(judge: Judge, question: str, expect: dict[str, Any]) -> None:
    assert judge(question, expect) == []


@pytest.mark.parametrize(
    ("question", "expect", "fault"),
    [
        ("217-QĐ/TW", {"answered": False}, "answered what cannot be known"),
        ("999-QĐ/TW", {"answered": True}, "refused as unknown_number"),
        ("999-QĐ/TW", {"answered": False, "reasons": ["ambiguous"]}, "refused as unknown_number"),
        ("217-QĐ/TW", {"answered": True, "instrument": "17-QĐ/TW"}, "17-QĐ/TW is not named"),
        ("217-QĐ/TW", {"answered": True, "dates": ["2013-12-13"]}, "date 2013-12-13 is missing"),
        ("217-QĐ/TW", {"answered": True, "dates": ["2013-02-12"]}, "date 2013-02-12 is missing"),
        ("217-QĐ/TW", {"answered": True, "values": [31337]}, "value 31337 is missing"),
        ("217-QĐ/TW", {"answered": True, "values": ["21"]}, "value 21 is missing"),
        ("217-QĐ/TW", {"answered": True, "names": ["Zanzibar"]}, "name Zanzibar is missing"),
        ("Ai ký Kế hoạch 214/KH-LĐLĐ?", {"answered": True, "all_documents": ["x.txt"]}, "document x.txt is not cited"),
        (
            "Ai ký Kế hoạch 214/KH-LĐLĐ?",
            {"answered": True, "passages": [{"file": PLAN, "find": {"text": "MỤC ĐÍCH, YÊU CẦU"}}]},
            "none of the expected passages is cited",
        ),
        (
            "Ai ký Kế hoạch 214/KH-LĐLĐ?",
            {"answered": True, "passages": [{"file": "x.txt", "find": {"text": "PHÓ CHỦ TỊCH"}}]},
            "none of the expected passages is cited",
        ),
        (
            "Ai ký Kế hoạch 214/KH-LĐLĐ?",
            {"answered": True, "passages": [{"file": PLAN, "find": {"text": ""}}]},
            "none of the expected passages is cited",
        ),
    ],
)
def test_a_wrong_answer_is_told_from_a_right_one(
    judge: Judge, question: str, expect: dict[str, Any], fault: str
) -> None:
    assert judge(question, expect) == [fault]


def test_the_first_instrument_must_be_the_first(collection: Collection) -> None:
    answer = ask(collection, "Quyết định 218-QĐ/TW và 217-QĐ/TW là gì?")
    first, second = [row.number for row in answer.instruments][:2]
    assert list(faults(collection, {"answered": True, "instrument": first, "first": True}, answer)) == []
    assert list(faults(collection, {"answered": True, "instrument": second, "first": True}, answer)) == [
        f"{first} is named before {second}"
    ]


def test_a_refused_question_tells_whether_the_right_passage_is_near(collection: Collection) -> None:
    question = "Bao lâu thì phải thay mã đăng nhập máy tính?"
    found = {"file": "mau-08-nghi-quyet-chuyen-doi-so.docx", "find": {"text": "Mật khẩu đổi 6 tháng một lần"}}
    elsewhere = {"file": PLAN, "find": {"text": "MỤC ĐÍCH, YÊU CẦU"}}
    asked = [
        Item("1", "a", question, {"answered": True, "passages": [found]}),
        Item("2", "a", question, {"answered": True, "passages": [elsewhere]}),
        Item("3", "a", question, {"answered": False}),
        Item("4", "a", "qd 218", {"answered": True, "instrument": "218-QĐ/TW"}),
    ]
    assert [one.near for one in run(collection, asked)] == [True, False, None, None]


def test_running_a_file(collection: Collection, tmp_path: Path) -> None:
    path = tmp_path / "cau-hoi.json"
    path.write_text(json.dumps([{"id": "1", "kind": "a", "question": "999-QĐ/TW", "expect": {"answered": False}}]))
    (verdict,) = run(collection, load(path))
    assert (verdict.item.question, verdict.faults, verdict.answer.reason) == ("999-QĐ/TW", (), "unknown_number")
    assert verdict.seconds > 0


@pytest.mark.parametrize(
    "content",
    ["", "{", '{"id": "1"}', "[1]", '[{"id": "1"}]', '[{"id": "1", "kind": "a", "question": "?"}]', "null", b"\xff"],
)
def test_a_file_out_of_form_is_refused(tmp_path: Path, content: str | bytes) -> None:
    path = tmp_path / "cau-hoi.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(UsageError, match=r"cau-hoi\.json"):
        load(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"khong-co\.json"):
        load(tmp_path / "khong-co.json")


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("*.json")))
def test_the_shipped_questions_are_in_form(name: str) -> None:
    items = load(DATA / name)
    assert len({item.id for item in items}) == len(items) >= 30
    assert all(item.question.strip() and item.kind for item in items)
    for item in items:
        assert isinstance(item.expect["answered"], bool)
        known = {"answered", "reasons", "instrument", "first", "passages", "all_documents", "values", "dates", "names"}
        assert set(item.expect) <= known, item.id
