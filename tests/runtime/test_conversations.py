"""Streams both ways go within a process as they do over the wire."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import grpc
import pytest
from tests.runtime.echoing import Witness

from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.runtime.peers import hung_up_after


def _conversing(channel: Any, method: str) -> Any:
    return channel.stream_stream(
        f"/test.Service/{method}",
        request_serializer=IdentityNumber.SerializeToString,
        response_deserializer=IdentityNumber.FromString,
    )


async def _numbers(values: Sequence[str]) -> AsyncGenerator[IdentityNumber]:
    for value in values:
        yield IdentityNumber(value=value)


async def test_answers_come_in_the_order_of_what_was_sent(channel: Any) -> None:
    async with hung_up_after(_conversing(channel, "Double")(_numbers(["1", "2", "3"]))) as answers:
        assert [answer.value async for answer in answers] == ["11", "22", "33"]


async def test_a_conversation_may_be_refused_half_way(channel: Any) -> None:
    async with hung_up_after(_conversing(channel, "RefuseSecond")(_numbers(["1", "2"]))) as answers:
        frames = aiter(answers)
        first = await anext(frames)
        with pytest.raises(grpc.aio.AioRpcError) as no:
            await anext(frames)

    assert first.value == "1"
    assert (no.value.code(), no.value.details()) == (grpc.StatusCode.NOT_FOUND, "nobody")


async def test_a_conversation_that_is_hung_up_ends_at_the_other_side(channel: Any) -> None:
    async def for_ever() -> AsyncGenerator[IdentityNumber]:
        while True:
            yield IdentityNumber(value="again")
            await asyncio.sleep(0.01)

    async with hung_up_after(_conversing(channel, "Listen")(for_ever())) as answers:
        await anext(aiter(answers))

    async with asyncio.timeout(5):
        await Witness.ended.wait()


MESSAGES = 400
"""Of 200 kB each: many times what the buffers of both sides hold."""


async def test_what_is_not_read_holds_up_what_is_sent(channel: Any) -> None:
    sent = 0

    async def counted() -> AsyncGenerator[IdentityNumber]:
        nonlocal sent
        for _ in range(MESSAGES):
            sent += 1
            yield IdentityNumber(value="0" * 200_000)

    async with hung_up_after(_conversing(channel, "Double")(counted())) as answers:
        await anext(aiter(answers))
        await asyncio.sleep(0.5)

    assert sent < MESSAGES


def _gathering(channel: Any, method: str) -> Any:
    return channel.stream_unary(
        f"/test.Service/{method}",
        request_serializer=IdentityNumber.SerializeToString,
        response_deserializer=IdentityNumber.FromString,
    )


async def test_what_is_sent_part_by_part_has_one_answer(channel: Any) -> None:
    answer = await _gathering(channel, "Join")(_numbers(["90", "11", "93"]))

    assert answer.value == "901193"


async def test_who_sends_for_ever_is_refused_at_once(channel: Any) -> None:
    async def for_ever() -> AsyncGenerator[IdentityNumber]:
        while True:
            yield IdentityNumber(value="again")
            await asyncio.sleep(0.01)

    with pytest.raises(grpc.aio.AioRpcError) as no:
        await _gathering(channel, "RefuseAtOnce")(for_ever())

    assert (no.value.code(), no.value.details()) == (grpc.StatusCode.NOT_FOUND, "nobody")
