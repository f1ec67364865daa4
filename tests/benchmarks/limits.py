"""The limits that our figures are divided by: the least that any implementation must do, on this machine, in this run."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import grpc
from tests.benchmarks.processes import anonymous_memory, line_from

ECHO = "/limit.Echo/Echo"
IN_FLIGHT = 64


def commits_per_second(payload: bytes, count: int = 4_000) -> float:
    """Bare commits of one row each, on disk, with the settings that we use."""
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "limit.sqlite3")) as database:
        database.isolation_level = None
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB)")
        started = time.perf_counter()
        for _ in range(count):
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO row (body) VALUES (?)", (payload,))
            database.execute("COMMIT")
        return count / (time.perf_counter() - started)


@asynccontextmanager
async def echo_server() -> AsyncGenerator[tuple[str, int]]:
    """A bare grpc.aio server under uvloop in a process of its own; yields its address and process id."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.echo", stdout=asyncio.subprocess.PIPE
    )
    try:
        yield await line_from(process), process.pid
    finally:
        process.terminate()
        await process.wait()


async def echoes_per_second(address: str, payload: bytes, count: int = 20_000) -> float:
    """Calls answered by the echo server, 64 in flight."""
    async with grpc.aio.insecure_channel(address) as channel:
        call = channel.unary_unary(ECHO)
        left = iter(range(count))

        async def one_after_the_other() -> None:
            for _ in left:
                await call(payload)

        await call(payload)
        started = time.perf_counter()
        await asyncio.gather(*(one_after_the_other() for _ in range(IN_FLIGHT)))
        return count / (time.perf_counter() - started)


async def echo_memory(payload: bytes) -> int:
    """Anonymous memory of the echo server after some load, in bytes."""
    async with echo_server() as (address, pid):
        await echoes_per_second(address, payload, count=5_000)
        return anonymous_memory(pid)


def handler() -> Any:
    """The echo itself: bytes in, the same bytes out."""

    async def echo(request: bytes, _context: Any) -> bytes:
        return request

    return grpc.method_handlers_generic_handler("limit.Echo", {"Echo": grpc.unary_unary_rpc_method_handler(echo)})
