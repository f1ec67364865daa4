"""A world that is deleted in the middle of its births leaves the others alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from lienthong.control.v1.world_pb2 import Recipe
from lienthong.control.v1.world_service_pb2 import (
    BuildWorldRequest,
    CreateWorldRequest,
    DeleteWorldRequest,
    GetWorldRequest,
)
from lienthong.justice.v1.civil_status_service_pb2 import WatchBirthDossierRequest

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Born, Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")

MOMENTS = 12
NAMES = ("Trần Minh An", "Trần Minh Ân", "Trần Minh Anh")


async def test_births_of_other_worlds_go_on(commune: Commune, born: Born) -> None:
    """Deleted earlier or later in the birth: no moment stops an agency or counts as a bug."""
    for moment in range(MOMENTS):
        world = f"gone-{moment}"
        async with commune.house.client(world=world) as client:
            await client.worlds.CreateWorld(CreateWorldRequest(world_id=world))
            for name in NAMES:
                await client.civil_status.FileBirthDossier(commune.request(born(name, "lan", "hung")))
            await asyncio.sleep(moment * 0.004)
            await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{world}"))

    assert (await commune.file(born("Trần Minh Khôi", "lan", "hung"))).card.card_number == "TE1010122900000"
    await commune.settle()


async def test_who_watches_a_dossier_is_told_that_its_world_is_gone(
    commune: Commune, born: Born, refusal: Refusing
) -> None:
    async with commune.house.client(world="gone") as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id="gone"))
        foundling = commune.request(born("Mai Hoài An", nksLoaiKhaiSinh="5"))
        filed = await client.civil_status.FileBirthDossier(foundling)
        frames = aiter(client.civil_status.WatchBirthDossier(WatchBirthDossierRequest(name=filed.name), timeout=10))
        await anext(frames)
        await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/gone"))

        assert (await refusal(_rest(frames))).reason == "WORLD_NOT_FOUND"


async def test_a_world_that_is_being_built_is_deleted(commune: Commune, refusal: Refusing) -> None:
    async with commune.house.client() as client:
        recipe = Recipe(people=20_000, seed=77)
        await client.worlds.CreateWorld(CreateWorldRequest(world_id="half", recipe=recipe, build_later=True))
        news = aiter(client.worlds.BuildWorld(BuildWorldRequest(name="worlds/half"), timeout=60))
        await anext(news)
        await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/half"))

        assert (await refusal(_rest(news))).reason == "WORLD_NOT_FOUND"
        assert (await refusal(client.worlds.GetWorld(GetWorldRequest(name="worlds/half")))).reason == "WORLD_NOT_FOUND"


async def _rest(frames: object) -> None:
    async for _ in frames:  # type: ignore[attr-defined] # gRPC leaves the stream untyped
        pass
