"""Discrepancies between registers: reported to the source, followed to their end, overdue."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from lienthong.discrepancy.v1 import requests_pb2 as requests
from lienthong.discrepancy.v1.discrepancy_pb2 import (
    DISCREPANCY_STATE_ACKNOWLEDGED,
    DISCREPANCY_STATE_CORRECTED,
    DISCREPANCY_STATE_FORWARDED,
    DISCREPANCY_STATE_OPEN,
    DISCREPANCY_STATE_UPHELD,
    DISCREPANCY_STATE_WITHDRAWN,
    Discrepancy,
    DiscrepancyState,
)
from lienthong.population.v1 import citizen_change_service_pb2 as changes
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAN, NOBODYS = "901193000017", "901193999999"
POPULATION, INSURANCE, JUSTICE = "agencies/population", "agencies/insurance", "agencies/justice"
BANK, LAN_HERSELF = "banks/a", "citizens/lan"


def as_(caller: str) -> tuple[tuple[str, str], ...]:
    return (("lienthong-caller", caller),)


def desk_of(commune: Commune, register: str) -> Any:
    client = commune.client
    return client.population_discrepancies if register == POPULATION else client.insurance_discrepancies


async def report(commune: Commune, register: str, *, by: str = BANK, number: str = LAN, **said: str) -> Discrepancy:
    told = {"field": "full_name", "reported_value": "Nguyễn Thị Lân", **said}
    request = requests.ReportDiscrepancyRequest(identity_number=IdentityNumber(value=number), **told)
    return await desk_of(commune, register).ReportDiscrepancy(request, metadata=as_(by))


async def forward(commune: Commune, register: str, name: str, to: str) -> Discrepancy:
    request = requests.ForwardDiscrepancyRequest(name=name, source=to, note="theirs to say")
    return await desk_of(commune, register).ForwardDiscrepancy(request, metadata=as_(register))


async def uphold(commune: Commune, register: str, name: str, *, by: str) -> Discrepancy:
    request = requests.ResolveDiscrepancyRequest(name=name, state=DISCREPANCY_STATE_UPHELD, note="the book says so")
    return await desk_of(commune, register).ResolveDiscrepancy(request, metadata=as_(by))


async def look_at(commune: Commune, register: str, name: str) -> Discrepancy:
    request = requests.GetDiscrepancyRequest(name=name)
    return await desk_of(commune, register).GetDiscrepancy(request, metadata=as_(register))


async def listed(commune: Commune, register: str, **wanted: Any) -> list[Discrepancy]:
    request = requests.ListDiscrepanciesRequest(**wanted)
    answer = await desk_of(commune, register).ListDiscrepancies(request, metadata=as_(register))
    return list(answer.discrepancies)


async def arrived(commune: Commune, register: str, reporter: str) -> Discrepancy:
    """What one register made of another's report."""
    found = await commune.until(lambda: listed(commune, register, reporter=reporter), good=bool)
    return found[-1]


async def comes_to(commune: Commune, register: str, name: str, state: DiscrepancyState.ValueType) -> Discrepancy:
    return await commune.until(partial(look_at, commune, register, name), lambda found: found.state == state)


@pytest.fixture(
    params=[(INSURANCE, POPULATION, "full_name", BANK), (POPULATION, INSURANCE, "health_insurance.card", LAN_HERSELF)],
    ids=["insurance to population", "population to insurance"],
)
def way(request: pytest.FixtureRequest) -> tuple[str, str, str, str]:
    """From a register that was told of a difference to the source of the field."""
    return request.param


Way = tuple[str, str, str, str]


async def test_how_it_ends_at_the_source_is_how_it_ends_here(commune: Commune, way: Way) -> None:
    here, source, field, reporter = way
    ours = await report(commune, here, by=reporter, field=field)
    forwarded = await forward(commune, here, ours.name, source)
    theirs = await arrived(commune, source, here)

    assert (forwarded.state, forwarded.forwarded_to) == (DISCREPANCY_STATE_FORWARDED, source)
    assert (theirs.reporter, theirs.source, theirs.state) == (here, source, DISCREPANCY_STATE_OPEN)
    assert (theirs.identity_number, theirs.field) == (ours.identity_number, field)
    assert (theirs.reported_value, theirs.case_id) == ("Nguyễn Thị Lân", ours.case_id)
    assert theirs.name != ours.name

    await uphold(commune, source, theirs.name, by=source)
    ended = await comes_to(commune, here, ours.name, DISCREPANCY_STATE_UPHELD)
    assert (ended.note, ended.forwarded_to) == ("the book says so", source)


