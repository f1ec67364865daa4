"""An exchange that cannot write its log relays nothing, says so in its own name, and goes on by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.refusals import DatabaseUnavailable

if TYPE_CHECKING:
    from conftest import Refusing
    from exchange.relay.conftest import Line
    from lienthong_emulator.runtime.node import Node

ROOM_AGAIN = 1_000_000
BY_THE_PLATFORM = ("UNAVAILABLE", "exchange.lienthong", "LOG_UNAVAILABLE")


async def pages_at_most(node: Node, pages: int) -> None:
    """The fewest that SQLite grants are those that there are."""
    async with node.worlds.using("exchange", "default") as kit, kit.write(Context()) as tx:
        await tx.db.fetch_one(f"PRAGMA max_page_count = {pages}")


async def fill(node: Node) -> None:
    """Leave no free page: what is free takes in rows until the engine says no."""
    await pages_at_most(node, 1)
    async with node.worlds.using("exchange", "default") as kit:
        for number in range(10_000):
            try:
                async with kit.write(Context()) as tx:
                    tx.db.execute("INSERT INTO about VALUES (:key, :value)", key=f"fill-{number}", value="x" * 3_000)
            except DatabaseUnavailable:
                return


async def test_what_cannot_be_logged_is_not_relayed(line: Line, node: Node, refusal: Refusing) -> None:
    await fill(node)

    no = await refusal(line.send(line.message("birth", size=5_000)))
    assert (no.code.name, no.domain, no.reason) == BY_THE_PLATFORM
    assert (await line.lag()).head == 0


async def test_it_goes_on_by_itself_where_there_is_room_again(line: Line, node: Node, refusal: Refusing) -> None:
    await fill(node)
    await refusal(line.send(line.message("birth", size=5_000)))

    await pages_at_most(node, ROOM_AGAIN)

    [receipt] = await line.send(line.message("birth", size=5_000))
    assert (receipt.sequence, receipt.replayed) == (1, False)


async def test_a_no_of_an_agency_is_told_from_one_of_the_platform(line: Line) -> None:
    """What a receiver refuses lies beside the message; what the platform refuses ends the call."""
    birth = line.message("birth")
    await line.send(birth)
    await line.reject(birth, cursor=1)

    _, domain, reason, _ = await line.refused(line.send(line.message("birth", case="another")))
    assert (domain, reason) == ("exchange.lienthong", "MESSAGE_ID_REUSED")
    assert (await line.lag()).dead_letters == 1
