"""gRPC's fork handlers start threads in a child that is about to run another program, where they may kill it."""

from __future__ import annotations

import os
import subprocess
import sys

TALKS_AND_FORKS = """
import asyncio, subprocess, sys
from contextlib import suppress
from lienthong_emulator import cli

sys.argv = ["lienthong", "--version"]
with suppress(SystemExit):
    cli.main()

import grpc
import uvloop

async def talk(channel):
    while True:
        with suppress(grpc.aio.AioRpcError):
            await channel.unary_unary("/nobody/Answers")(b"")

async def fork():
    server = grpc.aio.server()
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        talking = [asyncio.ensure_future(talk(channel)) for _ in range(4)]
        for _ in range(10):
            child = await asyncio.create_subprocess_exec(sys.executable, "-S", "-c", "")
            assert await child.wait() == 0
        for one in talking:
            one.cancel()
    await server.stop(None)

uvloop.run(fork())
"""


def test_the_commands_leave_them_out() -> None:
    command = [sys.executable, "-c", TALKS_AND_FORKS]
    told = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "GRPC_VERBOSITY": "INFO"}
    ).stderr

    assert "skipping fork() handlers" not in told
