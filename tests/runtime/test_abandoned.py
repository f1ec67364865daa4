"""A world that is deleted: nothing more is written into it, by either engine."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.runtime.process import JUSTICE, Control, node_in, prepared_on_loan

from lienthong_emulator.runtime.database import Abandoned, Transaction
from lienthong_emulator.runtime.later import SECONDS_UNTIL_WRITTEN

if TYPE_CHECKING:
    from conftest import OpenTables

INSERT = "INSERT INTO note (text) VALUES (:text)"


async def test_nothing_is_written_into_what_is_abandoned(open_tables: OpenTables) -> None:
    async with open_tables(JUSTICE) as database:
        database.abandon()

        with pytest.raises(Abandoned):
            async with database.write() as transaction:
                transaction.execute(INSERT, text="birth-1")
        assert await database.lookups.fetch_all("SELECT text FROM note") == []


async def test_what_waits_to_be_written_goes_with_its_world(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    written: list[str] = []

    async def keep(_transaction: Transaction, texts: Sequence[str]) -> None:
        written.extend(texts)

    node = node_in(tmp_path, Control("typhoon"))
    kit = await node.worlds.kit("justice", "typhoon")
    kit.later.note(keep, "birth-1")

    await node.drop("typhoon")
    await asyncio.sleep(2 * SECONDS_UNTIL_WRITTEN)

    assert (written, caplog.messages) == ([], [])
    await node.close()


@pytest.mark.parametrize("synchronous", ["OFF", "FULL"])
async def test_a_world_that_was_only_read_is_deleted_whether_changes_wait_for_the_disk_or_not(
    synchronous: str, tmp_path: Path
) -> None:
    node = node_in(tmp_path, Control("typhoon"), synchronous=synchronous)
    await prepared_on_loan(node, "typhoon")
    await node.worlds.kit("justice", "typhoon")

    await node.drop("typhoon")

    assert node.worlds.open_kits("typhoon") == []
    await node.close()
