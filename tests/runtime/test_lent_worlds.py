"""Worlds in which nothing was changed yet share one set of registers; each gets its own with the first change."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.runtime.process import Control, node_in, note, notes, prepared_on_loan

from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.refusals import AgencyUnavailable
from lienthong_emulator.runtime.worlds import WorldNotFound


def own_worlds(folder: Path) -> list[str]:
    return Storage(folder=folder).worlds_of("justice")


async def test_who_only_reads_has_nothing_of_its_own(tmp_path: Path) -> None:
    control = Control("typhoon", "lan")
    node = node_in(tmp_path, control)
    for world in ("typhoon", "lan"):
        await prepared_on_loan(node, world)
        kit = await node.worlds.kit("justice", world)
        assert await notes(kit) == await kit.scans.fetch_all("SELECT text FROM note") == []

    assert (own_worlds(tmp_path), control.prepared) == ([], set())
    await node.close()
    assert own_worlds(tmp_path) == []


async def test_a_change_in_one_world_is_seen_there_alone(tmp_path: Path) -> None:
    control = Control("typhoon", "lan")
    node = node_in(tmp_path, control)
    changed, other = [await node.worlds.kit("justice", world) for world in ("typhoon", "lan")]
    assert len(await changed.scans.fetch_all("SELECT text FROM note")) == 0

    await note(changed, "birth-1")

    assert await notes(changed) == ["birth-1"]
    assert [row["text"] for row in await changed.scans.fetch_all("SELECT text FROM note")] == ["birth-1"]
    assert await notes(other) == await notes(await node.worlds.kit("justice", "lan")) == []
    assert (own_worlds(tmp_path), control.prepared) == (["typhoon"], {("typhoon", "justice")})
    await node.close()


async def test_changes_at_once_make_one_file(tmp_path: Path) -> None:
    node = node_in(tmp_path, Control("typhoon"))
    kit = await node.worlds.kit("justice", "typhoon")

    await asyncio.gather(*(note(kit, f"birth-{number}") for number in range(5)))

    assert sorted(await notes(kit)) == [f"birth-{number}" for number in range(5)]
    await node.close()


async def test_a_world_on_loan_is_still_on_loan_after_a_restart(tmp_path: Path) -> None:
    control = Control("typhoon")
    for _ in range(2):
        node = node_in(tmp_path, control)
        assert await notes(await node.worlds.kit("justice", "typhoon")) == []
        await node.close()

    assert own_worlds(tmp_path) == []


async def test_nothing_is_changed_before_control_knows_of_it(tmp_path: Path) -> None:
    """Else a file that is lost later would be made anew without a word."""
    control = Control("typhoon")
    node = node_in(tmp_path, control)
    kit = await node.worlds.kit("justice", "typhoon")
    control.takes_no_notes = True

    with pytest.raises(AgencyUnavailable):
        await note(kit, "birth-1")
    assert await notes(kit) == []
    control.takes_no_notes = False
    await note(kit, "birth-2")

    assert await notes(kit) == ["birth-2"]
    await node.close()


async def test_who_changes_a_world_that_is_being_deleted_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    control = Control("typhoon")
    node = node_in(tmp_path, control)
    kit = await node.worlds.kit("justice", "typhoon")
    control.names.clear()

    with pytest.raises(WorldNotFound):
        await note(kit, "birth-1")
    await node.drop("typhoon")

    assert not (tmp_path / "worlds" / "typhoon").exists()
    await node.close()


async def test_who_hangs_up_over_the_first_change_leaves_the_world_whole(tmp_path: Path) -> None:
    node = node_in(tmp_path, Control("typhoon"))
    kit = await node.worlds.kit("justice", "typhoon")
    hurried = asyncio.create_task(note(kit, "birth-1"))
    await asyncio.sleep(0)
    hurried.cancel()
    await asyncio.wait([hurried])

    await note(kit, "birth-2")

    assert "birth-2" in await notes(kit)
    await node.close()


async def test_what_is_lent_cannot_be_written_to(tmp_path: Path) -> None:
    node = node_in(tmp_path, Control("typhoon"))
    kit = await node.worlds.kit("justice", "typhoon")

    with pytest.raises(Exception, match="cannot write"):
        await kit.lookups.fetch_all("INSERT INTO note (text) VALUES ('birth-1') RETURNING text")
    await node.close()


async def test_a_world_that_must_have_its_own_gets_it_while_it_is_open(tmp_path: Path) -> None:
    control = Control("typhoon")
    node = node_in(tmp_path, control)
    kit = await node.worlds.kit("justice", "typhoon")

    async for _ in node.prepare("typhoon"):
        pass

    assert (own_worlds(tmp_path), control.prepared) == (["typhoon"], {("typhoon", "justice")})
    assert await node.worlds.kit("justice", "typhoon") is kit
    async with kit.write(Context()) as tx:
        assert await tx.next_number("dossier") == 1
    await node.close()
