"""No message, however senseless what it tells, is taken for a bug: it has its effect, or is parked with a reason."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf.message import Message as Event
from google.rpc.code_pb2 import INTERNAL
from google.type.date_pb2 import Date
from tests.fuzz.messages import Drawn, Words
from tests.journeys.mourning import Mourning, declaration_of
from tests.journeys.test_dead_letters import field_of, reason_of

from lienthong.exchange.v1 import exchange_service_pb2 as exchange
from lienthong.exchange.v1.message_pb2 import DeadLetter, Message
from lienthong_emulator.exchange.relay.parties import registry
from lienthong_emulator.roster import ROSTER

if TYPE_CHECKING:
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

ROUTES = registry().routes
EXTREMES = (Date(year=9999, month=12, day=31), Date(year=1, month=1, day=1), Date(year=9998))
VARIANTS = 30
AS_TESTER = (("lienthong-caller", "testers/letters"),)
Told = Mapping[str, Sequence[Message]]


@pytest.mark.parametrize("path", ["record.birth_date", "file_date", "card_due_date"])
async def test_a_birth_in_the_year_9999_is_parked_with_the_field_that_says_so(
    commune: Commune, example: Example, path: str
) -> None:
    asked = (await _told(commune, example))["justice.birth-registered"][0]
    strange = _event_of(asked)
    _at(strange, path.split(".")).CopyFrom(EXTREMES[0])

    await _send(commune, "justice.birth-registered", [(asked, strange)])
    [letter] = await _dead_letters(commune, "agencies/insurance")

    assert (reason_of(letter), field_of(letter)) == ("INVALID_REQUEST", path)


async def test_whatever_stands_in_a_message_of_any_kind_nobody_takes_it_for_a_bug(
    commune: Commune, example: Example, caplog: pytest.LogCaptureFixture
) -> None:
    told = await _told(commune, example)
    drawn = Drawn(Random(20220105), Words(Random(1)))
    for route in ROUTES:
        receives = ROSTER[route.receiver.removeprefix("agencies/")].staff().inbox[route.kind]
        bases = told.get(route.kind) or [Message(receiver=route.receiver)]
        events = [(base, event) for base in bases for event in _strange(base, receives.event, drawn)]
        await _send(commune, route.kind, events)

    for receiver in sorted({route.receiver for route in ROUTES}):
        bugs = [letter for letter in await _dead_letters(commune, receiver) if letter.status.code == INTERNAL]
        assert [(bug.entry.message.kind, bug.status.message) for bug in bugs] == []
    assert "this is a bug" not in caplog.text
    caplog.clear()  # the exchange takes no second answer about a dossier of which it was told twice by hand


async def _told(commune: Commune, example: Example) -> Told:
    """What agencies tell each other of a birth and a death, by kind."""
    born = await commune.file(example(0))
    died = await Mourning(commune).file(declaration_of("van-loc"))
    await commune.settle()
    told: defaultdict[str, list[Message]] = defaultdict(list)
    for case in (born.case_id, died.case_id):
        request = exchange.ListCaseMessagesRequest(case_id=case)
        for entry in (await commune.client.exchange.ListCaseMessages(request, metadata=AS_TESTER)).entries:
            told[entry.message.kind].append(entry.message)
    return told


def _strange(base: Message, kind: type[Event], drawn: Drawn) -> Iterator[Event]:
    """A real event with other values, its dates at the ends of the calendar, and events of nothing but chance."""
    real = kind()
    base.body.Unpack(real)
    for _ in range(VARIANTS):
        for changes in (1, 3):
            event = kind.FromString(real.SerializeToString())
            for _ in range(changes):
                drawn.changed(event)
            yield event
        event = kind()
        drawn.fill(event)
        yield event
    for path in _dates(real):
        for extreme in EXTREMES:
            event = kind.FromString(real.SerializeToString())
            _at(event, path).CopyFrom(extreme)
            yield event


def _dates(event: Event) -> Iterator[tuple[str, ...]]:
    for field, value in event.ListFields():
        if isinstance(value, Date):
            yield (field.name,)
        elif hasattr(value, "ListFields"):
            yield from ((field.name, *below) for below in _dates(value))


def _at(event: Event, path: Sequence[str]) -> Any:
    found: Any = event
    for name in path:
        found = getattr(found, name)
    return found


def _event_of(message: Message) -> Event:
    receives = ROSTER[message.receiver.removeprefix("agencies/")].staff().inbox[message.kind]
    event = receives.event()
    message.body.Unpack(event)
    return event


async def _send(commune: Commune, kind: str, events: Sequence[tuple[Message, Event]]) -> None:
    """Send events by hand, each about a subject of its own, and wait until they are taken in or parked."""
    sender = f"agencies/{kind.partition('.')[0]}"
    async with commune.house.client(world=commune.world, caller=sender) as agency:
        for base, event in events:
            message = Message(message_id=str(uuid.uuid4()), sender=sender, receiver=base.receiver, kind=kind)
            message.subject = message.message_id
            message.body.Pack(event)
            await agency.exchange.SendMessages(exchange.SendMessagesRequest(messages=[message]))
    await commune.asked_again(lambda: commune.advance(seconds=0))


async def _dead_letters(commune: Commune, receiver: str) -> list[DeadLetter]:
    request, found = exchange.ListDeadLettersRequest(receiver=receiver, page_size=1_000), list[DeadLetter]()
    while True:
        page = await commune.client.exchange.ListDeadLetters(request, metadata=AS_TESTER)
        found += page.dead_letters
        if not page.next_page_token:
            return found
        request.page_token = page.next_page_token
