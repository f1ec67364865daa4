"""Cases that follow from the contract alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lienthong.insurance.v1.card_service_pb2 import CheckCardRequest
from lienthong.type.v1.person_pb2 import Sex
from lienthong_emulator.conformance.cases import ByRules, Case
from lienthong_emulator.conformance.chosen import cases_of, chosen_cases
from lienthong_emulator.conformance.generated import NEGATIVES
from lienthong_emulator.conformance.services import UnknownName, service_named, services

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECK = "insurance.CardService/CheckCard/"


def generated() -> Mapping[str, Case]:
    return {case.case_id: case for case in cases_of("insurance.CardService") if case.generated}


def test_every_field_is_left_out_once() -> None:
    left_out = {case_id for case_id in generated() if case_id.startswith(CHECK) and case_id.endswith(":left-out")}

    assert left_out == {f"{CHECK}{field.name}:left-out" for field in CheckCardRequest.DESCRIPTOR.fields}
    assert "full_name" not in generated()[f"{CHECK}full_name:left-out"].steps[0].request


def test_every_value_of_an_enum_is_sent_and_one_that_there_is_not() -> None:
    sent = [
        case.steps[0].request["sex"]
        for name, case in generated().items()
        if name.startswith(f"{CHECK}sex:") and "left-out" not in name
    ]

    assert sent == [*Sex.keys(), 9999]


@pytest.mark.parametrize(("label", "length"), [("of-1-letters", 1), ("of-100-letters", 100), ("of-101-letters", 101)])
def test_a_length_is_tried_at_its_bounds_and_beyond(label: str, length: int) -> None:
    step = generated()[f"{CHECK}full_name:{label}"].steps[0]

    assert len(step.request["full_name"]) == length
    assert step.expected == ByRules()


def test_every_call_with_a_case_is_sent_what_no_call_may_take() -> None:
    for service in chosen_cases([]):
        cases = cases_of(service)
        calls = {case.steps[-1].call for case in cases if isinstance(case.steps[-1].expected, ByRules)}
        tried = {case.steps[-1].call for case in cases if case.steps[-1].wire is not None}
        assert calls <= tried
    assert set(NEGATIVES) == {"bytes-that-are-no-message", "a-world-that-does-not-exist", "metadata-without-end"}


def test_the_reasons_of_a_call_are_those_of_its_comment() -> None:
    cards, births = service_named("insurance.CardService"), service_named("justice.CivilStatusService")

    assert cards.reasons_of("CheckCard") == {"IMPOSSIBLE_DATE"}
    assert {"WORLD_NOT_FOUND", "INVALID_REQUEST"} <= cards.shared_reasons
    assert "SUPPLEMENT_OVERDUE" not in births.reasons_of("FileBirthDossier")  # a state, not an answer
    assert births.reasons_of("FileBirthDossier") < births.reasons_of("SupplementBirthDossier")


def test_a_service_is_found_by_both_of_its_names() -> None:
    assert service_named("lienthong.insurance.v1.CardService") is services()["insurance.CardService"]
    with pytest.raises(UnknownName, match=r"near it: control\.ClockService"):
        service_named("control.ClockServise")
