"""A service whose calls end in every way that there is."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

import grpc

from lienthong.type.v1.identity_pb2 import IdentityNumber


async def _echo(request: IdentityNumber, _context: Any) -> IdentityNumber:
    return request


async def _refuse(_request: IdentityNumber, context: Any) -> IdentityNumber:
    await context.abort(grpc.StatusCode.NOT_FOUND, "nobody", (("reason", "NOBODY"),))
    raise AssertionError("unreachable")


async def _sleep(_request: IdentityNumber, _context: Any) -> IdentityNumber:
    await asyncio.sleep(60)
    raise AssertionError("unreachable")


async def _fail(_request: IdentityNumber, _context: Any) -> IdentityNumber:
    raise LookupError("a bug")


async def _count(request: IdentityNumber, _context: Any) -> AsyncGenerator[IdentityNumber]:
    for number in range(int(request.value)):
        yield IdentityNumber(value=str(number))


class Witness:
    """Is told when a handler has come to its end."""

    ended: asyncio.Event


async def _see_through(request: IdentityNumber, _context: Any) -> IdentityNumber:
    """As a commit does: what is begun is done, whoever hangs up."""
    work = asyncio.create_task(asyncio.sleep(0.5))
    try:
        await asyncio.shield(work)
    finally:
        await asyncio.wait([work])
        Witness.ended.set()
    return request


async def _stumble(_request: IdentityNumber, _context: Any) -> IdentityNumber:
    """Fails while it is cleaning up."""
    try:
        await asyncio.sleep(60)
    finally:
        Witness.ended.set()
        raise LookupError("a bug")


async def _give_up(_request: IdentityNumber, _context: Any) -> IdentityNumber:
    """What it waited for was cancelled by another."""
    raise asyncio.CancelledError


async def _time_out(_request: IdentityNumber, _context: Any) -> IdentityNumber:
    raise TimeoutError


async def _count_for_ever(_request: IdentityNumber, _context: Any) -> AsyncGenerator[IdentityNumber]:
    try:
        while True:
            yield IdentityNumber(value="again")
            await asyncio.sleep(0.01)
    finally:
        Witness.ended.set()


async def _double(requests: AsyncIterator[IdentityNumber], _context: Any) -> AsyncGenerator[IdentityNumber]:
    async for request in requests:
        yield IdentityNumber(value=request.value * 2)


async def _refuse_second(requests: AsyncIterator[IdentityNumber], context: Any) -> AsyncGenerator[IdentityNumber]:
    yield await anext(requests)
    await context.abort(grpc.StatusCode.NOT_FOUND, "nobody", (("reason", "NOBODY"),))


async def _listen(requests: AsyncIterator[IdentityNumber], _context: Any) -> AsyncGenerator[IdentityNumber]:
    try:
        async for request in requests:
            yield request
    finally:
        Witness.ended.set()


async def _join(requests: AsyncIterator[IdentityNumber], _context: Any) -> IdentityNumber:
    return IdentityNumber(value="".join([request.value async for request in requests]))


async def _refuse_at_once(_requests: AsyncIterator[IdentityNumber], context: Any) -> IdentityNumber:
    await context.abort(grpc.StatusCode.NOT_FOUND, "nobody", (("reason", "NOBODY"),))
    raise AssertionError("unreachable")


CODEC: dict[str, Any] = {
    "request_deserializer": IdentityNumber.FromString,
    "response_serializer": IdentityNumber.SerializeToString,
}
SERVICE = "test.Service"
HANDLERS = {
    "Echo": grpc.unary_unary_rpc_method_handler(_echo, **CODEC),
    "Refuse": grpc.unary_unary_rpc_method_handler(_refuse, **CODEC),
    "Sleep": grpc.unary_unary_rpc_method_handler(_sleep, **CODEC),
    "Fail": grpc.unary_unary_rpc_method_handler(_fail, **CODEC),
    "SeeThrough": grpc.unary_unary_rpc_method_handler(_see_through, **CODEC),
    "Stumble": grpc.unary_unary_rpc_method_handler(_stumble, **CODEC),
    "GiveUp": grpc.unary_unary_rpc_method_handler(_give_up, **CODEC),
    "TimeOut": grpc.unary_unary_rpc_method_handler(_time_out, **CODEC),
    "CountForEver": grpc.unary_stream_rpc_method_handler(_count_for_ever, **CODEC),
    "Count": grpc.unary_stream_rpc_method_handler(_count, **CODEC),
    "Join": grpc.stream_unary_rpc_method_handler(_join, **CODEC),
    "RefuseAtOnce": grpc.stream_unary_rpc_method_handler(_refuse_at_once, **CODEC),
    "Double": grpc.stream_stream_rpc_method_handler(_double, **CODEC),
    "RefuseSecond": grpc.stream_stream_rpc_method_handler(_refuse_second, **CODEC),
    "Listen": grpc.stream_stream_rpc_method_handler(_listen, **CODEC),
}
