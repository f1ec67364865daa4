"""Processes that are measured from outside."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

PROGRAM = [sys.executable, "-m", "lienthong_emulator"]
LIMITS = [sys.executable, "-m", "tests.benchmarks.limits"]
LOOK_AGAIN_AFTER = 0.002
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
"""Ours and the limits start from compiled modules, as they do on any machine from the second time on."""


@dataclass(frozen=True, slots=True)
class Running:
    """A process that answers at an address; `start_seconds` from exec to the first answer that says SERVING.

    `http` is the address of its HTTP doors, where it has some.
    """

    address: str
    process_id: int
    start_seconds: float
    http: str = ""

    def anonymous_memory(self) -> int:
        """RssAnon, in bytes."""
        return _memory(self.process_id, "RssAnon")

    def cpu_seconds(self) -> float:
        """What the process has used so far, its own and the system's on its behalf.

        By the clock that clock_getcpuclockid(3) names on Linux: the ticks of /proc are 10 ms, a tenth of some rounds.
        """
        return time.clock_gettime(~self.process_id << 3 | 2)

    def mapped_memory(self) -> int:
        """RssFile, in bytes: pages of files, which the system can take back."""
        return _memory(self.process_id, "RssFile")


def _memory(process_id: int, key: str) -> int:
    lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{key}:"))


async def births_limit(count: int) -> float:
    """Births a second that a process could do which did nothing but their bare calls and commits."""
    return float(await printed_by(*LIMITS, "births", str(count)))


async def printed_by(*command: str) -> bytes:
    """What a process prints; all goes wrong where it does."""
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, env=ENVIRONMENT)
    printed, _ = await process.communicate()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return printed


def world_file(folder: Path, world: str, agency: str) -> Path:
    """An agency's file of a world of the emulator that runs on a folder."""
    return folder / "data" / "worlds" / world / f"{agency}.sqlite3"


@asynccontextmanager
async def echo_server(answer_bytes: int = 0) -> AsyncGenerator[Running]:
    """The bare server of the limits; 0 for answers as long as the requests."""
    process = await asyncio.create_subprocess_exec(
        *LIMITS, "echo", str(answer_bytes), stdout=asyncio.subprocess.PIPE, env=ENVIRONMENT
    )
    assert process.stdout is not None
    try:
        yield Running((await process.stdout.readline()).decode().strip(), process.pid, 0.0)
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def http_server(answer: bytes) -> AsyncGenerator[Running]:
    """A bare endpoint that answers every request with the same bytes."""
    command = [sys.executable, "-m", "tests.benchmarks.http_limit"]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=ENVIRONMENT
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(answer)
    process.stdin.write_eof()
    try:
        address = (await process.stdout.readline()).decode().strip()
        yield Running(address, process.pid, 0.0, address)
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def emulator(folder: Path, *options: str) -> AsyncGenerator[Running]:
    """`lienthong up` with every agency in one process, its files in a folder, on any free port."""
    ports = folder / "ports.json"
    ports.unlink(missing_ok=True)
    arguments = ["up", "--listen", "127.0.0.1:0", "--data", str(folder / "data"), "--ports-file", str(ports)]
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *PROGRAM, *arguments, *options, stdout=asyncio.subprocess.DEVNULL, env=ENVIRONMENT
    )
    try:
        address = await _address(ports, process)
        await _serving(address)
        yield Running(address, process.pid, time.perf_counter() - started, _written(ports)["edge"])
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _address(ports: Path, process: asyncio.subprocess.Process) -> str:
    while not (written := _written(ports)):
        if process.returncode is not None:
            raise SystemExit(f"lienthong up ended with {process.returncode}")
        await asyncio.sleep(LOOK_AGAIN_AFTER)
    return next(iter(written.values()))


def _written(ports: Path) -> dict[str, str]:
    return json.loads(ports.read_text()) if ports.exists() else {}


async def _serving(address: str) -> None:
    stubs: Any = health_pb2_grpc
    async with grpc.aio.insecure_channel(address) as channel:
        check = stubs.HealthStub(channel).Check
        while True:
            answer = await check(health_pb2.HealthCheckRequest(), wait_for_ready=True)
            if answer.status == health_pb2.HealthCheckResponse.SERVING:
                return
            await asyncio.sleep(LOOK_AGAIN_AFTER)


async def seconds_of(*command: str) -> float:
    """Wall seconds of a whole process."""
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL, env=ENVIRONMENT)
    await process.wait()
    return time.perf_counter() - started
