"""Whoever files: asks again until there is an answer, and reads the registers past the agencies."""

from __future__ import annotations

import asyncio
import sqlite3
import uuid
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

import grpc

if TYPE_CHECKING:
    from tests.torture.house import TorturedHouse

    from lienthong.client import Client

WORLD = "torture"
SILENT = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED}
SECONDS_FOR_AN_ANSWER = 5.0
SECONDS_BEFORE_ASKING_AGAIN = 0.1
SECONDS_BEFORE_LOOKING_AGAIN = 0.2
SECONDS_TO_COME_TO_AN_END = 900.0

Answer = TypeVar("Answer")
Rows = list[dict[str, Any]]


class Refused(Exception):
    """A no that nobody foresaw: nothing that is filed here may be refused."""


@dataclass(frozen=True)
class Desk:
    """`client` reaches the agencies over links that fail."""

    client: Client
    house: TorturedHouse
    chance: Random = field(default_factory=lambda: Random(0))

    async def ask(self, call: Callable[..., Awaitable[Answer]], request: Any, caller: str = "") -> Answer:
        """The answer to a request, however often it takes."""
        metadata = (("lienthong-caller", caller),) if caller else ()
        while True:
            try:
                return await call(request, metadata=metadata, timeout=SECONDS_FOR_AN_ANSWER)
            except grpc.aio.AioRpcError as no:
                if no.code() not in SILENT:
                    raise Refused(f"{type(request).__name__}: {no.code()} {no.details()}") from no
            await asyncio.sleep(SECONDS_BEFORE_ASKING_AGAIN)

    async def until(self, look: Callable[[], Awaitable[Answer]], is_there: Callable[[Answer], bool]) -> Answer:
        """What is seen once it is as it should be."""
        async with asyncio.timeout(SECONDS_TO_COME_TO_AN_END):
            while not is_there(found := await look()):  # noqa: ASYNC110 - the event is in another process
                await asyncio.sleep(SECONDS_BEFORE_LOOKING_AGAIN)
            return found

    def request_id(self) -> str:
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    def rows(self, agency: str, query: str, world: str = WORLD) -> Rows:
        """What a register holds, read from its file; nothing where it was never asked."""
        file = self.house.file_of(agency, world)
        if not file.exists():
            return []
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as raw:
            raw.row_factory = sqlite3.Row
            return [dict(row) for row in raw.execute(query)]
