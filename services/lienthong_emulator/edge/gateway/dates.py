"""Days as clients of the gateway write them, and as they read them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from google.type import date_pb2

from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.wire import full_date

if TYPE_CHECKING:
    from google.protobuf.timestamp_pb2 import Timestamp

_BIRTH: Final = re.compile(r"(?:(?:(?P<day>[0-9]{2})/)?(?P<month>[0-9]{2})/)?(?P<year>[0-9]{4})")
_EIGHT_DIGITS: Final = re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})")
FIRST_YEAR: Final = 1800
FIRST_MINUTE: Final = datetime(1970, 1, 1, 7, 0, tzinfo=HANOI)


def birth_date(text: str, *, eight_digits: bool = True) -> date_pb2.Date | None:
    """`dd/MM/yyyy`, `MM/yyyy`, `yyyy`, and `ddMMyyyy` where that is taken; None for what is none of them."""
    match = _BIRTH.fullmatch(text) or (_EIGHT_DIGITS.fullmatch(text) if eight_digits else None)
    if match is None:
        return None
    day, month, year = (int(match[part] or 0) for part in ("day", "month", "year"))
    try:
        date(year, 1 if match["month"] is None else month, 1 if match["day"] is None else day)
    except ValueError:
        return None
    return date_pb2.Date(year=year, month=month, day=day) if year >= FIRST_YEAR else None


def day(text: str) -> date | None:
    """`dd/MM/yyyy` of a day that there is."""
    found = birth_date(text, eight_digits=False)
    return full_date(found) if found else None


def day_text(found: date_pb2.Date) -> str:
    """As much of dd/MM/yyyy as is known; empty for no day."""
    year, month, known_day = found.year, found.month, found.day
    if known_day:
        return f"{known_day:02}/{month:02}/{year:04}"
    if month:
        return f"{month:02}/{year:04}"
    return f"{year:04}" if year else ""


def minute_text(moment: Timestamp) -> str:
    """yyyyMMddHHmm in Hà Nội."""
    return _minute_text(moment.seconds // 60)


@lru_cache(maxsize=4_096)  # a card that is checked often is told with all of its checks every time
def _minute_text(minutes: int) -> str:
    return f"{FIRST_MINUTE + timedelta(minutes=minutes):%Y%m%d%H%M}"
