"""Asking the sample collection: what must hold for every answer, whatever its wording."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.citations import normalise_number
from ingest.text import fold, normalise
from kb.ask import Filters, ask
from kb.ask.answer import REASONS, Answer, Evidence
from kb.build import build
from kb.collection import Collection
from kb.contract import answer_json
from kb.home import Home

ROOT = Path(__file__).resolve().parents[2]
HEADLINE = (
    "which Quyết định governs giám sát phản biện?",
    "Quyết định nào quy định về giám sát, phản biện xã hội?",
    "quyet dinh nao quy dinh ve giam sat phan bien xa hoi",
)
# Asked for what must hold of every answer; whether it is the right one is measured elsewhere.
QUESTIONS = [
    *HEADLINE,
    "Ai ký Kế hoạch 214/KH-LĐLĐ?",
    "Quyết định 23-QĐ/TW ban hành ngày nào, của ai?",
    "217-QĐ/TW",
    "qd 218 noi gi",
    "59/2023/NĐ-CP",
    "Những văn bản nào viện dẫn Quyết định số 217-QĐ/TW?",
    "Chỉ thị 49-CT/TW ban hành ngày nào",
    "Kế hoạch 214/KH-LĐLĐ căn cứ vào văn bản nào?",
    "Công văn 215/LĐLĐ gửi cho ai?",
    "Các bước xây dựng mô hình dân vận khéo ở Ninh Thuận là gì?",
    "Tây Ninh phải báo cáo chậm nhất khi nào?",
    "Ninh Thuận đăng ký mô hình trước ngày nào?",
    "Hết nhiệm kỳ Lai Châu có bao nhiêu đoàn viên?",
    "Lai Châu giới thiệu bao nhiêu đoàn viên ưu tú cho Đảng?",
    "Bữa ăn giữa ca tối thiểu bao nhiêu tiền?",
    "LĐLĐ các huyện phải làm gì?",
    "Một cuộc giám sát của công đoàn Sông Mẫu gồm những bước nào?",
    "Đoàn viên ốm nằm viện được thăm hỏi bao nhiêu tiền?",
    "Kế hoạch dân vận của Tây Ninh mang số hiệu gì?",
    "how many đoàn viên must be kết nạp in Lai Châu?",
    "TƯLĐTT",
    "Nghị định nào quy định chi tiết Luật Thực hiện dân chủ ở cơ sở?",
    "QUYẾT ĐỊNH NÀO QUY ĐỊNH VỀ GIÁM SÁT, PHẢN BIỆN XÃ HỘI?",
]
HOSTILE = [
    "' OR 1=1; --",
    '"; DROP TABLE directives;',
    "\x00\x01\x02",
    "%s %d {0} {question} ${HOME} $(id)",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "\\d+(a+)+$ [ ( { *",
    "NEAR AND OR NOT * ^ : (",
    "\u202e\u200b\ufeff\u0301\u0323",
    "\ud800",
    "😀 giám sát 🏳️‍🌈",
    "-1 --json",
    "0/0/0000 99/99/9999 217-/-QĐ//TW",
    "١٢٣-QĐ/TW ²³",
    "[1][2][3]",
]


@pytest.fixture(scope="module")
def answers(collection: Collection) -> dict[str, Answer]:
    return {question: ask(collection, question) for question in QUESTIONS}


def numbers(answer: Answer) -> list[str]:
    return [row.number for row in answer.instruments]


def everything(answer: Answer) -> Iterator[Evidence]:
    yield from answer.evidence
    yield from answer.near


# ---------------------------------------------------------------- the headline question


@pytest.mark.parametrize("question", HEADLINE)
def test_the_decision_on_supervision_comes_first(answers: dict[str, Answer], question: str) -> None:
    answer = answers[question]
    assert answer.answered
    assert numbers(answer)[0] == "217-QĐ/TW"
    assert len({item.document.id for item in answer.evidence}) >= 3
    first = answer.statements[0]
    assert "217-QĐ/TW" in first.text
    assert "217" in answer.evidence[first.marks[0] - 1].passage.text


def test_the_instrument_is_named_in_full(answers: dict[str, Answer]) -> None:
    row = answers[HEADLINE[0]].instruments[0]
    assert (row.type, row.date, row.issuer) == ("Quyết định", "2013-12-12", "Bộ Chính trị")
    assert "giám sát và phản biện xã hội" in (row.title or "")


def test_capitals_ask_the_same(answers: dict[str, Answer]) -> None:
    answer = answers["QUYẾT ĐỊNH NÀO QUY ĐỊNH VỀ GIÁM SÁT, PHẢN BIỆN XÃ HỘI?"]
    assert numbers(answer)[:1] == ["217-QĐ/TW"]


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    "question",
    [
        "999-QĐ/TW",
        "Quyết định 999-QĐ/TW nói gì?",
        "quyet dinh 999 noi gi",
        "21-QĐ/TW",
        "2017-QĐ/TW quy định gì?",
        "217-QĐ/TU là gì?",
        "9/2023/NĐ-CP",
        "Văn bản nào viện dẫn 999-QĐ/TW?",
        "Quyết định 217-QĐ/TW và 999-QĐ/TW khác gì nhau?",
    ],
)
def test_a_number_that_nobody_cites_is_unknown(collection: Collection, question: str) -> None:
    answer = ask(collection, question)
    assert (answer.reason, answer.statements, answer.instruments, answer.evidence) == ("unknown_number", (), (), ())


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("217/QĐ-TW", "217-QĐ/TW"),
        ("qd 218", "218-QĐ/TW"),
        ("quyet dinh so 217 noi gi", "217-QĐ/TW"),
        ("nghi dinh 59 2023 ND CP", "59/2023/NĐ-CP"),
        ("59/2023/NĐ-CP năm 2023", "59/2023/NĐ-CP"),
        ("217-QÐ/TW là văn bản gì?", "217-QĐ/TW"),
        ("120-KL/TW", "120-KL/TW"),
    ],
)
def test_a_number_is_found_however_it_is_typed(collection: Collection, question: str, number: str) -> None:
    assert numbers(ask(collection, question))[:1] == [number]


def test_an_instrument_is_shown_as_its_number_only_where_it_bears_it(answers: dict[str, Answer]) -> None:
    for answer in answers.values():
        for row in answer.instruments:
            assert normalise_number(row.number) == row.number


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("question", "reasons"),
    [
        ("Hà Giang phải kết nạp bao nhiêu đoàn viên?", {"no_evidence"}),
        ("Ca Mau bao cao dan van khi nao?", {"no_evidence"}),
        ("Quy định về thuế thu nhập cá nhân khi bán đất là gì?", {"no_evidence"}),
        ("Ai là tổng thống Hoa Kỳ?", {"no_evidence"}),
        ("Giá vàng hôm nay bao nhiêu?", {"no_evidence"}),
        ("", {"empty_question"}),
        ("   \n\t ", {"empty_question"}),
        ("???", {"empty_question"}),
        ("và của là những các", {"empty_question"}),
        ("là gì thế nào ở đâu", {"empty_question", "no_evidence"}),
    ],
)
def test_what_the_collection_does_not_say_is_not_answered(
    collection: Collection, question: str, reasons: set[str]
) -> None:
    answer = ask(collection, question)
    assert answer.reason in reasons
    assert not answer.answered
    assert (answer.statements, answer.instruments, answer.evidence) == ((), (), ())
    assert answer.text.strip()


@pytest.mark.parametrize("question", HOSTILE)
def test_a_hostile_question_is_only_a_question(collection: Collection, question: str) -> None:
    answer = ask(collection, question)
    assert answer.question == question
    assert answer.reason is None or answer.reason in REASONS


@pytest.mark.parametrize("piece", ["giám sát phản biện ", "217-QĐ/TW ", "x", "Tây Ninh 2023 "])
def test_a_very_long_question_comes_back(collection: Collection, piece: str) -> None:
    answer = ask(collection, piece * (5000 // len(piece)))
    assert answer.reason is None or answer.reason in REASONS


WORDS = st.sampled_from(
    [
        "quyết định nào",
        "quy định",
        "giám sát",
        "217-QĐ/TW",
        "999-QĐ/TW",
        "Tây Ninh",
        "Hà Giang",
        "năm 2023",
        "bao nhiêu",
        "đoàn viên",
        "khi nào",
        "ai",
        "bước",
        "mô hình",
        "CNVCLĐ",
        "dân vận khéo",
        "phải",
        "báo cáo",
        "căn cứ",
        "viện dẫn",
        "văn bản nào",
        "%",
        "?",
        "ký",
        "Zanzibar",
        "x",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.lists(WORDS, max_size=7).map(" ".join), st.text(max_size=40)))
def test_any_question_gets_an_answer_that_is_carried_or_a_reason(collection: Collection, text: str) -> None:
    answer = ask(collection, text)
    assert answer.answered is bool(answer.statements)
    assert answer.answered or answer.reason in REASONS
    check_spans(collection, answer)
    check_marks(answer)
    assert uncarried(answer) == []


# ---------------------------------------------------------------- evidence


def check_spans(collection: Collection, answer: Answer) -> None:
    for item in everything(answer):
        text = collection.directive(item.document.id).text
        assert item.passage.text
        assert text[item.passage.start : item.passage.end] == item.passage.text
        for span in item.highlights:
            assert item.passage.start <= span.start < span.end <= item.passage.end


def check_marks(answer: Answer) -> None:
    used = {mark for statement in answer.statements for mark in statement.marks}
    assert used == set(range(1, len(answer.evidence) + 1))
    assert all(statement.marks for statement in answer.statements)


def test_every_passage_is_an_exact_piece_of_its_directive(collection: Collection, answers: dict[str, Answer]) -> None:
    for answer in answers.values():
        check_spans(collection, answer)


def test_every_statement_is_marked_and_every_passage_is_used(answers: dict[str, Answer]) -> None:
    for answer in answers.values():
        check_marks(answer)


def test_no_passage_is_cited_twice(answers: dict[str, Answer]) -> None:
    for answer in answers.values():
        ids = [item.passage.id for item in answer.evidence]
        assert len(ids) == len(set(ids))


FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
NAME = re.compile(r"[^\W\d_]+")
DATE = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?!\d)")
LONG_DATE = re.compile(r"ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})")
OPENINGS = {"Được", "Các", "Căn"}
"""Words that open a statement in the product's own voice."""