async def test_the_case_tells_of_it_at_both(commune: Commune, way: Way) -> None:
    here, source, field, reporter = way
    ours = await report(commune, here, by=reporter, field=field)
    await forward(commune, here, ours.name, source)
    await uphold(commune, source, (await arrived(commune, source, here)).name, by=source)
    await comes_to(commune, here, ours.name, DISCREPANCY_STATE_UPHELD)

    steps = [(step.agency, step.kind) for step in await commune.steps(ours.case_id)]
    assert steps == [
        (here, "discrepancy-opened"),
        (here, "discrepancy-forwarded"),
        (here, "discrepancy-reported"),
        (source, "discrepancy-opened"),
        (source, "discrepancy-upheld"),
        (here, "discrepancy-upheld"),
    ]


async def test_what_was_upheld_before_is_told_at_once(commune: Commune) -> None:
    before = await report(commune, POPULATION, by=INSURANCE)
    await uphold(commune, POPULATION, before.name, by=JUSTICE)

    ours = await report(commune, INSURANCE)
    await forward(commune, INSURANCE, ours.name, POPULATION)

    await comes_to(commune, INSURANCE, ours.name, DISCREPANCY_STATE_UPHELD)
    assert [found.name for found in await listed(commune, POPULATION)] == [before.name]


async def test_how_it_ends_is_told_of_both_that_two_reported_here(commune: Commune) -> None:
    """To the source the reporter is the same: this register."""
    both = [await report(commune, INSURANCE, by=bank) for bank in (BANK, "banks/b")]
    for ours in both:
        await forward(commune, INSURANCE, ours.name, POPULATION)
    await commune.settle()

    for theirs in await listed(commune, POPULATION, reporter=INSURANCE):
        await uphold(commune, POPULATION, theirs.name, by=JUSTICE)
    for ours in both:
        await comes_to(commune, INSURANCE, ours.name, DISCREPANCY_STATE_UPHELD)


async def test_the_source_passes_it_on_to_justice_which_decides(commune: Commune) -> None:
    ours = await report(commune, INSURANCE, field="mother", reported_value="901170000001")
    await forward(commune, INSURANCE, ours.name, JUSTICE)
    upheld = await uphold(commune, INSURANCE, ours.name, by=JUSTICE)

    assert (upheld.state, upheld.source) == (DISCREPANCY_STATE_UPHELD, JUSTICE)
    assert await listed(commune, POPULATION) == []


async def test_each_step_at_the_source_is_told_back(commune: Commune) -> None:
    ours = await report(commune, INSURANCE, by=BANK)
    await forward(commune, INSURANCE, ours.name, POPULATION)
    theirs = await arrived(commune, POPULATION, INSURANCE)

    acknowledge = requests.AcknowledgeDiscrepancyRequest(name=theirs.name)
    assert (
        await desk_of(commune, POPULATION).AcknowledgeDiscrepancy(acknowledge, metadata=as_(POPULATION))
    ).state == DISCREPANCY_STATE_ACKNOWLEDGED
    await forward(commune, POPULATION, theirs.name, JUSTICE)
    await uphold(commune, POPULATION, theirs.name, by=JUSTICE)

    await comes_to(commune, INSURANCE, ours.name, DISCREPANCY_STATE_UPHELD)
    kinds = [step.kind for step in await commune.steps(ours.case_id) if step.agency == INSURANCE]
    assert kinds == [
        "discrepancy-opened",
        "discrepancy-forwarded",
        "discrepancy-reported",
        "discrepancy-news-kept-out",  # acknowledged there: it is forwarded here
        "discrepancy-upheld",
    ]


async def test_what_the_reporter_takes_back_ends_at_the_source(commune: Commune, way: Way) -> None:
    here, source, field, reporter = way
    ours = await report(commune, here, by=reporter, field=field)
    await forward(commune, here, ours.name, source)
    theirs = await arrived(commune, source, here)

    withdraw = requests.WithdrawDiscrepancyRequest(name=ours.name, note="a slip")
    await desk_of(commune, here).WithdrawDiscrepancy(withdraw, metadata=as_(reporter))

    assert (await comes_to(commune, source, theirs.name, DISCREPANCY_STATE_WITHDRAWN)).note == "a slip"
    await commune.settle()
    assert (await look_at(commune, here, ours.name)).state == DISCREPANCY_STATE_WITHDRAWN


