"""Values that try a field's rules: lengths and numbers at their bounds, every value of an enum, nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from google.protobuf.descriptor import FieldDescriptor

from lienthong_emulator.conformance.values import changed_text, holds_references
from lienthong_emulator.edge.openapi.constraints import rules_of

if TYPE_CHECKING:
    from google.protobuf.duration_pb2 import Duration

Tried = tuple[str, Any]
"""What a value is called in the case's id, and the value; `None` leaves the field out."""

MOST_LETTERS, MOST_ELEMENTS = 10_000, 1_001
NOWHERE_ENUM = 9_999
WHOLE = frozenset({FieldDescriptor.CPPTYPE_INT32, FieldDescriptor.CPPTYPE_INT64, FieldDescriptor.CPPTYPE_DOUBLE})


def tried_values(field: FieldDescriptor, held: Any) -> Iterator[Tried]:
    """What to put where `held` stands, `None` for nothing. Which of it is well formed the rules say, not this."""
    if held is not None:
        yield "left-out", None
    rules = rules_of(field)
    if field.is_repeated:
        yield from _lists(rules.repeated, held)
    elif field.message_type:
        yield from _durations(rules.duration) if field.message_type.name == "Duration" else ()
    elif field.enum_type:
        yield from [(value.name.lower().replace("_", "-"), value.name) for value in field.enum_type.values]
        yield "no-value-of-the-enum", NOWHERE_ENUM
    elif field.cpp_type == FieldDescriptor.CPPTYPE_STRING and field.type != FieldDescriptor.TYPE_BYTES:
        yield from _texts(rules.string, held)
    elif field.cpp_type in WHOLE:
        yield from _numbers(getattr(rules, rules.WhichOneof("type") or "int32"))


def _texts(rules: Any, held: Any) -> Iterator[Tried]:
    lengths: set[int] = set()
    if rules.HasField("min_len"):
        lengths |= {rules.min_len - 1, rules.min_len}
    if rules.HasField("max_len"):
        lengths |= {rules.max_len, rules.max_len + 1}
    for length in sorted(lengths):
        if 0 < length <= MOST_LETTERS:
            yield f"of-{length}-letters", "a" * length
    if rules.HasField("pattern"):
        yield "with-a-character-more", f"{held or ''}~"
    if rules.HasField("pattern") and not (held and holds_references(held)):
        yield "in-other-letters", changed_text(held or "a", "swapped")
        yield "shorter-by-one", changed_text(held or "a", "shorter")
    if rules.uuid:
        yield "no-uuid", "not-a-uuid"


def _numbers(rules: Any) -> Iterator[Tried]:
    for name, beyond in BEYOND.items():
        if _has(rules, name):
            bound = getattr(rules, name)
            yield f"{name}-{bound}", bound
            yield f"{name}-{bound}-passed", beyond(bound)


def _durations(rules: Any) -> Iterator[Tried]:
    for name, beyond in BEYOND.items():
        if _has(rules, name):
            bound: Duration = getattr(rules, name)
            yield f"{name}-{bound.seconds}s-passed", f"{beyond(bound.seconds)}s"


def _has(rules: Any, name: str) -> bool:
    return name in rules.DESCRIPTOR.fields_by_name and rules.HasField(name)


BEYOND: Mapping[str, Callable[[Any], Any]] = {
    "gte": lambda bound: bound - 1,
    "gt": lambda bound: bound,
    "lte": lambda bound: bound + 1,
    "lt": lambda bound: bound,
}


def _lists(rules: Any, held: Any) -> Iterator[Tried]:
    if not held:
        return
    if rules.HasField("max_items") and rules.max_items < MOST_ELEMENTS:
        yield "one-element-too-many", [held[0]] * (rules.max_items + 1)
    if rules.unique:
        yield "an-element-twice", [held[0], held[0]]
