"""Sends them to an emulator over the wire, and counts how they end."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.message import DecodeError
from tests.benchmarks.births import dossiers
from tests.fuzz.messages import Drawn, Words

from lienthong.contract import descriptor_set, import_messages
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong.control.v1.world_service_pb2_grpc import WorldServiceStub

if TYPE_CHECKING:
    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message

CALLERS = (
    "testers/fuzz",
    "agencies/population",
    "agencies/justice",
    "agencies/insurance",
    "agencies/tax",
    "citizens/lan",
    "banks/a",
    "facilities/01001",
    "",
)
LARGEST_WORLD = 50
"""People. To build a large one is no bad input, it only takes long."""
SECONDS_FOR_AN_ANSWER = 20.0
SECONDS_TO_SETTLE = 0.2
SECONDS_OF_A_STREAM = 0.05
FRAMES_OF_A_STREAM = 3
BAD = {grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN, grpc.StatusCode.DEADLINE_EXCEEDED}
CUT_SHORT = "Internal error from Core"
"""What grpc.aio itself says where the server answered a stream of requests before all of them were written."""
WAIT = {"/lienthong.control.v1.NodeService/Settle"}
"""Calls that are answered when nothing is under way any more."""


@dataclass(slots=True)
class Ended:
    """How the inputs ended: by status, those that nobody can decode apart; and what may not be."""

    codes: Counter[str] = field(default_factory=Counter[str])
    undecodable: int = 0
    methods: Counter[str] = field(default_factory=Counter[str])
    failures: list[str] = field(default_factory=list[str])

    @property
    def inputs(self) -> int:
        return self.methods.total()


def methods() -> Sequence[MethodDescriptor]:
    """Every call of the contract."""
    import_messages()
    pool = descriptor_pool.Default()
    return [
        method
        for file in descriptor_set().file
        for service in file.service
        for method in pool.FindServiceByName(f"{file.package}.{service.name}").methods
    ]


async def fuzz(address: str, seed: int, inputs: int) -> Ended:
    """Send inputs to every call in turn. The same seed draws the same, as far as the answers are the same."""
    ended = Ended()
    async with grpc.aio.insecure_channel(address) as channel:
        fuzzer = Fuzzer(channel, Random(seed), ended)
        every = methods()
        for place in range(inputs):
            if place % len(every) == 0:
                await fuzzer.make_world()
            await fuzzer.send(every[place % len(every)])
    return ended


class Fuzzer:
    """One line to the emulator."""

    def __init__(self, channel: grpc.aio.Channel, chance: Random, ended: Ended) -> None:
        self._channel: Any = channel
        self._chance = chance
        self._ended = ended
        self._words = Words(chance)
        self._drawn = Drawn(chance, self._words)
        self._worlds_made = 0
        self._good: dict[str, list[bytes]] = {}
        for dossier in dossiers(3):
            self._keep_good("/lienthong.justice.v1.CivilStatusService/FileBirthDossier", dossier.SerializeToString())

    async def make_world(self) -> None:
        """Have another world to play in: some inputs delete theirs, or what one agency knows of it."""
        worlds: Any = WorldServiceStub(self._channel)
        with suppress(grpc.aio.AioRpcError):
            await worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{self._world}"), timeout=SECONDS_FOR_AN_ANSWER)
        self._worlds_made += 1
        await worlds.CreateWorld(CreateWorldRequest(world_id=self._world), timeout=SECONDS_FOR_AN_ANSWER)

    @property
    def _world(self) -> str:
        return f"fuzz-{self._worlds_made}"

    async def send(self, method: MethodDescriptor) -> None:
        path = f"/{method.containing_service.full_name}/{method.name}"
        content = self._request(method, path)
        self._ended.methods[path] += 1
        try:
            answer = await self._answer(method, path, content)
            self._keep_good(path, content)
            self._words.hear(answer)
            self._ended.codes["OK"] += 1
        except grpc.aio.AioRpcError as no:
            self._note(method, path, content, no)
        except TimeoutError:  # a stream that has nothing to tell
            self._ended.codes["OPEN"] += 1

    def _note(self, method: MethodDescriptor, path: str, content: bytes, no: grpc.aio.AioRpcError) -> None:
        cut_short = method.client_streaming and no.details() == CUT_SHORT
        self._ended.codes["CUT SHORT" if cut_short else no.code().name] += 1
        self._ended.undecodable += not _decodes(method, content)
        waits = path in WAIT and no.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        if no.code() in BAD and not waits and not cut_short:
            self._ended.failures.append(f"{path} {no.code().name} {no.details()} {content.hex()}")

    def _keep_good(self, path: str, content: bytes) -> None:
        """Remember what was answered: its neighbours come far."""
        kept = self._good.setdefault(path, [])
        if len(kept) < 20:
            kept.append(content)

    def _request(self, method: MethodDescriptor, path: str) -> bytes:
        """Something drawn, or something good that was changed, as fields or as bytes."""
        message = _empty(method)
        good = self._good.get(path)
        if good and self._chance.random() < 0.6:
            message.ParseFromString(self._chance.choice(good))
            self._drawn.changed(message)
        else:
            self._drawn.fill(message)
        _keep_small(message)
        content = message.SerializeToString()
        return self._drawn.broken(content) if self._chance.random() < 0.2 and not _builds(method) else content

    async def _answer(self, method: MethodDescriptor, path: str, content: bytes) -> Message:
        metadata = (
            ("lienthong-world", self._chance.choice(("default", self._world, self._world, "nowhere"))),
            ("lienthong-caller", self._chance.choice(CALLERS)),
        )
        kind: Any = message_factory.GetMessageClass(method.output_type)
        given = {"metadata": metadata, "timeout": SECONDS_TO_SETTLE if path in WAIT else SECONDS_FOR_AN_ANSWER}
        if method.client_streaming:
            frames = self._channel.stream_stream(path)([content, content], **given)
        elif method.server_streaming:
            frames = self._channel.unary_stream(path)(content, **given)
        else:
            return kind.FromString(await self._channel.unary_unary(path)(content, **given))
        return await _first_frames(frames, kind)


async def _first_frames(frames: Any, kind: Any) -> Message:
    """The last of the first frames; a stream that says nothing at once is left."""
    answer = kind()
    try:
        for _ in range(FRAMES_OF_A_STREAM):
            frame = await asyncio.wait_for(frames.read(), SECONDS_OF_A_STREAM)
            if frame is grpc.aio.EOF:
                break
            answer = kind.FromString(frame)
    finally:
        frames.cancel()
    return answer


def _empty(method: MethodDescriptor) -> Message:
    kind: Any = message_factory.GetMessageClass(method.input_type)
    return kind()


def _decodes(method: MethodDescriptor, content: bytes) -> bool:
    try:
        _empty(method).ParseFromString(content)
    except DecodeError:
        return False
    return True


def _builds(method: MethodDescriptor) -> bool:
    return method.input_type.name in ("CreateWorldRequest", "PrepareWorldRequest")


def _keep_small(message: Any) -> None:
    recipe = getattr(message, "recipe", None)
    if recipe is not None and hasattr(recipe, "people"):
        recipe.people = min(recipe.people, LARGEST_WORLD)