async def test_a_number_that_leads_to_nobody_is_kept_at_the_source(commune: Commune) -> None:
    ours = await report(commune, INSURANCE, number=NOBODYS, field="identity_number", reported_value="")
    await forward(commune, INSURANCE, ours.name, POPULATION)
    theirs = await arrived(commune, POPULATION, INSURANCE)

    assert theirs.identity_number.value == NOBODYS
    await uphold(commune, POPULATION, theirs.name, by=POPULATION)
    await comes_to(commune, INSURANCE, ours.name, DISCREPANCY_STATE_UPHELD)


async def test_the_change_that_names_it_ends_it_as_corrected(commune: Commune) -> None:
    ours = await report(commune, INSURANCE)
    await forward(commune, INSURANCE, ours.name, POPULATION)
    theirs = await arrived(commune, POPULATION, INSURANCE)

    correction = changes.CorrectCitizenRequest(
        identity_number=IdentityNumber(value=LAN),
        values=changes.CitizenFields(full_name="Nguyễn Thị Lân"),
        grounds=changes.ChangeGrounds(discrepancy=theirs.name, basis="quyết định 12"),
    )
    change = await commune.client.citizen_changes.CorrectCitizen(correction, metadata=as_(JUSTICE))

    ended = await comes_to(commune, INSURANCE, ours.name, DISCREPANCY_STATE_CORRECTED)
    assert ended.change_event == change.event.event_id
    there = await look_at(commune, POPULATION, theirs.name)
    assert (there.state, there.change_event) == (DISCREPANCY_STATE_CORRECTED, change.event.event_id)


async def test_who_corrected_it_before_names_the_change(commune: Commune, refusal: Refusing) -> None:
    theirs = await report(commune, POPULATION)
    correction = changes.CorrectCitizenRequest(
        identity_number=IdentityNumber(value=LAN), values=changes.CitizenFields(full_name="Nguyễn Thị Lam")
    )
    change = await commune.client.citizen_changes.CorrectCitizen(correction, metadata=as_(JUSTICE))
    resolve = requests.ResolveDiscrepancyRequest(
        name=theirs.name, state=DISCREPANCY_STATE_CORRECTED, change_event=change.event.event_id
    )

    desk = commune.client.population_discrepancies
    of_somebody_else = await report(commune, POPULATION, number="901090000029")
    other = requests.ResolveDiscrepancyRequest(
        name=of_somebody_else.name, state=DISCREPANCY_STATE_CORRECTED, change_event=change.event.event_id
    )
    no = await refusal(desk.ResolveDiscrepancy(other, metadata=as_(JUSTICE)))
    assert no.reason == "CHANGE_EVENT_NOT_FOUND"
    of_another_field = await report(commune, POPULATION, field="sex", reported_value="1")
    other.name = of_another_field.name
    no = await refusal(desk.ResolveDiscrepancy(other, metadata=as_(JUSTICE)))
    assert (no.reason, no.field) == ("CHANGE_OF_ANOTHER_FIELD", "change_event")
    corrected = await desk.ResolveDiscrepancy(resolve, metadata=as_(JUSTICE))
    assert (corrected.state, corrected.change_event) == (DISCREPANCY_STATE_CORRECTED, change.event.event_id)


async def test_what_nobody_ends_is_overdue_and_noted_once(commune: Commune) -> None:
    left = await report(commune, POPULATION)
    ended = await report(commune, POPULATION, field="residence")
    await uphold(commune, POPULATION, ended.name, by=POPULATION)

    assert await commune.advance(days=7) == []
    assert not (await look_at(commune, POPULATION, left.name)).overdue
    assert await commune.advance(days=1) == ["discrepancies-due"]
    assert await commune.advance(days=30) == []

    found = await listed(commune, POPULATION, overdue_only=True)
    assert [(one.name, one.overdue, one.state) for one in found] == [(left.name, True, DISCREPANCY_STATE_OPEN)]
    kinds = [step.kind for step in await commune.steps(left.case_id)]
    assert kinds == ["discrepancy-opened", "discrepancy-overdue"]
    assert "discrepancy-overdue" not in [step.kind for step in await commune.steps(ended.case_id)]


async def test_who_forwards_it_gives_seven_working_days_more(commune: Commune) -> None:
    left = await report(commune, POPULATION)
    await commune.advance(days=2)
    forwarded = await forward(commune, POPULATION, left.name, JUSTICE)

    assert forwarded.due_time.ToJsonString() == "2022-01-18T17:00:00Z"  # seven working days after Friday 7 January
    assert await commune.advance(days=8) == ["discrepancies-due"]  # the first due time: nothing is overdue
    assert await commune.advance(days=4) == ["discrepancies-due"]
    kinds = [step.kind for step in await commune.steps(left.case_id)]
    assert kinds == ["discrepancy-opened", "discrepancy-forwarded", "discrepancy-overdue"]
