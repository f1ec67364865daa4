"""Faults die with the process that kept them, and control says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.control.test_faults import UNAVAILABLE, ask, fault, listed, plan

from lienthong.control.v1.fault_service_pb2 import ClearFaultsRequest
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest, ResetWorldRequest

if TYPE_CHECKING:
    from conftest import Refusing
    from control.conftest import House
    from lienthong.control.v1.fault_pb2 import Fault


async def restarted(house: House) -> None:
    await house.stop("insurance")
    await house.start_again("insurance")


def states(faults: list[Fault]) -> list[tuple[str, bool, bool, bool]]:
    return [(fault.name, fault.lost, fault.unmet, fault.over) for fault in faults]


async def test_a_fault_whose_process_ended_is_told_as_lost_and_met_by_nobody(split_house: House) -> None:
    async with split_house.client() as client:
        await plan(client, fault("failure", UNAVAILABLE, times=2))
        await restarted(split_house)

        assert states(await listed(client)) == [("faults/insurance-1", True, True, True)]
        async with split_house.client() as again:
            assert (await ask(again)).card_number
        assert [fault.met for fault in await listed(client, unmet_only=True)] == [0]


async def test_a_fault_that_is_planned_again_has_a_name_of_its_own(split_house: House, refusal: Refusing) -> None:
    async with split_house.client() as client:
        await plan(client, fault("failure", UNAVAILABLE))
        await restarted(split_house)
        await plan(client, fault("failure", UNAVAILABLE))
        async with split_house.client() as again:
            assert (await refusal(ask(again))).reason == "AGENCY_UNAVAILABLE"

        assert states(await listed(client)) == [
            ("faults/insurance-1", True, True, True),
            ("faults/insurance-2", False, False, True),
        ]


async def test_what_was_met_before_stays_met(split_house: House, refusal: Refusing) -> None:
    async with split_house.client() as client:
        await plan(client, fault("failure", UNAVAILABLE))
        assert (await refusal(ask(client))).reason == "AGENCY_UNAVAILABLE"
        await listed(client)
        await restarted(split_house)

        assert states(await listed(client)) == [("faults/insurance-1", True, False, True)]
        assert await listed(client, unmet_only=True) == []


async def test_a_lost_fault_can_be_cleared(split_house: House) -> None:
    async with split_house.client() as client:
        await plan(client, fault("failure", UNAVAILABLE))
        await restarted(split_house)

        cleared = await client.faults.ClearFaults(ClearFaultsRequest(name="faults/insurance-1"))

        assert states(list(cleared.faults)) == [("faults/insurance-1", True, True, True)]
        assert await listed(client) == []


async def test_a_world_that_is_deleted_tells_of_what_was_lost(split_house: House) -> None:
    async with split_house.client() as client, split_house.client("tet") as inside:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet"))
        await plan(inside, fault("failure", UNAVAILABLE))
        await plan(inside, fault("failure", UNAVAILABLE, agency="justice"))
        await restarted(split_house)

        answer = await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/tet"))

        assert [(fault.name, fault.lost) for fault in answer.unmet_faults] == [
            ("faults/insurance-1", True),
            ("faults/justice-2", False),
        ]


async def test_a_world_that_is_reset_has_no_faults(split_house: House) -> None:
    async with split_house.client() as client:
        await plan(client, fault("failure", UNAVAILABLE))
        await restarted(split_house)

        await client.worlds.ResetWorld(ResetWorldRequest(name="worlds/default"))

        assert await listed(client) == []
