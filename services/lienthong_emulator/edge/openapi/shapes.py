"""What the paths of doors are put together from in the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Schema: TypeAlias = "dict[str, Any]"

JSON, FORM, HTML = "application/json", "application/x-www-form-urlencoded", "text/html"
REFUSED: Schema = {"$ref": "#/components/responses/Error"}
WORLD: Schema = {"$ref": "#/components/parameters/lienthong-world"}
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
ROWS_OR_NULL: Schema = {"type": ["array", "null"], "items": {"type": "object"}}
OBJECT_OR_NULL: Schema = {"type": ["object", "null"]}
FILE: Schema = {"type": "string", "contentEncoding": "base64", "description": "The XML."}


def whole(properties: Mapping[str, Schema], *, optional: Sequence[str] = ()) -> Schema:
    """An object with every key always there, but for those that are optional, and no other."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def texts(names: Sequence[str], *, or_null: bool = False) -> dict[str, Schema]:
    return dict.fromkeys(names, TEXT_OR_NULL if or_null else TEXT)


def rows_or_null(row: Schema) -> Schema:
    return {"type": ["array", "null"], "items": row}


def or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def asked(properties: Mapping[str, Schema]) -> Schema:
    """The fields of a body; others pass unread, and none is needed to be told what is missing."""
    return {"type": "object", "properties": dict(properties)}


def body(schema: Schema, kinds: Sequence[str]) -> Schema:
    return {"content": {kind: {"schema": schema} for kind in kinds}}


def told(description: str, schema: Schema | None = None) -> Schema:
    """A response, with a body of JSON or none."""
    return {"description": description, **({"content": {JSON: {"schema": schema}}} if schema else {})}


def in_query(name: str, description: str = "") -> Schema:
    said = {"description": description} if description else {}
    return {"name": name, "in": "query", "schema": TEXT, **said}
