"""Collection's side of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.insurance.v1 import contribution_declaration_pb2 as declarations
from lienthong.insurance.v1 import contribution_service_pb2 as pb
from lienthong_emulator.access.errors import AccessNotPermitted
from lienthong_emulator.access.rules import Group, rule_for
from lienthong_emulator.insurance.access.sight import groups_seen
from lienthong_emulator.insurance.collection.convert import month_from_proto
from lienthong_emulator.insurance.collection.convert_declarations import (
    account_statement_to_proto,
    declaration_of,
    receive_date_from_proto,
    relief_from_proto,
)
from lienthong_emulator.insurance.collection.convert_quotes import quote_of
from lienthong_emulator.insurance.collection.desk import declare, receive, relieve
from lienthong_emulator.insurance.collection.domain import checked_tax_code
from lienthong_emulator.insurance.collection.errors import DeclarationNotFound, MonthNotBegun, MonthNotEnded
from lienthong_emulator.insurance.collection.pages import month_page, person_page, unit_page
from lienthong_emulator.insurance.collection.rights import refuse_others, refuse_unless_seen
from lienthong_emulator.insurance.collection.store import StatementQuestions
from lienthong_emulator.insurance.employers.errors import EmployerNotFound
from lienthong_emulator.insurance.months import month_of, told
from lienthong_emulator.insurance.participants import find_participant
from lienthong_emulator.insurance.registry.errors import ParticipantNotFound
from lienthong_emulator.runtime.idempotency import once

if TYPE_CHECKING:
    from lienthong.insurance.v1.contribution_quote_pb2 import ContributionQuote
    from lienthong_emulator.insurance.collection.domain import Unit
    from lienthong_emulator.insurance.contributions.domain import Month
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.kit import Tx

    ForUnit = pb.DeclareParticipantsRequest | pb.RecordPaymentRequest | pb.RequestReliefRequest | pb.GetStatementRequest


class ContributionServicer:
    async def QuoteContribution(self, request: pb.QuoteContributionRequest, _call: Call) -> ContributionQuote:
        return quote_of(request)

    async def DeclareParticipants(
        self, request: pb.DeclareParticipantsRequest, call: Call
    ) -> declarations.ParticipantDeclaration:
        unit, month = await _own_unit(call, request), _begun_month(call, request)

        async def act(tx: Tx) -> declarations.ParticipantDeclaration:
            return await declare(tx, unit, month, request.changes)

        return await once(call, request, declarations.ParticipantDeclaration, act)

    async def GetParticipantDeclaration(
        self, request: pb.GetParticipantDeclarationRequest, call: Call
    ) -> declarations.ParticipantDeclaration:
        _, unit_code, _, declaration_id = request.name.split("/")
        refuse_unless_seen(call, unit_code)
        found = await StatementQuestions(call.kit.lookups).declaration(declaration_id)
        if found is None or found.unit_code != unit_code:
            raise DeclarationNotFound(field="name", declaration=request.name)
        return declaration_of(found)

    async def RecordPayment(self, request: pb.RecordPaymentRequest, call: Call) -> declarations.ContributionPayment:
        unit = await _own_unit(call, request)
        is_given = request.HasField("receive_date")
        day = receive_date_from_proto(request.receive_date, call.time.date(), is_given=is_given)

        async def act(tx: Tx) -> declarations.ContributionPayment:
            return await receive(tx, unit, request.amount, day, request.reference)

        return await once(call, request, declarations.ContributionPayment, act)

    async def RequestRelief(self, request: pb.RequestReliefRequest, call: Call) -> declarations.ContributionRelief:
        relief = relief_from_proto(request, (await _own_unit(call, request)).unit_code)

        async def act(tx: Tx) -> declarations.ContributionRelief:
            return await relieve(tx, relief)

        return await once(call, request, declarations.ContributionRelief, act)

    async def GetStatement(self, request: pb.GetStatementRequest, call: Call) -> declarations.AccountStatement:
        unit = await _unit(call, request)
        refuse_unless_seen(call, unit.unit_code)
        month, now = _begun_month(call, request), month_of(call.time.date())
        [books] = await StatementQuestions(call.kit.lookups).books_of([unit], month, now)
        return account_statement_to_proto(books.counted(now), month, now)

    async def ListContributions(self, request: pb.ListContributionsRequest, call: Call) -> pb.ListContributionsResponse:
        rule_for(call.context)  # a purpose that the caller has not is refused before anybody is looked up
        person = await find_participant(call.kit.lookups, request.identity_number)
        if person is None:
            raise ParticipantNotFound(field="identity_number")
        if Group.SOCIAL_INSURANCE not in await groups_seen(call, person.participant_key):
            raise AccessNotPermitted(caller=call.context.caller)
        return await month_page(call, request, person.participant_key, month_of(call.time.date()))

    async def ListUnitStatements(
        self, request: pb.ListUnitStatementsRequest, call: Call
    ) -> pb.ListUnitStatementsResponse:
        refuse_unless_seen(call)
        return await unit_page(call, request, _ended_month(call, request), month_of(call.time.date()))

    async def ListPersonStatements(
        self, request: pb.ListPersonStatementsRequest, call: Call
    ) -> pb.ListPersonStatementsResponse:
        refuse_unless_seen(call, request.unit_code)
        return await person_page(call, request, _ended_month(call, request), month_of(call.time.date()))


async def _unit(call: Call, request: ForUnit) -> Unit:
    """The unit that is meant. Raises `EmployerNotFound`, `WrongCheckDigit`, `TaxCodeOfZeros`."""
    questions = StatementQuestions(call.kit.lookups)
    field = request.WhichOneof("unit") or "unit_code"
    code = getattr(request, field)
    if field == "tax_code":
        found = await questions.unit_under(checked_tax_code(code, field))
    else:
        found = await questions.unit(code)
    if found is None:
        raise EmployerNotFound(field=field, code=code)
    return found


async def _own_unit(call: Call, request: ForUnit) -> Unit:
    unit = await _unit(call, request)
    refuse_others(call, unit.unit_code)
    return unit


def _begun_month(call: Call, request: pb.DeclareParticipantsRequest | pb.GetStatementRequest) -> Month:
    month, today = month_from_proto(request.month, "month"), call.time.date()
    if month > month_of(today):
        raise MonthNotBegun(field="month", month=told(month), today=today.isoformat())
    return month


def _ended_month(call: Call, request: pb.ListUnitStatementsRequest | pb.ListPersonStatementsRequest) -> Month:
    month, today = month_from_proto(request.month, "month"), call.time.date()
    if month >= month_of(today):
        raise MonthNotEnded(field="month", month=told(month), today=today.isoformat())
    return month
