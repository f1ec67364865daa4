"""Look-ups by number, anywhere in a world."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure, Run, median_of
from tests.benchmarks.processes import emulator, world_file

import lienthong
from lienthong.control.v1.world_pb2 import Recipe
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest
from lienthong.insurance.v1.registry_service_pb2 import GetParticipantRequest
from lienthong.population.v1.citizen_service_pb2 import VerifyCitizenRequest
from lienthong.type.v1.identity_pb2 import (
    IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER,
    IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE,
    IdentityNumber,
)
from lienthong.type.v1.person_claim_pb2 import PersonClaim

ROUNDS = 6
LOOK_UPS = 3_000
"""Of a round, in each world; half of them in each of two agencies."""
IN_FLIGHT = 64
SMALL, BIG = 10_000, 200_000
CITIZEN = "SELECT personal_number, full_name, sex FROM citizen WHERE citizen_key = ?"
CITIZENS = "SELECT citizen_key FROM citizen WHERE personal_number <> '' AND death_date = ''"
PARTICIPANTS = "SELECT participant_key FROM participant"

LookUp = Callable[..., Awaitable[Any]]
"""Takes a client, and what the call is to be given, such as metadata."""


async def flat(run: Run) -> Figure:
    """The same look-ups in a big world and in a small one of the same process, one after the other.

    Look-ups a second of the server's CPU time, 64 in flight: what the caller costs would hide a difference. Whom they
    are about is drawn anew each time from the whole world, so the caches of a big one help as little as they do.
    """
    big_rates, small_rates = list[float](), list[float]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with emulator(folder, "--people", str(SMALL)) as running:
            await _create(running.address, "big", max(BIG, run.people))
            run.tick()
            for turn in range(ROUNDS + 1):
                for world, rates in (("big", big_rates), ("default", small_rates)):
                    looking = lookups_in(folder, world, LOOK_UPS, seed=turn)
                    before = running.cpu_seconds()
                    await look_up(running.address, looking, world=world)
                    if turn:  # the first warms up
                        rates.append(LOOK_UPS / (running.cpu_seconds() - before))
                run.tick()
    return median_of(big_rates, small_rates, "/CPU s", ">= 0.90", f"{max(BIG, run.people):,} people against {SMALL:,}")


async def _create(address: str, world: str, people: int) -> None:
    async with lienthong.connect(address) as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id=world, recipe=Recipe(people=people)))


def lookups_in(folder: Path, world: str, count: int, seed: int = 0) -> Sequence[LookUp]:
    """VerifyCitizen and GetParticipant in turn; whom they are about is drawn from the registers."""
    drawn = random.Random(seed)
    with closing(sqlite3.connect(world_file(folder, world, "population"))) as register:
        keys = drawn.choices(register.execute(CITIZENS).fetchall(), k=count // 2)
        citizens = [register.execute(CITIZEN, key).fetchone() for key in keys]
    with closing(sqlite3.connect(world_file(folder, world, "insurance"))) as register:
        participants = drawn.choices(register.execute(PARTICIPANTS).fetchall(), k=count // 2)
    pairs = zip(citizens, participants, strict=True)
    return [look for citizen, (number,) in pairs for look in (_verify(*citizen), _participant(f"{number:010}"))]


def _verify(number: str, full_name: str, sex: Any) -> LookUp:
    identity = IdentityNumber(type=IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, value=number)
    request = VerifyCitizenRequest(claim=PersonClaim(identity_number=identity, full_name=full_name, sex=sex))

    async def look(client: lienthong.Client, **given: Any) -> None:
        await client.citizens.VerifyCitizen(request, **given)

    return look


def _participant(number: str) -> LookUp:
    request = GetParticipantRequest(
        identity_number=IdentityNumber(type=IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE, value=number)
    )

    async def look(client: lienthong.Client, **given: Any) -> None:
        await client.registry.GetParticipant(request, **given)

    return look


async def look_up(address: str, looking: Sequence[LookUp], world: str = "default") -> None:
    """64 in flight."""
    async with lienthong.connect(address, caller="agencies/justice", world=world) as client:
        left = iter(looking)
        await asyncio.gather(*(_one_after_the_other(client, left) for _ in range(IN_FLIGHT)))


async def _one_after_the_other(client: lienthong.Client, left: Iterator[LookUp]) -> None:
    for look in left:
        await look(client)
