"""Offices that change what population holds, in the world of a commune's desk."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from google.type.date_pb2 import Date

from lienthong.insurance.v1.participant_pb2 import Participant
from lienthong.insurance.v1.registry_service_pb2 import GetParticipantRequest
from lienthong.population.v1 import citizen_change_service_pb2 as contract
from lienthong.population.v1.citizen_pb2 import Citizen
from lienthong.population.v1.citizen_service_pb2 import GetCitizenRequest
from lienthong.population.v1.events_pb2 import CitizenChanged
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from journeys.conftest import Commune
    from lienthong.client import Client

JUSTICE, POPULATION, INSURANCE = "agencies/justice", "agencies/population", "agencies/insurance"
TODAY = Date(year=2022, month=1, day=5)
YESTERDAY = Date(year=2022, month=1, day=4)
DICH_VONG = Address(province_code="01", district_code="005", commune_code="00166", detail="Số 8 Trần Thái Tông")
METHODS = {
    contract.CorrectCitizenRequest: "CorrectCitizen",
    contract.MoveResidenceRequest: "MoveResidence",
    contract.ReplacePersonalNumberRequest: "ReplacePersonalNumber",
    contract.RecordDeathRequest: "RecordDeath",
    contract.RevokeDeathRequest: "RevokeDeath",
}
CALLERS = {
    contract.CorrectCitizenRequest: JUSTICE,
    contract.RecordDeathRequest: JUSTICE,
    contract.RevokeDeathRequest: JUSTICE,
}
"""Who asks for a change, where population does not by itself."""


def number(value: str) -> IdentityNumber:
    return IdentityNumber(value=value)


def correction(of: str, grounds: contract.ChangeGrounds | None = None, **values: Any) -> contract.CorrectCitizenRequest:
    right = contract.CitizenFields(**values)
    return contract.CorrectCitizenRequest(identity_number=number(of), values=right, grounds=grounds)


def move(
    of: str, to: Address = DICH_VONG, grounds: contract.ChangeGrounds | None = None
) -> contract.MoveResidenceRequest:
    return contract.MoveResidenceRequest(identity_number=number(of), residence=to, grounds=grounds)


def new_number(of: str, grounds: contract.ChangeGrounds | None = None) -> contract.ReplacePersonalNumberRequest:
    return contract.ReplacePersonalNumberRequest(identity_number=number(of), grounds=grounds)


def death(of: str, day: Date = YESTERDAY, grounds: contract.ChangeGrounds | None = None) -> contract.RecordDeathRequest:
    return contract.RecordDeathRequest(identity_number=number(of), death_date=day, grounds=grounds)


def revocation(of: str, grounds: contract.ChangeGrounds | None = None) -> contract.RevokeDeathRequest:
    return contract.RevokeDeathRequest(identity_number=number(of), grounds=grounds)


@dataclass(frozen=True)
class Made:
    """A change that was made, and the case that it belongs to."""

    change: contract.CitizenChange
    case_id: str
    replayed: bool

    @property
    def citizen(self) -> Citizen:
        return self.change.citizen

    @property
    def event(self) -> CitizenChanged:
        return self.change.event


@dataclass(frozen=True)
class Registrars:
    """Whoever may change a citizen, and somebody who may look at everything."""

    commune: Commune

    @asynccontextmanager
    async def client(self, caller: str = "testers/changes") -> AsyncGenerator[Client]:
        async with self.commune.house.client(world=self.commune.world, caller=caller) as client:
            yield client

    async def change(self, request: Any) -> Made:
        """Ask for a change, and wait until everybody who hears of it has done what follows."""
        made = await self.ask(request)
        await self.commune.asked_again(self.commune.settle)
        return made

    async def ask(self, request: Any, caller: str = "") -> Made:
        async with self.client(caller or CALLERS.get(type(request), POPULATION)) as client:
            call: Any = getattr(client.citizen_changes, METHODS[type(request)])(request)
            change = await call
            trailers: dict[str, Any] = dict(await call.trailing_metadata())
        return Made(change, trailers.get("lienthong-case", ""), "lienthong-replayed" in trailers)

    async def citizen(self, value: str) -> Citizen:
        async with self.client() as client:
            return await client.citizens.GetCitizen(GetCitizenRequest(identity_number=number(value)))

    async def participant(self, value: str) -> Participant:
        async with self.client() as client:
            return await client.registry.GetParticipant(GetParticipantRequest(identity_number=number(value)))

    async def steps(self, made: Made) -> list[tuple[str, str]]:
        """Who did what in the case of a change."""
        steps = await self.commune.steps(made.case_id)
        return [(step.agency.removeprefix("agencies/"), step.kind) for step in steps]
