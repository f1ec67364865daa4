"""Rows that nobody waits for: who asked about whom. Many are written by one transaction, a moment after the answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.refusals import DatabaseUnavailable

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Database, Value

LOG = logging.getLogger("lienthong.later")
SECONDS_UNTIL_WRITTEN = 0.025
"""What the death of the process may lose. A commit for each question would cost as much as answering it."""
MOST_WAITING = 100_000
"""A database that cannot be written to must not fill the memory: beyond this the oldest are lost, and it is logged."""

Row = Mapping[str, "Value"]


class Later:
    """What one kit has yet to write. Who reads the rows has them written first."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[str, list[Row]] = {}
        self._alarm: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()

    def note(self, statement: str, *rows: Row) -> None:
        """Have rows inserted by a statement that names their columns."""
        self._waiting.setdefault(statement, []).extend(rows)
        if rows and self._alarm is None:
            self._alarm = asyncio.ensure_future(self._written_in_a_moment())

    def waiting(self, statement: str) -> Sequence[Row]:
        """What is not written yet, the oldest first."""
        return self._waiting.get(statement, ())

    async def written(self) -> None:
        """Write everything that was noted. Raises `DatabaseUnavailable`, and keeps the rows."""
        async with self._writing:
            if not self._waiting:
                return
            rows, self._waiting = self._waiting, {}
            try:
                async with self._database.write() as transaction:
                    for statement, found in rows.items():
                        transaction.execute_many(statement, found)
            except BaseException:
                self._keep(rows)
                raise

    async def close(self) -> None:
        """Write what can be written, and note nothing more."""
        if self._alarm is not None:
            self._alarm.cancel()
        try:
            await self.written()
        except DatabaseUnavailable as fault:
            LOG.warning("%d rows are lost: %s", sum(map(len, self._waiting.values())), fault)

    async def _written_in_a_moment(self) -> None:
        await asyncio.sleep(SECONDS_UNTIL_WRITTEN)
        self._alarm = None
        try:
            await self.written()
        except DatabaseUnavailable as fault:
            LOG.warning("%d rows wait: %s", sum(map(len, self._waiting.values())), fault)

    def _keep(self, rows: Mapping[str, list[Row]]) -> None:
        for statement, found in rows.items():
            kept = [*found, *self._waiting.get(statement, ())]
            self._waiting[statement] = kept[-MOST_WAITING:]
