"""Templates: an agency's database of a nation, built once and copied into each world of that nation."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Generator, Iterable
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.builder import built_by_child
from lienthong_emulator.runtime.clock import WallClock, wall_clock
from lienthong_emulator.runtime.files import SMALL_FILE, copy_whole, digest_of, tables_of
from lienthong_emulator.runtime.load import Blueprint, Tell, build, is_trouble_of_the_disk
from lienthong_emulator.runtime.refusals import DatabaseUnavailable
from lienthong_emulator.runtime.sqlite_connections import open_template
from lienthong_emulator.runtime.tasks import see_through, shared_task

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.recipe import Nation

HOUSE = Path(__file__).parents[1]
BUILDER = "lienthong_emulator.runtime.load"
ASIDE = "building-"
HOLD = "held.lock"
MOST_KEPT = 20
MOST_BYTES_KEPT = 2 << 30
SECONDS_IN_USE = 3600.0
"""Nothing that was used or written later than that is removed: another process may be at it."""


@dataclass(slots=True, kw_only=True, eq=False)
class _Build:
    """A build under way, and who wants to hear of it."""

    task: asyncio.Task[None]
    told: list[Tell] = field(default_factory=list[Tell])

    def tell(self, people: int) -> None:
        for tell in self.told:
            tell(people)


class Templates:
    """The templates of one folder. There is one build of each at a time, however many wait for it.

    It goes on when they hang up. Two processes may build the same in one folder: the last whole file stays.
    """

    def __init__(self, folder: Path, wall: WallClock = wall_clock) -> None:
        self._folder = folder
        self._wall = wall
        self._builds: dict[Path, _Build] = {}
        self._known: set[str] = set()
        self._lent: dict[tuple[str, Nation], tuple[Path, sqlite3.Connection]] = {}
        self._cores = asyncio.Semaphore(os.cpu_count() or 1)

    async def copy(self, agency: Agency, nation: Nation, path: Path, tell: Tell) -> None:
        """Give an agency its file of a world: whole, or not at all."""
        with troubles_of_the_disk():
            template = await self._ready(agency, nation, tell)
            if template.stat().st_size > SMALL_FILE:
                await see_through(asyncio.to_thread(_copy, template, path))
            else:
                _copy(template, path)

    async def lend(self, agency: Agency, nation: Nation, tell: Tell) -> bool:
        """Have a template ready to be read by many, unless it is large: later on, to copy it would hold somebody up."""
        with troubles_of_the_disk():
            template = await self._ready(agency, nation, tell)
            if template.stat().st_size > SMALL_FILE:
                return False
            if (agency.name, nation) not in self._lent:
                self._lent[agency.name, nation] = template, open_template(template)
        return True

    def lent(self, agency: Agency, nation: Nation) -> tuple[Path, sqlite3.Connection] | None:
        """The template and the connection that all share who have borrowed it."""
        return self._lent.get((agency.name, nation))

    async def _ready(self, agency: Agency, nation: Nation, tell: Tell) -> Path:
        template = await self._template_of(agency, nation)
        if not template.exists():
            await self._built(template, agency, nation, tell)
        return template

    async def _template_of(self, agency: Agency, nation: Nation) -> Path:
        """Where the template belongs. The sources of what generates people are read once, on a thread."""
        if agency.name not in self._known:
            await asyncio.to_thread(key_of, agency, nation)
            self._known.add(agency.name)
        return self._folder / f"{agency.name}-{key_of(agency, nation)}.sqlite3"

    async def _built(self, path: Path, agency: Agency, nation: Nation, tell: Tell) -> None:
        if path not in self._builds:
            self._begin(path, agency, nation)
        build = self._builds[path]
        build.told.append(tell)
        try:
            await asyncio.shield(build.task)
        finally:
            build.told.remove(tell)

    def _begin(self, path: Path, agency: Agency, nation: Nation) -> None:
        task = shared_task(self._build(path, agency, nation))
        self._builds[path] = _Build(task=task)
        task.add_done_callback(lambda _: self._builds.pop(path))

    async def _build(self, path: Path, agency: Agency, nation: Nation) -> None:
        blueprint = blueprint_of(agency, nation)
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=ASIDE, dir=self._folder) as aside, _held(Path(aside)):
            built = Path(aside) / path.name
            if nation.people and agency.rows:
                async with self._cores:
                    await built_by_child(BUILDER, str(built), asked=blueprint.to_json(), tell=self._builds[path].tell)
            else:
                await see_through(asyncio.to_thread(build, built, blueprint, lambda _people: None))
            built.replace(path)

    def make_room(self) -> None:
        """Remove what was used longest ago beyond our bounds, and what a build that was killed left behind."""
        old = self._wall().timestamp() - SECONDS_IN_USE
        for aside in self._folder.glob(f"{ASIDE}*"):
            if aside.stat().st_mtime < old or _is_left(aside):
                shutil.rmtree(aside, ignore_errors=True)
        size = 0
        for place, (path, stat) in enumerate(_latest_first(self._folder.glob("*.sqlite3"))):
            size += stat.st_size
            if (place >= MOST_KEPT or size > MOST_BYTES_KEPT) and stat.st_mtime < old:
                path.unlink(missing_ok=True)

    async def close(self) -> None:
        """Break off what is being built, and lend nothing more."""
        tasks = [build.task for build in self._builds.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for _, connection in self._lent.values():
            connection.close()
        self._lent.clear()


def _copy(template: Path, path: Path) -> None:
    copy_whole(template, path)
    with suppress(OSError):  # a folder that only others may write to
        os.utime(template)


@contextmanager
def _held(aside: Path) -> Generator[None]:
    """A hold that ends with the process, whatever ends that."""
    with closing(sqlite3.connect(aside / HOLD, isolation_level=None)) as hold:
        hold.execute("PRAGMA journal_mode = MEMORY")  # no file that would have to be cleared away
        hold.execute("BEGIN EXCLUSIVE")
        yield


def _is_left(aside: Path) -> bool:
    """Whether the process that built there has ended; one that has not taken its hold yet is just beginning."""
    if not (aside / HOLD).exists():
        return False
    try:
        with closing(sqlite3.connect(aside / HOLD, timeout=0, isolation_level=None)) as hold:
            hold.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        return False
    return True


def _latest_first(paths: Iterable[Path]) -> list[tuple[Path, os.stat_result]]:
    found = [(path, path.stat()) for path in paths]
    return sorted(found, key=lambda file: file[1].st_mtime, reverse=True)


@contextmanager
def troubles_of_the_disk() -> Generator[None]:
    """Refuse with `DatabaseUnavailable` what the disk will not take."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if not is_trouble_of_the_disk(error):
            raise
        raise DatabaseUnavailable(problem=str(error)) from error


def blueprint_of(agency: Agency, nation: Nation) -> Blueprint:
    return Blueprint(
        tables=tables_of(agency),
        digest=digest_of(agency, nation),
        rows=agency.rows,
        nation=nation,
        timers=agency.first_timers,
    )


def key_of(agency: Agency, nation: Nation) -> str:
    """Tells templates apart: by tables, nation, and the sources of what generates its people."""
    text = digest_of(agency, nation) + (_generator_of(agency.rows) if agency.rows else "")
    return blake2b(text.encode(), digest_size=12).hexdigest()


@cache
def _generator_of(rows: str) -> str:
    module = find_spec(rows.partition(":")[0])
    own = [Path(module.origin).parent] if module and module.origin else []
    return digest_of_sources([HOUSE / "people", HOUSE / "reference", *own])


def digest_of_sources(folders: Iterable[Path]) -> str:
    """Changes with any file in the folders."""
    digest = blake2b(digest_size=12)
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        if path.suffix != ".pyc":
            digest.update(f"{path.name}\0".encode() + blake2b(path.read_bytes()).digest())
    return digest.hexdigest()
