"""Schemas to test in, and somebody else at their database."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator

import psycopg
import pytest
import pytest_asyncio
from tests.runtime.spring import Stranger

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
