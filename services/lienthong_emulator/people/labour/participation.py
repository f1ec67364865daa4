"""Who of a tile works, is insured, serves or draws a pension: exactly as many as the year's targets say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from lienthong_emulator.people.days import month
from lienthong_emulator.people.draws import Chance, Floats, Ints, Mask, quotas
from lienthong_emulator.people.folk.families import NEVER, NOBODY, Families
from lienthong_emulator.people.labour.facts import by_age, target_of
from lienthong_emulator.people.labour.standing import ARMY, POLICE, Insurance, Pension

if TYPE_CHECKING:
    from lienthong_emulator.runtime.recipe import Nation

MALE: Final = 1
FORCES_PER_LIVING, POLICE_AMONG_FORCES = 0.005, 0.4
RESERVED_PER_LIVING = 0.06
"""Our choice, as are the shares of the forces."""
PENSIONS: Final = {Pension.OLD_AGE: 0.84, Pension.LOSS_OF_CAPACITY: 0.03, Pension.ACCIDENT: 0.03, Pension.SURVIVOR: 0.1}
"""Our choice: how the monthly beneficiaries divide."""
YOUNGEST_EMPLOYEE = 16
"""Our choice: the year after the 15th birthday (Labour Code 45/2019, article 3), so no contribution lies before it."""
FOREIGNERS_SINCE: Final = month(2018, 12)
"""Decree 143/2018, article 17: the first month in which foreigners pay compulsory social insurance."""
YOUNGEST_PENSIONERS: Final = (57, 52)
"""Our choice: men and women draw no old-age pension at the anchor that is younger; none began before 55 and 50."""
GROWN_UP_IN_1995 = 1962
"""Our choice: last birth year of those who draw for loss of capacity, which was granted until 1994."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Participation:
    """One entry of each array for each person of the tile; nothing for the dead."""

    in_labour_force: Mask
    insurance: Ints
    """`Insurance`."""
    forces: Ints
    """97 in the army, 98 in the police, else 0."""
    pension: Ints
    """`Pension`."""


def participation_of(nation: Nation, families: Families, chance: Chance) -> Participation:
    """Draw exact numbers, weighted by age and sex. Army and police stand outside of the insured (our choice)."""
    target, count = target_of(nation.year), int(families.alive.sum())
    people = _People(families, nation.year, chance)
    working = people.chosen("labour force", _odds(people.rates("labour")), round(count * target.labour_force))
    serving = people.chosen(
        "forces", people.rates("forces") * working * people.citizen, round(count * FORCES_PER_LIVING)
    )
    insured, voluntary = (round(working.sum() * share) for share in (target.social, target.voluntary))
    free = working & ~serving
    may = free & people.of_age & (people.citizen | (month(nation.year, 12) >= FOREIGNERS_SINCE))
    employed = people.chosen("compulsory", people.rates("compulsory") * may, insured - voluntary)
    choosing = people.chosen("voluntary", _voluntary(people) * (free & ~employed), voluntary)
    pension = _pensions(people, ~(employed | choosing | serving), round(families.size * target.beneficiaries))
    left = _leavers(people) * (pension == Pension.NONE) * ~(employed | choosing | serving)
    insurance = np.select((employed, choosing), (Insurance.COMPULSORY, Insurance.VOLUNTARY), Insurance.NONE)
    insurance[people.chosen("reserved", left, round(count * RESERVED_PER_LIVING))] = Insurance.RESERVED
    return Participation(
        in_labour_force=working,
        insurance=insurance,
        forces=_forces(people, serving),
        pension=pension,
    )


class _People:
    """The living as far as they matter to the draws: the dead have no rate."""

    def __init__(self, families: Families, year: int, chance: Chance) -> None:
        self.families, self.chosen, self.chance = families, chance.chosen, chance
        self.age = np.where(families.alive, families.age(year), NOBODY)
        self.citizen = families.nationality == 0
        self.of_age = self.age >= YOUNGEST_EMPLOYEE
        self.man = families.sex == MALE

    def rates(self, name: str) -> Floats:
        """Of 1, by age and sex."""
        men, women = (by_age("participation", f"{name}_{who}", self.age) for who in ("men", "women"))
        return np.where(self.man, men, women) / 1_000


def _odds(rate: Floats) -> Floats:
    """Weights of a draw without repetition that give each about its rate."""
    return np.asarray(-np.log1p(-rate), np.float64)


def _voluntary(people: _People) -> Floats:
    return by_age("participation", "voluntary", people.age) * people.citizen


def _leavers(people: _People) -> Floats:
    """Those of the age of participants who are none now."""
    return people.rates("compulsory") * (people.age >= 18) * people.citizen


def _forces(people: _People, serving: Mask) -> Ints:
    police = people.chosen("police", serving.astype(np.float64), round(serving.sum() * POLICE_AMONG_FORCES))
    return np.where(serving, np.where(police, POLICE, ARMY), 0)


def _pensions(people: _People, free: Mask, count: int) -> Ints:
    """What the monthly beneficiaries draw, one benefit each."""
    found, age = np.full(len(free), Pension.NONE), people.age
    weights = {
        Pension.LOSS_OF_CAPACITY: (people.families.birth_year <= GROWN_UP_IN_1995) & (age > 0),
        Pension.SURVIVOR: _survivors(people),
        Pension.ACCIDENT: (age >= 25) & (age < 68),
        Pension.OLD_AGE: people.rates("pension") * (age >= np.where(people.man, *YOUNGEST_PENSIONERS)),
    }
    shares = quotas(count, [PENSIONS[pension] for pension in weights]).tolist()
    for (pension, weight), share in zip(weights.items(), shares, strict=True):
        open_to = weight * free * (found == Pension.NONE) * people.citizen
        found[people.chosen(pension.name, open_to.astype(np.float64), share)] = pension
    return found


def _survivors(people: _People) -> Floats:
    """Children, those who lost a parent first, and the old (Law on social insurance of 2014, article 67)."""
    died = np.append(people.families.died, NEVER)
    orphan = (died[people.families.mother] != NEVER) | (died[people.families.father] != NEVER)
    child, old = (people.age >= 0) & (people.age < 18), people.age >= np.where(people.man, 60, 55)
    weights = child * np.where(orphan, 100.0, 0.3) + old * np.where(people.age >= 80, 3.0, 1.0)
    return weights.astype(np.float64)
