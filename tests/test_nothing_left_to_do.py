"""What a world starts with leaves no agency anything to do: what is lent is opened without asking for work."""

from __future__ import annotations

from pathlib import Path

import pytest

from lienthong_emulator.roster import ROSTER
from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.runtime.load import build
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.sqlite import open_sqlite
from lienthong_emulator.runtime.templates import blueprint_of


@pytest.mark.parametrize("agency", ROSTER.values(), ids=lambda agency: agency.name)
async def test_a_register_that_was_just_built_has_neither_work_under_way_nor_messages_to_send(
    agency: Agency, tmp_path: Path
) -> None:
    file = tmp_path / "register.sqlite3"
    build(file, blueprint_of(agency, Nation(people=300)), lambda _people: None)
    register = await open_sqlite(file, synchronous="OFF")

    left = [key for work in agency.staff().work.values() for key in await work.pending(register.lookups)]
    messages = await register.lookups.fetch_all("SELECT message FROM outbox")
    await register.close()

    assert (left, messages) == ([], [])
