"""Births in a world where something goes wrong: every fault is met, and the registers are right in the end."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.faults import at, plan, unmet

from lienthong.control.v1.fault_service_pb2 import ListFaultsRequest
from lienthong.control.v1.journal_service_pb2 import CallFilter, DrawSequenceRequest, ListCallsRequest
from lienthong.justice.v1.birth_dossier_pb2 import (
    DOSSIER_STATE_CARD_ISSUED,
    DOSSIER_STATE_IN_PROCESS,
    DOSSIER_STATE_RETURNED,
    BirthDossier,
)
from lienthong.justice.v1.events_pb2 import BirthRegistered

if TYPE_CHECKING:
    from journeys.conftest import Born, Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

KHOI, CARD, HOUSEHOLD = "901221900000", "TE1010122900000", "0199000001"


async def assert_right(commune: Commune, dossier: BirthDossier) -> None:
    """Khôi has one number, one card, one place in one household, and every agency says the same."""
    assert (dossier.state, dossier.birth_record.personal_number, dossier.card.card_number) == (
        DOSSIER_STATE_CARD_ISSUED,
        KHOI,
        CARD,
    )
    citizen, participant = await commune.citizen(KHOI), await commune.participant(KHOI)
    assert citizen.insurance.card_number == CARD
    assert participant.health_insurance.card.card_number == CARD
    assert not participant.health_insurance.past_cards
    members = [member.participant for member in (await commune.household(HOUSEHOLD)).members]
    assert members.count(participant.name) == 1
    kinds = [step.kind for step in await commune.steps(dossier.case_id)]
    assert len(kinds) == len(set(kinds)) == 8


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(
            {"calls": at("population"), "failure": {"code": 14}, "times": 3},
            id="population is unavailable three times",
        ),
        pytest.param(
            {"calls": at("population", "IssuePersonalNumber"), "failure": {"code": 13}},
            id="population stumbles over a bug",
        ),
        pytest.param(
            {"calls": at("population"), "rate_limit": {"calls": 1, "span": "0.3s"}, "times": 1},
            id="population is asked too much",
        ),
        pytest.param(
            {"calls": at("population", "IssuePersonalNumber"), "reply_loss": {}, "times": 2},
            id="the number is issued, and its answer lost",
        ),
        pytest.param({"calls": at("exchange", "SendMessages"), "reply_loss": {}, "times": 3}, id="a receipt is lost"),
        pytest.param(
            {"calls": at("exchange", "Acknowledge"), "reply_loss": {}, "times": 2}, id="a word to the exchange"
        ),
        pytest.param(
            {"calls": at("population"), "latency": {"uniform": {"least": "0.05s", "most": "0.2s"}}, "times": 3},
            id="population is slow",
        ),
        pytest.param(
            {"messages": {"kind": "justice.birth-registered"}, "duplication": {}}, id="the birth is told twice"
        ),
        pytest.param({"messages": {"receiver": "agencies/justice"}, "duplication": {}}, id="the answer is told twice"),
    ],
)
async def test_a_birth_becomes_a_card_all_the_same(commune: Commune, khoi: Example, fault: dict[str, Any]) -> None:
    await plan(commune.client, **fault)

    dossier = await commune.file(khoi())
    await commune.until(lambda: unmet(commune.client), lambda left: not left)  # who tries again later may still do so
    await commune.settle()

    await assert_right(commune, dossier)


@pytest.mark.parametrize("agency", ["population", "insurance", "exchange"])
async def test_a_dossier_waits_while_an_agency_is_down(commune: Commune, khoi: Example, agency: str) -> None:
    await plan(commune.client, calls=at(agency), outage={"duration": "3600s"})
    filed = await commune.send(khoi())
    await commune.advance(minutes=30)
    assert (await commune.look_at(filed.name)).state == DOSSIER_STATE_IN_PROCESS

    await commune.advance(minutes=30)

    await assert_right(commune, await commune.follow(filed.name))


async def test_a_message_is_late_by_days_of_the_worlds_clock(commune: Commune, khoi: Example) -> None:
    await plan(
        commune.client,
        messages={"sender": "agencies/insurance", "receiver": "agencies/justice"},
        delay={"duration": "86400s"},
    )
    filed = await commune.send(khoi())
    await commune.settle()
    assert (await commune.look_at(filed.name)).state == DOSSIER_STATE_IN_PROCESS

    await commune.advance(days=1)

    await assert_right(commune, await commune.follow(filed.name))
    assert await unmet(commune.client) == []


async def test_what_was_late_happens_when_its_delay_ends_however_far_the_clock_goes(
    commune: Commune, khoi: Example
) -> None:
    await plan(commune.client, messages={"receiver": "agencies/justice"}, delay={"duration": "86400s"})
    filed = await commune.send(khoi())
    await commune.settle()
    met = (await commune.client.faults.ListFaults(ListFaultsRequest())).faults[0].meetings[0]

    assert "delay-end" in await commune.advance(days=5)

    dossier = await commune.follow(filed.name)
    last = (await commune.steps(dossier.case_id))[-1]
    assert last.time.ToDatetime() == met.time.ToDatetime() + timedelta(days=1)
    await assert_right(commune, dossier)


async def test_messages_that_change_places_have_their_effects_in_order(
    commune: Commune, khoi: Example, born: Born
) -> None:
    fault = await plan(commune.client, messages={"receiver": "agencies/insurance"}, reordering={})

    sent = await asyncio.gather(*(commune.send(dossier) for dossier in (khoi(), born("Lý Văn Páo", "thi-xuan"))))
    ended = [await commune.follow(dossier.name) for dossier in sent]
    await commune.settle()

    assert [dossier.state for dossier in ended] == [DOSSIER_STATE_CARD_ISSUED] * 2
    assert await unmet(commune.client) == []
    [stands] = (await commune.client.faults.ListFaults(ListFaultsRequest())).faults
    assert stands.name == fault.name
    assert [meeting.method for meeting in stands.meetings] == ["justice.birth-registered"]


async def test_a_message_with_nothing_behind_it_is_handed_over_and_the_fault_stays(
    commune: Commune, khoi: Example
) -> None:
    await plan(commune.client, messages={"receiver": "agencies/insurance"}, reordering={})

    dossier = await commune.file(khoi())
    await commune.settle()

    await assert_right(commune, dossier)
    assert await unmet(commune.client) == ["faults/exchange-1"]


async def test_a_register_that_lies_of_a_parent_returns_the_dossier(commune: Commune, khoi: Example) -> None:
    await plan(commune.client, calls=at("population"), lie={"kind": "LIE_KIND_MISMATCH"})

    returned = await commune.file(khoi())
    await commune.settle()

    assert (returned.state, returned.HasField("birth_record")) == (DOSSIER_STATE_RETURNED, False)
    assert await unmet(commune.client) == []
    again = await commune.supplement(returned, khoi())
    assert again.state == DOSSIER_STATE_CARD_ISSUED


async def test_a_message_stands_in_the_journal_once_and_with_its_fault_at_the_exchange(
    commune: Commune, khoi: Example
) -> None:
    fault = await plan(commune.client, messages={"kind": "justice.birth-registered"}, duplication={})
    dossier = await commune.file(khoi())
    await commune.settle()

    request = ListCallsRequest(filter=CallFilter(method="justice.birth-registered", case_id=dossier.case_id))
    calls = (await commune.client.journal.ListCalls(request)).calls
    drawn = await commune.client.journal.DrawSequence(DrawSequenceRequest(case_id=dossier.case_id))

    event = BirthRegistered()
    assert [(call.agency, call.caller, list(call.faults)) for call in calls] == [
        ("agencies/exchange", "agencies/justice", [fault.name]),
        ("agencies/insurance", "agencies/justice", []),
    ]
    assert calls[0].message_id == calls[1].message_id
    assert calls[1].requests[0].Unpack(event)
    assert event.record.personal_number == KHOI
    assert "    justice->>insurance: justice.birth-registered · OK" in drawn.diagram.splitlines()
