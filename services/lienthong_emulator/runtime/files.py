"""Database files: where they are, what tells them apart, and what is checked before one is touched."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Generator, Iterable
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from lienthong_emulator.runtime.load import APPLICATION_ID
from lienthong_emulator.runtime.refusals import Kind, Refusal
from lienthong_emulator.runtime.sqlite_connections import open_read_only

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.recipe import Nation

RUNTIME_TABLES = Path(__file__).with_name("runtime.sql").read_text("utf-8")
LARGEST_FULL_CHECK = 1 << 20
"""Bytes. To read all of a larger file would hold up the start: of one that was cut off, what is missing is told."""
SMALL_FILE = 2 << 20
"""Bytes. To copy or remove as much takes less than a millisecond, and as long again where it is a thread's turn."""
VANISHED = "it is gone, and with it what this agency knew of the world; put it back, or make the world anew"
ANOTHER = "it was made by another version or from another recipe; move it away and start anew"


class UnusableDatabaseFile(Refusal):
    """A file that is gone, is not ours, is damaged, or was made by another version. What is there stays as it is."""

    kind = Kind.FAILED_PRECONDITION
    reason = "DATABASE_FILE_UNUSABLE"
    english = "The database file {file} cannot be used and was left untouched: {problem}"
    vietnamese = "Không dùng được tệp cơ sở dữ liệu {file}, tệp được giữ nguyên: {problem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """Where worlds are kept, and how hard the engine tries to keep them.

    `synchronous` is SQLite's word: OFF in a temporary folder, NORMAL against the death of the process, FULL against
    that of the machine. Templates lie in the folder, too, unless it shares those of others.
    """

    folder: Path
    synchronous: str = "NORMAL"
    shared_templates: Path | None = None

    @property
    def templates(self) -> Path:
        return self.shared_templates or self.folder / "templates"

    def world_folder(self, world: str) -> Path:
        return self.folder / "worlds" / world

    def file_of(self, agency: str, world: str) -> Path:
        return Path(f"{self.folder}/worlds/{world}/{agency}.sqlite3")

    def has_file(self, agency: str, world: str) -> bool:
        return os.path.exists(f"{self.folder}/worlds/{world}/{agency}.sqlite3")  # noqa: PTH110 - without a path, in a third of the time

    def worlds_of(self, agency: str) -> list[str]:
        return sorted(path.parent.name for path in self.folder.glob(f"worlds/*/{agency}.sqlite3"))

    def is_small(self, world: str) -> bool:
        """Whether there is little to remove."""
        with suppress(FileNotFoundError), os.scandir(self.world_folder(world)) as found:
            return all(file.stat().st_size <= SMALL_FILE for file in found)
        return True

    def has_files(self, world: str) -> bool:
        return os.path.exists(f"{self.folder}/worlds/{world}")  # noqa: PTH110 - likewise

    def remove(self, world: str, agencies: Iterable[str]) -> None:
        """Remove the files of these agencies, and the folder with the last of them."""
        beginnings = tuple(f"{agency}.sqlite3" for agency in agencies)
        with suppress(FileNotFoundError), os.scandir(self.world_folder(world)) as found:
            for file in found:
                if file.name.startswith(beginnings):
                    Path(file).unlink()
        with suppress(OSError):  # another agency's file lies there, or another process was quicker
            self.world_folder(world).rmdir()


def tables_of(agency: Agency) -> str:
    return RUNTIME_TABLES + agency.schema


def digest_of(agency: Agency, nation: Nation) -> str:
    """Tells databases with other tables or of another nation apart."""
    text = "\n".join([agency.name, tables_of(agency), agency.rows, agency.first_timers, repr(nation)])
    return blake2b(text.encode(), digest_size=12).hexdigest()


def copy_whole(template: Path, path: Path) -> None:
    """Copy, then rename: no half file ever passes for a whole one."""
    with _aside(path) as aside:
        shutil.copyfile(template, aside)


def copy_live(path: Path, other: Path) -> None:
    """Copy a database that is open, with what lies in its log, likewise. Nothing may be written meanwhile."""
    with _aside(other) as aside, closing(open_read_only(path)) as source, closing(sqlite3.connect(aside)) as target:
        target.execute("PRAGMA journal_mode = OFF")  # no file beside it that would have to be renamed, too
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target)


@contextmanager
def _aside(path: Path) -> Generator[Path]:
    """Where a file is written before it stands where it belongs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.copying")
    for left_over in (path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        left_over.unlink(missing_ok=True)  # of a file that was removed: SQLite would play it into the new one
    try:
        yield aside
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def refuse_vanished(path: Path) -> NoReturn:
    """Refuse to begin anew where there was a file: what happened in it would be forgotten without a word."""
    raise UnusableDatabaseFile(file=str(path), problem=VANISHED)


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
            return _problem_inside(raw, path.stat().st_size, _size_of(path.with_name(f"{path.name}-wal")), digest)
    except sqlite3.DatabaseError as error:
        return f"it is damaged ({error})"


def _size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _problem_inside(raw: sqlite3.Connection, size: int, log_size: int, digest: str) -> str:
    if raw.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        return "it belongs to another program"
    if size <= LARGEST_FULL_CHECK and (found := raw.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        return f"it is damaged ({found})"
    pages, page = (raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    missing = pages * page - size
    if missing > log_size:  # a file grows in its write-ahead log first, and a killed process leaves it there
        return f"it is damaged ({missing} bytes are missing at its end)"
    row = raw.execute("SELECT value FROM about WHERE key = 'digest'").fetchone()
    if row is None or row[0] != digest:
        return ANOTHER
    return ""
