"""A real message with one field at a time put to the ends of what it may hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from google.type.date_pb2 import Date

if TYPE_CHECKING:
    from google.protobuf.descriptor import EnumDescriptor

Event = TypeVar("Event", bound=Message)

DATES = (Date(year=9999, month=12, day=31), Date(year=1, month=1, day=1), Date(year=9998))
TEXTS = ("", "-1", "x" * 300, "\x00\x1f\n", "\U0001f9ff" * 20)
SMALL = (0, -1, 2**31 - 1, -(2**31))
LARGE = (0, -1, 2**63 - 1, -(2**63))
OTHERS: dict[int, Sequence[Any]] = {
    FieldDescriptor.TYPE_STRING: TEXTS,
    FieldDescriptor.TYPE_BYTES: (b"", b"\xff\xfe"),
    FieldDescriptor.TYPE_BOOL: (False, True),
    FieldDescriptor.TYPE_INT32: SMALL,
    FieldDescriptor.TYPE_INT64: LARGE,
    FieldDescriptor.TYPE_DOUBLE: (0.0, 1e300, float("nan")),
}


def at_extremes(event: Event) -> Iterator[Event]:
    """Events that differ from this one in one field, here or deeper."""
    for field in cast(Sequence[FieldDescriptor], event.DESCRIPTOR.fields):
        if field.is_repeated:
            yield from _of_several(event, field)
        elif field.type != FieldDescriptor.TYPE_MESSAGE:
            yield from (_with(event, field, value) for value in _values(field))
        elif event.HasField(field.name):
            yield from _of_a_part(event, field)


def _of_several(event: Event, field: FieldDescriptor) -> Iterator[Event]:
    """None of them, each twice, and the first one changed."""
    values: Sequence[Any] = getattr(event, field.name)
    if not values or (field.message_type and field.message_type.GetOptions().map_entry):
        return
    yield _without(event, field)
    twice = _copy(event)
    getattr(twice, field.name).extend([*values])
    yield twice
    if field.type == FieldDescriptor.TYPE_MESSAGE:
        for part in at_extremes(values[0]):
            other = _copy(event)
            getattr(other, field.name)[0].CopyFrom(part)
            yield other


def _of_a_part(event: Event, field: FieldDescriptor) -> Iterator[Event]:
    value: Message = getattr(event, field.name)
    yield _without(event, field)
    for part in (*(DATES if isinstance(value, Date) else ()), *at_extremes(value)):
        other = _copy(event)
        getattr(other, field.name).CopyFrom(part)
        yield other


def _values(field: FieldDescriptor) -> Sequence[Any]:
    enum: EnumDescriptor | None = field.enum_type
    return [*(value.number for value in enum.values), 99] if enum else OTHERS[field.type]


def _with(event: Event, field: FieldDescriptor, value: Any) -> Event:
    other = _copy(event)
    setattr(other, field.name, value)
    return other


def _without(event: Event, field: FieldDescriptor) -> Event:
    other = _copy(event)
    other.ClearField(field.name)  # type: ignore[arg-type] # the name comes of the descriptor
    return other


def _copy(event: Event) -> Event:
    other = type(event)()
    other.CopyFrom(event)
    return other
