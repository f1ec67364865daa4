"""Cards that are no longer in force: expired, replaced, reported as ended, revoked, locked at death."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from lienthong_emulator.people.days import MONTHS, first_days, last_day_of_year, last_days, later, months_of
from lienthong_emulator.people.draws import Chance, Ints, Mask
from lienthong_emulator.people.folk.families import NEVER, Families
from lienthong_emulator.people.health.card_days import CardDays, last_days_of_child_cards
from lienthong_emulator.people.health.card_offices import issuers_of
from lienthong_emulator.people.health.standing import CardEnd
from lienthong_emulator.people.labour.facts import levels_on, object_row
from lienthong_emulator.people.labour.standing import NONE, Benefit, Insurance, Kind
from lienthong_emulator.people.tables import records

if TYPE_CHECKING:
    from lienthong_emulator.people.labour.work import Work

WITH_PAST = 0.3
REVOKED, REPLACED = 0.02, 0.15
LEFT_WITHIN = 900
"""Our choice: shares, and the days within which the cards of the uncovered ended."""
SURELY = 10**6
"""Weight of those who drew unemployment benefit of late: the past of all of them is known."""
YEARLY: Final = ("GD", "GB", "HS", "SV", "LS", "CN")
LONG = 24
"""Months for which all other cards are printed (our choice, see `card_days`)."""
DAYS_TO_REVOKE = 20
YOUNGEST_PUPIL, OLDEST_PUPIL, OLD = 6, 18, 80


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PastCards:
    """Cards no longer in force, one entry of each array for each, by person."""

    person: Ints
    object_code: Ints
    """Row of `object_codes()`."""
    level: Ints
    issuer: Ints
    facility: Ints
    valid_from: Ints
    valid_to: Ints
    """As printed on the card."""
    ended: Ints
    """Last day on which it was in force: `valid_to`, or earlier. The next card begins after it."""
    end: Ints
    """`CardEnd`."""


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What each person holds or could hold at the anchor."""

    code: Ints
    """Of the first payer, whether covered or not."""
    covered: Mask
    days: CardDays
    since: Ints
    """Since when cards have followed each other."""
    facility: Ints


def past_cards_of(year: int, families: Families, work: Work, held: Held, chance: Chance) -> PastCards:
    """One card before the present one for some of the living, and the last one of each of the dead."""
    living = _of_living(year, families, work, held, chance)
    dead = _of_dead(year, families, work)
    person, code, first, last, ended, end = (np.concatenate(pair) for pair in zip(living, dead, strict=True))
    order = np.argsort(person, kind="stable")
    person, code = person[order], code[order]
    return PastCards(
        person=person,
        object_code=code,
        level=levels_on(date(year, 12, 31))[code],
        issuer=issuers_of(code, families.province[person]),
        facility=held.facility[person],
        valid_from=first[order],
        valid_to=last[order],
        ended=ended[order],
        end=end[order],
    )


_Columns: TypeAlias = tuple[Ints, Ints, Ints, Ints, Ints, Ints]
"""Person, code, first day, last day as printed, last day in force, why it ended."""


def _of_living(year: int, families: Families, work: Work, held: Held, chance: Chance) -> _Columns:
    drew = _unemployed_before(work, np.where(held.covered, held.days.valid_from, last_day_of_year(year) + 1))
    person, following = _chosen(year, families, held, drew, chance)
    wanted, end = _before(year, families, work, held, drew, person, chance)
    code, following, reason = _as_life_was(wanted, families, work, drew, person, following)
    child, infant = code == object_row("TE"), last_days_of_child_cards(families.birth[person])
    following = np.where(child, infant + 1, following)
    end = np.where(child, CardEnd.EXPIRED, np.where((end == CardEnd.REDUCED) & (code != wanted), CardEnd.EXPIRED, end))
    span = np.where(np.isin(code, [object_row(each) for each in YEARLY]), MONTHS, LONG)
    cut = np.isin(end, (CardEnd.SUPERSEDED, CardEnd.REDUCED))
    ago = np.where(cut, 1 + chance.below("cut", person, span - 1), span)
    first = np.where(child, families.birth[person], np.maximum(later(following, -ago), np.maximum(reason, infant + 1)))
    last = np.where(cut, later(first, span) - 1, following - 1)
    ended = np.where(end == CardEnd.REVOKED, np.minimum(first + DAYS_TO_REVOKE, following - 1), following - 1)
    return person, code, first, last, ended, end


