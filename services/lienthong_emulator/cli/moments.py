"""Moments of Hà Nội, as people type and read them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lienthong_emulator.cli.endings import Ending, Stopped
from lienthong_emulator.runtime.clock import HANOI

if TYPE_CHECKING:
    from google.protobuf.timestamp_pb2 import Timestamp


def parse_moment(text: str, option: str) -> datetime:
    """A moment; a day alone is its first."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Stopped(Ending.USAGE, f"{option} must be YYYY-MM-DD or YYYY-MM-DDTHH:MM, not {text!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=HANOI)


def moment_of(stamp: Timestamp) -> datetime:
    return stamp.ToDatetime(tzinfo=HANOI)


def for_people(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def for_programs(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
