"""The exchange's side of the contract."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from lienthong.exchange.v1 import exchange_service_pb2 as contract
from lienthong.exchange.v1.message_pb2 import LogEntry
from lienthong_emulator.exchange.relay.chain import LogCheck
from lienthong_emulator.exchange.relay.convert import (
    agency_to_proto,
    anchor_from_proto,
    check_to_proto,
    dead_letter_to_proto,
    envelope_in,
    frame_written,
    lag_to_proto,
    letter_from_proto,
    receipt_to_proto,
    told_to,
)
from lienthong_emulator.exchange.relay.dead_letter_store import DeadLetterQuestions, DeadLetterStore
from lienthong_emulator.exchange.relay.domain import (
    DeadLetter,
    Head,
    Intake,
    Letter,
    MessageId,
    Receipt,
    Receiver,
    Registry,
    check_parties,
)
from lienthong_emulator.exchange.relay.errors import (
    CursorAhead,
    DeadLetterNotFound,
    LogUnavailable,
    MessageNotFound,
    ReceiverNotCaller,
    ReceiverNotFound,
)
from lienthong_emulator.exchange.relay.retention_store import RetentionQuestions, RetentionStore
from lienthong_emulator.exchange.relay.store import LogQuestions, LogStore
from lienthong_emulator.exchange.relay.subscriptions import Patience
from lienthong_emulator.runtime.agency import Stillness
from lienthong_emulator.runtime.idempotency import once
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.paging import page_size, page_token, place_in
from lienthong_emulator.runtime.refusals import DatabaseUnavailable

if TYPE_CHECKING:
    from lienthong_emulator.exchange.relay.subscriptions import Subscriptions
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.kit import Kit, Tx

PAGE, LARGEST_PAGE = 50, 1_000
ENTRIES_LET_GO_AT_ONCE = 500
"""A log is that much longer at the most than it need be: more than what comes with one word of its receiver."""


class ExchangeServicer:
    """`at_home` are the receivers of this process: they count as listening even while their stream is being opened.

    A log keeps the last `entries_kept` of what was acknowledged, and all that was not.
    """

    def __init__(
        self, registry: Registry, subscriptions: Subscriptions, at_home: Collection[Receiver], entries_kept: int
    ) -> None:
        self._registry = registry
        self._subscriptions = subscriptions
        self._at_home = at_home
        self._entries_kept = entries_kept
        self._patience = Patience()

    async def everything_acknowledged(self, kit: Kit) -> Stillness:
        """Every receiver that is listening has taken in all that lies in its log here, or has fallen silent."""
        listening = {*self._at_home, *self._subscriptions.receivers()}
        if kit.faults.of_messages is not None:
            listening -= kit.faults.of_messages.holding(listening, kit.now())
        behind = await LogQuestions(kit.lookups).unanswered(listening)
        silent = self._patience.with_those(kit.world, behind, asyncio.get_running_loop().time())
        return Stillness(settled=not behind.keys() - silent, silent=silent)

    async def ListAgencies(self, _request: contract.ListAgenciesRequest, _call: Call) -> contract.ListAgenciesResponse:
        agencies = [agency_to_proto(party, self._registry) for party in self._registry.parties]
        return contract.ListAgenciesResponse(agencies=agencies)

    async def SendMessages(self, request: contract.SendMessagesRequest, call: Call) -> contract.SendMessagesResponse:
        letters = [letter_from_proto(message) for message in request.messages]
        check_parties(letters, call.context.caller, self._registry)
        async with _logging(call) as tx:
            receipts = await self._take_in(tx, letters)
            reach("exchange.relay.before-commit")
        reach("exchange.relay.committed")
        return contract.SendMessagesResponse(receipts=[receipt_to_proto(receipt) for receipt in receipts])

    async def _take_in(self, tx: Tx, letters: Sequence[Letter]) -> Sequence[Receipt]:
        log = LogStore(tx.db)
        receivers = {letter.receiver for letter in letters}
        intake = Intake(
            known=await log.entries_with({letter.message_id for letter in letters}),
            heads=await log.heads_of(receivers),
            subjects=await log.subjects_of(receivers, {letter.subject for letter in letters}),
            time=tx.now,
        )
        receipts = intake.take(letters)
        log.keep(intake)
        # For a repeated message too: the call that took it in may have been cut off between commit and waking.
        tx.db.after_commit(lambda: self._subscriptions.wake(tx.kit.world.name, receivers))
        return receipts

    async def Subscribe(self, request: contract.SubscribeRequest, call: Call) -> AsyncGenerator[bytes]:
        receiver = self._own(request.receiver, call)
        with self._subscriptions.open(receiver, request.cursors) as subscriber:
            async for run in subscriber.runs():
                yield frame_written(run.world, run.entries)

    async def Acknowledge(self, request: contract.AcknowledgeRequest, call: Call) -> contract.AcknowledgeResponse:
        receiver = self._own(request.receiver, call)
        self._patience.hear(receiver, asyncio.get_running_loop().time())
        async with _logging(call) as tx:
            log = LogStore(tx.db)
            lag = await log.lag_of(receiver)
            if request.cursor > lag.head:
                raise CursorAhead(field="cursor", cursor=str(request.cursor), head=str(lag.head))
            if request.cursor > lag.cursor:
                log.acknowledge(receiver, request.cursor)
            await _bury(tx, log, request)
            _resolve(tx, request)
            await self._let_go(tx, receiver, max(request.cursor, lag.cursor))
        return contract.AcknowledgeResponse(cursor=max(request.cursor, lag.cursor))

    async def _let_go(self, tx: Tx, receiver: Receiver, cursor: int) -> None:
        """Shorten a log that is too long, by a batch: what remains is the next one's."""
        retention = RetentionStore(tx.db)
        first, last = await retention.dispensable_after(receiver, cursor, self._entries_kept)
        if last - first >= ENTRIES_LET_GO_AT_ONCE:
            retention.let_go(receiver, first + ENTRIES_LET_GO_AT_ONCE)

    async def GetMessage(self, request: contract.GetMessageRequest, call: Call) -> LogEntry:
        entry = await LogQuestions(call.kit.lookups).entry_of(MessageId(request.message_id))
        if entry is None:
            raise MessageNotFound(field="message_id", message_id=request.message_id)
        return told_to(call.context.caller, entry)

    async def ListCaseMessages(
        self, request: contract.ListCaseMessagesRequest, call: Call
    ) -> contract.ListCaseMessagesResponse:
        (after,) = place_in(call, request, (0,))
        size = page_size(request, PAGE, LARGEST_PAGE)
        entries, place = await LogQuestions(call.kit.scans).entries_of_case(request.case_id, after, size)
        return contract.ListCaseMessagesResponse(
            entries=[told_to(call.context.caller, entry) for entry in entries],
            next_page_token=page_token(call, request, place) if place else "",
        )

    async def ListDeadLetters(
        self, request: contract.ListDeadLettersRequest, call: Call
    ) -> contract.ListDeadLettersResponse:
        receiver, now = self._found(request.receiver), call.kit.now()
        (after,) = place_in(call, request, (request.after_sequence,))
        size = page_size(request, PAGE, LARGEST_PAGE)
        dead, place = await DeadLetterQuestions(call.kit.scans).dead_letters_after(receiver, after, size)
        return contract.ListDeadLettersResponse(
            dead_letters=[dead_letter_to_proto(call.context.caller, letter, now) for letter in dead],
            next_page_token=page_token(call, request, place) if place else "",
        )

    async def RedeliverMessage(self, request: contract.RedeliverMessageRequest, call: Call) -> LogEntry:
        message_id = MessageId(request.message_id)

        async def act(tx: Tx) -> LogEntry:
            letters = DeadLetterStore(tx.db)
            dead = await letters.dead_letter_of(message_id)
            if dead is None:
                raise DeadLetterNotFound(field="message_id", message_id=message_id)
            letters.redeliver(dead.entry)
            entry = await LogStore(tx.db).entry_of(message_id)
            assert entry is not None
            tx.db.after_commit(lambda: self._subscriptions.wake(tx.kit.world.name, [entry.letter.receiver]))
            return told_to(call.context.caller, entry)

        with _needing_the_log():
            entry = await once(call, request, LogEntry, act)
        call.belongs_to(entry.message.case_id)
        return entry

    async def GetLag(self, request: contract.GetLagRequest, call: Call) -> contract.Lag:
        lag = await LogQuestions(call.kit.lookups).lag_of(self._found(request.receiver))
        return lag_to_proto(lag, call.kit.now())

    async def VerifyLog(self, request: contract.VerifyLogRequest, call: Call) -> contract.VerifyLogResponse:
        receiver = self._found(request.receiver)
        start = await RetentionQuestions(call.kit.scans).start_of(receiver)
        check = LogCheck(receiver, envelope_in, anchor_from_proto(request), start)
        await _check_all(LogQuestions(call.kit.scans), receiver, check)
        return check_to_proto(check)

    def _found(self, name: str) -> Receiver:
        receiver = Receiver(name)
        if receiver not in self._registry:
            raise ReceiverNotFound(field="receiver", receiver=name)
        return receiver

    def _own(self, name: str, call: Call) -> Receiver:
        receiver = self._found(name)
        if name != call.context.caller:
            raise ReceiverNotCaller(field="receiver", receiver=name, caller=call.context.caller)
        return receiver


