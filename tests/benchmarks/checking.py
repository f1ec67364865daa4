"""Cards checked at reception, against a server that knows nothing of cards."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import grpc
from google.type.date_pb2 import Date
from tests.benchmarks.figures import Figure, Run, median_of
from tests.benchmarks.limits import ECHO
from tests.benchmarks.processes import echo_server, emulator, world_file
from tests.benchmarks.verifying import CALLS, ROUNDS, cpu_of, micros

from lienthong.insurance.v1.card_service_pb2 import CheckCardRequest

CHECK = "/lienthong.insurance.v1.CardService/CheckCard"
METADATA = (("lienthong-caller", "facilities/01001"), ("lienthong-purpose", "medical-care"))
CARDS_PRESENTED = (ROUNDS + 1) * CALLS
CARDS = """
    SELECT card_number, full_name, birth_year, birth_month, birth_day
    FROM card JOIN participant ON participant.participant_key = card.participant_key WHERE ending = 0
"""


async def card_check(run: Run) -> Figure:
    """CheckCard a second of the server's CPU time, 64 in flight, right cards of right people."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with emulator(folder, "--people", str(run.people)) as ours:
            requests = _presented(world_file(folder, "default", "insurance"))
            async with echo_server(await _answer_size(ours.address, requests[0])) as bare:
                figures, limits = list[float](), list[float]()
                for turn in range(ROUNDS + 1):
                    presented = of_round(requests, turn)
                    ours_now = await cpu_of(ours, CHECK, presented, METADATA)
                    limit_now = await cpu_of(bare, ECHO, presented, METADATA)
                    if turn:  # the first warms up
                        figures.append(len(presented) / ours_now)
                        limits.append(len(presented) / limit_now)
                    run.tick()
    return median_of(figures, limits, "/CPU s", ">= 0.70", micros(figures, limits))


def of_round(requests: Sequence[bytes], turn: int) -> Sequence[bytes]:
    """Those that nobody sent before, while there are some: a card that is presented hourly has a longer answer."""
    return requests[turn * CALLS :][:CALLS] or requests[:CALLS]


def _presented(register: Path) -> Sequence[bytes]:
    with closing(sqlite3.connect(register)) as database:
        cards = database.execute(CARDS).fetchall()
    random.Random(2).shuffle(cards)
    return [_request(*card).SerializeToString() for card in cards[:CARDS_PRESENTED]]


def _request(number: str, name: str, year: int, month: int, day: int) -> CheckCardRequest:
    return CheckCardRequest(card_number=number, full_name=name, birth_date=Date(year=year, month=month, day=day))


async def _answer_size(address: str, request: bytes) -> int:
    """Bytes of an answer about a right card."""
    async with grpc.aio.insecure_channel(address) as channel:
        answer: bytes = await channel.unary_unary(CHECK)(request, metadata=METADATA)
        return len(answer)
