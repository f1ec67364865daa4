"""A few connections serve all worlds; when they break nothing is lost, nothing is hidden, and it goes on."""

from __future__ import annotations

import asyncio

import pytest
from tests.runtime.process import JUSTICE, Control, note, notes
from tests.runtime.spring import Stranger, break_connections, opened, world

from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.postgres import PostgresDatabase
from lienthong_emulator.runtime.postgres_pool import CONNECTIONS
from lienthong_emulator.runtime.postgres_schemas import PostgresSchemas, postgres_schemas
from lienthong_emulator.runtime.refusals import DatabaseUnavailable
from lienthong_emulator.runtime.shelf import ShelfInUse


async def test_many_worlds_share_a_few_connections_and_do_not_see_each_other(
    shelf: PostgresSchemas, stranger: Stranger
) -> None:
    names = [f"world-{number}" for number in range(3 * CONNECTIONS)]
    node = Node({"justice": JUSTICE}, shelf=shelf, describe=Control(*names).describe, peers=Peers({}))
    kits = [await node.worlds.kit("justice", name) for name in names]

    await asyncio.gather(*(note(kit, kit.world.name) for kit in kits for _ in range(3)))

    assert [await notes(kit) for kit in kits] == [[name] * 3 for name in names]
    held = stranger.execute("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()").fetchone()
    assert held is not None
    assert held[0] <= 2 * CONNECTIONS + 2  # the hold, and who asks
    await node.close()


async def test_who_writes_may_read_beside_it_in_many_worlds_at_once(shelf: PostgresSchemas) -> None:
    databases = [await opened(shelf, of=world(f"world-{number}")) for number in range(2 * CONNECTIONS)]

    async def write_and_read(database: PostgresDatabase) -> None:
        async with database.write() as tx:
            tx.execute("INSERT INTO note (text) VALUES ('birth')")
            await tx.fetch_all("SELECT text FROM note")
            assert await database.lookups.fetch_all("SELECT text FROM note") == []

    async with asyncio.timeout(10):
        await asyncio.gather(*map(write_and_read, databases))


# Connections that break.


async def test_calls_go_on_when_the_server_is_back(shelf: PostgresSchemas, stranger: Stranger) -> None:
    database = await opened(shelf)
    for number in range(3):
        break_connections(stranger)
        await asyncio.sleep(0.05)  # until the farewell has come
        async with database.write() as tx:
            tx.execute("INSERT INTO note (text) VALUES (:text)", text=str(number))

    assert [row["text"] for row in await database.lookups.fetch_all("SELECT text FROM note")] == ["0", "1", "2"]


async def test_a_connection_that_breaks_in_a_transaction_is_told_as_such(
    shelf: PostgresSchemas, stranger: Stranger
) -> None:
    database = await opened(shelf)
    stood: list[str] = []

    async def break_off() -> None:
        async with database.write() as tx:
            tx.execute("INSERT INTO note (text) VALUES ('lost')")
            tx.after_commit(lambda: stood.append("lost"))
            await tx.fetch_all("SELECT text FROM note")
            break_connections(stranger)
            await tx.fetch_all("SELECT text FROM note")

    with pytest.raises(DatabaseUnavailable, match=r"terminating connection|closed"):
        await break_off()
    assert (stood, await database.lookups.fetch_all("SELECT text FROM note")) == ([], [])


async def test_what_a_caller_raises_is_not_hidden_by_a_connection_that_broke(
    shelf: PostgresSchemas, stranger: Stranger
) -> None:
    database = await opened(shelf)

    async def fail() -> None:
        async with database.write() as tx:
            await tx.fetch_all("SELECT text FROM note")
            break_connections(stranger)
            raise LookupError("nobody carries this number")

    with pytest.raises(LookupError, match="nobody carries this number"):
        await fail()
    assert await database.lookups.fetch_all("SELECT text FROM note") == []


async def test_whom_a_commit_in_doubt_concerns_is_told_to_look(shelf: PostgresSchemas, stranger: Stranger) -> None:
    database = await opened(shelf)
    told: list[str] = []

    async def commit() -> None:
        async with database.write() as tx:
            await tx.fetch_all("SELECT text FROM note")
            tx.after_commit(lambda: told.append("look"))
            break_connections(stranger)

    with pytest.raises(DatabaseUnavailable):
        await commit()
    assert told == ["look"]


async def test_a_hold_that_broke_is_taken_again(
    shelf: PostgresSchemas, postgres_database: str, stranger: Stranger
) -> None:
    database = await opened(shelf)
    break_connections(stranger)
    await asyncio.sleep(0.05)
    await database.lookups.fetch_all("SELECT text FROM note")

    with pytest.raises(ShelfInUse):
        async with postgres_schemas(postgres_database, ["justice"]):
            pass


# Statements.


async def test_one_statement_takes_many_rows_in_order(shelf: PostgresSchemas) -> None:
    database = await opened(shelf)
    async with database.write() as tx:
        tx.execute_many("INSERT INTO note (text) VALUES (:text)", [{"text": f"{n:04}"} for n in range(2_000)])
        tx.execute_many("INSERT INTO note (text) VALUES (:text)", [])
        tx.execute("DELETE FROM note WHERE text = :text", text="0000")

    rows = await database.scans.fetch_all("SELECT text FROM note ORDER BY position")
    assert [row["text"] for row in rows] == [f"{n:04}" for n in range(1, 2_000)]


async def test_text_stands_in_the_order_of_its_bytes(shelf: PostgresSchemas) -> None:
    database = await opened(shelf)
    async with database.write() as tx:
        tx.execute_many("INSERT INTO note (text) VALUES (:text)", [{"text": text} for text in ("b", "Đ", "B", "a-b")])

    rows = await database.scans.fetch_all("SELECT text FROM note ORDER BY text")
    assert [row["text"] for row in rows] == ["B", "a-b", "b", "Đ"]
