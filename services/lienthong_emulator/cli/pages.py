"""Messages as pages for people: a heading, then each field that is set, with the names of what has a code."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from lienthong_emulator.cli.moments import for_people, moment_of
from lienthong_emulator.cli.terminal import as_json
from lienthong_emulator.reference.administrative_units import find_commune
from lienthong_emulator.reference.ethnic_groups import ethnic_groups
from lienthong_emulator.reference.facilities import find_facility
from lienthong_emulator.reference.provinces import provinces

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
INDENT, LABEL, LONGEST, LAST = "  ", 30, 130, 1_000
FITTING = 100
"""Columns of a page."""
MOMENT = "google.protobuf.Timestamp"
OPAQUE = re.compile("[a-z]+/[0-9a-f]{20}")
"""Ids that mean something to programs alone."""


def page_of(heading: str, message: Message | None) -> Iterator[str]:
    if message is None:
        yield f"{heading}: holds nobody under this number"
        return
    yield heading
    for depth, name, text in _entries(message, 1):
        yield from _lines(f"{INDENT * depth}{name}", text)


def _entries(message: Message, depth: int) -> Iterator[tuple[int, str, str]]:
    """Depth, label and text of each field; where something long is inside, its fields follow, and the text is empty."""
    for field, values in _fields(message):
        name = GROUPS[field.name] if _is_group(field) else _words(field)
        if all(_is_short(field, one) for one in values):
            yield depth, name, ", ".join(_short(field, one) for one in values)
            continue
        for one in values:
            inside = list(_entries(one, depth + 1))
            together = "; ".join(f"{label} {text}".strip() for _, label, text in inside)
            if _is_group(field) or len(together) > LONGEST:
                yield from ((depth, name, ""), *inside)
            else:
                yield depth, name, together


def _lines(label: str, text: str) -> Iterator[str]:
    if not text:
        yield label
        return
    column = " " * (LABEL + 1)
    wrapped = textwrap.wrap(text, FITTING - len(column), break_long_words=False, break_on_hyphens=False)
    yield from (f"{start:<{LABEL}} {part}" for start, part in zip([label, *[""] * len(wrapped)], wrapped, strict=False))


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
    return field.message_type is None or _kind(value) in (DATE, ADDRESS, NUMBER, MOMENT)


def _kind(message: Message) -> str:
    return message.DESCRIPTOR.full_name


def _short(field: FieldDescriptor, value: Any) -> str:
    if field.enum_type is not None:
        return _word(field.enum_type, value)
    if field.message_type is None:
        return _named(field.name, value) if isinstance(value, str) else as_json(value)
    if _kind(value) == DATE:
        return "-".join(f"{part:02}" for part in (value.year, value.month, value.day) if part)
    if _kind(value) == NUMBER:
        return value.value
    if _kind(value) == MOMENT:
        return for_people(moment_of(value))
    parts = (
        value.detail,
        f"commune {value.commune_code}" if value.commune_code else "",
        f"district {value.district_code}" if value.district_code else "",
        _province(value.province_code),
    )
    return ", ".join(filter(None, parts))


def _named(field: str, code: str) -> str:
    """A code with the name that the reference tables have for it."""
    name = NAMES[field](code) if field in NAMES else ""
    return f"{code} {name}" if name else code


def _province(code: str) -> str:
    return provinces()[code].name if code in provinces() else code


def _province_of_commune(code: str) -> str:
    commune = find_commune(code)
    return f"in {_province(commune.province_code)}" if commune else ""


def _facility(code: str) -> str:
    facility = find_facility(code)
    return facility.name if facility else ""


def _ethnic_group(code: str) -> str:
    return ethnic_groups()[code].name if code in ethnic_groups() else ""


NAMES: Mapping[str, Callable[[str], str]] = {
    "ethnic_group": _ethnic_group,
    "initial_facility": _facility,
    "province_code": lambda code: provinces()[code].name if code in provinces() else "",
    "birth_registration_commune": _province_of_commune,
}
"""Communes and districts have no names here: their list is invented."""


def _word(kind: EnumDescriptor, value: int) -> str:
    """`SEX_FEMALE` is `female`."""
    first = kind.values_by_number[0].name.removesuffix("UNSPECIFIED")
    return kind.values_by_number[value].name.removeprefix(first).lower().replace("_", " ")
