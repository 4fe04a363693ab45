"""The audit: each kind of finding on a small collection that has it, and none on sound ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from kb.audit import Finding, audit
from kb.audit.findings import KINDS, LIKELY, LOOK, SURE
from kb.audit.issuers import misfit
from kb.catalogue import resolve_all
from kb.catalogue.known import Row
from kb.store import Store
from tests.kb.made import plan, stored

REGULATION = "về việc ban hành Quy chế giám sát và phản biện xã hội"
GOOD = f"Căn cứ Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị {REGULATION};"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "kho", create=True) as opened:
        yield opened


def found(store: Store, *bodies: str | tuple[str, ...], table: tuple[Row, ...] = ()) -> tuple[Finding, ...]:
    """What the audit of plans with these bodies finds."""
    for number, body in enumerate(bodies, start=1):
        lines = (body,) if isinstance(body, str) else body
        stored(store, f"{number}.txt", plan(*lines, number=number))
    resolve_all(store, table=table)
    return audit(store, table=table)


def kinds(findings: tuple[Finding, ...]) -> list[str]:
    return [one.kind for one in findings]


@pytest.mark.parametrize(
    ("bodies", "kind", "sure", "likely"),
    [
        ([GOOD, GOOD.replace("12/12/2013", "12/11/2013")], "date_conflict", SURE, None),
        ([GOOD, GOOD, GOOD, GOOD.replace("12/12/2013", "12/11/2013")], "date_conflict", SURE, "2013-12-12"),
        ([GOOD, GOOD.replace("Bộ Chính trị", "Ban Bí thư")], "issuer_conflict", LOOK, None),
        ([GOOD, GOOD.replace("Quyết định", "Quy định")], "type_conflict", LOOK, None),
        ([GOOD, GOOD.replace("của Bộ Chính trị", "của Tỉnh ủy Lai Châu")], "symbol_issuer", LIKELY, "Bộ Chính trị"),
        ([GOOD.replace("12/12/2013", "31/02/2013")], "date_invalid", SURE, None),
        ([GOOD.replace("12/12/2013", "12/12/20133")], "date_invalid", SURE, None),
        ([GOOD.replace("12/12/2013", "12/12/2024")], "date_order", LIKELY, None),
        ([GOOD, GOOD, GOOD.replace("217", "271")], "misprint", LIKELY, "217-QĐ/TW"),
        ([GOOD, GOOD, GOOD.replace("217", "27")], "misprint", LIKELY, "217-QĐ/TW"),
        ([("Toàn thể thủ tục hành chính (TTHC) của tỉnh; trung tâm hành chính (TTHC).",)], "abbreviation", LIKELY, None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(
    store: Store, bodies: list[str | tuple[str, ...]], kind: str, sure: str, likely: str | None
) -> None:
    findings = found(store, *bodies)
    assert kind in kinds(findings)
    one = next(item for item in findings if item.kind == kind)
    assert (one.sure, one.likely) == (sure, likely)
    assert any(value.places for value in one.values)
    for value in one.values:
        for place in value.places:
            text = store.directives.text(place.directive) or ""
            assert place.span.of(text)


@pytest.mark.parametrize(
    "bodies",
    [
        [GOOD, GOOD],
        [GOOD, "Căn cứ Quyết định số 217-QĐ/TW của Bộ Chính trị;", "Thực hiện Quyết định 217/QĐ-TW ngày 12 tháng 12 năm 2013"],
        # Symbols start again each term: another date and another subject are another instrument.
        [GOOD, "Căn cứ Quyết định số 217-QĐ/TW ngày 02/5/2019 của Ban Bí thư về chế độ họp của cấp ủy cơ sở;"],
        # Two decrees of one day.
        [
            "Căn cứ Nghị định số 124/2020/NĐ-CP ngày 19/10/2020 của Chính phủ quy định chi tiết Luật Khiếu nại;",
            "Căn cứ Nghị định số 126/2020/NĐ-CP ngày 19/10/2020 của Chính phủ quy định chi tiết Luật Quản lý thuế;",
            "Căn cứ Nghị định số 126/2020/NĐ-CP ngày 19/10/2020 của Chính phủ quy định chi tiết Luật Quản lý thuế;",
        ],
        ["Kết luận số 18-KL/TW của Ban Bí thư Trung ương Đảng", "Kết luận số 18-KL/TW của Ban Bí thư", "Kết luận số 18-KL/TW của BBT"],
        ["Chỉ thị số 05-CT/TU ngày 01/02/2021 của Ban Thường vụ Tỉnh ủy; Chương trình số 05-CTr/TU ngày 01/02/2021 của Tỉnh ủy", GOOD],
        ["Thông tư số 12/2021/TT-BTC ngày 30/12/2021 của Bộ trưởng Bộ Tài chính sửa đổi Thông tư số 5/2020/TT-BTC ngày 31/01/2020"],
        ["công nhân, viên chức, lao động (CNVCLĐ)", "công nhân viên chức, lao động (CNVCLĐ)", "Ban Chỉ đạo (BCĐ)", "Ban Chỉ đạo cấp tỉnh (BCĐ)"],
        ["Luật Công đoàn số 12/2012/QH13 ngày 20/6/2012 của Quốc hội", "Luật Công đoàn năm 2012"],
        ["Kế hoạch phối hợp số 02/KHPH-LĐLĐ-UBND ngày 01/02/2021 của Ủy ban nhân dân tỉnh và Liên đoàn Lao động tỉnh"],
    ],
)  # fmt: skip
def test_sound_documents_give_no_finding(store: Store, bodies: list[str]) -> None:
    assert found(store, *bodies) == ()


ROW = Row("217-QĐ/TW", "Quyết định", "2013-12-12", "Bộ Chính trị", title=REGULATION, source="công bố")


@pytest.mark.parametrize(
    ("body", "kind", "likely"),
    [
        (GOOD.replace("12/12/2013", "12/10/2013"), "date_conflict", "2013-12-12"),
        (GOOD.replace("Bộ Chính trị", "Ban Bí thư"), "issuer_conflict", "Bộ Chính trị"),
        (GOOD.replace("Quyết định", "Quy định"), "type_conflict", "Quyết định"),
    ],
)
def test_the_table_contradicts_a_document(store: Store, body: str, kind: str, likely: str) -> None:
    (one,) = found(store, body, table=(ROW,))
    assert (one.kind, one.likely, one.sure) == (kind, likely, LIKELY)
    assert one.values[0].source == "công bố"


def test_a_document_and_the_table_that_agree(store: Store) -> None:
    assert found(store, GOOD, table=(ROW,)) == ()


def test_a_row_about_another_instrument_of_that_number_contradicts_none(store: Store) -> None:
    body = "Căn cứ Quyết định số 217-QĐ/TW ngày 02/5/2019 của Ban Bí thư về chế độ họp của cấp ủy cơ sở;"
    assert found(store, body, table=(ROW,)) == ()


def test_of_one_document_and_of_some_kinds(store: Store) -> None:
    findings = found(store, GOOD, GOOD.replace("12/12/2013", "12/11/2013"), GOOD.replace("12/12/2013", "31/02/2013"))
    assert set(kinds(findings)) == {"date_conflict", "date_invalid"}
    assert kinds(audit(store, kinds=["date_invalid"], table=())) == ["date_invalid"]
    third = next(one.id for one in store.active_directives() if one.source.endswith("3.txt"))
    assert kinds(audit(store, document=third, table=())) == ["date_invalid"]


def examples() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(files("kb.audit").joinpath("issuers.toml").read_text("utf-8"))["example"]
    return rows


@pytest.mark.parametrize("example", examples(), ids=lambda example: f"{example['number']} {example['issuer']}")
def test_symbols_and_issuers_of_the_table(example: dict[str, Any]) -> None:
    assert (misfit(example["number"], example["issuer"]) is None) is example["fits"]


def test_every_kind_has_a_name() -> None:
    from kb.cli.audit import _KINDS

    assert tuple(KINDS) == _KINDS
