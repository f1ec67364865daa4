"""Whoever changes a log in the database is found out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest

from lienthong.exchange.v1 import exchange_service_pb2 as contract
from lienthong.exchange.v1.message_pb2 import Receipt
from lienthong_emulator.exchange.relay.chain import Problem
from lienthong_emulator.exchange.relay.domain import NO_DIGEST, digest_of
from lienthong_emulator.runtime.database import Transaction

if TYPE_CHECKING:
    from exchange.relay.conftest import Line
    from lienthong_emulator.runtime.node import Node

STORIES = ("birth", "household", "school", "marriage", "move")


async def verified(line: Line, anchor: Receipt | None = None) -> contract.VerifyLogResponse:
    return await line.ask("VerifyLog", contract.VerifyLogRequest(receiver="agencies/insurance", anchor=anchor))


async def flip_a_bit(tx: Transaction) -> None:
    row = await tx.fetch_one("SELECT message FROM log_entry WHERE sequence = 3")
    assert row is not None
    content = bytearray(row["message"])
    content[-1] ^= 1
    tx.execute("UPDATE log_entry SET message = :content WHERE sequence = 3", content=bytes(content))


async def delete_an_entry(tx: Transaction) -> None:
    tx.execute("DELETE FROM log_entry WHERE sequence = 3")


async def delete_an_entry_and_close_the_gap(tx: Transaction) -> None:
    tx.execute("DELETE FROM log_entry WHERE sequence = 3")
    tx.execute("UPDATE log_entry SET sequence = 3 WHERE sequence = 4")
    tx.execute("UPDATE log_entry SET sequence = 4 WHERE sequence = 5")
    tx.execute("UPDATE log_head SET sequence = 4")


async def insert_an_entry(tx: Transaction) -> None:
    tx.execute("UPDATE log_entry SET sequence = 6 WHERE sequence = 5")
    tx.execute("UPDATE log_entry SET sequence = 5 WHERE sequence = 4")
    tx.execute("UPDATE log_entry SET sequence = 4 WHERE sequence = 3")
    tx.execute("UPDATE log_head SET sequence = 6")
    await _copy(tx, 2, to=3)


async def append_an_entry(tx: Transaction) -> None:
    await _copy(tx, 5, to=6)
    await _chain_anew(tx)


async def swap_two_entries(tx: Transaction) -> None:
    tx.execute("UPDATE log_entry SET sequence = 0 WHERE sequence = 3")
    tx.execute("UPDATE log_entry SET sequence = 3 WHERE sequence = 4")
    tx.execute("UPDATE log_entry SET sequence = 4 WHERE sequence = 0")


async def cut_off_the_end(tx: Transaction) -> None:
    tx.execute("DELETE FROM log_entry WHERE sequence > 3")


async def cut_off_the_end_and_the_head(tx: Transaction) -> None:
    await cut_off_the_end(tx)
    tx.execute("UPDATE log_head SET sequence = 3, digest = (SELECT digest FROM log_entry WHERE sequence = 3)")


async def move_a_message_to_another_case(tx: Transaction) -> None:
    tx.execute("UPDATE log_entry SET case_id = 'KS-2' WHERE sequence = 3")


async def write_the_whole_log_anew(tx: Transaction) -> None:
    await swap_two_entries(tx)
    await _chain_anew(tx)
    tx.execute("UPDATE log_head SET digest = (SELECT digest FROM log_entry WHERE sequence = 5)")


async def _copy(tx: Transaction, sequence: int, *, to: int) -> None:
    tx.execute(
        """
        INSERT INTO log_entry
        SELECT NULL, receiver, :new, 'forged', sender, subject, subject_sequence + 1, kind, case_id, message,
            accept_time, previous_digest, digest
        FROM log_entry WHERE sequence = :old
        """,
        old=sequence,
        new=to,
    )


async def _chain_anew(tx: Transaction) -> None:
    """Give every entry the digests and the count that its new place asks for."""
    previous = NO_DIGEST
    for row in await tx.fetch_all("SELECT sequence, message FROM log_entry ORDER BY sequence"):
        digest = digest_of(previous, row["sequence"], bytes(row["message"]))
        tx.execute(
            """
            UPDATE log_entry SET previous_digest = :previous, digest = :digest, subject_sequence = :sequence
            WHERE sequence = :sequence
            """,
            previous=previous,
            digest=digest,
            sequence=row["sequence"],
        )
        previous = digest


Tamper = Callable[[Transaction], Awaitable[None]]


async def tampered(node: Node, tamper: Tamper) -> None:
    async with node.worlds.using("exchange", "default") as kit, kit.database.write() as tx:
        await tamper(tx)


def broken(at: int, entries: int, problem: Problem) -> contract.VerifyLogResponse:
    return contract.VerifyLogResponse(entries=entries, broken_at=at, problem=problem)


async def test_a_log_that_nobody_touched_is_intact(line: Line) -> None:
    receipts = await line.tell(*STORIES)

    assert await verified(line) == contract.VerifyLogResponse(intact=True, entries=5)
    assert await verified(line, anchor=receipts[2]) == contract.VerifyLogResponse(intact=True, entries=5)


async def test_an_empty_log_is_intact(line: Line) -> None:
    assert await verified(line) == contract.VerifyLogResponse(intact=True)


async def test_a_log_of_several_pages_is_intact(line: Line) -> None:
    await line.send(*(line.message(f"child {i}", subject=f"child {i % 7}") for i in range(450)))

    assert await verified(line) == contract.VerifyLogResponse(intact=True, entries=450)


@pytest.mark.parametrize(
    ("tamper", "answer"),
    [
        pytest.param(flip_a_bit, broken(3, 3, Problem.DIGEST_DIFFERS), id="flip a bit"),
        pytest.param(delete_an_entry, broken(3, 3, Problem.ENTRY_MISSING), id="delete"),
        pytest.param(delete_an_entry_and_close_the_gap, broken(3, 3, Problem.PREVIOUS_DIFFERS), id="delete, close up"),
        pytest.param(insert_an_entry, broken(3, 3, Problem.PREVIOUS_DIFFERS), id="insert"),
        pytest.param(append_an_entry, broken(6, 6, Problem.ENVELOPE_DIFFERS), id="append"),
        pytest.param(swap_two_entries, broken(3, 3, Problem.PREVIOUS_DIFFERS), id="swap"),
        pytest.param(cut_off_the_end, broken(4, 3, Problem.HEAD_DIFFERS), id="cut off the end"),
        pytest.param(move_a_message_to_another_case, broken(3, 3, Problem.ENVELOPE_DIFFERS), id="another case"),
    ],
)
async def test_a_touched_log_is_broken(
    node: Node, line: Line, tamper: Tamper, answer: contract.VerifyLogResponse
) -> None:
    await line.tell(*STORIES)

    await tampered(node, tamper)

    assert await verified(line) == answer


@pytest.mark.parametrize(
    ("tamper", "answer"),
    [
        pytest.param(cut_off_the_end_and_the_head, broken(4, 3, Problem.ANCHOR_MISSING), id="cut off"),
        pytest.param(write_the_whole_log_anew, broken(4, 4, Problem.ANCHOR_DIFFERS), id="written anew"),
    ],
)
async def test_a_log_that_was_forged_as_a_whole_is_told_by_a_receipt(
    node: Node, line: Line, tamper: Tamper, answer: contract.VerifyLogResponse
) -> None:
    receipts = await line.tell(*STORIES)

    await tampered(node, tamper)

    assert (await verified(line)).intact
    assert await verified(line, anchor=receipts[3]) == answer
