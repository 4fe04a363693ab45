"""Paths, progress and the glossary: from the top down, kept through rebuilds, with passages word for word."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.text import fold
from kb.build import build
from kb.home import Home
from kb.store import Instrument, Store, schema
from kb.training import Material, glossary, path, quiz
from kb.training.paths import content, level_of
from kb.training.progress import answer, due, progress
from kb.training.terms import LEXICON
from kb.training.words import holds, table

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def samples(sample_home: Home) -> Iterator[Material]:
    with Store.open(sample_home.database) as store:
        yield Material(store)


@pytest.fixture
def home(sample_home: Home, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(sample_home.root, tmp_path / "kho")))


# ---------------------------------------------------------------- glossary


def test_abbreviations_have_their_evidence(samples: Material) -> None:
    terms = {one.term: one for one in glossary(samples)}
    for name, meant in (("CNVCLĐ", "công nhân, viên chức, lao động"), ("ATVSLĐ", "an toàn, vệ sinh lao động")):
        assert terms[name].expansions[0].text == meant
    for term in terms.values():
        assert term.used_by >= 1
        for one in term.expansions:
            assert bool(one.proofs) == (one.source != LEXICON)
            for proof in one.proofs:
                text = samples.directive(proof.document.id).text
                assert proof.text in text
                assert fold(one.text) in " ".join(fold(proof.text).split())


def test_the_lexicon_says_that_it_is_one(samples: Material) -> None:
    (term,) = glossary(samples, "qcdc")
    assert (term.term, term.expansions[0].text, term.expansions[0].source) == ("QCDC", "quy chế dân chủ", LEXICON)
    assert glossary(samples, "XYZXYZ") == ()


def made(folder: Path, *bodies: str) -> Home:
    folder.mkdir()
    for number, body in enumerate(bodies, start=1):
        head = f"LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU\n\nSố: {number}/KH-LĐLĐ\n\nLai Châu, ngày 0{number} tháng 3 năm 2022\n\nKẾ HOẠCH\n\nCông tác năm 2022\n\n"
        (folder / f"{number}.txt").write_text(f"{head}{body}\n", "utf-8")
    home = Home(folder.parent / "kho")
    build(home, [folder])
    return home


def test_one_abbreviation_with_two_meanings(tmp_path: Path) -> None:
    home = made(
        tmp_path / "van-ban",
        "I. MỤC ĐÍCH\n\nNâng cao vai trò của công đoàn cơ sở (CĐCS) trong tỉnh.",
        "I. MỤC ĐÍCH\n\nNâng cao vai trò của chủ đề cơ sở (CĐCS) trong tỉnh.",
    )
    with Store.open(home.database) as store:
        (term,) = glossary(Material(store), "CĐCS")
    assert {
        one.text: {proof.document.header.number for proof in one.proofs} for one in term.expansions if one.proofs
    } == {
        "công đoàn cơ sở": {"1/KH-LĐLĐ"},
        "chủ đề cơ sở": {"2/KH-LĐLĐ"},
    }
    assert term.used_by == 2


def test_terms_that_a_clause_explains(tmp_path: Path) -> None:
    home = made(
        tmp_path / "van-ban",
        "Điều 1. Giải thích từ ngữ\n\n1. Đối thoại tại nơi làm việc là việc chia sẻ thông tin giữa hai bên.\n\n2. “Tổ đối thoại” được hiểu là nhóm người do hai bên cử ra.\n\nĐiều 2. Hiệu lực\n\nKế hoạch này là căn cứ để thực hiện.",
    )
    with Store.open(home.database) as store:
        found = {
            one.term: one.expansions[0].text
            for one in glossary(Material(store))
            if one.expansions[0].kind == "thuật ngữ"
        }
    assert found == {
        "Đối thoại tại nơi làm việc": "việc chia sẻ thông tin giữa hai bên.",
        "Tổ đối thoại": "nhóm người do hai bên cử ra.",
    }


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("explaining", "headings"),
        ("duties", "headings"),
        ("duties", "bodies"),
        ("duties", "asks"),
        ("topics", "small"),
        ("titles", "unfinished"),
    ],
)
def test_every_list_is_met_by_an_example(name: str, key: str) -> None:
    assert any(holds(name, key, example) for example in table(name)["examples"])


@pytest.mark.parametrize(
    ("number", "scope", "level"),
    [
        ("217-QĐ/TW", "trung ương", "Đảng ở trung ương"),
        ("145/2020/NĐ-CP", "trung ương", "Nhà nước ở trung ương"),
        ("41/HD-TLĐ", "trung ương", "Công đoàn ở trung ương"),
        ("05-CTr/TU", "Lai Châu", "Đảng ở địa phương"),
        ("490/QĐ-UBND", "Tây Ninh", "Nhà nước ở địa phương"),
        ("697/KH-LĐLĐ", "Bình Phước", "Công đoàn ở địa phương"),
        (None, "trung ương", "Nhà nước ở trung ương"),
    ],
)
def test_levels_are_read_from_symbols(number: str | None, scope: str, level: str) -> None:
    assert level_of(Instrument("i1", number, scope)) == level


# ---------------------------------------------------------------- paths


@pytest.mark.parametrize("topic", ["giám sát, phản biện xã hội", "dan van", "dân chủ ở cơ sở"])
def test_a_path_leads_from_the_top_down(samples: Material, topic: str) -> None:
    steps = path(samples, topic)
    order = table("levels")["order"]
    places = [order.index(step.level) for step in steps]
    assert places == sorted(places)
    assert steps[0].instrument is not None
    assert steps[0].level.endswith("trung ương")
    read = [content(proof.passage) for step in steps for proof in step.proofs]
    assert len(read) == len(set(read))
    for step in steps:
        for proof in step.proofs:
            text = samples.directive(proof.document.id).text
            assert text[proof.passage.start : proof.passage.end] == proof.passage.text
            assert samples.about(topic, proof.passage.text, proof.passage.context)


def test_nobody_writes_about_it(samples: Material) -> None:
    assert path(samples, "nuôi tôm thẻ chân trắng") == ()
    assert path(samples, "của các") == ()


# ---------------------------------------------------------------- progress


def questions(home: Home) -> list[str]:
    with Store.open(home.database) as store:
        return [one.id for one in quiz(Material(store), count=4, seed="1").questions]


def test_a_right_answer_comes_back_later_than_a_wrong_one(home: Home) -> None:
    first, second, *_ = questions(home)
    with Store.open(home.database) as store:
        right = answer(store, "An", first, correct=True, now=START)
        wrong = answer(store, "An", second, correct=False, now=START)
        assert START < wrong < right
        material = Material(store)
        assert due(material, "An", START) == ()
        assert [one.id for one in due(material, "An", START + timedelta(days=400))] == [second, first]
        assert due(material, "Bình", START + timedelta(days=400)) == ()
        later = answer(store, "An", first, correct=True, now=right)
        assert later - right > right - START
        done = progress(material, "An", later)
        assert (done.cards, done.due, done.retired, done.answered, done.correct) == (2, 2, 0, 3, 2)


def test_progress_is_the_same_for_the_same_answers(home: Home) -> None:
    first, *_ = questions(home)
    with Store.open(home.database) as store:
        times = [answer(store, name, first, correct=True, now=START) for name in ("An", "Bình")]
    assert times[0] == times[1]


def test_progress_outlasts_a_rebuild_and_ends_with_its_passage(tmp_path: Path) -> None:
    body = "I. CHỈ TIÊU\n\n" + "\n\n".join(
        f"{place}. {value}% công đoàn cơ sở {task}." for place, (value, task) in enumerate(TARGETS, start=1)
    )
    folder = tmp_path / "van-ban"
    home = made(folder, body)
    with Store.open(home.database) as store:
        asked = {one.question: one.id for one in quiz(Material(store), count=9, seed="1").questions}
        gone = next(ident for text, ident in asked.items() if "thỏa ước" in text)
        kept = next(ident for text, ident in asked.items() if "hội nghị" in text)
        for ident in (gone, kept):
            answer(store, "An", ident, correct=True, now=START)
    late = START + timedelta(days=400)
    build(home, [folder])
    with Store.open(home.database) as store:
        assert {one.id for one in due(Material(store), "An", late)} == {gone, kept}
    text = (
        (folder / "1.txt")
        .read_text("utf-8")
        .replace("85% công đoàn cơ sở ký thỏa ước", "87% công đoàn cơ sở ký thỏa ước")
    )
    (folder / "1.txt").write_text(text.replace("I. CHỈ TIÊU", "I. CHỈ TIÊU PHẤN ĐẤU"), "utf-8")
    build(home, [folder])
    with Store.open(home.database) as store:
        material = Material(store)
        assert [one.id for one in due(material, "An", late)] in ([kept], [])  # one passage may hold both
        assert gone not in {one.id for one in due(material, "An", late)}
        assert progress(material, "An", late).retired >= 1


TARGETS = (
    (80, "mở hội nghị người lao động trước khi hết quý một của năm kế hoạch"),
    (85, "ký thỏa ước lao động tập thể có lợi hơn cho người lao động"),
    (90, "nộp quyết toán tài chính đúng thời hạn mà cấp trên quy định"),
    (95, "có tủ sách pháp luật phục vụ đoàn viên và người lao động"),
    (70, "tổ chức sinh hoạt tổ công đoàn đều đặn theo hướng dẫn"),
)


def test_an_older_database_gets_the_tables(tmp_path: Path) -> None:
    place, number = tmp_path / "kho.sqlite3", schema.MIGRATIONS.index(schema._TRAINING)
    with closing(sqlite3.connect(place, isolation_level=None)) as old:
        old.executescript("".join(schema.MIGRATIONS[:number]) + f"PRAGMA user_version = {number};")
    with Store.open(place) as store:
        assert store.learning.cards("An") == ()
        with store.transaction():
            store.learning.study("An", "dân vận", "2026-03-02T08:00:00+00:00")
            store.learning.read("An", "dân vận", ["a", "b"], "2026-03-02T08:00:00+00:00")
        assert store.learning.topics("An") == ("dân vận",)
        assert store.learning.has_read("An", "dân vận") == {"a", "b"}
        assert store.learning.has_read("Bình", "dân vận") == frozenset()
