"""A world with births in it is written down, and what is made of the file goes on as the world itself would have."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from tests.control.test_exporting import exported, imported
from tests.journeys.conftest import Commune

from lienthong.control.v1.world_service_pb2 import DeleteWorldRequest
from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_CARD_ISSUED, DOSSIER_STATE_RETURNED

if TYPE_CHECKING:
    from journeys.conftest import Born

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILED = ("Trần Minh An", "Trần Minh Ân", "Trần Minh Anh")


@asynccontextmanager
async def again(commune: Commune) -> AsyncGenerator[Commune]:
    """The commune's desk in a world that was made of what its world is now."""
    name = f"{commune.world[:50].rstrip('-')}-again"
    await imported(commune.client, await exported(commune.client, commune.world), name)
    async with commune.house.client(world=name, caller="portals/one-stop") as client:
        yield Commune(client, commune.house, name)
        await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{name}"))


async def test_births_that_are_under_way_end_in_both(commune: Commune, born: Born) -> None:
    filed = await asyncio.gather(*(commune.send(born(name, "lan", "hung")) for name in FILED))

    async with again(commune) as other:
        for dossier in filed:
            there, here = await other.follow(dossier.name), await commune.follow(dossier.name)
            assert there == here
            assert there.state == DOSSIER_STATE_CARD_ISSUED
            assert await other.steps(there.case_id) == await commune.steps(there.case_id)


async def test_both_count_on_from_there(commune: Commune, born: Born) -> None:
    await commune.file(born("Trần Minh An", "lan", "hung"))

    async with again(commune) as other:
        there = await other.file(born("Trần Minh Ân", "lan", "hung"))
        here = await commune.file(born("Trần Minh Ân", "lan", "hung"))

        assert there.birth_record == here.birth_record


async def test_a_deadline_is_kept_in_both(commune: Commune, born: Born) -> None:
    returned = await commune.file(born("Trần Minh An", "lan", "hung", nksGioiTinh="3"))
    assert returned.state == DOSSIER_STATE_RETURNED

    async with again(commune) as other:
        assert "supplement-due" in await other.advance(days=90)
        assert "supplement-due" in await commune.advance(days=90)
