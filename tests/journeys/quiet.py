"""A commune's desk for tests that leave nothing behind."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest_asyncio
from tests.conftest import House
from tests.journeys.conftest import Commune, commune_in


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def quiet(house: House) -> AsyncGenerator[Commune]:
    """One desk in one world for all tests of a module that ask for it."""
    async with commune_in(house, "quiet")() as desk:
        yield desk
