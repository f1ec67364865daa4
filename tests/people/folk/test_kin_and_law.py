"""Kin as nature and the law have them."""

import numpy as np

from lienthong_emulator.people.draws import Ints
from lienthong_emulator.people.folk.families import NOBODY, Families


def test_a_mother_lives_when_her_child_is_born(families: Families) -> None:
    born = families.mother != NOBODY
    assert (families.birth <= families.died[families.mother])[born].all()


def test_nobody_marries_kin_of_three_generations(families: Families) -> None:
    mother, father = families.mother, families.father

    def mother_of(people: Ints) -> Ints:
        return np.where(people == NOBODY, NOBODY, mother[people])

    married = np.nonzero(families.spouse != NOBODY)[0]
    elders = [mother, mother_of(mother), mother_of(father)]
    assert len(married) > 50_000
    for one in elders:
        for other in elders:
            same = one[married] == other[families.spouse[married]]
            assert not (same & (one[married] != NOBODY)).any()
