"""Faults as they stand in a process, without a wire."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.protobuf.json_format import ParseDict

from lienthong.control.v1 import fault_pb2
from lienthong.control.v1.fault_pb2 import Fault, FaultMeeting
from lienthong.insurance.v1.card_check_pb2 import CheckCardResponse
from lienthong.insurance.v1.facility_service_pb2 import SignInRequest
from lienthong.population.v1.citizen_pb2 import Citizen
from lienthong.population.v1.citizen_service_pb2 import VerifyCitizenRequest, VerifyCitizenResponse
from lienthong.type.v1.field_match_pb2 import SUBJECT_OUTCOME_NOT_FOUND
from lienthong_emulator.runtime.fault_effects import Slowness
from lienthong_emulator.runtime.faults import MOST_FAULTS, FaultBoard, TooManyFaults
from lienthong_emulator.runtime.field_values import field_at, holds_text, paths_of, texts_at
from lienthong_emulator.runtime.lies import can_be_told, lied

NINE = datetime(2022, 1, 5, 2, 0, tzinfo=UTC)
LAN = VerifyCitizenRequest()
ParseDict(
    {"claim": {"full_name": "Trần Thị Lan", "identity_number": {"value": "901185000001"}, "sex": "SEX_FEMALE"}}, LAN
)
CONFIRMED = {
    "verification": {
        "subject": "SUBJECT_OUTCOME_FOUND",
        "confirmed": True,
        "fields": [
            {"field": "full_name", "outcome": "MATCH_OUTCOME_MATCH_NORMALIZED", "reasons": ["TONE_PLACEMENT"]},
            {"field": "sex", "outcome": "MATCH_OUTCOME_NOT_PERMITTED"},
        ],
    }
}


def failing(times: int = 1) -> Fault:
    return ParseDict({"calls": {"agency": "agencies/tax"}, "failure": {"code": 14}, "times": times}, Fault())


def test_there_are_no_more_than_a_thousand() -> None:
    board = FaultBoard()
    for _ in range(MOST_FAULTS):
        board.plan(failing(), "", NINE)

    with pytest.raises(TooManyFaults):
        board.plan(failing(), "", NINE)


def test_of_what_met_a_fault_the_latest_are_kept() -> None:
    fault = FaultBoard().plan(failing(times=500), "", NINE)
    for index in range(150):
        fault.meet(FaultMeeting(case_id=f"birth-{index}"), NINE)

    told = fault.told(NINE)
    assert (told.met, told.unmet, len(told.meetings)) == (150, True, 100)
    assert told.meetings[0].case_id == "birth-50"


def test_a_fault_is_met_no_more_often_than_planned() -> None:
    fault = FaultBoard().plan(failing(times=2), "", NINE)

    assert [fault.meet(FaultMeeting(), NINE) for _ in range(3)] == [True, True, False]


def test_the_same_seed_draws_the_same_latencies() -> None:
    shape = ParseDict({"log_normal": {"median": "0.1s", "sigma": 0.4, "seed": 7}}, fault_pb2.Latency())

    first, second = ([Slowness(shape).next_seconds() for _ in range(3)] for _ in range(2))
    drawn = Slowness(shape)
    several = sorted(drawn.next_seconds() for _ in range(2_000))

    assert first == second
    assert several[1_000] == pytest.approx(0.1, rel=0.05)
    assert several[1_900] == pytest.approx(0.1 * 2.718 ** (0.4 * 1.645), rel=0.1)


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        pytest.param("claim.full_name", ["Trần Thị Lan"], id="a text"),
        pytest.param("claim.identity_number.value", ["901185000001"], id="deep inside"),
        pytest.param("claim.sex", ["SEX_FEMALE"], id="an enum"),
        pytest.param("claim.birth_date.year", [""], id="in nothing"),
        pytest.param("claim.identity_number.type", ["", "IDENTITY_NUMBER_TYPE_UNSPECIFIED"], id="not set"),
    ],
)
def test_values_are_found_by_their_paths(path: str, texts: list[str]) -> None:
    assert field_at(LAN.DESCRIPTOR, path) is not None
    assert texts_at(LAN, path) == texts


@pytest.mark.parametrize("path", ["claim", "claim.nobody", "nobody", "claim.full_name.first"])
def test_a_path_that_leads_to_no_text_is_none(path: str) -> None:
    assert field_at(LAN.DESCRIPTOR, path) is None
    assert path not in paths_of(LAN.DESCRIPTOR)


def test_what_is_told_to_nobody_cannot_be_asked_for() -> None:
    assert field_at(SignInRequest.DESCRIPTOR, "username") is not None
    assert field_at(SignInRequest.DESCRIPTOR, "password_md5") is None
    assert not holds_text(SignInRequest(password_md5="0" * 32), "0" * 32)


def test_a_text_is_found_wherever_it_stands() -> None:
    assert holds_text(LAN, "901185000001")
    assert not holds_text(LAN, "90118500000")


@pytest.mark.parametrize(
    ("kind", "answer", "expected"),
    [
        pytest.param(
            "LIE_KIND_MISMATCH",
            CONFIRMED,
            {
                "verification": {
                    "subject": "SUBJECT_OUTCOME_FOUND",
                    "fields": [
                        {"field": "full_name", "outcome": "MATCH_OUTCOME_MISMATCH"},
                        {"field": "sex", "outcome": "MATCH_OUTCOME_NOT_PERMITTED"},
                    ],
                }
            },
            id="mismatch",
        ),
        pytest.param(
            "LIE_KIND_NOT_FOUND",
            CONFIRMED,
            {"verification": {"subject": "SUBJECT_OUTCOME_NOT_FOUND"}},
            id="nobody is found",
        ),
        pytest.param(
            "LIE_KIND_NOT_FOUND",
            {"verification": {"tier": "VERIFICATION_TIER_OVERALL_ONLY", "confirmed": True}},
            {"verification": {"tier": "VERIFICATION_TIER_OVERALL_ONLY"}},
            id="a yes or no becomes a no",
        ),
    ],
)
def test_a_comparison_is_told_wrong(kind: str, answer: dict[str, Any], expected: dict[str, Any]) -> None:
    found = ParseDict(answer, VerifyCitizenResponse())

    assert lied(fault_pb2.LieKind.Value(kind), found)
    assert found == ParseDict(expected, VerifyCitizenResponse())


@pytest.mark.parametrize("kind", ["LIE_KIND_MISMATCH", "LIE_KIND_NOT_FOUND", "LIE_KIND_ANOTHER_PERSONS_NAME"])
def test_where_there_is_nothing_to_lie_about_the_answer_stays(kind: str) -> None:
    found = VerifyCitizenResponse()
    found.verification.subject = SUBJECT_OUTCOME_NOT_FOUND

    assert not lied(fault_pb2.LieKind.Value(kind), found)


def test_a_name_becomes_somebody_elses_wherever_it_stands() -> None:
    citizen = Citizen(full_name="Trần Thị Lan")

    assert lied(fault_pb2.LIE_KIND_ANOTHER_PERSONS_NAME, citizen)
    assert citizen.full_name not in ("", "Trần Thị Lan")
    assert can_be_told(fault_pb2.LIE_KIND_ANOTHER_PERSONS_NAME, CheckCardResponse.DESCRIPTOR)


def test_an_outage_until_the_end_of_all_time_is_no_accident() -> None:
    outage = {"start_time": "9999-12-31T00:00:00Z", "duration": "315360000s"}
    fault = ParseDict({"calls": {"agency": "agencies/tax"}, "outage": outage}, Fault())

    assert not FaultBoard().plan(fault, "", NINE).is_over(NINE + timedelta(days=365))
