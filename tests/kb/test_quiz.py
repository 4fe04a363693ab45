"""Quizzes: exactly one right option, told from the bare texts; evidence word for word; the same seed, the same quiz."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.ask.compose import short_name
from kb.audit import audit
from kb.build import build
from kb.home import Home
from kb.store import Store
from kb.training import Fact, Material, Quiz, quiz
from kb.training.anki import as_text
from kb.training.facts import MAKERS, facts
from kb.training.sheet import as_docx
from tests.kb.quiz_check import Checker, squash


@pytest.fixture(scope="module")
def samples(sample_home: Home) -> Iterator[Material]:
    with Store.open(sample_home.database) as store:
        yield Material(store)


@pytest.fixture(scope="module")
def seeds(testdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Material]:
    home = Home(tmp_path_factory.mktemp("seeds"))
    build(home, [testdata / "seeds"])
    with Store.open(home.database) as store:
        yield Material(store)


@pytest.fixture(params=["samples", "seeds"])
def material(request: pytest.FixtureRequest) -> Material:
    found: Material = request.getfixturevalue(request.param)
    return found


def checker(material: Material) -> Checker:
    return Checker({short_name(one): material.directive(ident).text for ident, one in material.documents.items()})


def wrong_of(check: Checker, fact: Fact) -> list[str]:
    """Options of a fact that the texts make right though they are offered as wrong, or the answer where they do not."""
    options = [fact.right, *(one.text for one in fact.rivals)]
    check.options = tuple(options)
    return [one for one in options if check.is_right(fact.kind, fact.prompt, one) != (one == fact.right)]


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_exactly_one_option_is_right(material: Material, kind: str) -> None:
    check = checker(material)
    found = facts(material, [kind])
    assert {fact.prompt: wrong for fact in found if (wrong := wrong_of(check, fact))} == {}


def test_every_kind_is_met(samples: Material) -> None:
    assert {one.kind for one in facts(samples)} == set(MAKERS)


def test_the_answer_stands_in_the_evidence(material: Material) -> None:
    for fact in facts(material):
        for proof in fact.proofs:
            text = material.directive(proof.document.id).text
            assert text[proof.passage.start : proof.passage.end] == proof.passage.text
            assert text[proof.span.start : proof.span.end] == proof.text != ""
        told = squash(fact.proofs[0].text)
        if fact.kind == "date":
            day, month, year = map(int, fact.right.split("/"))
            assert (
                any(f"{d}/{m}/{year}" in told for d in (day, f"{day:02}") for m in (month, f"{month:02}"))
                or str(year) in told
            )
        elif fact.kind in {"instrument", "earliest"}:
            assert squash(fact.proofs[0].text.split()[0]) in told
            assert fact.key.replace("-", "") in told.replace("/", "").replace("_", "") or fact.key.split("-")[0] in told
        elif fact.kind != "cites":
            assert squash(fact.right.removeprefix("về việc ").removeprefix("về ")) in told


def test_no_doubtful_instrument_is_asked_about(material: Material) -> None:
    doubted = {
        one.instrument for one in audit(material.store, kinds=("date_conflict", "issuer_conflict", "symbol_issuer"))
    }
    assert doubted
    assert not doubted & {one.about for one in facts(material)}


@settings(max_examples=15, deadline=None)
@given(seed=st.text(max_size=5), count=st.integers(1, 60), level=st.sampled_from([None, 1, 2, 3]))
def test_a_seed_gives_one_quiz(samples: Material, seed: str, count: int, level: int | None) -> None:
    first, second = (quiz(samples, count=count, seed=seed, level=level) for _ in range(2))
    assert first == second
    assert 0 < len(first.questions) <= count
    assert (first.message is None) == (len(first.questions) == count)
    assert len({one.id for one in first.questions}) == len(first.questions)
    for one in first.questions:
        assert len({squash(option) for option in one.options}) == len(one.options) == 4
        assert one.level == level or level is None
        assert one.proofs
        assert one.truths[one.answer] == ""


def test_seeds_differ_and_answers_move(samples: Material) -> None:
    made = [quiz(samples, count=20, seed=str(seed)) for seed in range(5)]
    assert len({tuple(one.id for one in each.questions) for each in made}) == 5
    places = Counter(one.answer for each in made for one in each.questions)
    assert set(places) == {0, 1, 2, 3}


def test_a_new_build_gives_the_same_quiz(samples: Material, tmp_path: Path) -> None:
    home = Home(tmp_path / "again")
    corpus = Path(__file__).resolve().parents[2] / "corpus"
    build(home, [corpus], sample=True)
    with Store.open(home.database) as store:
        assert shown(quiz(Material(store), count=30, seed="x")) == shown(quiz(samples, count=30, seed="x"))


def shown(made: Quiz) -> list[tuple[str, tuple[str, ...], int]]:
    return [(one.id, one.options, one.answer) for one in made.questions]


def test_a_topic_narrows(samples: Material) -> None:
    made = quiz(samples, count=300, seed="1", topic="nữ công")
    assert 0 < len(made.questions) < 300
    assert made.message is not None
    assert "Chỉ lập được" in made.message
    for one in made.questions:
        assert any(
            "nu cong" in folded(proof.passage.text + proof.passage.context) for proof in one.proofs
        ) or "nu cong" in folded(one.question)
    assert [one.id for one in quiz(samples, count=300, seed="1", topic="nu cong").questions]


def folded(text: str) -> str:
    from ingest.text import fold

    return " ".join(fold(text).split())


def test_nobody_writes_about_it(samples: Material) -> None:
    made = quiz(samples, count=5, seed="1", topic="nuôi tôm thẻ")
    assert made.questions == ()
    assert made.message is not None
    assert "nuôi tôm thẻ" in made.message


def test_an_empty_collection(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kho.sqlite3", create=True) as store:
        made = quiz(Material(store), count=5, seed="1")
    assert made.questions == ()
    assert made.message is not None
    assert "kb build" in made.message


def test_two_provinces_with_one_target(tmp_path: Path) -> None:
    """The same figure stands in another province's plan: it is right there, and the question names its document."""
    folder = tmp_path / "van-ban"
    folder.mkdir()
    for number, province, values in (("11", "Lai Châu", (80, 85, 90, 95)), ("12", "Tây Ninh", (80, 85, 70, 60))):
        targets = "\n".join(
            f"{place}. {value}% công đoàn cơ sở {task}."
            for place, (value, task) in enumerate(zip(values, TASKS, strict=True), start=1)
        )
        text = f"LIÊN ĐOÀN LAO ĐỘNG TỈNH {province.upper()}\n\nSố: {number}/KH-LĐLĐ\n\n{province}, ngày 05 tháng 3 năm 2022\n\nKẾ HOẠCH\n\nCông tác năm 2022\n\nI. CHỈ TIÊU\n\n{targets}\n"
        (folder / f"{number}.txt").write_text(text, "utf-8")
    home = Home(tmp_path / "kho")
    build(home, [folder])
    with Store.open(home.database) as store:
        material = Material(store)
        found = facts(material, ["target"])
        assert len(found) == 8
        for fact in found:
            assert f"tỉnh {'Lai Châu' if 'số 11/' in fact.prompt else 'Tây Ninh'}" in fact.prompt
            assert fact.right not in {one.text for one in fact.rivals}
            assert len({one.key for one in fact.rivals}) == len(fact.rivals)


