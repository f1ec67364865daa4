"""No message, however senseless what it tells, is taken for a bug: it has its effect, or is parked with a reason."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator, Iterator, Sequence
from functools import reduce
from random import Random
from typing import TYPE_CHECKING, Any, cast

import pytest
import pytest_asyncio
from google.protobuf.message import Message as Event
from google.rpc.code_pb2 import INTERNAL
from tests.fuzz.extremes import DATES, at_extremes
from tests.fuzz.messages import Drawn, Words
from tests.journeys.conftest import commune_in
from tests.journeys.eventful import Eventful
from tests.journeys.mourning import Mourning, declaration_of
from tests.journeys.test_dead_letters import field_of, reason_of
from tests.journeys.test_discrepancies import INSURANCE

from lienthong.exchange.v1 import exchange_service_pb2 as exchange
from lienthong.exchange.v1.message_pb2 import DeadLetter, Message
from lienthong_emulator.exchange.relay.parties import registry
from lienthong_emulator.roster import ROSTER

if TYPE_CHECKING:
    from conftest import House
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

ROUTES = registry().routes
DIFFERENT_AT_ONCE = 3
VARIANTS = 30
MESSAGES_AT_ONCE = 100
AS_TESTER = (("lienthong-caller", "testers/letters"),)


@pytest_asyncio.fixture(loop_scope="session")
async def commune(whole_house: House, world: str) -> AsyncGenerator[Commune]:
    """In one process: what is in a message is taken in alike wherever its receiver is."""
    async with commune_in(whole_house, world)() as desk:
        yield desk


@pytest.mark.parametrize("path", ["record.birth_date", "file_date", "card_due_date"])
async def test_a_birth_in_the_year_9999_is_parked_with_the_field_that_says_so(
    commune: Commune, example: Example, path: str
) -> None:
    await commune.file(example(0))
    [asked] = await Eventful(commune).told(INSURANCE)
    strange = _event_of(asked)
    reduce(getattr, path.split("."), cast(Any, strange)).CopyFrom(DATES[0])

    await _send(commune, asked, [strange])
    [letter] = await _dead_letters(commune, INSURANCE)

    assert (reason_of(letter), field_of(letter)) == ("INVALID_REQUEST", path)


@pytest.mark.parametrize("name", ["", "x" * 101], ids=["no name", "a name that is too long"])
async def test_a_death_of_whose_entry_nobody_can_be_told_is_parked_with_the_field(commune: Commune, name: str) -> None:
    await Mourning(commune).file(declaration_of("van-loc"))
    [asked] = [told for told in await Eventful(commune).told(INSURANCE) if told.kind == "justice.death-registered"]
    strange = cast(Any, _event_of(asked))
    strange.record.name = name

    await _send(commune, asked, [strange])
    [letter] = await _dead_letters(commune, INSURANCE)

    assert (reason_of(letter), field_of(letter)) == ("INVALID_REQUEST", "record.name")


async def test_two_messages_about_one_death_have_two_answers(commune: Commune) -> None:
    await Mourning(commune).file(declaration_of("van-loc"))
    [asked] = [told for told in await Eventful(commune).told(INSURANCE) if told.kind == "justice.death-registered"]
    other = cast(Any, _event_of(asked))
    other.record.full_name = "Nguyễn Văn Lốc"

    await _send(commune, asked, [other])

    answers = [told.kind for told in await Eventful(commune).told("agencies/justice")]
    assert answers == ["insurance.funeral-allowance-decided"] * 2


async def test_whatever_stands_in_a_message_of_any_kind_nobody_takes_it_for_a_bug(
    commune: Commune, example: Example, caplog: pytest.LogCaptureFixture
) -> None:
    eventful, drawn = Eventful(commune), Drawn(Random(20220105), Words(Random(1)))
    await eventful.play(example)
    receivers = sorted({route.receiver for route in ROUTES})
    told = {message.kind: message for receiver in receivers for message in await eventful.told(receiver)}
    assert {(kind, message.receiver) for kind, message in told.items()} == {(at.kind, at.receiver) for at in ROUTES}

    for message in told.values():
        await _send(commune, message, [*at_extremes(_event_of(message)), *_drawn(message, drawn)])

    for receiver in receivers:
        bugs = [letter for letter in await _dead_letters(commune, receiver) if letter.status.code == INTERNAL]
        assert [(bug.entry.message.kind, bug.status.message) for bug in bugs] == []
    assert "this is a bug" not in caplog.text
    assert "will not take a message" not in caplog.text


def _drawn(message: Message, drawn: Drawn) -> Iterator[Event]:
    """The event with several values that chance gave, and events of nothing but chance."""
    for _ in range(VARIANTS):
        event = _event_of(message)
        for _ in range(DIFFERENT_AT_ONCE):
            drawn.changed(event)
        yield event
        drawn.fill(event)
        yield event


def _event_of(message: Message) -> Event:
    receives = ROSTER[message.receiver.removeprefix("agencies/")].staff().inbox[message.kind]
    event = receives.event()
    message.body.Unpack(event)
    return event


async def _send(commune: Commune, base: Message, events: Sequence[Event]) -> None:
    """Send events by hand, each about a subject of its own, and wait until they are taken in or parked."""
    async with commune.house.client(world=commune.world, caller=base.sender) as agency:
        for start in range(0, len(events), MESSAGES_AT_ONCE):
            some = events[start : start + MESSAGES_AT_ONCE]
            request = exchange.SendMessagesRequest(messages=[_message(base, event) for event in some])
            await agency.exchange.SendMessages(request)
    await commune.asked_again(lambda: commune.advance(seconds=0))


def _message(base: Message, event: Event) -> Message:
    message = Message(message_id=str(uuid.uuid4()), sender=base.sender, receiver=base.receiver, kind=base.kind)
    message.subject = message.message_id
    message.body.Pack(event)
    return message


async def _dead_letters(commune: Commune, receiver: str) -> list[DeadLetter]:
    request, found = exchange.ListDeadLettersRequest(receiver=receiver, page_size=1_000), list[DeadLetter]()
    while True:
        page = await commune.client.exchange.ListDeadLetters(request, metadata=AS_TESTER)
        found += page.dead_letters
        if not page.next_page_token:
            return found
        request.page_token = page.next_page_token
