"""Schemas to test in, and somebody else at their database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from typing import Any

import grpc
import psycopg
import pytest
import pytest_asyncio
from tests.runtime.echoing import HANDLERS, SERVICE, Witness
from tests.runtime.spring import Stranger

from lienthong_emulator.runtime.in_process import InProcessChannel
from lienthong_emulator.runtime.peers import CHANNEL_OPTIONS
from lienthong_emulator.runtime.postgres_schemas import PostgresSchemas, postgres_schemas


@pytest_asyncio.fixture
async def shelf(postgres_database: str) -> AsyncGenerator[PostgresSchemas]:
    async with postgres_schemas(postgres_database, ["justice", "register"]) as schemas:
        yield schemas


@pytest.fixture
def stranger(postgres_database: str) -> Iterator[Stranger]:
    """Somebody else at the database."""
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        yield connection


@pytest.fixture(params=["in process", "over the wire"])
async def channel(request: pytest.FixtureRequest) -> AsyncGenerator[Any]:
    """To the service that ends in every way."""
    Witness.ended = asyncio.Event()
    if request.param == "in process":
        here = InProcessChannel()
        here.add(SERVICE, HANDLERS)
        yield here
        await here.close()
        return
    server = grpc.aio.server()
    server.add_registered_method_handlers(SERVICE, HANDLERS)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}", options=CHANNEL_OPTIONS) as wire:
        yield wire
    await server.stop(0)
