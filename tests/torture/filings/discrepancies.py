"""Discrepancies: reported at insurance, forwarded to population, taken back at insurance, and so at population."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.torture.filings import Damage
from tests.torture.people import people_in_both

from lienthong.discrepancy.v1 import requests_pb2 as requests
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from tests.torture.desk import Desk

INSURANCE, POPULATION = "agencies/insurance", "agencies/population"
SUBJECTS = 8
"""The last of the people: the first change, see `changes`."""


class Discrepancies:
    """One at a time for each person: were two messages to change places, the second report would be the first."""

    name = "discrepancies"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._service = desk.client.insurance_discrepancies
        self._begun = 0
        self._free: list[str] = []
        self._names: list[str] = []

    @property
    def filed(self) -> int:
        return len(self._names)

    async def file(self) -> None:
        if not self._begun:
            self._free = [one.number for one in people_in_both(self._desk)[-SUBJECTS:]]
        number = self._free.pop(0)
        self._begun += 1
        self._names.append(await self._report_and_take_back(number, f"banks/{self._begun}"))
        self._free.append(number)

    async def _report_and_take_back(self, number: str, bank: str) -> str:
        report = requests.ReportDiscrepancyRequest(
            request_id=self._desk.request_id(),
            identity_number=IdentityNumber(value=number),
            field="ethnic_group",
            reported_value="99",
        )
        name = (await self._desk.ask(self._service.ReportDiscrepancy, report, bank)).name
        forward = requests.ForwardDiscrepancyRequest(
            name=name, source=POPULATION, note="theirs to say", request_id=self._desk.request_id()
        )
        await self._desk.ask(self._service.ForwardDiscrepancy, forward, INSURANCE)
        withdraw = requests.WithdrawDiscrepancyRequest(
            name=name, note="a slip of the pen", request_id=self._desk.request_id()
        )
        await self._desk.ask(self._service.WithdrawDiscrepancy, withdraw, bank)
        return name

    def is_finished(self) -> bool:
        return True

    def compare(self) -> Damage:
        damage = Damage()
        for agency, column in (("insurance", "discrepancy_id"), ("population", "reporter_discrepancy")):
            rows = self._desk.rows(agency, f"SELECT {column} AS ours, state FROM discrepancy")
            states = [(row["ours"].removeprefix("discrepancies/"), row["state"]) for row in rows]
            for name in self._names:
                found = [state for ours, state in states if ours == name.removeprefix("discrepancies/")]
                damage.count(f"{name} at {agency}", len(found))
                if found and found != ["WITHDRAWN"]:
                    damage.disordered.append(f"{name} at {agency} is {found}")
            damage.count(f"discrepancies at {agency}", len(rows), len(self._names))
        return damage
