"""A clock that runs fast passes the last year of which holidays are known: what begins there goes on."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from lienthong.control.v1.clock_service_pb2 import FreezeClockRequest, GetClockRequest, RunClockRequest
from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_CARD_ISSUED
from lienthong_emulator.linked_procedure import example_dossiers
from lienthong_emulator.runtime.clock import opening_of

if TYPE_CHECKING:
    from journeys.conftest import OpenCommune

pytestmark = pytest.mark.asyncio(loop_scope="session")

START = date(2030, 12, 31)
LATER = int(opening_of(date(2031, 1, 6)).timestamp())


async def test_a_birth_becomes_a_card_after_the_last_known_year(open_commune: OpenCommune) -> None:
    async with open_commune(start=START) as commune:
        clock = commune.client.clock

        async def shown() -> int:
            return (await clock.GetClock(GetClockRequest())).now.seconds

        await clock.RunClock(RunClockRequest(rate=1_000_000))
        await commune.until(shown, lambda now: now > LATER)
        await clock.FreezeClock(FreezeClockRequest())
        dossier = await commune.file(json.loads(example_dossiers(START.year - 1))[0])

    assert dossier.state == DOSSIER_STATE_CARD_ISSUED
