"""A peer that is down: a question is told to wait, a filed dossier goes on by itself when the peer is back."""

from __future__ import annotations

import asyncio
import resource
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import grpc
import pytest
from google.rpc.error_details_pb2 import RetryInfo
from google.type.date_pb2 import Date

from lienthong.control.v1.case_service_pb2 import GetCaseRequest
from lienthong.control.v1.node_service_pb2 import SettleRequest
from lienthong.control.v1.node_service_pb2_grpc import NodeServiceStub
from lienthong.control.v1.world_pb2 import Recipe
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong.justice.v1.birth_dossier_pb2 import (
    DOSSIER_STATE_CARD_ISSUED,
    DOSSIER_STATE_IN_PROCESS,
    DOSSIER_STEP_AWAIT_CARD,
    DOSSIER_STEP_REGISTER,
)
from lienthong.justice.v1.civil_status_service_pb2 import ListBirthDossiersRequest
from lienthong.refusals import reason_of, status_of
from lienthong_emulator.runtime.context import WORLD

if TYPE_CHECKING:
    from conftest import Refusing, SplitHouse
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_question_is_told_when_to_ask_again(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example
) -> None:
    dossier = await fragile_commune.file(khoi())
    await fragile_commune.settle()
    await house_to_break.cut_off("insurance")
    with pytest.raises(grpc.aio.AioRpcError) as no:
        await fragile_commune.client.cases.GetCase(GetCaseRequest(case_id=dossier.case_id))

    assert (no.value.code(), reason_of(no.value)) == (grpc.StatusCode.UNAVAILABLE, "AGENCY_UNAVAILABLE")
    assert _retry_seconds(no.value) == 1
    await house_to_break.start("insurance")
    assert len(await fragile_commune.asked_again(lambda: fragile_commune.steps(dossier.case_id))) == 8


async def test_a_dossier_waits_for_population(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example
) -> None:
    await house_to_break.cut_off("population")
    filed = await fragile_commune.send(khoi())
    assert filed.state == DOSSIER_STATE_IN_PROCESS

    tried = await fragile_commune.until(
        lambda: fragile_commune.look_at(filed.name), lambda dossier: dossier.attempts >= 3
    )
    assert (tried.state, tried.step) == (DOSSIER_STATE_IN_PROCESS, DOSSIER_STEP_REGISTER)
    assert not tried.HasField("birth_record")
    await house_to_break.start("population")
    ended = await fragile_commune.follow(filed.name)
    assert (ended.state, ended.attempts) == (DOSSIER_STATE_CARD_ISSUED, 0)


async def test_a_dossier_that_waits_may_be_withdrawn(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example, refusal: Refusing
) -> None:
    await house_to_break.cut_off("population")
    filed = await fragile_commune.send(khoi())
    withdrawn = await fragile_commune.withdraw(filed)

    await house_to_break.start("population")
    await fragile_commune.asked_again(fragile_commune.settle)
    assert await fragile_commune.look_at(filed.name) == withdrawn
    assert (await refusal(fragile_commune.citizen("901221900000"))).reason == "CITIZEN_NOT_FOUND"


@pytest.mark.parametrize("silent", ["insurance", "exchange"])
async def test_a_registered_birth_waits_for_its_card(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example, silent: str
) -> None:
    await house_to_break.cut_off(silent)
    filed = await fragile_commune.send(khoi())

    waiting = await fragile_commune.until(
        lambda: fragile_commune.look_at(filed.name), lambda dossier: dossier.HasField("birth_record")
    )
    assert (waiting.state, waiting.step) == (DOSSIER_STATE_IN_PROCESS, DOSSIER_STEP_AWAIT_CARD)
    assert waiting.birth_record.personal_number == "901221900000"
    await house_to_break.start(silent)
    assert (await fragile_commune.follow(filed.name)).card.card_number == "TE1010122900000"


