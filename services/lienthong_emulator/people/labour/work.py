"""Who works, who pays social and unemployment insurance since when and for what salary, and what they draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lienthong_emulator.people.days import first_days
from lienthong_emulator.people.draws import Chance, Ints, Mask
from lienthong_emulator.people.folk.families import NEVER, Families
from lienthong_emulator.people.labour.benefits import Benefits, benefits_of, latest_of, reserved_months
from lienthong_emulator.people.labour.careers import careers_of
from lienthong_emulator.people.labour.contributions import Contributions, Present, contributions_of
from lienthong_emulator.people.labour.earnings import occupations_of
from lienthong_emulator.people.labour.employers import Employers, employers_of
from lienthong_emulator.people.labour.participation import Participation, participation_of
from lienthong_emulator.people.labour.staff import Staffs, staffs_of, unemployment_insured
from lienthong_emulator.people.labour.standing import NONE, Benefit, Insurance, Pension

if TYPE_CHECKING:
    from lienthong_emulator.runtime.recipe import Nation

DAYS_TO_BEGIN = 20
PAYMENTS, PAYMENT_WEIGHTS = (1, 3, 6, 12), (40, 30, 15, 15)
"""Our choice: how often voluntary participants pay (decree 134/2015, article 9)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Work:
    """Work and insurance of a tile, one entry of each array for each person. Money is đồng, days count from 1970."""

    in_labour_force: Mask
    insurance: Ints
    """`Insurance`."""
    unemployment: Mask
    """Whether unemployment insurance is paid now."""
    forces: Ints
    """97 in the army, 98 in the police, else 0; managed by their own offices, outside of `insurance`."""
    employer: Ints
    """Row of `employers`, `NONE` for all but compulsory participants."""
    occupation: Ints
    """Row of `occupations()`, `NONE` for all but compulsory participants."""
    contract: Ints
    """Day on which the present contract (or voluntary participation) began; `NEVER` for the others."""
    salary: Ints
    """A month, as declared to insurance, or the income chosen by voluntary participants; 0 for the others."""
    payment_months: Ints
    """Months paid at once: the employer's, or as a voluntary participant chose (1, 3, 6, 12); 0 for the others."""
    pension: Ints
    """`Pension`."""
    months: Ints
    """Months of social insurance that count; those before a lump sum do not."""
    reserved: Ints
    """Months of unemployment insurance not used up by a benefit; 0 for those who draw an old-age pension."""
    registered: Ints
    """Month of the first contribution, counted from January 1970 as 0; `NONE` without any."""
    employers: Employers
    contributions: Contributions
    benefits: Benefits


def work_of(nation: Nation, families: Families, chance: Chance) -> Work:
    """The work of a tile with its employers. Quotas are exact where there are enough people."""
    who = participation_of(nation, families, chance)
    staffs = staffs_of(nation.year, families, who.insurance == Insurance.COMPULSORY, chance)
    employers = employers_of(nation, families, staffs, chance)
    present = _present(nation.year, families, who, staffs, employers, chance)
    careers = careers_of(nation.year, families, who, chance)
    paid = contributions_of(careers, present, families, employers, chance)
    survivors = np.nonzero(who.pension == Pension.SURVIVOR)[0]
    benefits = benefits_of(nation.year, families, careers, paid, survivors, chance)
    insured = np.isin(who.insurance, (Insurance.COMPULSORY, Insurance.VOLUNTARY))
    latest = np.where(insured, latest_of(families.size, paid), NONE)
    return Work(
        in_labour_force=who.in_labour_force,
        insurance=who.insurance,
        unemployment=present.unemployment,
        forces=who.forces,
        employer=present.employer,
        occupation=present.occupation,
        contract=_contracts(paid, latest, chance),
        salary=np.append(paid.salary, 0)[latest],
        payment_months=_payments(who.insurance, present.employer, employers, chance),
        pension=who.pension,
        months=_months(families.size, paid, benefits),
        reserved=np.where(who.pension == Pension.OLD_AGE, 0, reserved_months(families.size, paid, benefits)),
        registered=_first_months(families.size, paid),
        employers=employers,
        contributions=paid,
        benefits=benefits,
    )


def _present(
    year: int, families: Families, who: Participation, staffs: Staffs, employers: Employers, chance: Chance
) -> Present:
    seated = np.nonzero(staffs.seat != NONE)[0]
    occupation = np.full(families.size, NONE)
    occupation[seated] = occupations_of(employers.sector[staffs.seat[seated]], seated, chance)
    working = int(who.in_labour_force.sum())
    return Present(
        insurance=who.insurance,
        unemployment=unemployment_insured(year, families, working, staffs, chance),
        employer=staffs.seat,
        occupation=occupation,
    )


def _contracts(paid: Contributions, latest: Ints, chance: Chance) -> Ints:
    people = np.arange(len(latest))
    first = np.append(paid.first, 0)[latest]
    began = first_days(first) + chance.below("contract day", people, DAYS_TO_BEGIN)
    return np.where(latest == NONE, NEVER, began)


def _payments(insurance: Ints, employer: Ints, employers: Employers, chance: Chance) -> Ints:
    chosen = np.array(PAYMENTS)[chance.picks("voluntary payment", np.arange(len(insurance)), PAYMENT_WEIGHTS)]
    return np.where(insurance == Insurance.VOLUNTARY, chosen, np.append(employers.payment_months, 0)[employer])


def _months(size: int, paid: Contributions, benefits: Benefits) -> Ints:
    found = np.bincount(paid.person, paid.length, size).astype(np.int64)
    found[benefits.person[benefits.kind == Benefit.LUMP_SUM]] = 0
    return found


def _first_months(size: int, paid: Contributions) -> Ints:
    found = np.full(size, NONE)
    found[paid.person[::-1]] = paid.first[::-1]
    return found
