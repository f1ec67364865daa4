"""Reconciliations as operations: begun, looked at, waited for, cancelled, listed, deleted; their results in pages."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from google.longrunning import operations_pb2 as operations
from google.protobuf.duration_pb2 import Duration
from tests.journeys.reconciling import INSURANCE, POPULATION, Office, office_in, progress_of

from lienthong.control.v1.case_service_pb2 import GetCaseRequest
from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong.discrepancy.v1.discrepancy_pb2 import (
    DISCREPANCY_STATE_ACKNOWLEDGED,
    DISCREPANCY_STATE_FORWARDED,
    DISCREPANCY_STATE_OPEN,
    DISCREPANCY_STATE_WITHDRAWN,
    Discrepancy,
)
from lienthong.discrepancy.v1.requests_pb2 import GetDiscrepancyRequest, ReportDiscrepancyRequest
from lienthong.insurance.v1 import reconciliation_service_pb2 as pb
from lienthong.insurance.v1.registry_service_pb2 import GetParticipantRequest
from lienthong.population.v1.citizen_change_service_pb2 import CitizenFields, CorrectCitizenRequest
from lienthong.type.v1.field_match_pb2 import (
    MATCH_OUTCOME_MISMATCH,
    SUBJECT_OUTCOME_AMBIGUOUS,
    SUBJECT_OUTCOME_DECEASED,
    SUBJECT_OUTCOME_FOUND,
    SUBJECT_OUTCOME_UNSPECIFIED,
)
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from conftest import House, Refusing
    from lienthong.insurance.v1.participant_pb2 import Participant

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAN, NUMBER_OF_ANOTHER, TWICE, DEAD_BY_MISTAKE = "0115000017", "901083000301", "7908000332", "992060000340"
OPEN = {DISCREPANCY_STATE_OPEN, DISCREPANCY_STATE_ACKNOWLEDGED, DISCREPANCY_STATE_FORWARDED}
A_MONTH = 30 * 86_400
REQUEST_ID = str(uuid.UUID(int=21, version=4))


@pytest_asyncio.fixture(loop_scope="session")
async def office(house: House, world: str) -> AsyncGenerator[Office]:
    """In a world of the personas alone."""
    async with office_in(house, world) as found:
        yield found


async def participant(office: Office, number: str) -> Participant:
    request = GetParticipantRequest(identity_number=IdentityNumber(value=number))
    return await office.client.registry.GetParticipant(request)


async def test_two_lists_have_everybody_between_them(office: Office) -> None:
    operation, found = await office.reconcile()
    everybody = await office.results(operation)
    lists = [await office.results(operation, list=one) for one in (1, 2)]

    assert (found.agency, found.cancel_requested) == (POPULATION, False)
    assert found.verified == found.total == len(everybody) == len({one.participant for one in everybody})
    assert [found.matched, found.not_matched] == list(map(len, lists))
    assert sorted([*lists[0], *lists[1]], key=_number) == everybody == sorted(everybody, key=_number)
    assert all(not one.fields and not one.discrepancies for one in lists[0])


def _number(result: pb.ReconciliationResult) -> str:
    return result.social_insurance_number


async def test_a_page_follows_the_other(office: Office, refusal: Refusing) -> None:
    operation, _ = await office.reconcile()
    request = pb.ListReconciliationResultsRequest(operation=operation, page_token="1-x")

    assert await office.results(operation, page_size=7) == await office.results(operation)
    no = await refusal(office.client.reconciliation.ListReconciliationResults(request))
    assert no.reason == "MALFORMED_PAGE_TOKEN"


async def test_who_agrees_is_confirmed_who_differs_field_by_field(office: Office) -> None:
    await office.reconcile()
    agreeing, differing = await participant(office, LAN), await participant(office, DEAD_BY_MISTAKE)

    assert (agreeing.basic.provenance.confirm_date.day, list(agreeing.basic.field_confirmations)) == (5, [])
    assert agreeing.basic.provenance.source_agency == POPULATION
    assert "full_name" in {one.field for one in differing.basic.field_confirmations}


async def test_what_a_run_confirmed_stands_when_the_run_is_gone(office: Office) -> None:
    operation, _ = await office.reconcile()
    while_kept = await participant(office, LAN)
    await office.client.operations.DeleteOperation(operations.DeleteOperationRequest(name=operation))

    assert while_kept.basic.provenance.confirm_date.day == 5
    assert await participant(office, LAN) == while_kept


async def test_a_result_tells_what_differs_and_which_discrepancy_it_became(office: Office) -> None:
    operation, _ = await office.reconcile()
    by_number = {one.social_insurance_number: one for one in await office.results(operation)}
    named = {one.name: one for one in await office.discrepancies()}

    twice = by_number[TWICE]
    (discrepancy,) = twice.discrepancies
    assert (twice.subject, named[discrepancy].subject) == (SUBJECT_OUTCOME_FOUND, SUBJECT_OUTCOME_AMBIGUOUS)
    assert [one.participant for one in by_number.values() if list(one.discrepancies) == [discrepancy]] == [
        twice.participant,
        by_number["7910000333"].participant,
    ]
    dead = [one for one in by_number.values() if one.subject == SUBJECT_OUTCOME_DECEASED]
    assert DEAD_BY_MISTAKE in {named[name].identity_number.value for one in dead for name in one.discrepancies}
    unasked = [one for one in by_number.values() if one.subject == SUBJECT_OUTCOME_UNSPECIFIED]
    assert all(not one.fields and not one.discrepancies for one in unasked)


async def test_a_number_that_leads_to_somebody_else_is_one_difference(office: Office) -> None:
    await office.reconcile()
    found = [one for one in await office.discrepancies() if one.identity_number.value == NUMBER_OF_ANOTHER]

    assert [(one.field, one.outcome) for one in found] == [("identity_number", MATCH_OUTCOME_MISMATCH)]


async def test_a_second_run_knows_what_the_first_found(office: Office) -> None:
    _, first = await office.reconcile()
    _, second = await office.reconcile()

    assert (second.discrepancies_opened, second.discrepancies_known) == (0, first.discrepancies_opened)
    assert second.counts == first.counts


async def test_what_differs_no_more_is_taken_back(office: Office) -> None:
    """An officer noted a difference that there is none of."""
    lan = IdentityNumber(value="901193000017")
    request = ReportDiscrepancyRequest(identity_number=lan, field="sex", reported_value="1")
    noted = await office.client.insurance_discrepancies.ReportDiscrepancy(request)
    _, first = await office.reconcile()
    _, second = await office.reconcile()

    kept = await office.client.insurance_discrepancies.GetDiscrepancy(GetDiscrepancyRequest(name=noted.name))
    assert (first.discrepancies_withdrawn, second.discrepancies_withdrawn) == (1, 0)
    assert kept.state == DISCREPANCY_STATE_WITHDRAWN
    assert second.discrepancies_known == first.discrepancies_opened


async def test_changes_during_a_run_leave_nothing_stale(office: Office) -> None:
    """Population corrects what insurance is being held against; whatever came first, a second run finds nothing old."""
    before = [one for one in await _findings(office) if one.field == "full_name" and one.outcome]
    operation = await office.begin()
    async with office.as_("agencies/justice") as justice:
        for one in before:
            await justice.citizen_changes.CorrectCitizen(
                CorrectCitizenRequest(
                    identity_number=one.identity_number, values=CitizenFields(full_name=f"{one.reported_value} Anh")
                )
            )
    assert (await office.wait_for(operation.name)).done
    await office.settle()
    _, last = await office.reconcile()
    left = [one for one in await office.discrepancies() if one.field == "full_name" and one.state in OPEN]

    assert before
    assert left == []
    assert (last.discrepancies_opened, last.discrepancies_withdrawn) == (0, 0)


async def _findings(office: Office) -> list[Discrepancy]:
    await office.reconcile()
    return await office.discrepancies()


async def test_what_was_found_is_reported_once(office: Office) -> None:
    """What insurance alone lacks is not, nor that it holds somebody twice: population has nothing to decide."""
    _, first = await office.reconcile()
    await office.reconcile(report=True)
    await office.settle()
    _, third = await office.reconcile(report=True)
    await office.settle()
    ours, theirs = await office.discrepancies(), await office.discrepancies(POPULATION)

    fields = {one.field for one in ours} - {one.field for one in theirs}
    assert fields == {"mother", "health_insurance.card", "social_insurance.social_insurance_number"}
    assert len(theirs) == len([one for one in ours if one.field not in fields])
    assert {one.reporter for one in theirs} == {INSURANCE}
    assert (third.discrepancies_opened, third.discrepancies_known) == (0, first.discrepancies_opened)


async def test_the_same_request_is_the_same_operation(office: Office, refusal: Refusing) -> None:
    first = await office.begin(request_id=REQUEST_ID)
    await office.wait_for(first.name)

    assert (await office.begin(request_id=REQUEST_ID)).name == first.name
    assert (await refusal(office.begin(request_id=REQUEST_ID, report=True))).reason == "REQUEST_ID_REUSED"


async def test_operations_are_listed_the_latest_first(office: Office, refusal: Refusing) -> None:
    names = [(await office.reconcile())[0] for _ in range(3)]
    desk, request = office.client.operations, operations.ListOperationsRequest(name="operations/insurance", page_size=2)
    first = await desk.ListOperations(request)
    request.page_token = first.next_page_token
    second = await desk.ListOperations(request)

    assert [one.name for one in (*first.operations, *second.operations)] == names[::-1]
    assert second.next_page_token == ""
    for wrong, reason in (
        (operations.ListOperationsRequest(name="operations/tax"), "OPERATION_NOT_FOUND"),
        (operations.ListOperationsRequest(name="operations/insurance", filter="done"), "INVALID_REQUEST"),
        (operations.ListOperationsRequest(name="operations/insurance", page_token="1-x"), "MALFORMED_PAGE_TOKEN"),
    ):
        assert (await refusal(desk.ListOperations(wrong))).reason == reason


async def test_what_has_ended_can_be_deleted_and_is_gone_after_a_month(office: Office, refusal: Refusing) -> None:
    first, second = [(await office.reconcile())[0] for _ in range(2)]
    desk = office.client.operations
    await desk.CancelOperation(operations.CancelOperationRequest(name=second))  # it has ended: nothing happens
    await desk.DeleteOperation(operations.DeleteOperationRequest(name=first))

    for gone in (first, "operations/insurance/none", "operations/tax/none"):
        for call in (
            desk.GetOperation(operations.GetOperationRequest(name=gone)),
            desk.WaitOperation(operations.WaitOperationRequest(name=gone)),
            desk.CancelOperation(operations.CancelOperationRequest(name=gone)),
            desk.DeleteOperation(operations.DeleteOperationRequest(name=gone)),
        ):
            assert (await refusal(call)).reason == "OPERATION_NOT_FOUND"
    request = pb.ListReconciliationResultsRequest(operation=first)
    no = await refusal(office.client.reconciliation.ListReconciliationResults(request))
    assert (no.reason, no.field) == ("OPERATION_NOT_FOUND", "operation")
    assert (await office.look_at(second)).done
    await office.client.clock.AdvanceClock(AdvanceClockRequest(duration=Duration(seconds=A_MONTH)))
    assert (await refusal(office.look_at(second))).reason == "OPERATION_NOT_FOUND"


async def test_the_case_tells_when_it_began_and_ended(office: Office) -> None:
    call = office.client.reconciliation.ReconcileRegister(pb.ReconcileRegisterRequest(agency=POPULATION))
    operation = await call
    await office.wait_for(operation.name)

    case = str(dict(await call.trailing_metadata())["lienthong-case"])
    steps = (await office.client.cases.GetCase(GetCaseRequest(case_id=case))).steps
    assert progress_of(operation).verified == 0
    assert [step.kind for step in steps] == ["reconciliation-began", "reconciliation-done"]


@pytest.mark.parametrize("agency", ["agencies/tax", "agencies/insurance"])
async def test_there_is_no_register_to_hold_it_against(office: Office, refusal: Refusing, agency: str) -> None:
    no = await refusal(office.begin(agency=agency))

    assert (no.reason, no.field) == ("AGENCY_NOT_RECONCILED", "agency")


@pytest.mark.parametrize("caller", ["agencies/justice", "banks/a", ""])
async def test_others_may_not(office: Office, refusal: Refusing, caller: str) -> None:
    operation, _ = await office.reconcile()
    async with office.as_(caller) as client:
        for call in (
            client.reconciliation.ReconcileRegister(pb.ReconcileRegisterRequest(agency=POPULATION)),
            client.reconciliation.ListReconciliationResults(pb.ListReconciliationResultsRequest(operation=operation)),
            client.reconciliation.AdoptSourceValue(pb.AdoptSourceValueRequest(discrepancy="discrepancies/a")),
            client.operations.GetOperation(operations.GetOperationRequest(name=operation)),
            client.operations.ListOperations(operations.ListOperationsRequest(name="operations/insurance")),
            client.operations.WaitOperation(operations.WaitOperationRequest(name=operation)),
            client.operations.CancelOperation(operations.CancelOperationRequest(name=operation)),
            client.operations.DeleteOperation(operations.DeleteOperationRequest(name=operation)),
        ):
            assert (await refusal(call)).reason == "ACCESS_NOT_PERMITTED"
