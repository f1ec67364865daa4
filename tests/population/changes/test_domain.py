"""How a citizen changes."""

from dataclasses import replace
from datetime import date

import pytest

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.population.changes.domain import corrected, died, fields_changed, needs_number, stem_of
from lienthong_emulator.population.changes.errors import ImpossibleDate
from lienthong_emulator.population.citizens.domain import Citizen
from lienthong_emulator.reference.addresses import Address

TODAY = date(2022, 1, 5)
HOA = Citizen(
    citizen_key=7,
    personal_number="",
    full_name="Hoàng Thị Hoa",
    birth_date=PartialDate(1988),
    sex=2,
    ethnic_group="05",
    nationality="VN",
    registration_commune="00166",
    hometown=Address("02", "024", "00688"),
    residence=Address("79", "760", "26734"),
)


@pytest.mark.parametrize(
    ("held", "stem"),
    [
        pytest.param({}, "901188", id="where the birth was registered"),
        pytest.param({"registration_commune": ""}, "902188", id="else the hometown"),
        pytest.param({"registration_commune": "", "hometown": Address()}, "979188", id="else the residence"),
        pytest.param(
            {"registration_commune": "", "hometown": Address(), "residence": Address()}, "998188", id="else abroad"
        ),
    ],
)
def test_a_number_opens_with_a_place(held: dict[str, object], stem: str) -> None:
    assert stem_of(replace(HOA, **held)) == stem


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param("", True, id="none"),
        pytest.param("901188000001", False, id="right"),
        pytest.param("901088000001", True, id="of a man"),
        pytest.param("901189000001", True, id="of another year"),
    ],
)
def test_a_number_is_due_where_the_one_held_says_otherwise(number: str, expected: bool) -> None:
    assert needs_number(replace(HOA, personal_number=number)) is expected


@pytest.mark.parametrize("day", [date(1988, 1, 1), date(2022, 1, 5)], ids=["in the year of birth", "today"])
def test_a_death_may_be_as_early_as_the_birth_is_known(day: date) -> None:
    assert died(HOA, day, TODAY).death_date == day


@pytest.mark.parametrize("born", [PartialDate(2021, 1, 2), PartialDate(2021, 2), PartialDate(2022)])
def test_nobody_is_born_after_they_died(born: PartialDate) -> None:
    with pytest.raises(ImpossibleDate):
        corrected(replace(HOA, death_date=date(2021, 1, 1)), {"birth_date": born}, TODAY)


def test_a_whole_birth_date_takes_the_place_of_one_that_stood_for_the_year() -> None:
    hoa = replace(HOA, birth_date=PartialDate(1988, 1, 1), birth_defaulted=True)
    right = corrected(hoa, {"birth_date": PartialDate(1988, 1, 1)}, TODAY)

    assert fields_changed(hoa, right) == ["birth_date"]
    assert not right.birth_defaulted
