"""`waits`, and what `clock` says of a receiver that acknowledges nothing, as an engineer on call reads them."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.journeys.test_waits import DEAF, JUSTICE, unknown_message

from lienthong.client import connect
from lienthong.exchange.v1.exchange_service_pb2 import SendMessagesRequest, SubscribeRequest

if TYPE_CHECKING:
    from cli.conftest import Ask, Dossier, Up

UNREAD = "agencies/exchange  message-unread"


def _file_while_a_message_is_late(ask: Ask, dossier: Dossier) -> None:
    assert ask("faults", "plan", "justice", "--messages", "--late", "5d").code == 0
    assert ask("births", "file", "-", "--no-wait", stdin=json.dumps(dossier).encode()).code == 0
    assert ask("clock", "advance", "--hours", "1").code == 0


def test_what_waits_is_listed_with_its_due_time_and_whom_it_waits_for(ask: Ask, examples: list[Dossier]) -> None:
    assert ask("waits").out == "Nothing waits\n"
    _file_while_a_message_is_late(ask, examples[0])
    dossier, unread = ask("waits").out.splitlines()

    assert re.fullmatch(
        r"due     2022-02-10 00:00:00  agencies/justice  birth-dossier  birthDossiers/\w+  "
        r"\(waits for agencies/insurance\)",
        dossier,
    )
    assert re.fullmatch(rf"due     2022-01-07 00:00:00  {UNREAD}  \S+  \(waits for agencies/justice\)", unread)


def test_only_what_is_overdue_is_listed_where_that_is_asked(ask: Ask, examples: list[Dossier]) -> None:
    _file_while_a_message_is_late(ask, examples[0])
    assert ask("waits", "--overdue").out == "Nothing is overdue\n"

    assert ask("clock", "advance", "--days", "2").code == 0
    assert ask("waits", "--overdue").out.startswith(f"OVERDUE 2022-01-07 00:00:00  {UNREAD}")
    [told] = ask("waits", "--overdue", "--json").objects()

    assert (told["kind"], told["awaits"], told["overdue"]) == ("message-unread", "agencies/justice", True)
    assert (told["due_time"], told["agency"]) == ("2022-01-06T17:00:00Z", "agencies/exchange")


def test_nothing_is_said_to_programs_where_nothing_waits(ask: Ask) -> None:
    assert ask("waits", "--json").out == ""


def test_who_acknowledges_nothing_is_named_when_the_clock_moves(ask: Ask, house: Up) -> None:
    world = "who-acknowledges-nothing-is-named-when-the-clock-moves"
    assert ask("world", "create", world).code == 0
    told, as_json = asyncio.run(_advanced_past_the_deaf(ask, house, world))

    assert told.splitlines()[0] == f"{DEAF} acknowledges nothing: see what waits for it with `lienthong waits`"
    assert json.loads(as_json)["silent_receivers"] == [DEAF]


async def _advanced_past_the_deaf(ask: Ask, house: Up, world: str) -> tuple[str, str]:
    """Advance a clock twice while somebody listens and says nothing; once for people, once for programs."""
    async with connect(house.address, world=world, caller=DEAF) as deaf:
        stream = deaf.exchange.Subscribe(SubscribeRequest(receiver=DEAF))
        message = unknown_message(DEAF)
        async with connect(house.address, world=world, caller=JUSTICE) as justice:
            await justice.exchange.SendMessages(SendMessagesRequest(messages=[message]))
        with suppress(StopAsyncIteration):
            while (await anext(aiter(stream))).world != world:
                pass
        advance = ("clock", "advance", "--hours", "1", "--world", world)
        told = await asyncio.to_thread(ask, *advance)
        as_json = await asyncio.to_thread(ask, *advance, "--json")
        stream.cancel()
    return told.out, as_json.out
