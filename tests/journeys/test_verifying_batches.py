"""Claims in batches: answers in order, a bad row is a row, a bad batch is the end of the stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from google.protobuf.field_mask_pb2 import FieldMask
from google.type.date_pb2 import Date

from lienthong.insurance.v1.verification_service_pb2 import ParticipantClaim, VerifyParticipantsRequest
from lienthong.population.v1.citizen_service_pb2 import VerifyCitizensRequest, VerifyCitizensResponse
from lienthong.type.v1.field_match_pb2 import MATCH_OUTCOME_MATCH, SUBJECT_OUTCOME_FOUND, SUBJECT_OUTCOME_NOT_FOUND
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.person_claim_pb2 import PersonClaim

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from conftest import Refusing
    from journeys.conftest import Commune
    from lienthong.client import Client

pytestmark = pytest.mark.asyncio(loop_scope="session")


def about(number: str, full_name: str = "Nguyễn Thị Lan", birth_date: Date | None = None) -> PersonClaim:
    return PersonClaim(identity_number=IdentityNumber(value=number), full_name=full_name, birth_date=birth_date)


LAN = about("901193000017")
NOBODY = about("901165999999")


@pytest_asyncio.fixture(loop_scope="session")
async def justice(commune: Commune) -> AsyncGenerator[Client]:
    async with commune.house.client(world=commune.world, caller="agencies/justice") as client:
        yield client


async def each(requests: Iterable[VerifyCitizensRequest]) -> AsyncIterator[VerifyCitizensRequest]:
    for request in requests:
        yield request


async def answers_to(client: Client, *requests: VerifyCitizensRequest) -> list[VerifyCitizensResponse]:
    return [answer async for answer in client.citizens.VerifyCitizens(each(requests))]


async def test_batches_are_answered_in_order_row_by_row(justice: Client) -> None:
    batches = [VerifyCitizensRequest(batch_id=str(number), claims=[LAN, NOBODY, LAN]) for number in range(5)]
    answers = await answers_to(justice, *batches)

    assert [answer.batch_id for answer in answers] == ["0", "1", "2", "3", "4"]
    for answer in answers:
        assert [(row.subject, row.confirmed) for row in answer.verifications] == [
            (SUBJECT_OUTCOME_FOUND, True),
            (SUBJECT_OUTCOME_NOT_FOUND, False),
            (SUBJECT_OUTCOME_FOUND, True),
        ]
        assert answer.source_system == "agencies/population"
        assert answer.as_of_time.ToJsonString() == "2022-01-05T02:00:00Z"


async def test_a_thousand_rows_are_one_batch(justice: Client) -> None:
    (answer,) = await answers_to(justice, VerifyCitizensRequest(claims=[LAN] * 1_000))

    assert [row.fields[0].outcome for row in answer.verifications] == [MATCH_OUTCOME_MATCH] * 1_000


async def test_a_bad_row_is_a_row_of_the_answer(justice: Client) -> None:
    rows = [
        (LAN, ""),
        (about("901193000017", ""), "EMPTY_CLAIM"),
        (about("9011930000"), ""),
        (about("90119300001"), "MALFORMED_NUMBER"),
        (about("901193000017", birth_date=Date(year=1993, month=2, day=30)), "IMPOSSIBLE_DATE"),
        (about("901193000017", "x" * 10_000), "INVALID_REQUEST"),
        (PersonClaim(full_name="Nguyễn Thị Lan"), "INVALID_REQUEST"),
        (LAN, ""),
    ]
    first, second = await answers_to(
        justice, VerifyCitizensRequest(claims=[claim for claim, _ in rows]), VerifyCitizensRequest(claims=[LAN])
    )

    assert [row.refusal.reason for row in first.verifications] == [reason for _, reason in rows]
    assert first.verifications[3].refusal.field == "claims[3].identity_number.value"
    assert first.verifications[5].refusal.field == "claims[5].full_name"
    assert all(row.refusal.message != row.refusal.message_vi for row in first.verifications if row.refusal.reason)
    assert [row.confirmed for row in (first.verifications[0], first.verifications[7], second.verifications[0])] == [
        True
    ] * 3


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(IdentityNumber(value="9" * 50_000), id="a number of 50,000 digits"),
        pytest.param(IdentityNumber(type=300, value="901193000017"), id="a kind that there is not"),  # type: ignore[arg-type] # from a stranger
        pytest.param(IdentityNumber(type=-1, value="901193000017"), id="a kind below all"),  # type: ignore[arg-type] # as above
        pytest.param(IdentityNumber(value="９０１１９３００００１７"), id="digits of another script"),
    ],
)
async def test_a_number_that_nobody_can_have_is_a_bad_row_wherever_it_stands(
    justice: Client, number: IdentityNumber
) -> None:
    odd = PersonClaim(identity_number=number, full_name="Nguyễn Thị Lan")
    for claims in ([odd, LAN], [LAN, odd]):
        (answer,) = await answers_to(justice, VerifyCitizensRequest(claims=claims))
        assert {row.refusal.reason for row in answer.verifications} == {"", "INVALID_REQUEST"}


async def test_a_bad_batch_ends_the_stream_after_those_before_it(justice: Client, refusal: Refusing) -> None:
    for bad, reason, field in (
        (VerifyCitizensRequest(claims=[LAN] * 1_001), "INVALID_REQUEST", "claims"),
        (VerifyCitizensRequest(), "INVALID_REQUEST", "claims"),
        (VerifyCitizensRequest(batch_id="x" * 101, claims=[LAN]), "INVALID_REQUEST", "batch_id"),
        (
            VerifyCitizensRequest(claims=[LAN], compare_mask=FieldMask(paths=["shoe_size"])),
            "UNKNOWN_FIELD",
            "compare_mask",
        ),
    ):
        answers = justice.citizens.VerifyCitizens(each([VerifyCitizensRequest(claims=[LAN]), bad]))
        waiting = aiter(answers)
        assert (await anext(waiting)).verifications[0].confirmed

        no = await refusal(anext(waiting))
        assert (no.reason, no.field) == (reason, field)


async def test_a_stream_that_stops_half_way_leaves_nothing_behind(commune: Commune, justice: Client) -> None:
    """Who hangs up in mid-stream is gone; the world can be deleted, which the fixture does."""

    async def for_ever() -> AsyncIterator[VerifyCitizensRequest]:
        yield VerifyCitizensRequest(claims=[LAN])
        await asyncio.Event().wait()

    call = justice.citizens.VerifyCitizens(for_ever())
    assert (await anext(aiter(call))).verifications[0].confirmed
    call.cancel()

    assert (await answers_to(justice, VerifyCitizensRequest(claims=[LAN])))[0].verifications[0].confirmed


async def test_participants_come_in_batches_as_well(commune: Commune) -> None:
    claims = [
        ParticipantClaim(person=LAN, card_number="DN4010115000017"),
        ParticipantClaim(person=about("901193000017", ""), card_number="DN4010115000017"),
        ParticipantClaim(person=about("901193000017", "")),
    ]

    async def one() -> AsyncIterator[VerifyParticipantsRequest]:
        yield VerifyParticipantsRequest(batch_id="one", claims=claims)

    async with commune.house.client(world=commune.world, caller="testers/one") as tester:
        (answer,) = [answer async for answer in tester.verification.VerifyParticipants(one())]

    assert [(row.confirmed, row.refusal.reason) for row in answer.verifications] == [
        (True, ""),
        (True, ""),
        (False, "EMPTY_CLAIM"),
    ]
    assert [match.field for match in answer.verifications[0].fields] == ["person.full_name", "card_number"]
