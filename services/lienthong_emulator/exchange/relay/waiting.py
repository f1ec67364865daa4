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


WAITING = (
    Waiting(
        f"""
        SELECT e.position, e.message_id, e.receiver, e.case_id, e.accept_time AS since, '{UNREAD}' AS waits_as
        FROM log_entry e JOIN log_head h ON h.receiver = e.receiver
        WHERE e.position > :after AND e.sequence > h.acknowledged ORDER BY e.position LIMIT :most
        """,
        _wait,
    ),
    Waiting(
        f"""
        SELECT e.position, e.message_id, e.receiver, e.case_id, d.reject_time AS since, '{DEAD}' AS waits_as
        FROM dead_letter d JOIN log_entry e ON e.message_id = d.message_id
        WHERE e.position > :after ORDER BY e.position LIMIT :most
        """,
        _wait,
    ),
)
