"""Reconciling finds everything that was planted between insurance and population, and nothing else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from tests.journeys.reconciling import (
    JUSTICE,
    POPULATION,
    Office,
    Told,
    key_of,
    office_in,
    told,
)

from lienthong.discrepancy.v1.discrepancy_pb2 import DISCREPANCY_STATE_UPHELD, Discrepancy
from lienthong.discrepancy.v1.requests_pb2 import ResolveDiscrepancyRequest
from lienthong.insurance.v1 import reconciliation_service_pb2 as pb
from lienthong.population.v1 import citizen_change_service_pb2 as changes
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.runtime.recipe import Nation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conftest import House
    from lienthong_emulator.people.mistakes.difference import Difference

pytestmark = pytest.mark.asyncio(loop_scope="session")

PEOPLE = 10_000
EVERY_SO_MANY = 5
"""Of what insurance has wrong, so many are not taken over."""


@pytest.mark.parametrize("seed", [1, 20, 300])
async def test_what_was_planted_is_found_and_nothing_else(whole_house: House, seed: int) -> None:
    async with office_in(whole_house, f"key-{seed}", people=PEOPLE, seed=seed) as office:
        operation, found = await office.reconcile()
        discrepancies = await office.discrepancies()
        results = await office.results(operation)

    assert told(discrepancies) == Counter(key_of(Nation(seed=seed, people=PEOPLE)).keys())
    assert found.discrepancies_opened == len(discrepancies)
    assert (found.verified, found.matched) == (found.total, len(_on(results, pb.RECONCILIATION_LIST_MATCHED)))
    assert found.not_matched == len(_on(results, pb.RECONCILIATION_LIST_NOT_MATCHED))
    assert {one.name for one in discrepancies} == {name for result in results for name in result.discrepancies}


def _on(results: list[pb.ReconciliationResult], wanted: pb.ReconciliationList.ValueType) -> list[str]:
    return [result.participant for result in results if result.list == wanted]


async def test_where_nothing_differs_nothing_is_found(whole_house: House) -> None:
    """But for the personas, who are in every world."""
    async with office_in(whole_house, "key-clean", people=3_000, differing=0) as office:
        _, found = await office.reconcile()
        discrepancies = await office.discrepancies()

    assert told(discrepancies) == Counter(key_of(Nation(people=3_000, differing=0)).keys())
    assert found.matched > found.total * 0.97


async def test_after_the_corrections_only_what_was_upheld_or_is_ambiguous_is_left(whole_house: House) -> None:
    nation = Nation(seed=7, people=3_000)
    key = key_of(nation)
    async with office_in(whole_house, "corrected", people=nation.people, seed=nation.seed) as office:
        _, first = await office.reconcile(report=True)
        await office.settle()
        left = await _correct(office, key)
        await office.settle()
        operation, second = await office.reconcile()
        results = await office.results(operation, list=pb.RECONCILIATION_LIST_NOT_MATCHED)
        by_name = {one.name: one for one in await office.discrepancies()}
        reported = await office.discrepancies(POPULATION)

    assert first.discrepancies_opened == len(key)
    assert (second.discrepancies_opened, second.discrepancies_known) == (0, len(left))
    named = {name for result in results for name in result.discrepancies}
    assert told(by_name[name] for name in named) == Counter(left)
    assert {key[one].outcome for one in left} >= {"AMBIGUOUS", "MISMATCH", "PARTIAL"}
    assert not [one.name for one in reported if one.state < DISCREPANCY_STATE_UPHELD - 1]


async def _correct(office: Office, key: Mapping[Told, Difference]) -> list[Told]:
    """Have everybody do what is theirs; return what is left on purpose."""
    ours = {one.name: one for one in await office.discrepancies()}
    theirs = {(one.identity_number.value, one.field): one for one in await office.discrepancies(POPULATION)}
    left: list[Told] = []
    for place, one in enumerate(ours.values()):
        (said,) = told([one])
        row, reported = key[said], theirs.get(said[:2])
        if row.outcome == "AMBIGUOUS":
            left.append(said)
        elif row.agency == "population":
            assert reported is not None
            await _correct_citizen(office, row, reported)
        else:
            if reported is not None:
                await _uphold(office, reported)
            if place % EVERY_SO_MANY or reported is None:
                await office.adopt(one.name, identity_number=_own_number(row))
            else:
                left.append(said)
    return left


def _own_number(row: Difference) -> IdentityNumber | None:
    """From the person's papers, where insurance holds the number of somebody else."""
    return IdentityNumber(value=row.subject) if row.kind == "NUMBER_OF_ANOTHER" else None


async def _uphold(office: Office, reported: Discrepancy) -> None:
    request = ResolveDiscrepancyRequest(name=reported.name, state=DISCREPANCY_STATE_UPHELD, note="the book says so")
    async with office.as_(reported.source) as source:
        await source.population_discrepancies.ResolveDiscrepancy(request)


async def _correct_citizen(office: Office, row: Difference, reported: Discrepancy) -> None:
    grounds = changes.ChangeGrounds(discrepancy=reported.name)
    number = IdentityNumber(value=row.subject)
    async with office.as_(JUSTICE) as justice:
        if row.field == "death_date":
            revoked = changes.RevokeDeathRequest(identity_number=number, grounds=grounds)
            await justice.citizen_changes.RevokeDeath(revoked)
            return
        right = changes.CorrectCitizenRequest(identity_number=number, values=_right(row), grounds=grounds)
        await justice.citizen_changes.CorrectCitizen(right)


def _right(row: Difference) -> changes.CitizenFields:
    value: Any = row.truth
    if row.field == "birth_date":
        year, month, day = map(int, row.truth.split("-"))
        return changes.CitizenFields(birth_date={"year": year, "month": month, "day": day})  # type: ignore[arg-type] # the runtime takes a dict
    return changes.CitizenFields(**{row.field: value})
