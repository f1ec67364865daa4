"""What insurance holds of a slice: participation, contributions, benefits, cards, circumstances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from lienthong_emulator.people.days import five_years_after, last_days, months_of
from lienthong_emulator.people.days import month as month_of
from lienthong_emulator.people.folk.families import NEVER
from lienthong_emulator.people.health.standing import CardEnd
from lienthong_emulator.people.health.welfare import BLOOD_GROUPS
from lienthong_emulator.people.labour.contributions import UNEMPLOYMENT_SINCE
from lienthong_emulator.people.labour.facts import conditions, merits, object_codes
from lienthong_emulator.people.labour.standing import (
    NONE,
    OFFICIALS,
    WITHOUT_ACCIDENT,
    Benefit,
    Funds,
    Insurance,
    Object,
)
from lienthong_emulator.people.mistakes.differences import Kind
from lienthong_emulator.people.registers.texts import codes, dates, months, optional
from lienthong_emulator.people.registers.versions import Benefits, Cards, Circumstances, Contributions, Participations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong_emulator.people.draws import Ints, Mask
    from lienthong_emulator.people.labour.contributions import Contributions as Periods
    from lienthong_emulator.people.mistakes.views import View
    from lienthong_emulator.people.tile import Tile

SOCIAL, ACCIDENT, HEALTH, UNEMPLOYMENT = map(int, Funds)
NO_MONTHS: Final = -1
MONTHLY_ALLOWANCE: Final = 540_000
"""Đồng: 1.5 times the standard of 360,000 (decree 20/2021, article 4 and 6; general knowledge, unverified)."""


def participations_in(view: View, people: Ints) -> Participations:
    """One for everybody, and one that says nothing for a second number."""
    tile, work = view.tile, view.tile.work
    twice = view.twice[np.isin(view.twice, people)]
    second = np.arange(len(people) + len(twice)) >= len(people)
    numbers = [*tile.si_numbers[people].tolist(), *optional(view.second_si_numbers(twice), 10)]
    people = np.concatenate([people, twice])
    employer = np.where(second, -1, work.employer[people])
    paid = (work.reserved[people] > 0) | work.unemployment[people]
    return Participations(
        si_number=numbers,
        managing_agency=[f"0{province}00" for province in codes(_offices(tile, people), 2)],
        unit_code=tile.unit_codes[employer].tolist(),
        object=np.where(second, Insurance.NONE, _objects(tile, people)).tolist(),
        payment_months=np.where(second, 0, work.payment_months[people]).tolist(),
        tax_code=optional(tile.numbers.tax_code[people], 10),
        reserved_months=np.where(paid & ~second, work.reserved[people], NO_MONTHS).tolist(),
    )


def _objects(tile: Tile, people: Ints) -> Ints:
    """`Object`, of which the first are those of `Insurance`."""
    work = tile.work
    kind = np.append(tile.employers.kind, -1)[work.employer[people]]
    which = [work.forces[people] > 0, *(kind == official for official in OFFICIALS)]
    return np.select(which, [int(each) for each in (Object.ARMED_FORCES, *OFFICIALS.values())], work.insurance[people])


def _offices(tile: Tile, people: Ints) -> Ints:
    """The province whose office manages a person; army and police have their own."""
    forces = tile.work.forces[people]
    return np.where(forces > 0, forces, tile.families.province[people])


def contributions_in(view: View, people: Ints) -> Contributions:
    """Periods of social insurance with all that is paid beside it, then those of health insurance alone.

    A period that began before there was unemployment insurance is two. Of whose death nobody told goes on to pay, but
    for those who were at work: the employer declared that they left.
    """
    tile, paid = view.tile, view.tile.work.contributions
    rows, begins, ends = _split(paid, _rows_of(paid.person, people))
    anchor = month_of(tile.nation.year, 12)
    compulsory = paid.kind[rows] == Insurance.COMPULSORY
    unemployment = paid.unemployment[rows] & (begins >= UNEMPLOYMENT_SINCE)
    accident = compulsory & ~np.isin(np.append(tile.employers.kind, NONE)[paid.employer[rows]], WITHOUT_ACCIDENT)
    funds = SOCIAL + accident * ACCIDENT + compulsory * HEALTH + unemployment * UNEMPLOYMENT
    alone = people[_pays_health_alone(view, people)]
    payer = np.concatenate([paid.person[rows], alone])
    first = np.concatenate([begins, _health_alone_since(tile, alone, anchor)])
    last = np.concatenate([ends, np.full(len(alone), anchor)])
    is_alone = np.arange(len(payer)) >= len(rows)
    goes_on = (last == anchor) & (tile.families.alive[payer] | is_alone)  # who died in December pays no more
    return Contributions(
        si_number=_si_numbers(tile, payer),
        first_month=months(first),
        last_month=np.where(goes_on, 0, np.array(months(last), np.int64)).tolist(),
        funds=np.concatenate([funds, np.full(len(alone), HEALTH)]).tolist(),
        unit_code=[*tile.unit_codes[paid.employer[rows]].tolist(), *[""] * len(alone)],
        salary=np.concatenate([paid.salary[rows], np.zeros(len(alone), np.int64)]).tolist(),
    )


def _split(paid: Periods, rows: Ints) -> tuple[Ints, Ints, Ints]:
    """Rows with their first and last months; twice where unemployment insurance was paid from 2009 on only."""
    twice = paid.unemployment[rows] & (paid.first[rows] < UNEMPLOYMENT_SINCE)
    place = np.repeat(np.arange(len(rows)), 1 + twice)
    rows, twice = rows[place], twice[place]
    later_half = np.diff(place, prepend=-1) == 0
    first = np.where(later_half, UNEMPLOYMENT_SINCE, paid.first[rows])
    return rows, first, np.where(twice & ~later_half, UNEMPLOYMENT_SINCE - 1, paid.last[rows])


def _pays_health_alone(view: View, people: Ints) -> Mask:
    """Everybody covered whom no employer pays for, and the dead of whom nobody told, unless they were at work."""
    tile = view.tile
    alone = tile.coverage.covered[people] & (tile.work.insurance[people] != Insurance.COMPULSORY)
    unknown = np.isin(people, view.wrong(Kind.DEATH_UNKNOWN))
    return alone | (unknown & ~_died_at_work(tile, people))


def _died_at_work(tile: Tile, people: Ints) -> Mask:
    """For whom an employer paid until the month of death."""
    died, alive = tile.families.died[people], tile.families.alive[people]
    return ~alive & (_last_employed(tile)[people] >= months_of(np.where(alive, 0, died)))


def _last_employed(tile: Tile) -> Ints:
    """The month until which an employer paid for each, 0 for those without."""
    paid, last = tile.work.contributions, np.zeros(tile.families.size, np.int64)
    compulsory = paid.kind == Insurance.COMPULSORY
    last[paid.person[compulsory]] = paid.last[compulsory]  # by month: the last one stays
    return last


def _health_alone_since(tile: Tile, people: Ints, anchor: int) -> Ints:
    """The first month of all covered, but not before the last employer stopped paying."""
    since = anchor - np.maximum(tile.coverage.months[people], 1) + 1
    return np.minimum(np.maximum(since, _last_employed(tile)[people] + 1), anchor)


def benefits_in(view: View, people: Ints) -> Benefits:
    """What is drawn month by month goes on for those of whose death nobody told."""
    tile, drawn = view.tile, view.tile.work.benefits
    rows = _rows_of(drawn.person, people)
    unknown = np.isin(drawn.person[rows], view.wrong(Kind.DEATH_UNKNOWN))
    goes_on = drawn.continues[rows] | (unknown & (drawn.kind[rows] <= Benefit.SURVIVOR))
    return Benefits(
        si_number=_si_numbers(tile, drawn.person[rows]),
        first_month=months(drawn.first[rows]),
        last_month=np.where(goes_on, 0, np.array(months(drawn.last[rows]), np.int64)).tolist(),
        kind=drawn.kind[rows].tolist(),
        amount=drawn.amount[rows].tolist(),
        days=drawn.days[rows].tolist(),
    )


def cards_in(view: View, people: Ints) -> Cards:
    """Past cards and current ones, by person and day; somebody held twice may have a second current one.

    Of whose death nobody told still holds theirs, but for those whose employer declared that they left.
    """
    tile, now, past = view.tile, view.tile.coverage, view.tile.coverage.past
    rows = _rows_of(past.person, people)
    holders = people[now.covered[people]]
    second = view.wrong(Kind.TWO_CARDS)
    second = second[np.isin(second, people)]
    current = np.concatenate([holders, second])
    person = np.concatenate([past.person[rows], current])
    ending = np.concatenate([past.end[rows], np.zeros(len(current), np.int64)])
    ended = np.concatenate([past.ended[rows], np.full(len(current), NEVER)])
    alive = np.isin(person, view.wrong(Kind.DEATH_UNKNOWN)) & (ending == CardEnd.LOCKED)
    left = alive & _died_at_work(tile, person)
    ending = np.select((left, alive), (int(CardEnd.REDUCED), 0), ending)
    ended = np.select((left, alive), (last_days(months_of(np.where(left, ended, 0))), NEVER), ended)

    def both(before: Ints, today: Ints) -> Ints:
        return np.concatenate([before[rows], today[current]])

    is_second = np.arange(len(person)) >= len(person) - len(second)
    numbers = tile.numbers.social_insurance_number[person]
    numbers[is_second] = view.second_si_numbers(second)
    valid_from = both(past.valid_from, now.valid_from)
    order = np.lexsort((valid_from, numbers))
    issuer, level = both(past.issuer, now.issuer), both(past.level, now.level)
    number = _card_numbers(both(past.object_code, now.object_code)[order], level[order], issuer[order], numbers[order])
    return Cards(
        si_number=optional(numbers[order], 10),
        serial=_serials(numbers[order]).tolist(),
        card_number=number,
        valid_from=dates(valid_from[order]),
        valid_to=dates(both(past.valid_to, now.valid_to)[order]),
        initial_facility=codes(both(past.facility, now.facility)[order], 5),
        living_area=now.area[person[order]].tolist(),
        five_year_date=dates(_five_years(now.five_years[person[order]], valid_from[order])),
        ending=ending[order].tolist(),
        end_date=dates(ended[order]),
    )


def _five_years(known: Ints, valid_from: Ints) -> Ints:
    """Where nobody has counted yet, as for a child: five years from the first day of the card."""
    return np.where(known == NEVER, five_years_after(valid_from), known)


def _card_numbers(code: Ints, level: Ints, issuer: Ints, si_number: Ints) -> list[str]:
    """Object code, benefit digit, province of the issuer, social-insurance number."""
    letters = np.array([entry.code for entry in object_codes()], np.object_)[code].tolist()
    numbers = (level * 100 + issuer) * 10**10 + si_number
    return [f"{letter}{number:013}" for letter, number in zip(letters, numbers.tolist(), strict=True)]


def _serials(holders: Ints) -> Ints:
    """1, 2 and so on for each holder, of a sorted array."""
    return np.arange(len(holders)) - np.searchsorted(holders, holders) + 1


def circumstances_in(view: View, people: Ints) -> Circumstances:
    """Of those of whom anything is known."""
    tile, welfare = view.tile, view.tile.welfare
    sick = _conditions_by_person(tile)
    is_sick = np.isin(people, welfare.sick_person)
    told = (welfare.poverty[people] > 0) | (welfare.merit[people] >= 0) | (welfare.disability[people] > 0)
    people = people[told | is_sick | welfare.allowance[people] | (welfare.blood_group[people] >= 0)]
    return Circumstances(
        si_number=_si_numbers(tile, people),
        blood_group=np.array([*BLOOD_GROUPS, ""], np.object_)[welfare.blood_group[people]].tolist(),
        conditions=[sick.get(person, "") for person in people.tolist()],
        poverty=welfare.poverty[people].tolist(),
        merit_code=np.array([*(merit.code for merit in merits()), ""], np.object_)[welfare.merit[people]].tolist(),
        disability=welfare.disability[people].tolist(),
        monthly_allowance=(welfare.allowance[people] * MONTHLY_ALLOWANCE).tolist(),
    )


def _conditions_by_person(tile: Tile) -> dict[int, str]:
    found: dict[int, str] = {}
    words = [condition.code for condition in conditions()]
    welfare = tile.welfare
    for person, row in zip(welfare.sick_person.tolist(), welfare.condition.tolist(), strict=True):
        found[person] = f"{found[person]} {words[row]}" if person in found else words[row]
    return found


def _si_numbers(tile: Tile, people: Ints) -> Sequence[str]:
    return tile.si_numbers[people].tolist()


def _rows_of(sorted_people: Ints, people: Ints) -> Ints:
    """The rows of a table by person that belong to people who stand in a row."""
    first, last = map(int, np.searchsorted(sorted_people, [people[0], people[-1] + 1]))
    return np.arange(first, last)
