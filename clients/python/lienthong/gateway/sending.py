"""Sending a request through what drops sockets, and reading what comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

import httpx

from lienthong.gateway.answers import Told
from lienthong.gateway.errors import GatewayUnavailable

MOST_ATTEMPTS: Final = 3
"""The real gateway drops sockets that it kept alive, and a proxy before it answers 502 at times."""
OF_A_PROXY: Final = {502, 503, 504}
DROPPED: Final = (httpx.NetworkError, httpx.RemoteProtocolError, httpx.ProxyError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is posted: a form or JSON, with what shows the token in the query or in headers."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    form: Mapping[str, str] | None = None
    json: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An HTTP status, and the JSON object that came with it; None where none did."""

    status: int
    told: Told | None

    @property
    def code(self) -> str:
        """The gateway's own, which some paths write with a capital; that of HTTP where it gave none."""
        return (self.told.text("maKetQua") if self.told else "") or str(self.status)

    @property
    def is_of_a_proxy(self) -> bool:
        """No gateway answered."""
        return self.told is None and self.status in OF_A_PROXY

    @property
    def note(self) -> str:
        return self.told.text("ghiChu") if self.told else ""


async def send(http: httpx.AsyncClient, base_url: str, request: Request) -> Reply:
    """Post until somebody answers, three times at most. Raises `GatewayUnavailable`."""
    for _ in range(MOST_ATTEMPTS - 1):
        try:
            reply = await _answered(http, base_url, request)
        except DROPPED:
            continue
        if not reply.is_of_a_proxy:
            return reply
    return await _last_answered(http, base_url, request)


async def _last_answered(http: httpx.AsyncClient, base_url: str, request: Request) -> Reply:
    try:
        reply = await _answered(http, base_url, request)
    except DROPPED as error:
        raise GatewayUnavailable("dropped", str(error)) from error
    if reply.is_of_a_proxy:
        raise GatewayUnavailable(reply.code)
    return reply


async def _answered(http: httpx.AsyncClient, base_url: str, request: Request) -> Reply:
    try:
        return _reply(await _posted(http, base_url, request))
    except httpx.TimeoutException as error:  # not asked again: who stands at a reception desk does not wait three times
        raise GatewayUnavailable("timeout", str(error)) from error


async def _posted(http: httpx.AsyncClient, base_url: str, request: Request) -> httpx.Response:
    return await http.post(
        base_url.rstrip("/") + request.path,
        params=request.query,
        headers=request.headers,
        data=request.form,
        json=request.json,
    )


def _reply(response: httpx.Response) -> Reply:
    try:
        found: Any = json.loads(response.content)
    except ValueError:
        found = None
    told = Told(cast("dict[str, Any]", found)) if isinstance(found, dict) else None
    return Reply(status=response.status_code, told=told)
