"""Messages and enums as JSON Schemas, in the form that protocol buffers give JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from google.protobuf.descriptor import FieldDescriptor

from lienthong_emulator.edge.openapi.comments import comments
from lienthong_emulator.edge.openapi.constraints import constrained, is_one_required, is_required, rules_of

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor, EnumDescriptor, OneofDescriptor

Schema: TypeAlias = "dict[str, Any]"

INTEGER_64: Schema = {"type": "string", "pattern": "^-?[0-9]{1,20}$"}
NUMBER: Schema = {"anyOf": [{"type": "number"}, {"enum": ["NaN", "Infinity", "-Infinity"]}]}
TEXT: Schema = {"type": "string"}
SCALARS: dict[int, Schema] = {
    FieldDescriptor.CPPTYPE_INT32: {"type": "integer", "minimum": -(1 << 31), "maximum": (1 << 31) - 1},
    FieldDescriptor.CPPTYPE_UINT32: {"type": "integer", "minimum": 0, "maximum": (1 << 32) - 1},
    FieldDescriptor.CPPTYPE_INT64: INTEGER_64,
    FieldDescriptor.CPPTYPE_UINT64: INTEGER_64,
    FieldDescriptor.CPPTYPE_DOUBLE: NUMBER,
    FieldDescriptor.CPPTYPE_FLOAT: NUMBER,
    FieldDescriptor.CPPTYPE_BOOL: {"type": "boolean"},
    FieldDescriptor.CPPTYPE_STRING: TEXT,
}
WELL_KNOWN: dict[str, Schema] = {
    "google.protobuf.Timestamp": {"type": "string", "format": "date-time", "description": "A moment, RFC 3339."},
    "google.protobuf.Duration": {
        "type": "string",
        "pattern": r"^-?[0-9]+(\.[0-9]{1,9})?s$",
        "description": "Seconds, such as `90s` or `1.5s`.",
    },
    "google.protobuf.FieldMask": {"type": "string", "description": "Paths with commas between them: `fullName,sex`."},
    "google.protobuf.Empty": {"type": "object", "additionalProperties": False},
    "google.protobuf.Any": {
        "type": "object",
        "properties": {"@type": {"type": "string", "description": "`type.googleapis.com/` and the message's name."}},
        "required": ["@type"],
        "description": "A message of the kind that `@type` names, its fields beside it.",
    },
}
FOREIGN_COMMENTS = {
    "google.type.Date": "A day; a part that is 0 or absent is not known.",
    "google.rpc.Status": "A refusal.",
    "google.longrunning.Operation": "Work that takes longer than a call.",
}
"""What Google's files say at length."""


class Schemas:
    """Every schema that a document refers to, by name.

    What is asked obeys shape rules, what is answered need not: a message that occurs in both is two schemas, if all
    answers are told before what is asked.
    """

    def __init__(self) -> None:
        self.held: dict[str, Schema] = {}
        self._answered: set[str] = set()

    def answered(self, message: Descriptor) -> Schema:
        return self._message(message, asked=False)

    def asked(self, message: Descriptor) -> Schema:
        return self._message(message, asked=True)

    def _message(self, message: Descriptor, *, asked: bool) -> Schema:
        name = message.full_name
        if name in WELL_KNOWN:
            return self._kept(name, lambda: WELL_KNOWN[name])
        if not asked:
            self._answered.add(name)
        elif name in self._answered:
            name = f"{name}.asked"
        return self._kept(name, lambda: self._object(message, asked=asked))

    def _kept(self, name: str, made: Callable[[], Schema]) -> Schema:
        if name not in self.held:
            self.held[name] = {}  # a message may hold itself
            self.held[name] = made()
        return {"$ref": f"#/components/schemas/{name}"}

    def _object(self, message: Descriptor, *, asked: bool) -> Schema:
        schema: Schema = {
            "type": "object",
            "properties": {field.json_name: self._field(field, asked=asked) for field in message.fields},
            "additionalProperties": False,
        }
        if said := comments().get(message.full_name) or FOREIGN_COMMENTS.get(message.full_name):
            schema["description"] = said
        if asked and (required := [field.json_name for field in message.fields if _is_needed(field)]):
            schema["required"] = required
        if choices := [choice for oneof in message.oneofs for choice in _choices(oneof, asked=asked)]:
            schema["allOf"] = choices
        return schema

    def _field(self, field: FieldDescriptor, *, asked: bool) -> Schema:
        schema = self._kind(field, asked=asked)
        if asked:
            enum = field.enum_type
            schema = constrained(schema, rules_of(field), enum)
        said = [comments().get(field.full_name, ""), schema.get("description", "") if "$ref" not in schema else ""]
        text = "\n\n".join(filter(None, said))
        return {**schema, "description": text} if text else schema

    def _kind(self, field: FieldDescriptor, *, asked: bool) -> Schema:
        if of := _values_of_map(field):
            return {"type": "object", "additionalProperties": self._one(of, asked=asked)}
        one = self._one(field, asked=asked)
        return {"type": "array", "items": one} if field.is_repeated else one

    def _one(self, field: FieldDescriptor, *, asked: bool) -> Schema:
        if field.message_type is not None:
            return self._message(field.message_type, asked=asked)
        if field.enum_type is not None:
            return self._enum(field.enum_type)
        if field.type == FieldDescriptor.TYPE_BYTES:
            return {"type": "string", "contentEncoding": "base64"}
        return dict(SCALARS[field.cpp_type])

    def _enum(self, enum: EnumDescriptor) -> Schema:
        return self._kept(enum.full_name, lambda: _enum_schema(enum))


def _enum_schema(enum: EnumDescriptor) -> Schema:
    values = [f"- `{value.name}`: {comments().get(f'{enum.full_name}.{value.name}', '')}" for value in enum.values]
    return {
        "type": "string",
        "enum": [value.name for value in enum.values],
        "description": "\n".join([comments().get(enum.full_name, ""), "", *values]).strip(),
    }


def _values_of_map(field: FieldDescriptor) -> FieldDescriptor | None:
    entry = field.message_type
    return entry.fields_by_name["value"] if entry is not None and entry.GetOptions().map_entry else None


def _is_needed(field: FieldDescriptor) -> bool:
    return is_required(field) and field.containing_oneof is None


def _choices(oneof: OneofDescriptor, *, asked: bool) -> Iterator[Schema]:
    """At most one of the fields, and exactly one where the contract asks for it."""
    names = [field.json_name for field in oneof.fields]
    if len(names) == 1:  # an optional field
        return
    none: Schema = {"not": {"anyOf": [{"required": [name]} for name in names]}}
    one = [{"required": [name]} for name in names]
    needs_one = asked and is_one_required(oneof)
    yield {"oneOf": one if needs_one else [none, *one]}
