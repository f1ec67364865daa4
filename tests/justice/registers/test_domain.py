"""Where entries stand, and whom they join."""

from __future__ import annotations

from datetime import date

import pytest

from lienthong_emulator.justice.civil_status.domain import place_in_book
from lienthong_emulator.justice.registers.domain import Marriage, Place, Register


@pytest.mark.parametrize("entry", [1, 200, 201, 1_000])
def test_births_of_before_stand_in_books_like_those_that_come_of_a_dossier(entry: int) -> None:
    place = Place(entry=entry, registered_on=date(2021, 3, 1), commune="00166")

    assert (place.number, place.book(Register.BIRTHS), place.page) == place_in_book(entry, 2021)


def test_each_register_marks_its_books() -> None:
    place = Place(entry=201, registered_on=date(1999, 3, 1), commune="00166")

    assert [place.book(register) for register in Register] == ["02/1999-TP/KS", "02/1999-TP/KH", "02/1999-TP/KT"]


def marriage(husband: int, wife: int, year: int, position: int = 0) -> Marriage:
    place = Place(entry=1, registered_on=date(year, 1, 1), commune="00166")
    return Marriage(
        husband_key=husband,
        husband_number="",
        wife_key=wife,
        wife_number="",
        place=place,
        record_id="",
        position=position,
    )


def test_a_spouse_is_the_other_one() -> None:
    couple = marriage(1, 2, 2012)

    assert (couple.spouse_of(1), couple.spouse_of(2)) == (2, 1)


@pytest.mark.parametrize(
    ("other", "gave_way"),
    [
        pytest.param(marriage(3, 2, 2015), True, id="she married somebody else"),
        pytest.param(marriage(3, 2, 2012, position=2), True, id="on the same day"),
        pytest.param(marriage(3, 2, 2011), False, id="before"),
        pytest.param(marriage(1, 2, 2015), False, id="the same couple again"),
    ],
)
def test_a_marriage_gives_way_to_a_later_one_with_somebody_else(other: Marriage, gave_way: bool) -> None:
    assert marriage(1, 2, 2012, position=1).gave_way_to(other) is gave_way