def figures(text: str) -> set[str]:
    return {found.lstrip("0") or "0" if found.isdigit() else found for found in FIGURE.findall(text)}


def dates(text: str) -> set[tuple[int, ...]]:
    return {tuple(map(int, found)) for pattern in (DATE, LONG_DATE) for found in pattern.findall(fold(text))}


def uncarried(answer: Answer) -> list[str]:
    """Figures, dates and capitalised words of an answer that neither its passages, nor the headings above, nor their headers hold."""
    missing = []
    for statement in answer.statements:
        cited = [answer.evidence[mark - 1] for mark in statement.marks]
        carriers = []
        for item in cited:
            header = item.document.header
            day = "/".join(reversed(header.date.split("-"))) if header.date else None
            section = (item.passage.section or "").replace(".", " ")  # "6.3" is no decimal number here
            place = (section, item.passage.section, item.passage.page, header.year, day)
            label = (header.number, header.symbol, header.type, header.issuer, header.province, header.title, *place)
            carriers.append(
                " ".join([item.passage.text, item.passage.context, *(str(part) for part in label if part is not None)])
            )
        carrier = normalise(" ".join(carriers))
        held = {word.lower() for word in NAME.findall(carrier)}
        missing += sorted(figures(statement.text) - figures(carrier))
        missing += [str(day) for day in sorted(dates(statement.text) - dates(carrier))]
        missing += [
            word
            for word in NAME.findall(statement.text)
            if word[0].isupper() and word not in OPENINGS and word.lower() not in held
        ]
    return missing


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_figure_date_and_name_is_in_the_cited_passages(answers: dict[str, Answer], question: str) -> None:
    assert uncarried(answers[question]) == []


