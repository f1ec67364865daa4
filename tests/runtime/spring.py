"""The world `spring` on PostgreSQL, and what may happen to its connections."""

from __future__ import annotations

from typing import Any

import psycopg
from tests.runtime.process import JUSTICE

from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.runtime.clock import clock_starting, wall_clock
from lienthong_emulator.runtime.kit import World
from lienthong_emulator.runtime.postgres import PostgresDatabase
from lienthong_emulator.runtime.postgres_schemas import PostgresSchemas
from lienthong_emulator.runtime.recipe import Nation, Recipe

Stranger = psycopg.Connection[tuple[Any, ...]]


def world(name: str = "spring", nation: Nation | None = None, prepared: str = "") -> World:
    clock = clock_starting(Recipe().start, wall_clock(), 0)
    return World(name=name, recipe=Recipe(nation=nation or Nation()), clock=clock, prepared=frozenset(prepared.split()))


async def _noted_nowhere() -> None:
    """Nobody asks who has a part."""


async def opened(shelf: PostgresSchemas, agency: Agency = JUSTICE, of: World | None = None) -> PostgresDatabase:
    of = of or world()
    await shelf.provide(agency, of, lambda _people: None)
    return await shelf.open(agency, of, _noted_nowhere)


def break_connections(stranger: Stranger) -> None:
    """End every connection but the stranger's."""
    stranger.execute(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """
    )
