"""What is asked of the collection of contributions in a world of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from google.type.date_pb2 import Date

from lienthong.insurance.v1 import contribution_service_pb2 as pb
from lienthong.insurance.v1.contribution_declaration_pb2 import DeclaredChange
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from tests.journeys.conftest import Commune

    from lienthong.insurance.v1.contribution_declaration_pb2 import (
        AccountStatement,
        ContributionPayment,
        ContributionRelief,
        ParticipantDeclaration,
        ReliefKind,
    )
    from lienthong.insurance.v1.contribution_pb2 import PersonStatement, UnitStatement

IN_DEBT = "ZZ0007A"
"""La Rách, which sews for nothing that insurance sees since September."""


def month(told: int) -> Date:
    """202112 as the contract writes it."""
    return Date(year=told // 100, month=told % 100)


@dataclass(frozen=True)
class Office:
    """The questions of somebody about contributions."""

    commune: Commune
    caller: str = "testers/journeys"

    @property
    def metadata(self) -> tuple[tuple[str, str]]:
        return (("lienthong-caller", self.caller),)

    async def units(self, of: int, page_size: int = 0) -> list[UnitStatement]:
        """Page after page."""
        request, found = pb.ListUnitStatementsRequest(month=month(of), page_size=page_size), list["UnitStatement"]()
        while True:
            page = await self.commune.client.contributions.ListUnitStatements(request, metadata=self.metadata)
            found += page.statements
            request.page_token = page.next_page_token
            if not page.next_page_token:
                return found

    async def people(self, of: int, unit_code: str = "", page_size: int = 0) -> list[PersonStatement]:
        """Page after page."""
        request = pb.ListPersonStatementsRequest(month=month(of), unit_code=unit_code, page_size=page_size)
        found = list["PersonStatement"]()
        while True:
            page = await self.commune.client.contributions.ListPersonStatements(request, metadata=self.metadata)
            found += page.statements
            request.page_token = page.next_page_token
            if not page.next_page_token:
                return found

    async def declare(self, unit_code: str, of: int, *changes: DeclaredChange, **given: str) -> ParticipantDeclaration:
        request = pb.DeclareParticipantsRequest(unit_code=unit_code, month=month(of), changes=changes, **given)
        return await self.commune.client.contributions.DeclareParticipants(request, metadata=self.metadata)

    async def pay(self, unit_code: str, amount: int, on: Date | None = None, **given: str) -> ContributionPayment:
        request = pb.RecordPaymentRequest(unit_code=unit_code, amount=amount, receive_date=on, **given)
        return await self.commune.client.contributions.RecordPayment(request, metadata=self.metadata)

    async def relieve(self, unit_code: str, kind: ReliefKind.ValueType, first: int, last: int) -> ContributionRelief:
        request = pb.RequestReliefRequest(
            unit_code=unit_code, kind=kind, first_month=month(first), last_month=month(last), basis="1/QĐ-BHXH"
        )
        return await self.commune.client.contributions.RequestRelief(request, metadata=self.metadata)

    async def statement(self, unit_code: str, of: int) -> AccountStatement:
        request = pb.GetStatementRequest(unit_code=unit_code, month=month(of))
        return await self.commune.client.contributions.GetStatement(request, metadata=self.metadata)

    async def months_of(self, number: str, page_size: int = 0) -> list[PersonStatement]:
        """Page after page."""
        request = pb.ListContributionsRequest(identity_number=IdentityNumber(value=number), page_size=page_size)
        found = list["PersonStatement"]()
        while True:
            page = await self.commune.client.contributions.ListContributions(request, metadata=self.metadata)
            found += page.statements
            request.page_token = page.next_page_token
            if not page.next_page_token:
                return found


def change(plan_code: str, number: str, salary: int = 0, **given: str) -> DeclaredChange:
    """A row of a labour list."""
    return DeclaredChange(plan_code=plan_code, identity_number=IdentityNumber(value=number), salary=salary, **given)
