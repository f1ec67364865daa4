"""What stands in the fields of a message, as text: by path, or anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor, FieldDescriptor
    from google.protobuf.message import Message

YES_AND_NO: Final = ("true", "false")
WHOLE_NUMBER: Final = re.compile("-?[1-9][0-9]*|0")


def texts_at(message: Message, path: str) -> list[str]:
    """What stands at a path; several texts where a field on the way is repeated, an empty one where nothing is set."""
    name, _, rest = path.partition(".")
    field = descriptor_of(message).fields_by_name[name]
    if not rest:
        return _texts_of(message, field)
    found = [text for one in _messages_of(message, field) for text in texts_at(one, rest)]
    return found or [""]


def holds_text(message: Message, text: str) -> bool:
    """Whether some field of text, at any depth, is this text."""
    return any(
        value == text
        for field, value in fields_within(message)
        if field.cpp_type == field.CPPTYPE_STRING and not field.GetOptions().debug_redact
    )


def descriptor_of(message: Message) -> Descriptor:
    """The hints of protobuf name two kinds of it, which are one."""
    return cast("Descriptor", message.DESCRIPTOR)


def fields_within(message: Message) -> Iterator[tuple[FieldDescriptor, Any]]:
    """Every field that is set, at any depth; of a repeated one, each element."""
    for field, value in message.ListFields():
        for one in value if field.is_repeated else (value,):
            if hasattr(one, "ListFields"):
                yield from fields_within(one)
            else:
                yield field, one


def field_at(kind: Descriptor, path: str) -> FieldDescriptor | None:
    """The field at the end of a path; None where there is none, or where it has no text of its own."""
    name, _, rest = path.partition(".")
    field = kind.fields_by_name.get(name)
    if field is None or field.GetOptions().debug_redact:
        return None
    if rest:
        return field_at(field.message_type, rest) if field.message_type is not None else None
    return field if field.message_type is None and field.type != field.TYPE_BYTES else None


def can_be(field: FieldDescriptor, text: str) -> bool:
    """Whether a field may ever have this text; any may be empty, which is not being set."""
    if text and (names := names_of(field)):
        return text in names
    is_whole = field.cpp_type in (
        *(field.CPPTYPE_INT32, field.CPPTYPE_INT64),
        *(field.CPPTYPE_UINT32, field.CPPTYPE_UINT64),
    )
    return not text or not is_whole or WHOLE_NUMBER.fullmatch(text) is not None


def names_of(field: FieldDescriptor) -> Iterable[str]:
    """All texts that a field may have; none where they cannot be told one by one."""
    if field.enum_type is not None:
        return list(field.enum_type.values_by_name)
    return YES_AND_NO if field.cpp_type == field.CPPTYPE_BOOL else ()


def paths_of(kind: Descriptor, deepest: int = 3) -> Iterable[str]:
    """Paths that lead to a text."""
    for field in kind.fields:
        if field_at(kind, field.name) is not None:
            yield field.name
        elif field.message_type is not None and deepest > 1:
            yield from (f"{field.name}.{path}" for path in paths_of(field.message_type, deepest - 1))


def _messages_of(message: Message, field: FieldDescriptor) -> Iterable[Message]:
    value: Any = getattr(message, field.name)
    if field.is_repeated:
        return value
    return [value] if message.HasField(field.name) else []


def _texts_of(message: Message, field: FieldDescriptor) -> list[str]:
    value: Any = getattr(message, field.name)
    if field.is_repeated:
        return [_text(field, one) for one in value] or [""]
    is_set = message.HasField(field.name) if field.has_presence else value != field.default_value
    return [_text(field, value)] if is_set else ["", _text(field, value)]


def _text(field: FieldDescriptor, value: Any) -> str:
    if field.enum_type is not None:
        named = field.enum_type.values_by_number.get(value)
        return named.name if named else str(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
