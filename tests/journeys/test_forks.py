"""A world with births in it is copied, and both go on."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from tests.journeys.conftest import Commune

from lienthong.control.v1.world_service_pb2 import DeleteWorldRequest, ForkWorldRequest, ResetWorldRequest
from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_CARD_ISSUED, DOSSIER_STATE_RETURNED

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from journeys.conftest import Born

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILED = ("Trần Minh An", "Trần Minh Ân", "Trần Minh Anh")


@asynccontextmanager
async def forked(commune: Commune) -> AsyncGenerator[Commune]:
    """The commune's desk in a fork of its world."""
    name = f"{commune.world[:50].rstrip('-')}-fork"
    request = ForkWorldRequest(name=f"worlds/{commune.world}", world_id=name)
    await commune.client.worlds.ForkWorld(request)
    async with commune.house.client(world=name, caller="portals/one-stop") as client:
        yield Commune(client, commune.house, name)
        await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{name}"))


async def test_births_that_are_under_way_end_in_both(commune: Commune, born: Born) -> None:
    filed = await asyncio.gather(*(commune.send(born(name, "lan", "hung")) for name in FILED))

    async with forked(commune) as fork:
        for dossier in filed:
            there, here = await fork.follow(dossier.name), await commune.follow(dossier.name)
            assert there == here
            assert there.state == DOSSIER_STATE_CARD_ISSUED
            assert await fork.steps(there.case_id) == await commune.steps(there.case_id)


async def test_a_child_that_is_born_in_one_is_unknown_in_the_other(commune: Commune, born: Born) -> None:
    first = await commune.file(born("Trần Minh An", "lan", "hung"))

    async with forked(commune) as fork:
        there = await fork.file(born("Trần Minh Ân", "lan", "hung"))
        here = await commune.file(born("Trần Minh Anh", "lan", "hung"))

        assert first.birth_record.personal_number not in (
            there.birth_record.personal_number,
            here.birth_record.personal_number,
        )
        assert there.birth_record.personal_number == here.birth_record.personal_number  # each counts on by itself
        assert (await fork.citizen(there.birth_record.personal_number)).full_name == "Trần Minh Ân"
        assert (await commune.citizen(here.birth_record.personal_number)).full_name == "Trần Minh Anh"
        assert [dossier.name for dossier in await fork.dossiers()] != [first.name]


async def test_a_deadline_passes_in_each_world_on_its_own_clock(commune: Commune, born: Born) -> None:
    returned = await commune.file(born("Trần Minh An", "lan", "hung", nksGioiTinh="3"))
    assert returned.state == DOSSIER_STATE_RETURNED

    async with forked(commune) as fork:
        assert "supplement-due" in await fork.advance(days=90)
        assert (await commune.look_at(returned.name)).state == DOSSIER_STATE_RETURNED
        assert "supplement-due" in await commune.advance(days=90)


async def test_a_world_that_is_reset_knows_of_no_birth(commune: Commune, born: Born) -> None:
    before = await commune.file(born("Trần Minh An", "lan", "hung"))
    await commune.advance(days=3)

    await commune.client.worlds.ResetWorld(ResetWorldRequest(name=f"worlds/{commune.world}"))

    assert await commune.dossiers() == []
    assert (await commune.file(born("Trần Minh An", "lan", "hung"))).birth_record == before.birth_record
