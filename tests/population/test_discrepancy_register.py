"""Citizens and their changes, as discrepancies see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.alone import kit_of

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.population.agency import AGENCY
from lienthong_emulator.population.discrepancy_register import CitizenRegister

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import OpenTables


@pytest.mark.parametrize(
    ("kind", "number", "carriers"),
    [
        pytest.param(PERSONAL_NUMBER, "901193000017", 1, id="personal number"),
        pytest.param(CMND, "999000456", 1, id="CMND"),
        pytest.param(PERSONAL_NUMBER, "901193999999", 0, id="a number of nobody"),
    ],
)
async def test_a_citizen_is_known_by_every_number(tmp_path: Path, kind: int, number: str, carriers: int) -> None:
    async with kit_of(AGENCY, tmp_path) as kit:
        found = await CitizenRegister().carriers_of(kit, kit.lookups, kind, number)

    assert [person.name.startswith("citizens/") for person in found] == [True] * carriers


async def test_a_change_is_on_record_for_its_citizen(open_tables: OpenTables) -> None:
    async with open_tables(AGENCY) as tables:
        async with tables.write() as tx:
            tx.execute("INSERT INTO change_event VALUES ('event', 1, 1, 'MOVED', 'residence', '', '', '', '')")
        register = CitizenRegister()
        found = [
            await register.fields_changed(tables.lookups, event_id, key)
            for event_id, key in (("event", 1), ("event", 0), ("event", 2), ("other", 1))
        ]

    assert found == [{"residence"}, {"residence"}, set(), set()]