TASKS = (
    "mở hội nghị người lao động",
    "ký thỏa ước lao động tập thể",
    "nộp quyết toán tài chính đúng hạn",
    "có tủ sách pháp luật cho đoàn viên",
)


def test_secret_documents_are_left_out(tmp_path: Path, sample_home: Home) -> None:
    home = Home(Path(shutil.copytree(sample_home.root, tmp_path / "kho")))
    with Store.open(home.database) as store:
        stamped = Material(store).cited[0].proof.document.id
        store._db.execute("UPDATE directives SET secrecy = 'Mật' WHERE id = ?", (stamped,))
        material = Material(store)
        assert stamped not in material.documents
        assert all(proof.document.id != stamped for fact in facts(material) for proof in fact.proofs)


# ---------------------------------------------------------------- files


def test_a_word_file_has_the_key_on_its_own_page(samples: Material) -> None:
    made = quiz(samples, count=6, seed="đề 1", topic=None)
    document = docx.Document(BytesIO(as_docx(made)))
    lines = [one.text for one in document.paragraphs]
    key = lines.index("ĐÁP ÁN")
    for number, one in enumerate(made.questions, start=1):
        at = lines.index(f"Câu {number}. {one.question}")
        assert lines[at + 1 : at + 5] == [f"{'abcd'[place]}) {option}" for place, option in enumerate(one.options)]
        assert at < key
        cells = [cell.text for cell in document.tables[0].rows[number].cells]
        assert cells[:2] == [str(number), "abcd"[one.answer]]
        assert cells[2].startswith(one.explanation)
    assert 'w:br w:type="page"' in document.element.xml
    assert any("MẪU" in line for line in lines[:key])
    assert not any(one.explanation in line for one in made.questions for line in lines)


def test_an_anki_file_has_a_card_a_line(samples: Material) -> None:
    made = quiz(samples, count=8, seed="2")
    head, cards = [], []
    for line in as_text(made).splitlines():
        (head if line.startswith("#") else cards).append(line)
    assert "#separator:tab" in head
    assert "#guid column:1" in head
    for line, one in zip(cards, made.questions, strict=True):
        guid, front, back, tags = line.split("\t")
        assert (guid, tags.split()[1]) == (one.id, one.kind)
        assert back.startswith(f"<b>{'abcd'[one.answer]}) ")
        assert front.count("<br>") == 5
