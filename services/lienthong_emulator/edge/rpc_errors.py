"""Errors of gRPC as Connect's library has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from connectrpc.code import Code
from connectrpc.errors import ConnectError, ErrorDetail
from protobuf.wkt import Any as ConnectAny

from lienthong.refusals import status_of as status_in
from lienthong_emulator.edge.error_json import CODES
from lienthong_emulator.runtime.refusals import AgencyUnavailable, reason_of, status_of

if TYPE_CHECKING:
    import grpc
    from google.rpc import status_pb2


def connect_error(status: status_pb2.Status) -> ConnectError:
    details = [ErrorDetail(ConnectAny(type_url=one.type_url, value=one.value)) for one in status.details]
    return ConnectError(Code(CODES[status.code]), status.message, details)


def error_of_call(error: grpc.aio.AioRpcError, agency: str) -> ConnectError:
    """A failed call with its details; one that reached nobody has the reason that our own services give for that."""
    status = status_in(error)
    if status is not None and reason_of(status):
        return connect_error(status)
    code = Code(CODES[cast(Any, error.code()).value[0]])
    if code is Code.UNAVAILABLE:
        return connect_error(status_of(AgencyUnavailable(agency=agency)))
    return ConnectError(code, error.details() or "")
