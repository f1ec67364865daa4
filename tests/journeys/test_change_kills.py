"""Agencies are killed in the middle of a death's path from population to insurance and back: it happens once."""

from __future__ import annotations

import signal
import sqlite3
import uuid
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from tests.journeys.dying import Deaths
from tests.journeys.registrars import Registrars, correction, death, move, new_number, revocation

from lienthong.population.v1.citizen_change_service_pb2 import ChangeGrounds

if TYPE_CHECKING:
    from conftest import SplitHouse
    from journeys.conftest import Commune

CHANGES = Deaths(
    "change",
    (
        "population.change.before-commit",
        "population.change.committed",
        "population.outbox.before-send",
        "population.outbox.sent",
        "population.inbox.before-commit",
        "population.inbox.committed",
        "exchange.relay.before-commit",
        "exchange.relay.committed",
        "insurance.inbox.before-commit",
        "insurance.inbox.committed",
        "insurance.outbox.before-send",
        "insurance.outbox.sent",
    ),
)
LAN, HOA, KHOA = "901193000017", "999000456", "902087000178"
REQUEST_ID = str(uuid.UUID(int=11, version=4))


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("point", CHANGES.points)
async def test_a_death_is_recorded_and_followed_once_whoever_dies(
    house_to_break: SplitHouse, fragile_commune: Commune, point: str
) -> None:
    registrars, request = Registrars(fragile_commune), death(LAN, grounds=ChangeGrounds(request_id=REQUEST_ID))
    agency = point.partition(".")[0]
    mark = await CHANGES.arm(house_to_break, agency, point)
    with suppress(grpc.aio.AioRpcError):  # population may die before it answers
        await registrars.ask(request)

    assert await house_to_break.end_of(agency) == -signal.SIGKILL
    assert mark.read_text() == point
    await CHANGES.start_again(house_to_break, agency, point)
    made = await fragile_commune.asked_again(lambda: registrars.ask(request))
    await fragile_commune.until(lambda: registrars.citizen(LAN), lambda citizen: citizen.insurance.card_locked)
    await fragile_commune.asked_again(fragile_commune.settle)
    assert made.citizen.death_date == (await registrars.participant(LAN)).basic.death_date
    _there_is_one_of_everything(house_to_break, fragile_commune)


GROUNDS = ChangeGrounds(request_id=REQUEST_ID)
OTHERS = Deaths("other change", ("population.change.before-commit", "population.change.committed"))


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(correction(LAN, GROUNDS, full_name="Nguyễn Thị Lan Hương"), id="correct"),
        pytest.param(move(LAN, grounds=GROUNDS), id="move"),
        pytest.param(new_number(HOA, GROUNDS), id="replace the number"),
        pytest.param(revocation(KHOA, GROUNDS), id="revoke a death"),
    ],
)
@pytest.mark.parametrize("point", OTHERS.points)
async def test_every_other_change_is_made_once_whenever_population_dies(
    house_to_break: SplitHouse, fragile_commune: Commune, point: str, request_: Any
) -> None:
    registrars = Registrars(fragile_commune)
    mark = await OTHERS.arm(house_to_break, "population", point)
    with pytest.raises(grpc.aio.AioRpcError):
        await registrars.ask(request_)
    assert await house_to_break.end_of("population") == -signal.SIGKILL
    assert mark.read_text() == point
    await OTHERS.start_for(house_to_break, "population", point)

    made = await fragile_commune.asked_again(lambda: registrars.ask(request_))
    await fragile_commune.asked_again(fragile_commune.settle)
    assert made.replayed is (point == "population.change.committed")
    tables = [(agency, "change_event") for agency in ("population", "insurance")]
    assert [_rows(house_to_break, fragile_commune, *table) for table in tables] == [1, 1]


def _there_is_one_of_everything(house: SplitHouse, commune: Commune) -> None:
    rows = {
        ("population", "change_event"): 1,
        ("insurance", "change_event"): 1,
        ("insurance", "participant_confirmation"): 1,
        ("population", "outbox"): 0,
        ("insurance", "outbox"): 0,
        ("population", "received_message"): 1,
        ("insurance", "received_message"): 1,
        ("exchange", "log_entry"): 2,
        ("exchange", "dead_letter"): 0,
    }
    assert {place: _rows(house, commune, *place) for place in rows} == rows


def _rows(house: SplitHouse, commune: Commune, agency: str, table: str) -> int:
    """How many rows an agency holds, read past the agency."""
    file = house.file_of(agency, commune.world).as_uri()
    with closing(sqlite3.connect(f"{file}?mode=ro", uri=True)) as raw:
        return raw.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
