"""Where no personal number can be had, the dossier waits in a state of its own, and the office asks again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from google.type.date_pb2 import Date

from lienthong.justice.v1.birth_dossier_pb2 import (
    DOSSIER_STATE_CARD_ISSUED,
    DOSSIER_STATE_NUMBER_OBSTACLE,
    DOSSIER_STATE_WITHDRAWN,
)
from lienthong.justice.v1.dossier_status_pb2 import PORTAL_STATUS_IN_PROCESS

if TYPE_CHECKING:
    from conftest import Refusing, SplitHouse
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

STEM, LAST = "personal-number/901221", 100_000
IN_ANOTHER_PROVINCE = {"noiDangKy": "26734"}


async def numbers_given(house: SplitHouse, commune: Commune, count: int) -> None:
    """Have population come to a number of its serials in Khôi's province and year."""
    await house.stop("population")
    with closing(sqlite3.connect(house.file_of("population", commune.world))) as raw, raw:
        raw.execute("DELETE FROM counter WHERE kind = ?", (STEM,))
        raw.execute("INSERT INTO counter (kind, value) VALUES (?, ?)", (STEM, count))
    await house.start("population")


async def test_the_office_asks_again_on_each_working_day_until_there_is_a_number(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example
) -> None:
    await numbers_given(house_to_break, fragile_commune, LAST)
    held_up = await fragile_commune.file(khoi())

    assert (held_up.state, held_up.refusal.reason) == (DOSSIER_STATE_NUMBER_OBSTACLE, "PERSONAL_NUMBER_OBSTACLE")
    assert held_up.refusal.metadata == {"peer_reason": "SERIALS_EXHAUSTED"}
    assert held_up.waits_until_date == Date(year=2022, month=1, day=6)
    assert (held_up.portal_status, held_up.status_history[-1].note) == (
        PORTAL_STATUS_IN_PROCESS,
        held_up.refusal.message_vi,
    )
    assert await fragile_commune.advance(days=1) == ["deadline", "number-asked-again"]
    await fragile_commune.settle()
    assert (await fragile_commune.look_at(held_up.name)).state == DOSSIER_STATE_NUMBER_OBSTACLE

    await numbers_given(house_to_break, fragile_commune, 7)
    assert await fragile_commune.advance(days=1) == ["number-asked-again"]
    await fragile_commune.settle()
    ended = await fragile_commune.look_at(held_up.name)
    assert (ended.state, ended.birth_record.personal_number) == (DOSSIER_STATE_CARD_ISSUED, "901221900007")
    kinds = [step.kind for step in await fragile_commune.steps(held_up.case_id)]
    assert kinds.count("number-asked-again") == 2
    assert "registration-overdue" in kinds


async def test_a_supplement_may_lead_around_the_obstacle(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example
) -> None:
    await numbers_given(house_to_break, fragile_commune, LAST)
    held_up = await fragile_commune.file(khoi())
    ended = await fragile_commune.supplement(held_up, khoi(**IN_ANOTHER_PROVINCE))

    assert (ended.state, ended.birth_record.personal_number[:3]) == (DOSSIER_STATE_CARD_ISSUED, "979")
    assert await fragile_commune.advance(days=30) == []


async def test_a_family_need_not_wait_for_a_number(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example, refusal: Refusing
) -> None:
    await numbers_given(house_to_break, fragile_commune, LAST)
    held_up = await fragile_commune.file(khoi())
    again = khoi(maHoSoLT="G22.99-220105-0009")
    assert (await refusal(fragile_commune.send(again))).reason == "BIRTH_NOTICE_ALREADY_USED"

    assert (await fragile_commune.withdraw(held_up)).state == DOSSIER_STATE_WITHDRAWN
    assert await fragile_commune.advance(days=30) == []
