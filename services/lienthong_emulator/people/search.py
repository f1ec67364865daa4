"""Finds people of a world by name: those made by hand, then the nation, a few thousand at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lienthong_emulator.matching.words import Word, words
from lienthong_emulator.people.by_hand.own_people import own_people_held_by
from lienthong_emulator.people.by_hand.persona_versions import personas_held_by
from lienthong_emulator.people.by_hand.years import written_date

if TYPE_CHECKING:
    from lienthong_emulator.people.draws import Ints
    from lienthong_emulator.people.registers.versions import People
    from lienthong_emulator.people.tile import Tile
    from lienthong_emulator.runtime.recipe import Nation

AT_ONCE: Final = 5_000
HOLDING: Final = ("population", "insurance")
"""Who is asked for people made by hand: some are known to one of them only."""

Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Somebody; texts are empty for what there is not. `birth_date` is as much of an ISO 8601 date as is known."""

    full_name: str
    birth_date: str
    sex: int
    personal_number: str
    cmnd: str
    social_insurance_number: str
    died: str


def people_named(text: str, nation: Nation, tell: Tell) -> Iterator[Found]:
    """Everybody whose name has these words in this order, others between them.

    A word with diacritics is found so, one without in any spelling. `tell` hears how many of the nation were looked at.
    """
    name = Name(text)
    yield from _made_by_hand(name, nation)
    if nation.people:
        yield from _of_the_nation(name, nation, tell)


class Name:
    """Words to look for."""

    def __init__(self, text: str) -> None:
        self._wanted = words(text)

    def __bool__(self) -> bool:
        return bool(self._wanted)

    def is_in(self, full_name: str) -> bool:
        rest = iter(words(full_name))
        return all(any(_alike(wanted, held) for held in rest) for wanted in self._wanted)


def _alike(wanted: Word, held: Word) -> bool:
    if wanted.canonical == wanted.bare:
        return wanted.bare == held.bare
    return wanted.canonical == held.canonical


def _made_by_hand(name: Name, nation: Nation) -> Iterator[Found]:
    sources = [personas_held_by, own_people_held_by] if nation.own_people else [personas_held_by]
    for held_by in sources:
        by_agency = [held_by(agency, nation).people for agency in HOLDING]
        si_numbers = {key: number for people in by_agency for key, number in _si_numbers(people)}
        seen: set[int] = set()
        for people in by_agency:
            for row, (key, full_name) in enumerate(zip(people.key, people.full_name, strict=True)):
                if key not in seen and name.is_in(full_name):
                    yield _found(people, row, si_numbers.get(key, ""))
            seen.update(people.key)


def _si_numbers(people: People) -> Iterator[tuple[int, str]]:
    return ((key, number) for key, number in zip(people.key, people.si_number, strict=True) if number)


def _found(people: People, row: int, si_number: str) -> Found:
    return Found(
        full_name=people.full_name[row],
        birth_date=written_date(people.birth_year[row], people.birth_month[row], people.birth_day[row]),
        sex=people.sex[row],
        personal_number=people.personal_number[row],
        cmnd=people.cmnd[row],
        social_insurance_number=si_number,
        died=people.died[row],
    )


def _of_the_nation(name: Name, nation: Nation, tell: Tell) -> Iterator[Found]:
    import numpy as np

    from lienthong_emulator.people.tile import tile_of
    from lienthong_emulator.people.tiles import spans

    for span in spans(nation):
        tile = tile_of(nation, span.number)
        for first in range(0, span.records, AT_ONCE):
            some = np.arange(first, min(first + AT_ONCE, span.records))
            fits = [name.is_in(full_name) for full_name in tile.full_names(some)]
            yield from _in_tile(tile, some[np.array(fits, np.bool_)])
            tell(span.first + int(some[-1]) + 1)


def _in_tile(tile: Tile, people: Ints) -> Sequence[Found]:
    """As the truth has them."""
    from lienthong_emulator.people.registers.texts import dates, optional

    numbers = tile.numbers
    columns = (
        tile.full_names(people),
        tile.families.birth_year[people].tolist(),
        tile.birth_month[people].tolist(),
        tile.birth_day[people].tolist(),
        tile.families.sex[people].tolist(),
        optional(numbers.personal_number[people], 12),
        optional(numbers.cmnd[people], 9),
        optional(numbers.social_insurance_number[people], 10),
        dates(tile.families.died[people]),
    )
    return [
        Found(
            full_name=full_name,
            birth_date=written_date(year, month, day),
            sex=sex,
            personal_number=personal,
            cmnd=cmnd,
            social_insurance_number=si_number,
            died=died,
        )
        for full_name, year, month, day, sex, personal, cmnd, si_number, died in zip(*columns, strict=True)
    ]
