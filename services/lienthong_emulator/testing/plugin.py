"""Fixtures for pytest: `lienthong_world`, a fresh world for each test, on `lienthong_server`.

Loaded by pytest where the distribution is installed. What it needs is imported with the first test that uses it.
"""

from __future__ import annotations

import os
import re
import socket
import warnings
import zlib
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from lienthong.control.v1.world_pb2 import Recipe
    from lienthong_emulator.testing.server import Server
    from lienthong_emulator.testing.world import World

CALLS_SHOWN = 50
LONGEST_NAME = 40
_WORLD = pytest.StashKey["World"]()


@pytest.fixture(scope="session")
def lienthong_server() -> Generator[Server]:
    """Every agency, in memory, in this process; or those that `LIENTHONG_TARGET` names."""
    from lienthong_emulator.testing.server import playing

    with playing() as server:
        yield server


@pytest.fixture
def lienthong_recipe() -> Recipe | None:
    """What worlds are built from: personas alone, from 2022-01-05. Override it for another date, or for more people."""
    return None


@pytest.fixture
def lienthong_world(
    lienthong_server: Server, lienthong_recipe: Recipe | None, request: pytest.FixtureRequest
) -> Generator[World]:
    """A world that no other test sees; its clock stands still until the test moves it."""
    with lienthong_server.world(_name_of(request.node), lienthong_recipe) as world:
        request.node.stash[_WORLD] = world
        yield world


def _name_of(test: pytest.Item) -> str:
    """A name that people recognize, and that no other process uses, on this machine or another."""
    words = re.sub("[^a-z0-9]+", "-", test.name.lower()).strip("-")[:LONGEST_NAME].rstrip("-")
    return f"{words or 'test'}-{zlib.crc32(socket.gethostname().encode()):08x}-{os.getpid()}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Show what happened in the world of a test that fails."""
    report = yield
    world = item.stash.get(_WORLD, None)
    if world is not None and report.when == "call" and report.failed:
        report.sections.append((f"lienthong: calls in the world {world.name}", _told(world)))
    return report


def _told(world: World) -> str:
    """Never an exception, which pytest would end the whole run for: a test may have deleted its world."""
    import grpc

    from lienthong import Refused

    try:
        with warnings.catch_warnings(action="ignore"):
            calls = world.calls()
    except (Refused, grpc.RpcError) as error:
        return f"nobody can tell: {error}"
    left_out = f"... {len(calls) - CALLS_SHOWN} earlier calls\n" if len(calls) > CALLS_SHOWN else ""
    return left_out + "\n".join(map(str, calls[-CALLS_SHOWN:])) if calls else "none"
