"""A message that is sent again when the exchange has forgotten it: its receiver has not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from google.protobuf.wrappers_pb2 import StringValue
from tests.exchange.relay.test_delivery import INSURANCE, JUSTICE, SOON, add_household, cards
from tests.exchange.relay.test_retention import FORGETFUL, KEPT, SENT

from lienthong.exchange.v1.message_pb2 import Message

if TYPE_CHECKING:
    from exchange.conftest import Play
    from exchange.relay.conftest import Line
    from exchange.relay.test_delivery import Connect

CHILDREN = [f"child {number}" for number in range(SENT)]


def birth(line: Line, child: str) -> Message:
    told = line.message(child, subject=child)
    told.kind = "justice.birth"
    told.body.Pack(StringValue(value=f"{child}/birth"))
    return told


async def acknowledged(line: Line, cursor: int) -> None:
    async with asyncio.timeout(2 * SOON):
        while (await line.lag()).cursor < cursor:  # noqa: ASYNC110 - the receiver has no event to set
            await asyncio.sleep(0.02)


async def test_a_message_that_is_sent_again_after_its_entry_was_let_go_has_no_second_effect(
    play: Play, connect: Connect
) -> None:
    async with play(FORGETFUL, JUSTICE, INSURANCE) as node:
        line = connect(node.peers)
        for child in CHILDREN:
            await add_household(node, child)
        births = [birth(line, child) for child in CHILDREN]
        for first in range(0, SENT, 500):
            await line.send(*births[first : first + 500])
        await acknowledged(line, SENT)

        [again] = await line.send(births[0])
        await acknowledged(line, SENT + 1)

        assert (again.sequence, again.replayed) == (SENT + 1, False)
        assert await cards(node) == [(child, "birth") for child in CHILDREN]
        lag = await line.lag()
        assert (lag.cursor, lag.dead_letters, lag.oldest) == (SENT + 1, 0, SENT - KEPT + 1)
