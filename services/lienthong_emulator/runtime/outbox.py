"""Sends what agencies wrote to others: in order, at least once, until the exchange has it."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from lienthong.exchange.v1.exchange_service_pb2 import SendMessagesRequest
from lienthong.exchange.v1.exchange_service_pb2_grpc import ExchangeServiceStub
from lienthong_emulator.runtime.backoff import pause_after
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.kit import Kit
from lienthong_emulator.runtime.peers import Peers, ask
from lienthong_emulator.runtime.refusals import PeerRefusal, TryAgain
from lienthong_emulator.runtime.tasks import Tasks
from lienthong_emulator.runtime.written_fields import field

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Row

LOG = logging.getLogger("lienthong.outbox")
MESSAGES_OF_A_REQUEST = SendMessagesRequest.MESSAGES_FIELD_NUMBER
MESSAGES_AT_ONCE = 200
BYTES_AT_ONCE = 2 << 20
SECONDS_BETWEEN_LOOKS = 0.025
LOOKS_BEFORE_A_BATCH = 4
"""Under load a batch gathers what is written meanwhile; the first message after a silence never waits."""


class Outbox:
    """One for each process. For each agency and world one batch is under way at a time, which keeps the order."""

    def __init__(self, peers: Peers) -> None:
        self._peers = peers
        self._tasks: Tasks[Kit] = Tasks(self._empty, hold=Kit.hold)
        self._waiting: set[Kit] = set()
        self._woken: Counter[Kit] = Counter()
        self.batches_sent: Counter[str] = Counter()

    def wake(self, kit: Kit) -> None:
        if not kit.gone:
            self._woken[kit] += 1
            self._tasks.wake(kit)

    def busy_in(self, world: str) -> bool:
        """Something is being sent, and the exchange is not known to be down."""
        return any(kit.world.name == world and kit not in self._waiting for kit in self._tasks.running())

    async def _empty(self, kit: Kit) -> None:
        try:
            await self._send_all(kit)
        finally:
            self._woken.pop(kit, None)

    async def _send_all(self, kit: Kit) -> None:
        failures = 0
        while True:
            try:
                waiting = await waiting_messages(kit)
                if not (rows := within_bounds(waiting)):
                    return
                await self._send(kit, rows)
                failures = 0
                if len(waiting) < MESSAGES_AT_ONCE and len(rows) == len(waiting):  # else more waits already
                    await self._gather(kit)
            except TryAgain:
                failures += 1
                await self._wait(kit, pause_after(failures))

    async def _gather(self, kit: Kit) -> None:
        """Rest, and rest on while more keeps coming that goes into one batch."""
        first = seen = self._woken[kit]
        for _ in range(LOOKS_BEFORE_A_BATCH):
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            woken = self._woken[kit]
            if woken == seen or woken - first >= MESSAGES_AT_ONCE:
                return
            seen = woken

    async def _wait(self, kit: Kit, seconds: float) -> None:
        self._waiting.add(kit)
        try:
            await asyncio.sleep(seconds)
        finally:
            self._waiting.discard(kit)

    async def _send(self, kit: Kit, rows: Sequence[Row]) -> None:
        request = SendMessagesRequest.FromString(b"".join(field(MESSAGES_OF_A_REQUEST, row["message"]) for row in rows))
        context = Context(world=kit.world.name, caller=f"agencies/{kit.agency}")
        exchange = self._peers.stub(ExchangeServiceStub, "exchange")
        reach(f"{kit.agency}.outbox.before-send")
        try:
            await ask(exchange.SendMessages, request, kit=kit, context=context, agency="exchange")
        except PeerRefusal as no:
            await self._split_or_keep(kit, rows, no)
            return
        reach(f"{kit.agency}.outbox.sent")
        await _forget(kit, rows[-1]["position"])
        self.batches_sent[kit.world.name] += 1

    async def _split_or_keep(self, kit: Kit, rows: Sequence[Row], no: PeerRefusal) -> None:
        """A batch is refused as a whole: find the message at fault, and keep it with the reason."""
        if len(rows) > 1:
            for row in rows:
                await self._send(kit, [row])
            return
        LOG.error("the exchange will not take a message of %s: %s", kit.agency, no)
        async with kit.database.write() as transaction:
            transaction.execute(
                "UPDATE outbox SET refusal = :refusal WHERE position = :position",
                refusal=no.status.SerializeToString(),
                position=rows[0]["position"],
            )

    async def forget(self, world: str) -> None:
        await self._tasks.stop([kit for kit in self._tasks.running() if kit.world.name == world])

    async def close(self) -> None:
        await self._tasks.close()


def within_bounds(rows: Sequence[Row]) -> Sequence[Row]:
    """The first rows, up to what one request may hold; the first of them in any case."""
    sizes = accumulate(len(row["message"]) for row in rows)
    fitting = sum(size <= BYTES_AT_ONCE for size in sizes)
    return rows[: max(fitting, 1)]


async def waiting_messages(kit: Kit) -> Sequence[Row]:
    return await kit.lookups.fetch_all(
        "SELECT position, message FROM outbox WHERE refusal IS NULL ORDER BY position LIMIT :most",
        most=MESSAGES_AT_ONCE,
    )


async def _forget(kit: Kit, position: int) -> None:
    async with kit.database.write() as transaction:
        transaction.execute("DELETE FROM outbox WHERE position <= :position AND refusal IS NULL", position=position)
