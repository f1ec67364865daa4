"""Paths that are asked by the thousand, found with one look into a dict; all others go on to the framework's router."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from lienthong_emulator.edge.refusing import gone, refused
from lienthong_emulator.runtime.refusals import PeerRefusal, Refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

Answer: TypeAlias = "Callable[[Request], Awaitable[Response]]"


class Straight:
    """Answers of `POST`, by path, which may be written in any case and end in a slash: the gateway's server takes both.

    The router, its middleware and its wrappers cost a fifth of what `CheckCard` does (docs/decisions/0061).
    """

    def __init__(self, answers: Mapping[str, Answer], app: ASGIApp) -> None:
        self._answers = {path.lower(): answer for path, answer in answers.items()}
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._answers.get(scope["path"].lower().removesuffix("/")) if scope["type"] == "http" else None
        if answer is None:
            await self._app(scope, receive, send)
            return
        response = await _answered(answer, Request(scope, receive)) if scope["method"] == "POST" else _only_post()
        await response(scope, receive, send)


async def _answered(answer: Answer, request: Request) -> Response:
    try:
        return await answer(request)
    except (Refusal, PeerRefusal) as no:
        return await refused(request, no)
    except ClientDisconnect as left:
        return await gone(request, left)


def _only_post() -> Response:
    return PlainTextResponse("Method Not Allowed", 405, {"allow": "POST"})
