"""What first users asked, and what went wrong then: the sample collection answers it now, or says that it cannot."""

from __future__ import annotations

import pytest

from kb.ask import Answer, Filters, ask
from kb.ask.near import official
from kb.ask.question import read
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
        "Quyết toán năm của trường học nộp chậm nhất ngày nào?",
        "Vòng chung kết hội thi của trường học ngày nào?",
        "Mô hình chuyển đổi số đăng ký trước ngày nào?",
    ],
)
def test_a_near_case_is_not_the_case(collection: Collection, question: str) -> None:
    assert not ask(collection, question).answered


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Bao lâu thì phải thay mã đăng nhập máy tính?", "Mật khẩu đổi 6 tháng một lần"),
        ("Nơi ở thuê của thợ thì đi thăm ghi lại những chi phí gì?", "ghi lại giá điện, giá nước"),
        ("Suất cơm giữa giờ nên được bao nhiêu tiền?", "bữa ăn giữa ca không dưới 22.000 đồng"),
    ],
)
def test_what_is_said_in_other_words_is_near_and_no_answer(collection: Collection, question: str, words: str) -> None:
    answer = ask(collection, question)
    assert not answer.answered
    assert any(words in item.passage.text for item in answer.near)


def test_near_passages_are_searched_by_official_words(collection: Collection) -> None:
    question = read("Bao lâu thì phải thay mã đăng nhập máy tính?", collection)
    assert "mật khẩu" in official(question)
    assert set(question.content.split()) <= set(official(question).split())


def test_who_holds_an_office_is_read_from_the_signature_of_just_that_office(collection: Collection) -> None:
    vice = ask(collection, "Phó Chủ tịch Liên đoàn Lao động tỉnh Tây Ninh là ai?")
    assert vice.answered
    assert "Dương Đại Lộc" in vice.text
    assert not ask(collection, "Chủ tịch Liên đoàn Lao động tỉnh Tây Ninh là ai?").answered


@pytest.mark.parametrize(
    "question",
    [
        "Quyết định ngày 01/01/2010 về giám sát và phản biện xã hội là số mấy?",
        "Quyết định nào của Quốc hội về giám sát và phản biện xã hội?",
        "Quyết định nào của Thủ tướng về giám sát và phản biện xã hội?",
    ],
)
def test_an_instrument_of_another_day_or_organ_is_no_answer(collection: Collection, question: str) -> None:
    assert not ask(collection, question).answered


def test_an_organ_that_issued_it_is_no_hindrance(collection: Collection) -> None:
    answer = ask(collection, "Quyết định nào của Bộ Chính trị về giám sát và phản biện xã hội?")
    assert "217-QĐ/TW" in answer.text


def test_a_known_number_of_another_organ_is_told_apart(collection: Collection) -> None:
    answer = ask(collection, "Quyết định 217 của Thủ tướng Chính phủ về việc gì?")
    assert answer.reason == "unknown_number"
    assert "Bộ Chính trị" in answer.text


def test_the_organ_of_what_is_asked_for_is_not_that_of_the_number(collection: Collection) -> None:
    answer = ask(collection, "Ninh Thuận triển khai Chỉ thị 35 theo công văn nào của Đảng đoàn?")
    assert answer.reason != "unknown_number"


@pytest.mark.parametrize(
    "question",
    [
        "999 quy định gì về giám sát?",
        "999QĐ/TW là gì?",
        "QĐ-TW 999 về gì?",
        "Quyết định thứ 999 nói gì?",
        "Văn bản số 999 nói gì?",
    ],
)
def test_an_unknown_number_is_unknown_however_it_is_typed(collection: Collection, question: str) -> None:
    assert ask(collection, question).reason == "unknown_number"


@pytest.mark.parametrize(
    "typed", ["217QĐ/TW", "QĐ-TW 217", "quyết định 0217", "quyet dinh so 217 qd tw", "217-qđ/tw", "Quyết định thứ 217"]
)
def test_a_known_number_is_known_however_it_is_typed(collection: Collection, typed: str) -> None:
    assert "217-QĐ/TW" in ask(collection, f"{typed} về gì?").text


@pytest.mark.parametrize(
    ("question", "organ"),
    [
        ("Ban nào soạn bảng điểm chấm mô hình dân vận khéo vùng cao?", "Ban "),
        ("Phòng nào chấm mô hình dân vận khéo vùng cao theo thang điểm?", "Phòng "),
    ],
)
def test_which_organ_is_answered_with_such_an_organ_or_not_at_all(
    collection: Collection, question: str, organ: str
) -> None:
    answer = ask(collection, question)
    assert not answer.answered or any(organ in item.passage.text for item in answer.evidence)


def test_the_number_of_steps_is_quoted_where_it_is_said(collection: Collection) -> None:
    answer = ask(collection, "Xây dựng mô hình dân vận khéo ở Ninh Thuận gồm mấy bước?")
    assert "bước" in answer.statements[0].text
    assert not answer.statements[0].text.startswith("Bước")
    assert len(answer.statements) > 2


@pytest.mark.parametrize(
    "question",
    [
        "Luật nào quy định về khiếu nại, tố cáo?",
        "Thông tư nào hướng dẫn tài chính công đoàn?",
        "Văn bản nào quy định mức kinh phí công đoàn 2%?",
        "Quy chế chi tiêu nội bộ do ai ban hành?",
        "Quy chế phối hợp do ai ban hành?",
    ],
)
def test_no_instrument_is_made_up_of_a_sentence(collection: Collection, question: str) -> None:
    assert not ask(collection, question).answered


def test_a_decision_of_the_collection_answers_by_its_own_words(collection: Collection) -> None:
    answer = ask(collection, "Mức thăm hỏi đoàn viên ở tỉnh Sông Mẫu theo quyết định nào của LĐLĐ tỉnh?")
    assert "MẪU-03/QĐ-LĐLĐ" in answer.text


def test_filters_that_nothing_passes_are_said(collection: Collection) -> None:
    answer = ask(collection, "dân vận khéo", Filters(province="Hà Nội"))
    assert not answer.answered
    assert "bộ lọc" in answer.text


def test_what_stands_under_a_heading_answers_a_question_for_it(collection: Collection) -> None:
    answer = ask(collection, "Những khâu đột phá của Lai Châu nhiệm kỳ 2023 - 2028?")
    assert answer.answered
    assert any("đột phá" in item.text.lower() for item in answer.statements)
