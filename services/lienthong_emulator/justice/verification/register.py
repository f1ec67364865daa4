"""The people of the civil-status registers, as claims are compared with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import TYPE_CHECKING, Any

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.justice.verification.store import ExtractQuestions
from lienthong_emulator.matching import Held, Number, PartialDate
from lienthong_emulator.verification.register import Carrier

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Reader, Row

COLUMNS = {PERSONAL_NUMBER: "personal_number", CMND: "cmnd"}
Parents = Mapping[int, Sequence[Number]]


class CivilStatusRegister:
    """Justice's side of the verification of people."""

    told_in_words: AbstractSet[str] = frozenset()

    def __init__(self, db: Reader) -> None:
        self._entries = ExtractQuestions(db)

    async def carriers_of(
        self, numbers: Collection[Number], asked: AbstractSet[str]
    ) -> Mapping[Number, Sequence[Carrier]]:
        found: defaultdict[Number, list[Carrier]] = defaultdict(list)
        dead = await self._entries.dead_since([number.value for number in numbers])
        for kind, column in COLUMNS.items():
            values = [number.value for number in numbers if number.kind == kind]
            rows = await self._entries.people_under(column, values) if values else ()
            parents = await self._parents_of(rows if {"mother", "father"} & asked else ())
            for row in rows:
                found[Number(kind, row["asked"])].append(_carrier(row, kind, dead, parents))
        for row in await self._entries.born_since([n.value for n in numbers if n.kind == PERSONAL_NUMBER]):
            number = Number(PERSONAL_NUMBER, row["personal_number"])
            if number not in found:
                found[number].append(_newborn(row, dead))
        return found

    async def words_held(
        self, numbers: Sequence[str], fields: Sequence[str], *, day: str, caller: str
    ) -> Sequence[tuple[Any, ...]]:
        return ()

    async def _parents_of(self, rows: Collection[Row]) -> Parents:
        keys = {key for row in rows for key in (row["mother_key"], row["father_key"]) if key}
        return await self._entries.numbers_of(keys) if keys else {}


def _carrier(row: Row, kind: int, dead: Collection[str], parents: Parents) -> Carrier:
    """A CMND is an old number of who has a personal number."""
    return Carrier(
        key=row["person_key"],
        superseded=kind == CMND and row["personal_number"] != "",
        deceased=bool(row["is_dead"]) or row["asked"] in dead,
        held=Held(
            full_name=row["full_name"],
            birth_date=PartialDate(row["birth_year"], row["birth_month"], row["birth_day"]),
            sex=row["sex"],
            ethnic_group=row["ethnic_group"],
            nationality=row["nationality"],
            mother=parents.get(row["mother_key"], ()),
            father=parents.get(row["father_key"], ()),
        ),
    )


def _newborn(row: Row, dead: Collection[str]) -> Carrier:
    born = date.fromisoformat(row["birth_date"])
    return Carrier(
        key=-row["position"],
        superseded=False,
        deceased=row["personal_number"] in dead,
        held=Held(full_name=row["full_name"], birth_date=PartialDate(born.year, born.month, born.day), sex=row["sex"]),
    )
