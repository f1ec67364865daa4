"""Takes in what the exchange hands over: effect, reply, message id and cursor in one transaction.

A message that its handler refuses is parked with the reason and goes to the exchange's dead letters; later messages
about the same subject wait behind it, all others go on.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import grpc
from google.rpc import status_pb2

from lienthong.exchange.v1.exchange_service_pb2 import (
    AcknowledgeRequest,
    Rejection,
    SubscribeRequest,
    SubscribeResponse,
)
from lienthong.exchange.v1.exchange_service_pb2_grpc import ExchangeServiceStub
from lienthong.exchange.v1.message_pb2 import LogEntry, Message
from lienthong_emulator.runtime.backoff import pause_after
from lienthong_emulator.runtime.context import CALLER, Context
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.peers import Peers, ask
from lienthong_emulator.runtime.refusals import AgencyUnavailable, Kind, PeerRefusal, Refusal, status_of
from lienthong_emulator.runtime.tasks import Tasks
from lienthong_emulator.runtime.worlds import WorldNotFound

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.kit import Kit, Tx
    from lienthong_emulator.runtime.worlds import Worlds

LOG = logging.getLogger("lienthong.inbox")

Take = Callable[["Agency", "Tx", LogEntry], Awaitable[None]]


class Gap(Exception):
    """The exchange handed over an entry before the ones that come first."""


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


class Inbox:
    """One for each agency and process: one stream for all its worlds."""

    def __init__(self, agency: Agency, worlds: Worlds, peers: Peers) -> None:
        self._agency = agency
        self._worlds = worlds
        self._peers = peers
        self._acknowledge: Tasks[Kit] = Tasks(self._tell_exchange)
        self._untold: dict[Kit, Outcome] = {}
        self._behind: dict[str, int] = {}
        self.batches_taken_in: Counter[str] = Counter()

    async def follow(self) -> None:
        """Take in messages until cancelled."""
        failures = 0
        while True:
            try:
                async for response in self._stream():
                    failures = 0
                    await self._take_in(response)
            except (grpc.aio.AioRpcError, AgencyUnavailable, Gap) as error:
                LOG.debug("%s subscribes again: %r", self._agency.name, error)
            failures += 1
            await asyncio.sleep(pause_after(failures))

    def _stream(self) -> grpc.aio.UnaryStreamCall[SubscribeRequest, SubscribeResponse]:
        exchange = ExchangeServiceStub(self._peers.channel("exchange"))
        name = f"agencies/{self._agency.name}"
        cursors, self._behind = self._behind, {}
        return exchange.Subscribe(SubscribeRequest(receiver=name, cursors=cursors), metadata=((CALLER, name),))  # type: ignore[return-value] # the stub is typed for sync calls

    async def _take_in(self, response: SubscribeResponse) -> None:
        try:
            async with self._worlds.using(self._agency.name, response.world) as kit:
                await self._take_in_at(kit, response)
        except WorldNotFound as gone:
            LOG.info("%s leaves messages unread: %s", self._agency.name, gone)

    async def _take_in_at(self, kit: Kit, response: SubscribeResponse) -> None:
        try:
            outcome = await take_in(self._agency, kit, response.entries)
        except Gap:
            self._behind[response.world] = await cursor_of(kit)
            raise
        reach(f"{self._agency.name}.inbox.committed")
        self.batches_taken_in[response.world] += 1
        self._note(kit, outcome)

    def _note(self, kit: Kit, outcome: Outcome) -> None:
        untold = self._untold.setdefault(kit, Outcome())
        untold.cursor = max(untold.cursor, outcome.cursor)
        untold.rejections += outcome.rejections
        untold.resolved += outcome.resolved
        self._acknowledge.wake(kit)

    async def _tell_exchange(self, kit: Kit) -> None:
        """Say how far this receiver has come, and what it refused."""
        exchange = ExchangeServiceStub(self._peers.channel("exchange"))
        failures = 0
        while outcome := self._untold.pop(kit, None):
            request = AcknowledgeRequest(
                receiver=f"agencies/{kit.agency}",
                cursor=outcome.cursor,
                rejections=outcome.rejections,
                resolved_message_ids=outcome.resolved,
            )
            context = Context(world=kit.world.name, caller=request.receiver)
            try:
                await ask(exchange.Acknowledge, request, kit=kit, context=context, agency="exchange")
                failures = 0
            except (AgencyUnavailable, PeerRefusal) as no:
                LOG.info("the exchange did not take %s's word: %s", kit.agency, no)
                failures += 1
                await asyncio.sleep(pause_after(failures))
                self._note_again(kit, outcome)

    def _note_again(self, kit: Kit, outcome: Outcome) -> None:
        later = self._untold.pop(kit, Outcome())
        later.cursor = max(later.cursor, outcome.cursor)
        later.rejections = outcome.rejections + later.rejections
        later.resolved = outcome.resolved + later.resolved
        self._untold[kit] = later

    async def forget(self, world: str) -> None:
        kits = [kit for kit in self._acknowledge.running() if kit.world.name == world]
        await self._acknowledge.stop(kits)
        for kit in kits:
            self._untold.pop(kit, None)

    async def close(self) -> None:
        await self._acknowledge.close()


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
            for entry in entries:
                tx.context = _context(kit, entry.message)
                await _take_new(agency, tx, entry)
            reach(f"{agency.name}.inbox.before-commit")
    except Exception:  # whatever it is, it is met again, and dealt with, when each is taken in by itself
        return False
    outcome.cursor = entries[-1].sequence
    return True


async def _receive(agency: Agency, kit: Kit, entry: LogEntry, outcome: Outcome) -> None:
    """Effect, reply, message id and cursor; where the handler refuses, the parked message and the cursor."""
    if entry.sequence != outcome.cursor + 1:
        raise Gap(f"entry {entry.sequence} after {outcome.cursor}")
    status = await _effect(agency, kit, entry, _take_new)
    if status is not None:
        async with kit.write(Context(world=kit.world.name)) as tx:
            _park(tx, entry, status)
            _keep_cursor(tx, entry)
        outcome.rejections.append(Rejection(message_id=entry.message.message_id, status=status))
    outcome.cursor = entry.sequence


async def _effect(agency: Agency, kit: Kit, entry: LogEntry, take: Take) -> status_pb2.Status | None:
    """Take an entry in, in a transaction; return why it is refused, None where it is not."""
    try:
        async with kit.write(_context(kit, entry.message)) as tx:
            await take(agency, tx, entry)
            reach(f"{agency.name}.inbox.before-commit")
    except Refusal as refusal:
        return status_of(refusal)
    except Exception as error:  # a bug in one handler must not stop all other messages: it is logged and parked
        LOG.exception("taking in %s failed: this is a bug", entry.message.kind)
        return status_pb2.Status(code=Kind.INTERNAL.value, message=f"{type(error).__name__}: {error}")
    return None


async def _take_new(agency: Agency, tx: Tx, entry: LogEntry) -> None:
    before = await _before(tx, entry)
    if before is None:
        await _run_handler(agency, tx, entry.message)
    elif before == "parked":
        _park(tx, entry, None)
    _keep_cursor(tx, entry)


async def _take_parked(agency: Agency, tx: Tx, entry: LogEntry) -> None:
    await _run_handler(agency, tx, entry.message)
    tx.db.execute("DELETE FROM parked_message WHERE sequence = :sequence", sequence=entry.sequence)


async def _run_handler(agency: Agency, tx: Tx, message: Message) -> None:
    if message.kind not in agency.inbox:
        raise UnknownMessageKind(agency=agency.name, message_kind=message.kind)
    await agency.inbox[message.kind](tx, message)


async def _before(tx: Tx, entry: LogEntry) -> str | None:
    """What stands in the way of a message: it was received already, or another of its subject is parked."""
    row = await tx.db.fetch_one(
        """
        SELECT 'received' AS what FROM received_message WHERE message_id = :message_id
        UNION ALL SELECT 'parked' FROM parked_message WHERE subject = :subject
        LIMIT 1
        """,
        message_id=entry.message.message_id,
        subject=entry.message.subject,
    )
    return row["what"] if row else None


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


def _keep_cursor(tx: Tx, entry: LogEntry) -> None:
    tx.db.execute(
        """
        INSERT INTO inbox (only_row, cursor) VALUES (1, :cursor)
        ON CONFLICT (only_row) DO UPDATE SET cursor = excluded.cursor
        """,
        cursor=entry.sequence,
    )
    tx.db.execute(
        """
        INSERT INTO received_message (message_id, sequence) VALUES (:id, :sequence)
        ON CONFLICT (message_id) DO NOTHING
        """,
        id=entry.message.message_id,
        sequence=entry.sequence,
    )


async def cursor_of(kit: Kit) -> int:
    """The last sequence of its log that an agency has taken in, 0 before the first."""
    row = await kit.lookups.fetch_one("SELECT cursor FROM inbox WHERE only_row = 1")
    return row["cursor"] if row else 0
