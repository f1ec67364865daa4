"""The document: a path for every call, and what all calls share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from lienthong import descriptor_set
from lienthong_emulator.edge.contract import answered_services
from lienthong_emulator.edge.openapi.comments import comments
from lienthong_emulator.edge.openapi.doors import SECURITY, TAGS, door_paths
from lienthong_emulator.edge.openapi.schemas import Schemas
from lienthong_emulator.edge.openapi.shapes import JSON, REFUSED
from lienthong_emulator.edge.openapi.shared import ERROR, ERROR_LINE, HEADERS, PARAMETERS, TOLD

if TYPE_CHECKING:
    from google.protobuf.descriptor import MethodDescriptor

    from lienthong_emulator.edge.contract import Answered

LINES = "application/x-ndjson"
REASON = re.compile(r"`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`")
SENTENCE = re.compile(r"(?s)(.*?\.)(?:\s|$)")
REFUSAL: dict[str, Any] = {
    "description": "A refusal, or a failure of the service.",
    "content": {JSON: {"schema": {"$ref": "#/components/schemas/Error"}}},
}


@cache
def openapi_document() -> Mapping[str, Any]:
    """Made once: the contract does not change while a program runs."""
    services = sorted(answered_services(), key=lambda one: one.service.full_name)
    schemas = Schemas()
    paths = _paths(services, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "lienthong",
            "version": version("lienthong-emulator"),
            "description": TOLD,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [*(_tag(one) for one in services), *TAGS],
        "paths": {**paths, **door_paths()},
        "components": {
            "schemas": {"Error": ERROR, "ErrorLine": ERROR_LINE, **dict(sorted(schemas.held.items()))},
            "parameters": PARAMETERS,
            "headers": HEADERS,
            "responses": {"Error": REFUSAL},
            "securitySchemes": SECURITY,
        },
    }


def _paths(services: Sequence[Answered], schemas: Schemas) -> dict[str, Any]:
    calls = [(path, method, one) for one in services for path, method in one.paths()]
    answers = {path: _answer(method, schemas) for path, method, _ in calls}
    return {
        path: {"post": {**_operation(method, schemas, one), "responses": {"200": answers[path], "default": REFUSED}}}
        for path, method, one in calls
    }


def _tag(one: Answered) -> dict[str, str]:
    return {"name": one.service.full_name, "description": comments().get(one.service.full_name, "")}


def _operation(method: MethodDescriptor, schemas: Schemas, one: Answered) -> dict[str, Any]:
    said = comments().get(method.full_name, "")
    first = SENTENCE.match(said)
    asked = {"schema": schemas.asked(method.input_type)}
    bodies = (JSON, LINES) if method.client_streaming or method.server_streaming else (JSON,)
    return {
        "operationId": method.full_name,
        "tags": [one.service.full_name],
        "summary": " ".join(first[1].split()) if first else method.name,
        "description": said,
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in PARAMETERS],
        "requestBody": {"required": True, "content": dict.fromkeys(bodies, asked)},
        "x-lienthong-agency": one.agency,
        "x-lienthong-reasons": _reasons_in(said + comments().get(one.service.full_name, "")),
    }


def _reasons_in(said: str) -> list[str]:
    """Words in capitals that are no value of an enum."""
    return sorted(
        {word for word in REASON.findall(said) if not any(f"_{value}".endswith(f"_{word}") for value in _values())}
    )


@cache
def _values() -> frozenset[str]:
    return frozenset(value.name for file in descriptor_set().file for enum in file.enum_type for value in enum.value)


def _answer(method: MethodDescriptor, schemas: Schemas) -> dict[str, Any]:
    schema = schemas.answered(method.output_type)
    if method.server_streaming:
        lines = {"anyOf": [schema, {"$ref": "#/components/schemas/ErrorLine"}]}
        return {
            "description": "One JSON a line. A stream that fails ends with a line that holds the error.",
            "content": {LINES: {"schema": lines}},
        }
    return {
        "description": "The answer.",
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS},
        "content": {JSON: {"schema": schema}},
    }
