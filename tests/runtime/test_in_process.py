"""Calls within a process end as they do over the wire."""

import asyncio
from time import perf_counter
from typing import Any

import grpc
import pytest
from tests.runtime.echoing import HANDLERS, SERVICE, Witness

from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.runtime.in_process import InProcessChannel
from lienthong_emulator.runtime.peers import hung_up_after


def _unary(channel: Any, method: str) -> Any:
    return channel.unary_unary(
        f"/test.Service/{method}",
        request_serializer=IdentityNumber.SerializeToString,
        response_deserializer=IdentityNumber.FromString,
    )


async def test_an_answer_is_equal_to_the_message_and_not_the_same_object(channel: Any) -> None:
    sent = IdentityNumber(value="901193000017")

    answer = await _unary(channel, "Echo")(sent)

    assert answer == sent
    assert answer is not sent


async def test_a_refusal_carries_code_details_and_trailers(channel: Any) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as no:
        await _unary(channel, "Refuse")(IdentityNumber())

    assert (no.value.code(), no.value.details()) == (grpc.StatusCode.NOT_FOUND, "nobody")
    assert dict(no.value.trailing_metadata())["reason"] == "NOBODY"


async def test_a_deadline_ends_the_call(channel: Any) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as late:
        await _unary(channel, "Sleep")(IdentityNumber(), timeout=0.05)

    assert late.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED


@pytest.mark.filterwarnings("ignore")  # grpc tells of the handler's exception on its own
async def test_a_bug_in_a_handler_is_unknown_to_the_caller(channel: Any) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as failed:
        await _unary(channel, "Fail")(IdentityNumber())

    assert failed.value.code() is grpc.StatusCode.UNKNOWN


async def test_a_deadline_does_not_wait_for_what_the_handler_sees_through(channel: Any) -> None:
    started = perf_counter()
    with pytest.raises(grpc.aio.AioRpcError) as late:
        await _unary(channel, "SeeThrough")(IdentityNumber(), timeout=0.05)

    assert late.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert perf_counter() - started < 0.4
    async with asyncio.timeout(1):
        await Witness.ended.wait()


@pytest.mark.filterwarnings("ignore")  # as above
async def test_a_caller_that_is_cancelled_is_cancelled_whatever_becomes_of_the_handler(channel: Any) -> None:
    calling = asyncio.create_task(_ask(_unary(channel, "Stumble")))
    await asyncio.sleep(0.05)
    calling.cancel()
    await asyncio.wait([calling], timeout=1)

    assert calling.cancelled()
    async with asyncio.timeout(1):
        await Witness.ended.wait()


async def _ask(call: Any) -> None:
    await call(IdentityNumber())


@pytest.mark.filterwarnings("ignore")  # as above
async def test_a_deadline_of_the_handlers_own_is_not_the_callers(channel: Any) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as failed:
        await _unary(channel, "TimeOut")(IdentityNumber(), timeout=1)

    assert failed.value.code() is grpc.StatusCode.UNKNOWN


async def test_a_handler_that_is_cancelled_by_another_does_not_cancel_its_caller() -> None:
    """At a server the caller would hear nothing until its deadline; here the bug is told at once."""
    here = InProcessChannel()
    here.add(SERVICE, HANDLERS)
    with pytest.raises(grpc.aio.AioRpcError) as failed:
        await _unary(here, "GiveUp")(IdentityNumber())

    assert failed.value.code() is grpc.StatusCode.UNKNOWN


async def test_a_stream_that_its_reader_leaves_ends_at_the_handler(channel: Any) -> None:
    stream = channel.unary_stream(
        "/test.Service/CountForEver",
        request_serializer=IdentityNumber.SerializeToString,
        response_deserializer=IdentityNumber.FromString,
    )
    with pytest.raises(LookupError):
        await _stumble_over(stream(IdentityNumber()))

    async with asyncio.timeout(1):
        await Witness.ended.wait()


async def _stumble_over(stream: Any) -> None:
    async with hung_up_after(stream) as frames:
        async for _ in frames:
            raise LookupError("what the reader does with a frame fails")


async def test_a_method_that_nobody_serves_is_unimplemented(channel: Any) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as none:
        await _unary(channel, "Nothing")(IdentityNumber())

    assert none.value.code() is grpc.StatusCode.UNIMPLEMENTED


async def test_a_stream_brings_every_frame_in_order(channel: Any) -> None:
    count = channel.unary_stream(
        "/test.Service/Count",
        request_serializer=IdentityNumber.SerializeToString,
        response_deserializer=IdentityNumber.FromString,
    )

    frames = [frame.value async for frame in count(IdentityNumber(value="3"))]

    assert frames == ["0", "1", "2"]


async def test_calls_that_begin_together_have_company_and_who_is_alone_has_none() -> None:
    met = list[object]()

    async def handle(request: bytes, _context: Any, company: object) -> bytes:
        met.append(company)
        return request

    here: Any = InProcessChannel()
    here.add(SERVICE, {"Meet": grpc.unary_unary_rpc_method_handler(handle)})
    meet = _unary(here, "Meet")
    await meet(IdentityNumber())
    await asyncio.gather(meet(IdentityNumber()), meet(IdentityNumber()))

    alone, one, other = met
    assert alone is None
    assert one is other is not None
