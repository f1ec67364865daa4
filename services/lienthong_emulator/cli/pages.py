"""Messages as pages for people: a heading, then a line for each field that is set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lienthong_emulator.cli.terminal import as_json

if TYPE_CHECKING:
    from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor
    from google.protobuf.message import Message

GROUPS = {
    "basic": "a  basic data",
    "contact": "b  contact",
    "household": "c  household",
    "social_insurance": "d  social insurance",
    "health_insurance": "đ  health insurance",
    "unemployment_insurance": "e  unemployment insurance",
    "employer": "g  employer",
    "health_condition": "h  basic health",
    "welfare": "i  social security",
}
"""The groups of Decree 43/2021, article 6, in its order."""
DATE, ADDRESS, NUMBER = "google.type.Date", "lienthong.type.v1.Address", "lienthong.type.v1.IdentityNumber"
INDENT, WIDTH, LONGEST, LAST = "  ", 26, 130, 1_000
OPAQUE = re.compile("[a-z]+/[0-9a-f]{20}")
"""Ids that mean something to programs alone."""


def page_of(heading: str, message: Message | None) -> Iterator[str]:
    if message is None:
        yield f"{heading}: holds nobody under this number"
        return
    yield heading
    yield from _lines(message, INDENT)


def _lines(message: Message, indent: str) -> Iterator[str]:
    for field, values in _fields(message):
        name = GROUPS[field.name] if _is_group(field) else _words(field)
        if all(_is_short(field, one) for one in values):
            yield _line(indent, name, ", ".join(_short(field, one) for one in values))
            continue
        for one in values:
            inside = list(_lines(one, indent + INDENT))
            together = "; ".join(" ".join(line.split()) for line in inside)
            if _is_group(field) or len(together) > LONGEST:
                yield from (f"{indent}{name}", *inside)
            else:
                yield _line(indent, name, together)


def _line(indent: str, name: str, text: str) -> str:
    return f"{indent}{name:<{WIDTH - len(indent)}} {text}"


def _fields(message: Message) -> Iterator[tuple[FieldDescriptor, list[Any]]]:
    """What is set and says something, in the order of the page."""
    for field, value in sorted(message.ListFields(), key=lambda found: _place(found[0])):
        values: list[Any] = list(value) if field.is_repeated else [value]
        if not (isinstance(value, str) and OPAQUE.fullmatch(value)):
            yield field, values


def _is_group(field: FieldDescriptor) -> bool:
    return field.message_type is not None and field.name in GROUPS


def _words(field: FieldDescriptor) -> str:
    return field.name.replace("_", " ")


def _place(field: FieldDescriptor) -> tuple[int, int]:
    """Groups stand in the order of the law, behind what is in none; where something comes from, behind the rest."""
    if _is_group(field):
        return list(GROUPS).index(field.name) + 1, 0
    return 0, LAST if field.name == "provenance" else field.number


def _is_short(field: FieldDescriptor, value: Any) -> bool:
    return field.message_type is None or _kind(value) in (DATE, ADDRESS, NUMBER)


def _kind(message: Message) -> str:
    return message.DESCRIPTOR.full_name


def _short(field: FieldDescriptor, value: Any) -> str:
    if field.enum_type is not None:
        return _word(field.enum_type, value)
    if field.message_type is None:
        return value if isinstance(value, str) else as_json(value)
    if _kind(value) == DATE:
        return "-".join(f"{part:02}" for part in (value.year, value.month, value.day) if part)
    if _kind(value) == NUMBER:
        return value.value
    codes = (value.commune_code, value.district_code, value.province_code)
    return " ".join(filter(None, [value.detail, "/".join(filter(None, codes))]))


def _word(kind: EnumDescriptor, value: int) -> str:
    """`SEX_FEMALE` is `female`."""
    first = kind.values_by_number[0].name.removesuffix("UNSPECIFIED")
    return kind.values_by_number[value].name.removeprefix(first).lower().replace("_", " ")
