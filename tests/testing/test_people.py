"""Personas, called by their situations."""

import inspect

import pytest

from lienthong_emulator.people.by_hand.person import Person
from lienthong_emulator.testing.people import People

PEOPLE = People(2021)
SITUATIONS = [name for name, _ in inspect.getmembers(People, inspect.isfunction) if not name.startswith("_")]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_situation_has_somebody(situation: str) -> None:
    assert isinstance(getattr(PEOPLE, situation)(), Person)


def test_no_two_situations_are_one_person() -> None:
    keys = [getattr(PEOPLE, situation)().key for situation in SITUATIONS]
    assert len(set(keys)) == len(keys)


def test_everybody_is_found_by_key() -> None:
    assert [PEOPLE[person.key] for person in PEOPLE] == list(PEOPLE)


def test_a_key_that_is_nearly_right_is_put_right() -> None:
    with pytest.raises(KeyError, match="did you mean van-loc"):
        PEOPLE["van-lock"]


def test_numbers_follow_the_year_of_the_world() -> None:
    assert PEOPLE.pensioner().personal_number != People(2023).pensioner().personal_number
