"""Insurance holds its register against that of justice: what is planted between the two is found, and nothing else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.journeys.reconciling import JUSTICE, POPULATION, Office, key_of, office_in, told

from lienthong.insurance.v1.registry_service_pb2 import GetParticipantRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.runtime.recipe import Nation

if TYPE_CHECKING:
    from google.type.date_pb2 import Date

    from conftest import House

pytestmark = pytest.mark.asyncio(loop_scope="session")

PEOPLE = 10_000


@pytest.mark.parametrize("seed", [1, 20, 300])
async def test_what_was_planted_between_insurance_and_justice_is_found(whole_house: House, seed: int) -> None:
    async with office_in(whole_house, f"justice-key-{seed}", people=PEOPLE, seed=seed) as office:
        _, found = await office.reconcile(agency=JUSTICE)
        discrepancies = await office.discrepancies()

    assert told(discrepancies) == Counter(key_of(Nation(seed=seed, people=PEOPLE), "justice").keys())
    assert found.discrepancies_opened == len(discrepancies)
    assert found.verified == found.total


async def test_a_split_house_finds_the_same(house: House) -> None:
    async with office_in(house, "justice-split", people=2_000, seed=5) as office:
        await office.reconcile(agency=JUSTICE)
        discrepancies = await office.discrepancies()

    assert told(discrepancies) == Counter(key_of(Nation(seed=5, people=2_000), "justice").keys())


async def test_what_one_register_tells_is_not_withdrawn_for_the_other(whole_house: House) -> None:
    """Justice misspells whom population has right, and population thinks dead who lives in justice's book."""
    nation = Nation(seed=3, people=3_000)
    async with office_in(whole_house, "justice-both", people=nation.people, seed=nation.seed) as office:
        await office.reconcile(agency=JUSTICE)
        _, by_population = await office.reconcile(agency=POPULATION)
        _, again = await office.reconcile(agency=JUSTICE)
        discrepancies = await office.discrepancies()

    both = {*key_of(nation, "justice"), *key_of(nation)}
    assert (by_population.discrepancies_withdrawn, again.discrepancies_withdrawn) == (0, 0)
    assert again.discrepancies_opened == 0
    assert {*told(discrepancies)} == both


async def test_who_agrees_with_justice_is_not_confirmed_by_population(whole_house: House) -> None:
    async with office_in(whole_house, "justice-confirms", people=500) as office:
        before = await _confirmed_on(office)
        _, found = await office.reconcile(agency=JUSTICE)
        after = await _confirmed_on(office)

    assert found.matched > found.total * 0.9
    assert after == before


async def _confirmed_on(office: Office) -> Date:
    """The day on which group a of the first persona was last confirmed."""
    request = GetParticipantRequest(identity_number=IdentityNumber(value="901193000017"))
    async with office.as_("testers/journeys") as tester:
        return (await tester.registry.GetParticipant(request)).basic.provenance.confirm_date
