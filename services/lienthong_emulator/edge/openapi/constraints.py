"""Shape rules of the contract (protovalidate) as JSON Schema has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from google.api import field_behavior_pb2
from google.protobuf.duration_pb2 import Duration

from buf.validate import validate_pb2

if TYPE_CHECKING:
    from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor, OneofDescriptor

Schema = dict[str, Any]


def rules_of(field: FieldDescriptor) -> Any:
    options: Any = field.GetOptions()
    return options.Extensions[validate_pb2.field]


def is_required(field: FieldDescriptor) -> bool:
    options: Any = field.GetOptions()
    behavior: Any = options.Extensions[cast(Any, field_behavior_pb2).field_behavior]  # its hints lack the kind
    return rules_of(field).required or field_behavior_pb2.REQUIRED in behavior


def is_one_required(oneof: OneofDescriptor) -> bool:
    options: Any = oneof.GetOptions()
    return options.Extensions[validate_pb2.oneof].required


def constrained(schema: Schema, rules: Any, enum: EnumDescriptor | None) -> Schema:
    """A schema with what the rules of a field add to it; what JSON Schema cannot say is said in words."""
    kind = rules.WhichOneof("type")
    if not kind or rules.ignore == validate_pb2.IGNORE_ALWAYS:
        return schema
    added: Schema = {}
    words: list[str] = []
    for descriptor, value in getattr(rules, kind).ListFields():
        if descriptor.name in NESTED:
            place = NESTED[descriptor.name]
            added[place] = constrained(schema[place], value, enum)
        else:
            found = RULES[descriptor.name](value, enum)
            added |= found if isinstance(found, Mapping) else {}
            words += [found] if isinstance(found, str) else []
    if rules.ignore == validate_pb2.IGNORE_IF_ZERO_VALUE:
        return _or_empty(schema, added)
    return _with_words({**schema, **added}, words)


def _or_empty(schema: Schema, added: Schema) -> Schema:
    """The rules hold for what is not empty."""
    return {**schema, "anyOf": [EMPTY[schema["type"]], added]}


def _with_words(schema: Schema, words: list[str]) -> Schema:
    if not words:
        return schema
    return {**schema, "description": " ".join(filter(None, [schema.get("description"), *words]))}


def _bound(name: str) -> Callable[[Any, Any], Schema | str]:
    def bound(value: Any, _enum: Any) -> Schema | str:
        if isinstance(value, Duration):
            return f"{'At least' if name == 'minimum' else 'At most'} {value.seconds:,} s."
        return {name: value}

    return bound


def _chosen(values: Any, enum: EnumDescriptor | None) -> Schema:
    names = [enum.values_by_number[value].name if enum else value for value in values]
    return {"enum": names}


def _not_chosen(values: Any, enum: EnumDescriptor | None) -> Schema:
    return {"not": _chosen(values, enum)}


EMPTY: Mapping[str, Schema] = {"string": {"const": ""}, "integer": {"const": 0}, "array": {"maxItems": 0}}
NESTED = {"items": "items", "values": "additionalProperties"}
RULES: Mapping[str, Callable[[Any, EnumDescriptor | None], Schema | str]] = {
    "pattern": lambda value, _: {"pattern": value},
    "min_len": lambda value, _: {"minLength": value},
    "max_len": lambda value, _: {"maxLength": value},
    "uuid": lambda _value, _: {"format": "uuid"},
    "min_items": lambda value, _: {"minItems": value},
    "max_items": lambda value, _: {"maxItems": value},
    "unique": lambda value, _: {"uniqueItems": value},
    "gt": lambda value, _: f"More than {value.seconds:,} s.",  # of durations alone
    "gte": _bound("minimum"),
    "lte": _bound("maximum"),
    "in": _chosen,
    "not_in": _not_chosen,
    "defined_only": lambda _value, _: {},  # only names of the list are documented
}
"""What the contract uses; a rule that is new to it needs its line here, and a test says so."""
