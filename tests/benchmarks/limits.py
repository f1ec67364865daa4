"""The limits that figures are divided by: the least that any implementation must do, on this machine, in this run.

Their code is fixed and bare: no validation, no journal, no rules. `python -m tests.benchmarks.limits births 300` does
the calls and commits of 300 births and prints how many a second that makes; `... echo` serves until it is ended, with
answers as long as the requests or of so many bytes as is said, and `... call ADDRESS 2700` makes so many calls.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import grpc
import uvloop

ECHO = "/limit.Echo/Echo"
BATCHES = "/limit.Echo/Batches"
CITIZENS = """
    SELECT identity_number.value, superseded, citizen.citizen_key, full_name,
        birth_date_year, birth_date_month, birth_date_day, birth_defaulted, sex, death_date
    FROM identity_number JOIN citizen ON citizen.citizen_key = identity_number.citizen_key
    WHERE identity_number.kind = 1 AND identity_number.value IN ({marks})
"""
"""What any verification of name, birth date and sex must read."""
PAYLOAD = b"x" * 900
"""Bytes: about what a message of the birth path has, between a verification's 60 and a dossier's 2,000."""
IN_FLIGHT = 64
CALLS_OF_A_BIRTH = 9
COMMITS_OF_A_BIRTH = 7


async def births_per_second(count: int) -> float:
    """9 echo calls and 7 commits each, 64 in flight, in one process that is caller and called, as the agencies are."""
    with tempfile.TemporaryDirectory() as folder, closing(_database(Path(folder))) as database:
        async with _serving() as address, grpc.aio.insecure_channel(address) as channel:
            call = channel.unary_unary(ECHO)
            left = iter(range(count))

            async def one_after_the_other() -> None:
                for _ in left:
                    for _ in range(CALLS_OF_A_BIRTH):
                        await call(PAYLOAD)
                    for _ in range(COMMITS_OF_A_BIRTH):
                        _commit(database)

            await call(PAYLOAD)
            started = time.perf_counter()
            await asyncio.gather(*(one_after_the_other() for _ in range(IN_FLIGHT)))
            return count / (time.perf_counter() - started)


def _database(folder: Path) -> sqlite3.Connection:
    database = sqlite3.connect(folder / "limit.sqlite3", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB)")
    return database


def _commit(database: sqlite3.Connection) -> None:
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO row (body) VALUES (?)", (PAYLOAD,))
    database.execute("COMMIT")


def read_citizens(register: Path, batches: Sequence[Sequence[str]]) -> float:
    """CPU seconds that bare `sqlite3` takes to read the citizens of batches of numbers."""
    with closing(sqlite3.connect(f"{register.absolute().as_uri()}?mode=ro", uri=True)) as database:
        database.execute("PRAGMA mmap_size = 1073741824")
        question = CITIZENS.format(marks=", ".join("?" * len(batches[0])))
        started = time.process_time()
        for numbers in batches:
            database.execute(question, numbers).fetchall()
        return time.process_time() - started


@asynccontextmanager
async def _serving(answer_bytes: int = 0) -> AsyncGenerator[str]:
    """A bare grpc.aio server: bytes in, the same bytes out, or as many as is said."""
    answer = b"x" * answer_bytes

    async def echo(request: bytes, _context: Any) -> bytes:
        return answer or request

    async def echo_each(requests: AsyncIterator[bytes], _context: Any) -> AsyncGenerator[bytes]:
        async for request in requests:
            yield answer or request

    server = grpc.aio.server()
    handlers = {
        "Echo": grpc.unary_unary_rpc_method_handler(echo),
        "Batches": grpc.stream_stream_rpc_method_handler(echo_each),
    }
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("limit.Echo", handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        await server.stop(0)


async def _serve_echo(answer_bytes: int) -> None:
    async with _serving(answer_bytes) as address:
        print(address, flush=True)
        await asyncio.Event().wait()


async def _call(address: str, count: int) -> None:
    """As many calls, as many in flight, as ours had to answer."""
    async with grpc.aio.insecure_channel(address) as channel:
        call = channel.unary_unary(ECHO)
        left = iter(range(count))

        async def one_after_the_other() -> None:
            for _ in left:
                await call(PAYLOAD)

        await asyncio.gather(*(one_after_the_other() for _ in range(IN_FLIGHT)))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["births", count]:
            print(uvloop.run(births_per_second(int(count))))
        case ["call", address, count]:
            uvloop.run(_call(address, int(count)))
        case ["echo", answer_bytes]:
            uvloop.run(_serve_echo(int(answer_bytes)))
        case _:
            uvloop.run(_serve_echo(0))