@dataclass(frozen=True, slots=True, eq=False)
class _Drew:
    """First and last day of an unemployment benefit of each person, `NEVER` twice for those without."""

    first: Ints
    last: Ints

    @property
    def known(self) -> Mask:
        return self.last != NEVER


def _unemployed_before(work: Work, day: Ints) -> _Drew:
    """What each drew until not long before a day, if they have not worked since."""
    people, benefits, paid = np.arange(len(day)), work.benefits, work.contributions
    drawn = benefits.kind == Benefit.UNEMPLOYMENT
    person = benefits.person[drawn]
    first, last = np.full(len(day), NEVER), np.full(len(day), NEVER)
    first[person], last[person] = first_days(benefits.first[drawn]), last_days(benefits.ends[drawn])
    row = np.searchsorted(paid.person * 2**20 + paid.first, people * 2**20 + months_of(day)) - 1
    worked = np.append(paid.person, NONE)[row] == people
    worked &= first_days(np.append(paid.last, 0)[row]) > first
    found = (last < day) & (last >= day - LEFT_WITHIN) & ~worked
    return _Drew(np.where(found, first, NEVER), np.where(found, last, NEVER))


def _chosen(year: int, families: Families, held: Held, drew: _Drew, chance: Chance) -> tuple[Ints, Ints]:
    """Whose past is known, and the first day after it: the present card's, or one of late for those without."""
    people, infant = np.arange(families.size), held.code == object_row("TE")
    ended = last_day_of_year(year) - chance.below("left coverage", people, LEFT_WITHIN)
    following = np.where(held.covered, held.days.valid_from, np.where(drew.known, drew.last + 1, ended))
    may = families.alive & ~infant & (~held.covered | (held.since < held.days.valid_from))
    weights = may * np.where(drew.known, SURELY, 1.0)
    found = chance.chosen("past card", weights, round(families.alive.sum() * WITH_PAST))
    return people[found], following[found]


def _before(
    year: int, families: Families, work: Work, held: Held, drew: _Drew, person: Ints, chance: Chance
) -> tuple[Ints, Ints]:
    """As what each was covered before, if the life allows it, and how that ended."""
    code, age = held.code[person], families.age(year)[person]
    pupil, household = code == object_row("HS"), code == object_row("GD")
    reached_school = pupil & (age <= np.where(held.covered[person], YOUNGEST_PUPIL, YOUNGEST_PUPIL + 2))
    anew = (work.employer[person] != NONE) & (held.days.valid_from[person] == work.contract[person])
    retired = (work.pension[person] > 0) & (held.days.valid_from[person] > _january(year))
    left = (household & (work.months[person] > 0)) | retired | (code == object_row("TN"))
    drawn_before = drew.known[person]
    which = (drawn_before, reached_school, (code == object_row("SV")) & (age <= OLDEST_PUPIL), anew, left)
    before = np.select(which, [object_row(each) for each in ("TN", "TE", "HS", "GD", "DN")], code)
    drawn = chance.uniform("end of card", person)
    end = np.select(
        (drawn_before, drawn < REVOKED, reached_school, left, anew, drawn > 1 - REPLACED),
        (CardEnd.EXPIRED, CardEnd.REVOKED, CardEnd.EXPIRED, CardEnd.REDUCED, CardEnd.SUPERSEDED, CardEnd.SUPERSEDED),
        CardEnd.EXPIRED,
    )
    return before, end


