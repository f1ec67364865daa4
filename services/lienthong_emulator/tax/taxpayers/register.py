"""The taxpayers, as claims are compared with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

from lienthong_emulator.matching import Held
from lienthong_emulator.tax.taxpayers.domain import Organisation, Person, key_of
from lienthong_emulator.tax.taxpayers.store import TaxpayerQuestions
from lienthong_emulator.verification.register import Carrier, place_of

if TYPE_CHECKING:
    from lienthong_emulator.matching import Number
    from lienthong_emulator.runtime.database import Reader


class TaxpayerRegister:
    """The tax service's side of every verification."""

    told_in_words: AbstractSet[str] = frozenset()
    """Claims about taxpayers all go the long way."""

    def __init__(self, db: Reader) -> None:
        self._taxpayers = TaxpayerQuestions(db)

    async def carriers_of(
        self, numbers: Collection[Number], asked: AbstractSet[str]
    ) -> Mapping[Number, Sequence[Carrier]]:
        keys = {number: key_of(number.value) for number in numbers}
        merged = await self._taxpayers.merged_into([*keys.values()])
        current = {number: merged.get(key, key) for number, key in keys.items()}
        found = await self._taxpayers.find_all({*current.values()})
        return {
            number: [_carrier(found[key], superseded=keys[number] != key)]
            for number, key in current.items()
            if key in found
        }

    async def words_held(
        self, numbers: Sequence[str], fields: Sequence[str], *, day: str, caller: str
    ) -> Sequence[tuple[Any, ...]]:
        """Nothing: `told_in_words` names no field, so each claim is compared field by field."""
        return ()


def _carrier(found: Organisation | Person, *, superseded: bool) -> Carrier:
    if isinstance(found, Organisation):
        return Carrier(key=found.taxpayer_key, superseded=superseded, deceased=False, held=_organisation(found))
    is_dead = found.died is not None
    return Carrier(key=found.taxpayer_key, superseded=superseded, deceased=is_dead, held=_person(found))


def _organisation(found: Organisation) -> Held:
    return Held(
        full_name=found.full_name,
        residence=place_of(found.head_office),
        codes={"status": found.status.value, "headcount": str(found.headcount or "")},
    )


def _person(found: Person) -> Held:
    numbers = frozenset({found.personal_number, found.cmnd}) - {""}
    return Held(
        full_name=found.full_name,
        birth_date=found.birth,
        residence=place_of(found.residence),
        codes={"identity_number": numbers, "status": found.status.value},
    )
