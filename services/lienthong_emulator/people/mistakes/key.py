"""The answer key: what was planted, and what a perfect verification would find; worked out without any register."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from lienthong_emulator.people.by_hand.years import written_date
from lienthong_emulator.people.folk.families import NOBODY, Precision
from lienthong_emulator.people.labour.standing import Status
from lienthong_emulator.people.mistakes.difference import Difference
from lienthong_emulator.people.mistakes.differences import (
    BIRTH_DEFAULTED,
    CLOSED_FOR_TAX,
    HEADCOUNT_ABOVE_INSURED,
    Kind,
    Sort,
    sorts,
)
from lienthong_emulator.people.mistakes.views import TRUTH, View
from lienthong_emulator.people.registers.taxed import income_told_to_tax, planted_on_employers
from lienthong_emulator.people.registers.texts import codes, dates, optional
from lienthong_emulator.people.tile import Tile, tile_of
from lienthong_emulator.people.tiles import spans

if TYPE_CHECKING:
    from lienthong_emulator.people.draws import Ints
    from lienthong_emulator.runtime.recipe import Nation

Told = Callable[[View, "Ints"], Sequence[str]]


def answer_key(nation: Nation) -> Iterator[Difference]:
    """Everything that was planted on the nation, tile by tile, people before employers."""
    for span in spans(nation):
        tile = tile_of(nation, span.number)
        for sort in sorts():
            yield from _of_people(tile, sort)
        yield from _of_defaulted(tile)
        yield from _of_employers(tile)


def _of_people(tile: Tile, sort: Sort) -> Iterator[Difference]:
    people = tile.planted.at(sort.agency, sort.kind)
    told = _TOLD[sort.kind]
    yield from _told_of(tile, sort, people, told(View(tile, TRUTH), people), told(View(tile, sort.agency), people))


def _of_defaulted(tile: Tile) -> Iterator[Difference]:
    """1 January for a year of which no day is known: all agencies have it from population, and it settles no day."""
    people = np.nonzero(tile.families.precision == Precision.DEFAULTED)[0]
    years = [f"{year:04}" for year in tile.families.birth_year[people].tolist()]
    yield from _told_of(tile, BIRTH_DEFAULTED, people, years, _birth_dates(View(tile, TRUTH), people))


def _told_of(tile: Tile, sort: Sort, people: Ints, right: Sequence[str], wrong: Sequence[str]) -> Iterator[Difference]:
    for subject, true, false in zip(_subjects(tile, people), right, wrong, strict=True):
        yield Difference(
            subject=subject,
            agency=sort.agency,
            kind=sort.kind,
            field=sort.field,
            truth=true,
            held=false,
            outcome=sort.outcome,
        )


def _subjects(tile: Tile, people: Ints) -> Sequence[str]:
    numbers = tile.numbers
    columns = (
        optional(numbers.personal_number[people], 12),
        optional(numbers.cmnd[people], 9),
        optional(numbers.social_insurance_number[people], 10),
    )
    return [personal or cmnd or si_number for personal, cmnd, si_number in zip(*columns, strict=True)]


def _names(view: View, people: Ints) -> Sequence[str]:
    return view.names(people)


def _birth_dates(view: View, people: Ints) -> Sequence[str]:
    parts = (view.birth_year[people], view.birth_month[people], view.birth_day[people])
    return [written_date(*date) for date in zip(*(part.tolist() for part in parts), strict=True)]


def _sexes(view: View, people: Ints) -> Sequence[str]:
    return codes(view.sex[people], 1)


def _identity_numbers(view: View, people: Ints) -> Sequence[str]:
    """The number that comes first: without a personal number it is the CMND."""
    personal, cmnd = optional(view.personal_number[people], 12), optional(view.tile.numbers.cmnd[people], 9)
    return [first or second for first, second in zip(personal, cmnd, strict=True)]


def _cmnds(view: View, people: Ints) -> Sequence[str]:
    return optional(view.cmnd[people], 9)


def _si_numbers(view: View, people: Ints) -> Sequence[str]:
    """One, or two with a blank between."""
    numbers = optional(view.tile.numbers.social_insurance_number[people], 10)
    twice = np.isin(people, view.twice).tolist()
    second = optional(view.second_si_numbers(people), 10)
    return [f"{number} {other}" if both else number for number, other, both in zip(numbers, second, twice, strict=True)]


def _communes(view: View, people: Ints) -> Sequence[str]:
    return codes(view.commune[people], 5)


def _mothers(view: View, people: Ints) -> Sequence[str]:
    mothers = view.mother[people]
    numbers = _subjects(view.tile, np.maximum(mothers, 0))
    return ["" if mother == NOBODY else number for mother, number in zip(mothers.tolist(), numbers, strict=True)]


def _deaths(view: View, people: Ints) -> Sequence[str]:
    return dates(view.died[people])


def _incomes(view: View, people: Ints) -> Sequence[str]:
    """What tax was told of December, and in truth what insurance was."""
    told = view.tile.work.salary[people] if view.agency == TRUTH else income_told_to_tax(view, people)
    return [str(amount) if amount else "" for amount in told.tolist()]


_TOLD: Final[Mapping[Kind, Told]] = {
    Kind.NAME_WITHOUT_DIACRITICS: _names,
    Kind.NAME_TONE_PLACEMENT: _names,
    Kind.NAME_OTHER_MIDDLE: _names,
    Kind.NAME_WORD_ORDER: _names,
    Kind.BIRTH_DAY_MONTH_SWAPPED: _birth_dates,
    Kind.BIRTH_OTHER_YEAR: _birth_dates,
    Kind.BIRTH_YEAR_ONLY: _birth_dates,
    Kind.SEX_OTHER: _sexes,
    Kind.OLD_NUMBER_ONLY: _identity_numbers,
    Kind.NUMBER_OF_ANOTHER: _identity_numbers,
    Kind.CMND_OF_ANOTHER: _cmnds,
    Kind.TWO_SI_NUMBERS: _si_numbers,
    Kind.TWO_CARDS: _si_numbers,
    Kind.RESIDENCE_STALE: _communes,
    Kind.PARENT_UNKNOWN: _mothers,
    Kind.DEATH_UNKNOWN: _deaths,
    Kind.DEAD_BY_MISTAKE: _deaths,
    Kind.ABSENT_FROM_INSURANCE: _incomes,
    Kind.SALARY_ABOVE_INSURED: _incomes,
}


def _of_employers(tile: Tile) -> Iterator[Difference]:
    planted, size = planted_on_employers(tile), tile.employers.size
    for row in planted.closed.tolist():
        yield _of_employer(tile, row, CLOSED_FOR_TAX, f"{tile.employers.status[row]:02}", f"{Status.ENDED:02}")
    for row in np.nonzero(planted.headcount)[0].tolist():
        told = int(size[row] + planted.headcount[row])
        yield _of_employer(tile, row, HEADCOUNT_ABOVE_INSURED, str(int(size[row])), str(told))


def _of_employer(tile: Tile, row: int, sort: Sort, truth: str, held: str) -> Difference:
    return Difference(
        subject=tile.organisation_codes[row],
        agency=sort.agency,
        kind=sort.kind,
        field=sort.field,
        truth=truth,
        held=held,
        outcome=sort.outcome,
    )
