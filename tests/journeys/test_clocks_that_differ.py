"""Processes whose clocks differ by days: a birth becomes a card all the same, and nothing is lost or parked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import grpc
import pytest
from google.type.date_pb2 import Date

from lienthong.control.v1.node_service_pb2 import SetClockRequest
from lienthong.control.v1.node_service_pb2_grpc import NodeServiceStub
from lienthong.control.v1.world_pb2 import Clock
from lienthong.exchange.v1.exchange_service_pb2 import GetLagRequest, VerifyLogRequest
from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_CARD_ISSUED, DOSSIER_STATE_NUMBER_OBSTACLE
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.kit import instant

if TYPE_CHECKING:
    from conftest import SplitHouse
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

NINE = datetime(2022, 1, 5, 9, tzinfo=HANOI)
"""What all others show."""


async def shows(house: SplitHouse, commune: Commune, agency: str, moment: datetime) -> None:
    """Let the clock of one process show another moment."""
    clock = Clock(revision=2, anchor_time=instant(moment), anchor_wall_time=instant(moment))
    async with grpc.aio.insecure_channel(house.addresses[agency]) as channel:
        node = cast(Any, NodeServiceStub(channel))
        await node.SetClock(SetClockRequest(clock=clock), metadata=(("lienthong-world", commune.world),))


@pytest.mark.parametrize("agency", ["justice", "population", "exchange", "insurance"])
@pytest.mark.parametrize("days", [-3, 3])
async def test_a_birth_becomes_a_card_and_every_log_is_whole(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example, *, agency: str, days: int
) -> None:
    await shows(house_to_break, fragile_commune, agency, NINE + timedelta(days=days))
    dossier = await fragile_commune.file(khoi())
    await fragile_commune.settle()

    assert (dossier.state, dossier.card.valid_from) == (DOSSIER_STATE_CARD_ISSUED, Date(year=2021, month=12, day=28))
    for receiver in ("agencies/justice", "agencies/population", "agencies/insurance"):
        lag = await fragile_commune.client.exchange.GetLag(GetLagRequest(receiver=receiver))
        log = await fragile_commune.client.exchange.VerifyLog(VerifyLogRequest(receiver=receiver))
        assert (lag.head, lag.cursor, lag.dead_letters, log.intact) == (1, 1, 0, True)


async def test_a_child_who_is_not_born_yet_for_population_gets_a_number_when_it_is(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example
) -> None:
    """Population is a week behind; the office asks again on the next working day, when their clocks agree."""
    await shows(house_to_break, fragile_commune, "population", NINE - timedelta(days=7))
    held_up = await fragile_commune.file(khoi(nksNgaySinh="03/01/2022"))
    await fragile_commune.advance(days=1)
    ended = await fragile_commune.follow(held_up.name)

    assert (held_up.state, held_up.refusal.reason) == (DOSSIER_STATE_NUMBER_OBSTACLE, "PERSONAL_NUMBER_OBSTACLE")
    assert ended.state == DOSSIER_STATE_CARD_ISSUED
