"""Follows a receiver's log at the exchange, and tells the exchange how far the receiver has come."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from typing import TYPE_CHECKING

import grpc

from lienthong.exchange.v1.exchange_service_pb2 import AcknowledgeRequest, SubscribeRequest, SubscribeResponse
from lienthong.exchange.v1.exchange_service_pb2_grpc import ExchangeServiceStub
from lienthong_emulator.runtime.backoff import pause_after
from lienthong_emulator.runtime.context import CALLER, Context
from lienthong_emulator.runtime.intake import Gap, Outcome, cursor_of, take_in
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.peers import Peers, ask, hung_up_after
from lienthong_emulator.runtime.refusals import AgencyUnavailable, PeerRefusal, TryAgain
from lienthong_emulator.runtime.tasks import Tasks
from lienthong_emulator.runtime.worlds import WorldNotFound

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.kit import Kit
    from lienthong_emulator.runtime.worlds import Worlds

LOG = logging.getLogger("lienthong.inbox")
SECONDS_BETWEEN_BATCHES = 0.025
"""Under load one word to the exchange then covers many messages; the first of them never waits."""


class Inbox:
    """One for each agency and process: one stream for all its worlds."""

    def __init__(self, agency: Agency, worlds: Worlds, peers: Peers) -> None:
        self._agency = agency
        self._worlds = worlds
        self._peers = peers
        self._acknowledge: Tasks[Kit] = Tasks(self._tell_exchange)
        self._untold: dict[Kit, Outcome] = {}
        self._behind: dict[str, int] = {}
        self._taking_in: Kit | None = None
        self._resting: set[Kit] = set()
        """Those for which nothing is told to the exchange just now."""
        self.batches_taken_in: Counter[str] = Counter()

    def busy_in(self, world: str) -> bool:
        """Messages are being taken in, however long that takes, or the exchange is being told that they were."""
        telling = [kit for kit in self._acknowledge.running() if kit not in self._resting]
        return any(kit is not None and kit.world.name == world for kit in (self._taking_in, *telling))

    async def follow(self) -> None:
        """Take in messages until cancelled."""
        failures = 0
        while True:
            try:
                async with hung_up_after(self._stream()) as responses:
                    async for response in responses:
                        failures = 0
                        await self._take_in(response)
            except (grpc.aio.AioRpcError, AgencyUnavailable, Gap) as error:
                LOG.debug("%s subscribes again: %r", self._agency.name, error)
            except TryAgain as fault:
                LOG.warning("%s takes in nothing now: %s", self._agency.name, fault)
            except Exception:  # a bug must not stop a receiver for good: it is logged and tried again
                LOG.exception("%s could not take in: this is a bug", self._agency.name)
            failures += 1
            await asyncio.sleep(pause_after(failures))

    def _stream(self) -> grpc.aio.UnaryStreamCall[SubscribeRequest, SubscribeResponse]:
        exchange = self._peers.stub(ExchangeServiceStub, "exchange")
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
        self._taking_in = kit
        try:
            outcome = await take_in(self._agency, kit, response.entries)
        except (Gap, TryAgain):
            self._behind[response.world] = await cursor_of(kit)
            raise
        finally:
            self._taking_in = None
        reach(f"{self._agency.name}.inbox.committed")
        self.batches_taken_in[response.world] += 1
        self._note(kit, outcome)

    def _note(self, kit: Kit, outcome: Outcome) -> None:
        untold = self._untold.setdefault(kit, Outcome())
        untold.cursor = max(untold.cursor, outcome.cursor)
        untold.rejections += outcome.rejections
        untold.resolved += outcome.resolved
        if not kit.gone:
            self._acknowledge.wake(kit)

    async def _tell_exchange(self, kit: Kit) -> None:
        """Say how far this receiver has come, and what it refused."""
        exchange = self._peers.stub(ExchangeServiceStub, "exchange")
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
                await self._rest(kit, SECONDS_BETWEEN_BATCHES)
            except (TryAgain, PeerRefusal) as no:
                LOG.info("the exchange did not take %s's word: %s", kit.agency, no)
                failures += 1
                await self._rest(kit, pause_after(failures))
                self._note_again(kit, outcome)

    async def _rest(self, kit: Kit, seconds: float) -> None:
        self._resting.add(kit)
        try:
            await asyncio.sleep(seconds)
        finally:
            self._resting.discard(kit)

    def _note_again(self, kit: Kit, outcome: Outcome) -> None:
        later = self._untold.pop(kit, Outcome())
        later.cursor = max(later.cursor, outcome.cursor)
        later.rejections = outcome.rejections + later.rejections
        later.resolved = outcome.resolved + later.resolved
        self._untold[kit] = later

    async def forget(self, world: str) -> None:
        await self._acknowledge.stop([kit for kit in self._acknowledge.running() if kit.world.name == world])
        self._untold = {kit: outcome for kit, outcome in self._untold.items() if kit.world.name != world}

    async def close(self) -> None:
        await self._acknowledge.close()
