"""Messages in the journal: each where it had its effect, or was refused, and where it met a fault on its way."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from google.rpc import status_pb2

from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.journal import Entry, Method

if TYPE_CHECKING:
    from lienthong.exchange.v1.message_pb2 import Message
    from lienthong_emulator.runtime.kit import Kit

OK = status_pb2.Status()


class Envelope(Protocol):
    """What stands on a message."""

    @property
    def message_id(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def receiver(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def case_id(self) -> str: ...


def note_message(kit: Kit, envelope: Envelope, *, faults: tuple[str, ...] = ()) -> None:
    """Note that a message came by, of which only the envelope is known."""
    context = Context(world=kit.world.name, caller=envelope.sender, case_id=envelope.case_id)
    kit.journal.add(_entry(kit, envelope, "", context, faults, OK))


def note_received(kit: Kit, message: Message, context: Context, status: status_pb2.Status = OK) -> None:
    """Note that a message had its effect in a context, or why it was refused."""
    entry = _entry(kit, message, message.body.type_url, context, (), status)
    entry.add_request(message.body.value)
    kit.journal.add(entry)


def _entry(
    kit: Kit, envelope: Envelope, event: str, context: Context, faults: tuple[str, ...], status: status_pb2.Status
) -> Entry:
    world, wall = kit.moment()
    return Entry(
        method=_method(envelope.kind, event),
        context=context,
        time=world,
        wall=wall,
        agency=kit.agency,
        message_id=envelope.message_id,
        faults=faults,
        status=status,
    )


@lru_cache(maxsize=256)
def _method(kind: str, event: str) -> Method:
    """Of a kind of message whose event has such a type: its name, after the host that knows it."""
    return Method(name=kind, request_kind=event.rpartition("/")[2], answer_kind="")
