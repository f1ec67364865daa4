"""A card ends with its holder."""

from __future__ import annotations

import httpx
from google.type.date_pb2 import Date
from tests.patients import papers_of

from lienthong.population.v1.citizen_change_service_pb2 import RecordDeathRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.testing import World


async def test_a_card_is_locked_at_death(hospital: httpx.AsyncClient, lienthong_world: World) -> None:
    pensioner = lienthong_world.people.pensioner()
    alive = (await hospital.post("/arrivals", json=papers_of(pensioner))).json()

    async with lienthong_world.connect(caller="agencies/justice") as justice:
        died = RecordDeathRequest(
            identity_number=IdentityNumber(value=pensioner.personal_number), death_date=Date(year=2022, month=1, day=4)
        )
        await justice.citizen_changes.RecordDeath(died)
    lienthong_world.advance(minutes=1)  # returns once insurance has heard of it
    dead = (await hospital.post("/arrivals", json=papers_of(pensioner))).json()

    assert [(one["code"], one["admission"]) for one in (alive, dead)] == [("000", "insured"), ("110", "pays")]
