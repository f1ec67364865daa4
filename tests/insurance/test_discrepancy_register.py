"""Participants and their changes, as discrepancies see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.alone import kit_of

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD as CARD
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.discrepancies.subjects import Person
from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.changes.domain import AppliedChange
from lienthong_emulator.insurance.changes.store import ChangeStore
from lienthong_emulator.insurance.discrepancy_register import ParticipantRegister
from lienthong_emulator.insurance.names import Names

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import OpenTables

LAN = 115000017


@pytest.mark.parametrize(
    ("kind", "number", "known"),
    [
        pytest.param(SOCIAL_INSURANCE, "0115000017", True, id="social-insurance number"),
        pytest.param(PERSONAL_NUMBER, "901193000017", True, id="personal number"),
        pytest.param(CARD, "DN4010115000017", True, id="card"),
        pytest.param(CARD, "TE1010115000017", False, id="a card that was never issued"),
        pytest.param(PERSONAL_NUMBER, "901193999999", False, id="a number of nobody"),
    ],
)
async def test_a_participant_is_known_by_every_number(tmp_path: Path, kind: int, number: str, *, known: bool) -> None:
    async with kit_of(AGENCY, tmp_path) as kit:
        found = await ParticipantRegister().carriers_of(kit, kit.lookups, kind, number)

        assert found == ([Person(LAN, Names(kit.opaque_id).participant(LAN))] if known else [])


async def test_a_change_is_on_record_for_its_participant(open_tables: OpenTables) -> None:
    change = AppliedChange(
        event_id="event", participant_key=LAN, record_time="2022-01-05T02:00:00+00:00", fields="full_name sex"
    )
    async with open_tables(AGENCY) as tables:
        async with tables.write() as tx:
            ChangeStore(tx).add(change)
        register = ParticipantRegister()
        found = [
            await register.fields_changed(tables.lookups, event_id, key)
            for event_id, key in (("event", LAN), ("event", 0), ("event", 1), ("other", LAN))
        ]

    assert found == [{"full_name", "sex"}, {"full_name", "sex"}, set(), set()]
