"""Telephones and e-mail that cannot be anybody's."""

import re

import numpy as np
from tests.people.nations import seeded

from lienthong_emulator.people.draws import Chance
from lienthong_emulator.people.identifiers.contacts import emails, phones

INDEX = np.arange(100_000)
CHANCE = Chance(1, 0)


def test_no_telephone_can_be_real() -> None:
    numbers = phones(INDEX, CHANCE)

    assert [number for number in numbers if not re.fullmatch("0000[0-9]{6}", number)] == []


def test_a_telephone_is_the_same_for_one_person_as_for_all() -> None:
    assert phones(INDEX[41:42], CHANCE) == phones(INDEX, CHANCE)[41:42]


def test_everybody_has_an_own_address_in_ascii_that_is_no_real_domain() -> None:
    families, names = seeded(1).families, seeded(1).names

    addresses = emails(names, np.arange(families.size))

    assert [one for one in addresses if not re.fullmatch(r"[a-z]+\.[a-z]*[0-9]+@thu\.example", one)] == []
    assert len(set(addresses)) == families.size
