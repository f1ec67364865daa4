"""Numbers of participants and households."""

from dataclasses import replace
from datetime import date

import pytest

from lienthong_emulator.insurance.registry.domain import (
    Candidate,
    Description,
    household_code_stem,
    issued_number,
    si_number_stem,
    those_described,
)
from lienthong_emulator.insurance.registry.errors import NumbersExhausted
from lienthong_emulator.matching import NOWHERE, PartialDate, Place


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


LAN = Candidate(participant_key=115000017, full_name="Nguyễn Thị Lan", registration_commune="00166")


@pytest.mark.parametrize(
    ("name", "area", "is_found"),
    [
        pytest.param("nguyễn  thị LAN", NOWHERE, True, id="her name in other letters"),
        pytest.param("Nguyễn Lan", NOWHERE, False, id="a name that is nearly hers"),
        pytest.param("Nguyễn Thị Lan", Place("01"), True, id="her province"),
        pytest.param("Nguyễn Thị Lan", Place("01", "005", "00166"), True, id="her commune"),
        pytest.param("Nguyễn Thị Lan", Place("", "", "00166"), True, id="her commune, by itself"),
        pytest.param("Nguyễn Thị Lan", Place("01", "001"), False, id="another district"),
        pytest.param("Nguyễn Thị Lan", Place("79"), False, id="another province"),
    ],
)
def test_somebody_is_described_by_name_and_place_of_registration(name: str, area: Place, is_found: bool) -> None:
    description = Description(full_name=name, birth=PartialDate(1993), registered_in=area)

    assert those_described(description, [LAN]) == ([LAN.participant_key] if is_found else [])


def test_nobody_is_described_by_a_place_where_none_is_on_record() -> None:
    description = Description(full_name="Nguyễn Thị Lan", birth=PartialDate(1993), registered_in=Place("01"))

    assert those_described(description, [replace(LAN, registration_commune="")]) == []


def test_of_many_who_are_described_the_first_twenty_are_told() -> None:
    many = [replace(LAN, participant_key=key) for key in range(30)]

    assert those_described(Description(full_name=LAN.full_name, birth=PartialDate(1993)), many) == [*range(20)]
