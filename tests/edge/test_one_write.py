"""What is written in one turn of the loop goes out in one piece, and none of it is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import pytest

from lienthong_emulator.edge.one_write import MOST_HELD, OneWrite

Do = Callable[[OneWrite], None]


class Reads(asyncio.Protocol):
    """Notes what comes in, piece by piece."""

    def __init__(self) -> None:
        self.pieces = list[bytes]()
        self.ended = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        self.pieces.append(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended.set_result(None)


class Noting(asyncio.Transport):
    """Notes every write on its way to a transport."""

    def __init__(self, to: asyncio.Transport) -> None:
        super().__init__()
        self._to = to
        self.writes = list[int]()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.writes.append(len(data))
        self._to.write(data)

    def close(self) -> None:
        self._to.close()

    def abort(self) -> None:
        self._to.abort()

    def get_write_buffer_size(self) -> int:
        return self._to.get_write_buffer_size()


@asynccontextmanager
async def connected() -> AsyncGenerator[tuple[OneWrite, Noting, Reads]]:
    """A transport to somebody who reads at the other end of a socket."""
    loop = asyncio.get_running_loop()
    reader: asyncio.Future[Reads] = loop.create_future()

    def accept() -> Reads:
        reader.set_result(Reads())
        return reader.result()

    server = await loop.create_server(accept, "127.0.0.1", 0)
    transport, _ = await loop.create_connection(asyncio.Protocol, *server.sockets[0].getsockname())
    noting = Noting(transport)
    try:
        yield OneWrite(noting, loop), noting, await asyncio.wait_for(reader, 30)
    finally:
        transport.abort()
        server.close()


async def test_head_and_body_go_out_together() -> None:
    async with connected() as (ours, noting, reads):
        ours.write(b"head ")
        ours.writelines([b"and ", memoryview(b"body")])
        assert (noting.writes, ours.get_write_buffer_size()) == ([], 13)
        await asyncio.sleep(0)
        assert noting.writes == [13]
        ours.write(b", again")
        ours.close()
        await asyncio.wait_for(reads.ended, 30)

    assert b"".join(reads.pieces) == b"head and body, again"


async def test_what_was_changed_after_it_was_written_goes_out_as_it_was() -> None:
    async with connected() as (ours, _, reads):
        body = bytearray(b"before")
        ours.write(body)
        body[:] = b"after!"
        ours.close()
        await asyncio.wait_for(reads.ended, 30)

    assert reads.pieces == [b"before"]


async def test_much_is_not_held_back() -> None:
    async with connected() as (ours, noting, _):
        ours.write(b"x" * MOST_HELD)
        assert noting.writes == []
        ours.write(b"x")

        assert noting.writes == [MOST_HELD + 1]


@pytest.mark.parametrize(("end", "told"), [(OneWrite.close, b"last words"), (OneWrite.abort, b"")])
async def test_closing_sends_what_is_held_and_aborting_does_not(end: Do, told: bytes) -> None:
    async with connected() as (ours, _, reads):
        ours.write(b"last words")
        end(ours)
        await asyncio.wait_for(reads.ended, 30)

    assert b"".join(reads.pieces) == told
