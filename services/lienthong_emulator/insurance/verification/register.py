"""The participants, as claims are compared with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD as CARD
from lienthong_emulator.insurance.registry.domain import FATHER, MOTHER, Participant
from lienthong_emulator.insurance.verification.convert import CODES
from lienthong_emulator.insurance.verification.store import Carriage, ClaimQuestions
from lienthong_emulator.matching import NO_CODES, Held, Number
from lienthong_emulator.verification.register import Carrier, place_of
from lienthong_emulator.verification.written_claims import words_of_person

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Reader

PARENTS = {"mother", "father"}
WORDS = words_of_person("birth_year", "birth_month", "birth_day")
"""What gives the word of a field."""
Parents = Mapping[tuple[int, int], Sequence[Number]]
Codes = Mapping[int, Mapping[str, str]]


class ParticipantRegister:
    """Insurance's side of every verification."""

    told_in_words = WORDS.keys()

    def __init__(self, db: Reader) -> None:
        self._claims = ClaimQuestions(db)

    async def carriers_of(
        self, numbers: Collection[Number], asked: AbstractSet[str]
    ) -> Mapping[Number, Sequence[Carrier]]:
        found = await self._found(numbers)
        keys = {key for _, (_, key, _) in found}
        participants = await self._claims.participants(keys)
        parents: Parents = await self._claims.parents_of(keys) if asked & PARENTS else {}
        codes: Codes = await self._claims.codes_of(keys) if not asked.isdisjoint(CODES) else {}
        carriers: defaultdict[Number, list[Carrier]] = defaultdict(list)
        for number, (_, key, superseded) in found:
            carriers[number].append(_carrier(participants[key], superseded, parents, codes.get(key, NO_CODES)))
        return carriers

    async def words_held(
        self, numbers: Sequence[str], fields: Sequence[str], *, day: str, caller: str
    ) -> Sequence[tuple[Any, ...]]:
        return await self._claims.words_of_all(numbers, tuple(WORDS[field] for field in fields), day=day, caller=caller)

    async def _found(self, numbers: Collection[Number]) -> Sequence[tuple[Number, Carriage]]:
        of_kind: defaultdict[int, list[str]] = defaultdict(list)
        for number in numbers:
            of_kind[number.kind].append(number.value)
        found: list[tuple[Number, Carriage]] = []
        for kind, values in of_kind.items():
            found += [(Number(kind, carriage[0]), carriage) for carriage in await self._carried(kind, values)]
        return found

    async def _carried(self, kind: int, values: Collection[str]) -> Sequence[Carriage]:
        if kind == CARD:
            return await self._claims.carriers_of_cards(values)
        return await self._claims.carriers_of_numbers(kind, values)


def _carrier(participant: Participant, superseded: bool, parents: Parents, codes: Mapping[str, str]) -> Carrier:
    key = participant.participant_key
    held = Held(
        full_name=participant.full_name,
        birth_date=participant.birth,
        sex=participant.sex,
        ethnic_group=participant.ethnic_group,
        nationality=participant.nationality,
        birth_registration_commune=participant.registration_commune,
        hometown=place_of(participant.hometown),
        residence=place_of(participant.residence),
        mother=parents.get((key, MOTHER), ()),
        father=parents.get((key, FATHER), ()),
        codes=codes,
    )
    return Carrier(key=key, superseded=superseded, deceased=participant.death_date is not None, held=held)
