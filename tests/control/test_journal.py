"""The journal over the wire."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import grpc
import pytest

from lienthong.client import Client
from lienthong.control.v1.journal_service_pb2 import Call, ListCallsRequest
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong.insurance.v1.card_pb2 import Card
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest, RenderCardRequest
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.journal import BYTES_KEPT
from lienthong_emulator.runtime.kit import instant

if TYPE_CHECKING:
    from conftest import Refusing
    from control.conftest import House

NINE = datetime(2022, 1, 5, 9, 0, tzinfo=HANOI)
LAN = "0100000001"
NOBODY = "0100000002"


async def listed(client: Client, **query: str | int) -> list[Call]:
    answer = await client.journal.ListCalls(ListCallsRequest(**query))  # type: ignore[arg-type] # fields by name
    return list(answer.calls)


async def test_the_journal_tells_who_asked_what_and_how_it_was_answered(house: House, client: Client) -> None:
    metadata = (("lienthong-caller", "facilities/01001"), ("lienthong-case", "birth-1"))
    await client.cards.GetCard(GetCardRequest(card_number=LAN), metadata=metadata)

    [call] = await listed(client)

    asked, answered = GetCardRequest(), Card()
    assert call.requests[0].Unpack(asked)
    assert call.answers[0].Unpack(answered)
    assert (asked, answered) == (GetCardRequest(card_number=LAN), Card(card_number="TE1010100000001"))
    assert (call.method, call.caller, call.case_id) == (
        "lienthong.insurance.v1.CardService/GetCard",
        "facilities/01001",
        "birth-1",
    )
    assert (call.status.code, call.time) == (0, instant(NINE))
    assert call.duration.ToNanoseconds() > 0


async def test_the_journal_tells_how_a_call_was_refused(client: Client, refusal: Refusing) -> None:
    await refusal(client.cards.GetCard(GetCardRequest(card_number=NOBODY)))

    [call] = await listed(client)

    assert (call.status.code, call.status.message) == (5, f"There is no card {NOBODY}.")
    assert not call.answers


async def test_calls_are_listed_in_order(client: Client) -> None:
    for index in range(3):
        await client.cards.GetCard(GetCardRequest(card_number=LAN), metadata=(("lienthong-case", f"birth-{index}"),))

    assert [call.case_id for call in await listed(client)] == ["birth-0", "birth-1", "birth-2"]


@pytest.mark.parametrize(
    ("query", "cases"),
    [
        pytest.param({"method": "RenderCard"}, ["birth-2"], id="a method"),
        pytest.param(
            {"method": "lienthong.insurance.v1.CardService/GetCard"}, ["birth-1", "birth-1"], id="with its service"
        ),
        pytest.param({"caller": "facilities/01002"}, ["birth-1", "birth-2"], id="a caller"),
        pytest.param({"case_id": "birth-2"}, ["birth-2"], id="a case"),
        pytest.param({"caller": "facilities/01002", "method": "GetCard"}, ["birth-1"], id="both"),
        pytest.param({"page_size": 2}, ["birth-1", "birth-2"], id="the latest two"),
        pytest.param({"method": "GetCard", "page_size": 1}, ["birth-1"], id="the latest of a method"),
    ],
)
async def test_the_journal_can_be_searched(client: Client, query: dict[str, str | int], cases: list[str]) -> None:
    def said(caller: str, case_id: str) -> tuple[tuple[str, str], ...]:
        return (("lienthong-caller", caller), ("lienthong-case", case_id))

    await client.cards.GetCard(GetCardRequest(card_number=LAN), metadata=said("facilities/01001", "birth-1"))
    await client.cards.GetCard(GetCardRequest(card_number=LAN), metadata=said("facilities/01002", "birth-1"))
    await client.cards.RenderCard(RenderCardRequest(card_number=LAN), metadata=said("facilities/01002", "birth-2"))

    assert [call.case_id for call in await listed(client, **query)] == cases


async def test_the_journal_says_how_many_calls_it_dropped(client: Client) -> None:
    """A picture here has a mebibyte."""
    pictures = (BYTES_KEPT >> 20) + 2
    for _ in range(pictures):
        await client.cards.RenderCard(RenderCardRequest(card_number=LAN))

    answer = await client.journal.ListCalls(ListCallsRequest(page_size=1))

    assert answer.evicted == 3


async def test_an_answer_holds_the_latest_calls_that_fit(client: Client) -> None:
    for index in range(5):
        metadata = (("lienthong-case", f"birth-{index}"),)
        await client.cards.RenderCard(RenderCardRequest(card_number=LAN), metadata=metadata)

    assert [call.case_id for call in await listed(client)] == ["birth-3", "birth-4"]


async def test_the_journal_of_a_world_ends_with_it(house: House, client: Client) -> None:
    for _ in range(2):
        await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet"))
        async with house.client("tet") as elsewhere:
            await elsewhere.cards.GetCard(GetCardRequest(card_number=LAN))
            assert len(await listed(elsewhere)) == 1
        await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/tet"))
    assert await listed(client) == []


async def test_the_journal_of_an_unknown_world_is_refused(house: House, refusal: Refusing) -> None:
    async with house.client("tet") as client:
        assert (await refusal(client.journal.ListCalls(ListCallsRequest()))).reason == "WORLD_NOT_FOUND"


async def test_a_page_has_no_negative_size(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.journal.ListCalls(ListCallsRequest(page_size=-1)))

    assert (no.code, no.field) == (grpc.StatusCode.INVALID_ARGUMENT, "page_size")
