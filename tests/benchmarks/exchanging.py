"""The exchange: messages from a sender's commit to a receiver's effect, and a log that has grown long."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import time
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import grpc
from google.protobuf.wrappers_pb2 import BytesValue
from tests.benchmarks.figures import Figure, Run, median_of

from lienthong.exchange.v1.exchange_service_pb2 import SubscribeRequest, VerifyLogRequest
from lienthong.exchange.v1.exchange_service_pb2_grpc import ExchangeServiceStub
from lienthong.exchange.v1.message_pb2 import Message
from lienthong_emulator.exchange.agency import AGENCY as EXCHANGE
from lienthong_emulator.exchange.relay.convert import letter_from_proto
from lienthong_emulator.exchange.relay.domain import Head, Intake, Receiver
from lienthong_emulator.exchange.relay.store import LogStore
from lienthong_emulator.runtime.agency import Agency, Receives, Staff
from lienthong_emulator.runtime.clock import clock_starting, wall_clock
from lienthong_emulator.runtime.collector import spare_what_is_loaded
from lienthong_emulator.runtime.context import CALLER, Context
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.intake import cursor_of
from lienthong_emulator.runtime.kit import Kit, Tx, World
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.recipe import Recipe
from lienthong_emulator.runtime.server import serving
from lienthong_emulator.runtime.sqlite_files import SqliteFiles

ROUNDS = 5
MESSAGES = 3_000
POSTED_AT_ONCE = 64
LOOK_AGAIN_AFTER = 0.002
COMMITS_OF_A_MESSAGE = 3
"""The sender's change, the log, the receiver's effect: the least that loses nothing. Each has the message's bytes."""
BODY = b"x" * 700
LONG_LOG, BATCH = 1_000_000, 5_000
SUBJECTS = 50_000
NEAR_THE_HEAD = 20_000
STARTS, VERIFICATIONS = 40, 3
ENTRIES_A_SECOND = 100_000
WORLD = "default"
INSURANCE = Receiver("agencies/insurance")


async def _take_effect(tx: Tx, told: BytesValue) -> None:
    tx.db.execute("INSERT INTO effect (body) VALUES (:body)", body=told.value)


SENDER = Agency(name="justice", schema="", services=())
STAFF_OF_RECEIVER = Staff(inbox={"justice.event": Receives(BytesValue, _take_effect)})
RECEIVER = Agency(
    name="insurance",
    schema="CREATE TABLE effect (position INTEGER PRIMARY KEY, body BLOB NOT NULL);",
    services=(),
    has_inbox=True,
    staff=lambda: STAFF_OF_RECEIVER,
)


async def exchange(run: Run) -> Figure:
    """Messages a second, each posted by a transaction of its own, until all have their effect; files on disk."""
    ours, limits = list[float](), list[float]()
    with TemporaryDirectory(dir=run.folder) as folder:
        async with _playing(Path(folder), EXCHANGE, SENDER, RECEIVER) as node:
            for turn in range(ROUNDS + 1):
                rate, limit = await _messages_a_second(node, turn), _commits_a_second(Path(folder) / f"{turn}.sqlite3")
                if turn:  # the first warms up
                    ours.append(rate)
                    limits.append(limit / COMMITS_OF_A_MESSAGE)
                run.tick()
    return median_of(ours, limits, "messages/s", ">= 0.35", f"{COMMITS_OF_A_MESSAGE} bare commits a message")


async def _messages_a_second(node: Node, turn: int) -> float:
    async with node.worlds.using("justice", WORLD) as sender, node.worlds.using("insurance", WORLD) as receiver:
        before, left = await cursor_of(receiver), iter(range(MESSAGES))

        async def one_after_the_other() -> None:
            for number in left:
                await _post(sender, f"{turn}/{number}")
                await asyncio.sleep(0)

        started = time.perf_counter()
        await asyncio.gather(*(one_after_the_other() for _ in range(POSTED_AT_ONCE)))
        while await cursor_of(receiver) < before + MESSAGES:  # noqa: ASYNC110 - a commit has no event
            await asyncio.sleep(LOOK_AGAIN_AFTER)
        return MESSAGES / (time.perf_counter() - started)


async def _post(sender: Kit, key: str) -> None:
    async with sender.write(Context(case_id=key)) as tx:
        tx.post("insurance", subject=key, kind="justice.event", key=key, body=BytesValue(value=BODY))


def _commits_a_second(file: Path) -> float:
    """Bare ones, of one row with the bytes of a message."""
    body = _message(0).SerializeToString()
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB)")
        started = time.perf_counter()
        for _ in range(MESSAGES * COMMITS_OF_A_MESSAGE):
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO row (body) VALUES (?)", (body,))
            database.execute("COMMIT")
        return MESSAGES * COMMITS_OF_A_MESSAGE / (time.perf_counter() - started)


