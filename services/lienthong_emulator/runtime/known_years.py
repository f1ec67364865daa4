"""The years of which registers know: what tells of others was written by hand, and nobody can reckon with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from lienthong_emulator.runtime.refusals import Violation
from lienthong_emulator.runtime.validation import InvalidRequest

if TYPE_CHECKING:
    from google.protobuf.message import Message

FIRST_YEAR, LAST_YEAR = 1800, 2200
"""Our choice: wider than any life that a register tells of, and far from the ends of the calendar."""
FIRST_SECOND, END = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (FIRST_YEAR, LAST_YEAR + 1))
NANOS_OF_A_SECOND = 10**9
SAID = f"lies outside of the years {FIRST_YEAR} to {LAST_YEAR}"
SAID_VI = f"nằm ngoài các năm từ {FIRST_YEAR} đến {LAST_YEAR}"


def check_years(event: Message) -> None:
    """Refuse an event with a day or a moment outside of the known years; a year that is not told is no matter.

    Nor may a moment be none at all: nobody can reckon with a fraction of a second beyond a second.
    """
    if found := [*_outside(event, "")]:
        raise InvalidRequest(found[:20])


def _outside(message: Message, at: str) -> Iterator[Violation]:
    for field, value in message.ListFields():
        if field.message_type is None or field.message_type.GetOptions().map_entry:
            continue
        path = f"{at}{field.name}"
        if not field.is_repeated:
            yield from _outside_one(value, path)
        else:
            for place, one in enumerate(value):
                yield from _outside_one(one, f"{path}[{place}]")


def _outside_one(value: Message, path: str) -> Iterator[Violation]:
    if isinstance(value, Date):
        if value.year and not FIRST_YEAR <= value.year <= LAST_YEAR:
            yield Violation(path, SAID, SAID_VI)
    elif isinstance(value, Timestamp):
        if not FIRST_SECOND <= value.seconds < END:
            yield Violation(path, SAID, SAID_VI)
        elif not 0 <= value.nanos < NANOS_OF_A_SECOND:
            yield Violation(path, "is not a moment", "không phải là một thời điểm")
    else:
        yield from _outside(value, f"{path}.")
