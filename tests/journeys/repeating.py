"""Calls that are made twice: births and their amendments, what population and insurance are asked to change.

A new call that changes something needs a case here or in the files beside it: see `test_repeating.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from google.type.date_pb2 import Date
from tests.faults import at, plan
from tests.journeys.amending import parent
from tests.journeys.collecting import IN_DEBT, change, month
from tests.journeys.reconciling import Office
from tests.journeys.registrars import JUSTICE, YESTERDAY, Registrars, correction, death, move, new_number, revocation
from tests.journeys.repeatable import Case, Prepare, same

from lienthong.discrepancy.v1 import requests_pb2 as discrepancies
from lienthong.discrepancy.v1.discrepancy_pb2 import DISCREPANCY_STATE_UPHELD
from lienthong.insurance.v1.access_service_pb2 import GrantConsentRequest, WithdrawConsentRequest
from lienthong.insurance.v1.contribution_declaration_pb2 import RELIEF_KIND_SAFE_ENTERPRISE
from lienthong.insurance.v1.contribution_service_pb2 import (
    DeclareParticipantsRequest,
    RecordPaymentRequest,
    RequestReliefRequest,
)
from lienthong.insurance.v1.reconciliation_service_pb2 import AdoptSourceValueRequest, ReconcileRegisterRequest
from lienthong.justice.v1.birth_amendment_service_pb2 import (
    AMENDMENT_KIND_ADOPTION,
    BirthFields,
    ChangeParentsRequest,
    CorrectBirthRequest,
    WithdrawBirthAmendmentRequest,
)
from lienthong.justice.v1.civil_status_service_pb2 import SupplementBirthDossierRequest, WithdrawBirthDossierRequest
from lienthong.population.v1.citizen_service_pb2 import IssuePersonalNumberRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.information_group_pb2 import INFORMATION_GROUP_BASIC
from lienthong_emulator.justice.civil_status.convert import declaration_from_proto
from lienthong_emulator.justice.civil_status.questions import number_request

if TYPE_CHECKING:
    from journeys.conftest import Commune, Dossier

INSURANCE, POPULATION, BANK, PORTAL = "agencies/insurance", "agencies/population", "banks/a", "portals/one-stop"
LAN, DAUGHTER = "901193000017", IdentityNumber(value="901319000101")
ADOPTER = parent("Sato Yuki", Date(year=1985), passport="TK1234567", nationality="JP")
HOA = "999000456"


async def _file(commune: Commune, dossier: Dossier) -> Any:
    return commune.request(dossier)


async def _returned(commune: Commune, dossier: Dossier) -> str:
    wrong = {**dossier, "hoTich": {**dossier["hoTich"], "meHoTen": "Nguyễn Thị Lam"}}
    return (await commune.file(wrong)).name


async def _supplement(commune: Commune, dossier: Dossier) -> Any:
    name = await _returned(commune, dossier)
    return SupplementBirthDossierRequest(name=name, declaration=commune.request(dossier).declaration)


async def _withdraw(commune: Commune, dossier: Dossier) -> Any:
    return WithdrawBirthDossierRequest(name=await _returned(commune, dossier))


async def _issue(commune: Commune, dossier: Dossier) -> IssuePersonalNumberRequest:
    return number_request(declaration_from_proto(commune.request(dossier).declaration), "")


async def _revoke(commune: Commune, _dossier: Dossier) -> Any:
    await Registrars(commune).change(death(LAN))
    return revocation(LAN)


async def _grant(_commune: Commune, _dossier: Dossier) -> Any:
    groups, person = [INFORMATION_GROUP_BASIC], IdentityNumber(value=LAN)
    return GrantConsentRequest(identity_number=person, grantee="banks/970436", information_groups=groups)


async def _withdraw_consent(commune: Commune, dossier: Dossier) -> Any:
    async with commune.house.client(world=commune.world, caller=INSURANCE) as client:
        granted = await client.insurance_accesses.GrantConsent(await _grant(commune, dossier))
    return WithdrawConsentRequest(name=granted.name)


async def _reconcile(_commune: Commune, _dossier: Dossier) -> Any:
    return ReconcileRegisterRequest(agency=POPULATION)


async def _adopt(commune: Commune, _dossier: Dossier) -> Any:
    async with commune.house.client(world=commune.world, caller=INSURANCE) as client:
        office = Office(client, commune.house, commune.world)
        await office.reconcile(report=True)
        found = next(one for one in await office.discrepancies() if one.field == "full_name" and one.outcome)
    return AdoptSourceValueRequest(discrepancy=found.name)


def _report() -> discrepancies.ReportDiscrepancyRequest:
    number = IdentityNumber(value=LAN)
    return discrepancies.ReportDiscrepancyRequest(
        identity_number=number, field="full_name", reported_value="Nguyễn Thị Lân"
    )


def _labour_list() -> DeclareParticipantsRequest:
    """Ông Thị Mơ leaves the employer in debt."""
    return DeclareParticipantsRequest(unit_code=IN_DEBT, month=month(202201), changes=[change("GH", "2711000343")])


def _relief() -> RequestReliefRequest:
    first, last = month(202201), month(202212)
    return RequestReliefRequest(unit_code=IN_DEBT, kind=RELIEF_KIND_SAFE_ENTERPRISE, first_month=first, last_month=last)


def _about_report(stub: str, request: type[Any], **said: Any) -> Prepare:
    async def prepare(commune: Commune, _dossier: Dossier) -> Any:
        desk = getattr(commune.client, stub)
        reported = await desk.ReportDiscrepancy(_report(), metadata=(("lienthong-caller", BANK),))
        return request(name=reported.name, **said)

    return prepare


def _discrepancy_cases(package: str, stub: str, register: str, source: str) -> dict[str, Case]:
    """The desk that every register has; the other register, or justice, is the source to which it forwards."""
    service, note = f"lienthong.{package}.v1.DiscrepancyService", ("note", "another word")

    def about(method: str, request: type[Any], caller: str, **said: Any) -> Case:
        return Case(stub, method, caller, _about_report(stub, request, **said), note)

    upheld = {"state": DISCREPANCY_STATE_UPHELD, "note": "the book says so"}
    cases = [
        Case(stub, "ReportDiscrepancy", BANK, same(_report()), note),
        about("AcknowledgeDiscrepancy", discrepancies.AcknowledgeDiscrepancyRequest, register),
        about("ForwardDiscrepancy", discrepancies.ForwardDiscrepancyRequest, register, source=source, note="yours"),
        about("ResolveDiscrepancy", discrepancies.ResolveDiscrepancyRequest, JUSTICE, **upheld),
        about("WithdrawDiscrepancy", discrepancies.WithdrawDiscrepancyRequest, BANK),
    ]
    return {f"{service}.{case.method}": case for case in cases}


BIRTHS, CHANGES = "lienthong.justice.v1.CivilStatusService", "lienthong.population.v1.CitizenChangeService"
COLLECTION, UNIT = "lienthong.insurance.v1.ContributionService", f"employers/{IN_DEBT}"


async def _withdraw_amendment(commune: Commune, _dossier: Dossier) -> Any:
    """Population does not answer, so that it stays in process."""
    await plan(commune.client, calls=at("population"), outage={"duration": "3600s"})
    adopter = parent("Trần Văn Hùng", Date(year=1990, month=11, day=2), "901090000029")
    request = ChangeParentsRequest(identity_number=DAUGHTER, kind=AMENDMENT_KIND_ADOPTION, father=adopter)
    return WithdrawBirthAmendmentRequest(name=(await commune.client.birth_amendments.ChangeParents(request)).name)


BASIS = ("grounds.basis", "another decision")
AMENDMENTS, ITS_BASIS = "lienthong.justice.v1.BirthAmendmentService", ("basis", "another decision")
CASES: Mapping[str, Case] = {
    f"{BIRTHS}.FileBirthDossier": Case(
        "civil_status", "FileBirthDossier", PORTAL, _file, ("declaration.child.full_name", "Trần Minh Khánh")
    ),
    f"{BIRTHS}.SupplementBirthDossier": Case(
        "civil_status", "SupplementBirthDossier", PORTAL, _supplement, ("declaration.copies", 2)
    ),
    f"{BIRTHS}.WithdrawBirthDossier": Case(
        "civil_status", "WithdrawBirthDossier", PORTAL, _withdraw, ("name", "birthDossiers/another")
    ),
    f"{AMENDMENTS}.CorrectBirth": Case(
        "birth_amendments",
        "CorrectBirth",
        PORTAL,
        same(CorrectBirthRequest(identity_number=DAUGHTER, values=BirthFields(full_name="Trần Bảo Ngọc Anh"))),
        ITS_BASIS,
    ),
    f"{AMENDMENTS}.ChangeParents": Case(
        "birth_amendments",
        "ChangeParents",
        PORTAL,
        same(ChangeParentsRequest(identity_number=DAUGHTER, kind=AMENDMENT_KIND_ADOPTION, mother=ADOPTER)),
        ITS_BASIS,
    ),
    f"{AMENDMENTS}.WithdrawBirthAmendment": Case(
        "birth_amendments", "WithdrawBirthAmendment", PORTAL, _withdraw_amendment, ("name", "birthAmendments/another")
    ),
    "lienthong.population.v1.CitizenService.IssuePersonalNumber": Case(
        "citizens", "IssuePersonalNumber", JUSTICE, _issue, ("full_name", "Trần Minh Khánh")
    ),
    f"{CHANGES}.CorrectCitizen": Case(
        "citizen_changes", "CorrectCitizen", JUSTICE, same(correction(LAN, full_name="Nguyễn Thị Lan Hương")), BASIS
    ),
    f"{CHANGES}.MoveResidence": Case("citizen_changes", "MoveResidence", POPULATION, same(move(LAN)), BASIS),
    f"{CHANGES}.ReplacePersonalNumber": Case(
        "citizen_changes", "ReplacePersonalNumber", POPULATION, same(new_number(HOA)), BASIS
    ),
    f"{CHANGES}.RecordDeath": Case("citizen_changes", "RecordDeath", JUSTICE, same(death(LAN, YESTERDAY)), BASIS),
    f"{CHANGES}.RevokeDeath": Case("citizen_changes", "RevokeDeath", JUSTICE, _revoke, BASIS),
    "lienthong.insurance.v1.AccessService.GrantConsent": Case(
        "insurance_accesses", "GrantConsent", INSURANCE, _grant, ("grantee", "banks/970437")
    ),
    "lienthong.insurance.v1.AccessService.WithdrawConsent": Case(
        "insurance_accesses", "WithdrawConsent", INSURANCE, _withdraw_consent, ("name", "consents/another")
    ),
    "lienthong.insurance.v1.ReconciliationService.ReconcileRegister": Case(
        "reconciliation", "ReconcileRegister", INSURANCE, _reconcile, ("report", True)
    ),
    "lienthong.insurance.v1.ReconciliationService.AdoptSourceValue": Case(
        "reconciliation", "AdoptSourceValue", INSURANCE, _adopt, ("etag", "another")
    ),
    f"{COLLECTION}.DeclareParticipants": Case(
        "contributions", "DeclareParticipants", INSURANCE, same(_labour_list()), ("unit_code", "ZZ0001A")
    ),
    f"{COLLECTION}.RecordPayment": Case(
        "contributions", "RecordPayment", UNIT, same(RecordPaymentRequest(unit_code=IN_DEBT, amount=1)), ("amount", 2)
    ),
    f"{COLLECTION}.RequestRelief": Case(
        "contributions", "RequestRelief", UNIT, same(_relief()), ("basis", "another decision")
    ),
    **_discrepancy_cases("population", "population_discrepancies", POPULATION, JUSTICE),
    **_discrepancy_cases("insurance", "insurance_discrepancies", INSURANCE, POPULATION),
}
