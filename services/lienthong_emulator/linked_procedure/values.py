"""One value: as a text of the JSON, and as a field of the request."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TypeAlias, cast
from zoneinfo import ZoneInfo

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from lienthong_emulator.linked_procedure.errors import (
    ImpossibleDate,
    MalformedDate,
    MalformedInstant,
    MalformedText,
    UnknownCode,
    WholeNumberExpected,
    quoted,
)
from lienthong_emulator.linked_procedure.fields import Field, Kind

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

# Leading zeros may be missing in what comes in; they are written in what goes out.
_DATE = re.compile(r"(?:(?:([0-9]{1,2})/)?([0-9]{1,2})/)?([0-9]{4})")
_INSTANT = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}) ([0-9]{1,2}):([0-9]{2})")
_COUNT = re.compile(r"[0-9]{1,9}")
_NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

Value: TypeAlias = str | int | bool | Message


def from_text(field: Field, text: str) -> Value:
    """The value of a text that is not empty."""
    return _FROM_TEXT[field.kind](field, text)


def to_text(field: Field, value: Value) -> str:
    """The text of a value, empty where the value says nothing."""
    return _TO_TEXT[field.kind](field, value)


def _plain(field: Field, text: str) -> str:
    if _NOT_TEXT.search(text):
        raise MalformedText(field=field.key)
    return text


def _number_of_code(field: Field, text: str) -> int:
    if text not in field.codes:
        raise UnknownCode(field=field.key, value=quoted(text), codes=", ".join(field.codes))
    return field.codes[text]


def _code_of_number(field: Field, value: Value) -> str:
    return {number: code for code, number in field.codes.items() if number}.get(cast(int, value), "")


def _date(field: Field, text: str) -> Date:
    found = _DATE.fullmatch(text)
    if found is None:
        raise MalformedDate(field=field.key, value=quoted(text))
    day, month, year = (None if part is None else int(part) for part in found.groups())
    try:
        date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ImpossibleDate(field=field.key, value=text) from None
    return Date(year=year, month=month, day=day)


def _text_of_date(field: Field, value: Value) -> str:
    known = cast(Date, value)
    parts = (f"{known.day:02}" if known.day else "", f"{known.month:02}" if known.month else "", f"{known.year:04}")
    return "/".join(filter(None, parts)) if known.year else ""


def _instant(field: Field, text: str) -> Timestamp:
    found = _INSTANT.fullmatch(text)
    if found is None:
        raise MalformedInstant(field=field.key, value=quoted(text))
    day, month, year, hour, minute = map(int, found.groups())
    instant = Timestamp()
    try:
        instant.FromDatetime(datetime(year, month, day, hour, minute, tzinfo=HANOI).astimezone(UTC))
    except (ValueError, OverflowError):  # the first hours of year 1 lie before the first instant there is
        raise ImpossibleDate(field=field.key, value=text) from None
    return instant


def _text_of_instant(field: Field, value: Value) -> str:
    local = cast(Timestamp, value).ToDatetime(tzinfo=HANOI)
    return f"{local:%d/%m}/{local.year:04} {local:%H:%M}"


def _count(field: Field, text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise WholeNumberExpected(field=field.key, value=quoted(text))
    return int(text)


def _yes(field: Field, text: str) -> bool:
    if text not in ("0", "1"):
        raise UnknownCode(field=field.key, value=quoted(text), codes="0, 1")
    return text == "1"


_FROM_TEXT: Mapping[Kind, Callable[[Field, str], Value]] = {
    Kind.TEXT: _plain,
    Kind.CODE: _number_of_code,
    Kind.CODE_OR_NONE: _number_of_code,
    Kind.WORD: _number_of_code,
    Kind.DATE: _date,
    Kind.INSTANT: _instant,
    Kind.COUNT: _count,
    Kind.YES_OR_NO: _yes,
}
_TO_TEXT: Mapping[Kind, Callable[[Field, Value], str]] = {
    Kind.TEXT: lambda _, value: str(value),
    Kind.CODE: _code_of_number,
    Kind.CODE_OR_NONE: _code_of_number,
    Kind.WORD: _code_of_number,
    Kind.DATE: _text_of_date,
    Kind.INSTANT: _text_of_instant,
    Kind.COUNT: lambda _, value: str(value) if value else "",
    Kind.YES_OR_NO: lambda _, value: "1" if value else "0",
}
