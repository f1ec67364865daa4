"""How a process without control learns of worlds: it asks control, and alone it knows only `default`."""

from __future__ import annotations

from collections.abc import Collection, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import grpc
from google.rpc import error_details_pb2

from lienthong.control.v1.world_service_pb2 import GetWorldRequest, NotePreparationRequest
from lienthong.control.v1.world_service_pb2_grpc import WorldServiceStub
from lienthong_emulator.control.convert import WORLDS, world_from_proto
from lienthong_emulator.control.worlds.domain import names_near
from lienthong_emulator.runtime.clock import WallClock, clock_starting, wall_clock
from lienthong_emulator.runtime.context import AGENCY_PREFIX, DEFAULT_WORLD
from lienthong_emulator.runtime.kit import World
from lienthong_emulator.runtime.peers import SECONDS_TO_ANSWER, Peers, translated
from lienthong_emulator.runtime.recipe import Recipe
from lienthong_emulator.runtime.refusals import PeerRefusal
from lienthong_emulator.runtime.worlds import WorldNotFound

if TYPE_CHECKING:
    from google.rpc.status_pb2 import Status

    from lienthong.control.v1.world_service_pb2_grpc import WorldServiceAsyncStub
    from lienthong_emulator.runtime.worlds import Describe, Note

CONTROL = "control"
NO_SUCH_WORLD = {"WORLD_NOT_FOUND", "INVALID_REQUEST"}
"""Reasons of `GetWorld`: the latter for what cannot be the name of a world."""


def describe_from(peers: Peers, *, recipe: Recipe, rate: float, wall: WallClock = wall_clock) -> Describe:
    """Ask control for a world; recipe and rate are those of `default` where no control is known."""
    clock = clock_starting(recipe.start, wall(), rate)

    async def describe(name: str) -> World:
        if CONTROL in peers.addresses:
            return await _ask_control(peers, name)
        if name == DEFAULT_WORLD:
            return World(name=name, recipe=recipe, clock=clock)
        raise WorldNotFound(world=name, near=names_near(name, [DEFAULT_WORLD]))

    return describe


def noting_at(peers: Peers) -> Note:
    """Tell control which agencies have their part of a world; where no control is known, nobody asks."""

    async def note(name: str, agencies: Collection[str]) -> None:
        for agency in agencies if CONTROL in peers.addresses else ():
            request = NotePreparationRequest(name=WORLDS + name, agency=AGENCY_PREFIX + agency)
            with _refused_by_control(name):
                await _control(peers).NotePreparation(request, timeout=SECONDS_TO_ANSWER)

    return note


async def _ask_control(peers: Peers, name: str) -> World:
    request = GetWorldRequest(name=WORLDS + name)
    with _refused_by_control(name):
        return world_from_proto(await _control(peers).GetWorld(request, timeout=SECONDS_TO_ANSWER))


def _control(peers: Peers) -> WorldServiceAsyncStub:
    return WorldServiceStub(peers.channel(CONTROL))


@contextmanager
def _refused_by_control(name: str) -> Generator[None]:
    try:
        yield
    except grpc.aio.AioRpcError as error:
        no = translated(error, CONTROL)
        if isinstance(no, PeerRefusal) and no.reason in NO_SUCH_WORLD:
            raise WorldNotFound(world=name, near=_near(no.status)) from error
        raise no from error


def _near(status: Status) -> str:
    info = error_details_pb2.ErrorInfo()
    return next((info.metadata["near"] for detail in status.details if detail.Unpack(info)), "")
