"""Faults that a tester planned, met through the HTTP doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.edge.calling import CARDS, OF_LAN, ask
from tests.edge.hospital import Hospital
from tests.faults import unmet

if TYPE_CHECKING:
    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")

FAULTS = "/lienthong.control.v1.FaultService"


async def test_a_fault_is_planned_and_met_as_json(front: Front, world: str) -> None:
    fault = {"calls": {"agency": "agencies/insurance", "method": "GetCard"}, "failure": {"code": 14}}

    planned = await ask(front, f"{FAULTS}/PlanFault", {"fault": fault}, world=world)
    refused = await ask(front, f"{CARDS}/GetCard", {"cardNumber": OF_LAN}, world=world)
    answered = await ask(front, f"{CARDS}/GetCard", {"cardNumber": OF_LAN}, world=world)
    listed = await ask(front, f"{FAULTS}/ListFaults", {}, world=world)

    assert planned.json()["name"] == "faults/insurance-1"
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
    assert refused.json()["reason"] == "AGENCY_UNAVAILABLE"
    assert (answered.status_code, [stands["met"] for stands in listed.json()["faults"]]) == (200, [1])


async def test_the_card_gateway_meets_a_fault_of_insurance(front: Front, world: str, hospital: Hospital) -> None:
    fault = {"calls": {"agency": "agencies/insurance", "method": "CheckCard"}, "failure": {"code": 14}}
    await ask(front, f"{FAULTS}/PlanFault", {"fault": fault}, world=world)

    failed, answered = await hospital.look_up(), await hospital.look_up()

    assert answered["maKetQua"] == "000"
    assert failed["maKetQua"] == "500"
    async with front.house.client(world=world) as client:
        assert await unmet(client) == []