@asynccontextmanager
async def _logging(call: Call) -> AsyncGenerator[Tx]:
    """Write to the logs."""
    with _needing_the_log():
        async with call.kit.write(call.context) as tx:
            yield tx


@contextmanager
def _needing_the_log() -> Generator[None]:
    """Refused with `LOG_UNAVAILABLE` where the logs cannot be written now."""
    try:
        yield
    except DatabaseUnavailable as fault:
        raise LogUnavailable(problem=fault.facts["problem"]) from fault


async def _bury(tx: Tx, log: LogStore, request: contract.AcknowledgeRequest) -> None:
    """Keep what was refused for good.

    Words about messages that the log does not hold say nothing, nor do those that come after what resolved them.
    """
    reasons = {MessageId(no.message_id): no.status.SerializeToString() for no in request.rejections}
    if not reasons:
        return
    letters = DeadLetterStore(tx.db)
    letters.answered(Receiver(request.receiver), reasons.keys())
    resolved = await letters.resolved_among(reasons.keys())
    for message_id, entry in (await log.entries_with(reasons.keys() - resolved)).items():
        if entry.letter.receiver == request.receiver:
            letters.reject(DeadLetter(entry=entry, status=reasons[message_id], reject_time=tx.now))


def _resolve(tx: Tx, request: contract.AcknowledgeRequest) -> None:
    """Forget dead letters that have had their effect now."""
    ids = [MessageId(message_id) for message_id in request.resolved_message_ids]
    if ids:
        letters = DeadLetterStore(tx.db)
        letters.answered(Receiver(request.receiver), ids)
        letters.resolve(Receiver(request.receiver), ids)


async def _check_all(log: LogQuestions, receiver: Receiver, check: LogCheck) -> None:
    """Check to the end. The head is read before the last look: what is appended meanwhile is no break."""
    head, before = Head(), -1
    while check.broken is None and check.entries > before:
        head, before = (await log.heads_of([receiver])).get(receiver, Head()), check.entries
        while await _check_next_page(log, receiver, check):
            pass
    if check.broken is None:
        check.end(head)


async def _check_next_page(log: LogQuestions, receiver: Receiver, check: LogCheck) -> bool:
    """Check on; say whether there may be more. A page is gone before the next is read: both would not be at hand."""
    links = await log.links_after(receiver, check.sequence)
    check.follow(links)
    return bool(links) and check.broken is None