async def log_verify(run: Run) -> Figure:
    """Entries a second that VerifyLog checks in a log of a million."""
    async with _long_log(run) as stub:
        rates = list[float]()
        for _ in range(VERIFICATIONS):
            started = time.perf_counter()
            answer = await stub.VerifyLog(VerifyLogRequest(receiver=INSURANCE), timeout=600)
            rates.append(LONG_LOG / (time.perf_counter() - started))
            assert (answer.intact, answer.entries) == (True, LONG_LOG)
            run.tick()
    return median_of(
        rates, [float(ENTRIES_A_SECOND)] * VERIFICATIONS, "entries/s", ">= 1.0", "the limit is what is promised"
    )


async def log_subscribe(run: Run) -> Figure:
    """Until Subscribe from the middle of that log gives its first frame, against near its head.

    So near that as much follows as the exchange reads ahead: it plays in this process, and its reading on counts.
    """
    async with _long_log(run) as stub:
        middle, last = list[float](), list[float]()
        for _ in range(STARTS):
            middle.append(1_000 * await _seconds_to_begin(stub, LONG_LOG // 2))
            last.append(1_000 * await _seconds_to_begin(stub, LONG_LOG - NEAR_THE_HEAD))
            run.tick()
    return median_of(middle, last, "ms", "<= 1.2")


async def _seconds_to_begin(stub: Any, cursor: int) -> float:
    request = SubscribeRequest(receiver=INSURANCE, cursors={WORLD: cursor})
    started = time.perf_counter()
    frames = stub.Subscribe(request, metadata=((CALLER, INSURANCE),))
    frame = await frames.read()
    seconds = time.perf_counter() - started
    assert frame.entries[0].sequence == cursor + 1
    frames.cancel()
    return seconds


@asynccontextmanager
async def _long_log(run: Run) -> AsyncGenerator[Any]:
    """An exchange with a log of a million; it is written once for all that ask for it, and then lies in its file."""
    folder = run.folder / "long-log"
    async with _playing(folder, EXCHANGE) as node, node.worlds.using("exchange", WORLD) as kit:
        await _write_log(kit, run)
    async with (
        _playing(folder, EXCHANGE) as node,
        grpc.aio.insecure_channel(node.peers.addresses["exchange"]) as channel,
    ):
        yield ExchangeServiceStub(channel)


async def _write_log(kit: Kit, run: Run) -> None:
    """As SendMessages does, in larger batches."""
    row = await kit.lookups.fetch_one("SELECT sequence, digest FROM log_head WHERE receiver = :name", name=INSURANCE)
    head = Head(row["sequence"], bytes(row["digest"])) if row else Head()
    for first in range(head.sequence, LONG_LOG, BATCH):
        letters = [letter_from_proto(_message(number)) for number in range(first, first + BATCH)]
        async with kit.database.write() as transaction:
            log = LogStore(transaction)
            subjects = await log.subjects_of([INSURANCE], {letter.subject for letter in letters})
            intake = Intake(known={}, heads={INSURANCE: head}, subjects=subjects, time=kit.now())
            intake.take(letters)
            log.keep(intake)
        head = intake.new_heads()[INSURANCE]
        if first % (LONG_LOG // 10) == 0:
            run.tick()


def _message(number: int) -> Message:
    message = Message(
        message_id=f"6f1c1ed2-5b1d-4a57-9d0e-{number:012x}",
        sender="agencies/justice",
        receiver=INSURANCE,
        subject=f"birthDossiers/{number % SUBJECTS}",
        kind="justice.event",
        case_id=f"case-{number}",
        on_behalf_of="portals/one-stop",
    )
    message.body.Pack(BytesValue(value=BODY))
    return message


@asynccontextmanager
async def _playing(folder: Path, *agencies: Agency) -> AsyncGenerator[Node]:
    """Agencies in this process, their files in a folder, and the collector as `lienthong up` has it."""
    world = World(name=WORLD, recipe=Recipe(), clock=clock_starting(date(2022, 1, 5), datetime.now(UTC), rate=0))

    async def describe(_name: str) -> World:
        return world

    storage = Storage(folder=folder)
    named = {agency.name: agency for agency in agencies}
    node = Node(named, shelf=SqliteFiles(storage), describe=describe, peers=Peers({}), wall=wall_clock)
    try:
        async with serving(node, [("127.0.0.1:0", list(named))], ()):
            with _collecting_as_served():
                yield node
    finally:
        await node.close()


@contextmanager
def _collecting_as_served() -> Generator[None]:
    """What else is measured in this process finds the collector as it was."""
    before = gc.get_threshold()
    spare_what_is_loaded()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


TICKS: Sequence[int] = (ROUNDS + 1, VERIFICATIONS + 10, STARTS + 10)
"""Of each, in order; who comes first of the last two writes the log."""
