"""The citizens, as claims are compared with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

from lienthong_emulator.matching import Held, Number, PartialDate, Place, Provenance
from lienthong_emulator.population.citizens.store import WORDS, CitizenQuestions
from lienthong_emulator.verification.register import Carrier

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Reader

PARENTS = {"mother", "father"}
MOTHER_AND_FATHER = slice(3, 5)
"""Their keys, in a row."""
Row = tuple[Any, ...]
"""A number, whether it is superseded, and what is held of the citizen (`COMPARED`)."""


class CitizenRegister:
    """Population's side of every verification."""

    told_in_words = WORDS.keys()

    def __init__(self, db: Reader) -> None:
        self._citizens = CitizenQuestions(db)

    async def carriers_of(
        self, numbers: Collection[Number], asked: AbstractSet[str]
    ) -> Mapping[Number, Sequence[Carrier]]:
        found = await self._found(numbers)
        parents = await self._parents_of([row for _, row in found] if asked & PARENTS else [])
        carriers: defaultdict[Number, list[Carrier]] = defaultdict(list)
        for number, row in found:
            carriers[number].append(_carrier(row, parents))
        return carriers

    async def words_held(
        self, numbers: Sequence[str], fields: Sequence[str], *, day: str, caller: str
    ) -> Sequence[tuple[Any, ...]]:
        return await self._citizens.words_of_all(
            numbers, tuple(WORDS[field] for field in fields), day=day, caller=caller
        )

    async def _found(self, numbers: Collection[Number]) -> Sequence[tuple[Number, Row]]:
        of_kind: defaultdict[int, list[str]] = defaultdict(list)
        for number in numbers:
            of_kind[number.kind].append(number.value)
        return [
            (Number(kind, row[0]), row)
            for kind, values in of_kind.items()
            for row in await self._citizens.carriers_of_all(kind, values)
        ]

    async def _parents_of(self, rows: Collection[Row]) -> Mapping[int, Sequence[Number]]:
        """The numbers of mothers and fathers, by their keys."""
        keys = {key for row in rows for key in row[MOTHER_AND_FATHER] if key}
        return await self._citizens.numbers_of_all(keys) if keys else {}


def _carrier(row: Row, parents: Mapping[int, Sequence[Number]]) -> Carrier:
    superseded, key, mother, father, died, defaulted, name, year, month, day, *said = row[1:]
    sex, ethnic_group, nationality, registration, *places = said
    held = Held(
        full_name=name,
        birth_date=PartialDate(year, month, day),
        birth_provenance=Provenance.DEFAULTED_1_JAN if defaulted else Provenance.RECORDED,
        sex=sex,
        ethnic_group=ethnic_group,
        nationality=nationality,
        birth_registration_commune=registration,
        hometown=Place(*places[:3]),
        residence=Place(*places[3:]),
        mother=parents.get(mother, ()),
        father=parents.get(father, ()),
    )
    return Carrier(key=key, superseded=bool(superseded), deceased=died != "", held=held)
