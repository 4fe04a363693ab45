"""What first users asked, and what went wrong then: the sample collection answers it now, or says that it cannot."""

from __future__ import annotations

import pytest

from kb.ask import Answer, ask
from kb.collection import Collection


def cited(answer: Answer) -> set[str | None]:
    return {item.document.header.number or item.document.header.symbol for item in answer.evidence}


@pytest.mark.parametrize(
    "question",
    ["So sánh chỉ tiêu tập huấn cán bộ công đoàn của {} và {}", "chỉ tiêu góp quỹ Xã hội Công đoàn tỉnh của {} và {}"],
)
def test_a_comparison_is_the_same_in_either_order(collection: Collection, question: str) -> None:
    one = ask(collection, question.format("Lai Châu", "Tây Ninh"))
    other = ask(collection, question.format("Tây Ninh", "Lai Châu"))
    assert {item.text for item in one.statements} == {item.text for item in other.statements}


def test_a_document_of_another_place_is_not_the_one_that_was_meant(collection: Collection) -> None:
    answer = ask(collection, "Kế hoạch 214/KH-LĐLĐ của tỉnh Hà Giang nói gì?")
    assert not answer.answered
    assert "214/KH-LĐLĐ" in answer.text  # the number is there, of Lai Châu: a person must know


def test_a_known_number_with_another_date_is_not_called_unknown(collection: Collection) -> None:
    answer = ask(collection, "Nghị quyết 02-NQ/TW ngày 12/6/2022 về vấn đề gì?")
    assert answer.reason == "unknown_number"
    assert "12/06/2021" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Quyết định nào thay thế Quyết định 217-QĐ/TW?",
        "Quyết định 23-QĐ/TW còn hiệu lực không?",
        "Nghị định 145/2020/NĐ-CP đã bị thay thế chưa?",
    ],
)
def test_standing_is_not_answered_by_identity(collection: Collection, question: str) -> None:
    assert not ask(collection, question).answered


def test_a_citation_can_be_ruled_out(collection: Collection) -> None:
    every = cited(ask(collection, "Văn bản nào viện dẫn Quyết định 217-QĐ/TW?"))
    with_other = cited(ask(collection, "Văn bản nào viện dẫn Quyết định 218-QĐ/TW?"))
    without = cited(ask(collection, "Văn bản nào viện dẫn Quyết định 217-QĐ/TW mà không viện dẫn 218-QĐ/TW?"))
    assert without == every - with_other
    assert without


@pytest.mark.parametrize(("step", "is_there"), [("2", True), ("9", False)])
def test_one_step_is_that_step_or_nothing(collection: Collection, step: str, is_there: bool) -> None:
    answer = ask(collection, f"Bước {step} xây dựng mô hình dân vận khéo ở Ninh Thuận là gì?")
    assert answer.answered is is_there
    assert all(f"Bước {step}" in item.text for item in answer.statements)


@pytest.mark.parametrize(("bound", "amount"), [("dưới 31%", "1.000.000"), ("từ 31% trở lên", "3.000.000")])
def test_a_bound_is_not_turned_round(collection: Collection, bound: str, amount: str) -> None:
    answer = ask(collection, f"Đoàn viên bị tai nạn lao động thương tật {bound} được trợ cấp bao nhiêu?")
    assert answer.answered
    assert amount in answer.statements[0].text
    assert len(answer.statements) == 1


@pytest.mark.parametrize(
    "question",
    [
        "Ai là Bí thư Tỉnh ủy Lai Châu?",
        "Đoàn viên bị tai nạn giao thông thương tật dưới 31% được trợ cấp bao nhiêu?",
        "Lao động nữ bao nhiêu tuổi thì được nghỉ hưu?",
    ],
)
def test_a_near_case_is_not_the_case(collection: Collection, question: str) -> None:
    assert not ask(collection, question).answered


def test_who_holds_an_office_is_read_from_the_signature_of_just_that_office(collection: Collection) -> None:
    vice = ask(collection, "Phó Chủ tịch Liên đoàn Lao động tỉnh Tây Ninh là ai?")
    assert vice.answered
    assert "Dương Đại Lộc" in vice.text
    assert not ask(collection, "Chủ tịch Liên đoàn Lao động tỉnh Tây Ninh là ai?").answered
