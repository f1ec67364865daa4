"""Corrections of registered births: one after the other for each child, told to population and by it to insurance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.torture.filings import Damage
from tests.torture.people import WHOSE_BIRTH_IS_AMENDED, kept_people

from lienthong.justice.v1 import birth_amendment_service_pb2 as contract
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from tests.torture.desk import Desk
    from tests.torture.people import Somebody

COMMUNE = "communes/00166"


class Amendments:
    """Another name each time: the last stands everywhere."""

    name = "amendments of births"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._service = desk.client.birth_amendments
        self._free: list[Somebody] = []
        self._made: dict[Somebody, list[str]] = {}
        """The names of the amendments of each."""

    @property
    def filed(self) -> int:
        return sum(map(len, self._made.values()))

    async def file(self) -> None:
        if not self._made:
            self._free = [*kept_people(self._desk, WHOSE_BIRTH_IS_AMENDED)]
            self._made = {child: [] for child in self._free}
        child = self._free.pop(0)
        await self._correct(child)
        self._free.append(child)

    async def _correct(self, child: Somebody) -> None:
        request = contract.CorrectBirthRequest(
            request_id=self._desk.request_id(),
            identity_number=IdentityNumber(value=child.number),
            values=contract.BirthFields(full_name=_name(child, len(self._made[child]))),
        )
        made = await self._desk.ask(self._service.CorrectBirth, request, COMMUNE)
        self._made[child].append(made.name)
        asked = contract.GetBirthAmendmentRequest(name=made.name)
        await self._desk.until(
            lambda: self._desk.ask(self._service.GetBirthAmendment, asked),
            lambda found: found.state == contract.AMENDMENT_STATE_ENTERED,
        )

    def is_finished(self) -> bool:
        return not self._desk.rows("justice", "SELECT 1 FROM birth_amendment WHERE state = 'IN_PROCESS' LIMIT 1")

    def compare(self) -> Damage:
        damage = Damage()
        rows = self._desk.rows("justice", "SELECT amendment_id, state, number FROM birth_amendment ORDER BY position")
        damage.count("amendments", len(rows), self.filed)
        for child, made in self._made.items():
            entered = [row["amendment_id"] for row in rows if row["number"] == child.number]
            damage.compare(f"amendment of {child.name}", entered, [name.partition("/")[2] for name in made])
            if made:
                self._compare_name(damage, child, len(made))
        return damage

    def _compare_name(self, damage: Damage, child: Somebody, times: int) -> None:
        """Every correction was made once, and the last is what both registers say."""
        held = {"population": ("citizen", child.citizen_key), "insurance": ("participant", child.participant_key)}
        for agency, (table, key) in held.items():
            asked = f"SELECT COUNT(*) AS changes FROM change_event WHERE {table}_key = {key}"
            damage.count(f"changes of {child.name} at {agency}", self._desk.rows(agency, asked)[0]["changes"], times)
            (row,) = self._desk.rows(agency, f"SELECT full_name FROM {table} WHERE {table}_key = {key}")
            if row["full_name"] != _name(child, times - 1):
                damage.disordered.append(f"{agency} calls {child.name} {row['full_name']}")


def _name(child: Somebody, turn: int) -> str:
    """Another each time."""
    return f"{child.name} {''.join('aeiouyăâêô'[int(digit)] for digit in str(turn)).capitalize()}"
