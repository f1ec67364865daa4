"""The files of a world: made before anybody calls, checked when they were there, never made twice."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.runtime.process import Control, node_in, note, notes, prepared

from lienthong_emulator.runtime.files import Storage, UnusableDatabaseFile


async def test_a_world_that_is_prepared_has_its_files_and_is_opened_when_it_is_called(tmp_path: Path) -> None:
    control = Control("typhoon")
    node = node_in(tmp_path, control)

    await prepared(node, "typhoon")

    assert Storage(folder=tmp_path).worlds_of("justice") == ["typhoon"]
    assert control.prepared == {("typhoon", "justice")}
    assert node.worlds.open_kits("typhoon") == []
    assert await notes(await node.worlds.kit("justice", "typhoon")) == []
    await node.close()


async def test_who_prepares_and_who_calls_at_once_make_a_world_once(tmp_path: Path) -> None:
    node = node_in(tmp_path, Control("typhoon"))

    _, kit = await asyncio.gather(prepared(node, "typhoon"), node.worlds.kit("justice", "typhoon"))

    await note(kit, "birth-1")
    assert await notes(await node.worlds.kit("justice", "typhoon")) == ["birth-1"]
    await node.close()


async def test_a_prepared_file_that_vanishes_before_the_first_call_is_told(tmp_path: Path) -> None:
    node = node_in(tmp_path, Control("typhoon"))
    await prepared(node, "typhoon")
    file = Storage(folder=tmp_path).file_of("justice", "typhoon")
    file.unlink()

    with pytest.raises(UnusableDatabaseFile, match="it is gone"):
        await node.worlds.kit("justice", "typhoon")
    assert not file.exists()
    await node.close()


async def test_a_file_that_was_there_is_checked_when_its_world_is_prepared(tmp_path: Path) -> None:
    file = Storage(folder=tmp_path).file_of("justice", "typhoon")
    file.parent.mkdir(parents=True)
    file.write_text("somebody's letter")
    node = node_in(tmp_path, Control("typhoon"))

    with pytest.raises(UnusableDatabaseFile, match="it is not an SQLite database"):
        await prepared(node, "typhoon")
    assert file.read_text() == "somebody's letter"
    await node.close()


async def test_a_file_that_vanished_is_not_replaced_by_a_virgin_world(tmp_path: Path) -> None:
    control = Control("typhoon")
    first = node_in(tmp_path, control)
    await note(await first.worlds.kit("justice", "typhoon"), "birth-1")
    await first.close()
    assert control.prepared == {("typhoon", "justice")}
    file = Storage(folder=tmp_path).file_of("justice", "typhoon")
    file.unlink()

    second = node_in(tmp_path, control)
    with pytest.raises(UnusableDatabaseFile, match="it is gone"):
        await second.worlds.kit("justice", "typhoon")
    assert not file.exists()
    await second.close()


async def test_a_file_that_control_never_heard_of_is_noted_when_it_opens(tmp_path: Path) -> None:
    first = node_in(tmp_path, Control("typhoon"))
    await note(await first.worlds.kit("justice", "typhoon"), "birth-1")
    await first.close()

    control = Control("typhoon")
    second = node_in(tmp_path, control)
    assert await notes(await second.worlds.kit("justice", "typhoon")) == ["birth-1"]
    assert control.prepared == {("typhoon", "justice")}
    await second.close()


async def test_a_process_starts_beside_the_files_of_a_world_that_is_gone(tmp_path: Path) -> None:
    first = node_in(tmp_path, Control("typhoon"))
    await note(await first.worlds.kit("justice", "typhoon"), "birth-1")
    await first.close()

    second = node_in(tmp_path, Control())
    async with second.at_work():
        assert second.worlds.open_kits("typhoon") == []
    assert Storage(folder=tmp_path).file_of("justice", "typhoon").exists()
    await second.close()


async def test_a_process_waits_for_control_when_it_takes_up_its_work(tmp_path: Path) -> None:
    first = node_in(tmp_path, Control("typhoon"))
    await note(await first.worlds.kit("justice", "typhoon"), "birth-1")
    await first.close()

    control = Control("typhoon")
    control.silent_for = 2
    second = node_in(tmp_path, control)
    async with second.at_work():
        [kit] = second.worlds.open_kits("typhoon")
        assert await notes(kit) == ["birth-1"]
    await second.close()


async def test_work_that_was_left_under_way_goes_on_once_the_process_serves(tmp_path: Path) -> None:
    first = node_in(tmp_path, Control("typhoon"))
    await note(await first.worlds.kit("justice", "typhoon"), "birth-1")
    await first.close()

    second = node_in(tmp_path, Control("typhoon"))
    async with second.at_work():
        assert not (await second.stillness_in("typhoon")).settled
        while not (await second.stillness_in("typhoon")).settled:  # noqa: ASYNC110 - it has no event to set
            await asyncio.sleep(0.005)
        [kit] = second.worlds.open_kits("typhoon")
        assert kit.users == 1
    await second.close()


async def test_a_world_that_is_deleted_at_once_after_a_start_leaves_no_work(tmp_path: Path) -> None:
    first = node_in(tmp_path, Control("typhoon"))
    await note(await first.worlds.kit("justice", "typhoon"), "birth-1")
    await first.close()

    second = node_in(tmp_path, Control("typhoon"))
    async with second.at_work():
        await second.drop("typhoon")
        assert (await second.stillness_in("typhoon")).settled
    await second.close()
