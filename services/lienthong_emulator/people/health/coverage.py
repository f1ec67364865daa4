"""Who holds a health-insurance card, as what, and which cards came before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from lienthong_emulator.people.days import MONTHS, first_days, five_years_after, last_day_of_year, month, months_of
from lienthong_emulator.people.draws import Chance, Floats, Ints, Mask
from lienthong_emulator.people.folk.families import NEVER, Families
from lienthong_emulator.people.health.card_days import CardDays, card_days_of
from lienthong_emulator.people.health.card_offices import facilities_of, issuers_of
from lienthong_emulator.people.health.entitlements import Entitlements, entitlements_of
from lienthong_emulator.people.health.past_cards import Held, PastCards, past_cards_of
from lienthong_emulator.people.labour.facts import object_row, target_of
from lienthong_emulator.people.labour.standing import NONE, Insurance

if TYPE_CHECKING:
    from lienthong_emulator.people.health.welfare import Welfare
    from lienthong_emulator.people.labour.work import Work
    from lienthong_emulator.runtime.recipe import Nation

UNCOVERED: Final = {"GD": 1.0, "GB": 0.7, "SV": 0.3, "HS": 0.05}
"""Our choice: how likely those who must pay for themselves do not; all others are covered."""
CAREFUL = 0.3
"""Our choice: voluntary participants go without health insurance so much less often."""
NEW = 0.08
LONGEST_RUN = 11 * MONTHS
HEALTH_INSURANCE_SINCE: Final = month(2009, 7)
"""Law on health insurance of 2008, article 51."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coverage:
    """Cards in force at the anchor, one entry of each array for each person of the tile.

    Those not covered, the dead among them, have -1 for codes, 0 for numbers and `NEVER` for days, which count from
    1970-01-01. Both days of validity are included.
    """

    object_code: Ints
    """Row of `object_codes()`: of all codes that apply the one that pays first (decree 146/2018, article 14)."""
    also: Ints
    """The next one that applies, -1 if none does."""
    level: Ints
    """Benefit digit 1 to 5: the best that any code that applies gives."""
    issuer: Ints
    """Province of residence by code as a number; 97 and 98 for army, police and their relatives."""
    valid_from: Ints
    valid_to: Ints
    facility: Ints
    """For initial care: province and serial as one number, `01832` is 1832."""
    five_years: Ints
    """Day on which five years without a break are or will be complete; `NEVER` for children under 6."""
    area: Ints
    """1, 2, 3 for K1, K2, K3, else 0."""
    months: Ints
    """Months of health insurance in all, those of the uncovered included."""
    past: PastCards

    @property
    def covered(self) -> Mask:
        return self.object_code >= 0


def coverage_of(nation: Nation, families: Families, work: Work, welfare: Welfare, chance: Chance) -> Coverage:
    """The cards of a tile: exactly as many as the target says, where enough people must pay for themselves."""
    could = entitlements_of(nation.year, families, work, welfare, chance)
    covered = families.alive & ~_uncovered(nation.year, families, work, could, chance)
    code = np.where(covered, could.first, NONE)
    days = card_days_of(nation.year, families, work, code, chance)
    facility = facilities_of(nation.seed, families, chance)
    issuer = issuers_of(could.first, families.province)
    since = _since(families, covered, days, chance)
    return Coverage(
        object_code=code,
        also=np.where(covered, could.second, NONE),
        level=np.where(covered, could.level, 0),
        issuer=np.where(covered, issuer, 0),
        valid_from=days.valid_from,
        valid_to=days.valid_to,
        facility=np.where(covered, facility, 0),
        five_years=np.where(covered & (code != object_row("TE")), five_years_after(since), NEVER),
        area=np.where(covered, welfare.area, 0),
        months=_months(nation.year, families, covered, since, chance),
        past=past_cards_of(nation.year, families, work, Held(could.first, covered, days, since, facility), chance),
    )


def _uncovered(year: int, families: Families, work: Work, could: Entitlements, chance: Chance) -> Mask:
    weights: Floats = np.zeros(families.size)
    for code, weight in UNCOVERED.items():
        weights[could.first == object_row(code)] = weight
    weights[work.insurance == Insurance.VOLUNTARY] *= CAREFUL
    living = int(families.alive.sum())
    return chance.chosen("uncovered", weights * families.alive, living - round(living * target_of(year).coverage))


def _since(families: Families, covered: Mask, days: CardDays, chance: Chance) -> Ints:
    """Since when cards have followed each other without a break."""
    people = np.arange(families.size)
    start = np.where(covered, days.valid_from, 0)
    run = np.where(chance.uniform("new", people) < NEW, 0, chance.below("run", people, LONGEST_RUN))
    earliest = np.maximum(families.birth, first_days(np.array([HEALTH_INSURANCE_SINCE]))[0])
    before = np.maximum(first_days(months_of(start) - run), earliest)
    return np.where(run == 0, start, np.minimum(before, start))


def _months(year: int, families: Families, covered: Mask, since: Ints, chance: Chance) -> Ints:
    people, today = np.arange(families.size), np.array([last_day_of_year(year)])
    lived = months_of(today) - np.maximum(months_of(families.birth), HEALTH_INSURANCE_SINCE)
    now = np.where(covered, months_of(today) - months_of(since) + 1, 0)
    before = chance.below("months before", people, np.maximum(lived - now, 0) // 2 + 1)
    return np.where(families.alive, now + before, np.maximum(lived, 0) // 2)
