"""Shape rules in a few words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from google.api import field_behavior_pb2
from google.protobuf.descriptor_pb2 import FieldDescriptorProto

from buf.validate import validate_pb2

UNSPECIFIED = 0


def rules_of(field: FieldDescriptorProto) -> str:
    """What a value must be like; empty where anything goes."""
    options = field.options
    behavior: Any = options.Extensions[cast(Any, field_behavior_pb2).field_behavior]  # its hints lack the kind
    rules: Any = options.Extensions[validate_pb2.field]
    words = ["required"] if rules.required or field_behavior_pb2.REQUIRED in behavior else []
    return ", ".join([*words, *_words(rules)])


def _words(rules: Any) -> list[str]:
    kind = rules.WhichOneof("type")
    words = _of_kind(getattr(rules, kind)) if kind else []
    words += [rule.message for rule in rules.cel]
    if rules.ignore == validate_pb2.IGNORE_IF_ZERO_VALUE:
        words.append("or empty")
    return words


def _of_kind(rules: Any) -> list[str]:
    given = {descriptor.name: value for descriptor, value in rules.ListFields()}
    words = [_span(given, unit, *bounds) for unit, *bounds in SPANS]
    words += [WORDS[name](value) for name, value in given.items() if name in WORDS]
    unknown = given.keys() - WORDS.keys() - {bound for _, *bounds in SPANS for bound in bounds}
    if unknown:
        raise SystemExit(f"the page of the contract has no words for the rules {sorted(unknown)}")
    return [word for word in words if word]


SPANS = (("characters", "min_len", "max_len"), ("items", "min_items", "max_items"), ("", "gte", "lte"))
WORDS: dict[str, Callable[[Any], str]] = {
    "pattern": lambda value: f"`{value}`",
    "uuid": lambda _: "a UUID",
    "len": lambda value: f"exactly {value} long",
    "gt": lambda value: f"more than {_number(value)}",
    "defined_only": lambda _: "a value of the list",
    "in": lambda values: f"one of {', '.join(map(str, values))}",
    "unique": lambda _: "each once",
    "items": lambda rules: _each("each", rules),
    "values": lambda rules: _each("each value", rules),
    "not_in": lambda values: "not unspecified" if list(values) == [UNSPECIFIED] else f"not {list(values)}",
}


def _each(what: str, rules: Any) -> str:
    words = _words(rules)
    return f"{what} {', '.join(words)}" if words else ""


def _span(given: dict[str, Any], unit: str, least: str, most: str) -> str:
    low, high = _number(given.get(least)), _number(given.get(most))
    if low and high:
        text = f"{low} to {high}"
    elif low or high:
        text = f"at least {low}" if low else f"at most {high}"
    else:
        return ""
    return f"{text} {unit}".strip()


def _number(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "ToTimedelta"):
        return f"{value.seconds:,} s"
    return f"{value:,g}" if isinstance(value, float) else f"{value:,}"
