"""Documents side by side: every cell is the document's own words, and rows hold what is about one matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from ingest.text import fold
from ingest.types import Span
from kb.build import build
from kb.collection import Collection
from kb.comparing import ASPECTS, Comparison, compare
from kb.comparing.aspects import ends, is_step, kinds, opened, reports, table
from kb.comparing.choose import named, of_provinces
from kb.comparing.clauses import clauses
from kb.comparing.concepts import concepts
from kb.errors import UsageError
from kb.home import Home
from tests.benchmarks import compare as measured

LAI_CHAU, TAY_NINH, PROGRAMME = "214/KH-LĐLĐ", "439/KH-LĐLĐ", "03/CTr-LĐLĐ"


@pytest.fixture(scope="module")
def plans(collection: Collection) -> Comparison:
    return compare(collection, named(collection, [LAI_CHAU, TAY_NINH, PROGRAMME]))


@pytest.fixture(scope="module")
def seeds(testdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    home = Home(tmp_path_factory.mktemp("seeds"))
    build(home, [testdata / "seeds"])
    with Collection.open(home) as opened_here:
        yield opened_here


def aligned(comparison: Comparison) -> set[tuple[str, frozenset[tuple[str, int, int]]]]:
    return {
        (aspect.key, frozenset(item.key for item in row.items)) for aspect in comparison.aspects for row in aspect.rows
    }


@pytest.mark.parametrize("row", table()["aspect"], ids=lambda row: row["key"])
def test_every_heading_of_the_table_opens_its_aspect_and_no_other(row: dict[str, list[str]]) -> None:
    assert [one for one in row["examples"] if opened(one) != row["key"]] == []
    assert [one for one in row["others"] if opened(one) == row["key"]] == []
    used = [any(re.match(pattern, fold(one)) for one in row["examples"]) for pattern in row["headings"]]
    assert sum(used) >= len(used) - 2


def test_the_other_patterns_of_the_table_match_their_examples() -> None:
    for name, meant in (("reporting", reports), ("ending", ends), ("steps", is_step)):
        assert all(map(meant, table()[name]["examples"])), name
        assert not any(map(meant, table()[name]["others"])), name


def test_aspects_are_all_there_in_their_order(plans: Comparison) -> None:
    assert tuple(aspect.key for aspect in plans.aspects) == ASPECTS == tuple(one for one in ASPECTS if one in kinds())
    assert all(aspect.rows for aspect in plans.aspects)


def test_a_clause_ends_at_a_semicolon_but_not_within_brackets_quotes_or_citations() -> None:
    text = "Lập kế hoạch (mẫu 1; mẫu 2); thi đua “học; làm”; theo Nghị định; Thông tư. Rồi báo cáo."
    kept = Span(text.index("Nghị"), text.index(". Rồi"))
    found = [one.of(text) for one in clauses(text, Span(0, len(text)), [kept])]
    assert found == [
        "Lập kế hoạch (mẫu 1; mẫu 2)",
        "thi đua “học; làm”",
        "theo Nghị định; Thông tư.",
        "Rồi báo cáo.",
    ]


def test_other_words_for_the_same_are_one_concept() -> None:
    assert concepts("đào tạo") & concepts("tập huấn")
    assert not concepts("đào tạo") & concepts("đình công")


def test_every_cell_is_an_exact_part_of_its_document(plans: Comparison, collection: Collection) -> None:
    items = [item for aspect in plans.aspects for row in aspect.rows for item in row.items]
    assert len(items) > 100
    for item in items:
        text = collection.directive(item.document).text
        assert item.text
        assert text[item.span.start : item.span.end] == item.text == item.text.strip()


def test_no_document_is_twice_in_a_row_and_no_item_in_two(plans: Comparison) -> None:
    for aspect in plans.aspects:
        for row in aspect.rows:
            documents = [item.document for item in row.items]
            assert len(set(documents)) == len(documents)
        keys = [item.key for row in aspect.rows for item in row.items]
        assert len(set(keys)) == len(keys), aspect.key


def test_the_order_of_the_documents_changes_no_row(collection: Collection) -> None:
    documents = named(collection, [LAI_CHAU, TAY_NINH, PROGRAMME])
    first = compare(collection, documents)
    for order in permutations(documents):
        again = compare(collection, order)
        assert aligned(again) == aligned(first)
        assert again.documents == order


def test_the_same_instrument_is_one_row(plans: Comparison, collection: Collection) -> None:
    cited = next(aspect for aspect in plans.aspects if aspect.key == "citations")
    row = next(row for row in cited.rows if row.label == "217-QĐ/TW")
    assert {item.document for item in row.items} == {one.id for one in plans.documents}
    bases = next(aspect for aspect in plans.aspects if aspect.key == "bases")
    for one in bases.rows + cited.rows:
        assert set.intersection(*(set(item.instruments) for item in one.items)) or len(one.items) == 1
    assert collection.store.instruments.get(row.items[0].instruments[0]) is not None


def test_numbers_stand_side_by_side_with_what_differs_marked(plans: Comparison) -> None:
    targets = next(aspect for aspect in plans.aspects if aspect.key == "targets")
    fund = next(row for row in targets.rows if all("Xã hội Công đoàn" in item.text for item in row.items))
    assert fund.differs
    values = [(item.target.value, item.target.unit, item.target.comparator) for item in fund.items if item.target]
    assert sorted(values) == [(90, "%", ">="), (95, "%", ">=")]
    assert any(remark.kind == "differs" and remark.row == fund for remark in plans.summary)
    kinds_of = [{(item.target is not None and item.target.unit == "%") for item in row.items} for row in targets.rows]
    assert all(len(one) == 1 for one in kinds_of)  # a share and a count are not set against each other


def test_the_summary_is_made_of_rows_and_nothing_else(plans: Comparison) -> None:
    assert plans.summary
    for remark in plans.summary:
        assert remark.row in remark.aspect.rows
        assert remark.aspect in plans.aspects
        assert len(remark.row.items) > 1
        if remark.kind == "shared":
            assert len(remark.row.items) == len(plans.documents)


def test_duties_and_reporting_stand_apart(plans: Comparison) -> None:
    by_key = {aspect.key: aspect for aspect in plans.aspects}
    assert all(reports(item.text) for row in by_key["reporting"].rows for item in row.items)
    heads = {item.head for row in by_key["duties"].rows for item in row.items}
    assert "Liên đoàn Lao động tỉnh" in heads


def test_a_topic_keeps_what_is_about_it(collection: Collection, plans: Comparison) -> None:
    narrow = compare(collection, plans.documents, topic="giám sát, phản biện xã hội")
    rows = [row for aspect in narrow.aspects for row in aspect.rows]
    assert 0 < len(rows) < sum(len(aspect.rows) for aspect in plans.aspects) / 2
    assert all(any("giám sát" in f"{item.head} {item.text}".lower() for item in row.items) for row in rows)
    nothing = compare(collection, plans.documents, topic="đánh bắt cá ngừ đại dương")
    assert not any(aspect.rows for aspect in nothing.aspects)
    assert nothing.notes == ("Các văn bản này không có nội dung nào về “đánh bắt cá ngừ đại dương”.",)


def test_one_document_alone_is_told_and_shown(collection: Collection) -> None:
    alone = compare(collection, named(collection, [LAI_CHAU]))
    assert alone.notes[0].startswith("Chỉ có một văn bản")
    assert alone.summary == ()
    assert any(aspect.rows for aspect in alone.aspects)


def test_the_same_document_twice_is_one(collection: Collection) -> None:
    one = named(collection, [LAI_CHAU, LAI_CHAU])
    assert len(one) == 1
    with pytest.raises(UsageError, match="trùng nhau"):
        compare(collection, [*one, *one])


def test_documents_of_provinces(collection: Collection) -> None:
    documents, notes = of_provinces(collection, ["Lai Châu", "Tây Ninh"], topic="dân vận", year=None)
    assert {one.header.province for one in documents} == {"Lai Châu", "Tây Ninh"}
    assert len(documents) == len({one.id for one in documents})
    documents, notes = of_provinces(collection, ["Hà Giang"], topic=None, year=2023)
    assert (documents, notes) == (
        (),
        ("Kho không có văn bản nào của Hà Giang ban hành năm 2023: xem kb list để biết kho có gì.",),
    )


@pytest.mark.parametrize(("name", "least"), [("corpus", 0.72), ("seeds", 0.71)])
def test_rows_agree_with_the_tables_made_by_hand(
    name: str, least: float, collection: Collection, request: pytest.FixtureRequest
) -> None:
    opened_here = collection if name == "corpus" else request.getfixturevalue("seeds")
    found, sure, possible = measured.judged(name, opened_here)
    one = measured.figures(found, sure, possible)
    assert one.f1 >= least, one


@pytest.mark.parametrize("name", ["corpus", "seeds"])
def test_the_tables_name_passages_that_are_there(
    name: str, collection: Collection, request: pytest.FixtureRequest
) -> None:
    opened_here = collection if name == "corpus" else request.getfixturevalue("seeds")
    loaded = measured.load(name)
    files = measured.files_of(loaded, opened_here)
    for row in loaded["rows"]:
        assert row["aspect"] in kinds()
        assert len({part["file"] for part in row["parts"]}) == len(row["parts"]) > 1
        for part in row["parts"]:
            text = opened_here.store.directives.text(files[part["file"]]) or ""
            assert measured.digest(text[part["start"] : part["start"] + measured.WIDTH]) == part["hash"]
