"""The OpenAPI document, and a page to try every call.

Our choice: the page is our own, one file without a library. What others offer is fetched from a CDN by the browser, and
an emulator must work where there is none; what can be installed from the package index is years old.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

    from lienthong_emulator.edge.doors import Doors

PAGE_RULES = {
    "content-security-policy": (
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'"
    ),
    "cache-control": "no-cache",
}
"""Nothing from elsewhere, even if somebody wrote it into an answer."""


async def _document(_request: Request) -> Response:
    from lienthong_emulator.edge.openapi import openapi_document  # with the first who asks for it

    text = json.dumps(openapi_document(), ensure_ascii=False)
    return Response(text, media_type="application/json", headers={"access-control-allow-origin": "*"})


async def _page(_request: Request) -> Response:
    page = (resources.files("lienthong_emulator.edge") / "try.html").read_text("utf-8")
    return Response(page, media_type="text/html", headers=PAGE_RULES)


def routes(_doors: Doors) -> Sequence[Route]:
    return [
        Route("/openapi.json", _document, methods=["GET"]),
        Route("/docs", _page, methods=["GET"]),
        Route("/", _page, methods=["GET"]),
    ]
