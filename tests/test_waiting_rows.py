"""Every kind of row that waits is listed on both engines, page by page, until it waits no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from lienthong.exchange.v1.message_pb2 import LogEntry, Message
from lienthong.population.v1.events_pb2 import CitizenChanged
from lienthong_emulator.reference.tables import records
from lienthong_emulator.roster import ROSTER
from lienthong_emulator.runtime.clock import LAST_MOMENT
from lienthong_emulator.runtime.files import RUNTIME_TABLES
from lienthong_emulator.runtime.waits import OF_EVERY_AGENCY, due_after

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Transaction
    from lienthong_emulator.runtime.waits import Waiting

ANY = "population"
"""Stands for all: what waits at each of them."""
SINCE = "2022-01-05T02:00:00+00:00"
DAY, LATER = "2022-01-20", "2022-01-20T02:00:00+00:00"
NOW = datetime(2022, 3, 1, tzinfo=UTC)
COLUMN = re.compile(r"^\s+(\w+)\s+(INTEGER|TEXT|BLOB)\b", re.MULTILINE)
EMPTY: Mapping[str, Any] = {"INTEGER": 0, "TEXT": "", "BLOB": b""}
Row = Mapping[str, Any]
SENT = Message(message_id="one")
SENT.send_time.FromDatetime(datetime(2022, 1, 5, tzinfo=UTC))
TAKEN = LogEntry(message=SENT, accept_time=SENT.send_time)
TERMS_OF_OTHERS = {"adoption", "correction", "determination", "recognition", "death-unfollowed"}
"""Of amendments, and of what follows the entry of a death."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Two rows of a table that wait as a kind, and where something ends it (`over`) a third that waits no more.

    `{n}` in a value is the number of the row. `beside` are rows of other tables that belong to it.
    """

    agency: str
    table: str
    kind: str
    waits: Row
    over: Row = field(default_factory=dict[str, Any])
    beside: Sequence[tuple[str, Row]] = ()
    waiting: int = 2

    def rows(self) -> Iterator[tuple[str, Row]]:
        for n in range(1, self.waiting + bool(self.over) + 1):
            values = self.waits if n <= self.waiting else {**self.waits, **self.over}
            row = {
                name: value.replace("{n}", str(n)) if isinstance(value, str) else value
                for name, value in values.items()
            }
            yield self.table, {**({"position": n} if "position" in _columns()[self.table] else {}), **row}


BIRTH = {"dossier_id": "{n}", "state": "IN_PROCESS", "file_time": SINCE} | dict.fromkeys(
    ("registration_due_date", "card_due_date", "due_date"), DAY
)
DEATH = {
    "dossier_id": "{n}",
    "state": "IN_PROCESS",
    "step": "REGISTER",
    "file_time": SINCE,
    "due_date": DAY,
    "follow_up_due_date": DAY,
}
AMENDMENT = {"amendment_id": "{n}", "kind": "CORRECTION", "state": "IN_PROCESS", "create_time": SINCE}
DISCREPANCY = {"discrepancy_id": "{n}", "due_time": LATER, "state": "OPEN", "field": "full_name"} | dict.fromkeys(
    ("create_time", "update_time"), SINCE
)
ANNEX = {"annex_id": "{n}", "kind": 1, "period": 202112, "publish_time": SINCE}
HEAD = ("log_head", {"receiver": "agencies/tax", "acknowledged": 2})
ENTRY = {"message_id": "{n}", "receiver": "agencies/tax", "sequence": "1{n}", "accept_time": SINCE}
LETTER = {"message": SENT.SerializeToString(), "refusal": None}
PARKED = {"entry": TAKEN.SerializeToString(), "sequence": "{n}"}
TIMER = {"kind": "desk", "subject": "{n}", "due": SINCE}
SUPPLEMENT = {"state": "RETURNED", "supplement_due_date": DAY}
FINISHED = {"state": "FINISHED", "step": ""}

CASES = [
    Case(agency="justice", table="birth_dossier", kind="birth-dossier", waits=BIRTH, over={"state": "CARD_ISSUED"}),
    Case(
        agency="justice",
        table="birth_dossier",
        kind="birth-supplement",
        waits=BIRTH | SUPPLEMENT,
        over={"state": "CARD_ISSUED"},
    ),
    Case(agency="justice", table="death_dossier", kind="death-dossier", waits=DEATH, over=FINISHED),
    Case(
        agency="justice",
        table="death_dossier",
        kind="death-supplement",
        waits=DEATH | SUPPLEMENT | {"step": ""},
        over=FINISHED,
    ),
    Case(agency="justice", table="birth_amendment", kind="birth-amendment", waits=AMENDMENT, over={"state": "ENTERED"}),
    Case(agency="population", table="discrepancy", kind="discrepancy", waits=DISCREPANCY, over={"state": "UPHELD"}),
    Case(agency="insurance", table="discrepancy", kind="discrepancy", waits=DISCREPANCY, over={"state": "UPHELD"}),
    Case(
        agency="insurance",
        table="benefit_claim",
        kind="benefit-claim",
        waits={
            "claim_id": "{n}",
            "funeral_class": 1,
            "state": "OPEN",
            "open_time": SINCE,
            "due_date": DAY,
            "death_date": DAY,
        },
        over={"state": "PAID"},
    ),
    Case(
        agency="insurance",
        table="early_change",
        kind="citizen-unknown",
        waits={"event": CitizenChanged(event_id="one").SerializeToString(), "is_first": 1, "receive_time": SINCE},
        over={"is_first": 0},
    ),
    Case(
        agency="insurance",
        table="reconciliation",
        kind="reconciliation",
        waits={"operation_id": "{n}", "agency": "{n}", "state": "RUNNING", "create_time": SINCE, "update_time": SINCE},
        over={"state": "DONE"},
    ),
    Case(
        agency="insurance",
        table="tax_reconciliation",
        kind="tax-reconciliation",
        waits={"run_id": "{n}", "month": 202112, "phase": "UNITS", "create_time": SINCE, "update_time": SINCE},
        over={"phase": "DONE"},
    ),
    Case(
        agency="insurance",
        table="difference_at_tax",
        kind="identity-difference-unanswered",
        waits={"tax_code": "{n}", "kind": 1, "state": 1, "send_time": SINCE},
        over={"state": 2},
    ),
    *(
        Case(agency=agency, table="annex", kind=kind, waits=ANNEX | {"state": state}, over={"state": "ACKNOWLEDGED"})
        for agency in ("insurance", "tax")
        for kind, state in (("annex-unwritten", "UNDER_WAY"), ("annex-unanswered", "SENT"))
    ),
    Case(
        agency="tax",
        table="identity_difference",
        kind="identity-difference",
        waits={"difference_id": "{n}", "held_by_tax": "{n}", "field": 1, "state": 1, "receive_time": SINCE},
        over={"state": 3},
    ),
    Case(agency="exchange", table="log_entry", kind="message-unread", waits=ENTRY, over={"sequence": 2}, beside=[HEAD]),
    Case(
        agency="exchange",
        table="dead_letter",
        kind="dead-letter",
        waits={"message_id": "{n}", "reject_time": SINCE},
        over={"message_id": "resolved"},
        beside=[HEAD, *(("log_entry", ENTRY | {"position": n, "message_id": f"{n}", "sequence": n}) for n in (1, 2))],
    ),
    Case(agency=ANY, table="outbox", kind="message-unsent", waits=LETTER),
    Case(agency=ANY, table="outbox", kind="message-refused", waits=LETTER | {"refusal": b"no"}),
    Case(agency=ANY, table="parked_message", kind="message-blocked", waits=PARKED, over={"status": b"no"}),
    Case(agency=ANY, table="timer", kind="timer", waits=TIMER, over={"due": "2022-03-02T00:00:00+00:00"}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.agency}-{case.kind}")
async def test_rows_that_wait_are_listed_and_those_that_ended_are_not(case: Case, open_tables: OpenTables) -> None:
    agency = ROSTER[case.agency]
    async with open_tables(agency) as tables:
        async with tables.write() as transaction:
            for table, values in (*case.beside, *case.rows()):
                _add(transaction, table, values)
        waits = [
            wait
            for waiting in (*agency.staff().waiting(), *OF_EVERY_AGENCY)
            async for page in replace(waiting, at_once=1).pages(tables.scans, NOW)
            for wait in page
            if wait.kind != "timer" or wait.name.startswith("desk/")  # others are due in every world
        ]

    assert [wait.kind for wait in waits] == [case.kind] * case.waiting
    assert {wait.since < wait.due <= NOW or wait.kind == "timer" for wait in waits} == {True}


def test_no_kind_that_waits_is_forgotten_here() -> None:
    tried = {(case.agency, case.table) for case in CASES}
    tables = {(name, _table(each)) for name, agency in ROSTER.items() for each in agency.staff().waiting()}
    tables |= {(ANY, _table(each)) for each in OF_EVERY_AGENCY}

    assert tables == tried
    assert {row["kind"] for row in records("waiting_terms")} - {case.kind for case in CASES} == TERMS_OF_OTHERS


def test_at_the_end_of_the_calendar_all_is_due_at_its_last_moment() -> None:
    assert due_after("message-unread", LAST_MOMENT) == LAST_MOMENT


def _table(waiting: Waiting) -> str:
    """The table whose rows wait: the first one that is read, but for the heads of logs."""
    return next(name for name in re.findall(r"(?:FROM|JOIN) (\w+)", waiting.query) if name != "log_head")


def _add(transaction: Transaction, table: str, values: Mapping[str, Any]) -> None:
    """A row with values; all else is empty."""
    row = {**_columns()[table], **values}
    names = ", ".join(row)
    transaction.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in row)})", **row)


@cache
def _columns() -> Mapping[str, Mapping[str, Any]]:
    """What is empty in each table."""
    text = "\n".join((RUNTIME_TABLES, *(agency.schema for agency in ROSTER.values())))
    tables = re.findall(r"CREATE TABLE IF NOT EXISTS (\w+) \((.*?)^\)", text, re.MULTILINE | re.DOTALL)
    return {table: {name: EMPTY[kind] for name, kind in COLUMN.findall(columns)} for table, columns in tables}
