"""Builds one agency's database of a world from rows. Run as a program, it builds what standard input describes.

Here nothing waits for an event loop, and nothing of gRPC is imported: a child process does this on a core of its own.
"""

import errno
import gc
import json
import re
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.rows import Rows

APPLICATION_ID = 0x4C54484E  # "LTHN"
KILOBYTES_CACHED = 16 << 10
"""Of pages, and again of what an index sorts at a time: of a whole nation neither fits, and 64 MB took 5 % less CPU."""
_AFTER_ROWS = re.compile(
    r"^(?:CREATE (?:UNIQUE )?INDEX|UPDATE)\b.*?;[^\n]*$|^CREATE TRIGGER\b.*?^END;[^\n]*$", re.MULTILINE | re.DOTALL
)
"""Indexes: to sort once costs less than to insert each in its place. Triggers: what these see to is set right once for
all rows."""

_TROUBLES = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE}
_SQLITE_TROUBLES = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}

Tell = Callable[[int], None]
"""Is told how many people of the nation are in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """All that a build needs: tables, what fills them (`module:function`, empty for nothing), and for whom.

    `timers` is what fills the table of timers: no data of the agency's, and so in no export.
    """

    tables: str
    digest: str
    rows: str
    nation: Nation
    timers: str = ""

    def all_rows(self) -> Iterable[Rows]:
        return chain(rows_for(self.timers, self.nation), rows_for(self.rows, self.nation))

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def blueprint_from_json(text: str) -> Blueprint:
    found = json.loads(text)
    return Blueprint(nation=Nation(**found.pop("nation")), **found)


def rows_for(source: str, nation: Nation) -> Iterable[Rows]:
    """The rows that `module:function` gives for a nation; the module is imported now, with all that it needs."""
    module, _, function = source.partition(":")
    return getattr(import_module(module), function)(nation) if source else ()


def tables_alone(tables: str) -> str:
    """The statements that come before the rows."""
    return _AFTER_ROWS.sub("", tables)


def after_rows(tables: str) -> list[str]:
    """The statements that make indexes and triggers, or set the rows right, in order."""
    return _AFTER_ROWS.findall(tables)


def lay_out(path: Path, tables: str, digest: str, *, timers: str = "", nation: Nation | None = None) -> None:
    """Make a file with our mark, tables that are empty but for timers, and the digest that tells it from others."""
    blueprint = Blueprint(tables=tables, digest=digest, rows="", nation=nation or Nation(), timers=timers)
    build(path, blueprint, lambda _people: None)


def build(path: Path, blueprint: Blueprint, tell: Tell) -> None:
    """Make the file that is asked for. It is only good once this has returned: nothing protects it meanwhile."""
    rows = chain([digest_row(blueprint.digest)], blueprint.all_rows())
    write_file(path, blueprint.tables, rows, tell, analyzed=bool(blueprint.nation.people))


def digest_row(digest: str) -> Rows:
    """What tells a database from those with other tables or of another nation."""
    return Rows("about", ("key", "value"), [("digest", digest)])


def write_file(path: Path, tables: str, batches: Iterable[Rows], tell: Tell, *, analyzed: bool) -> None:
    """Make a file with our mark, tables and rows.

    Of a few personas the planner would learn that every table may as well be scanned: those are not `analyzed`.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute("PRAGMA journal_mode = OFF")
        raw.execute("PRAGMA synchronous = OFF")
        raw.execute(f"PRAGMA cache_size = -{KILOBYTES_CACHED}")
        raw.executescript(tables_alone(tables))
        raw.execute("BEGIN")
        _fill(raw, batches, tell)
        for statement in after_rows(tables):
            raw.execute(statement)
        raw.execute("COMMIT")
        if analyzed:
            raw.execute("ANALYZE")
        raw.execute("PRAGMA journal_mode = WAL")


def rows_in(raw: sqlite3.Connection) -> Iterator[Rows]:
    """Everything in a file, a table at a time; read before the next is asked for."""
    tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
    for (table,) in raw.execute(tables).fetchall():
        found = raw.execute(f"SELECT * FROM {table}")
        yield Rows(table, tuple(column for column, *_ in found.description), found)


def _fill(raw: sqlite3.Connection, batches: Iterable[Rows], tell: Tell) -> None:
    for rows in batches:
        places = ", ".join("?" * len(rows.columns))
        raw.executemany(f"INSERT INTO {rows.table} ({', '.join(rows.columns)}) VALUES ({places})", rows.values)
        if rows.people:
            tell(rows.people)


def is_trouble_of_the_disk(error: Exception) -> bool:
    """It is full, or cannot be written to: what we do there is right, and may go well another time."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in _SQLITE_TROUBLES
    return isinstance(error, OSError) and error.errno in _TROUBLES


def say(**what: Any) -> None:
    """Tell whoever started this process, in a line of JSON."""
    print(json.dumps(what), flush=True)


def say_bug(error: Exception) -> None:
    """Tell of an error as the last line of its traceback does."""
    say(bug=f"{type(error).__name__}: {error}")


def main(path: Path) -> int:
    """Build what standard input describes; tell of progress, or of a problem of the disk, in lines of JSON."""
    try:
        build(path, blueprint_from_json(sys.stdin.read()), lambda people: say(people=people))
    except Exception as error:  # who asked hears of a bug, too; its traceback goes to standard error
        if not is_trouble_of_the_disk(error):
            say_bug(error)
            raise
        say(problem=str(error))
        return 1
    return 0


if __name__ == "__main__":
    gc.disable()  # rows by the million hold no cycles: nothing to look for
    if sys.platform != "win32":
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # end without a word where nobody listens any more
    sys.exit(main(Path(sys.argv[1])))
