"""An annex at its sender: begun, written part by part, answered."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from tests.alone import kit_of

from lienthong.type.v1.refusal_pb2 import Refusal
from lienthong_emulator.annexes.desk import Desk, Page
from lienthong_emulator.annexes.domain import DUE, Annex, Kind, RefusedRow, State, digest_of, due_at
from lienthong_emulator.annexes.errors import AnnexPublished, AnnexUnderWay
from lienthong_emulator.annexes.handling import file_what_is_due, publish, take_answer, written_by
from lienthong_emulator.annexes.store import AnnexQuestions
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kit import Kit, utc_text
from lienthong_emulator.tax.agency import AGENCY

TAX = Context(caller="agencies/tax")
DECEMBER = 202112


@pytest_asyncio.fixture
async def kit(tmp_path: Path) -> AsyncGenerator[Kit]:
    async with kit_of(replace(AGENCY, rows="", first_timers=""), tmp_path) as kit:
        yield kit


async def three_rows(_kit: Kit, _period: int, after: str) -> Page:
    """Two and then one, as a register of three would give them."""
    return Page([b"third"], "3", is_last=True) if after else Page([b"first", b"second"], "2", is_last=False)


DESK = Desk({Kind.DEDUCTIONS: three_rows})


async def begun(kit: Kit, *, correct: bool = False) -> Annex:
    async with kit.write(TAX) as tx:
        return await publish(tx, Kind.DEDUCTIONS, DECEMBER, correct=correct, note="")


async def found(kit: Kit, annex: Annex) -> Annex:
    held = await AnnexQuestions(kit.lookups).find(annex.annex_id)
    assert held is not None
    return held


async def test_it_is_written_part_by_part(kit: Kit) -> None:
    annex = await begun(kit)
    assert await DESK.advance(kit, annex.annex_id)
    half = await found(kit, annex)
    assert not await DESK.advance(kit, annex.annex_id)
    whole = await found(kit, annex)

    assert (half.state, half.row_count, half.checkpoint, half.digest) == (State.UNDER_WAY, 2, "2", "")
    assert (whole.state, whole.row_count, whole.part_count) == (State.SENT, 3, 2)
    parts = [await AnnexQuestions(kit.lookups).part(annex.annex_id, number) for number in (1, 2)]
    assert [part and part.first_row for part in parts] == [1, 3]
    assert whole.digest == digest_of([part.digest for part in parts if part]).hex()


async def test_what_is_written_is_not_written_again(kit: Kit) -> None:
    annex = await begun(kit)
    while await DESK.advance(kit, annex.annex_id):
        pass

    assert await written_by("tax")(kit.lookups) == []
    assert not await DESK.advance(kit, annex.annex_id)
    assert (await found(kit, annex)).part_count == 2


async def test_who_asks_for_it_again_is_told_that_it_is_there(kit: Kit) -> None:
    await begun(kit)

    with pytest.raises(AnnexPublished):
        await begun(kit)
    with pytest.raises(AnnexUnderWay):
        await begun(kit, correct=True)


async def answer(kit: Kit, annex: Annex, state: State, *rows: RefusedRow) -> None:
    answered = replace(annex, state=state, refused_row_count=len(rows), answer_time=kit.now())
    async with kit.write(TAX) as tx:
        await take_answer(tx, annex.annex_id, answered, rows)


async def test_the_answer_names_the_rows_that_were_refused(kit: Kit) -> None:
    annex = await begun(kit)
    while await DESK.advance(kit, annex.annex_id):
        pass
    refusal = Refusal(reason="ROW_UNREADABLE").SerializeToString()
    refused = RefusedRow(annex_id=annex.annex_id, number=2, row_key="", refusal=refusal)
    await answer(kit, annex, State.ACKNOWLEDGED, refused)
    await answer(kit, annex, State.REFUSED)

    held = await found(kit, annex)
    assert (held.state, held.refused_row_count) == (State.ACKNOWLEDGED, 1)
    assert await AnnexQuestions(kit.lookups).refused_rows(annex.annex_id, after=0, most=9) == [refused]


async def test_after_a_refusal_another_version_may_be_sent(kit: Kit) -> None:
    annex = await begun(kit)
    while await DESK.advance(kit, annex.annex_id):
        pass
    await answer(kit, annex, State.REFUSED)

    assert (await begun(kit)).version == 2


async def timer(kit: Kit) -> tuple[str, str]:
    row = await kit.lookups.fetch_one("SELECT subject, due FROM timer WHERE kind = :kind", kind=DUE)
    assert row is not None
    return row["subject"], row["due"]


async def test_one_month_is_followed_by_the_next(kit: Kit) -> None:
    async with kit.write(TAX) as tx:
        await file_what_is_due(tx, "202201")

    assert await timer(kit) == ("202202", utc_text(due_at(202202)))
    assert len(await AnnexQuestions(kit.lookups).annexes([*Kind], (0, 999999), skip=0, most=9)) == 3


@pytest.mark.parametrize(("day", "month"), [(5, "202206"), (9, "202206"), (10, "202207")])
async def test_what_fell_due_before_the_world_began_is_not_filed(kit: Kit, day: int, month: str) -> None:
    start = kit.world.recipe.start.replace(month=6, day=day)
    kit.world.recipe = replace(kit.world.recipe, start=start)
    async with kit.write(TAX) as tx:
        await file_what_is_due(tx, "202201")

    assert (await timer(kit))[0] == month
    assert await AnnexQuestions(kit.lookups).annexes([*Kind], (0, 999999), skip=0, most=9) == []
