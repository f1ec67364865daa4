"""What people are called: family, middle and given name, as is usual where, when and to whom they were born."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from lienthong_emulator.people.draws import Chance, Floats, Ints
from lienthong_emulator.people.folk.communities import KINH, provinces_of
from lienthong_emulator.people.folk.families import NATIONALITIES, Families
from lienthong_emulator.people.tables import records

Texts: TypeAlias = npt.NDArray[np.object_]
Part: TypeAlias = Literal["family", "middle", "given"]

FIRST_SOUTHERN_PROVINCE: Final = 48
"""Đà Nẵng: from here on people are rather Huỳnh than Hoàng, and Võ than Vũ."""
HALVES: Final = ("north", "south")
GENERATIONS: Final = ("before_1960", "since_1960", "since_1980", "since_2000")
_BIRTH_YEARS: Final = (1960, 1980, 2000)
_SEXES: Final = ("1", "2")
_FOREIGN: Final = 100
_PLACES: Final = {code: _FOREIGN + row for row, code in enumerate(NATIONALITIES)}
"""A number for each people: the code of an ethnic group, or 100 and the row of a foreigner's nationality."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Names:
    """Rows of the three vocabularies, one entry for each person; a row of `""` where a part is missing."""

    family: Ints
    middle: Ints
    given: Ints


def names_of(families: Families, chance: Chance) -> Names:
    """Name everybody; a clan shares its family name."""
    people = np.where(families.nationality > 0, _FOREIGN + families.nationality, families.ethnic_group)
    south = (provinces_of(families.hometown) >= FIRST_SOUTHERN_PROVINCE).astype(np.int64)
    generation = np.searchsorted(_BIRTH_YEARS, families.birth_year, side="right")
    usage = (families.sex - 1) * len(GENERATIONS) + generation
    family = vocabulary("family").drawn(people, south, chance.uniform("family name", families.clan))
    middle = _drawn("middle", people, usage, _namesakes("middle", "family")[family], chance)
    given = _drawn("given", people, usage, _namesakes("given", "middle")[middle], chance)
    return Names(family=family, middle=middle, given=given)


def full_names(family: Ints, middle: Ints, given: Ints) -> list[str]:
    """Write names in full, in the order in which their people put the parts."""
    before, between, own, behind = _pieces()
    parts = (before[family], between[middle], own[given], behind[family])
    columns = zip(*(part.tolist() for part in parts), strict=True)
    return [f"{first}{second}{third}{fourth}" for first, second, third, fourth in columns]


def _drawn(part: Part, people: Ints, usage: Ints, unwanted: Ints, chance: Chance) -> Ints:
    """Hardly anybody is Hoàng Hoàng or Bảo Bảo: who drew the unwanted name draws once more."""
    names = vocabulary(part)
    found = names.drawn(people, usage, chance.uniform(f"{part} name", np.arange(len(people))))
    again = np.nonzero(found == unwanted)[0]
    found[again] = names.drawn(people[again], usage[again], chance.uniform(f"another {part} name", again))
    return found


class Vocabulary:
    """All names of one part. `words` holds each once; each people draws from its own, by weights for each usage.

    A usage is a half of the country for family names, a sex and generation for others. The lists of weights stand in
    a row, list n between n and n + 1, so that one search serves all people.
    """

    def __init__(self, usages: int, entries: Sequence[_Entry]) -> None:
        rows = {name: row for row, name in enumerate(dict.fromkeys(entry.name for entry in entries))}
        self.words: Texts = np.array(list(rows), np.object_)
        self._first_list = np.zeros(_FOREIGN + len(NATIONALITIES), np.int64)
        lists: list[Ints] = []
        bounds: list[Floats] = []
        for people, own in _by_people(entries):
            self._first_list[people] = len(lists)
            for usage in range(usages):
                used = [entry for entry in own if entry.weights[usage]]
                shares = np.cumsum([entry.weights[usage] for entry in used])
                bounds.append(len(lists) + shares / shares[-1])
                lists.append(np.array([rows[entry.name] for entry in used]))
        self._rows, self._bounds = np.concatenate(lists), np.concatenate(bounds)
        self._last = np.cumsum([len(one) for one in lists]) - 1

    def drawn(self, people: Ints, usage: Ints, draws: Floats) -> Ints:
        """A row of `words` for each draw in [0, 1)."""
        number = self._first_list[people] + usage
        place = np.searchsorted(self._bounds, number + draws, side="right")
        return self._rows[np.minimum(place, self._last[number])]


@dataclass(frozen=True, slots=True)
class _Entry:
    people: int
    name: str
    weights: tuple[float, ...]


@cache
def vocabulary(part: Part) -> Vocabulary:
    """The names of one part, those of the Kinh first."""
    usages = len(HALVES) if part == "family" else len(_SEXES) * len(GENERATIONS)
    return Vocabulary(usages, [*_kinh(part), *_others(part, usages)])


def _by_people(entries: Sequence[_Entry]) -> Iterator[tuple[int, list[_Entry]]]:
    """The entries of each people; the Kinh come first, and so stand in for those without any of their own."""
    found: defaultdict[int, list[_Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.people].append(entry)
    yield from found.items()


def _kinh(part: Part) -> Iterator[_Entry]:
    for row in records(f"{part}_names"):
        if part == "family":
            weights = [float(row[half]) for half in HALVES]
        else:
            weights = [float(row[when]) * (row["sex"] == sex) for sex in _SEXES for when in GENERATIONS]
        yield _Entry(KINH, row["name"], tuple(weights))


def _others(part: Part, usages: int) -> Iterator[_Entry]:
    """A name of no sex is for both; those of other peoples are the same everywhere and at all times."""
    for row in records("ethnic_names"):
        if row["part"].startswith(part):
            by_sex = [float(row["weight"]) * (row["sex"] in ("", sex)) for sex in _SEXES]
            weights = tuple(np.repeat(by_sex, usages // len(_SEXES)).tolist())
            for people in row["peoples"].split():
                yield _Entry(_PLACES.get(people) or int(people), row["name"], weights)


@cache
def _pieces() -> tuple[Texts, Texts, Texts, Texts]:
    """What stands before the middle name, the middle and given names, and what stands behind, blanks included."""
    last = {row["name"] for row in records("ethnic_names") if row["part"] == "family last"}
    family = vocabulary("family").words.tolist()
    before = [f"{name} " if name and name not in last else "" for name in family]
    behind = [f" {name}" if name in last else "" for name in family]
    middle = [name if name[-1:] in ("", "'") else f"{name} " for name in vocabulary("middle").words.tolist()]
    return _texts(before), _texts(middle), vocabulary("given").words, _texts(behind)


@cache
def _namesakes(part: Part, before: Part) -> Ints:
    """For each name of the part before the row of the name that repeats its last word, -1 where there is none."""
    rows = {name: row for row, name in enumerate(vocabulary(part).words.tolist()) if name}
    return np.array([rows.get(name.rpartition(" ")[2], -1) for name in vocabulary(before).words.tolist()])


def _texts(texts: Sequence[str]) -> Texts:
    return np.array(texts, np.object_)
