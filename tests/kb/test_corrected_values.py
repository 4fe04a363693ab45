"""What a person may put in the place of a value: brought into form, or refused in one line."""

from __future__ import annotations

import pytest

from kb.corrected_values import CITATION, HEADER, assignment
from kb.errors import UsageError
from kb.people import who


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("date=2013-12-12", ("date", "2013-12-12")),
        ("date = 12/12/2013", ("date", "2013-12-12")),
        ("date=1/2/2013", ("date", "2013-02-01")),
        ("date=", ("date", None)),
        ("number=217 - QĐ/TW", ("number", "217-QĐ/TW")),
        ("type=ke hoach", ("type", "Kế hoạch")),
        ("province=tinh lai chau", ("province", "Lai Châu")),
        ("year=2013", ("year", "2013")),
        ("title=  Giám sát   ở cơ sở ", ("title", "Giám sát ở cơ sở")),
        ("issuer=Uỷ ban nhân dân tỉnh Lai Châu", ("issuer", "Ủy ban nhân dân tỉnh Lai Châu")),
    ],
)
def test_values_are_brought_into_form(typed: str, stored: tuple[str, str | None]) -> None:
    assert assignment(typed, HEADER) == stored


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "date",
            "date:12/12/2013",
            "ngày=12/12/2013",
            "=x",
            "date=31/02/2013",
            "date=12/12/13",
            "date=hôm nay",
            "date=2013",
        ),
        *(
            "number=217",
            "number=abc",
            "number=",
            "type=Quyết đoán",
            "type=",
            "province=Atlantis",
            "year=13",
            "year=hai",
            "title=12",
        ),
        *("instrument=217-QĐ/TW", "draft=1", "title=" + "x" * 2000),
    ],
)
def test_wrong_values_are_refused_in_one_line(typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        assignment(typed, HEADER)
    assert "\n" not in str(refused.value)
    assert ":" in str(refused.value)  # what, then what to do


def test_fields_of_citations_are_others() -> None:
    assert assignment("instrument=i0123", CITATION) == ("instrument", "i0123")
    with pytest.raises(UsageError):
        assignment("province=Lai Châu", CITATION)


@pytest.mark.parametrize("named", ["", "  ", "123", "x" * 300])
def test_somebody_has_to_say_it(named: str) -> None:
    with pytest.raises(UsageError):
        who(named)
    assert who("  Nguyễn   Văn A ") == "Nguyễn Văn A"
    assert who()
