"""The wrapper around every call, over a real socket."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from time import perf_counter
from typing import Any

import grpc
import pytest
import pytest_asyncio

from lienthong.client import connect
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong.exchange.v1.exchange_service_pb2 import SubscribeRequest
from lienthong.refusals import reason_of, refusal_of
from lienthong_emulator.emulator import Emulator, emulate

NO_MESSAGE = b"\xff\xff"
JUSTICE = "agencies/justice"


@pytest_asyncio.fixture
async def emulator() -> AsyncGenerator[Emulator]:
    async with emulate() as running:
        yield running


def _as_it_is(data: bytes) -> bytes:
    return data


async def _answer_to_bytes(channel: grpc.aio.Channel, method: str, *, streams: bool) -> object:
    kind: Any = channel.unary_stream if streams else channel.unary_unary
    call = kind(method, request_serializer=_as_it_is, response_deserializer=_as_it_is)(NO_MESSAGE)
    return [frame async for frame in call] if streams else await call


@pytest.mark.parametrize(
    ("method", "streams"),
    [
        pytest.param("/lienthong.insurance.v1.CardService/GetCard", False, id="a call in a world"),
        pytest.param("/lienthong.justice.v1.CivilStatusService/WatchBirthDossier", True, id="a stream in a world"),
        pytest.param("/lienthong.control.v1.WorldService/GetWorld", False, id="a call outside of worlds"),
        pytest.param("/lienthong.control.v1.CaseService/WatchCases", True, id="a stream outside of worlds"),
    ],
)
async def test_bytes_that_are_no_request_are_refused_quietly(
    emulator: Emulator, caplog: pytest.LogCaptureFixture, method: str, *, streams: bool
) -> None:
    async with grpc.aio.insecure_channel(emulator.address) as channel:
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await _answer_to_bytes(channel, method, streams=streams)

    no = refusal_of(error.value)
    assert no is not None
    assert (no.code, no.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_REQUEST")
    assert no.message_vi
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_stream_ends_with_its_world_and_does_not_hold_up_the_deletion(emulator: Emulator) -> None:
    """A receiver subscribes in a world; the stream would stay open for ever."""
    async with connect(emulator.address, world="w1", caller=JUSTICE) as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id="w1"))
        frames = aiter(client.exchange.Subscribe(SubscribeRequest(receiver=JUSTICE)))
        waiting = asyncio.ensure_future(anext(frames))
        await asyncio.sleep(0.2)
        started = perf_counter()
        await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/w1"))

        assert perf_counter() - started < 2
        with pytest.raises(grpc.aio.AioRpcError) as gone:
            await waiting
        assert reason_of(gone.value) == "WORLD_NOT_FOUND"
