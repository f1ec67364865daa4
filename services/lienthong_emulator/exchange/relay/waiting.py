"""What waits at the exchange: messages for their receiver, and dead letters for somebody who sees to them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lienthong_emulator.exchange.relay.domain import DEAD, UNREAD
from lienthong_emulator.runtime.waits import Wait, Waiting, due_after

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Row


def _wait(row: Row) -> Wait:
    since = datetime.fromisoformat(row["since"])
    return Wait(
        kind=row["waits_as"],
        name=row["message_id"],
        since=since,
        due=due_after(row["waits_as"], since),
        case_id=row["case_id"],
        awaits=row["receiver"],
    )


# SQLite reads the tables of a CROSS JOIN in this order: what waits is little beside a log of a million messages.
WAITING = (
    Waiting(
        f"""
        SELECT e.position, e.message_id, e.receiver, e.case_id, e.accept_time AS since, '{UNREAD}' AS waits_as
        FROM log_head h CROSS JOIN log_entry e
        WHERE e.receiver = h.receiver AND e.sequence > h.acknowledged AND e.position > :after
        ORDER BY e.position LIMIT :most
        """,
        _wait,
    ),
    Waiting(
        f"""
        SELECT e.position, e.message_id, e.receiver, e.case_id, d.reject_time AS since, '{DEAD}' AS waits_as
        FROM dead_letter d CROSS JOIN log_entry e
        WHERE e.message_id = d.message_id AND e.position > :after ORDER BY e.position LIMIT :most
        """,
        _wait,
    ),
)
