"""Marriages: an entry each, and a spouse at insurance for whom it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from google.type.date_pb2 import Date
from tests.torture.filings import Damage
from tests.torture.people import WHO_MARRY, kept_people, persona

from lienthong.justice.v1.marriage_pb2 import MarriageParty
from lienthong.justice.v1.marriage_service_pb2 import RegisterMarriageRequest
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PASSPORT, IdentityNumber

if TYPE_CHECKING:
    from tests.torture.desk import Desk
    from tests.torture.people import Somebody

COMMUNE = "communes/00166"
ENTRIES = "SELECT record_id, husband_number, wife_number FROM marriage_record"
SPOUSES = "SELECT participant_key, number FROM relative WHERE kind = 3"


class Marriages:
    """Foreigners, of whom there is no end, marry first the women whom insurance knows, and then each other."""

    name = "marriages"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._begun = 0
        self._brides: list[Somebody] = []
        self._made: dict[str, tuple[str, str]] = {}
        """The numbers of both by entry."""

    @property
    def filed(self) -> int:
        return len(self._made)

    async def file(self) -> None:
        self._brides = self._brides or [*kept_people(self._desk, WHO_MARRY)]
        turn, self._begun = self._begun, self._begun + 1
        bride = _woman(WHO_MARRY[turn]) if turn < len(WHO_MARRY) else _foreigner("F", turn, "Kim Ji Woo")
        request = RegisterMarriageRequest(
            request_id=self._desk.request_id(),
            registration_commune="00166",
            husband=_foreigner("M", turn, "Kim Min Jun"),
            wife=bride,
        )
        made = await self._desk.ask(self._desk.client.marriages.RegisterMarriage, request, COMMUNE)
        self._made[made.name.partition("/")[2]] = (made.husband.identity_number.value, bride.identity_number.value)

    def is_finished(self) -> bool:
        return True

    def compare(self) -> Damage:
        damage = Damage()
        rows = self._desk.rows("justice", ENTRIES)
        damage.count("marriages", len(rows), self.filed)
        found = {row["record_id"]: (row["husband_number"], row["wife_number"]) for row in rows}
        for record, parties in self._made.items():
            damage.count(f"marriage {record}", found.get(record) == parties)
        grooms = {wife: husband for husband, wife in self._made.values()}
        spouses = {row["participant_key"]: row["number"] for row in self._desk.rows("insurance", SPOUSES)}
        for bride in (bride for bride in self._brides if bride.number in grooms):
            damage.count(f"spouse of {bride.name}", spouses.get(bride.participant_key) == grooms[bride.number])
        return damage


def _woman(who: str) -> MarriageParty:
    person = persona(who)
    born = Date(year=person.birth.year, month=person.birth.month, day=person.birth.day)
    number = IdentityNumber(value=person.personal_number)
    return MarriageParty(full_name=person.full_name, birth_date=born, identity_number=number)


def _foreigner(letter: str, turn: int, name: str) -> MarriageParty:
    passport = IdentityNumber(type=IDENTITY_NUMBER_TYPE_PASSPORT, value=f"{letter}{turn:08}")
    return MarriageParty(full_name=name, birth_date=Date(year=1985), identity_number=passport)
