"""Cards checked over HTTP at the card gateway, against a bare endpoint of the same framework; and what tokens weigh."""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import httpx
from tests.benchmarks.checking import CARDS, CARDS_PRESENTED, of_round
from tests.benchmarks.figures import Figure, Run, median_of
from tests.benchmarks.processes import Running, emulator, http_server, world_file
from tests.benchmarks.verifying import ROUNDS, micros

CONNECTIONS = 64
TOKENS = 10_000
ACCOUNT = {"username": "01999_BV", "password": hashlib.md5(b"lienthong-01999").hexdigest()}
OFFICER = {"hoTenCb": "Nguyễn Thị Tiếp Đón", "cccdCb": "901190999901"}
TAKE, CHECK = "/api/token/take", "/api/egw/KQNhanLichSuKCB2024"
MEGABYTE = 1e6
MOST_MEGABYTES = 20.0


async def gateway_check(run: Run) -> Figure:
    """Look-ups a second of the server's CPU time, on 64 connections, of right cards by a registered officer."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with emulator(folder, "--people", str(run.people)) as ours:
            requests = _requests(ours.http, world_file(folder, "default", "insurance"))
            [answer] = await _answers(ours.http, requests[-1:])
            assert json.loads(answer)["maKetQua"] == "000", answer
            async with http_server(answer) as bare:
                figures, limits = list[float](), list[float]()
                for turn in range(ROUNDS + 1):
                    sent = of_round(requests, turn)
                    ours_now, limit_now = await _cpu_of(ours, sent), await _cpu_of(bare, sent)
                    if turn:  # the first warms up
                        figures.append(len(sent) / ours_now)
                        limits.append(len(sent) / limit_now)
                    run.tick()
    return median_of(figures, limits, "/CPU s", ">= 0.60", micros(figures, limits))


async def gateway_tokens(run: Run) -> Figure:
    """What 10,000 tokens that are alive add to RssAnon, against what they may."""
    body = urlencode(ACCOUNT).encode()
    take = _request("x", TAKE, body, "application/x-www-form-urlencoded")
    with tempfile.TemporaryDirectory() as name:
        async with emulator(Path(name), "--people", "0") as running:
            await _answers(running.http, [take] * CONNECTIONS * 10)
            run.tick()
            before = running.anonymous_memory()
            await _answers(running.http, [take] * TOKENS)
            added = (running.anonymous_memory() - before) / MEGABYTE
            run.tick()
    return median_of([added], [MOST_MEGABYTES], "MB", "<= 1")


def _requests(address: str, register: Path) -> Sequence[bytes]:
    key = httpx.post(f"http://{address}{TAKE}", data=ACCOUNT).json()["APIKey"]
    shown = {"token": key["access_token"], "id_token": key["id_token"], **ACCOUNT}
    path = f"{CHECK}?{urlencode(shown)}"
    with closing(sqlite3.connect(register)) as database:
        cards = database.execute(CARDS).fetchall()
    random.Random(2).shuffle(cards)
    return [_request(address, path, _presented(*card), "application/json") for card in cards[:CARDS_PRESENTED]]


def _presented(number: str, name: str, year: int, month: int, day: int) -> bytes:
    known = [f"{part:02}" for part in (day, month) if part]
    fields = {"maThe": number, "hoTen": name, "ngaySinh": "/".join([*known, str(year)]), **OFFICER}
    return json.dumps(fields, ensure_ascii=False).encode()


def _request(host: str, path: str, body: bytes, kind: str) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _cpu_of(server: Running, requests: Sequence[bytes]) -> float:
    """CPU seconds in which a server answers requests."""
    before = server.cpu_seconds()
    await _answers(server.http, requests)
    return server.cpu_seconds() - before


async def _answers(address: str, requests: Sequence[bytes]) -> Sequence[bytes]:
    """Send requests on connections that are kept, one after the other on each; the bodies that come back."""
    left, bodies = iter(requests), list[bytes]()
    await asyncio.gather(*(_on_one_connection(address, left, bodies) for _ in range(CONNECTIONS)))
    return bodies


async def _on_one_connection(address: str, left: Iterator[bytes], bodies: list[bytes]) -> None:
    host, _, port = address.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        for request in left:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            status, length = head.split(b" ", 2)[1], head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]
            body = await reader.readexactly(int(length))
            if status != b"200":
                raise SystemExit(f"{address} answers {status.decode()}: {body.decode()}")
            bodies.append(body)
    finally:
        writer.close()
