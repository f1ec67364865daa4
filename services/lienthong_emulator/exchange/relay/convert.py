"""Logs between the contract and Python."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from operator import attrgetter

from google.rpc import status_pb2

from lienthong.exchange.v1 import exchange_service_pb2, message_pb2
from lienthong_emulator.exchange.relay.chain import Anchor, LogCheck
from lienthong_emulator.exchange.relay.domain import (
    DEAD,
    DeadLetter,
    Entry,
    Envelope,
    Lag,
    Letter,
    MessageId,
    Party,
    Receipt,
    Receiver,
    Registry,
)
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.runtime.waits import due_after
from lienthong_emulator.runtime.written_fields import field

TESTERS = "testers/"
ENTRIES_OF_A_FRAME = exchange_service_pb2.SubscribeResponse.ENTRIES_FIELD_NUMBER
MESSAGE_OF_AN_ENTRY = message_pb2.LogEntry.MESSAGE_FIELD_NUMBER
_envelope_of: Callable[[message_pb2.Message], Envelope] = attrgetter(
    "message_id", "sender", "receiver", "subject", "kind", "case_id"
)


def letter_from_proto(message: message_pb2.Message) -> Letter:
    content = message.SerializeToString(deterministic=True)
    return Letter(
        message_id=MessageId(message.message_id),
        sender=message.sender,
        receiver=Receiver(message.receiver),
        subject=message.subject,
        kind=message.kind,
        case_id=message.case_id,
        content=content,
    )


def envelope_in(content: bytes) -> Envelope:
    """What a message says of itself, by its bytes."""
    return _envelope_of(message_pb2.Message.FromString(content))


def told_to(reader: str, entry: Entry) -> message_pb2.LogEntry:
    """An entry as somebody may see it: the body is for its sender, its receiver and testers."""
    told = entry_to_proto(entry)
    if reader not in (entry.letter.sender, entry.letter.receiver) and not reader.startswith(TESTERS):
        told.message.ClearField("body")
    return told


def entry_to_proto(entry: Entry) -> message_pb2.LogEntry:
    return message_pb2.LogEntry.FromString(_entry_written(entry))


def frame_written(world: str, entries: Sequence[Entry]) -> bytes:
    """A run of entries as its receiver hears it (`SubscribeResponse`)."""
    frame = exchange_service_pb2.SubscribeResponse(world=world).SerializeToString()
    return b"".join((frame, *(field(ENTRIES_OF_A_FRAME, _entry_written(entry)) for entry in entries)))


def _entry_written(entry: Entry) -> bytes:
    """A `LogEntry` around the message in the very bytes that were digested."""
    beside = message_pb2.LogEntry(
        sequence=entry.sequence,
        subject_sequence=entry.subject_sequence,
        previous_digest=entry.previous_digest,
        digest=entry.digest,
        redeliveries=entry.redeliveries,
    )
    message = field(MESSAGE_OF_AN_ENTRY, entry.letter.content)
    return beside.SerializeToString() + _accepted(entry.accept_time) + message


@lru_cache(maxsize=256)  # what came together was taken in at one moment
def _accepted(moment: datetime) -> bytes:
    return message_pb2.LogEntry(accept_time=instant(moment)).SerializeToString()


def receipt_to_proto(receipt: Receipt) -> message_pb2.Receipt:
    return message_pb2.Receipt(
        message_id=receipt.entry.letter.message_id,
        sequence=receipt.entry.sequence,
        digest=receipt.entry.digest,
        replayed=receipt.replayed,
    )


def dead_letter_to_proto(reader: str, dead: DeadLetter, now: datetime) -> message_pb2.DeadLetter:
    due = due_after(DEAD, dead.reject_time)
    return message_pb2.DeadLetter(
        entry=told_to(reader, dead.entry),
        status=status_pb2.Status.FromString(dead.status),
        reject_time=instant(dead.reject_time),
        due_time=instant(due),
        overdue=now >= due,
    )


def lag_to_proto(lag: Lag, now: datetime) -> exchange_service_pb2.Lag:
    return exchange_service_pb2.Lag(
        head=lag.head,
        cursor=lag.cursor,
        dead_letters=lag.dead_letters,
        oldest=lag.oldest,
        due_time=instant(lag.due) if lag.due else None,
        overdue=lag.due is not None and now >= lag.due,
    )


def anchor_from_proto(request: exchange_service_pb2.VerifyLogRequest) -> Anchor | None:
    if not request.HasField("anchor"):
        return None
    return Anchor(request.anchor.message_id, request.anchor.sequence, request.anchor.digest)


def check_to_proto(check: LogCheck) -> exchange_service_pb2.VerifyLogResponse:
    broken = check.broken
    return exchange_service_pb2.VerifyLogResponse(
        intact=broken is None,
        entries=check.entries,
        broken_at=broken.sequence if broken else 0,
        problem=broken.problem if broken else "",
    )


def agency_to_proto(party: Party, registry: Registry) -> exchange_service_pb2.Agency:
    routes = registry.routes
    return exchange_service_pb2.Agency(
        name=party.name,
        title=party.title,
        sends=[_route(route.kind, route.receiver) for route in routes if route.sender == party.name],
        receives=[_route(route.kind, route.sender) for route in routes if route.receiver == party.name],
    )


def _route(kind: str, party: str) -> exchange_service_pb2.Route:
    return exchange_service_pb2.Route(kind=kind, party=party)
