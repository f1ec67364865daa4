"""The worlds of a process: opened when asked for, closed when idle, forgotten when dropped."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from lienthong_emulator.runtime.agency import Agency, Work
from lienthong_emulator.runtime.clock import clock_starting, wall_clock
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.database import Reader
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.kit import Kit, Recipe, World
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.refusals import AgencyUnavailable
from lienthong_emulator.runtime.worlds import KITS_OPEN, WorldNotFound


class Control:
    """Knows the worlds that a test names, or is silent."""

    def __init__(self, *names: str) -> None:
        self.names = {"default", *names}
        self.silent_for = 0

    async def describe(self, name: str) -> World:
        if self.silent_for:
            self.silent_for -= 1
            raise AgencyUnavailable(agency="control")
        if name not in self.names:
            raise WorldNotFound(world=name)
        return World(name=name, recipe=Recipe(), clock=clock_starting(Recipe().start, wall_clock(), 0))


async def _open_dossiers(reader: Reader) -> Sequence[str]:
    return [row["text"] for row in await reader.fetch_all("SELECT text FROM note")]


async def _wait_for_population(_kit: Kit, _key: str) -> bool:
    raise AgencyUnavailable(agency="population")


JUSTICE = Agency(
    name="justice",
    schema="CREATE TABLE note (position INTEGER PRIMARY KEY, text TEXT NOT NULL);",
    services=[],
    work=Work(pending=_open_dossiers, advance=lambda _peers: _wait_for_population),
)


def node_in(folder: Path, control: Control) -> Node:
    storage = Storage(folder=folder, synchronous="OFF")
    return Node({"justice": JUSTICE}, storage=storage, describe=control.describe, peers=Peers({}))


async def note(kit: Kit, text: str) -> None:
    async with kit.write(Context()) as tx:
        tx.db.execute("INSERT INTO note (text) VALUES (:text)", text=text)
        tx.wake(text)


async def notes(kit: Kit) -> list[str]:
    return [row["text"] for row in await kit.lookups.fetch_all("SELECT text FROM note")]


async def test_the_longest_idle_world_is_closed_and_opens_again(tmp_path: Path) -> None:
    names = [f"world-{index}" for index in range(KITS_OPEN + 2)]
    node = node_in(tmp_path, Control(*names))
    async with node.worlds.using("justice", names[0]) as in_use:
        second = await node.worlds.kit("justice", names[1])
        for name in names[2:]:
            await node.worlds.kit("justice", name)

        assert await node.worlds.kit("justice", names[0]) is in_use
        assert await node.worlds.kit("justice", names[1]) is not second
        assert await notes(in_use) == await notes(await node.worlds.kit("justice", names[1])) == []
    await node.close()


async def test_work_under_way_keeps_its_world_open(tmp_path: Path) -> None:
    names = [f"world-{index}" for index in range(KITS_OPEN + 2)]
    node = node_in(tmp_path, Control(*names))
    waiting = await node.worlds.kit("justice", names[0])
    await note(waiting, "birth-1")
    await asyncio.sleep(0)
    for name in names[1:]:
        await node.worlds.kit("justice", name)

    assert await node.worlds.kit("justice", names[0]) is waiting
    await node.close()


async def test_a_dropped_world_leaves_neither_files_nor_work_behind(tmp_path: Path) -> None:
    node = node_in(tmp_path, Control("typhoon"))
    kit = await node.worlds.kit("justice", "typhoon")
    await note(kit, "birth-1")
    await asyncio.sleep(0.01)
    assert kit.users == 1

    await node.drop("typhoon")

    assert kit.users == 0
    assert not (tmp_path / "worlds" / "typhoon").exists()
    await node.close()


async def test_a_world_that_is_dropped_while_it_opens_is_gone_afterwards(tmp_path: Path) -> None:
    control = Control("typhoon")
    node = node_in(tmp_path, control)
    opening = asyncio.create_task(node.worlds.kit("justice", "typhoon"))
    await asyncio.sleep(0)
    control.names.clear()

    await node.drop("typhoon")

    await opening
    assert node.worlds.open_kits("typhoon") == []
    assert not (tmp_path / "worlds" / "typhoon").exists()
    await node.close()


async def test_a_process_starts_beside_the_files_of_a_world_that_is_gone(tmp_path: Path) -> None:
    first = node_in(tmp_path, Control("typhoon"))
    await note(await first.worlds.kit("justice", "typhoon"), "birth-1")
    await first.close()

    second = node_in(tmp_path, Control())
    async with second.at_work():
        assert second.worlds.open_kits("typhoon") == []
    assert second.worlds.has_begun("justice", "typhoon")
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
