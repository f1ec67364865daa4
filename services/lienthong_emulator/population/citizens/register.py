"""The citizens, as claims are compared with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

from lienthong_emulator.matching import Held, Number
from lienthong_emulator.population.citizens.domain import Citizen
from lienthong_emulator.population.citizens.store import CitizenQuestions, word_of_parent
from lienthong_emulator.verification.register import Carrier, place_of
from lienthong_emulator.verification.written_claims import words_of_person

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Reader

PARENTS = {"mother", "father"}
WORDS = {
    **words_of_person("birth_date_year", "birth_date_month", "birth_date_day"),
    "mother": word_of_parent("mother_key"),
    "father": word_of_parent("father_key"),
}
"""What gives the word of a field."""


class CitizenRegister:
    """Population's side of every verification."""

    told_in_words = WORDS.keys()

    def __init__(self, db: Reader) -> None:
        self._citizens = CitizenQuestions(db)

    async def carriers_of(
        self, numbers: Collection[Number], asked: AbstractSet[str]
    ) -> Mapping[Number, Sequence[Carrier]]:
        found = await self._found(numbers)
        citizens = [citizen for carriers in found.values() for citizen, _ in carriers]
        parents = await self._parents_of(citizens if asked & PARENTS else [])
        return {
            number: [_carrier(citizen, superseded, parents) for citizen, superseded in carriers]
            for number, carriers in found.items()
        }

    async def words_held(
        self, numbers: Sequence[str], fields: Sequence[str], *, day: str, caller: str
    ) -> Sequence[tuple[Any, ...]]:
        return await self._citizens.words_of_all(
            numbers, tuple(WORDS[field] for field in fields), day=day, caller=caller
        )

    async def _found(self, numbers: Collection[Number]) -> Mapping[Number, Sequence[tuple[Citizen, bool]]]:
        found: defaultdict[Number, list[tuple[Citizen, bool]]] = defaultdict(list)
        of_kind: defaultdict[int, list[Number]] = defaultdict(list)
        for number in numbers:
            of_kind[number.kind].append(number)
        for kind, alike in of_kind.items():
            for value, citizen, superseded in await self._citizens.carriers_of_all(kind, [n.value for n in alike]):
                found[Number(kind, value)].append((citizen, superseded))
        return found

    async def _parents_of(self, citizens: Collection[Citizen]) -> Mapping[int, Sequence[Number]]:
        """The numbers of mothers and fathers, by their keys."""
        keys = {key for citizen in citizens for key in (citizen.mother_key, citizen.father_key) if key}
        return await self._citizens.numbers_of_all(keys) if keys else {}


def _carrier(citizen: Citizen, superseded: bool, parents: Mapping[int, Sequence[Number]]) -> Carrier:
    return Carrier(
        key=citizen.citizen_key,
        superseded=superseded,
        deceased=citizen.death_date is not None,
        held=_held(citizen, parents.get(citizen.mother_key, ()), parents.get(citizen.father_key, ())),
    )


def _held(citizen: Citizen, mother: Collection[Number], father: Collection[Number]) -> Held:
    return Held(
        full_name=citizen.full_name,
        birth_date=citizen.birth_date,
        birth_provenance=citizen.provenance,
        sex=citizen.sex,
        ethnic_group=citizen.ethnic_group,
        nationality=citizen.nationality,
        birth_registration_commune=citizen.registration_commune,
        hometown=place_of(citizen.hometown),
        residence=place_of(citizen.residence),
        mother=mother,
        father=father,
    )
