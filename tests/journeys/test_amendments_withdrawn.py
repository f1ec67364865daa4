"""An amendment is watched to its end, and withdrawn as long as population has not been told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.faults import at, plan
from tests.journeys.amending import HUNG, HUNG_HIMSELF, LANS_DAUGHTER, Registrar, parent

from lienthong.justice.v1 import birth_amendment_service_pb2 as contract

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")

IN_PROCESS, ENTERED, WITHDRAWN = (
    contract.AMENDMENT_STATE_IN_PROCESS,
    contract.AMENDMENT_STATE_ENTERED,
    contract.AMENDMENT_STATE_WITHDRAWN,
)


@pytest_asyncio.fixture(loop_scope="session")
async def registrar(commune: Commune) -> Registrar:
    return Registrar(commune)


async def population_is_silent(commune: Commune) -> None:
    await plan(commune.client, calls=at("population"), outage={"duration": "3600s"})


async def adoption(registrar: Registrar) -> contract.BirthAmendment:
    """By Hùng, whom population is to confirm first."""
    adopter = parent(*HUNG_HIMSELF, HUNG)
    return await registrar.send_parents(LANS_DAUGHTER, contract.AMENDMENT_KIND_ADOPTION, father=adopter)


async def asked_in_vain(registrar: Registrar, name: str) -> None:
    await registrar.commune.until(lambda: registrar.look_at(name), lambda found: found.attempts > 0)


async def withdraw(registrar: Registrar, name: str, caller: str = "portals/one-stop") -> contract.BirthAmendment:
    request = contract.WithdrawBirthAmendmentRequest(name=name)
    metadata = (("lienthong-caller", caller),)
    async with registrar.commune.house.client(world=registrar.commune.world) as client:
        return await client.birth_amendments.WithdrawBirthAmendment(request, metadata=metadata)


async def watched(registrar: Registrar, name: str) -> list[Any]:
    request = contract.WatchBirthAmendmentRequest(name=name)
    return [frame async for frame in registrar.commune.client.birth_amendments.WatchBirthAmendment(request, timeout=60)]


async def test_what_is_withdrawn_changes_nothing_and_makes_room(commune: Commune, registrar: Registrar) -> None:
    before = await registrar.entry(LANS_DAUGHTER)
    await population_is_silent(commune)
    filed = await adoption(registrar)
    await asked_in_vain(registrar, filed.name)
    withdrawn = await withdraw(registrar, filed.name)
    again = await adoption(registrar)

    assert (filed.state, withdrawn.state) == (IN_PROCESS, WITHDRAWN)
    assert [frame.state for frame in await watched(registrar, filed.name)] == [WITHDRAWN]
    assert again.name != filed.name
    assert await registrar.entry(LANS_DAUGHTER) == before
    assert "amendment-withdrawn" in {step.kind for step in await commune.steps(filed.case_id)}


async def test_what_population_may_hold_by_now_is_not_withdrawn(
    commune: Commune, registrar: Registrar, refusal: Refusing
) -> None:
    await population_is_silent(commune)
    filed = await registrar.send_correction(LANS_DAUGHTER, birth_date=Date(year=2019, month=5, day=4))
    await asked_in_vain(registrar, filed.name)

    assert (await refusal(withdraw(registrar, filed.name))).reason == "AMENDMENT_TOLD"


async def test_what_has_ended_is_not_withdrawn(registrar: Registrar, refusal: Refusing) -> None:
    ended = await registrar.correct(LANS_DAUGHTER, full_name="Trần Bảo Ngọc Anh")
    no = await refusal(withdraw(registrar, ended.name))

    assert (no.reason, no.metadata["state"]) == ("AMENDMENT_ENDED", "ENTERED")


@pytest.mark.parametrize("caller", ["", "citizens/a", "agencies/tax"])
async def test_those_who_may_not_amend_may_not_withdraw(registrar: Registrar, refusal: Refusing, caller: str) -> None:
    no = await refusal(withdraw(registrar, "birthAmendments/nothing", caller))

    assert no.reason == "ACCESS_NOT_PERMITTED"


async def test_there_is_nothing_to_withdraw_or_watch(registrar: Registrar, refusal: Refusing) -> None:
    for call in (withdraw(registrar, "birthAmendments/nothing"), watched(registrar, "birthAmendments/nothing")):
        assert (await refusal(call)).reason == "AMENDMENT_NOT_FOUND"


async def test_an_amendment_is_watched_until_it_is_entered(registrar: Registrar) -> None:
    filed = await registrar.send_correction(LANS_DAUGHTER, full_name="Trần Bảo Ngọc Anh")
    frames = await watched(registrar, filed.name)

    assert frames[-1] == await registrar.look_at(filed.name)
    assert frames[-1].state == ENTERED
    assert {frame.state for frame in frames} <= {IN_PROCESS, ENTERED}
