"""The file that a world travels as: a ZIP with the world in JSON, and an SQLite file for each agency."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error as BrokenStream  # noqa: N812 - it is a class

from google.protobuf import json_format

from lienthong.control.v1 import world_pb2
from lienthong_emulator.runtime.context import AGENCY_PREFIX
from lienthong_emulator.runtime.validation import check
from lienthong_emulator.runtime.world_parts import WorldFileUnusable

WORLD = "world.json"
SUFFIX = ".sqlite3"
LARGEST_WORLD = 4 << 20
"""Bytes of `world.json`, people of a team's own included."""
NOT_READ = (BadZipFile, BrokenStream, EOFError, NotImplementedError, RuntimeError)
"""What `zipfile` raises over what it cannot read: damaged, cut off, packed in another way, locked by a password."""


class WorldFileWriter:
    """Writes a world's file: each agency's part, chunk by chunk, and what the world is."""

    def __init__(self, path: Path) -> None:
        self._zip = ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1)
        self._part: IO[bytes] | None = None
        self.agencies: list[str] = []

    def add(self, agency: str, chunk: bytes) -> None:
        """The next bytes of an agency's part; the parts come one after the other."""
        if self._part is None or agency != self.agencies[-1]:
            self._end_part()
            self.agencies.append(agency)
            self._part = self._zip.open(_member(agency + SUFFIX), "w", force_zip64=True)
        self._part.write(chunk)

    def tell(self, world: world_pb2.World) -> None:
        """What the world is; when all parts are in."""
        self._end_part()
        self._zip.writestr(_member(WORLD), json_format.MessageToJson(world, preserving_proto_field_name=True))

    def close(self) -> None:
        self._end_part()
        self._zip.close()

    def _end_part(self) -> None:
        if self._part is not None:
            self._part.close()
            self._part = None


def _member(name: str) -> ZipInfo:
    """Without the hour of the machine: the same world gives the same file."""
    member = ZipInfo(name)
    member.compress_type = ZIP_DEFLATED
    return member


@dataclass(frozen=True, slots=True)
class WorldFile:
    """A world's file that was read to its end and found whole."""

    path: Path
    world: world_pb2.World
    agencies: Sequence[str]
    """Those that it has a part of."""

    @contextmanager
    def part_of(self, agency: str) -> Generator[IO[bytes]]:
        """An agency's part, to be read."""
        with ZipFile(self.path) as opened, opened.open(agency + SUFFIX) as part:
            yield part


def read_world_file(path: Path) -> WorldFile:
    """Refused with `WorldFileUnusable` where there is no world in it, with `InvalidRequest` where that cannot be."""
    try:
        with ZipFile(path) as opened:
            world = _world_in(opened)
            agencies = _agencies_in(opened, world)
            if damaged := opened.testzip():
                raise WorldFileUnusable(field="chunk", problem=f"{damaged} is damaged")
    except NOT_READ as error:
        raise WorldFileUnusable(field="chunk", problem=f"it cannot be read ({error})") from error
    return WorldFile(path, world, agencies)


def _world_in(opened: ZipFile) -> world_pb2.World:
    if WORLD not in opened.namelist():
        raise WorldFileUnusable(field="chunk", problem=f"there is no {WORLD} in it")
    if opened.getinfo(WORLD).file_size > LARGEST_WORLD:
        raise WorldFileUnusable(field="chunk", problem=f"its {WORLD} is longer than {LARGEST_WORLD} bytes")
    try:
        world = json_format.Parse(opened.read(WORLD), world_pb2.World(), max_recursion_depth=20)
    except (json_format.ParseError, UnicodeDecodeError) as error:
        raise WorldFileUnusable(field="chunk", problem=f"its {WORLD} is no World ({error})") from error
    check(world)
    return world


def _agencies_in(opened: ZipFile, world: world_pb2.World) -> Sequence[str]:
    """The agencies that it has a part of. Refused with `WorldFileUnusable` where those are not the ones it tells of."""
    told = [agency.removeprefix(AGENCY_PREFIX) for agency in world.agencies]
    expected, found = sorted([WORLD, *(agency + SUFFIX for agency in told)]), sorted(opened.namelist())
    if found != expected:
        raise WorldFileUnusable(field="chunk", problem=f"{', '.join(expected)} must be in it, not {', '.join(found)}")
    return told
