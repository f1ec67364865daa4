"""An amendment is made once, whoever dies or has no number left on its way."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest
from google.type.date_pb2 import Date
from tests.journeys.amending import Registrar
from tests.journeys.dying import Deaths

from lienthong.justice.v1.birth_amendment_service_pb2 import AMENDMENT_STATE_ENTERED, AMENDMENT_STATE_REFUSED
from lienthong.type.v1.person_pb2 import SEX_MALE

if TYPE_CHECKING:
    from conftest import SplitHouse
    from journeys.conftest import Commune

AMENDMENTS = Deaths("amendment", ("justice.amendment.told",))
DAUGHTER, STEM_OF_A_SON = "901319000101", "personal-number/901219"


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("point", AMENDMENTS.points)
async def test_a_number_is_replaced_once_whoever_dies(
    house_to_break: SplitHouse, fragile_commune: Commune, point: str
) -> None:
    registrar = Registrar(fragile_commune)
    mark = await AMENDMENTS.arm(house_to_break, "justice", point)
    filed = await registrar.send_correction(DAUGHTER, sex=SEX_MALE)

    assert await house_to_break.end_of("justice") == -signal.SIGKILL
    assert mark.read_text() == point
    await AMENDMENTS.start_again(house_to_break, "justice", point)
    look = partial(fragile_commune.asked_again, partial(registrar.look_at, filed.name))
    ended = await fragile_commune.until(look, lambda found: found.state == AMENDMENT_STATE_ENTERED)
    assert ended.new_personal_number == "901219900000"
    assert [held.value for held in (await fragile_commune.citizen(DAUGHTER)).identity_numbers] == [
        *("901219900000", DAUGHTER),
    ]


@pytest.mark.asyncio(loop_scope="session")
async def test_what_population_refuses_is_not_entered(house_to_break: SplitHouse, fragile_commune: Commune) -> None:
    """It has no number left for a boy of that province and year."""
    registrar = Registrar(fragile_commune)
    await house_to_break.stop("population")
    with closing(sqlite3.connect(house_to_break.file_of("population", fragile_commune.world))) as raw, raw:
        raw.execute("INSERT INTO counter (kind, value) VALUES (?, ?)", (STEM_OF_A_SON, 100_000))
    await house_to_break.start("population")
    before = await registrar.entry(DAUGHTER)
    refused = await registrar.correct(DAUGHTER, sex=SEX_MALE)

    assert (refused.state, refused.refusal.reason) == (AMENDMENT_STATE_REFUSED, "POPULATION_REFUSED")
    assert refused.refusal.metadata == {"peer_reason": "SERIALS_EXHAUSTED"}
    assert await registrar.entry(DAUGHTER) == before
    assert (await registrar.correct(DAUGHTER, birth_date=Date(year=2019, month=5, day=4))).state == (
        AMENDMENT_STATE_ENTERED
    )
