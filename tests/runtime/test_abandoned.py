"""A world that is deleted: nothing more is written into it, by either engine."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.conftest import OpenTables
from tests.runtime.process import JUSTICE, Control, node_in, notes

from lienthong_emulator.runtime.database import Abandoned
from lienthong_emulator.runtime.later import SECONDS_UNTIL_WRITTEN

INSERT = "INSERT INTO note (text) VALUES (:text)"


async def test_nothing_is_written_into_what_is_abandoned(open_tables: OpenTables) -> None:
    async with open_tables(JUSTICE) as database:
        database.abandon()

        with pytest.raises(Abandoned):
            async with database.write() as transaction:
                transaction.execute(INSERT, text="birth-1")
        assert await database.lookups.fetch_all("SELECT text FROM note") == []


async def test_what_waits_to_be_written_goes_with_its_world_and_not_into_the_next_of_its_name(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    node = node_in(tmp_path, Control("typhoon"))
    first = await node.worlds.kit("justice", "typhoon")
    first.later.note(INSERT, {"text": "birth-1"})

    await node.drop("typhoon")

    second = await node.worlds.kit("justice", "typhoon")
    await asyncio.sleep(2 * SECONDS_UNTIL_WRITTEN)
    assert await notes(second) == []
    assert caplog.messages == []
    await node.close()
