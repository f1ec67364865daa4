"""Calls within a process end as they do over the wire."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import grpc
import pytest

from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.runtime.in_process import InProcessChannel
from lienthong_emulator.runtime.peers import CHANNEL_OPTIONS


async def _echo(request: IdentityNumber, _context: Any) -> IdentityNumber:
    return request


async def _refuse(_request: IdentityNumber, context: Any) -> IdentityNumber:
    await context.abort(grpc.StatusCode.NOT_FOUND, "nobody", (("reason", "NOBODY"),))


async def _sleep(_request: IdentityNumber, _context: Any) -> IdentityNumber:
    await asyncio.sleep(60)
    raise AssertionError("unreachable")


async def _fail(_request: IdentityNumber, _context: Any) -> IdentityNumber:
    raise LookupError("a bug")


async def _count(request: IdentityNumber, _context: Any) -> AsyncGenerator[IdentityNumber]:
    for number in range(int(request.value)):
        yield IdentityNumber(value=str(number))


CODEC: dict[str, Any] = {
    "request_deserializer": IdentityNumber.FromString,
    "response_serializer": IdentityNumber.SerializeToString,
}
HANDLERS = grpc.method_handlers_generic_handler(
    "test.Service",
    {
        "Echo": grpc.unary_unary_rpc_method_handler(_echo, **CODEC),
        "Refuse": grpc.unary_unary_rpc_method_handler(_refuse, **CODEC),
        "Sleep": grpc.unary_unary_rpc_method_handler(_sleep, **CODEC),
        "Fail": grpc.unary_unary_rpc_method_handler(_fail, **CODEC),
        "Count": grpc.unary_stream_rpc_method_handler(_count, **CODEC),
    },
)


@pytest.fixture(params=["in process", "over the wire"])
async def channel(request: pytest.FixtureRequest) -> AsyncGenerator[Any]:
    if request.param == "in process":
        here = InProcessChannel()
        here.add(HANDLERS)
        yield here
        return
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((HANDLERS,))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}", options=CHANNEL_OPTIONS) as wire:
        yield wire
    await server.stop(0)


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
