"""Errors of calls, as Connect carries them and as whoever has only `curl` reads them."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from connectrpc.code import Code
from connectrpc.errors import ConnectError, ErrorDetail
from google.protobuf import any_pb2
from google.protobuf.json_format import MessageToDict
from google.rpc import error_details_pb2, status_pb2
from protobuf.wkt import Any as ConnectAny

from lienthong.refusals import status_of as status_in
from lienthong_emulator.runtime.refusals import AgencyUnavailable, reason_of, status_of

if TYPE_CHECKING:
    import grpc

CODES = (
    "ok",
    Code.CANCELED,
    Code.UNKNOWN,
    Code.INVALID_ARGUMENT,
    Code.DEADLINE_EXCEEDED,
    Code.NOT_FOUND,
    Code.ALREADY_EXISTS,
    Code.PERMISSION_DENIED,
    Code.RESOURCE_EXHAUSTED,
    Code.FAILED_PRECONDITION,
    Code.ABORTED,
    Code.OUT_OF_RANGE,
    Code.UNIMPLEMENTED,
    Code.INTERNAL,
    Code.UNAVAILABLE,
    Code.DATA_LOSS,
    Code.UNAUTHENTICATED,
)
"""Connect's codes at the places of gRPC's numbers."""

HTTP_STATUSES: Mapping[str, int] = {
    Code.CANCELED.value: 499,
    Code.INVALID_ARGUMENT.value: 400,
    Code.DEADLINE_EXCEEDED.value: 504,
    Code.NOT_FOUND.value: 404,
    Code.ALREADY_EXISTS.value: 409,
    Code.PERMISSION_DENIED.value: 403,
    Code.RESOURCE_EXHAUSTED.value: 429,
    Code.FAILED_PRECONDITION.value: 400,
    Code.ABORTED.value: 409,
    Code.OUT_OF_RANGE.value: 400,
    Code.UNIMPLEMENTED.value: 501,
    Code.UNAVAILABLE.value: 503,
    Code.UNAUTHENTICATED.value: 401,
}
"""As Connect's protocol has it; every other code is 500."""

TYPE_URL = "type.googleapis.com/"


def connect_error(status: status_pb2.Status) -> ConnectError:
    details = [ErrorDetail(ConnectAny(type_url=one.type_url, value=one.value)) for one in status.details]
    return ConnectError(cast(Code, CODES[status.code]), status.message, details)


def wire_form(status: status_pb2.Status) -> dict[str, Any]:
    """An error as Connect writes it."""
    details = [
        {"type": one.type_url.removeprefix(TYPE_URL), "value": b64encode(one.value).decode().rstrip("=")}
        for one in status.details
    ]
    return {"code": cast(Code, CODES[status.code]).value, "message": status.message, "details": details}


def error_of_call(error: grpc.aio.AioRpcError, agency: str) -> ConnectError:
    """A failed call with its details; one that reached nobody has the reason that our own services give for that."""
    status = status_in(error)
    if status is not None and reason_of(status):
        return connect_error(status)
    code = cast(Code, CODES[cast(Any, error.code()).value[0]])
    if code is Code.UNAVAILABLE:
        return connect_error(status_of(AgencyUnavailable(agency=agency)))
    return ConnectError(code, error.details() or "")


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
    shown = MessageToDict(packed)
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
