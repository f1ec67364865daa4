"""What waits in an agency's tables: since when, and by when it should wait no more."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from lienthong.exchange.v1.message_pb2 import LogEntry, Message
from lienthong_emulator.reference.waiting_terms import last_day_to_wait
from lienthong_emulator.runtime.clock import HANOI, LAST_MOMENT, end_of
from lienthong_emulator.runtime.kit import utc_text

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.database import Reader, Row
    from lienthong_emulator.runtime.kit import Kit

ROWS_AT_ONCE = 500
MESSAGES_AT_ONCE = 20
"""Of those that are read whole: one may have megabytes."""
EXCHANGE = "agencies/exchange"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Something that waits. Whether it is overdue is derived when it is read.

    `awaits` is the party on which it depends; empty where it is the agency's own staff, or a family.
    """

    kind: str
    name: str
    since: datetime
    due: datetime
    case_id: str = ""
    awaits: str = ""

    def is_overdue(self, now: datetime) -> bool:
        return now >= self.due


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows of a table that wait, whatever for.

    `query` gives those after `:after` as things stand `:now`, in the order of `position`, `:most` of them; `wait_of`
    reads one. A position is the row's own: what ends between two pages must hide nothing that waits still.
    """

    query: str
    wait_of: Callable[[Row], Wait]
    first: int | str = 0
    """Before every position."""
    at_once: int = ROWS_AT_ONCE

    async def pages(self, db: Reader, now: datetime) -> AsyncGenerator[Sequence[Wait]]:
        after = self.first
        while rows := await db.fetch_all(self.query, after=after, most=self.at_once, now=utc_text(now)):
            yield [self.wait_of(row) for row in rows]
            after = rows[-1]["position"]


def due_after(kind: str, since: datetime) -> datetime:
    """When something is due that began to wait at a moment, where only its kind tells."""
    try:
        return end_of(last_day_to_wait(kind, since.astimezone(HANOI).date()))
    except OverflowError:  # a clock that runs comes to the end of the calendar, and stands there
        return LAST_MOMENT


async def waits_of(agency: Agency, kit: Kit) -> AsyncGenerator[Sequence[Wait]]:
    """All that waits at an agency in a world, kind by kind and some at a time."""
    for waiting in (*agency.staff().waiting(), *OF_EVERY_AGENCY):
        async with aclosing(waiting.pages(kit.scans, kit.now())) as pages:
            async for page in pages:
                yield page


def _unsent(row: Row) -> Wait:
    message = Message.FromString(bytes(row["message"]))
    kind, since = "message-refused" if row["refusal"] else "message-unsent", message.send_time.ToDatetime(HANOI)
    return Wait(
        kind=kind,
        name=message.message_id,
        since=since,
        due=due_after(kind, since),
        case_id=message.case_id,
        awaits="" if row["refusal"] else EXCHANGE,
    )


def _blocked(row: Row) -> Wait:
    entry = LogEntry.FromString(bytes(row["entry"]))
    since = entry.accept_time.ToDatetime(HANOI)
    return Wait(
        kind="message-blocked",
        name=entry.message.message_id,
        since=since,
        due=due_after("message-blocked", since),
        case_id=entry.message.case_id,
    )


def _unfired(row: Row) -> Wait:
    due = datetime.fromisoformat(row["due"]).astimezone(HANOI)
    return Wait(kind="timer", name=f"{row['kind']}/{row['subject']}", since=due, due=due)


OF_EVERY_AGENCY: Sequence[Waiting] = (
    Waiting(
        "SELECT position, message, refusal FROM outbox WHERE position > :after ORDER BY position LIMIT :most",
        _unsent,
        at_once=MESSAGES_AT_ONCE,
    ),
    # That which it waits behind, the exchange lists among the dead letters.
    Waiting(
        """
        SELECT sequence AS position, entry FROM parked_message
        WHERE sequence > :after AND LENGTH(status) = 0 ORDER BY sequence LIMIT :most
        """,
        _blocked,
        at_once=MESSAGES_AT_ONCE,
    ),
    # A timer that is not due yet is itself the due time of something.
    Waiting(
        """
        SELECT * FROM (
            SELECT due, kind, subject, due || ' ' || kind || ' ' || subject AS position FROM timer WHERE due <= :now
        ) AS late WHERE position > :after ORDER BY position LIMIT :most
        """,
        _unfired,
        first="",
    ),
)