def test_enough_questions_are_answered_for_the_checks_to_mean_something(answers: dict[str, Answer]) -> None:
    assert sum(answer.answered for answer in answers.values()) >= 0.8 * len(answers)


def test_the_check_can_fail(answers: dict[str, Answer]) -> None:
    from dataclasses import replace

    answer = answers["217-QĐ/TW"]
    first = answer.statements[0]
    for extra in (" 31337", " Zanzibar", " 05/06/1977"):
        assert uncarried(replace(answer, statements=(replace(first, text=first.text + extra),)))


# ---------------------------------------------------------------- filters


@pytest.mark.parametrize(
    ("filters", "province"),
    [
        (Filters(province="Tây Ninh"), "Tây Ninh"),
        (Filters(province="tay ninh"), "Tây Ninh"),
        (Filters(year=2021, province="Lai Châu"), "Lai Châu"),
        (Filters(issuer="tỉnh tây ninh"), "Tây Ninh"),
        (Filters(type="chương trình hành động"), "Lai Châu"),
    ],
)
def test_a_filter_leaves_only_its_documents(collection: Collection, filters: Filters, province: str) -> None:
    answer = ask(collection, HEADLINE[1], filters)
    shown = list(everything(answer))
    assert shown
    assert {item.document.header.province for item in shown} == {province}


