"""Employers as insurance and as tax hold them, and what they paid their people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from lienthong_emulator.people.days import last_day_of_year
from lienthong_emulator.people.folk.families import NEVER
from lienthong_emulator.people.labour.employer_names import full_name
from lienthong_emulator.people.labour.facts import sectors
from lienthong_emulator.people.labour.standing import Insurance, Status
from lienthong_emulator.people.mistakes.differences import Kind
from lienthong_emulator.people.registers.texts import addresses, dates, houses, optional
from lienthong_emulator.people.registers.versions import Employers, Incomes
from lienthong_emulator.reference.contribution_rates import employee_share

if TYPE_CHECKING:
    from lienthong_emulator.people.draws import Ints
    from lienthong_emulator.people.mistakes.views import View
    from lienthong_emulator.people.tile import Tile

TAX: Final = "tax"
ABOVE_INSURED: Final = 1.4
"""Our choice: salaries that tax knows to be higher are so by that factor."""
INCOMES_OF_ABSENT: Final = range(4_500_000, 12_000_000)
"""Our choice: what employers pay to people of whom they tell insurance nothing, đồng a month."""
GHOSTS: Final = 0.2
"""Our choice: the share of staff that an employer with too high a headcount tells tax of beside the insured."""
DAYS_SINCE_CLOSED: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlantedOnEmployers:
    """Rows of employers that tax holds otherwise than insurance."""

    closed: Ints
    headcount: Ints
    """For each employer how many people more than insurance has."""


@lru_cache(maxsize=1)
def planted_on_employers(tile: Tile) -> PlantedOnEmployers:
    """As many of 1,000 employers with staff as of people: closed for tax, or with more staff than is insured."""
    size, rate = tile.employers.size, tile.nation.differing / 1000
    staffed = size > 0
    chosen = tile.chance.chosen("employer differs", staffed.astype(np.float64), round(rate * int(staffed.sum())))
    is_closed = tile.chance.uniform("employer closed", np.arange(len(size))) < 0.5
    ghosts = np.where(chosen & ~is_closed, np.ceil(size * GHOSTS).astype(np.int64), 0)
    absent = tile.planted.at(TAX, Kind.ABSENT_FROM_INSURANCE)
    return PlantedOnEmployers(
        closed=np.nonzero(chosen & is_closed)[0],
        headcount=ghosts + np.bincount(employers_of_absent(tile, absent), minlength=len(size)),
    )


def employers_of_absent(tile: Tile, people: Ints) -> Ints:
    """Who pays people of whom insurance knows nothing: employers with staff."""
    staffed = np.nonzero(tile.employers.size > 0)[0]
    if not len(staffed):
        return np.zeros(0, np.int64)
    return staffed[tile.chance.below("employer of the absent", people, len(staffed))]


def employers_in(view: View, *, with_staff_only: bool) -> Employers:
    """All employers of the tile; insurance knows those with staff."""
    tile, employers = view.tile, view.tile.employers
    rows = np.nonzero(employers.size > 0)[0] if with_staff_only else np.arange(employers.count)
    status, closed, headcount = _as_held(view)
    index = 10**9 + tile.span.first + rows
    return Employers(
        unit_code=np.where(employers.size[rows] > 0, tile.unit_codes[rows], "").tolist(),
        tax_code=tile.organisation_codes[rows].tolist(),
        full_name=[full_name(employers, row) for row in rows.tolist()],
        address=addresses(employers.commune[rows], houses(index, tile.chance)),
        business_line=np.array([sector.name for sector in sectors()], np.object_)[employers.sector[rows]].tolist(),
        type=employers.kind[rows].tolist(),
        phone=[f"0000{number:06}" for number in tile.chance.below("phone", index, 10**6).tolist()],
        email=[f"dn{number}@cty.example" for number in index.tolist()],
        payment_months=employers.payment_months[rows].tolist(),
        status=[f"{code:02}" for code in status[rows].tolist()],
        founded=dates(employers.founded[rows]),
        ended=dates(closed[rows]),
        headcount=headcount[rows].tolist(),
    )


def _as_held(view: View) -> tuple[Ints, Ints, Ints]:
    """Status, day of closing and headcount of every employer, as the agency holds them."""
    tile, employers = view.tile, view.tile.employers
    status, closed, headcount = employers.status.copy(), employers.closed.copy(), employers.size.copy()
    if view.agency == TAX:
        planted = planted_on_employers(tile)
        status[planted.closed] = Status.ENDED
        closed[planted.closed] = last_day_of_year(tile.nation.year) - DAYS_SINCE_CLOSED
        headcount += planted.headcount
    return status, np.minimum(closed, np.where(employers.suspended < NEVER, employers.suspended, NEVER)), headcount


def incomes_in(view: View, people: Ints) -> Incomes:
    """What the people of a slice were paid in December by employers of the tile."""
    tile, work = view.tile, view.tile.work
    taxed = tile.numbers.tax_code[people] != 0
    staff = people[taxed & (work.insurance[people] == Insurance.COMPULSORY) & (work.employer[people] >= 0)]
    absent = view.wrong(Kind.ABSENT_FROM_INSURANCE)
    absent = absent[np.isin(absent, people)]
    everybody = np.concatenate([staff, absent])
    return Incomes(
        employer_tax_code=[
            *tile.organisation_codes[work.employer[staff]].tolist(),
            *tile.organisation_codes[employers_of_absent(tile, absent)].tolist(),
        ],
        person_tax_code=optional(tile.numbers.tax_code[everybody], 10),
        month=[tile.nation.year * 100 + 12] * len(everybody),
        income=income_told_to_tax(view, everybody).tolist(),
        insurance_deducted=np.concatenate([_deducted(tile, staff), np.zeros_like(absent)]).tolist(),
    )


def _deducted(tile: Tile, staff: Ints) -> Ints:
    """What employers keep back in December, paid on to insurance or not."""
    december, foreign = date(tile.nation.year, 12, 31), tile.families.nationality[staff] != 0

    def share(fund: str) -> Ints:
        citizens, foreigners = (employee_share(fund, december, foreign=each) for each in (False, True))
        return np.where(foreign, foreigners, citizens)

    shares = share("SOCIAL") + share("HEALTH") + tile.work.unemployment[staff] * share("UNEMPLOYMENT")
    return np.round(tile.work.salary[staff] * shares / 1_000).astype(np.int64)


def income_told_to_tax(view: View, people: Ints) -> Ints:
    """Of December: the insured salary, more of a few, and something of those who are not insured at all."""
    salary = view.tile.work.salary[people]
    above = np.isin(people, view.wrong(Kind.SALARY_ABOVE_INSURED))
    absent = np.isin(people, view.wrong(Kind.ABSENT_FROM_INSURANCE))
    drawn = INCOMES_OF_ABSENT.start + view.tile.chance.below("income", people, len(INCOMES_OF_ABSENT)) // 1000 * 1000
    return np.select([absent, above], [drawn, (salary * ABOVE_INSURED).astype(np.int64)], salary)
