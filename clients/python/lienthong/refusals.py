"""Why the other side said no."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import grpc
from google.protobuf import message
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

Detail = TypeVar("Detail", bound=message.Message)


@dataclass(eq=False)  # not frozen: Python notes the traceback on it
class Refused(Exception):
    """A refusal that the contract foresees.

    `reason` is what the call's comment lists, such as `CARD_NOT_FOUND`; `field` the first field at fault, empty where
    none is; `message_vi` the sentence in Vietnamese; `domain` is `exchange.lienthong` where the
    platform that carries messages says no, else `lienthong`.
    """

    code: grpc.StatusCode
    reason: str
    field: str
    message: str
    message_vi: str
    metadata: Mapping[str, str]
    domain: str = "lienthong"

    def __str__(self) -> str:
        return f"{self.reason}: {self.message}"


@contextmanager
def refused() -> Generator[None]:
    """Turn a call's refusal into `Refused`; every other error passes."""
    try:
        yield
    except grpc.RpcError as error:
        found = refusal_of(error)
        if found is None:
            raise
        raise found from error


def refusal_of(error: grpc.RpcError) -> Refused | None:
    """The refusal that an error carries, None where it carries none."""
    status = status_of(error)
    info = _detail(status, error_details_pb2.ErrorInfo())
    if status is None or info is None:
        return None
    localized = _detail(status, error_details_pb2.LocalizedMessage())
    return Refused(
        code=cast(Any, error).code(),
        reason=info.reason,
        field=field_of(error),
        message=status.message,
        message_vi=localized.message if localized else "",
        metadata=dict(info.metadata),
        domain=info.domain,
    )


def status_of(error: grpc.RpcError) -> status_pb2.Status | None:
    """The rich status that an error carries, None where it carries none."""
    return cast(Any, rpc_status).from_call(error)


def reason_of(error: grpc.RpcError) -> str:
    """The reason that the contract gives this refusal, such as `CARD_NOT_FOUND`; empty where there is none."""
    info = _detail(status_of(error), error_details_pb2.ErrorInfo())
    return info.reason if info else ""


def field_of(error: grpc.RpcError) -> str:
    """The path of the first field at fault, empty where none is."""
    bad = _detail(status_of(error), error_details_pb2.BadRequest())
    return bad.field_violations[0].field if bad and bad.field_violations else ""


def _detail(status: status_pb2.Status | None, kind: Detail) -> Detail | None:
    found = (kind for detail in (status.details if status else ()) if detail.Unpack(kind))
    return next(found, None)
