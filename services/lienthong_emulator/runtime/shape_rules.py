"""The shape rules of the contract, compiled: of most messages this tells at once that they keep them all.

It may doubt, but never trusts in vain: of a message that it doubts, the validator tells what is wrong, if anything is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from buf.validate import validate_pb2

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor, FieldDescriptor
    from google.protobuf.message import Message

Check = Callable[["Message"], object]

DOUBT = "False"
UUID = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
READ_ALIKE = re.compile(r"\^(?!.*\{,)([\w./,+ (){}\[\]|?*-]|\\\.)*\$", re.ASCII)
"""Patterns that Python reads as the validator does, but for the `$`, before which Python lets a line feed stand.

`{,3}` is for Python a number of times, for the validator five characters.
"""
PARTS = {"items", "keys", "values"}
"""Rules for what a list or a map holds, not for itself."""
CONDITIONS: Mapping[str, str] = {
    "defined_only": "{it} in {rule}",
    "gt": "{it} > {rule}",
    "gte": "{it} >= {rule}",
    "in": "{it} in {rule}",
    "len": "len({it}) == {rule}",
    "lt": "{it} < {rule}",
    "lte": "{it} <= {rule}",
    "max_items": "len({it}) <= {rule}",
    "max_len": "len({it}) <= {rule}",
    "min_items": "len({it}) >= {rule}",
    "min_len": "len({it}) >= {rule}",
    "not_in": "{it} not in {rule}",
    "pattern": "{rule}({it})",
    "uuid": "{rule}({it})",
}
"""What a value must be, by the name of the rule. Where there is another rule, there is doubt."""


def keeps_rules(message: Message) -> bool:
    """Whether a message surely keeps all of its rules."""
    return bool(_CHECKS[message.DESCRIPTOR](message))


class _Checks(dict[Any, Check]):
    """By the descriptor, of which there are two types; each is compiled when it is first asked for."""

    def __missing__(self, kind: Descriptor) -> Check:
        self[kind] = _doubting  # while it is compiled: what holds others of its kind is doubted where it does
        self[kind] = _Compiler().check_of(kind)
        return self[kind]


def _doubting(_message: Message) -> bool:
    return False


_CHECKS = _Checks()


class _Compiler:
    """Words the check of one kind of message in Python. A condition has `{it}` where the value goes."""

    def __init__(self) -> None:
        self._names: dict[str, Any] = {}

    def check_of(self, kind: Descriptor) -> Check:
        conditions = [*_of_message(kind), *(self._of_field(field) for field in kind.fields)]
        return eval(f"lambda message: {' and '.join(filter(None, conditions)) or True}", self._names)

    def _of_field(self, field: FieldDescriptor) -> str:
        """Empty where anything will do."""
        rules, read = field.GetOptions().Extensions[validate_pb2.field], f"message.{field.name}"
        if rules.ignore == validate_pb2.IGNORE_ALWAYS:
            return ""
        if field.is_repeated:
            return self._of_list(field, rules).format(it=read)
        condition = self._of_value(field, rules).replace("{it}", f"(it := {read})", 1).format(it="it")
        if not field.has_presence:
            return DOUBT if rules.required else condition
        is_there = f"message.HasField({field.name!r})"
        if rules.required:
            return f"{is_there} and {condition or True}"
        return f"(not {is_there} or {condition})" if condition else ""

    def _of_value(self, field: FieldDescriptor, rules: validate_pb2.FieldRules) -> str:
        conditions = [*self._told(field, rules)]
        if field.message_type is None:
            told = " and ".join(conditions)
            return f"(not {{it}} or {told})" if told and _is_lenient(field, rules) else told
        if conditions:
            return DOUBT
        return f"{self._named(_CHECKS[field.message_type])}({{it}})" if _is_ruled(field.message_type) else ""

    def _of_list(self, field: FieldDescriptor, rules: validate_pb2.FieldRules) -> str:
        conditions, items = [*self._told(field, rules)], rules.repeated.items
        if rules.required:
            conditions.append("{it}")
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            is_empty = ["not {it}"] if rules.map.ByteSize() or _is_ruled(field.message_type) else []
            return " and ".join(conditions + is_empty)
        each = self._of_value(field, items) if items.ignore != validate_pb2.IGNORE_ALWAYS else ""
        if each:
            conditions.append(f"all({each.format(it='one')} for one in {{it}})")
        return " and ".join(conditions)

    def _told(self, field: FieldDescriptor, rules: validate_pb2.FieldRules) -> Iterator[str]:
        """What the rules for a type say of a value, or of a list but for its items."""
        for kind, told in rules.ListFields():
            if kind.is_repeated:  # expressions
                yield DOUBT
            elif kind.message_type is not None:
                known = ((one.name, rule) for one, rule in told.ListFields() if one.name not in PARTS)
                yield from (self._worded(field, name, rule) for name, rule in known)

    def _worded(self, field: FieldDescriptor, name: str, rule: Any) -> str:
        compared = _compared(field, name, rule)
        is_known = name in CONDITIONS and compared is not None
        return CONDITIONS[name].replace("{rule}", self._named(compared)) if is_known else DOUBT

    def _named(self, what: object) -> str:
        name = f"named_{len(self._names)}"
        self._names[name] = what
        return name


def _is_lenient(field: FieldDescriptor, rules: validate_pb2.FieldRules) -> bool:
    """Whether zero need keep no rule. What has presence is left out when it is absent, and -0.0 is not zero."""
    is_whole = field.type not in (field.TYPE_DOUBLE, field.TYPE_FLOAT)
    return rules.ignore == validate_pb2.IGNORE_IF_ZERO_VALUE and is_whole and not field.has_presence


def _compared(field: FieldDescriptor, name: str, rule: Any) -> object:
    """What a value is compared with; None where Python may understand something else by it."""
    match name:
        case "pattern":
            is_alike = field.type == field.TYPE_STRING and READ_ALIKE.fullmatch(rule)
            return re.compile(rf"{rule[:-1]}\Z").match if is_alike else None
        case "uuid":
            return _compared(field, "pattern", UUID)
        case "defined_only":
            return frozenset(field.enum_type.values_by_number) if field.enum_type is not None else None
        case "in" | "not_in":
            return frozenset(rule)
        case _:
            return rule


def _of_message(kind: Descriptor) -> Iterator[str]:
    """What does not concern a field alone."""
    if kind.GetOptions().HasExtension(validate_pb2.message):
        yield DOUBT
    for one in kind.oneofs:
        if one.GetOptions().Extensions[validate_pb2.oneof].required:
            yield f"message.WhichOneof({one.name!r})"


@cache
def _is_ruled(kind: Descriptor) -> bool:
    """Whether any rule can apply to messages of a kind."""
    seen, left = set[str](), [kind]
    while left:
        found = left.pop()
        if found.full_name in seen:
            continue
        seen.add(found.full_name)
        if [*_of_message(found)]:
            return True
        for field in found.fields:
            rules = field.GetOptions().Extensions[validate_pb2.field]
            if rules.ignore == validate_pb2.IGNORE_ALWAYS:
                continue
            if rules.ByteSize():
                return True
            if field.message_type:
                left.append(field.message_type)
    return False
