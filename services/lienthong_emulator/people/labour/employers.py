"""Who employs the people of a tile: enterprises, the state, cooperatives, household businesses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from lienthong_emulator.people.days import last_day_of_year
from lienthong_emulator.people.draws import Chance, Ints
from lienthong_emulator.people.folk.communities import provinces_of
from lienthong_emulator.people.folk.families import NEVER, Families
from lienthong_emulator.people.labour.employer_names import forms_of
from lienthong_emulator.people.labour.facts import column
from lienthong_emulator.people.labour.standing import Kind, Status
from lienthong_emulator.people.labour.tails import lognormal

if TYPE_CHECKING:
    from lienthong_emulator.people.labour.staff import Staffs
    from lienthong_emulator.runtime.recipe import Nation

TAXPAYERS_PER_LIVING = 550_000 / 98_000_000
"""Paying organisations of which tax told VSS in a year (regulation 1999/QCPH-BHXH-TCT, experience of 2021)."""
LEAST_WITHOUT_STAFF = 0.1
"""Our choice: so many beside those with insured staff, where these are already as many as there are taxpayers."""
WITHOUT_STAFF: Final = {
    Status.ACTIVE: 30,
    Status.SUSPENDED: 25,
    Status.NOT_AT_ADDRESS: 15,
    Status.ENDING: 15,
    Status.ENDED: 10,
    Status.MOVED: 5,
}
"""Our choice: weights of the status of employers without insured staff."""
YOUNGEST, OLDEST = 90, 55 * 365
"""Days since the foundation."""
LARGEST_WORDS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Employers:
    """Employers of a tile, one entry of each array for each. Days count from 1970-01-01, `NEVER` stands for none."""

    kind: Ints
    """`Kind`."""
    sector: Ints
    """Row of `sectors()`."""
    province: Ints
    commune: Ints
    """Of the head office, by code as a number."""
    founded: Ints
    closed: Ints
    suspended: Ints
    status: Ints
    """`Status`, as the tax service has it."""
    size: Ints
    """Insured staff at the anchor: compulsory participants of this tile."""
    payment_months: Ints
    """Months paid at once: 1, 3 or 6 (phương thức đóng)."""
    form: Ints
    """Row of the table `employer_forms`: the pattern of the name."""
    words: Ints
    """What is put in the pattern, as one number (see `employer_names.full_name`)."""

    @property
    def count(self) -> int:
        return len(self.kind)


def employers_of(nation: Nation, families: Families, staffs: Staffs, chance: Chance) -> Employers:
    """The employers with staff, in the order of `staffs`, and after them those without."""
    idle = _idle_count(int(families.alive.sum()), len(staffs.kind))
    home = np.concatenate([staffs.middle, chance.below("home without staff", np.arange(idle), families.size)])
    kind = np.concatenate([staffs.kind, _idle_kinds(idle, chance)])
    size = np.concatenate([staffs.size, np.zeros(idle, np.int64)])
    return _described(nation.year, kind, size, families.commune[home], chance)


def _idle_count(living: int, staffed: int) -> int:
    return max(round(living * TAXPAYERS_PER_LIVING) - staffed, round(staffed * LEAST_WITHOUT_STAFF))


def _idle_kinds(count: int, chance: Chance) -> Ints:
    found = chance.picks("kind without staff", np.arange(count), (3, 1))
    return np.where(found == 0, Kind.ENTERPRISE, Kind.HOUSEHOLD)


def _described(year: int, kind: Ints, size: Ints, commune: Ints, chance: Chance) -> Employers:
    rows, today = np.arange(len(kind)), last_day_of_year(year)
    sector = _sectors(kind, rows, chance)
    status = _statuses(kind, size, rows, chance)
    age = 365 * column("employer_kinds", "age")[kind] * lognormal(chance, "age", rows, np.full(len(rows), 0.7))
    founded = today - np.clip(age.astype(np.int64), YOUNGEST, OLDEST)
    ended = today - chance.below("ended", rows, YOUNGEST - 1)
    over = (status == Status.ENDED) | (status == Status.ENDING)
    return Employers(
        kind=kind,
        sector=sector,
        province=provinces_of(commune),
        commune=commune,
        founded=founded,
        closed=np.where(over, ended, NEVER),
        suspended=np.where(status == Status.SUSPENDED, ended, NEVER),
        status=status,
        size=size,
        payment_months=_payment(kind, size, rows, chance),
        form=forms_of(kind, sector, rows, chance),
        words=chance.below("words", rows, LARGEST_WORDS),
    )


def _sectors(kind: Ints, rows: Ints, chance: Chance) -> Ints:
    found = np.zeros(len(rows), np.int64)
    for each in Kind:
        those = rows[kind == each]
        found[those] = chance.picks("sector", those, column("sectors", each.name.lower()))
    return found


def _statuses(kind: Ints, size: Ints, rows: Ints, chance: Chance) -> Ints:
    """Those with insured staff are active; where tax says otherwise, it is a planted difference."""
    idle = np.array(list(WITHOUT_STAFF))[chance.picks("status", rows, list(WITHOUT_STAFF.values()))]
    found = np.where(size > 0, Status.ACTIVE, idle)
    return np.where((kind == Kind.HOUSEHOLD) & (found == Status.ACTIVE), Status.HOUSEHOLD_ACTIVE, found)


def _payment(kind: Ints, size: Ints, rows: Ints, chance: Chance) -> Ints:
    """Our choice: some small ones in farming and trade pay every 3 or 6 months (Law 58/2014, article 86, clause 4)."""
    seldom = (np.isin(kind, (Kind.COOPERATIVE, Kind.HOUSEHOLD)) & (size < 10)) * 0.4
    return np.where(chance.uniform("payment", rows) < seldom, 3 * (1 + chance.below("payment months", rows, 2)), 1)
