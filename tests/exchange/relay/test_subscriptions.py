"""What a receiver hears on its stream."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from lienthong_emulator.exchange.agency import AGENCY
from lienthong_emulator.exchange.relay.domain import Receiver
from lienthong_emulator.exchange.relay.subscriptions import Subscriptions
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.kit import World
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.refusals import AgencyUnavailable

if TYPE_CHECKING:
    from pathlib import Path

    from exchange.conftest import Play
    from exchange.relay.conftest import Line, Stream

    Connect = Callable[[Peers], Line]

SOON = 5.0
"""Seconds that a test waits for what must come at once."""
SILENCE = 0.2
"""Seconds after which a test takes it that nothing more comes."""

Heard = tuple[str, list[int]]


async def heard(stream: Stream) -> Heard:
    """The next frame: its world and its sequences."""
    frame: Any = await asyncio.wait_for(stream.read(), SOON)
    return frame.world, [entry.sequence for entry in frame.entries]


async def is_silent(stream: Stream) -> bool:
    """Nothing more comes; the stream cannot be read afterwards."""
    try:
        await asyncio.wait_for(stream.read(), SILENCE)
    except TimeoutError:
        return True
    return False


async def heard_until(stream: Stream, sequence: int) -> list[int]:
    """The length of each frame up to a sequence."""
    lengths: list[int] = []
    last = 0
    while last < sequence:
        _, sequences = await heard(stream)
        assert sequences == list(range(last + 1, last + 1 + len(sequences)))
        lengths.append(len(sequences))
        last = sequences[-1]
    return lengths


async def is_settled(node: Node) -> bool:
    return (await node.stillness_in("default")).settled


async def nobody_listens(node: Node) -> bool:
    """Whether the streams are gone, and hold no world, soon. What was sent must not have been acknowledged."""
    for _ in range(200):
        if await is_settled(node) and not any(kit.users for kit in node.worlds.open_kits("default")):
            return True
        await asyncio.sleep(SOON / 200)
    return False


async def test_a_receiver_hears_what_was_sent_before_and_after_it_subscribed(line: Line) -> None:
    await line.tell("birth", "household")

    async with line.subscribed() as stream:
        assert await heard(stream) == ("default", [1, 2])
        await line.tell("school")
        assert await heard(stream) == ("default", [3])


async def test_a_frame_holds_the_entries_as_they_stand_in_the_log(line: Line) -> None:
    [receipt] = await line.tell("birth")

    async with line.subscribed() as stream:
        frame: Any = await stream.read()

    [entry] = frame.entries
    assert (entry.message, entry.digest) == (line.message("birth"), receipt.digest)


async def test_a_receiver_hears_nothing_of_others(line: Line) -> None:
    async with line.subscribed() as stream:
        await line.send(line.message("household", receiver="agencies/tax"))

        assert await is_silent(stream)


async def test_a_stream_begins_after_what_was_acknowledged(line: Line) -> None:
    await line.tell("birth", "household", "school")
    await line.acknowledge(2)

    async with line.subscribed() as stream:
        assert await heard(stream) == ("default", [3])


async def test_a_receiver_that_says_what_it_holds_hears_what_follows(line: Line) -> None:
    await line.tell("birth", "household", "school")
    await line.acknowledge(3)

    async with line.subscribed(default=1) as stream:
        assert await heard(stream) == ("default", [2, 3])


async def test_one_stream_tells_of_every_world(line: Line) -> None:
    await line.tell("birth", world="tet")

    async with line.subscribed() as stream:
        assert await heard(stream) == ("tet", [1])
        await line.tell("birth")
        assert await heard(stream) == ("default", [1])
        await line.tell("birth", world="typhoon")
        assert await heard(stream) == ("typhoon", [1])


async def test_a_world_that_was_dropped_and_made_anew_is_told_from_its_beginning(node: Node, line: Line) -> None:
    async with line.subscribed() as stream:
        await line.tell("birth", "household", world="tet")
        assert await heard(stream) == ("tet", [1, 2])

        await node.drop("tet")
        await line.tell("school", world="tet")

        assert await heard(stream) == ("tet", [1])


async def test_what_waits_on_disk_is_told_by_the_next_process(play: Play, connect: Connect) -> None:
    async with play(AGENCY) as node:
        await connect(node.peers).tell("birth", world="tet")

    async with play(AGENCY) as node, connect(node.peers).subscribed() as stream:
        assert await heard(stream) == ("tet", [1])


async def test_a_world_that_nobody_knows_does_not_hold_up_the_others(tmp_path: Path, line: Line) -> None:
    ghost = Storage(folder=tmp_path).file_of("exchange", "ghost")
    ghost.parent.mkdir(parents=True)
    ghost.touch()

    async with line.subscribed() as stream:
        await line.tell("birth")
        assert await heard(stream) == ("default", [1])


async def test_a_world_is_told_of_once_control_can_be_asked_about_it(play: Play, connect: Connect) -> None:
    async with play(AGENCY) as node:
        await connect(node.peers).tell("birth", world="tet")
        worlds = {name: await node.worlds.world(name) for name in ("default", "tet")}
    asked: set[str] = set()

    async def describe(name: str) -> World:
        if name not in asked:
            asked.add(name)
            raise AgencyUnavailable(agency="control")
        return worlds[name]

    restarted = Node(node.agencies, shelf=node.worlds.shelf, describe=describe, peers=Peers({}), wall=node.wall)
    with Subscriptions(restarted.worlds).open(Receiver("agencies/insurance"), {}) as subscriber:
        async with aclosing(subscriber.runs()) as runs:
            run = await asyncio.wait_for(anext(runs), SOON)
    await restarted.close()

    assert (run.world, [entry.sequence for entry in run.entries]) == ("tet", [1])


async def test_a_long_log_comes_in_frames(line: Line) -> None:
    await line.send(*(line.message(f"child {i}") for i in range(450)))

    async with line.subscribed() as stream:
        assert await heard_until(stream, 450) == [200, 200, 50]


async def test_large_messages_come_in_short_frames(line: Line) -> None:
    await line.send(*(line.message(f"photo {i}", size=400_000) for i in range(5)))

    async with line.subscribed() as stream:
        assert await heard_until(stream, 5) == [2, 2, 1]


async def test_two_streams_of_one_receiver_both_hear(line: Line) -> None:
    async with line.subscribed() as first, line.subscribed() as second:
        await line.tell("birth")

        assert [await heard(first), await heard(second)] == [("default", [1]), ("default", [1])]


async def test_a_dead_letter_is_handed_over_again_behind_the_cursor(line: Line) -> None:
    birth = line.message("birth")
    async with line.subscribed() as stream:
        await line.send(birth, line.message("household"))
        assert await heard(stream) == ("default", [1, 2])
        await line.reject(birth, cursor=2)

        await line.redeliver(birth)

        frame: Any = await stream.read()
        assert [(entry.message, entry.redeliveries) for entry in frame.entries] == [(birth, 1)]
        await line.redeliver(birth)
        assert (await stream.read()).entries[0].redeliveries == 2  # type: ignore[union-attr] # a frame came
        assert await is_silent(stream)


async def test_a_redelivery_that_has_no_answer_is_told_to_the_next_stream(line: Line) -> None:
    birth = line.message("birth")
    await line.send(birth, line.message("household"))
    await line.reject(birth, cursor=1)
    await line.redeliver(birth)

    async with line.subscribed() as stream:
        assert [await heard(stream), await heard(stream)] == [("default", [1]), ("default", [2])]


async def test_a_redelivery_that_was_answered_is_not_told_again(line: Line) -> None:
    birth, household = line.message("birth"), line.message("household")
    await line.send(birth, household)
    for letter in (birth, household):
        await line.reject(letter, cursor=2)
        await line.redeliver(letter)

    await line.acknowledge(2, resolved_message_ids=[birth.message_id])
    await line.reject(household, cursor=2)

    async with line.subscribed() as stream:
        assert await is_silent(stream)


async def test_nothing_is_settled_until_a_listening_receiver_has_acknowledged(node: Node, line: Line) -> None:
    await line.tell("birth")
    assert await is_settled(node)

    async with line.subscribed() as stream:
        await heard(stream)
        assert not await is_settled(node)
        await line.acknowledge(1)
        assert await is_settled(node)


async def test_a_stream_that_is_given_up_leaves_nothing_behind(node: Node, line: Line) -> None:
    async with line.subscribed() as stream:
        await line.tell("birth")
        await heard(stream)

    assert await nobody_listens(node)


async def test_a_stream_that_nobody_reads_can_be_given_up(node: Node, line: Line) -> None:
    async with line.subscribed() as stream:
        for batch in range(20):
            await line.send(*(line.message(f"photo {batch}/{i}", size=300_000) for i in range(10)))
        await heard(stream)

    assert await nobody_listens(node)
