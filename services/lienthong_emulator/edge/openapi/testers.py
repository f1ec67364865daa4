"""What testers switch, and what browsers see, in the document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lienthong_emulator.edge.openapi.shapes import HTML, JSON, REFUSED, TEXT, WORLD, Schema, body, told
from lienthong_emulator.edge.testers.desk import ANSWER, PATH
from lienthong_emulator.edge.testers.switches import MOST_FAULTS, MOST_TIMES, Failure, TokenClock

TAG = {"name": "testers", "description": "What a tester has the doors do in one world; docs/gateway.md."}
FAULT: Schema = {
    "type": "object",
    "properties": {
        "answer": {**TEXT, "pattern": f"^({ANSWER.pattern})$", "description": "`drop`, `502`, or a result code."},
        "endpoint": {**TEXT, "description": "The last part of a path; empty for any."},
        "times": {"type": "integer", "minimum": 0, "maximum": MOST_TIMES},
    },
    "required": ["answer"],
    "additionalProperties": False,
}
SWITCHES: Schema = {
    "type": "object",
    "properties": {
        "world": TEXT,
        "failure": {"enum": list(Failure), "description": "How a token that does not hold is told."},
        "clock": {"enum": list(TokenClock), "description": "By which clock tokens live."},
        "faults": {"type": "array", "items": FAULT, "maxItems": MOST_FAULTS},
    },
    "additionalProperties": False,
}


def tester_paths() -> Mapping[str, Any]:
    return {
        PATH: {"get": _switches("Tells what a tester has the doors do."), "patch": _changed()},
        "/": {"get": _page("The page to try every call.")},
        "/docs": {"get": _page("The same page.")},
        "/openapi.json": {
            "get": {
                "summary": "This document.",
                "tags": [TAG["name"]],
                "responses": {"200": told("It.", {"type": "object"}), "default": REFUSED},
            }
        },
    }


def _switches(summary: str) -> Schema:
    return {
        "summary": summary,
        "tags": [TAG["name"]],
        "parameters": [WORLD],
        "responses": {"200": told("The switches of the world.", SWITCHES), "default": REFUSED},
    }


def _changed() -> Schema:
    summary = "Has the doors fail, drop or hold tokens against another clock, in one world."
    return {**_switches(summary), "requestBody": {"required": True, **body(SWITCHES, (JSON,))}}


def _page(summary: str) -> Schema:
    page = {"description": summary, "content": {f"{HTML}; charset=utf-8": {"schema": TEXT}}}
    return {"summary": summary, "tags": [TAG["name"]], "responses": {"200": page, "default": REFUSED}}
