"""What the journal is asked: how often, as expected or nearly, as it happens, as a picture."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.json_format import ParseDict
from tests.faults import at, plan

from lienthong.client import Client
from lienthong.control.v1 import journal_service_pb2 as pb
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest, RenderCardRequest
from lienthong_emulator.runtime.journal import BYTES_KEPT

if TYPE_CHECKING:
    from conftest import Refusing
    from control.conftest import House

LAN, NOBODY = "0100000001", "0100000002"
HOSPITAL, OTHER = "facilities/01001", "facilities/01002"
GET_CARD = "lienthong.insurance.v1.CardService/GetCard"


def asked(**fields: Any) -> pb.CallFilter:
    values = [{"path": path, "value": value} for path, value in fields.pop("values", {}).items()]
    return ParseDict({**fields, "values": values}, pb.CallFilter())


async def count(client: Client, **fields: Any) -> int:
    return (await client.journal.CountCalls(pb.CountCallsRequest(filter=asked(**fields)))).count


async def get(client: Client, card: str, caller: str, case: str = "") -> None:
    metadata = [("lienthong-caller", caller), ("lienthong-case", case)]
    with suppress(grpc.aio.AioRpcError):
        await client.cards.GetCard(GetCardRequest(card_number=card), metadata=metadata)


async def play_a_morning(client: Client) -> None:
    """Two look-ups of Lan's card by one hospital, one by another, one of a card that is not there."""
    await get(client, LAN, HOSPITAL, "visit-1")
    await get(client, LAN, HOSPITAL, "visit-1")
    await get(client, LAN, OTHER, "visit-2")
    await get(client, NOBODY, HOSPITAL, "visit-3")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({}, 4, id="all"),
        pytest.param({"method": "GetCard", "caller": HOSPITAL, "values": {"card_number": LAN}}, 2, id="of a card"),
        pytest.param({"subject": LAN}, 3, id="of a subject"),
        pytest.param({"subject": LAN[:-1]}, 0, id="of a part of a subject"),
        pytest.param({"case_id": "visit-1"}, 2, id="of a case"),
        pytest.param({"agency": "agencies/insurance"}, 4, id="of an agency"),
        pytest.param({"agency": "agencies/justice"}, 0, id="of another agency"),
        pytest.param({"code": 0}, 3, id="that were answered"),
        pytest.param({"code": 5}, 1, id="that were refused"),
        pytest.param({"reason": "CARD_NOT_FOUND"}, 1, id="for a reason"),
        pytest.param({"values": {"card_number": ""}}, 0, id="without a value"),
    ],
)
async def test_calls_are_counted(client: Client, fields: dict[str, Any], expected: int) -> None:
    await play_a_morning(client)

    assert await count(client, **fields) == expected


async def test_a_list_takes_the_same_filter(client: Client) -> None:
    await play_a_morning(client)

    request = pb.ListCallsRequest(method="GetCard", filter=asked(caller=OTHER))
    calls = (await client.journal.ListCalls(request)).calls

    assert [(call.caller, call.agency) for call in calls] == [(OTHER, "agencies/insurance")]


async def test_calls_are_told_by_the_fault_that_they_met(client: Client) -> None:
    fault = await plan(client, calls=at("insurance"), failure={"code": 14})
    await play_a_morning(client)

    assert await count(client, fault=fault.name) == await count(client, reason="AGENCY_UNAVAILABLE") == 1


async def expect(client: Client, least: int, most: int | None = None, **fields: Any) -> pb.ExpectCallsResponse:
    request = pb.ExpectCallsRequest(filter=asked(**fields), least=least, most=most)
    return await client.journal.ExpectCalls(request)


@pytest.mark.parametrize(
    ("least", "most", "is_met"),
    [
        pytest.param(2, 2, True, id="exactly"),
        pytest.param(1, None, True, id="at least"),
        pytest.param(0, 5, True, id="at most"),
        pytest.param(3, 3, False, id="too few"),
        pytest.param(0, 1, False, id="too many"),
    ],
)
async def test_it_says_whether_as_many_calls_came(client: Client, least: int, most: int | None, is_met: bool) -> None:
    await play_a_morning(client)

    answer = await expect(client, least, most, method="GetCard", caller=HOSPITAL, values={"card_number": LAN})

    assert (answer.met, answer.count, answer.evicted) == (is_met, 2, 0)
    assert bool(answer.near) == (not is_met)


async def test_the_nearest_call_is_told_field_by_field(client: Client) -> None:
    await play_a_morning(client)
    await client.cards.RenderCard(RenderCardRequest(card_number=LAN))

    answer = await expect(
        client, 1, 1, method="GetCard", caller="facilities/01003", values={"card_number": LAN}, case_id="visit-2"
    )

    [nearest, *_] = answer.near
    assert len(answer.near) == 3
    assert (nearest.call.method, nearest.call.caller) == (GET_CARD, OTHER)
    assert [(one.path, one.expected, one.actual) for one in nearest.differences] == [
        ("caller", "facilities/01003", OTHER)
    ]
    assert answer.report.splitlines()[:3] == [
        "expected 1 calls where method is GetCard and caller is facilities/01003 and case_id is visit-2"
        f" and request.card_number is {LAN}: there are 0",
        f"nearest: GetCard by {OTHER}, OK",
        f"  caller: expected facilities/01003, was {OTHER}",
    ]