def _as_life_was(
    wanted: Ints, families: Families, work: Work, drew: _Drew, person: Ints, following: Ints
) -> tuple[Ints, Ints, Ints]:
    """The code that there was a reason for, the first day after the card, and the first day of the reason.

    Staff hold cards while an employer pays for them, the unemployed while they draw, pensioners since they do, the old
    since they are 80, and children until they are 6. All others belonged to the household.
    """
    birth, always = families.birth[person], np.full(len(person), -NEVER)
    staff = np.isin(wanted, _codes_of_staff())
    worked, until, code_then = _work_before(work, person, following)
    unemployed = wanted == object_row("TN")
    which = (staff, unemployed, np.isin(wanted, (object_row("HT"), object_row("TB"))), wanted == object_row("CT"))
    since = (worked, drew.first[person], pensions_since(families.size, work)[person], eighty_years_after(birth))
    reason = np.select(which, since, always)
    code = np.where(staff, code_then, wanted)
    following = np.select((staff, unemployed), (np.minimum(following, until + 1), drew.last[person] + 1), following)
    none = reason >= following
    code, reason = np.where(none, object_row("GD"), code), np.where(none, always, reason)
    return np.where(last_days_of_child_cards(birth) + 1 >= following, object_row("TE"), code), following, reason


def _codes_of_staff() -> Ints:
    """By `labour.standing.Kind`."""
    return np.array([object_row(row["object_code"]) for row in records("employer_kinds")])


def _work_before(work: Work, person: Ints, day: Ints) -> tuple[Ints, Ints, Ints]:
    """First and last day of each one's last work before a day, and the code of its staff; `NEVER` twice without any."""
    paid, before = work.contributions, months_of(day - 1)
    row = np.searchsorted(paid.person * 2**20 + paid.first, person * 2**20 + before, side="right") - 1
    whose, kind, last = (np.append(each, NONE)[row] for each in (paid.person, paid.kind, paid.last))
    found = (whose == person) & (kind == Insurance.COMPULSORY) & (last_days(last) >= day - LEFT_WITHIN)
    began = first_days(np.append(paid.first, 0)[row])
    contract = work.contract[person]
    began = np.where(months_of(np.where(contract == NEVER, 0, contract)) == months_of(began), contract, began)
    employer = np.append(np.append(work.employers.kind, Kind.ENTERPRISE)[paid.employer], Kind.ENTERPRISE)[row]
    until = np.where(found, last_days(last), NEVER)
    return np.where(found, began, NEVER), until, _codes_of_staff()[employer]


def pensions_since(size: int, work: Work) -> Ints:
    """The first day of the month from which each draws a pension or allowance of their own, `NEVER` without any."""
    benefits, found = work.benefits, np.full(size, NEVER)
    own = benefits.kind <= Benefit.ACCIDENT
    found[benefits.person[own]] = first_days(benefits.first[own])
    return found


def eighty_years_after(birth: Ints) -> Ints:
    return later(birth, OLD * MONTHS)


def _of_dead(year: int, families: Families, work: Work) -> _Columns:
    """The dead hold none: their last card is locked from the day after death."""
    person = np.nonzero(~families.alive)[0]
    birth, died, age = families.birth[person], families.died[person], families.age(year)[person]
    children, eighty = last_days_of_child_cards(birth), eighty_years_after(birth)
    pension = pensions_since(families.size, work)[person]
    worked, until, code_then = _work_before(work, person, died + 1)
    at_work = (until != NEVER) & (until >= died)
    which = (children >= died, at_work, age < OLDEST_PUPIL, pension <= died, eighty <= died)
    codes = [object_row("TE"), code_then, *map(object_row, ("HS", "HT", "BT"))]
    code = np.select(which, codes, object_row("GD"))
    first = np.maximum(first_days(months_of(died) // MONTHS * MONTHS), children + 1)
    since = [np.maximum(first, reason) for reason in (worked, pension, eighty)]
    first = np.select(which[:2] + which[3:], (birth, *since), first)
    last = np.where(which[0], children, later(first, MONTHS) - 1)
    return person, code, first, last, died, np.full(len(person), int(CardEnd.LOCKED))


def _january(year: int) -> int:
    return last_day_of_year(year - 1) + 1
