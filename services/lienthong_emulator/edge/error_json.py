"""Errors as JSON: as Connect writes them, with what a person wants to read beside it."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from google.protobuf import any_pb2
from google.protobuf.json_format import MessageToDict
from google.rpc import error_details_pb2, status_pb2

CODES = (
    "ok",
    "canceled",
    "unknown",
    "invalid_argument",
    "deadline_exceeded",
    "not_found",
    "already_exists",
    "permission_denied",
    "resource_exhausted",
    "failed_precondition",
    "aborted",
    "out_of_range",
    "unimplemented",
    "internal",
    "unavailable",
    "data_loss",
    "unauthenticated",
)
"""Connect's words at the places of gRPC's numbers."""

HTTP_STATUSES: Mapping[str, int] = {
    "canceled": 499,
    "invalid_argument": 400,
    "deadline_exceeded": 504,
    "not_found": 404,
    "already_exists": 409,
    "permission_denied": 403,
    "resource_exhausted": 429,
    "failed_precondition": 400,
    "aborted": 409,
    "out_of_range": 400,
    "unimplemented": 501,
    "unavailable": 503,
    "unauthenticated": 401,
}
"""As Connect's protocol has it; every other code is 500."""

TYPE_URL = "type.googleapis.com/"


def wire_form(status: status_pb2.Status) -> dict[str, Any]:
    """An error as Connect writes it."""
    details = [
        {"type": one.type_url.removeprefix(TYPE_URL), "value": b64encode(one.value).decode().rstrip("=")}
        for one in status.details
    ]
    return {"code": CODES[status.code], "message": status.message, "details": details}


def readable(error: Mapping[str, Any]) -> dict[str, Any]:
    """Connect's error with what its details say beside them: reason, both sentences, fields, when to try again."""
    details = [_opened(detail) for detail in error.get("details", ())]
    status = status_pb2.Status(details=[packed for packed, _ in details])
    told = {"code": error["code"], "message": error.get("message", ""), **_said_by(status)}
    return told if not details else {**told, "details": [shown for _, shown in details]}


def error_bytes(error: Mapping[str, Any]) -> bytes:
    return json.dumps(readable(error), ensure_ascii=False).encode()


def _opened(detail: Mapping[str, str]) -> tuple[any_pb2.Any, dict[str, Any]]:
    """A detail as a message, and as JSON with the `debug` that Connect has a place for."""
    value = b64decode(detail["value"] + "=" * (-len(detail["value"]) % 4))
    packed = any_pb2.Any(type_url=TYPE_URL + detail["type"], value=value)
    try:
        shown = MessageToDict(packed)
    except TypeError:  # a kind of message that nobody here knows
        return packed, dict(detail)
    shown.pop("@type")
    return packed, {**detail, "debug": shown}


def _said_by(status: status_pb2.Status) -> dict[str, Any]:
    info, request = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    retry, localized = error_details_pb2.RetryInfo(), error_details_pb2.LocalizedMessage()
    for detail in status.details:
        any(detail.Unpack(kind) for kind in (info, request, retry, localized))
    said = {
        "message_vi": localized.message,
        "reason": info.reason,
        "domain": info.domain,
        "metadata": dict(info.metadata),
        "fields": [_fault(violation) for violation in request.field_violations],
        "retry_after_seconds": retry.retry_delay.seconds,
    }
    return {key: value for key, value in said.items() if value}


def _fault(violation: error_details_pb2.BadRequest.FieldViolation) -> dict[str, str]:
    return {
        "field": violation.field,
        "message": violation.description,
        "message_vi": violation.localized_message.message,
    }
