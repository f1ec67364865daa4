"""One connection reaches every agency, at one address or at several."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from google.longrunning.operations_pb2 import GetOperationRequest

from lienthong import connect
from lienthong.access.v1.access_pb2 import ListAccessesRequest
from lienthong.contract import descriptor_set
from lienthong.control.v1.case_service_pb2 import GetCaseRequest, WatchCasesRequest
from lienthong.control.v1.clock_service_pb2 import GetClockRequest
from lienthong.control.v1.fault_service_pb2 import ListFaultsRequest
from lienthong.control.v1.journal_service_pb2 import ListCallsRequest
from lienthong.control.v1.world_service_pb2 import ListWorldsRequest
from lienthong.discrepancy.v1.requests_pb2 import GetDiscrepancyRequest
from lienthong.exchange.v1.exchange_service_pb2 import GetLagRequest
from lienthong.filing.v1.requests_pb2 import GetAnnexRequest
from lienthong.insurance.v1.benefit_service_pb2 import GetBenefitClaimRequest
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest
from lienthong.insurance.v1.contribution_service_pb2 import QuoteContributionRequest
from lienthong.insurance.v1.facility_service_pb2 import GetFacilityRequest
from lienthong.insurance.v1.paper_service_pb2 import GetPaperRequest
from lienthong.insurance.v1.reconciliation_service_pb2 import ReconcileRegisterRequest
from lienthong.insurance.v1.registry_service_pb2 import GetParticipantRequest
from lienthong.insurance.v1.submission_service_pb2 import SubmitFileRequest
from lienthong.insurance.v1.tax_reconciliation_service_pb2 import GetTaxReconciliationRequest
from lienthong.insurance.v1.treatment_service_pb2 import ListTreatmentsRequest
from lienthong.insurance.v1.verification_service_pb2 import VerifyParticipantRequest
from lienthong.insurance.v1.violation_sign_service_pb2 import ListViolationSignsRequest
from lienthong.justice.v1.birth_amendment_service_pb2 import GetBirthAmendmentRequest
from lienthong.justice.v1.civil_status_service_pb2 import GetBirthDossierRequest
from lienthong.justice.v1.death_service_pb2 import GetDeathDossierRequest
from lienthong.justice.v1.marriage_service_pb2 import GetMarriageRecordRequest
from lienthong.justice.v1.register_service_pb2 import GetCivilStatusRequest
from lienthong.justice.v1.verification_service_pb2 import VerifyBirthRecordRequest
from lienthong.population.v1.citizen_change_service_pb2 import RecordDeathRequest
from lienthong.population.v1.citizen_service_pb2 import GetCitizenRequest, VerifyCitizensRequest
from lienthong.tax.v1.identity_difference_service_pb2 import ListIdentityDifferencesRequest
from lienthong.tax.v1.taxpayer_change_service_pb2 import CorrectTaxpayerRequest
from lienthong.tax.v1.taxpayer_service_pb2 import GetTaxpayerRequest
from lienthong.tax.v1.unpaid_deduction_service_pb2 import ListUnpaidDeductionsRequest

if TYPE_CHECKING:
    from clients.conftest import Listener
    from lienthong.client import Client

PAGE = Path(__file__).parents[2] / "clients" / "python" / "README.md"
INSURANCE = [
    "RegistryService/GetParticipant",
    "CardService/GetCard",
    "FacilityService/GetFacility",
    "AccessService/ListAccesses",
    "VerificationService/VerifyParticipant",
    "DiscrepancyService/GetDiscrepancy",
    "ReconciliationService/ReconcileRegister",
    "SubmissionService/SubmitFile",
    "TreatmentService/ListTreatments",
    "PaperService/GetPaper",
    "BenefitService/GetBenefitClaim",
    "ContributionService/QuoteContribution",
    "TaxReconciliationService/GetTaxReconciliation",
    "ViolationSignService/ListViolationSigns",
    "FilingService/GetAnnex",
    "Operations/GetOperation",
]
ELSEWHERE = [
    "CitizenService/GetCitizen",
    "CitizenChangeService/RecordDeath",
    "AccessService/ListAccesses",
    "DiscrepancyService/GetDiscrepancy",
    "CivilStatusService/GetBirthDossier",
    "DeathService/GetDeathDossier",
    "MarriageService/GetMarriageRecord",
    "BirthAmendmentService/GetBirthAmendment",
    "RegisterService/GetCivilStatus",
    "VerificationService/VerifyBirthRecord",
    "TaxpayerService/GetTaxpayer",
    "TaxpayerChangeService/CorrectTaxpayer",
    "FilingService/GetAnnex",
    "UnpaidDeductionService/ListUnpaidDeductions",
    "IdentityDifferenceService/ListIdentityDifferences",
    "ExchangeService/GetLag",
    "WorldService/ListWorlds",
    "ClockService/GetClock",
    "CaseService/GetCase",
    "FaultService/ListFaults",
    "JournalService/ListCalls",
]


async def _ask_everybody(client: Client) -> None:
    await client.registry.GetParticipant(GetParticipantRequest())
    await client.cards.GetCard(GetCardRequest())
    await client.facilities.GetFacility(GetFacilityRequest())
    await client.insurance_accesses.ListAccesses(ListAccessesRequest())
    await client.verification.VerifyParticipant(VerifyParticipantRequest())
    await client.insurance_discrepancies.GetDiscrepancy(GetDiscrepancyRequest())
    await client.reconciliation.ReconcileRegister(ReconcileRegisterRequest())
    await client.submissions.SubmitFile(iter([SubmitFileRequest()]))
    await client.treatments.ListTreatments(ListTreatmentsRequest())
    await client.papers.GetPaper(GetPaperRequest())
    await client.benefits.GetBenefitClaim(GetBenefitClaimRequest())
    await client.contributions.QuoteContribution(QuoteContributionRequest())
    await client.tax_reconciliation.GetTaxReconciliation(GetTaxReconciliationRequest())
    await client.violation_signs.ListViolationSigns(ListViolationSignsRequest())
    await client.insurance_filing.GetAnnex(GetAnnexRequest(name="annexes/a"))
    await client.operations.GetOperation(GetOperationRequest())
    await client.citizens.GetCitizen(GetCitizenRequest())
    await client.citizen_changes.RecordDeath(RecordDeathRequest())
    await client.population_accesses.ListAccesses(ListAccessesRequest())
    await client.population_discrepancies.GetDiscrepancy(GetDiscrepancyRequest())
    await client.civil_status.GetBirthDossier(GetBirthDossierRequest())
    await client.deaths.GetDeathDossier(GetDeathDossierRequest())
    await client.marriages.GetMarriageRecord(GetMarriageRecordRequest())
    await client.birth_amendments.GetBirthAmendment(GetBirthAmendmentRequest())
    await client.registers.GetCivilStatus(GetCivilStatusRequest())
    await client.record_verification.VerifyBirthRecord(VerifyBirthRecordRequest())
    await client.taxpayers.GetTaxpayer(GetTaxpayerRequest())
    await client.taxpayer_changes.CorrectTaxpayer(CorrectTaxpayerRequest())
    await client.tax_filing.GetAnnex(GetAnnexRequest(name="annexes/a"))
    await client.unpaid_deductions.ListUnpaidDeductions(ListUnpaidDeductionsRequest())
    await client.identity_differences.ListIdentityDifferences(ListIdentityDifferencesRequest())
    await client.exchange.GetLag(GetLagRequest())
    await client.worlds.ListWorlds(ListWorldsRequest())
    await client.clock.GetClock(GetClockRequest())
    await client.cases.GetCase(GetCaseRequest())
    await client.faults.ListFaults(ListFaultsRequest())
    await client.journal.ListCalls(ListCallsRequest())


async def test_one_address_reaches_every_agency(listener: Listener) -> None:
    async with connect(listener.address) as client:
        await _ask_everybody(client)
    assert listener.methods == INSURANCE + ELSEWHERE


async def test_an_agency_that_is_named_has_its_own_address(
    listen: Callable[[], AbstractAsyncContextManager[Listener]],
) -> None:
    async with listen() as rest, listen() as insurance, connect(rest.address, insurance=insurance.address) as client:
        await _ask_everybody(client)
    assert insurance.methods == INSURANCE
    assert rest.methods == ELSEWHERE


async def test_a_client_offers_every_service_but_those_between_agencies(listener: Listener) -> None:
    async with connect(listener.address) as client:
        await _ask_everybody(client)
    reached = {method.split("/")[1] for method, _ in listener.heard}
    services = {f"{file.package}.{service.name}" for file in descriptor_set().file for service in file.service}
    assert services - reached == {"lienthong.control.v1.NodeService"}


async def test_the_page_of_the_client_names_every_service_that_it_offers(listener: Listener) -> None:
    rows = re.findall(r"^\| (`.*?`) \| ", PAGE.read_text("utf-8"), re.MULTILINE)
    async with connect(listener.address) as client:
        assert set(vars(client)) <= set(re.findall(r"`(\w+)`", " ".join(rows)))


async def test_an_agency_that_nobody_knows_is_named() -> None:
    with pytest.raises(ValueError, match="there is no agency treasury; there are population, justice, "):
        async with connect(treasury="localhost:1"):
            pass


async def test_world_and_caller_travel_with_a_question(listener: Listener) -> None:
    async with connect(listener.address, world="lan", caller="facilities/01019") as client:
        await client.cards.GetCard(GetCardRequest())
    [(_, metadata)] = listener.heard
    assert (metadata["lienthong-world"], metadata["lienthong-caller"]) == (["lan"], ["facilities/01019"])


async def test_world_and_caller_travel_with_a_stream(listener: Listener) -> None:
    async with connect(listener.address, world="lan", caller="facilities/01019") as client:
        async for _ in client.cases.WatchCases(WatchCasesRequest()):
            pass
    [(_, metadata)] = listener.heard
    assert (metadata["lienthong-world"], metadata["lienthong-caller"]) == (["lan"], ["facilities/01019"])


async def test_world_and_caller_travel_with_streams_both_ways(listener: Listener) -> None:
    async with connect(listener.address, world="lan", caller="facilities/01019") as client:
        async for _ in client.citizens.VerifyCitizens(iter([VerifyCitizensRequest()])):
            pass
    [(_, metadata)] = listener.heard
    assert (metadata["lienthong-world"], metadata["lienthong-caller"]) == (["lan"], ["facilities/01019"])


async def test_what_a_call_says_itself_stands(listener: Listener) -> None:
    async with connect(listener.address, world="lan", caller="facilities/01019") as client:
        given = (("lienthong-world", "hung"), ("x-note", "one"), ("x-note", "two"))
        await client.cards.GetCard(GetCardRequest(), metadata=given)
    [(_, metadata)] = listener.heard
    assert metadata["lienthong-world"] == ["hung"]
    assert metadata["lienthong-caller"] == ["facilities/01019"]
    assert metadata["x-note"] == ["one", "two"]


async def test_nothing_travels_that_nobody_gave(listener: Listener) -> None:
    async with connect(listener.address) as client:
        await client.cards.GetCard(GetCardRequest())
    [(_, metadata)] = listener.heard
    assert not [key for key in metadata if key.startswith("lienthong-")]


async def test_world_and_caller_travel_with_what_is_sent_part_by_part(listener: Listener) -> None:
    async with connect(listener.address, world="lan", caller="facilities/01019") as client:
        await client.submissions.SubmitFile(iter([SubmitFileRequest(), SubmitFileRequest()]))
    [(_, metadata)] = listener.heard
    assert (metadata["lienthong-world"], metadata["lienthong-caller"]) == (["lan"], ["facilities/01019"])


def test_the_contract_has_no_kind_of_call_but_those_that_are_made_here() -> None:
    methods = [method for file in descriptor_set().file for service in file.service for method in service.method]
    kinds = {(method.client_streaming, method.server_streaming) for method in methods}
    assert kinds == {(False, False), (False, True), (True, False), (True, True)}
