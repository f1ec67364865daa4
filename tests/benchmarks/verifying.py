"""Claims about citizens, one by one and in batches, against servers that know nothing of either."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from tests.benchmarks.figures import Figure, Run, median_of
from tests.benchmarks.limits import BATCHES, ECHO, read_citizens
from tests.benchmarks.processes import Running, echo_server, emulator, world_file

from lienthong.population.v1.citizen_service_pb2 import (
    VerifyCitizenRequest,
    VerifyCitizenResponse,
    VerifyCitizensRequest,
    VerifyCitizensResponse,
)
from lienthong.type.v1.field_match_pb2 import MATCH_OUTCOME_MATCH, SUBJECT_OUTCOME_FOUND, FieldMatch
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, IdentityNumber
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong.type.v1.verification_pb2 import VERIFICATION_TIER_FIELD_LEVEL, Verification

Metadata = Sequence[tuple[str, str]]

ROUNDS = 7
CALLS, ONE_AT_A_TIME = 6_000, 500
IN_FLIGHT = 64
BATCH, BATCHES_OF_A_ROUND = 500, 60
ONE = "/lienthong.population.v1.CitizenService/VerifyCitizen"
MANY = "/lienthong.population.v1.CitizenService/VerifyCitizens"
METADATA = (("lienthong-caller", "agencies/insurance"), ("lienthong-purpose", "insurance-operation"))
NOON = Timestamp(seconds=1_641_358_800)
CITIZENS = """
    SELECT personal_number, full_name, birth_date_year, birth_date_month, birth_date_day, sex FROM citizen
    WHERE personal_number <> '' AND death_date = '' AND birth_defaulted = 0
"""
"""Those whom a claim can be right about: what a register with few mistakes is mostly asked."""


@dataclass(frozen=True, slots=True)
class Servers:
    """Ours and the bare one, the claims that both are sent, and the file that they are about."""

    ours: Running
    bare: Running
    claims: Sequence[PersonClaim]
    register: Path

    def batches(self, drawn: random.Random) -> Sequence[Sequence[PersonClaim]]:
        """Claims of one round."""
        claims = drawn.choices(self.claims, k=BATCH * BATCHES_OF_A_ROUND)
        return [claims[at : at + BATCH] for at in range(0, len(claims), BATCH)]


async def verify_unary(run: Run) -> Figure:
    """VerifyCitizen a second of the server's CPU time, 64 in flight."""
    async with servers_of(run, _answer_size()) as servers:
        requests = [VerifyCitizenRequest(claim=claim).SerializeToString() for claim in servers.claims[:CALLS]]
        ours, limits = list[float](), list[float]()
        for turn in range(ROUNDS + 1):
            ours_now = await cpu_of(servers.ours, ONE, requests)
            limit_now = await cpu_of(servers.bare, ECHO, requests)
            if turn:  # the first warms up
                ours.append(CALLS / ours_now)
                limits.append(CALLS / limit_now)
            run.tick()
    return median_of(ours, limits, "/CPU s", ">= 0.75", micros(ours, limits))


def micros(ours: Sequence[float], limits: Sequence[float]) -> str:
    return f"{1e6 / statistics.median(ours):.0f} us of CPU a call against {1e6 / statistics.median(limits):.0f}"


async def verify_latency(run: Run) -> Figure:
    """Half of all VerifyCitizen take no longer, one at a time."""
    async with servers_of(run, _answer_size()) as servers:
        requests = [VerifyCitizenRequest(claim=claim).SerializeToString() for claim in servers.claims[:ONE_AT_A_TIME]]
        ours, limits = list[float](), list[float]()
        for turn in range(2 * ROUNDS + 1):
            ours_now, limit_now = await _latencies(servers, requests)
            if turn:
                ours.append(ours_now)
                limits.append(limit_now)
            run.tick()
    return median_of(ours, limits, "us", "<= 1.35")


async def verify_bulk(run: Run) -> Figure:
    """Claims a second of the server's CPU time, in batches of 500 on one stream, each with a result for every field.

    The limit sends and takes batches of the same bytes, and reads the same keys 500 at a time with bare `sqlite3`.
    """
    async with servers_of(run, batch_size()) as servers:
        drawn = random.Random(1)
        ours, limits = list[float](), list[float]()
        for turn in range(ROUNDS + 1):
            batches = servers.batches(drawn)
            claims = BATCH * len(batches)
            ours_now = await _cpu_of_stream(servers.ours, MANY, _requests(batches))
            limit_now = await bulk_limit(servers, batches)
            if turn:
                ours.append(claims / ours_now)
                limits.append(claims / limit_now)
            run.tick()
    return median_of(ours, limits, "/CPU s", ">= 0.50", f"{run.people:,} people")


