"""Questions and metadata that cannot be right are refused over the wire, in two languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.type.date_pb2 import Date
from tests.journeys.quiet import quiet

from lienthong.insurance.v1.card_service_pb2 import GetCardRequest, RenderCardRequest
from lienthong.insurance.v1.registry_service_pb2 import GetHouseholdRequest, GetParticipantRequest
from lienthong.justice.v1.civil_status_service_pb2 import (
    GetBirthDossierRequest,
    GetBirthRecordRequest,
    ListBirthDossiersRequest,
    SupplementBirthDossierRequest,
    WatchBirthDossierRequest,
    WithdrawBirthDossierRequest,
)
from lienthong.population.v1.citizen_service_pb2 import (
    GetCitizenRequest,
    IssuePersonalNumberRequest,
)
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.person_pb2 import SEX_FEMALE, SEX_UNDETERMINED
from lienthong_emulator.linked_procedure.paths import put

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune, Example
    from lienthong.refusals import Refused

__all__ = ["quiet"]

pytestmark = pytest.mark.asyncio(loop_scope="session")

BAD = grpc.StatusCode.INVALID_ARGUMENT
NOT_FOUND = grpc.StatusCode.NOT_FOUND
NOBODY = IdentityNumber(value="901193000999")
REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c003"


def said_in_both_languages(no: Refused) -> bool:
    return bool(no.message) and bool(no.message_vi) and no.message != no.message_vi


NO_DOSSIER = "birthDossiers/nowhere"
CALLS = [
    pytest.param(
        "civil_status", "GetBirthDossier", GetBirthDossierRequest(name=NO_DOSSIER), "DOSSIER_NOT_FOUND", "name"
    ),
    pytest.param(
        "civil_status",
        "WithdrawBirthDossier",
        WithdrawBirthDossierRequest(name=NO_DOSSIER),
        "DOSSIER_NOT_FOUND",
        "name",
    ),
    pytest.param(
        "civil_status", "GetBirthRecord", GetBirthRecordRequest(name="birthRecords/x"), "BIRTH_RECORD_NOT_FOUND", "name"
    ),
    pytest.param(
        "citizens", "GetCitizen", GetCitizenRequest(identity_number=NOBODY), "CITIZEN_NOT_FOUND", "identity_number"
    ),
    pytest.param(
        "registry",
        "GetParticipant",
        GetParticipantRequest(identity_number=NOBODY),
        "PARTICIPANT_NOT_FOUND",
        "identity_number",
    ),
    pytest.param(
        "registry",
        "GetHousehold",
        GetHouseholdRequest(household_code="0199999999"),
        "HOUSEHOLD_NOT_FOUND",
        "household_code",
    ),
    pytest.param("cards", "GetCard", GetCardRequest(card_number="TE1010122900000"), "CARD_NOT_FOUND", "card_number"),
    pytest.param("cards", "RenderCard", RenderCardRequest(card_number="0122900000"), "CARD_NOT_FOUND", "card_number"),
]


@pytest.mark.parametrize(("service", "method", "request_", "reason", "field"), CALLS)
async def test_what_is_not_there_is_not_found(
    quiet: Commune, refusal: Refusing, *, service: str, method: str, request_: Any, reason: str, field: str
) -> None:
    no = await refusal(getattr(getattr(quiet.client, service), method)(request_))

    assert (no.code, no.reason, no.field) == (NOT_FOUND, reason, field)
    assert said_in_both_languages(no)


async def test_a_dossier_that_is_not_there_can_neither_be_watched_nor_supplemented(
    quiet: Commune, khoi: Example, refusal: Refusing
) -> None:
    watch = quiet.client.civil_status.WatchBirthDossier(WatchBirthDossierRequest(name=NO_DOSSIER))
    assert (await refusal(anext(aiter(watch)))).reason == "DOSSIER_NOT_FOUND"

    supplement = SupplementBirthDossierRequest(name=NO_DOSSIER, declaration=quiet.request(khoi()).declaration)
    call = quiet.client.civil_status.SupplementBirthDossier(supplement)
    assert (await refusal(call)).reason == "DOSSIER_NOT_FOUND"


AS_JUSTICE = (("lienthong-caller", "agencies/justice"),)
NEWBORN = IssuePersonalNumberRequest(
    request_id=REQUEST_ID,
    full_name="Trần Minh Anh",
    sex=SEX_FEMALE,
    birth_date=Date(year=2022, month=1, day=1),
    registration_commune="00166",
)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        pytest.param("registration_commune", "99999", "PROVINCE_NOT_FOUND", id="an unknown commune"),
        pytest.param("sex", SEX_UNDETERMINED, "SEX_HAS_NO_NUMBER", id="no digit for the sex"),
        pytest.param("full_name", " \u200b", "NOT_A_NAME", id="a name without a letter"),
        pytest.param("birth_date", Date(year=2022, month=2, day=30), "IMPOSSIBLE_BIRTH_DATE", id="no such day"),
        pytest.param("birth_date", Date(year=2022, month=1, day=6), "IMPOSSIBLE_BIRTH_DATE", id="born tomorrow"),
        pytest.param("birth_date", Date(year=1899, month=1, day=1), "IMPOSSIBLE_BIRTH_DATE", id="before all numbers"),
        pytest.param("request_id", "", "INVALID_REQUEST", id="nothing that makes it safe to repeat"),
    ],
)
async def test_population_gives_no_number_to_a_child_that_cannot_have_one(
    commune: Commune, refusal: Refusing, field: str, value: Any, reason: str
) -> None:
    request = IssuePersonalNumberRequest()
    request.CopyFrom(NEWBORN)
    put(request, field, value)
    no = await refusal(commune.client.citizens.IssuePersonalNumber(request, metadata=AS_JUSTICE))

    assert (no.reason, no.field) == (reason, field)
    assert said_in_both_languages(no)
    issued = await commune.client.citizens.IssuePersonalNumber(NEWBORN, metadata=AS_JUSTICE)
    assert issued.citizen.personal_number == "901322900000"


@pytest.mark.parametrize("caller", ["banks/a", "agencies/tax", "anonymous"])
async def test_nobody_but_justice_and_population_makes_a_citizen(
    commune: Commune, refusal: Refusing, caller: str
) -> None:
    """Who could would also be told of a child that is held already."""
    no = await refusal(commune.client.citizens.IssuePersonalNumber(NEWBORN, metadata=(("lienthong-caller", caller),)))

    assert no.reason == "NOT_SOURCE_OF_TRUTH"


async def test_population_gives_one_number_for_one_request(commune: Commune, refusal: Refusing) -> None:
    first = await commune.client.citizens.IssuePersonalNumber(NEWBORN, metadata=AS_JUSTICE)

    assert await commune.client.citizens.IssuePersonalNumber(NEWBORN, metadata=AS_JUSTICE) == first
    other = IssuePersonalNumberRequest()
    other.CopyFrom(NEWBORN)
    other.full_name = "Trần Minh Ánh"
    no = await refusal(commune.client.citizens.IssuePersonalNumber(other, metadata=AS_JUSTICE))
    assert (no.reason, no.field) == ("REQUEST_ID_REUSED", "request_id")


@pytest.mark.parametrize(
    ("metadata", "code", "reason"),
    [
        pytest.param({"lienthong-world": "../../etc"}, NOT_FOUND, "WORLD_NOT_FOUND", id="a world that climbs"),
        pytest.param({"lienthong-world": "Nowhere"}, NOT_FOUND, "WORLD_NOT_FOUND", id="a world that is none"),
        pytest.param({"lienthong-world": ""}, NOT_FOUND, "WORLD_NOT_FOUND", id="a world without a name"),
        pytest.param({"lienthong-caller": "x" * 201}, BAD, "MALFORMED_METADATA", id="a caller too long"),
        pytest.param({"lienthong-clock": "soon"}, BAD, "MALFORMED_METADATA", id="a clock that is no number"),
        pytest.param({"lienthong-clock": "-1"}, BAD, "MALFORMED_METADATA", id="a clock before all clocks"),
        pytest.param({"lienthong-clock": "9" * 30}, BAD, "MALFORMED_METADATA", id="a clock after all clocks"),
        pytest.param({"lienthong-case": "x" * 201}, BAD, "MALFORMED_METADATA", id="a case too long"),
    ],
)
async def test_metadata_that_cannot_be_read_is_refused(
    quiet: Commune, refusal: Refusing, metadata: dict[str, str], code: grpc.StatusCode, reason: str
) -> None:
    call = quiet.client.civil_status.ListBirthDossiers(ListBirthDossiersRequest(), metadata=tuple(metadata.items()))
    no = await refusal(call)

    assert (no.code, no.reason) == (code, reason)
    assert said_in_both_languages(no)


async def test_ten_kilobytes_of_a_caller_are_refused(quiet: Commune) -> None:
    """By us, or already by gRPC, which takes so much metadata at times."""
    metadata = (("lienthong-caller", "x" * 10_000),)
    with pytest.raises(grpc.aio.AioRpcError) as no:
        await quiet.client.civil_status.ListBirthDossiers(ListBirthDossiersRequest(), metadata=metadata)

    assert no.value.code() in (BAD, grpc.StatusCode.RESOURCE_EXHAUSTED)
