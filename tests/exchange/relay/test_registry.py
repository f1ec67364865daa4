"""Who takes part in the exchange, what they may tell each other, and who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lienthong.exchange.v1 import exchange_service_pb2 as contract
from lienthong.exchange.v1.message_pb2 import LogEntry
from lienthong_emulator.exchange.relay.parties import registry
from lienthong_emulator.roster import ROSTER
from lienthong_emulator.setup import AGENCIES

if TYPE_CHECKING:
    from exchange.relay.conftest import Line

JUSTICE, INSURANCE, TAX = "agencies/justice", "agencies/insurance", "agencies/tax"


def test_what_an_inbox_takes_is_registered_for_it_and_nothing_else_is() -> None:
    taken = {(kind, f"agencies/{name}") for name, agency in ROSTER.items() for kind in agency.staff().inbox}

    assert {(route.kind, route.receiver) for route in registry().routes} == taken


def test_everybody_who_is_played_is_registered() -> None:
    assert {party.name for party in registry().parties} == {f"agencies/{name}" for name in AGENCIES}


async def test_agencies_are_listed_with_what_they_send_and_receive(line: Line) -> None:
    listed = await line.ask("ListAgencies", contract.ListAgenciesRequest(), caller=TAX)

    justice = next(agency for agency in listed.agencies if agency.name == JUSTICE)
    assert justice.title == "Bộ Tư pháp"
    assert contract.Route(kind="justice.birth-registered", party=INSURANCE) in justice.sends
    assert contract.Route(kind="insurance.child-card-decided", party=INSURANCE) in justice.receives


async def test_a_kind_goes_only_to_those_for_whom_it_is_registered(line: Line) -> None:
    astray = line.message("birth", receiver=TAX)
    astray.kind = "justice.birth-registered"

    code, domain, reason, field = await line.refused(line.send(astray))

    assert (code.name, domain) == ("PERMISSION_DENIED", "exchange.lienthong")
    assert (reason, field) == ("KIND_NOT_THE_RECEIVERS", "messages[0].receiver")


async def read_everywhere(line: Line, caller: str) -> list[LogEntry]:
    """A dead letter as each call that tells of it shows it to a caller."""
    birth = line.message("birth")
    asked: list[tuple[str, Any]] = [
        ("GetMessage", contract.GetMessageRequest(message_id=birth.message_id)),
        ("ListCaseMessages", contract.ListCaseMessagesRequest(case_id="KS-1")),
        ("ListDeadLetters", contract.ListDeadLettersRequest(receiver=INSURANCE)),
        ("RedeliverMessage", contract.RedeliverMessageRequest(message_id=birth.message_id)),
    ]
    got, case, dead, again = [
        await getattr(line.stub, method)(request, metadata=(("lienthong-caller", caller),)) for method, request in asked
    ]
    return [got, *case.entries, *(letter.entry for letter in dead.dead_letters), again]


@pytest.mark.parametrize(
    ("caller", "reads"),
    [
        pytest.param(JUSTICE, True, id="the sender"),
        pytest.param(INSURANCE, True, id="the receiver"),
        pytest.param("testers/lan", True, id="a tester"),
        pytest.param(TAX, False, id="another agency"),
        pytest.param("citizens/testers/lan", False, id="a citizen"),
        pytest.param("", False, id="nobody"),
    ],
)
async def test_a_body_is_for_its_sender_its_receiver_and_testers(line: Line, caller: str, reads: bool) -> None:
    birth = line.message("birth")
    await line.send(birth)
    await line.reject(birth, cursor=1)

    entries = await read_everywhere(line, caller)

    assert [entry.message.HasField("body") for entry in entries] == [reads] * 4
    assert {entry.message.subject for entry in entries} == {"lan"}