async def bulk_limit(servers: Servers, batches: Sequence[Sequence[PersonClaim]]) -> float:
    """CPU seconds that the bare server takes for batches of the same bytes, and bare `sqlite3` for their keys."""
    numbers = [[claim.identity_number.value for claim in batch] for batch in batches]
    return await _cpu_of_stream(servers.bare, BATCHES, _requests(batches)) + read_citizens(servers.register, numbers)


def _requests(batches: Sequence[Sequence[PersonClaim]]) -> Sequence[bytes]:
    return [VerifyCitizensRequest(claims=batch).SerializeToString() for batch in batches]


@asynccontextmanager
async def servers_of(run: Run, answer_bytes: int) -> AsyncGenerator[Servers]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with emulator(folder, "--people", str(run.people)) as ours, echo_server(answer_bytes) as bare:
            register = world_file(folder, "default", "population")
            yield Servers(ours, bare, _claims_in(register), register)


def _claims_in(register: Path) -> Sequence[PersonClaim]:
    with closing(sqlite3.connect(register)) as database:
        citizens = database.execute(CITIZENS).fetchall()
    random.Random(2).shuffle(citizens)
    return [_claim(*citizen) for citizen in citizens]


def _claim(number: str, full_name: str, year: int, month: int, day: int, sex: Any) -> PersonClaim:
    return PersonClaim(
        identity_number=IdentityNumber(type=IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, value=number),
        full_name=full_name,
        birth_date=Date(year=year, month=month, day=day),
        sex=sex,
    )


def _answer_size() -> int:
    """Bytes of an answer that confirms a claim of three fields."""
    answer = VerifyCitizenResponse(verification=_confirmed(), source_system="agencies/population", as_of_time=NOON)
    return answer.ByteSize()


def batch_size() -> int:
    answer = VerifyCitizensResponse(source_system="agencies/population", as_of_time=NOON)
    answer.verifications.extend([_confirmed()] * BATCH)
    return answer.ByteSize()


def _confirmed() -> Verification:
    rules = {"full_name": "vn-names-1", "birth_date": "vn-dates-1", "sex": "exact-1"}
    fields = [FieldMatch(field=field, outcome=MATCH_OUTCOME_MATCH, rule=rule) for field, rule in rules.items()]
    tier = VERIFICATION_TIER_FIELD_LEVEL
    return Verification(subject=SUBJECT_OUTCOME_FOUND, fields=fields, confirmed=True, tier=tier)


async def cpu_of(server: Running, method: str, requests: Sequence[bytes], metadata: Metadata = METADATA) -> float:
    """CPU seconds of a server that answers requests, so many of them in flight."""
    async with grpc.aio.insecure_channel(server.address) as channel:
        call = channel.unary_unary(method)
        await call(requests[0], metadata=metadata)
        left = iter(requests)
        before = server.cpu_seconds()
        await asyncio.gather(*(_one_after_the_other(call, left, metadata) for _ in range(IN_FLIGHT)))
        return server.cpu_seconds() - before


async def _one_after_the_other(call: Any, left: Iterator[bytes], metadata: Metadata) -> None:
    for request in left:
        await call(request, metadata=metadata)


async def _latencies(servers: Servers, requests: Sequence[bytes]) -> tuple[float, float]:
    """Ours and the bare one's, in turn call by call, so that both meet the same machine."""
    taken: tuple[list[float], list[float]] = ([], [])
    async with (
        grpc.aio.insecure_channel(servers.ours.address) as ours,
        grpc.aio.insecure_channel(servers.bare.address) as bare,
    ):
        calls = ours.unary_unary(ONE), bare.unary_unary(ECHO)
        for request in requests:
            for call, times in zip(calls, taken, strict=True):
                started = time.perf_counter()
                await call(request, metadata=METADATA)
                times.append(1e6 * (time.perf_counter() - started))
    return statistics.median(taken[0]), statistics.median(taken[1])


async def _cpu_of_stream(server: Running, method: str, batches: Sequence[bytes]) -> float:
    """CPU seconds of a server that answers batches of one stream."""

    async def sent() -> AsyncIterator[bytes]:
        for batch in batches:
            yield batch

    async with grpc.aio.insecure_channel(server.address) as channel:
        before = server.cpu_seconds()
        answered = [answer async for answer in channel.stream_stream(method)(sent(), metadata=METADATA)]
        assert len(answered) == len(batches)
        return server.cpu_seconds() - before
