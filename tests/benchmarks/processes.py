"""Processes that are measured from outside."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

CLI = [sys.executable, "-m", "lienthong_emulator"]


async def line_from(process: asyncio.subprocess.Process) -> str:
    """The first line that a process prints."""
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().strip()


def anonymous_memory(pid: int) -> int:
    """RssAnon of a process, in bytes."""
    return _status(pid, "RssAnon")


def mapped_memory(pid: int) -> int:
    """RssFile of a process, in bytes: pages of files, which the system can take back."""
    return _status(pid, "RssFile")


def _status(pid: int, key: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{key}:"))


@asynccontextmanager
async def emulator(folder: Path, *options: str) -> AsyncGenerator[tuple[str, int, float]]:
    """`lienthong up` on a folder: its address, process id, and the seconds from exec to SERVING."""
    ports = folder / "ports.json"
    ports.unlink(missing_ok=True)
    arguments = ["up", "--listen", "127.0.0.1:0", "--data", str(folder / "data"), "--ports-file", str(ports), *options]
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(*CLI, *arguments, stdout=asyncio.subprocess.DEVNULL)
    try:
        address = await _address(ports, process)
        await _serving(address)
        yield address, process.pid, time.perf_counter() - started
    finally:
        process.terminate()
        await process.wait()


async def _address(ports: Path, process: asyncio.subprocess.Process) -> str:
    while not ports.exists():
        if process.returncode is not None:
            raise SystemExit(f"lienthong up ended with {process.returncode}")
        await asyncio.sleep(0.002)
    return next(iter(json.loads(ports.read_text()).values()))


async def _serving(address: str) -> None:
    async with grpc.aio.insecure_channel(address) as channel:
        check = health_pb2_grpc.HealthStub(channel).Check
        while True:
            answer = await check(health_pb2.HealthCheckRequest(), wait_for_ready=True)
            if answer.status == health_pb2.HealthCheckResponse.SERVING:
                return
            await asyncio.sleep(0.002)


async def seconds_of(*command: str) -> float:
    """Wall seconds of a whole process."""
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    await process.wait()
    return time.perf_counter() - started