async def test_how_a_call_ended_and_what_it_asked_may_differ(client: Client) -> None:
    await get(client, NOBODY, HOSPITAL)

    answer = await expect(
        client, 1, code=0, reason="CARD_LOCKED", fault="faults/x-1", subject=LAN, values={"card_number": LAN}
    )

    assert [(one.path, one.expected, one.actual) for one in answer.near[0].differences] == [
        ("fault", "faults/x-1", "(nothing)"),
        ("status.code", "0", "5"),
        ("status.reason", "CARD_LOCKED", "CARD_NOT_FOUND"),
        ("request", f"holds {LAN}", "does not"),
        ("request.card_number", LAN, NOBODY),
    ]


async def test_an_expectation_says_what_the_journal_dropped(client: Client) -> None:
    for _ in range((BYTES_KEPT >> 20) + 2):
        await client.cards.RenderCard(RenderCardRequest(card_number=LAN))

    answer = await expect(client, 10, method="RenderCard")

    assert (answer.met, answer.count, answer.evicted) == (False, 7, 3)
    assert "the journal has dropped 3 calls, which may have fitted" in answer.report


async def test_calls_are_watched_as_they_end(client: Client) -> None:
    await get(client, LAN, HOSPITAL)
    watching: Any = client.journal.WatchCalls(pb.WatchCallsRequest(filter=asked(caller=HOSPITAL)))
    assert not (await watching.read()).HasField("call")

    await get(client, LAN, OTHER)
    await get(client, NOBODY, HOSPITAL)

    seen = await watching.read()
    watching.cancel()
    assert (seen.call.caller, seen.call.status.code) == (HOSPITAL, 5)


async def test_who_watches_a_world_is_told_of_its_end(house: House, client: Client, refusal: Refusing) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet"))
    async with house.client("tet") as elsewhere:
        watching: Any = elsewhere.journal.WatchCalls(pb.WatchCallsRequest())
        await watching.read()
        await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/tet"))

        assert (await refusal(watching.read())).reason == "WORLD_NOT_FOUND"


async def test_a_case_is_drawn_with_refusals_and_faults(client: Client) -> None:
    fault = await plan(client, calls=at("insurance", "GetCard"), failure={"code": 14})
    for card in (LAN, NOBODY, LAN):
        await get(client, card, HOSPITAL, "visit-1")

    drawn = await client.journal.DrawSequence(pb.DrawSequenceRequest(case_id="visit-1"))

    assert drawn.diagram.splitlines() == [
        "sequenceDiagram",
        "    title Case visit-1",
        "    participant insurance as insurance",
        f"    participant party1 as {HOSPITAL}",
        "    Note over insurance,party1: 2022-01-05",
        f"    party1->>insurance: GetCard · UNAVAILABLE AGENCY_UNAVAILABLE · {fault.name}",
        "    party1->>insurance: GetCard · NOT_FOUND CARD_NOT_FOUND",
        "    party1->>insurance: GetCard · OK",
    ]


@pytest.mark.parametrize(
    ("fields", "field", "near"),
    [
        pytest.param({"method": "GetCrad"}, "filter.method", "GetCard", id="a method that there is not"),
        pytest.param(
            {"method": "GetCard", "values": {"card_numbr": LAN}}, "filter.values[0].path", "card_number", id="a field"
        ),
        pytest.param({"agency": "agencies/insurence"}, "filter.agency", "agencies/insurance", id="an agency"),
        pytest.param(
            {"method": "PublishAnnex", "values": {"kind": "ANNEX_KIND_UNIT"}},
            "filter.values[0].value",
            "ANNEX_KIND_UNITS",
            id="a value of an enum",
        ),
        pytest.param(
            {"method": "PublishAnnex", "values": {"correct": "yes"}},
            "filter.values[0].value",
            "",
            id="not true or false",
        ),
    ],
)
async def test_what_can_never_be_is_no_expectation(
    client: Client, refusal: Refusing, fields: dict[str, Any], field: str, near: str
) -> None:
    never = asked(**fields)
    for call in (
        client.journal.ListCalls(pb.ListCallsRequest(filter=never)),
        client.journal.CountCalls(pb.CountCallsRequest(filter=never)),
        client.journal.ExpectCalls(pb.ExpectCallsRequest(filter=never, most=0)),
        client.journal.WatchCalls(pb.WatchCallsRequest(filter=never)).read(),
    ):
        no = await refusal(call)
        assert (no.reason, no.field, near in no.metadata["near"]) == ("FILTER_NEVER_FITS", field, True)


async def test_no_number_of_calls_is_at_least_three_and_at_most_one(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.journal.ExpectCalls(pb.ExpectCallsRequest(least=3, most=1)))

    assert (no.reason, no.field) == ("FILTER_NEVER_FITS", "most")


async def test_a_case_of_which_nothing_is_kept_is_not_drawn(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.journal.DrawSequence(pb.DrawSequenceRequest(case_id="visit-9")))

    assert (no.reason, no.field, no.metadata["evicted"]) == ("CASE_NOT_IN_JOURNAL", "case_id", "0")


async def test_questions_about_an_unknown_world_are_refused(house: House, refusal: Refusing) -> None:
    async with house.client("tet") as client:
        for call in (
            client.journal.CountCalls(pb.CountCallsRequest()),
            client.journal.ExpectCalls(pb.ExpectCallsRequest()),
            client.journal.WatchCalls(pb.WatchCallsRequest()).read(),
            client.journal.DrawSequence(pb.DrawSequenceRequest(case_id="visit-1")),
        ):
            assert (await refusal(call)).reason == "WORLD_NOT_FOUND"
