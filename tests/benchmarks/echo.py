"""The bare echo server, in a process of its own."""

import asyncio

import grpc
import uvloop
from tests.benchmarks.limits import handler


async def main() -> None:
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((handler(),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print(f"127.0.0.1:{port}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main())
