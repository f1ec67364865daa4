"""The nation as an agency holds it, slice by slice: whole households, some 20,000 people at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from lienthong_emulator.people.days import last_day_of_year
from lienthong_emulator.people.folk.families import NATIONALITIES, NEVER, NOBODY, Precision
from lienthong_emulator.people.folk.names import Names
from lienthong_emulator.people.folk.relations import in_words
from lienthong_emulator.people.identifiers.contacts import emails, phones
from lienthong_emulator.people.identifiers.series import NONE
from lienthong_emulator.people.mistakes.views import View
from lienthong_emulator.people.registers.insured import (
    benefits_in,
    cards_in,
    circumstances_in,
    contributions_in,
    participations_in,
)
from lienthong_emulator.people.registers.taxed import employers_in, incomes_in
from lienthong_emulator.people.registers.texts import addresses, codes, dates, houses, optional
from lienthong_emulator.people.registers.versions import Elsewhere, Households, People, Relatives, Version
from lienthong_emulator.people.tile import Tile, tile_of
from lienthong_emulator.people.tiles import spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lienthong_emulator.people.draws import Ints
    from lienthong_emulator.runtime.recipe import Nation

PEOPLE_OF_A_SLICE: Final = 20_000
CONFIRMED: Final = 10.3 / 98
"""Share of the records that population had confirmed by the end of 2021 (the year's report of Viet Nam
Social Security: 10.3 of 98 million)."""
DAYS_OF_CONFIRMING: Final = 180
MOTHER, FATHER, SPOUSE = 1, 2, 3
"""Kinds of relatives, as in the contract."""


def slices_held_by(agency: str, nation: Nation) -> Iterator[Version]:
    """One batch after the other, in the order of the index."""
    people_so_far = 0
    for span in spans(nation):
        view = View(tile_of(nation, span.number), agency)
        for people in _slices(view.tile):
            people_so_far += int(view.tile.families.alive[people].sum())
            yield _version(agency, view, people, people_so_far)


def _slices(tile: Tile) -> Iterator[Ints]:
    """People by number within the tile, households together."""
    heads = tile.families.head
    places = np.searchsorted(heads, np.arange(0, tile.families.size, PEOPLE_OF_A_SLICE))
    starts = heads[places[places < len(heads)]]  # the last household may lie across the end of a slice
    for start, stop in zip(starts, [*starts[1:], tile.families.size], strict=True):
        yield np.arange(start, stop)


def _version(agency: str, view: View, people: Ints, people_so_far: int) -> Version:
    is_first = people[0] == 0
    match agency:
        case "insurance":
            return Version(
                people=people_in(view, people),
                relatives=relatives_in(view, people),
                households=households_in(view, people),
                participations=participations_in(view, people),
                contributions=contributions_in(view, people),
                benefits=benefits_in(view, people),
                cards=cards_in(view, people),
                circumstances=circumstances_in(view, people),
                employers=employers_in(view, with_staff_only=True) if is_first else Version().employers,
                people_so_far=people_so_far,
            )
        case "tax":
            return Version(
                people=people_in(view, people[view.tile.numbers.tax_code[people] != NONE]),
                employers=employers_in(view, with_staff_only=False) if is_first else Version().employers,
                incomes=incomes_in(view, people),
                people_so_far=people_so_far,
            )
        case "justice":
            return Version(
                people=people_in(view, people), relatives=relatives_in(view, people), people_so_far=people_so_far
            )
        case _:
            return Version(
                people=people_in(view, people),
                elsewhere=elsewhere_in(view, people),
                cards=cards_in(view, people),
                people_so_far=people_so_far,
            )


def people_in(view: View, people: Ints) -> People:
    """The people of a slice; those whom the agency holds twice stand once more behind it."""
    tile, families, numbers = view.tile, view.tile.families, view.tile.numbers
    twice = view.twice[np.isin(view.twice, people)]
    si_number = [*tile.si_numbers[people].tolist(), *optional(view.second_si_numbers(twice), 10)]
    people = np.concatenate([people, twice])
    household = families.household[people]
    index = tile.span.first + people
    names = tile.names
    return People(
        key=tile.keys(people).tolist(),
        full_name=view.names(people),
        birth_year=view.birth_year[people].tolist(),
        birth_month=view.birth_month[people].tolist(),
        birth_day=view.birth_day[people].tolist(),
        birth_defaulted=(families.precision[people] == Precision.DEFAULTED).astype(np.int64).tolist(),
        sex=view.sex[people].tolist(),
        ethnic_group=codes(families.ethnic_group[people], 2),
        nationality=np.array(NATIONALITIES, np.object_)[families.nationality[people]].tolist(),
        registration_commune=codes(families.registration[people], 5),
        hometown=addresses(families.hometown[people], [""] * len(people)),
        residence=addresses(view.commune[people], houses(tile.households(people), tile.chance)),
        personal_number=optional(view.personal_number[people], 12),
        cmnd=optional(view.cmnd[people], 9),
        si_number=si_number,
        tax_code=optional(numbers.tax_code[people], 10),
        died=dates(view.died[people]),
        mother=tile.keys(view.mother[people]).tolist(),
        father=tile.keys(families.father[people]).tolist(),
        spouse=tile.keys(families.spouse[people]).tolist(),
        representative=[0] * len(people),
        household=numbers.household_code[household].tolist(),
        place_in_household=_places(tile, people, len(twice)),
        relation=in_words(families.relation[people], families.sex[people]),
        phone=phones(index, tile.chance),
        email=emails(Names(family=names.family[people], middle=names.middle[people], given=names.given[people]), index),
        confirmed=_confirmed(tile, people),
    )


def _places(tile: Tile, people: Ints, twice: int) -> list[int]:
    """1 for the head; a second entry of a person comes behind the whole household."""
    families = tile.families
    places = people - families.head[families.household[people]] + 1
    places[len(people) - twice :] += families.size
    return places.tolist()


def _confirmed(tile: Tile, people: Ints) -> list[str]:
    """A day of the last months for the few who were sent and differ nowhere."""
    draw = tile.chance.uniform("confirmed", people)
    day = last_day_of_year(tile.nation.year) - (draw * (DAYS_OF_CONFIRMING / CONFIRMED)).astype(np.int64)
    sent = (draw < CONFIRMED) & (tile.planted.sort[people] < 0) & (tile.numbers.personal_number[people] != NONE)
    return dates(np.where(sent, day, NEVER))


def relatives_in(view: View, people: Ints) -> Relatives:
    """Parents and spouse of those who live, as the agency holds them beside each person; by person and kind."""
    families = view.tile.families
    columns = ((MOTHER, view.mother[people]), (FATHER, families.father[people]), (SPOUSE, families.spouse[people]))
    known = [(np.nonzero(whom != NOBODY)[0], whom[whom != NOBODY], kind) for kind, whom in columns]
    person = np.concatenate([people[places] for places, _, _ in known])
    whom = np.concatenate([numbers for _, numbers, _ in known])
    kind = np.concatenate([np.full(len(numbers), kind) for _, numbers, kind in known])
    order = np.lexsort((kind, person))
    person, whom, kind = person[order], whom[order], kind[order]
    personal = view.tile.numbers.personal_number[whom]
    return Relatives(
        person=view.tile.keys(person).tolist(),
        si_number=view.tile.si_numbers[person].tolist(),
        kind=kind.tolist(),
        full_name=view.tile.full_names(whom),
        personal_number=optional(personal, 12),
        cmnd=optional(np.where(personal == NONE, view.tile.numbers.cmnd[whom], NONE), 9),
    )


def elsewhere_in(view: View, people: Ints) -> Elsewhere:
    """The parents of a slice's people who are in another slice of their tile."""
    parents = np.unique(np.concatenate([view.mother[people], view.tile.families.father[people]]))
    others = parents[(parents != NOBODY) & ~np.isin(parents, people)]
    return Elsewhere(
        key=view.tile.keys(others).tolist(),
        personal_number=optional(view.personal_number[others], 12),
        cmnd=optional(view.cmnd[others], 9),
    )


def households_in(view: View, people: Ints) -> Households:
    tile = view.tile
    numbers = np.unique(tile.families.household[people])
    heads = tile.families.head[numbers]
    return Households(
        code=tile.numbers.household_code[numbers].tolist(),
        address=addresses(tile.families.commune[heads], houses(tile.households(heads), tile.chance)),
    )
