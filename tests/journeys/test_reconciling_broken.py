"""Insurance dies in the middle of a reconciliation, population does not answer, somebody asks to stop."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from google.longrunning.operations_pb2 import CancelOperationRequest, DeleteOperationRequest
from google.rpc.code_pb2 import CANCELLED
from tests.journeys.dying import Deaths
from tests.journeys.reconciling import Office, key_of, office_in, progress_of, told

from lienthong.insurance.v1 import reconciliation_service_pb2 as pb
from lienthong_emulator.runtime.recipe import Nation

if TYPE_CHECKING:
    from conftest import House, Refusing, SplitHouse
    from journeys.conftest import Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")

NATION = Nation(seed=5, people=2_000)
OF_MANY_BATCHES = Nation(seed=5, people=10_000)
RECONCILING = Deaths("reconcile", ("insurance.reconcile.before-commit", "insurance.reconcile.committed"))


async def is_whole(office: Office, operation: str, nation: Nation = NATION) -> None:
    """Everybody was verified once, and what differs was found once."""
    ended = await office.wait_for(operation)
    found, results, discrepancies = (
        progress_of(ended),
        await office.results(operation),
        await office.discrepancies(),
    )
    lists = Counter(result.list for result in results)

    assert (ended.done, ended.HasField("error")) == (True, False)
    assert found.verified == found.total == len({result.participant for result in results}) == len(results)
    assert [found.matched, found.not_matched] == [
        lists[pb.RECONCILIATION_LIST_MATCHED],
        lists[pb.RECONCILIATION_LIST_NOT_MATCHED],
    ]
    assert told(discrepancies) == Counter(key_of(nation).keys())
    assert (found.discrepancies_opened, found.discrepancies_known) == (len(discrepancies), 0)
    counts = {(one.field, one.outcome, one.subject): one.count for one in found.counts}
    for kind, times in Counter((one.field, one.outcome, one.subject) for one in discrepancies).items():
        assert counts[kind] >= times  # what no discrepancy comes of is counted too


@pytest.mark.parametrize("point", RECONCILING.points)
async def test_nobody_is_counted_twice_whenever_insurance_dies(
    house_to_break: SplitHouse, fragile_commune: Commune, world: str, point: str
) -> None:
    async with office_in(house_to_break, f"of-{world}"[:60], people=NATION.people, seed=NATION.seed) as office:
        mark = await RECONCILING.arm(house_to_break, "insurance", point)
        operation = await fragile_commune.asked_again(office.begin)
        assert await house_to_break.end_of("insurance") == -signal.SIGKILL
        assert mark.read_text() == point

        await RECONCILING.start_again(house_to_break, "insurance", point)
        await fragile_commune.asked_again(lambda: office.look_at(operation.name))
        await is_whole(office, operation.name)


async def test_it_goes_on_where_it_was_cut_off(
    house_to_break: SplitHouse, fragile_commune: Commune, world: str
) -> None:
    """Three times, wherever it happens to be."""
    nation = OF_MANY_BATCHES
    async with office_in(house_to_break, f"of-{world}"[:60], people=nation.people, seed=nation.seed) as office:
        operation = (await office.begin()).name
        for seconds in (0.1, 0.3, 0.2):
            await asyncio.sleep(seconds)
            await house_to_break.cut_off("insurance")
            await house_to_break.start("insurance")
        await fragile_commune.asked_again(lambda: office.look_at(operation))
        await is_whole(office, operation, nation)


async def test_it_waits_for_population_and_goes_on_by_itself(
    house_to_break: SplitHouse, fragile_commune: Commune, refusal: Refusing, world: str
) -> None:
    async with office_in(house_to_break, f"of-{world}"[:60], people=NATION.people, seed=NATION.seed) as office:
        await house_to_break.cut_off("population")
        operation = (await office.begin()).name
        waiting = await office.wait_for(operation, seconds=1)
        assert (waiting.done, progress_of(waiting).verified) == (False, 0)
        other = await refusal(office.begin())
        assert (other.reason, other.metadata["operation"]) == ("RECONCILIATION_UNDER_WAY", operation)
        no = await refusal(office.client.operations.DeleteOperation(DeleteOperationRequest(name=operation)))
        assert no.reason == "OPERATION_NOT_DONE"

        await house_to_break.start("population")
        await is_whole(office, operation)


async def test_who_asks_to_stop_does_not_wait_for_population(
    house_to_break: SplitHouse, fragile_commune: Commune, world: str
) -> None:
    async with office_in(house_to_break, f"of-{world}"[:60]) as office:
        await house_to_break.cut_off("population")
        operation = (await office.begin()).name
        await office.client.operations.CancelOperation(CancelOperationRequest(name=operation))
        ended = await office.wait_for(operation)
        assert (ended.done, ended.error.code, progress_of(ended).cancel_requested) == (True, CANCELLED, True)
        await house_to_break.start("population")
        await fragile_commune.asked_again(fragile_commune.settle)


async def test_it_stops_between_two_batches(whole_house: House, world: str) -> None:
    nation = OF_MANY_BATCHES
    async with office_in(whole_house, world, people=nation.people, seed=nation.seed) as office:
        operation = (await office.begin()).name
        await office.client.operations.CancelOperation(CancelOperationRequest(name=operation))
        ended = await office.wait_for(operation)
        found, results = progress_of(ended), await office.results(operation)
        assert (ended.done, ended.error.code, ended.HasField("response")) == (True, CANCELLED, False)
        assert found.verified == len(results) < found.total
        await is_found_again(office)


async def is_found_again(office: Office) -> None:
    """Another run finds what the first did not come to, and knows the rest."""
    before = len(await office.discrepancies())
    _, found = await office.reconcile()

    assert (found.verified, found.discrepancies_known) == (found.total, before)
    assert told(await office.discrepancies()) == Counter(key_of(OF_MANY_BATCHES).keys())
