"""A log that is long enough lets go of what was acknowledged, and still holds."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest_asyncio

from lienthong.exchange.v1 import exchange_service_pb2 as contract
from lienthong.exchange.v1.message_pb2 import Receipt
from lienthong_emulator.exchange.agency import AGENCY
from lienthong_emulator.exchange.relay.chain import Problem
from lienthong_emulator.exchange.relay.parties import entries_kept, registry
from lienthong_emulator.exchange.relay.servicer import ENTRIES_LET_GO_AT_ONCE, ExchangeServicer
from lienthong_emulator.exchange.relay.subscriptions import Subscriptions
from lienthong_emulator.runtime.agency import Staff
from lienthong_emulator.runtime.node import Node

if TYPE_CHECKING:
    from exchange.conftest import Play
    from exchange.relay.conftest import Line

INSURANCE = "agencies/insurance"
KEPT = 3
SENT = ENTRIES_LET_GO_AT_ONCE + KEPT
FORGETFUL = replace(
    AGENCY,
    staff=lambda: Staff(
        servicers={"ExchangeService": lambda node: ExchangeServicer(registry(), Subscriptions(node.worlds), (), KEPT)}
    ),
)


@pytest_asyncio.fixture
async def node(play: Play) -> AsyncGenerator[Node]:
    """An exchange that keeps three entries of what was acknowledged."""
    async with play(FORGETFUL) as playing:
        yield playing


async def sent(line: Line, count: int = SENT) -> list[Receipt]:
    """Stories of three children in turn."""
    letters = [line.message(f"story {place}", subject=f"child {place % 3}") for place in range(count)]
    return [receipt for first in range(0, count, 500) for receipt in await line.send(*letters[first : first + 500])]


async def verified(line: Line, anchor: Receipt | None = None) -> contract.VerifyLogResponse:
    return await line.ask("VerifyLog", contract.VerifyLogRequest(receiver=INSURANCE, anchor=anchor))


async def test_what_was_acknowledged_long_ago_goes(line: Line) -> None:
    await sent(line)
    await line.acknowledge(SENT)

    assert await line.lag() == contract.Lag(head=SENT, cursor=SENT, oldest=SENT - KEPT + 1)


async def test_what_was_not_acknowledged_stays(line: Line) -> None:
    await sent(line)
    await line.acknowledge(SENT - KEPT - 1)

    assert (await line.lag()).oldest == 1


async def test_what_lies_behind_a_dead_letter_stays_until_it_is_resolved(line: Line) -> None:
    await sent(line)
    dead = line.message("story 7", subject="child 1")
    await line.reject(dead, cursor=SENT)
    assert (await line.lag()).oldest == 1

    await line.acknowledge(SENT, resolved_message_ids=[dead.message_id])
    assert (await line.lag()).oldest == SENT - KEPT + 1


async def test_what_remains_still_verifies(line: Line) -> None:
    receipts = await sent(line)
    await line.acknowledge(SENT)
    await line.send(line.message("one more", subject="child 1"))

    intact = contract.VerifyLogResponse(intact=True, entries=KEPT + 1)
    assert await verified(line) == intact
    assert await verified(line, anchor=receipts[-1]) == intact


async def test_a_first_entry_that_is_another_is_found_out(line: Line, node: Node) -> None:
    await sent(line)
    await line.acknowledge(SENT)
    async with node.worlds.using("exchange", "default") as kit, kit.database.write() as transaction:
        transaction.execute("DELETE FROM log_entry WHERE sequence = :first", first=SENT - KEPT + 1)

    found = await verified(line)
    assert (found.broken_at, found.problem) == (SENT - KEPT + 1, Problem.ENTRY_MISSING)


async def test_an_anchor_that_is_older_than_the_log_cannot_be_told(line: Line) -> None:
    receipts = await sent(line)
    await line.acknowledge(SENT)

    code, domain, reason, field = await line.refused(verified(line, anchor=receipts[0]))

    assert (code.name, domain, reason, field) == ("OUT_OF_RANGE", "exchange.lienthong", "ANCHOR_EXPIRED", "anchor")


async def test_who_is_behind_what_is_kept_hears_of_it(line: Line) -> None:
    await sent(line)
    await line.acknowledge(SENT)

    async with line.subscribed(default=1) as stream:
        _, domain, reason, _ = await line.refused(stream.read())
    assert (domain, reason) == ("exchange.lienthong", "CURSOR_EXPIRED")


def test_by_default_a_log_keeps_a_hundred_thousand() -> None:
    assert entries_kept() == 100_000
