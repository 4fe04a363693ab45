"""Every entry of the lexicon is reached by its own examples."""

from __future__ import annotations

from typing import Any

import pytest

from ingest import bases, citations
from ingest.citations.tables import kind_of_code, organ_codes, type_codes
from ingest.lexicon import load
from ingest.readers import fonts
from ingest.text import fold, normalise
from ingest.types import Span

TYPES: list[dict[str, Any]] = load("types")["type"]
ORGANS: list[dict[str, Any]] = load("organs")["organ"]
ABBREVIATIONS: list[dict[str, Any]] = load("abbreviations")["abbreviation"]
MENTIONS = [(kind["name"], *example) for kind in TYPES for example in kind["examples"]]


@pytest.mark.parametrize("font", load("glyphs")["font"], ids=lambda font: font["names"][0])
def test_every_glyph_is_one_printed_character(font: dict[str, Any]) -> None:
    for name in font["names"]:
        for code, glyph in font["glyphs"].items():
            assert fonts.symbol(0xF000 + int(code, 16), name) == glyph == normalise(glyph)
            assert glyph.isprintable()
            assert len(glyph) == 1


def test_load_gives_the_same_table_every_time() -> None:
    assert load("types") is load("types")


def test_load_names_a_table_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        load("nothing")


@pytest.mark.parametrize(("name", "mention", "number"), MENTIONS, ids=[mention for _, mention, _ in MENTIONS])
def test_every_kind_is_found_in_its_examples(name: str, mention: str, number: str) -> None:
    (found,) = citations.find(normalise(f"Thực hiện {mention}, các cấp công đoàn triển khai."))
    assert (found.type, found.number) == (name, number)
    assert fold(found.text).startswith(fold(mention)[:6])


def test_every_cited_kind_has_an_example() -> None:
    assert [kind["name"] for kind in TYPES if kind.get("cited", True) and not kind["examples"]] == ["Hiến pháp"]


@pytest.mark.parametrize("kind", [kind for kind in TYPES if not kind.get("cited", True)], ids=lambda kind: kind["name"])
def test_papers_that_are_no_instruments_are_not_cited(kind: dict[str, Any]) -> None:
    for code in kind["codes"]:
        assert citations.find(f"{kind['name']} số 12/{code}-LĐLĐ ngày 01/02/2024") == ()


def test_names_and_confusables_of_kinds_fit_together() -> None:
    names = [kind["name"] for kind in TYPES]
    assert len(names) == len(set(names))
    assert {other for kind in TYPES for other in kind.get("confusables", ())} <= set(names)


def test_codes_of_kinds_are_unambiguous() -> None:
    codes = [code for kind in TYPES for code in kind["codes"]]
    assert len(codes) == len(set(codes))
    assert all(type_codes().find(code.lower()) == code for code in codes)
    assert kind_of_code("QĐ", party=False) == "Quyết định"
    assert kind_of_code("QĐ", party=True) is None


def test_organs_are_whole_and_unique() -> None:
    codes = [organ["code"] for organ in ORGANS]
    assert len(codes) == len(set(codes))
    assert {organ["level"] for organ in ORGANS} <= {"central", "province", "district", "commune", "any"}
    assert {organ["system"] for organ in ORGANS} == set(load("organs")["systems"])
    aliases = [alias for organ in ORGANS for alias in organ.get("aliases", ())]
    assert not set(aliases) & set(codes)
    assert len(aliases) == len(set(aliases))


@pytest.mark.parametrize("organ", ORGANS, ids=lambda organ: organ["code"])
def test_every_organ_keeps_its_way_of_writing(organ: dict[str, Any]) -> None:
    style = load("organs")["systems"][organ["system"]]
    number = f"15{style['first']}KH{style['second']}{organ['code']}"
    for written in (number, f"15/KH-{organ['code']}", f"15-KH/{organ['code']}", f"15 - kh / {organ['code'].lower()}"):
        assert citations.normalise_number(written) == number
    for alias in organ.get("aliases", ()):
        assert organ_codes().find(alias) == organ["code"]


@pytest.mark.parametrize("example", load("organs")["example"], ids=lambda example: example["written"])
def test_examples_of_number_symbols(example: dict[str, str]) -> None:
    assert citations.normalise_number(example["written"]) == example["number"]


@pytest.mark.parametrize("pair", load("organs")["issuer"]["whole"], ids=lambda pair: pair[0])
def test_short_names_of_an_issuer_have_one_key(pair: list[str]) -> None:
    short, full = pair
    assert citations.issuer_key(short) == citations.issuer_key(full)


def test_abbreviations_are_unique() -> None:
    shorts = [entry["short"] for entry in ABBREVIATIONS]
    variants = [variant for entry in ABBREVIATIONS for variant in entry["variants"]]
    assert len(shorts) == len(set(shorts))
    assert not set(shorts) & set(variants)
    assert all(entry["long"] for entry in ABBREVIATIONS)


@pytest.mark.parametrize("example", load("abbreviations")["example"], ids=lambda example: example["text"])
def test_examples_of_abbreviations(example: dict[str, str]) -> None:
    words = example["text"].split()
    found = {
        entry["short"] for entry in ABBREVIATIONS for form in (entry["short"], *entry["variants"]) if form in words
    }
    assert example["short"] in found


@pytest.mark.parametrize("example", load("bases")["example"], ids=lambda example: example["line"])
def test_examples_of_bases(example: dict[str, str]) -> None:
    line = example["line"]
    (basis,) = bases.parse(line, Span(0, len(line)), citations.find(line))
    assert basis.text == example["basis"]
