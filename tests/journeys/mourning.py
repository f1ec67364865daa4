"""Families who declare a death, in the world of a commune's desk."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from google.type.date_pb2 import Date

from lienthong.insurance.v1 import benefit_service_pb2 as benefits
from lienthong.insurance.v1.benefit_pb2 import BenefitClaim, UseAfterDeath
from lienthong.insurance.v1.participant_pb2 import Participant
from lienthong.insurance.v1.registry_service_pb2 import GetParticipantRequest
from lienthong.justice.v1 import death_service_pb2 as contract
from lienthong.justice.v1.birth_declaration_pb2 import REGISTRATION_KIND_ON_TIME, Applicant, IdentityPaper, PaperKind
from lienthong.justice.v1.civil_status_pb2 import CivilStatus
from lienthong.justice.v1.death_declaration_pb2 import DeathDeclaration, DeathNotice, Deceased
from lienthong.justice.v1.death_dossier_pb2 import DeathDossier, DeathRecord
from lienthong.justice.v1.register_service_pb2 import GetCivilStatusRequest
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.people.by_hand.personas import personas

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from journeys.conftest import Commune
    from lienthong.client import Client

SECONDS_TO_END = 20.0
YESTERDAY = date(2022, 1, 4)
NUMBERS = count(1)
AS_TESTER = (("lienthong-caller", "testers/mourning"),)


def day(of: date) -> Date:
    return Date(year=of.year, month=of.month, day=of.day)


def declaration_of(
    who: str, died: date = YESTERDAY, notice: str = "", in_year: int = YESTERDAY.year, **changes: Any
) -> DeathDeclaration:
    """What a family says of a persona's death, which is what the registers say of the persona; or something else.

    `in_year` is the first of the world's.
    """
    person = personas(in_year - 1)[who]
    said: dict[str, Any] = {
        "full_name": person.full_name,
        "sex": person.sex,
        "birth_date": Date(year=person.birth.year, month=person.birth.month, day=person.birth.day),
        "ethnic_group": person.ethnic_group,
        "nationality": person.nationality,
        "paper": IdentityPaper(
            kind=PaperKind.PAPER_KIND_CCCD if person.personal_number else PaperKind.PAPER_KIND_CMND,
            number=person.personal_number or person.cmnd,
        ),
        "death_date": day(died),
        "death_time": "21:40",
        "death_place": "Tại nhà",
        "death_cause": "Tuổi già",
    }
    home = person.residence
    residence = Address(
        province_code=home.province_code, district_code=home.district_code, commune_code=home.commune_code
    )
    return DeathDeclaration(
        death_notice=DeathNotice(number=notice) if notice else None,
        registration_kind=changes.pop("registration_kind", REGISTRATION_KIND_ON_TIME),
        registration_commune=changes.pop("commune", home.commune_code),
        deceased=Deceased(residence=residence, **{**said, **changes}),
        applicant=Applicant(full_name="Phan Thị Bình", relation="Vợ", residence=residence),
    )


@dataclass(frozen=True)
class Mourning:
    """Whoever declares deaths, revokes entries and looks at what follows."""

    commune: Commune

    @asynccontextmanager
    async def client(self, caller: str = "testers/mourning") -> AsyncGenerator[Client]:
        async with self.commune.house.client(world=self.commune.world, caller=caller) as client:
            yield client

    async def send(self, declaration: DeathDeclaration, linked: str | None = None, **given: Any) -> DeathDossier:
        """File a dossier and go away."""
        name = f"G23.01-220105-{next(NUMBERS):04}" if linked is None else linked
        request = contract.FileDeathDossierRequest(linked_dossier_id=name, declaration=declaration, **given)
        return await self.commune.client.deaths.FileDeathDossier(request)

    async def file(self, declaration: DeathDeclaration, linked: str | None = None, **given: Any) -> DeathDossier:
        """File a dossier, wait until nothing of it is under way, and until everybody who hears of it is done."""
        return await self.follow((await self.send(declaration, linked, **given)).name)

    async def follow(self, name: str) -> DeathDossier:
        request = contract.WatchDeathDossierRequest(name=name)
        frames = self.commune.client.deaths.WatchDeathDossier(request, timeout=SECONDS_TO_END)
        last = [frame async for frame in frames][-1]
        await self.commune.asked_again(self.commune.settle)
        return last

    async def supplement(self, dossier: DeathDossier, declaration: DeathDeclaration, etag: str = "") -> DeathDossier:
        request = contract.SupplementDeathDossierRequest(name=dossier.name, declaration=declaration, etag=etag)
        return await self.follow((await self.commune.client.deaths.SupplementDeathDossier(request)).name)

    async def withdraw(self, dossier: DeathDossier, etag: str = "") -> DeathDossier:
        request = contract.WithdrawDeathDossierRequest(name=dossier.name, etag=etag)
        return await self.commune.client.deaths.WithdrawDeathDossier(request)

    async def look_at(self, name: str) -> DeathDossier:
        return await self.commune.client.deaths.GetDeathDossier(contract.GetDeathDossierRequest(name=name))

    async def dossiers(self, **query: Any) -> list[DeathDossier]:
        request = contract.ListDeathDossiersRequest(**query)
        return list((await self.commune.client.deaths.ListDeathDossiers(request)).dossiers)

    async def revoke(self, record: DeathRecord, caller: str = "communes/00166", **given: str) -> DeathRecord:
        request = contract.RevokeDeathRecordRequest(name=record.name, reason="Nhầm người cùng tên", **given)
        async with self.client(caller) as registrar:
            revoked = await registrar.deaths.RevokeDeathRecord(request)
        await self.follow(record.dossier)
        return revoked

    async def participant(self, number: str) -> Participant:
        request = GetParticipantRequest(identity_number=IdentityNumber(value=number))
        return await self.commune.client.registry.GetParticipant(request, metadata=AS_TESTER)

    async def civil_status(self, number: str) -> CivilStatus:
        request = GetCivilStatusRequest(identity_number=IdentityNumber(value=number))
        return await self.commune.client.registers.GetCivilStatus(request)

    async def claims(self, **query: Any) -> list[BenefitClaim]:
        request = benefits.ListBenefitClaimsRequest(**query)
        async with self.client("agencies/insurance") as insurance:
            return list((await insurance.benefits.ListBenefitClaims(request)).claims)

    async def pay(self, claim: BenefitClaim, caller: str = "agencies/insurance", **given: str) -> BenefitClaim:
        request = benefits.PayBenefitClaimRequest(name=claim.name, **given)
        async with self.client(caller) as client:
            return await client.benefits.PayBenefitClaim(request)

    async def uses(self) -> list[UseAfterDeath]:
        async with self.client("agencies/insurance") as insurance:
            return list((await insurance.benefits.ListUsesAfterDeath(benefits.ListUsesAfterDeathRequest())).uses)

    async def steps(self, dossier: DeathDossier) -> list[tuple[str, str]]:
        """Who did what in the case of a dossier."""
        steps = await self.commune.steps(dossier.case_id)
        return [(step.agency.removeprefix("agencies/"), step.kind) for step in steps]