@pytest.mark.parametrize(
    "filters", [Filters(province="Hà Giang"), Filters(year=1999), Filters(type="Luật"), Filters(issuer="Bộ Quốc phòng")]
)
def test_a_filter_that_leaves_nothing_answers_nothing(collection: Collection, filters: Filters) -> None:
    for question in (HEADLINE[1], "Phải kết nạp bao nhiêu đoàn viên?"):
        answer = ask(collection, question, filters)
        assert not answer.answered
        assert list(everything(answer)) == []


# ---------------------------------------------------------------- the same every time


def test_a_question_has_one_answer(collection: Collection, answers: dict[str, Answer]) -> None:
    for question in QUESTIONS[::3]:
        assert ask(collection, question) == answers[question]


ASK = """
import json, sys
from pathlib import Path
from kb.ask import ask
from kb.collection import Collection
from kb.contract import answer_json
from kb.home import Home
with Collection.open(Home(Path(sys.argv[1]))) as collection:
    print(json.dumps([answer_json(ask(collection, question)) for question in sys.argv[2:]], sort_keys=True))
"""


def test_another_process_answers_the_same(sample_home: Home, answers: dict[str, Answer]) -> None:
    asked = QUESTIONS[::4]
    done = [
        subprocess.run(
            [sys.executable, "-c", ASK, str(sample_home.root), *asked],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert done[0] == done[1]
    assert json.loads(done[0]) == [json.loads(json.dumps(answer_json(answers[question]))) for question in asked]


# ---------------------------------------------------------------- samples and real documents

REAL = """LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU

Số: 77/KH-LĐLĐ

Lai Châu, ngày 05 tháng 3 năm 2024

KẾ HOẠCH

Giám sát, phản biện xã hội năm 2024

Căn cứ Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị về việc ban hành Quy chế giám sát và phản biện xã hội;

I. CHỈ TIÊU

1. Tổ chức ít nhất 04 cuộc giám sát tại các doanh nghiệp.
"""


@pytest.fixture(scope="module")
def real(sample_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """The samples and one document of the office's own."""
    folder = tmp_path_factory.mktemp("real")
    home = Home(folder / "home")
    shutil.copytree(sample_home.root, home.root)
    (folder / "ke-hoach.txt").write_text(REAL, encoding="utf-8")
    build(home, [folder / "ke-hoach.txt"])
    with Collection.open(home) as opened:
        yield opened


def test_beside_a_real_document_samples_are_no_evidence(real: Collection) -> None:
    answered = 0
    for question in QUESTIONS:
        answer = ask(real, question)
        answered += answer.answered
        assert all(not item.document.sample for item in everything(answer)), question
        assert all(row.cited_by for row in answer.instruments)
    assert answered


def test_the_real_document_answers(real: Collection) -> None:
    answer = ask(real, HEADLINE[1])
    assert numbers(answer)[:1] == ["217-QĐ/TW"]
    assert {item.document.header.number for item in answer.evidence} == {"77/KH-LĐLĐ"}


def test_a_number_that_only_samples_cite_is_unknown_beside_a_real_document(real: Collection) -> None:
    assert ask(real, "Quyết định 23-QĐ/TW nói gì?").reason == "unknown_number"
    assert ask(real, "Kế hoạch 214/KH-LĐLĐ do ai ký?").reason == "unknown_number"


def test_documents_of_samples_are_cited_nowhere_in_the_catalogue_rows_of_an_answer(real: Collection) -> None:
    ids = {document.id for document in real.documents}
    for row in ask(real, HEADLINE[1]).instruments:
        assert set(row.cited_by) <= ids


# ---------------------------------------------------------------- the five real directives


@pytest.fixture(scope="module")
def seeds(testdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """The real directives, which lie outside of the repository."""
    home = Home(tmp_path_factory.mktemp("seeds"))
    build(home, [testdata / "seeds"])
    with Collection.open(home) as opened:
        yield opened


@pytest.mark.parametrize("question", HEADLINE)
def test_on_real_directives_the_decision_on_supervision_comes_first(seeds: Collection, question: str) -> None:
    answer = ask(seeds, question)
    assert numbers(answer)[:1] == ["217-QĐ/TW"]
    assert len({item.document.id for item in answer.evidence}) >= 3
    check_spans(seeds, answer)
    check_marks(answer)
    assert uncarried(answer) == []
