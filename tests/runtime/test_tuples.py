"""Rows by position, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.justice.agency import AGENCY as JUSTICE

if TYPE_CHECKING:
    from conftest import OpenTables

STATEMENT = "SELECT COALESCE(:first, ''), COALESCE(:second, ''), 3 AS number, 4 AS number"


async def test_columns_of_one_name_all_come(open_tables: OpenTables) -> None:
    async with open_tables(JUSTICE) as database:
        read = await database.scans.fetch_tuples(STATEMENT, first="a", second="b")
        async with database.write() as transaction:
            written = await transaction.fetch_tuples(STATEMENT, first="a", second="b")

    assert [tuple(row) for row in read] == [tuple(row) for row in written] == [("a", "b", 3, 4)]
