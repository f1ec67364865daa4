"""Gives messages their effect: effect, reply, message id and cursor in one transaction.

A message that its handler refuses is parked with the reason; later messages about the same subject wait behind it, all
others go on.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from google.protobuf.message import DecodeError
from google.rpc import status_pb2

from lienthong.exchange.v1.exchange_service_pb2 import Rejection
from lienthong.exchange.v1.message_pb2 import LogEntry, Message
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.known_years import check_years
from lienthong_emulator.runtime.message_journal import note_received
from lienthong_emulator.runtime.refusals import Kind, Refusal, TryAgain, Violation, status_of
from lienthong_emulator.runtime.validation import InvalidRequest, check

if TYPE_CHECKING:
    from google.protobuf.message import Message as Event
    from google.type import date_pb2

    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.kit import Kit, Tx

LOG = logging.getLogger("lienthong.intake")
LONGEST_SUBJECT = 100
"""As `Message.subject` has it."""

Take = Callable[["Agency", "Tx", LogEntry], Awaitable[None]]


class Gap(Exception):
    """The exchange handed over an entry before the ones that come first."""


class MalformedMessage(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "MALFORMED_MESSAGE"
    english = "The body of a message of kind {message_kind} is not a {expected}."
    vietnamese = "Nội dung thông điệp loại {message_kind} không phải là {expected}."


class UnknownMessageKind(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "UNKNOWN_MESSAGE_KIND"
    english = "{agency} does not know messages of kind {message_kind}."
    vietnamese = "{agency} không biết loại thông điệp {message_kind}."


@dataclass(slots=True)
class Outcome:
    """What became of a batch, as the exchange must hear it."""

    cursor: int = 0
    rejections: list[Rejection] = field(default_factory=list[Rejection])
    resolved: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Before:
    """What stands in the way of messages: some were received already, of some subjects an earlier one is parked."""

    received: Set[str]
    parked: Set[str]


def day_of(found: date_pb2.Date, field: str) -> date:
    """A day that a message must name whole. Refused with `INVALID_REQUEST` where no calendar has it."""
    try:
        return date(found.year, found.month, found.day)
    except ValueError:
        violation = Violation(field, "is not a day of the calendar", "không phải là ngày có trong lịch")
        raise InvalidRequest([violation]) from None


def subject_of(name: str, field: str) -> str:
    """What an answer is about. Refused with `INVALID_REQUEST` where the exchange takes no message about it."""
    if not 0 < len(name) <= LONGEST_SUBJECT:
        violation = Violation(
            field, f"must have 1 to {LONGEST_SUBJECT} characters", f"phải có từ 1 đến {LONGEST_SUBJECT} ký tự"
        )
        raise InvalidRequest([violation])
    return name


async def take_in(agency: Agency, kit: Kit, entries: Sequence[LogEntry]) -> Outcome:
    """Give entries their effect. Raises `Gap` where one is missing.

    What is new is taken in by one transaction; where one of them is refused, each gets its own.
    """
    outcome = Outcome(cursor=await cursor_of(kit))
    if await _take_all(agency, kit, entries, outcome):
        return outcome
    for entry in entries:
        if entry.sequence > outcome.cursor:
            await _receive(agency, kit, entry, outcome)
        elif entry.redeliveries:
            await _redeliver(agency, kit, entry, outcome)
        else:
            await _say_again(kit, entry, outcome)
    return outcome


async def _take_all(agency: Agency, kit: Kit, entries: Sequence[LogEntry], outcome: Outcome) -> bool:
    if [entry.sequence for entry in entries] != list(range(outcome.cursor + 1, outcome.cursor + 1 + len(entries))):
        return False
    try:
        async with kit.write(Context(world=kit.world.name)) as tx:
            before = await _before(tx, entries)
            for entry in entries:
                tx.context = _context(kit, entry.message)
                await _take_new(agency, tx, entry, before)
            _note_received(tx, entries)
            _keep_cursor(tx, entries[-1].sequence)
            reach(f"{agency.name}.inbox.before-commit")
    except TryAgain:
        raise
    except Exception as error:  # whatever it is, it is met again, and dealt with, when each is taken in by itself
        LOG.debug("one of %d messages is taken in by itself: %r", len(entries), error)
        return False
    outcome.cursor = entries[-1].sequence
    return True


async def _receive(agency: Agency, kit: Kit, entry: LogEntry, outcome: Outcome) -> None:
    """Effect, reply, message id and cursor; where the handler refuses, the parked message and the cursor."""
    if entry.sequence != outcome.cursor + 1:
        raise Gap(f"entry {entry.sequence} after {outcome.cursor}")
    status = await _effect(agency, kit, entry, _take_alone)
    if status is not None:
        async with kit.write(Context(world=kit.world.name)) as tx:
            _park(tx, entry, status)
            _note_received(tx, [entry])
            _keep_cursor(tx, entry.sequence)
        outcome.rejections.append(Rejection(message_id=entry.message.message_id, status=status))
    outcome.cursor = entry.sequence


async def _effect(agency: Agency, kit: Kit, entry: LogEntry, take: Take) -> status_pb2.Status | None:
    """Take an entry in, in a transaction; return why it is refused, None where it is not."""
    context = _context(kit, entry.message)
    try:
        async with kit.write(context) as tx:
            await take(agency, tx, entry)
            reach(f"{agency.name}.inbox.before-commit")
    except TryAgain:
        raise
    except Refusal as refusal:
        status = status_of(refusal)
    except Exception as error:  # a bug in one handler must not stop all other messages: it is logged and parked
        LOG.exception("taking in %s failed: this is a bug", entry.message.kind)
        status = status_pb2.Status(code=Kind.INTERNAL.value, message=f"{type(error).__name__}: {error}")
    else:
        return None
    note_received(kit, entry.message, context, status)
    return status


async def _take_new(agency: Agency, tx: Tx, entry: LogEntry, before: Before) -> None:
    if entry.message.message_id in before.received:
        return
    if entry.message.subject in before.parked:
        _park(tx, entry, None)
    else:
        await _run_handler(agency, tx, entry.message)


async def _take_alone(agency: Agency, tx: Tx, entry: LogEntry) -> None:
    await _take_new(agency, tx, entry, await _before(tx, [entry]))
    _note_received(tx, [entry])
    _keep_cursor(tx, entry.sequence)


async def _take_parked(agency: Agency, tx: Tx, entry: LogEntry) -> None:
    await _run_handler(agency, tx, entry.message)
    tx.db.execute("DELETE FROM parked_message WHERE sequence = :sequence", sequence=entry.sequence)


async def _run_handler(agency: Agency, tx: Tx, message: Message) -> None:
    receives = agency.staff().inbox.get(message.kind)
    if receives is None:
        raise UnknownMessageKind(agency=agency.name, message_kind=message.kind)
    event = receives.event()
    if not _unpacked(message, event):
        raise MalformedMessage(field="body", message_kind=message.kind, expected=event.DESCRIPTOR.full_name)
    check(event)
    check_years(event)
    context = tx.context
    await receives.take_in(tx, event)
    tx.db.after_commit(lambda: note_received(tx.kit, message, context))


def _unpacked(message: Message, event: Event) -> bool:
    try:
        return message.body.Unpack(event)
    except DecodeError:
        return False


async def _before(tx: Tx, entries: Sequence[LogEntry]) -> Before:
    received = await tx.db.fetch_all(
        "SELECT message_id FROM received_message WHERE message_id IN (:ids*)",
        ids=[entry.message.message_id for entry in entries],
    )
    parked = await tx.db.fetch_all(
        "SELECT DISTINCT subject FROM parked_message WHERE subject IN (:subjects*)",
        subjects=[entry.message.subject for entry in entries],
    )
    return Before({row["message_id"] for row in received}, {row["subject"] for row in parked})


def _context(kit: Kit, message: Message) -> Context:
    return Context(
        world=kit.world.name, caller=message.sender, on_behalf_of=message.on_behalf_of, case_id=message.case_id
    )


async def _redeliver(agency: Agency, kit: Kit, entry: LogEntry, outcome: Outcome) -> None:
    """Try a parked message again, and then what waits behind it, until one is refused."""
    parked = await kit.lookups.fetch_all(
        "SELECT sequence, entry FROM parked_message WHERE subject = :subject ORDER BY sequence",
        subject=entry.message.subject,
    )
    if all(row["sequence"] != entry.sequence for row in parked):
        outcome.resolved.append(entry.message.message_id)
    if not parked or parked[0]["sequence"] != entry.sequence:
        await _say_again(kit, entry, outcome)
        return
    for waiting in [LogEntry.FromString(bytes(row["entry"])) for row in parked]:
        status = await _effect(agency, kit, waiting, _take_parked)
        if status is not None:
            async with kit.write(Context(world=kit.world.name)) as tx:
                _park(tx, waiting, status)
            outcome.rejections.append(Rejection(message_id=waiting.message.message_id, status=status))
            return
        outcome.resolved.append(waiting.message.message_id)


async def _say_again(kit: Kit, entry: LogEntry, outcome: Outcome) -> None:
    """Repeat what was refused about a subject: an entry that comes once more was answered and the answer was lost."""
    refused = await kit.lookups.fetch_one(
        "SELECT message_id, status FROM parked_message WHERE subject = :subject ORDER BY sequence LIMIT 1",
        subject=entry.message.subject,
    )
    if refused is not None:
        status = status_pb2.Status.FromString(bytes(refused["status"]))
        outcome.rejections.append(Rejection(message_id=refused["message_id"], status=status))


def _park(tx: Tx, entry: LogEntry, status: status_pb2.Status | None) -> None:
    tx.db.execute(
        """
        INSERT INTO parked_message (sequence, message_id, subject, entry, status)
        VALUES (:sequence, :message_id, :subject, :entry, :status)
        ON CONFLICT (sequence) DO UPDATE SET status = excluded.status
        """,
        sequence=entry.sequence,
        message_id=entry.message.message_id,
        subject=entry.message.subject,
        entry=entry.SerializeToString(),
        status=status.SerializeToString() if status else b"",
    )


def _keep_cursor(tx: Tx, sequence: int) -> None:
    tx.db.execute(
        """
        INSERT INTO inbox (only_row, cursor) VALUES (1, :cursor)
        ON CONFLICT (only_row) DO UPDATE SET cursor = excluded.cursor
        """,
        cursor=sequence,
    )


def _note_received(tx: Tx, entries: Sequence[LogEntry]) -> None:
    tx.db.execute_many(
        """
        INSERT INTO received_message (message_id, sequence) VALUES (:id, :sequence)
        ON CONFLICT (message_id) DO NOTHING
        """,
        [{"id": entry.message.message_id, "sequence": entry.sequence} for entry in entries],
    )


async def cursor_of(kit: Kit) -> int:
    """The last sequence of its log that an agency has taken in, 0 before the first."""
    row = await kit.lookups.fetch_one("SELECT cursor FROM inbox WHERE only_row = 1")
    return row["cursor"] if row else 0
