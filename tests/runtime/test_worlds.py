"""The worlds of a process: opened when asked for, closed when idle, forgotten when dropped."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Sequence
from pathlib import Path

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from tests.runtime.village import REGISTER, village

from lienthong_emulator.runtime.agency import Agency, Work
from lienthong_emulator.runtime.clock import clock_starting, wall_clock
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.database import Reader
from lienthong_emulator.runtime.files import Storage, UnusableDatabaseFile
from lienthong_emulator.runtime.journal import Entry
from lienthong_emulator.runtime.kit import Kit, World
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.recipe import Nation, Recipe
from lienthong_emulator.runtime.refusals import AgencyUnavailable
from lienthong_emulator.runtime.sqlite_files import SqliteFiles
from lienthong_emulator.runtime.worlds import KITS_OPEN, Describe, Progress, WorldNotFound


class Control:
    """Knows the worlds that a test names, or is silent."""

    def __init__(self, *names: str) -> None:
        self.names = {"default", *names}
        self.silent_for = 0
        self.nation = Nation()
        self.prepared: set[tuple[str, str]] = set()

    async def describe(self, name: str) -> World:
        if self.silent_for:
            self.silent_for -= 1
            raise AgencyUnavailable(agency="control")
        if name not in self.names:
            raise WorldNotFound(world=name)
        prepared = frozenset(agency for world, agency in self.prepared if world == name)
        clock = clock_starting(Recipe().start, wall_clock(), 0)
        return World(name=name, recipe=Recipe(nation=self.nation), clock=clock, prepared=prepared)

    async def note(self, world: str, agency: str) -> None:
        self.prepared.add((world, agency))


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


def node_in(folder: Path, control: Control, describe: Describe | None = None) -> Node:
    shelf = SqliteFiles(Storage(folder=folder, synchronous="OFF"))
    asking = describe or control.describe
    return Node({"justice": JUSTICE}, shelf=shelf, describe=asking, note=control.note, peers=Peers({}))


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

    with pytest.raises(WorldNotFound):
        await opening
    assert node.worlds.open_kits("typhoon") == []
    assert not (tmp_path / "worlds" / "typhoon").exists()
    await node.close()


async def test_a_dropped_world_leaves_no_trace_in_the_process(tmp_path: Path) -> None:
    control = Control("typhoon")
    node = node_in(tmp_path, control)
    await note(await node.worlds.kit("justice", "typhoon"), "birth-1")
    await asyncio.sleep(0.01)
    assert node.work_done("typhoon") > 0
    dropped = weakref.ref(await node.worlds.known("typhoon"))
    control.names.clear()

    await node.drop("typhoon")
    node.worlds.journal_of("typhoon").add(_call_of("typhoon"))

    assert node.work_done("typhoon") == 0
    gc.collect()
    assert dropped() is None
    with pytest.raises(WorldNotFound):
        await node.worlds.kit("justice", "typhoon")
    await node.close()


def _call_of(world: str) -> Entry:
    """A call that was under way when its world was dropped."""
    return Entry(method="M", context=Context(world=world), request=Timestamp(), time=wall_clock())


async def test_who_watches_a_world_hears_of_its_end(tmp_path: Path) -> None:
    node = node_in(tmp_path, Control("typhoon"))
    known = await node.worlds.known("typhoon")
    with known.steps.listening() as early:
        await node.drop("typhoon")
        with known.steps.listening() as late:
            assert (early.get_nowait(), late.get_nowait()) == (None, None)
    await node.close()


async def test_a_world_that_was_described_before_it_was_dropped_does_not_come_back(tmp_path: Path) -> None:
    control = Control("typhoon")
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def describe(name: str) -> World:
        world = await control.describe(name)
        asked.set()
        await may_answer.wait()
        return world

    node = node_in(tmp_path, control, describe)
    opening = asyncio.create_task(node.worlds.kit("justice", "typhoon"))
    await asked.wait()
    control.names.clear()
    await node.drop("typhoon")
    may_answer.set()

    with pytest.raises(WorldNotFound):
        await opening
    assert not (tmp_path / "worlds" / "typhoon").exists()
    await node.close()


async def test_a_world_that_is_dropped_while_it_is_built_is_gone_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    control = Control("typhoon")
    control.nation = village(90_000, tmp_path / "log", "slow")
    shelf = SqliteFiles(Storage(folder=tmp_path, synchronous="OFF"))
    node = Node({"register": REGISTER}, shelf=shelf, describe=control.describe, peers=Peers({}))
    told = aiter(node.prepare("typhoon"))
    assert await anext(told) == Progress("register", 1_000, 90_000)

    await asyncio.wait_for(node.drop("typhoon"), 1)

    with pytest.raises(WorldNotFound):
        await anext(told)
    assert not (tmp_path / "worlds" / "typhoon").exists()
    await node.close()


async def test_many_who_open_a_world_at_once_open_it_once(tmp_path: Path) -> None:
    node = node_in(tmp_path, Control("typhoon"))
    hurried = asyncio.create_task(node.worlds.kit("justice", "typhoon"))
    patient = asyncio.create_task(node.worlds.kit("justice", "typhoon"))
    await asyncio.sleep(0)
    hurried.cancel()

    kit = await patient

    assert hurried.cancelled()
    assert await node.worlds.kit("justice", "typhoon") is kit
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
