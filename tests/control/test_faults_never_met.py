"""Faults that nothing can ever meet are refused when they are planned."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.protobuf.json_format import ParseDict

from lienthong.client import Client
from lienthong.control.v1.fault_pb2 import Fault
from lienthong.control.v1.fault_service_pb2 import PlanFaultRequest

if TYPE_CHECKING:
    from conftest import Refusing
    from control.conftest import Open

CUT, LIE, FAILURE = {"stream_cut": {}}, {"lie": {"kind": "LIE_KIND_MISMATCH"}}, {"failure": {"code": 14}}
DAY = {"delay": {"duration": "86400s"}}


@pytest_asyncio.fixture
async def lone_client(opened: Open) -> AsyncGenerator[Client]:
    """A tester of a house that plays control, justice and insurance in one process."""
    async with opened("one port") as house, house.client() as client:
        yield client


def calls(effect: dict[str, Any], agency: str = "agencies/insurance", **aim: Any) -> dict[str, Any]:
    return {"calls": {"agency": agency, **aim}, **effect}


def values(path: str, value: str) -> list[dict[str, str]]:
    return [{"path": path, "value": value}]


@pytest.mark.parametrize(
    ("fault", "field", "near"),
    [
        pytest.param(calls(FAILURE, "agencies/insurence"), "calls.agency", "agencies/insurance", id="an agency"),
        pytest.param(
            calls(FAILURE, "insurance"), "calls.agency", "agencies/insurance", id="an agency without its kind"
        ),
        pytest.param(calls(FAILURE, "agencies/control"), "calls.agency", None, id="control, outside of worlds"),
        pytest.param(calls(FAILURE, "agencies/tax"), "calls.agency", "-", id="an agency that nobody here plays"),
        pytest.param(calls(FAILURE, method="CheckCrad"), "calls.method", "CheckCard", id="a method"),
        pytest.param(calls(FAILURE, method="FileBirthDossier"), "calls.method", None, id="a method of another agency"),
        pytest.param(
            calls(FAILURE, method="lienthong.insurance.v1.CardService/GetCart"),
            "calls.method",
            "lienthong.insurance.v1.CardService/GetCard",
            id="a method in full",
        ),
        pytest.param(
            calls(FAILURE, method="GetCard", values=values("card_numbr", "1")),
            "calls.values[0].path",
            "card_number",
            id="a field",
        ),
        pytest.param(
            calls(FAILURE, method="SignIn", values=values("password_md5", "1")),
            "calls.values[0].path",
            None,
            id="a field that is told to nobody",
        ),
        pytest.param(
            calls(FAILURE, "agencies/justice", values=values("declaration.child.sex", "SEX_FEMAL")),
            "calls.values[0].value",
            "SEX_FEMALE",
            id="a value of an enum",
        ),
        pytest.param(
            calls(FAILURE, method="PublishAnnex", values=values("correct", "yes")),
            "calls.values[0].value",
            "-",
            id="neither true nor false",
        ),
        pytest.param(
            calls(FAILURE, method="PublishAnnex", values=values("period.year", "next")),
            "calls.values[0].value",
            "-",
            id="a number in words",
        ),
        pytest.param(
            calls(FAILURE, method="VerifyParticipants", subject="1"), "calls.subject", "-", id="the subject of a stream"
        ),
        pytest.param(calls(CUT, method="CheckCard"), "stream_cut", "-", id="a cut where nothing streams"),
        pytest.param(calls(LIE, method="GetCard"), "lie.kind", "-", id="a mismatch where nothing is compared"),
        pytest.param(
            calls({"lie": {"kind": "LIE_KIND_ANOTHER_PERSONS_NAME"}}, method="ReadPaperRegister"),
            "calls.method",
            None,
            id="a lie of a method that is not there",
        ),
        pytest.param(calls(DAY), "delay", "-", id="a message's fault for calls"),
        pytest.param({"messages": {}, **FAILURE}, "failure", "-", id="a call's fault for messages"),
        pytest.param(
            {"messages": {"receiver": "agencies/justise"}, **DAY},
            "messages.receiver",
            "agencies/justice",
            id="a receiver",
        ),
        pytest.param({"messages": {"sender": "x"}, **DAY}, "messages.sender", None, id="a sender"),
        pytest.param({"messages": {"kind": "justis.born"}, **DAY}, "messages.kind", "agencies/justice", id="a kind"),
        pytest.param(
            {"messages": {"kind": "justice.birth-registered", "sender": "agencies/tax"}, **DAY},
            "messages.kind",
            "-",
            id="a kind that its sender does not send",
        ),
        pytest.param({"messages": {}, **DAY}, "messages", "-", id="messages where nobody plays the exchange"),
        pytest.param(
            calls({"latency": {"uniform": {"least": "2s", "most": "1s"}}}), "latency.uniform.most", "-", id="a latency"
        ),
        pytest.param(calls({"outage": {}}, method="CheckCard"), "calls", "-", id="an outage of one method"),
        pytest.param(
            calls({"outage": {"start_time": "2022-01-01T00:00:00Z", "duration": "60s"}}),
            "outage",
            "-",
            id="an outage that is over",
        ),
    ],
)
async def test_a_fault_that_nothing_can_meet_is_refused(
    lone_client: Client, refusal: Refusing, fault: dict[str, Any], field: str, near: str | None
) -> None:
    no = await refusal(lone_client.faults.PlanFault(PlanFaultRequest(fault=ParseDict(fault, Fault()))))

    assert (no.reason, no.field) == ("FAULT_NEVER_MET", f"fault.{field}")
    assert no.metadata["why"] in no.message
    assert ("Names that look alike" in no.message) == (no.metadata["near"] != "-")
    if near is not None:
        assert no.metadata["near"].split(", ")[0] == near


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        pytest.param({}, "fault.aim", id="no aim"),
        pytest.param({"calls": {"agency": "agencies/insurance"}}, "fault.effect", id="no effect"),
        pytest.param(calls({"failure": {"code": 0}}), "fault.failure.code", id="a failure that is none"),
        pytest.param(calls({"failure": {"code": 5, "reason": "not-found"}}), "fault.failure.reason", id="a reason"),
        pytest.param(calls({"latency": {"fixed": "-1s"}}), "fault.latency.fixed", id="a negative latency"),
        pytest.param(calls({"latency": {"log_normal": {}}}), "fault.latency.log_normal.median", id="no median"),
        pytest.param(calls({"rate_limit": {"calls": 1}}), "fault.rate_limit.span", id="a limit without a span"),
        pytest.param({**calls(FAILURE), "times": -1}, "fault.times", id="a negative number of times"),
    ],
)
async def test_a_fault_that_is_not_well_formed_is_refused(
    lone_client: Client, refusal: Refusing, fault: dict[str, Any], field: str
) -> None:
    no = await refusal(lone_client.faults.PlanFault(PlanFaultRequest(fault=ParseDict(fault, Fault()))))

    assert (no.reason, no.field) == ("INVALID_REQUEST", field)


async def test_a_start_that_no_calendar_has_is_refused(lone_client: Client, refusal: Refusing) -> None:
    fault = Fault()
    fault.calls.agency = "agencies/insurance"
    fault.outage.start_time.seconds = -(1 << 40)

    no = await refusal(lone_client.faults.PlanFault(PlanFaultRequest(fault=fault)))

    assert (no.reason, no.field) == ("INVALID_REQUEST", "fault.outage.start_time")
