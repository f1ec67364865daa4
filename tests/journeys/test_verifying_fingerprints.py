"""Fingerprints in batches: who is not confirmed is told, and not why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from lienthong.access.v1.access_pb2 import ListAccessesRequest
from lienthong.discrepancy.v1.requests_pb2 import ReportDiscrepancyRequest
from lienthong.population.v1.citizen_change_service_pb2 import CitizenFields, CorrectCitizenRequest
from lienthong.population.v1.citizen_service_pb2 import (
    GetCitizenRequest,
    VerifyFingerprintsRequest,
    VerifyFingerprintsResponse,
)
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.verification.fingerprints import (
    RULE,
    fingerprint,
    fingerprints_to_bytes,
    number_said,
    word_of_day,
    word_of_place,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from conftest import Refusing
    from journeys.conftest import Commune
    from lienthong.client import Client
    from lienthong.population.v1.citizen_pb2 import Citizen

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAN, HUNG, NOBODY = "901193000017", "901090000029", "901165999999"


@pytest_asyncio.fixture(loop_scope="session")
async def justice(commune: Commune) -> AsyncGenerator[Client]:
    async with commune.house.client(world=commune.world, caller="agencies/justice") as client:
        yield client


async def citizen(client: Client, number: str) -> Citizen:
    return await client.citizens.GetCitizen(GetCitizenRequest(identity_number=IdentityNumber(value=number)))


def fingerprint_of(held: Citizen, **otherwise: Any) -> int:
    """As whoever holds the same computes it."""
    born, home = held.birth_date, held.residence
    words = {
        "number": number_said(held.personal_number, ""),
        "name": held.full_name,
        "born": word_of_day(born.year, born.month, born.day),
        "sex": held.sex,
        "home": word_of_place(home.province_code, home.district_code, home.commune_code),
        "mother": number_said(held.mother_number.value, ""),
        "father": number_said(held.father_number.value, ""),
    }
    return fingerprint(**words | otherwise)  # type: ignore[arg-type] # words of several types


def batch(*said: tuple[str, int], **otherwise: Any) -> VerifyFingerprintsRequest:
    made = fingerprints_to_bytes([one for _, one in said])
    asked = VerifyFingerprintsRequest(rule=RULE, identity_numbers=[number for number, _ in said], fingerprints=made)
    asked.MergeFrom(VerifyFingerprintsRequest(**otherwise))
    return asked


async def answers_to(client: Client, *batches: VerifyFingerprintsRequest) -> list[VerifyFingerprintsResponse]:
    async def each() -> AsyncIterator[VerifyFingerprintsRequest]:
        for one in batches:
            yield one

    return [answer async for answer in client.citizens.VerifyFingerprints(each())]


async def unconfirmed(client: Client, *said: tuple[str, int]) -> list[int]:
    (answer,) = await answers_to(client, batch(*said))
    return list(answer.unconfirmed)


async def test_who_holds_the_same_is_told_so_batch_by_batch(justice: Client) -> None:
    lan, hung = await citizen(justice, LAN), await citizen(justice, HUNG)
    right = [(LAN, fingerprint_of(lan)), (HUNG, fingerprint_of(hung))]
    first, second = await answers_to(
        justice, batch(*right, batch_id="first"), batch(right[0], (NOBODY, 1), (HUNG, 1), ("'", 1), batch_id="second")
    )

    assert (first.batch_id, list(first.unconfirmed)) == ("first", [])
    assert (second.batch_id, list(second.unconfirmed)) == ("second", [1, 2, 3])
    assert first.source_system == "agencies/population"
    assert first.as_of_time.ToJsonString() == "2022-01-05T02:00:00Z"


async def test_a_fingerprint_follows_every_change(commune: Commune, justice: Client) -> None:
    """Twice each: it is made when somebody asks, and kept."""
    before = await citizen(justice, LAN)
    correction = CorrectCitizenRequest(
        identity_number=IdentityNumber(value=LAN),
        values=CitizenFields(full_name="Nguyễn Thị Lân"),
    )
    await justice.citizen_changes.CorrectCitizen(correction)
    after = await citizen(justice, LAN)

    assert after.full_name == "Nguyễn Thị Lân"
    for _ in range(2):
        assert await unconfirmed(justice, (LAN, fingerprint_of(before))) == [0]
        assert await unconfirmed(justice, (LAN, fingerprint_of(after))) == []


async def test_of_one_number_twice_neither_is_confirmed(justice: Client) -> None:
    """One would be a guess."""
    right = fingerprint_of(await citizen(justice, LAN))
    assert await unconfirmed(justice, (LAN, right), (HUNG, 1), (LAN, right + 1)) == [0, 1, 2]


async def test_who_guesses_is_told_nothing_more_that_day(commune: Commune, justice: Client) -> None:
    right = fingerprint_of(lan := await citizen(justice, LAN))
    for day in range(1, 21):
        guess = fingerprint_of(lan, born=word_of_day(1990, 1, day))
        assert await unconfirmed(justice, (LAN, guess)) == [0]
    assert await unconfirmed(justice, (LAN, right)) == [0]

    async with commune.house.client(world=commune.world, caller="agencies/tax") as tax:
        assert await unconfirmed(tax, (LAN, right)) == []
    await commune.advance(days=1)
    assert await unconfirmed(justice, (LAN, right)) == []


async def test_what_is_under_review_is_not_confirmed(justice: Client) -> None:
    right = fingerprint_of(await citizen(justice, LAN))
    await justice.population_discrepancies.ReportDiscrepancy(
        ReportDiscrepancyRequest(
            identity_number=IdentityNumber(value=LAN), field="full_name", reported_value="Nguyễn Thị Lân"
        )
    )
    assert await unconfirmed(justice, (LAN, right)) == [0]


async def test_each_asking_stands_in_the_record(commune: Commune, justice: Client) -> None:
    lan = await citizen(justice, LAN)
    for said in (fingerprint_of(lan), 1):
        await unconfirmed(justice, (LAN, said))
    async with commune.house.client(world=commune.world, caller=lan.name) as herself:
        told = await herself.population_accesses.ListAccesses(
            ListAccessesRequest(identity_number=IdentityNumber(value=LAN))
        )
    assert [(one.caller, one.method) for one in told.accesses][:2] == [("agencies/justice", "VerifyFingerprints")] * 2


@pytest.mark.parametrize(
    ("caller", "otherwise", "reason", "field"),
    [
        pytest.param("banks/970436", {}, "FINGERPRINTS_NOT_PERMITTED", "", id="who is told yes or no"),
        pytest.param("agencies/justice", {"rule": " fingerprint-0"}, "FINGERPRINT_RULE_UNKNOWN", "rule", id="a rule"),
        pytest.param(
            "agencies/justice", {"identity_numbers": [HUNG]}, "FINGERPRINTS_DO_NOT_FIT", "fingerprints", id="too few"
        ),
        pytest.param("agencies/justice", {"batch_id": "x" * 101}, "INVALID_REQUEST", "batch_id", id="a long name"),
        pytest.param(
            "agencies/justice", {"identity_numbers": [HUNG] * 1_000}, "INVALID_REQUEST", "identity_numbers", id="many"
        ),
    ],
)
async def test_what_cannot_be_answered_is_refused(
    commune: Commune, refusal: Refusing, caller: str, otherwise: dict[str, Any], reason: str, field: str
) -> None:
    asked = batch((LAN, 1))
    asked.MergeFrom(VerifyFingerprintsRequest(**otherwise))
    async with commune.house.client(world=commune.world, caller=caller) as client:
        no = await refusal(answers_to(client, asked))
    assert (no.reason, no.field) == (reason, field)


async def test_a_purpose_of_others_is_refused(commune: Commune, refusal: Refusing) -> None:
    async with commune.house.client(world=commune.world, caller="agencies/tax", purpose="medical-care") as client:
        no = await refusal(answers_to(client, batch((LAN, 1))))
    assert no.reason == "PURPOSE_NOT_PERMITTED"
