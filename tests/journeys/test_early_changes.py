"""What changes of a child before insurance has heard of its birth is not lost: two senders tell in no order."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import grpc
import pytest
from tests.journeys.dying import Deaths
from tests.journeys.registrars import Registrars, correction, death

from lienthong.insurance.v1.card_pb2 import CARD_STATE_LOCKED

if TYPE_CHECKING:
    from conftest import SplitHouse
    from journeys.conftest import Commune, Example

BIRTHS = Deaths("early", ("justice.register.committed",))
REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c004"


@pytest.mark.asyncio(loop_scope="session")
async def test_a_child_that_changed_before_insurance_heard_of_it_is_enrolled_as_it_is_now(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example
) -> None:
    registrars, (point,) = Registrars(fragile_commune), BIRTHS.points
    await BIRTHS.arm(house_to_break, "justice", point)
    with suppress(grpc.aio.AioRpcError):  # it dies with its birth in its register, which nobody was told of
        await fragile_commune.send(khoi(), REQUEST_ID)
    assert await house_to_break.end_of("justice") == -signal.SIGKILL
    number = _latest_number(house_to_break, fragile_commune.world)

    await registrars.ask(correction(number, full_name="Trần Minh Khởi"))
    await registrars.ask(death(number))
    await BIRTHS.start_again(house_to_break, "justice", point)
    filed = await fragile_commune.asked_again(lambda: fragile_commune.send(khoi(), REQUEST_ID))
    await fragile_commune.asked_again(lambda: fragile_commune.follow(filed.name))
    await fragile_commune.asked_again(fragile_commune.settle)

    child = await registrars.participant(number)
    assert child.basic.full_name == (await registrars.citizen(number)).full_name == "Trần Minh Khởi"
    assert child.basic.HasField("death_date")
    assert [card.state for card in child.health_insurance.past_cards] == [CARD_STATE_LOCKED]


def _latest_number(house: SplitHouse, world: str) -> str:
    file = house.file_of("population", world)
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as raw:
        return raw.execute("SELECT personal_number FROM citizen ORDER BY citizen_key DESC LIMIT 1").fetchone()[0]
