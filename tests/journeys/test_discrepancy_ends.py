"""Discrepancies that end at both registers, however it comes about."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from tests.journeys.test_discrepancies import (
    BANK,
    INSURANCE,
    JUSTICE,
    LAN,
    LAN_HERSELF,
    POPULATION,
    Way,
    arrived,
    as_,
    desk_of,
    forward,
    look_at,
    report,
    uphold,
)

from lienthong.discrepancy.v1 import requests_pb2 as requests
from lienthong.discrepancy.v1.discrepancy_pb2 import DISCREPANCY_STATE_CORRECTED
from lienthong.population.v1 import citizen_change_service_pb2 as changes
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from journeys.conftest import Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_change_to_what_was_reported_ends_it_unasked(commune: Commune) -> None:
    """The civil-status book is corrected for reasons of its own: nothing differs any more, here or there."""
    ours = await report(commune, INSURANCE, by=INSURANCE)
    await forward(commune, INSURANCE, ours.name, POPULATION)
    theirs, of_a_bank = await arrived(commune, POPULATION, INSURANCE), await report(commune, POPULATION)
    other = await report(commune, POPULATION, reported_value="Nguyễn Thị Lam")

    correction = changes.CorrectCitizenRequest(
        identity_number=IdentityNumber(value=LAN), values=changes.CitizenFields(full_name="Nguyễn Thị Lân")
    )
    change = await commune.client.citizen_changes.CorrectCitizen(correction, metadata=as_(JUSTICE))
    await commune.settle()

    ended = [await look_at(commune, POPULATION, one.name) for one in (theirs, of_a_bank)]
    ended.append(await look_at(commune, INSURANCE, ours.name))
    assert [(one.state, one.change_event) for one in ended] == [
        (DISCREPANCY_STATE_CORRECTED, change.event.event_id)
    ] * 3
    assert await look_at(commune, POPULATION, other.name) == other


@pytest.mark.parametrize(
    "way",
    [
        pytest.param((INSURANCE, POPULATION, "full_name", BANK), id="insurance to population"),
        pytest.param((POPULATION, INSURANCE, "health_insurance.card", LAN_HERSELF), id="population to insurance"),
    ],
)
async def test_two_ends_at_once_come_to_one(commune: Commune, way: Way) -> None:
    """Whoever reported it takes it back while the source upholds its own value."""
    here, source, field, reporter = way
    ours = await report(commune, here, by=reporter, field=field)
    await forward(commune, here, ours.name, source)
    theirs = await arrived(commune, source, here)

    withdraw = requests.WithdrawDiscrepancyRequest(name=ours.name)
    await asyncio.gather(
        desk_of(commune, here).WithdrawDiscrepancy(withdraw, metadata=as_(reporter)),
        uphold(commune, source, theirs.name, by=source),
        return_exceptions=True,  # whoever comes late is refused
    )
    await commune.settle()

    here_now, there_now = await look_at(commune, here, ours.name), await look_at(commune, source, theirs.name)
    assert here_now.state == there_now.state
