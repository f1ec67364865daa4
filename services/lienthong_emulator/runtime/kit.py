"""What an agency may use of one world, and what it may write in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from google.protobuf import timestamp_pb2

from lienthong.control.v1 import case_pb2
from lienthong.exchange.v1 import message_pb2
from lienthong_emulator.runtime import ids
from lienthong_emulator.runtime.changes import Changes, Feed
from lienthong_emulator.runtime.clock import Clock, WallClock
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.faults import FaultBoard
from lienthong_emulator.runtime.kill_points import stay_if_held
from lienthong_emulator.runtime.later import Later

if TYPE_CHECKING:
    from types import TracebackType

    from google.protobuf.message import Message

    from lienthong_emulator.runtime.database import Database, Reader, Transaction
    from lienthong_emulator.runtime.journal import Journal
    from lienthong_emulator.runtime.recipe import Recipe


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Fork:
    """The world that another one was copied from, and when on the clock of both."""

    source: str
    moment: datetime


@dataclass(slots=True, kw_only=True)
class World:
    """One isolated universe, as one process knows it."""

    name: str
    recipe: Recipe
    clock: Clock
    prepared: frozenset[str] = frozenset()
    """The agencies that have their part of it: one that loses its file must not begin anew."""
    imported: bool = False
    """Its tables came from files, so that the recipe does not tell all."""
    fork: Fork | None = None
    """Where it was forked from, unless it was made from its recipe."""


@dataclass(slots=True, kw_only=True, eq=False)
class Kit:
    """One agency in one world: its database, its clock, and the ways out."""

    agency: str
    world: World
    wall: WallClock
    database: Database
    wake: Callable[[Kit, str, str], None]
    wake_outbox: Callable[[Kit], None]
    wake_timers: Callable[[Kit, datetime], None]
    steps: Feed[case_pb2.CaseStep]
    journal: Journal
    faults: FaultBoard = field(default_factory=FaultBoard)
    changes: Changes = field(default_factory=Changes)
    later: Later = field(init=False)
    users: int = 0
    streams: set[asyncio.Task[Any]] = field(default_factory=set["asyncio.Task[Any]"])
    """Calls that answer in many frames, and are broken off where the world is deleted."""
    gone: bool = False
    """The world was deleted: nothing may be begun for it any more."""

    def __post_init__(self) -> None:
        self.later = Later(self.database)

    def hold(self, by: int) -> None:
        """Keep it open while something is under way in it."""
        self.users += by

    async def close(self) -> None:
        await self.later.close()
        await self.database.close()

    async def abandon(self) -> None:
        """Close it without writing what waits: the world was deleted."""
        self.database.abandon()
        await self.later.abandon()
        await self.database.close()

    @property
    def lookups(self) -> Reader:
        return self.database.lookups

    @property
    def scans(self) -> Reader:
        return self.database.scans

    def now(self) -> datetime:
        """World time in Hà Nội."""
        return self.world.clock.at(self.wall())

    def moment(self) -> Moment:
        return Moment(self.world.clock.at(wall := self.wall()), wall)

    def today(self) -> date:
        return self.now().date()

    def opaque_id(self, kind: str, key: object) -> str:
        return ids.opaque_id(self.world.recipe.nation.seed, self.agency, kind, key)

    def derived_uuid(self, kind: str, key: object) -> str:
        return ids.derived_uuid(self.world.recipe.nation.seed, self.agency, kind, key)

    def write(self, context: Context) -> Writing:
        """Everything that is written inside stands or falls together. No call to a peer inside."""
        return Writing(self, context)


class Moment(NamedTuple):
    """When something was: on the world's clock and on the wall's."""

    world: datetime
    wall: datetime


class Writing(AbstractAsyncContextManager["Tx"]):
    """A transaction from its beginning to its end: a class, because a generator takes twice as long to go through."""

    def __init__(self, kit: Kit, context: Context) -> None:
        self._kit = kit
        self._context = context
        self._below = kit.database.write()

    async def __aenter__(self) -> Tx:
        self._tx = Tx(self._kit, self._context, await self._below.__aenter__())
        return self._tx

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._tx.write_down()
                await stay_if_held("before-commit", self._context.trace_parent, self._context.world)
        except BaseException as fault:
            await self._below.__aexit__(type(fault), fault, fault.__traceback__)
            raise
        await self._below.__aexit__(kind, error, trace)
        if error is None:
            await stay_if_held("committed", self._context.trace_parent, self._context.world)


class Tx:
    """One transaction of an agency: its own tables through `db`, and what the runtime keeps with them.

    Counters, steps and messages are gathered, and written with one statement each at the end: see `write_down`.
    """

    def __init__(self, kit: Kit, context: Context, db: Transaction) -> None:
        self.kit = kit
        self.context = context
        self.db = db
        self.now = kit.now()
        self._counted: dict[str, int] = {}
        self._steps: list[case_pb2.CaseStep] = []
        self._posted: list[message_pb2.Message] = []

    async def next_number(self, kind: str) -> int:
        """The next number of a kind, from 1, without gaps among what is committed."""
        if kind not in self._counted:
            row = await self.db.fetch_one("SELECT value FROM counter WHERE kind = :kind", kind=kind)
            self._counted[kind] = row["value"] if row else 0
        self._counted[kind] += 1
        return self._counted[kind]

    def step(
        self,
        kind: str,
        title: str,
        *,
        came_from: str = "",
        led_to: str = "",
        details: Mapping[str, str] | None = None,
        taken: Moment | None = None,
    ) -> None:
        """Note a durable step of the case, and the party that it came from or led to, where there is one.

        `taken` says when, for a step that this transaction only writes down: usually it is taken here.
        """
        taken = taken or Moment(self.now, self.kit.wall())
        step = case_pb2.CaseStep(
            agency=f"agencies/{self.kit.agency}",
            case_id=self.context.case_id,
            kind=kind,
            party=came_from or led_to,
            from_party=bool(came_from),
            title=title,
            details=details or {},
            time=instant(taken.world),
            record_time=instant(taken.wall),
        )
        self._steps.append(step)

    def post(self, receiver: str, *, subject: str, kind: str, key: str, body: Message) -> None:
        """Write a message to another agency: it leaves when this transaction stands.

        `key` tells this message from the agency's others of its kind, and is the same if the work is done again.
        """
        message = message_pb2.Message(
            message_id=self.kit.derived_uuid(f"message/{kind}", key),
            sender=f"agencies/{self.kit.agency}",
            receiver=f"agencies/{receiver}",
            subject=subject,
            kind=kind,
            case_id=self.context.case_id,
            on_behalf_of=self.context.on_behalf_of or self.context.caller,
            send_time=instant(self.now),
        )
        message.body.Pack(body)
        self._posted.append(message)

    def write_down(self) -> None:
        """Write what was gathered. Nothing can be gathered after that."""
        if self._counted:
            self.db.execute_many(
                """
                INSERT INTO counter (kind, value) VALUES (:kind, :value)
                ON CONFLICT (kind) DO UPDATE SET value = excluded.value
                """,
                [{"kind": kind, "value": value} for kind, value in self._counted.items()],
            )
        if self._steps:
            rows = [{"case_id": step.case_id, "step": step.SerializeToString()} for step in self._steps]
            self.db.execute_many("INSERT INTO case_step (case_id, step) VALUES (:case_id, :step)", rows)
            self.db.after_commit(self._tell_steps)
        if self._posted:
            messages = [{"message": message.SerializeToString()} for message in self._posted]
            self.db.execute_many("INSERT INTO outbox (message) VALUES (:message)", messages)
            self.db.after_commit(lambda: self.kit.wake_outbox(self.kit))

    def _tell_steps(self) -> None:
        for step in self._steps:
            self.kit.steps.tell(step)

    def set_timer(self, kind: str, subject: str, due: datetime) -> None:
        """Have the agency's handler for `kind` called when the world's clock comes to `due`."""
        self.db.execute(
            """
            INSERT INTO timer (kind, subject, due) VALUES (:kind, :subject, :due)
            ON CONFLICT (kind, subject) DO UPDATE SET due = excluded.due
            """,
            kind=kind,
            subject=subject,
            due=utc_text(due),
        )
        self.db.after_commit(lambda: self.kit.wake_timers(self.kit, due))

    def clear_timer(self, kind: str, subject: str) -> None:
        self.db.execute("DELETE FROM timer WHERE kind = :kind AND subject = :subject", kind=kind, subject=subject)

    def wake(self, work: str, key: str) -> None:
        """Have the agency's worker for a kind of work look at `key` when this transaction stands."""
        self.db.after_commit(lambda: self.kit.wake(self.kit, work, key))

    def changed(self, name: str) -> None:
        """Tell the watchers of `name` when this transaction stands."""
        self.db.after_commit(lambda: self.kit.changes.tell(name))


def instant(moment: datetime) -> timestamp_pb2.Timestamp:
    return instant_of_micros(micros(moment))


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND


def instant_of_micros(whole: int) -> timestamp_pb2.Timestamp:
    seconds, rest = divmod(whole, 1_000_000)
    return timestamp_pb2.Timestamp(seconds=seconds, nanos=rest * 1_000)


@lru_cache(maxsize=256)  # what is written together was at one moment
def utc_text(moment: datetime) -> str:
    """A moment as text whose order is the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
