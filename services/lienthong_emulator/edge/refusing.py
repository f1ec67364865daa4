"""Refusals as HTTP tells them, where a door has no shape of its own for them: as every call of the contract does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from lienthong_emulator.edge.error_json import HTTP_STATUSES, error_bytes, wire_form
from lienthong_emulator.runtime.refusals import PeerRefusal, Refusal, status_of

if TYPE_CHECKING:
    from google.rpc import status_pb2


async def refused(_request: Request, no: Exception) -> Response:
    """What an app answers where a door lets a refusal through."""
    assert isinstance(no, Refusal | PeerRefusal)
    return told(no)


async def gone(_request: Request, _gone: Exception) -> Response:
    """To who hung up before the body had ended: nobody reads it, and it is no failure of ours."""
    return Response(status_code=HTTP_STATUSES["canceled"])


def told(no: Refusal | PeerRefusal) -> Response:
    status = status_of(no) if isinstance(no, Refusal) else no.status
    return Response(error_bytes(wire_form(status)), code_of(status), media_type="application/json")


def code_of(status: status_pb2.Status) -> int:
    return HTTP_STATUSES.get(wire_form(status)["code"], 500)
