"""What an agency writes in one transaction."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio
from google.protobuf.wrappers_pb2 import StringValue

from lienthong.control.v1.case_pb2 import CaseStep
from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.runtime.case_steps import steps_of
from lienthong_emulator.runtime.clock import clock_starting, wall_clock
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.kit import Kit, World
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.outbox import waiting_messages
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.recipe import Recipe
from lienthong_emulator.runtime.sqlite_files import SqliteFiles

LAN, MINH = (Context(case_id=f"birth-{child}") for child in ("lan", "minh"))


class Withdrawn(Exception):
    """The family thought better of it."""


async def describe(name: str) -> World:
    recipe = Recipe()
    return World(name=name, recipe=recipe, clock=clock_starting(recipe.start, wall_clock(), 0.0))


@pytest_asyncio.fixture
async def kit(tmp_path: Path) -> AsyncGenerator[Kit]:
    """Justice, which nobody takes messages from."""
    shelf = SqliteFiles(Storage(folder=tmp_path, synchronous="OFF"))
    justice = Agency(name="justice", schema="", services=[])
    node = Node({"justice": justice}, shelf=shelf, describe=describe, peers=Peers({}))
    yield await node.worlds.kit("justice", "default")
    await node.close()


async def kinds(kit: Kit, case: Context) -> list[str]:
    return [step.kind for step in await steps_of(kit.lookups, case.case_id)]


async def file_and_withdraw(kit: Kit) -> None:
    async with kit.write(LAN) as tx:
        await tx.next_number("birth")
        tx.step("dossier-filed", "Filed")
        tx.post("insurance", subject="lan", kind="birth", key="lan", body=StringValue(value="lan"))
        raise Withdrawn


async def test_numbers_go_on_from_one_transaction_to_the_next(kit: Kit) -> None:
    async with kit.write(LAN) as tx:
        first = [await tx.next_number("birth"), await tx.next_number("book"), await tx.next_number("birth")]
    async with kit.write(LAN) as tx:
        second = [await tx.next_number("birth"), await tx.next_number("book")]

    assert (first, second) == ([1, 1, 2], [3, 2])


async def test_a_transaction_that_failed_leaves_no_number_no_step_and_no_message(kit: Kit) -> None:
    with pytest.raises(Withdrawn):
        await file_and_withdraw(kit)

    async with kit.write(LAN) as tx:
        assert await tx.next_number("birth") == 1
    assert await kinds(kit, LAN) == []
    assert await waiting_messages(kit) == []


async def test_steps_stand_in_the_order_and_in_the_case_in_which_they_were_taken(kit: Kit) -> None:
    async with kit.write(LAN) as tx:
        tx.step("dossier-filed", "Filed")
        tx.context = MINH
        tx.step("birth-registered", "Registered")
        tx.context = LAN
        tx.step("card-asked-for", "Asked for")

    assert await kinds(kit, LAN) == ["dossier-filed", "card-asked-for"]
    assert await kinds(kit, MINH) == ["birth-registered"]


async def test_who_listens_hears_of_steps_once_they_stand(kit: Kit) -> None:
    with kit.steps.listening() as heard:
        async with kit.write(LAN) as tx:
            tx.step("dossier-filed", "Filed")
            tx.step("card-asked-for", "Asked for")
            assert heard.empty()
        told: list[CaseStep | None] = [heard.get_nowait(), heard.get_nowait()]

    assert [step.kind for step in told if step] == ["dossier-filed", "card-asked-for"]
