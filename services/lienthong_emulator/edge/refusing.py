"""Refusals as HTTP tells them, where a door has no shape of its own for them."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from google.rpc import error_details_pb2, status_pb2
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lienthong_emulator.runtime.refusals import Kind, PeerRefusal, Refusal, reason_of, status_of

CODES: Mapping[Kind, HTTPStatus] = {
    Kind.CANCELLED: HTTPStatus.SERVICE_UNAVAILABLE,
    Kind.INVALID_ARGUMENT: HTTPStatus.BAD_REQUEST,
    Kind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Kind.ALREADY_EXISTS: HTTPStatus.CONFLICT,
    Kind.PERMISSION_DENIED: HTTPStatus.FORBIDDEN,
    Kind.RESOURCE_EXHAUSTED: HTTPStatus.TOO_MANY_REQUESTS,
    Kind.FAILED_PRECONDITION: HTTPStatus.BAD_REQUEST,
    Kind.ABORTED: HTTPStatus.CONFLICT,
    Kind.OUT_OF_RANGE: HTTPStatus.BAD_REQUEST,
    Kind.INTERNAL: HTTPStatus.INTERNAL_SERVER_ERROR,
    Kind.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}


async def refused(_request: Request, no: Exception) -> Response:
    """What an app answers where a door lets a refusal through."""
    assert isinstance(no, Refusal | PeerRefusal)
    return told(no)


def told(no: Refusal | PeerRefusal) -> Response:
    status = status_of(no) if isinstance(no, Refusal) else no.status
    return JSONResponse(refusal_json(status), code_of(status))


def code_of(status: status_pb2.Status) -> HTTPStatus:
    return CODES.get(Kind(status.code), HTTPStatus.INTERNAL_SERVER_ERROR)


def refusal_json(status: status_pb2.Status) -> dict[str, object]:
    """A refusal with its reason, both sentences, and the fields at fault."""
    localized, request = error_details_pb2.LocalizedMessage(), error_details_pb2.BadRequest()
    for detail in status.details:
        _ = detail.Unpack(localized) or detail.Unpack(request)
    fields = [
        {"field": fault.field, "message": fault.description, "message_vi": fault.localized_message.message}
        for fault in request.field_violations
    ]
    return {
        "code": Kind(status.code).name,
        "reason": reason_of(status),
        "message": status.message,
        "message_vi": localized.message,
        "fields": fields,
    }
