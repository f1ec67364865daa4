"""Connections to SQLite files, in the event loop or with a thread of their own."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

STATEMENTS = 256
MAPPED = f"mmap_size = {1 << 30}"
KILOBYTES_CACHED = 256
"""Cached by each connection, as the statements are: what is mapped need not be cached as well."""
BUSY_SECONDS = 10.0

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]


class Writer(Protocol):
    """The one connection that writes."""

    def idle(self) -> sqlite3.Connection | None:
        """The connection, to read with in the event loop; None where it is elsewhere, or while something is written."""
        ...

    async def run(self, job: Job[T]) -> T: ...

    async def roll_back(self) -> None: ...

    async def see_through(self, work: Coroutine[Any, Any, None]) -> None:
        """Do work to its end, even where the caller hangs up meanwhile."""
        ...

    async def hurry(self) -> None:
        """Wait for the disk no more: what has been written is going to be removed."""
        ...

    async def close(self) -> None: ...


class WriterInPlace:
    """Writes in the event loop, opened with its first use: without a sync, a commit into the log only copies memory."""

    def __init__(self, path: Path, synchronous: str) -> None:
        self._path = path
        self._synchronous = synchronous
        self._raw: sqlite3.Connection | None = None

    def idle(self) -> sqlite3.Connection | None:
        raw = self._opened()
        return None if raw.in_transaction else raw

    async def run(self, job: Job[T]) -> T:
        return job(self._opened())

    def _opened(self) -> sqlite3.Connection:
        if self._raw is None:
            self._raw = open_for_writing(self._path, self._synchronous)
            self._raw.execute("PRAGMA wal_autocheckpoint = 0")
        return self._raw

    async def roll_back(self) -> None:
        if self._raw is not None:  # else it could not even be opened
            _roll_back(self._raw)

    async def see_through(self, work: Coroutine[Any, Any, None]) -> None:
        await work  # it never waits, so nobody can hang up

    async def hurry(self) -> None:
        if self._raw is not None:
            _hurry(self._raw)

    async def close(self) -> None:
        if self._raw is not None:
            self._raw.close()


class ThreadedConnection:
    """A connection with a thread of its own, which runs a whole job in one trip; both begin with the first job."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._raw: sqlite3.Connection | None = None

    @cached_property
    def _thread(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite")

    async def run(self, job: Job[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, job)

    def _run(self, job: Job[T]) -> T:
        if self._raw is None:
            self._raw = self._connect()
        return job(self._raw)

    async def close(self) -> None:
        """Wait for the jobs that were asked for; nothing is asked afterwards."""
        if "_thread" not in vars(self):
            return  # nothing was
        try:
            if self._raw is not None:
                await self.run(sqlite3.Connection.close)
        finally:
            self._thread.shutdown(wait=False)


class WriterOnThread(ThreadedConnection):
    """Writes on a thread of its own: a commit waits for the disk."""

    def __init__(self, path: Path, synchronous: str) -> None:
        super().__init__(partial(open_for_writing, path, synchronous))

    def idle(self) -> None:
        return None

    async def roll_back(self) -> None:
        await self.run(_roll_back)

    async def see_through(self, work: Coroutine[Any, Any, None]) -> None:
        await asyncio.shield(work)

    async def hurry(self) -> None:
        if self._raw is not None:
            await self.run(_hurry)


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _hurry(connection: sqlite3.Connection) -> None:
    _roll_back(connection)  # of a caller that did not leave in time
    connection.execute("PRAGMA synchronous = OFF")


def open_read_only(path: Path) -> sqlite3.Connection:
    """For reading what may not be ours: nothing of it is changed."""
    return _connected(path, "ro", MAPPED)


def open_template(path: Path) -> sqlite3.Connection:
    """For reading what nobody changes any more: without locks, and without a log beside it."""
    return _connected(path, "ro&immutable=1", MAPPED)


def open_for_lookups(path: Path) -> sqlite3.Connection:
    """For reading what is ours: unlike a read-only one, it removes the log where it is the last to leave."""
    return _connected(path, "rw", MAPPED, "query_only = ON")


def open_for_writing(path: Path, synchronous: str) -> sqlite3.Connection:
    return _connected(path, "rw", MAPPED, "journal_mode = WAL", f"synchronous = {synchronous}")


def _connected(path: Path, mode: str, *settings: str) -> sqlite3.Connection:
    """A connection to a file that is there: none is made."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS
    )
    connection.row_factory = sqlite3.Row
    for setting in (*settings, f"cache_size = -{KILOBYTES_CACHED}"):
        connection.execute(f"PRAGMA {setting}")
    return connection
