"""Database files: built once per recipe as a template, copied for each world, and checked before they are touched."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.refusals import Kind, Refusal
from lienthong_emulator.runtime.sqlite import SqliteDatabase, open_read_only, open_sqlite

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.kit import Recipe

APPLICATION_ID = 0x4C54484E  # "LTHN"
RUNTIME_TABLES = Path(__file__).with_name("runtime.sql").read_text("utf-8")
LARGEST_FULL_CHECK = 64 << 20


class UnusableDatabaseFile(Refusal):
    """A file that is not ours, is damaged, or was made by another version. It is left as it is."""

    kind = Kind.FAILED_PRECONDITION
    reason = "DATABASE_FILE_UNUSABLE"
    english = "The database file {file} cannot be used and was left untouched: {problem}"
    vietnamese = "Không dùng được tệp cơ sở dữ liệu {file}, tệp được giữ nguyên: {problem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """Where worlds are kept, and how hard the engine tries to keep them.

    `synchronous` is SQLite's word: OFF in a temporary folder, NORMAL against the death of the process, FULL against
    that of the machine.
    """

    folder: Path
    synchronous: str = "NORMAL"

    def world_folder(self, world: str) -> Path:
        return self.folder / "worlds" / world

    def file_of(self, agency: str, world: str) -> Path:
        return self.world_folder(world) / f"{agency}.sqlite3"

    def worlds_of(self, agency: str) -> list[str]:
        return sorted(path.parent.name for path in self.folder.glob(f"worlds/*/{agency}.sqlite3"))

    def remove_world(self, world: str, agency: str) -> None:
        for path in self.world_folder(world).glob(f"{agency}.sqlite3*"):
            path.unlink()
        if self.world_folder(world).exists() and not any(self.world_folder(world).iterdir()):
            self.world_folder(world).rmdir()


def tables_of(agency: Agency) -> str:
    return RUNTIME_TABLES + agency.schema


def digest_of(agency: Agency, recipe: Recipe) -> str:
    """Tells databases of another recipe, another schema or another generator apart."""
    text = "\n".join([agency.name, tables_of(agency), agency.seed_digest, repr(recipe)])
    return blake2b(text.encode(), digest_size=12).hexdigest()


async def open_world_file(agency: Agency, storage: Storage, world: str, recipe: Recipe) -> SqliteDatabase:
    """Open an agency's file of a world; where there is none, copy the template."""
    path = storage.file_of(agency.name, world)
    digest = digest_of(agency, recipe)
    if path.exists():
        check_file(path, digest)
    else:
        _copy_aside(await _template(agency, storage, recipe, digest), path)
    return await open_sqlite(path, synchronous=storage.synchronous)


async def _template(agency: Agency, storage: Storage, recipe: Recipe, digest: str) -> Path:
    path = storage.folder / "templates" / f"{agency.name}-{digest}.sqlite3"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as aside:
            built = Path(aside) / path.name
            await _build(agency, recipe, digest, built)
            built.replace(path)
    return path


async def _build(agency: Agency, recipe: Recipe, digest: str, path: Path) -> None:
    lay_out(path, tables_of(agency), digest)
    database = await open_sqlite(path, synchronous="OFF")
    try:
        async with database.write() as transaction:
            await agency.seed(transaction, recipe)
    finally:
        await database.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def lay_out(path: Path, tables: str, digest: str) -> None:
    """Make a file with our mark, tables, `about` among them, and the digest that tells it from others."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute("PRAGMA journal_mode = WAL")
        raw.executescript(tables)
        raw.execute("INSERT INTO about (key, value) VALUES ('digest', ?)", (digest,))


def _copy_aside(template: Path, path: Path) -> None:
    """Copy, then rename: no half file ever passes for a whole one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".copying")
    shutil.copyfile(template, aside)
    aside.replace(path)


def check_file(path: Path, digest: str) -> None:
    """Refuse a file that is not ours, is damaged, or was made by another version, without changing it."""
    if problem := _problem(path, digest):
        raise UnusableDatabaseFile(file=str(path), problem=problem)


def _problem(path: Path, digest: str) -> str:
    with path.open("rb") as file:
        header = file.read(16)
    if header != b"SQLite format 3\0":
        return "it is not an SQLite database"
    try:
        with closing(open_read_only(path)) as raw:
            return _problem_inside(raw, path.stat().st_size, digest)
    except sqlite3.DatabaseError as error:
        return f"it is damaged ({error})"


def _problem_inside(raw: sqlite3.Connection, size: int, digest: str) -> str:
    if raw.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        return "it belongs to another program"
    if size <= LARGEST_FULL_CHECK and (found := raw.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        return f"it is damaged ({found})"
    row = raw.execute("SELECT value FROM about WHERE key = 'digest'").fetchone()
    if row is None or row[0] != digest:
        return "it was made by another version or from another recipe; move it away and start anew"
    return ""
