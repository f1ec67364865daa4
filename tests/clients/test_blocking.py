"""The client for programs without an event loop, and retries, against a real server in a thread of its own."""

import json
from collections.abc import Iterator
from typing import assert_type

import pytest
from google.protobuf.duration_pb2 import Duration
from google.rpc.code_pb2 import UNAVAILABLE

from lienthong import Refused, connect_blocking, refused
from lienthong.control.v1.fault_pb2 import CallAim, Failure, Fault
from lienthong.control.v1.fault_service_pb2 import PlanFaultRequest
from lienthong.insurance.v1.card_pb2 import Card
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest
from lienthong.retrying import ATTEMPTS, service_config
from lienthong_emulator.testing import World, playing


@pytest.fixture
def world() -> Iterator[World]:
    with playing() as server, server.world("blocking") as world:
        yield world


def test_an_answer_comes_back_and_a_refusal_is_typed(world: World) -> None:
    lan = world.people.mother()
    assert lan.card is not None
    with world.connect_blocking() as client:
        card = client.cards.GetCard(GetCardRequest(card_number=lan.card.card_number))
        with pytest.raises(Refused, match="CARD_NOT_FOUND"), refused():
            client.cards.GetCard(GetCardRequest(card_number="DN4010199999999"))
    assert_type(card, Card)
    assert card.card_number == lan.card.card_number


def test_a_service_asked_for_once_its_block_has_ended_is_refused(world: World) -> None:
    with world.connect_blocking() as client:
        pass
    with pytest.raises(ValueError, match="the connection has ended"):
        _ = client.cards


def test_an_agency_that_there_is_not_is_refused() -> None:
    with (
        pytest.raises(ValueError, match="there is no agency bank"),
        connect_blocking("localhost:1", bank="localhost:2"),
    ):
        pass


def test_questions_are_asked_again_and_writes_are_not() -> None:
    (policy,) = json.loads(service_config())["methodConfig"]
    retried = {name["method"] for name in policy["name"]}
    assert {"GetCard", "CheckCard", "VerifyCitizen", "PollBirthDossiers", "ExpectCalls", "DrawSequence"} <= retried
    assert not {"FileBirthDossier", "IssuePersonalNumber", "CreateWorld", "SendMessages", "WatchCalls"} & retried


@pytest.mark.parametrize(("times", "answered"), [(ATTEMPTS - 1, True), (ATTEMPTS, False)])
def test_grpc_asks_again_as_often_as_the_policy_says(world: World, times: int, answered: bool) -> None:
    asked = GetCardRequest(card_number=card_of(world))
    aim = CallAim(agency="agencies/insurance", method="GetCard")
    soon = Failure(code=UNAVAILABLE, retry_delay=Duration(nanos=10_000_000))
    with world.connect_blocking() as tester:
        tester.faults.PlanFault(PlanFaultRequest(fault=Fault(calls=aim, failure=soon, times=times)))
    with world.connect_blocking(retry=True) as client:
        if answered:
            assert client.cards.GetCard(asked).card_number == asked.card_number
        else:
            with pytest.raises(Refused, match="AGENCY_UNAVAILABLE"), refused():
                client.cards.GetCard(asked)
    assert [call.code for call in world.calls("GetCard")] == ["UNAVAILABLE"] * times + ["OK"] * answered


def test_who_did_not_ask_for_it_is_told_at_once(world: World) -> None:
    world.fail("insurance", method="GetCard")
    with world.connect_blocking() as client, pytest.raises(Refused, match="AGENCY_UNAVAILABLE"), refused():
        client.cards.GetCard(GetCardRequest(card_number=card_of(world)))
    assert len(world.calls("GetCard")) == 1


def card_of(world: World) -> str:
    card = world.people.mother().card
    assert card is not None
    return card.card_number
