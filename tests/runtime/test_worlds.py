"""The worlds of a process: opened when asked for, closed when idle, forgotten when dropped."""

from __future__ import annotations

import asyncio
import gc
import weakref
from contextlib import suppress
from pathlib import Path

import pytest
from tests.runtime.process import Control, node_in, note, notes
from tests.runtime.village import REGISTER, village

from lienthong_emulator.runtime import worlds
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.kit import World
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.open_world import Progress
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.sqlite_files import SqliteFiles
from lienthong_emulator.runtime.worlds import WorldNotFound

MOST_OPEN = 16


@pytest.fixture
def few_kits(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where few files may be open."""
    monkeypatch.setattr(worlds, "KITS_OPEN", MOST_OPEN)


@pytest.mark.usefixtures("few_kits")
async def test_the_longest_idle_world_is_closed_and_opens_again(tmp_path: Path) -> None:
    names = [f"world-{index}" for index in range(MOST_OPEN + 2)]
    node = node_in(tmp_path, Control(*names))
    async with node.worlds.using("justice", names[0]) as in_use:
        second = await node.worlds.kit("justice", names[1])
        for name in names[2:]:
            await node.worlds.kit("justice", name)

        assert await node.worlds.kit("justice", names[0]) is in_use
        assert await node.worlds.kit("justice", names[1]) is not second
        assert await notes(in_use) == await notes(await node.worlds.kit("justice", names[1])) == []
    await node.close()


@pytest.mark.usefixtures("few_kits")
async def test_work_under_way_keeps_its_world_open(tmp_path: Path) -> None:
    names = [f"world-{index}" for index in range(MOST_OPEN + 2)]
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


@pytest.mark.parametrize("turns", range(4))
async def test_nobody_is_given_a_world_that_was_closed_before_they_were_back(tmp_path: Path, turns: int) -> None:
    control = Control("typhoon")
    node = node_in(tmp_path, control)

    async def look() -> None:
        with suppress(WorldNotFound):
            async with node.worlds.using("justice", "typhoon") as kit:
                assert await notes(kit) == []

    looking = asyncio.create_task(look())
    while not node.worlds.open_kits("typhoon"):  # noqa: ASYNC110 - it has no event to set
        await asyncio.sleep(0)
    for _ in range(turns):
        await asyncio.sleep(0)
    control.names.clear()
    await node.worlds.drop("typhoon")

    await looking
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

    assert node.work_done("typhoon") == 0
    gc.collect()
    assert dropped() is None
    with pytest.raises(WorldNotFound):
        await node.worlds.kit("justice", "typhoon")
    await node.close()


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


async def test_who_hears_of_a_world_late_is_given_what_is_open(tmp_path: Path) -> None:
    control = Control("typhoon")
    answers = [asyncio.Event(), asyncio.Event()]
    unanswered = iter(answers)

    async def describe(name: str) -> World:
        await next(unanswered).wait()
        return await control.describe(name)

    node = node_in(tmp_path, control, describe)
    opening = [asyncio.create_task(node.worlds.kit("justice", "typhoon")) for _ in answers]
    await asyncio.sleep(0)
    answers[0].set()
    early = await opening[0]
    answers[1].set()

    # A second kit would send what the first sends, and take what was written meanwhile for sent.
    assert await opening[1] is early
    await node.close()