async def test_a_dossier_that_waits_too_long_is_overdue(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example
) -> None:
    """In a world where five days pass in a second, under the law that gives the offices three."""
    recipe = Recipe(start_date=Date(year=2024, month=7, day=1))
    async with house_to_break.client(world="hurried") as client:
        hurried = replace(fragile_commune, client=client, world="hurried")
        await client.worlds.CreateWorld(CreateWorldRequest(world_id="hurried", recipe=recipe, clock_rate=5 * 86_400))
        await house_to_break.cut_off("insurance")
        filed = await hurried.send(khoi(in_year=2024))
        overdue = await hurried.until(lambda: hurried.dossiers(overdue_only=True), bool)
        await house_to_break.start("insurance")
        ended = await hurried.follow(filed.name)

        assert [(dossier.name, dossier.overdue) for dossier in overdue] == [(filed.name, True)]
        assert (ended.state, ended.overdue) == (DOSSIER_STATE_CARD_ISSUED, False)
        steps = await hurried.asked_again(lambda: hurried.steps(ended.case_id))
        assert "dossier-overdue" in [step.kind for step in steps]
        await hurried.asked_again(lambda: client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/hurried")))


async def test_a_dossier_waits_for_everybody(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example
) -> None:
    await house_to_break.cut_off("population", "exchange", "insurance")
    filed = await fragile_commune.send(khoi())
    await house_to_break.start("insurance")
    await house_to_break.start("population", "exchange")

    assert (await fragile_commune.follow(filed.name)).card.card_number == "TE1010122900000"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit another process")
async def test_a_disk_that_is_full_is_told_and_nothing_is_written(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example, example: Example
) -> None:
    await fragile_commune.file(example(1))
    with _full_disk(house_to_break.processes["justice"].pid), pytest.raises(grpc.aio.AioRpcError) as no:
        await fragile_commune.send(khoi())

    assert (no.value.code(), reason_of(no.value)) == (grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE")
    assert _retry_seconds(no.value) == 1
    assert len(await fragile_commune.dossiers()) == 1
    assert (await fragile_commune.file(khoi())).birth_record.number == "1/2022"


@pytest.mark.parametrize("restarted", ["population", "exchange"])
async def test_a_peer_that_says_ask_again_is_asked_again(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example, restarted: str
) -> None:
    """It is back before control, so it answers, but cannot open its world: that says nothing of the dossier."""
    await fragile_commune.settle()  # now justice knows of the world
    await house_to_break.cut_off("control", restarted)
    starting = asyncio.create_task(house_to_break.start(restarted))
    await fragile_commune.until(lambda: house_to_break.health_of(restarted), lambda health: health != "SILENT")
    filed = await fragile_commune.send(khoi())
    await _nothing_more_can_be_done(house_to_break, "justice", fragile_commune.world)

    await house_to_break.start("control")
    await starting
    assert (await fragile_commune.follow(filed.name)).state == DOSSIER_STATE_CARD_ISSUED


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit another process")
@pytest.mark.parametrize("full", ["population", "exchange"])
async def test_a_dossier_waits_for_room_at_a_peer(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example, full: str
) -> None:
    await fragile_commune.settle()
    with _full_disk(house_to_break.processes[full].pid):
        filed = await fragile_commune.send(khoi())
        await _nothing_more_can_be_done(house_to_break, "justice", fragile_commune.world)

    assert (await fragile_commune.follow(filed.name)).state == DOSSIER_STATE_CARD_ISSUED


async def test_worlds_that_are_known_go_on_without_control(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example, example: Example
) -> None:
    await fragile_commune.file(khoi())
    await house_to_break.cut_off("control")

    assert (await fragile_commune.file(example(4))).state == DOSSIER_STATE_CARD_ISSUED
    metadata = (("lienthong-world", "unheard-of"),)
    with pytest.raises(grpc.aio.AioRpcError) as no:
        await fragile_commune.client.civil_status.ListBirthDossiers(ListBirthDossiersRequest(), metadata=metadata)
    assert (no.value.code(), reason_of(no.value)) == (grpc.StatusCode.UNAVAILABLE, "AGENCY_UNAVAILABLE")
    assert _retry_seconds(no.value) == 1


async def test_an_agency_does_not_call_itself_healthy_before_it_can_answer(
    house_to_break: SplitHouse, fragile_commune: Commune
) -> None:
    """Population starts while control is down, so it does not know what lies in its worlds."""
    await house_to_break.cut_off("control", "population")
    starting = asyncio.create_task(house_to_break.start("population"))
    said = await fragile_commune.until(
        lambda: house_to_break.health_of("population"), lambda health: health != "SILENT"
    )

    assert said == "NOT_SERVING"
    await house_to_break.start("control")
    await starting


async def _nothing_more_can_be_done(house: SplitHouse, agency: str, world: str) -> None:
    """An agency has asked its peers whatever it has to ask, and waits for those that could not answer."""
    async with grpc.aio.insecure_channel(house.addresses[agency]) as channel:
        await NodeServiceStub(channel).Settle(SettleRequest(), metadata=((WORLD, world),))  # type: ignore[misc] # typed for sync


@contextmanager
def _full_disk(process: int) -> Generator[None]:
    """No file of a process may grow while the block lasts."""
    unlimited = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, unlimited[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, unlimited)


def _retry_seconds(error: grpc.aio.AioRpcError) -> int:
    status, info = status_of(error), RetryInfo()
    assert status is not None
    assert any(detail.Unpack(info) for detail in status.details)
    return info.retry_delay.seconds
