"""Streams that break off, answers that are lost or lie: what a caller sees of each, in one process and split."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.type.date_pb2 import Date
from tests.facility_files import CHECK_IN, HOSPITAL, check_in, submitted
from tests.faults import at, plan, unmet
from tests.journeys.reconciling import office_in
from tests.journeys.test_verifying_batches import LAN, NOBODY

from lienthong.insurance.v1.card_service_pb2 import CheckCardRequest
from lienthong.insurance.v1.registry_service_pb2 import GetParticipantRequest
from lienthong.insurance.v1.submission_service_pb2 import ListSubmissionsRequest
from lienthong.justice.v1.civil_status_service_pb2 import WatchBirthDossierRequest
from lienthong.population.v1.citizen_service_pb2 import GetCitizenRequest, VerifyCitizenRequest, VerifyCitizensRequest
from lienthong.refusals import reason_of
from lienthong.type.v1.field_match_pb2 import SUBJECT_OUTCOME_NOT_FOUND
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

AS_JUSTICE = (("lienthong-caller", "agencies/justice"),)
AS_TESTER = (("lienthong-caller", "testers/faults"),)
OF_LAN = IdentityNumber(value="901193000017")


async def each(requests: Iterable[Any]) -> AsyncIterator[Any]:
    """With a pause between two: the client of grpc.aio forgets why a stream broke off while it writes to it."""
    for request in requests:
        yield request
        await asyncio.sleep(0.05)


async def read(frames: Any) -> tuple[list[Any], str]:
    """The messages of a stream and the reason with which it ends, empty where it ends well."""
    found: list[Any] = []
    try:
        async for frame in frames:
            found.append(frame)
    except grpc.aio.AioRpcError as error:
        return found, reason_of(error)
    return found, ""


@pytest.mark.parametrize("after", [0, 1, 2])
async def test_a_stream_of_batches_breaks_off_after_so_many(commune: Commune, after: int) -> None:
    await plan(commune.client, calls=at("population", "VerifyCitizens"), stream_cut={"after_messages": after})
    batches = [VerifyCitizensRequest(batch_id=str(number), claims=[LAN, NOBODY]) for number in range(3)]

    broken, reason = await read(commune.client.citizens.VerifyCitizens(each(batches), metadata=AS_JUSTICE))
    whole, _ = await read(commune.client.citizens.VerifyCitizens(each(batches), metadata=AS_JUSTICE))

    assert ([answer.batch_id for answer in broken], reason) == (["0", "1", "2"][:after], "AGENCY_UNAVAILABLE")
    assert len(whole) == 3
    assert await unmet(commune.client) == []


async def test_a_stream_that_ends_before_does_not_meet_its_fault(commune: Commune) -> None:
    await plan(commune.client, calls=at("population", "VerifyCitizens"), stream_cut={"after_messages": 9})

    frames, reason = await read(
        commune.client.citizens.VerifyCitizens(each([VerifyCitizensRequest(claims=[LAN])]), metadata=AS_JUSTICE)
    )

    assert (len(frames), reason) == (1, "")
    assert await unmet(commune.client) == ["faults/population-1"]


async def test_a_register_is_reconciled_though_the_stream_between_agencies_breaks_off(commune: Commune) -> None:
    async with office_in(commune.house, f"{commune.world[:50]}-2", people=100) as office:
        _, undisturbed = await office.reconcile()
    async with office_in(commune.house, f"{commune.world[:50]}-3", people=100) as office:
        await plan(office.client, calls=at("population", "VerifyCitizens"), stream_cut={}, times=2)
        _, disturbed = await office.reconcile()
        assert await unmet(office.client) == []

    assert (disturbed.verified, disturbed.matched) == (undisturbed.verified, undisturbed.matched)


async def test_who_watches_a_dossier_watches_again(commune: Commune, khoi: Example) -> None:
    await plan(commune.client, calls=at("justice", "WatchBirthDossier"), stream_cut={"after_messages": 1})
    filed = await commune.send(khoi())
    request = WatchBirthDossierRequest(name=filed.name)

    seen, reason = await read(commune.client.civil_status.WatchBirthDossier(request))

    assert (len(seen), reason) == (1, "AGENCY_UNAVAILABLE")
    assert (await commune.follow(filed.name)).card.card_number


async def test_a_file_that_breaks_off_is_not_taken_in(commune: Commune) -> None:
    await plan(commune.client, calls=at("insurance", "SubmitFile"), stream_cut={"after_messages": 1})

    with pytest.raises(grpc.aio.AioRpcError) as broken:
        await submitted(commune.client, CHECK_IN, check_in())
    listed = await commune.client.submissions.ListSubmissions(
        ListSubmissionsRequest(facility=HOSPITAL), metadata=(("lienthong-caller", f"facilities/{HOSPITAL}"),)
    )

    assert reason_of(broken.value) == "AGENCY_UNAVAILABLE"
    assert not listed.submissions


async def test_the_work_is_done_though_its_answer_is_lost(commune: Commune, khoi: Example, refusal: Refusing) -> None:
    await plan(commune.client, calls=at("justice", "FileBirthDossier"), reply_loss={})
    request_id = "00000000-0000-4000-8000-000000000001"

    no = await refusal(commune.send(khoi(), request_id))
    filed = await commune.send(khoi(), request_id)

    assert no.reason == "AGENCY_UNAVAILABLE"
    assert [dossier.name for dossier in await commune.dossiers()] == [filed.name]


async def test_an_answer_that_is_a_no_is_not_lost(commune: Commune, refusal: Refusing) -> None:
    await plan(commune.client, calls=at("population", "GetCitizen"), reply_loss={})

    no = await refusal(commune.citizen("901165999999"))

    assert no.reason == "CITIZEN_NOT_FOUND"
    assert await unmet(commune.client) == ["faults/population-1"]


async def test_a_register_lies_in_a_named_way(commune: Commune, refusal: Refusing) -> None:
    ask = commune.client.citizens
    for kind in ("NOT_FOUND", "MISMATCH"):
        await plan(commune.client, calls=at("population", "VerifyCitizen"), lie={"kind": f"LIE_KIND_{kind}"})
        told = await ask.VerifyCitizen(VerifyCitizenRequest(claim=LAN), metadata=AS_JUSTICE)
        assert not told.verification.confirmed
        assert (told.verification.subject == SUBJECT_OUTCOME_NOT_FOUND) == (kind == "NOT_FOUND")
    await plan(commune.client, calls=at("population", "GetCitizen"), lie={"kind": "LIE_KIND_ANOTHER_PERSONS_NAME"})
    await plan(commune.client, calls=at("insurance", "GetParticipant"), lie={"kind": "LIE_KIND_NOT_FOUND"})

    other = await ask.GetCitizen(GetCitizenRequest(identity_number=OF_LAN), metadata=AS_TESTER)
    no = await refusal(
        commune.client.registry.GetParticipant(GetParticipantRequest(identity_number=OF_LAN), metadata=AS_TESTER)
    )

    assert other.full_name not in ("", "Nguyễn Thị Lan")
    assert no.reason == "NOT_FOUND_PLANNED"
    assert (await commune.citizen(OF_LAN.value)).full_name == "Nguyễn Thị Lan"
    assert await unmet(commune.client) == []


async def test_a_fault_for_one_card_leaves_the_others_alone(commune: Commune, refusal: Refusing) -> None:
    cards = ["DN4010115000017", "TE1010121000018"]
    await plan(
        commune.client,
        calls=at("insurance", "CheckCard", values=[{"path": "card_number", "value": cards[0]}]),
        failure={"code": 14},
    )
    asked = [
        CheckCardRequest(card_number=card, full_name="Nguyễn Thị Lan", birth_date=Date(year=1993)) for card in cards
    ]
    as_hospital = (("lienthong-caller", f"facilities/{HOSPITAL}"),)

    await commune.client.cards.CheckCard(asked[1], metadata=as_hospital)
    no = await refusal(commune.client.cards.CheckCard(asked[0], metadata=as_hospital))

    assert no.reason == "AGENCY_UNAVAILABLE"
