"""Messages that nobody would send: drawn field by field from the descriptors, and broken as bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from google.protobuf.descriptor import FieldDescriptor

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor
    from google.protobuf.message import Message

WHOLE = (0, 1, 2, 3, 7, 28, 1985, 2022, -1, 2**31 - 1, -(2**31))
LONG = (*WHOLE, 2**63 - 1, -(2**63), 10**12)
FLOATS = (0.0, -1.5, 1e300, float("inf"), float("nan"))
BYTES = (b"", b"\x00", b"\xff\xfe", b"<GIAMDINHHS/>", bytes(3_000))
TEXTS = (
    "",
    "a",
    "Nguyễn Thị Lan",
    "901193000017",
    "0115000017",
    "agencies/justice",
    "agencies/insurance",
    "full_name",
    "ethnic_group",
    "00166",
    "01",
    "VN",
    "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c001",
    "2022-01-05",
    "justice.birth-registered",
    "worlds/fuzz",
    "-1",
    "' OR 1=1 --",
    "%s{field}",
    "../../etc",
    "e\u0301\u200b\ufeff",
    "\x00\x1f\n",
    "\U0001f9ff" * 20,
    "x" * 300,
)
WHOLE_KINDS = {
    FieldDescriptor.TYPE_INT32,
    FieldDescriptor.TYPE_SINT32,
    FieldDescriptor.TYPE_SFIXED32,
}
UNSIGNED_KINDS = {
    FieldDescriptor.TYPE_UINT32,
    FieldDescriptor.TYPE_UINT64,
    FieldDescriptor.TYPE_FIXED32,
    FieldDescriptor.TYPE_FIXED64,
}
LONG_KINDS = {FieldDescriptor.TYPE_INT64, FieldDescriptor.TYPE_SINT64, FieldDescriptor.TYPE_SFIXED64}
DEEPEST = 5
MOST_REMEMBERED = 40


class Words:
    """Texts to fill in. What an answer said under a field's name is a good guess for a field of that name."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._heard: defaultdict[str, list[str]] = defaultdict(list)

    def text(self, name: str) -> str:
        heard = self._heard[name]
        return self._chance.choice(heard) if heard and self._chance.random() < 0.6 else self._chance.choice(TEXTS)

    def hear(self, answer: Message) -> None:
        for field, value in answer.ListFields():
            for one in value if field.is_repeated and not _is_map(field) else [value]:
                if field.type == FieldDescriptor.TYPE_STRING and isinstance(one, str):
                    self._remember(field.name, one)
                elif field.type == FieldDescriptor.TYPE_MESSAGE and not _is_map(field):
                    self.hear(one)

    def _remember(self, name: str, text: str) -> None:
        heard = self._heard[name]
        if text in heard:
            return
        if len(heard) < MOST_REMEMBERED:
            heard.append(text)
        else:
            heard[self._chance.randrange(MOST_REMEMBERED)] = text


class Drawn:
    """Draws messages of any type, and changes given ones."""

    def __init__(self, chance: Random, words: Words) -> None:
        self._chance = chance
        self._words = words

    def fill(self, message: Message, depth: int = 0) -> None:
        """Set some fields, whatever they held."""
        share = self._chance.choice((0.2, 0.5, 0.9)) if depth < DEEPEST else 0.0
        for field in _fields_of(message):
            if self._chance.random() < share:
                self.set(message, field, depth)

    def set(self, message: Message, field: FieldDescriptor, depth: int = 0) -> None:
        if _is_map(field):
            self._set_map(message, field, depth)
        elif field.is_repeated:
            for _ in range(self._chance.choice((0, 1, 1, 2, 5))):
                self._add(message, field, depth)
        elif field.type == FieldDescriptor.TYPE_MESSAGE:
            self.fill(getattr(message, field.name), depth + 1)
        else:
            setattr(message, field.name, self._value(field))

    def _add(self, message: Message, field: FieldDescriptor, depth: int) -> None:
        values: Any = getattr(message, field.name)
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            self.fill(values.add(), depth + 1)
        else:
            values.append(self._value(field))

    def _set_map(self, message: Message, field: FieldDescriptor, depth: int) -> None:
        key, value = (_entry_of(field).fields_by_name[name] for name in ("key", "value"))
        values: Any = getattr(message, field.name)
        if value.type == FieldDescriptor.TYPE_MESSAGE:
            self.fill(values[self._value(key)], depth + 1)
        else:
            values[self._value(key)] = self._value(value)

    def _value(self, field: FieldDescriptor) -> Any:
        choice = self._chance.choice
        if field.type == FieldDescriptor.TYPE_STRING:
            return self._words.text(field.name)
        if field.type == FieldDescriptor.TYPE_ENUM:
            assert field.enum_type is not None
            return choice([*(value.number for value in field.enum_type.values), 99])
        if field.type == FieldDescriptor.TYPE_BYTES:
            return choice(BYTES)
        if field.type == FieldDescriptor.TYPE_BOOL:
            return choice((True, False))
        if field.type in UNSIGNED_KINDS:
            return choice((0, 1, 2**31))
        return choice(WHOLE if field.type in WHOLE_KINDS else LONG if field.type in LONG_KINDS else FLOATS)

    def changed(self, message: Message) -> None:
        """Change one field, here or deeper."""
        fields = _fields_of(message)
        if not fields:
            return
        field = self._chance.choice(fields)
        if self._is_set_message(message, field) and self._chance.random() < 0.8:
            self.changed(getattr(message, field.name))
        elif self._chance.random() < 0.3:
            message.ClearField(field.name)
        else:
            self.set(message, field)

    def _is_set_message(self, message: Message, field: FieldDescriptor) -> bool:
        is_one = field.type == FieldDescriptor.TYPE_MESSAGE and not field.is_repeated
        return is_one and message.HasField(field.name)

    def broken(self, content: bytes) -> bytes:
        """Flip, drop or double some bytes."""
        wire = bytearray(content or b"\x0a")
        for _ in range(self._chance.choice((1, 1, 2, 8))):
            place = self._chance.randrange(len(wire))
            match self._chance.randrange(3):
                case 0:
                    wire[place] ^= 1 << self._chance.randrange(8)
                case 1:
                    del wire[place : place + self._chance.choice((1, 4, 100))]
                case _:
                    wire[place:place] = wire[place : place + self._chance.choice((1, 4, 100))]
            wire = wire or bytearray(b"\x0a")
        return bytes(wire)


def _fields_of(message: Message) -> Sequence[FieldDescriptor]:
    fields: Any = message.DESCRIPTOR.fields  # its two implementations have two types
    return fields


def _is_map(field: FieldDescriptor) -> bool:
    kind = field.message_type
    return field.is_repeated and kind is not None and kind.GetOptions().map_entry


def _entry_of(field: FieldDescriptor) -> Descriptor:
    assert field.message_type is not None
    return field.message_type
