"""Numbers of participants and households."""

from datetime import date

import pytest

from lienthong_emulator.insurance.registry.domain import household_code_stem, issued_number, si_number_stem
from lienthong_emulator.insurance.registry.errors import NumbersExhausted


@pytest.mark.parametrize(
    ("day", "stem"),
    [
        pytest.param(date(2021, 12, 31), "0121", id="the eve"),
        pytest.param(date(2022, 1, 1), "0122", id="the new year"),
        pytest.param(date(2009, 1, 5), "0109", id="a year of one digit"),
    ],
)
def test_an_si_number_opens_with_province_and_year_of_issue(day: date, stem: str) -> None:
    assert si_number_stem("01", day) == stem


def test_a_household_code_opens_with_province_and_99() -> None:
    assert household_code_stem("79") == "7999"


def test_numbers_issued_while_a_world_runs_lie_above_those_it_starts_with() -> None:
    issued = [issued_number("0122", count, instead="temporary_card") for count in (1, 2, 100_000)]
    assert issued == ["0122900000", "0122900001", "0122999999"]


def test_the_numbers_of_a_stem_come_to_an_end() -> None:
    with pytest.raises(NumbersExhausted) as no:
        issued_number("0122", 100_001, instead="temporary_card")
    assert (no.value.field, no.value.facts) == ("temporary_card", {"stem": "0122"})
