"""The limit of the HTTP doors: one endpoint of the same framework, which reads a body and answers the same bytes.

`python -m tests.benchmarks.http_limit` takes the answer from standard input, prints its address, and serves until it
is ended.
"""

from __future__ import annotations

import socket
import sys

import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


async def _serve(answer: bytes) -> None:
    async def endpoint(request: Request) -> Response:
        await request.body()
        return Response(answer, media_type="application/json")

    listener = socket.create_server(("127.0.0.1", 0), backlog=2_048)
    app = Starlette(routes=[Route("/{path:path}", endpoint, methods=["POST"])])
    config = uvicorn.Config(app, http="httptools", access_log=False, lifespan="off", log_config=None, ws="none")
    print(f"127.0.0.1:{listener.getsockname()[1]}", flush=True)
    await uvicorn.Server(config).serve(sockets=[listener])


if __name__ == "__main__":
    uvloop.run(_serve(sys.stdin.buffer.read()))
