"""Annexes, their periods, and when they fall due."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from enum import IntEnum, StrEnum
from hashlib import sha256

from lienthong_emulator.annexes.errors import BeforeTheRegulation, ImpossiblePeriod, PeriodNotEnded

FIRST_PERIOD = 202107
"""Regulation 1999/QCPH-BHXH-TCT is of 9/7/2021."""
DUE_DAY = 9
"""Before the 10th (Regulation 1999, annexes); when on that day they leave is our choice."""
DUE_HOUR = 8
DUE = "annexes-due"
"""The timer; its subject is the month in which annexes fall due."""
HANOI = timezone(timedelta(hours=7))
MONTHS = range(1, 13)
YEARS = range(2018, 2101)
QUARTER = 3


class Kind(IntEnum):
    """Numbered as in the Regulation."""

    TAXPAYERS = 1
    DEDUCTIONS = 2
    TAX_INSPECTIONS = 3
    UNITS = 4
    PERSONS = 5
    INSURANCE_INSPECTIONS = 6

    @property
    def number(self) -> str:
        return f"{self.value:02}"

    @property
    def sender(self) -> str:
        return "tax" if self <= Kind.TAX_INSPECTIONS else "insurance"

    @property
    def receiver(self) -> str:
        return "insurance" if self.sender == "tax" else "tax"

    @property
    def is_quarterly(self) -> bool:
        return self in (Kind.TAX_INSPECTIONS, Kind.INSURANCE_INSPECTIONS)


class State(StrEnum):
    """Named as in the contract."""

    UNDER_WAY = "UNDER_WAY"
    SENT = "SENT"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    REFUSED = "REFUSED"
    SUPERSEDED = "SUPERSEDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """One version of an annex for a month such as 202112, or for the quarter that begins with it."""

    annex_id: str
    kind: Kind
    period: int
    version: int
    state: State = State.UNDER_WAY
    row_count: int = 0
    refused_row_count: int = 0
    part_count: int = 0
    byte_count: int = 0
    digest: str = ""
    checkpoint: str = ""
    """Up to which row of its own register the sender has written."""
    publish_time: datetime
    answer_time: datetime | None = None
    refusal: bytes = b""
    note: str = ""
    case_id: str = ""

    @property
    def name(self) -> str:
        return f"annexes/{self.annex_id}"

    @property
    def due_date(self) -> date:
        year, month = divmod(next_month(last_month_of(self.kind, self.period)), 100)
        return date(year, month, DUE_DAY)

    def with_part(self, rows: int, size: int) -> "Annex":
        return replace(
            self,
            part_count=self.part_count + 1,
            row_count=self.row_count + rows,
            byte_count=self.byte_count + size,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some rows of an annex as they travel; `first_row` is the place of the first of them, from 1."""

    annex_id: str
    part: int
    first_row: int
    rows: bytes
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that the receiver refused, by its place in the annex."""

    annex_id: str
    number: int
    row_key: str
    refusal: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What an inspection found, for the annex of a quarter."""

    position: int
    kind: Kind
    quarter: int
    found: bytes


def digest_of(digests: Sequence[bytes]) -> bytes:
    """Of an annex: that of the digests of its parts."""
    return sha256(b"".join(digests)).digest()


def next_month(month: int) -> int:
    return month + 1 if month % 100 < MONTHS[-1] else month + 100 - MONTHS[-1] + 1


def month_before(month: int) -> int:
    return month - 1 if month % 100 > MONTHS[0] else month - 100 + MONTHS[-1] - 1


def month_of(day: date) -> int:
    return day.year * 100 + day.month


def quarter_of(month: int) -> int:
    """The first month of the quarter that a month is in."""
    return month - (month % 100 - 1) % QUARTER


def last_month_of(kind: Kind, period: int) -> int:
    return period + QUARTER - 1 if kind.is_quarterly else period


def periods_due(sender: str, month: int) -> Sequence[tuple[Kind, int]]:
    """What an agency has to send in a month: of the month before, and after a quarter of that too."""
    before = month_before(month)
    monthly = [(kind, before) for kind in Kind if kind.sender == sender and not kind.is_quarterly]
    if month != quarter_of(month):
        return monthly
    return monthly + [(kind, quarter_of(before)) for kind in Kind if kind.sender == sender and kind.is_quarterly]


def due_at(month: int) -> datetime:
    """When the annexes leave that fall due in a month."""
    return datetime(month // 100, month % 100, DUE_DAY, DUE_HOUR, tzinfo=HANOI)


def first_month_due(anchor: date) -> int:
    """The month in which the first annexes fall due in a world whose nation is anchored on a day."""
    return next_month(month_of(anchor))


def checked_period(kind: Kind, year: int, month: int, day: int, today: date) -> int:
    """A period that an annex can be written of, once it has ended."""
    if year not in YEARS or month not in MONTHS or day or (kind.is_quarterly and (month - 1) % QUARTER):
        raise ImpossiblePeriod(field="period")
    period = year * 100 + month
    if period < FIRST_PERIOD:
        raise BeforeTheRegulation(field="period")
    last_year, last_month = divmod(last_month_of(kind, period), 100)
    last_day = date(last_year, last_month, monthrange(last_year, last_month)[1])
    if today <= last_day:
        raise PeriodNotEnded(field="period", last_day=last_day.isoformat())
    return period
