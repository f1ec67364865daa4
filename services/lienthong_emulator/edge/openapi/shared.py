"""What the calls of the contract share over HTTP: metadata as headers, and errors."""

from __future__ import annotations

from typing import Any

from lienthong_emulator.edge.error_json import CODES
from lienthong_emulator.runtime.context import (
    CALLER,
    CASE,
    LEGAL_BASIS,
    LONGEST_VALUE,
    ON_BEHALF_OF,
    PURPOSE,
    REPLAYED,
    TRACE_PARENT,
    WORLD,
)

TOLD = """Viet Nam's National Insurance Database and the ministries around it, emulated.

Every call of the contract is a POST of one JSON, in the form that protocol buffers give it: names in camelCase, enums
by name, 64-bit integers as strings; a field without a value is left out. A field that the contract does not know is
refused. A stream is answered with one JSON a line.

A refusal is JSON with a `reason` that a program can read, both sentences, and the `fields` at fault; `details` hold the
same as gRPC carries it. Connect and gRPC-Web clients find their own protocol at the same paths."""

METADATA = {
    WORLD: "Which world the call is about; `default` where absent.",
    CALLER: "Who calls now, such as `agencies/justice` or `facilities/01001`.",
    ON_BEHALF_OF: "Where the case began.",
    PURPOSE: "What for.",
    LEGAL_BASIS: "Under which text, such as `vn-nd-43-2021`.",
    CASE: "Correlation id of the case; made where absent and needed.",
    TRACE_PARENT: "W3C trace context.",
}
PARAMETERS: dict[str, Any] = {
    name: {
        "name": name,
        "in": "header",
        "required": False,
        "description": said,
        "schema": {"type": "string", "pattern": r"^[ -~]*$", "maxLength": LONGEST_VALUE},
    }
    for name, said in METADATA.items()
}
HEADERS: dict[str, Any] = {
    CASE: {"description": "The case that the call began or touched.", "schema": {"type": "string"}},
    REPLAYED: {
        "description": "`true`: the call was made before, this is the answer of that time.",
        "schema": {"type": "string"},
    },
}

_TEXT = {"type": "string"}
_FAULT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "field": {**_TEXT, "description": "Path of the field, as the contract names it: `birth_date.year`."},
        "message": {**_TEXT, "description": "What is wrong with it."},
        "message_vi": {**_TEXT, "description": "The same in Vietnamese."},
    },
    "required": ["field", "message"],
}
_DETAIL: dict[str, Any] = {
    "type": "object",
    "properties": {
        "type": {**_TEXT, "description": "Name of the message, such as `google.rpc.ErrorInfo`."},
        "value": {**_TEXT, "contentEncoding": "base64", "description": "The message."},
        "debug": {"type": "object", "description": "The message as JSON."},
    },
    "required": ["type", "value"],
}
ERROR: dict[str, Any] = {
    "type": "object",
    "description": "Why a call was not answered. One that carries no `reason` did not come from an agency.",
    "properties": {
        "code": {"enum": list(CODES[1:]), "description": "What sort of error, as Connect names it."},
        "message": {**_TEXT, "description": "A sentence for a developer."},
        "message_vi": {**_TEXT, "description": "The same in Vietnamese."},
        "reason": {**_TEXT, "pattern": "^[A-Z][A-Z0-9_]*$", "description": "What the call's comment lists."},
        "domain": {**_TEXT, "description": "Whose reason it is."},
        "metadata": {"type": "object", "additionalProperties": _TEXT, "description": "The facts of the sentence."},
        "fields": {"type": "array", "items": _FAULT, "description": "The fields at fault."},
        "retry_after_seconds": {"type": "integer", "description": "When the same call may go well."},
        "details": {"type": "array", "items": _DETAIL, "description": "The same, as gRPC carries it."},
    },
    "required": ["code", "message"],
    "additionalProperties": False,
}
ERROR_LINE: dict[str, Any] = {
    "type": "object",
    "description": "The last line of a stream that failed.",
    "properties": {"error": {"$ref": "#/components/schemas/Error"}},
    "required": ["error"],
    "additionalProperties": False,
}
