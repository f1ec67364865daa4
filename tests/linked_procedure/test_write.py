"""Dossiers and their results, as JSON."""

import json
from datetime import date
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from lienthong.justice.v1 import birth_declaration_pb2 as declarations
from lienthong.justice.v1 import birth_dossier_pb2 as dossiers
from lienthong.justice.v1.civil_status_service_pb2 import FileBirthDossierRequest
from lienthong.type.v1.refusal_pb2 import Refusal
from lienthong_emulator.linked_procedure import (
    DossierResult,
    ReadDossier,
    ResultRefusal,
    declaration_to_json,
    example_dossiers,
    read_dossiers,
    request_to_json,
    result_of,
    result_of_refusal,
)
from lienthong_emulator.linked_procedure.fields import CODED, OBJECTS, Field, Kind
from lienthong_emulator.linked_procedure.forms import BIRTHS
from lienthong_emulator.linked_procedure.shape import nested

EXAMPLES = [pytest.param(index, id=str(index + 1)) for index in range(5)]
KEYS = [
    "dossier",
    "state",
    "case",
    "personal_number",
    "si_number",
    "card_number",
    "valid_from",
    "valid_to",
    "initial_facility",
    "refusal",
]


def without_empty(written: dict[str, Any]) -> dict[str, Any]:
    return {
        key: without_empty(value) if isinstance(value, dict) else value for key, value in written.items() if value != ""
    }


def request_at(index: int) -> FileBirthDossierRequest:
    request = read_dossiers(example_dossiers())[index].request
    assert request is not None
    return request


@pytest.mark.parametrize("index", EXAMPLES)
def test_an_example_is_written_as_it_was_read(index: int) -> None:
    assert request_to_json(request_at(index)) == without_empty(json.loads(example_dossiers())[index])


@pytest.mark.parametrize("index", EXAMPLES)
def test_a_dossier_that_was_filed_keeps_all_but_its_procedure_and_its_day_at_the_desk(index: int) -> None:
    request = request_at(index)
    filed = dossiers.BirthDossier(
        linked_dossier_id=request.linked_dossier_id,
        one_stop_dossier_id=request.one_stop_dossier_id,
        declaration=request.declaration,
    )
    example = without_empty(json.loads(example_dossiers())[index])

    assert declaration_to_json(filed) == {
        key: value for key, value in example.items() if key not in ("maTTHC", "ngayTiepNhan")
    }


def test_a_dossier_of_which_nothing_is_known_is_an_empty_object() -> None:
    assert declaration_to_json(dossiers.BirthDossier()) == {}


def text_for(field: Field) -> str:
    if field.kind in CODED:
        return list(field.codes)[-1]
    known = {Kind.DATE: "09/02/2021", Kind.INSTANT: "09/02/2021 08:05", Kind.COUNT: "7", Kind.YES_OR_NO: "1"}
    return known.get(field.kind, f"of {field.key}")


def test_every_key_goes_there_and_back() -> None:
    held = [field for field in BIRTHS.fields if field.kind not in (*OBJECTS, Kind.SKIPPED)]
    whole = nested((field, "1" if field.key == "nksLoaiKhaiSinh" else text_for(field)) for field in held)
    [read] = read_dossiers(json.dumps(whole))

    assert read.request is not None, read.refusal
    assert request_to_json(read.request) == whole


@pytest.mark.parametrize(
    ("day", "text"),
    [
        pytest.param(Date(year=1988, month=3, day=9), "09/03/1988", id="a day"),
        pytest.param(Date(year=1988, month=3), "03/1988", id="a month"),
        pytest.param(Date(year=1988), "1988", id="a year"),
        pytest.param(Date(year=988), "0988", id="a year long ago"),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(day: Date, text: str) -> None:
    mother = declarations.Parent(birth_date=day)
    filed = dossiers.BirthDossier(declaration=declarations.BirthDeclaration(mother=mother))

    assert declaration_to_json(filed) == {"hoTich": {"meNgaySinh": text, "meXacThucThongTin": "0"}}


def test_a_date_without_a_year_is_not_written() -> None:
    notice = declarations.BirthNotice(number="GCS.1", issue_date=Date(month=3, day=9))
    filed = dossiers.BirthDossier(declaration=declarations.BirthDeclaration(birth_notice=notice))

    assert declaration_to_json(filed) == {"hoTich": {"maGCS": "GCS.1"}}


def test_an_instant_is_written_in_the_time_of_hanoi() -> None:
    request = FileBirthDossierRequest(receive_time=Timestamp(seconds=1641348600))

    assert request_to_json(request) == {"ngayTiepNhan": "05/01/2022 09:10"}


def test_the_result_of_a_birth_that_became_a_card() -> None:
    khoi = dossiers.BirthDossier(
        name="birthDossiers/7",
        linked_dossier_id="G22.99-220105-0001",
        case_id="case-1",
        state=dossiers.DOSSIER_STATE_CARD_ISSUED,
        birth_record=dossiers.BirthRecord(personal_number="901221000001"),
        card=dossiers.ChildCard(
            social_insurance_number="0199000011",
            card_number="TE1010199000011",
            valid_from=Date(year=2021, month=12, day=28),
            valid_to=Date(year=2027, month=12, day=31),
            initial_facility="01019",
        ),
    )

    written = result_of(khoi).to_json()

    assert list(written) == KEYS
    assert written == {
        "dossier": "G22.99-220105-0001",
        "state": "CARD_ISSUED",
        "case": "case-1",
        "personal_number": "901221000001",
        "si_number": "0199000011",
        "card_number": "TE1010199000011",
        "valid_from": "2021-12-28",
        "valid_to": "2027-12-31",
        "initial_facility": "01019",
        "refusal": None,
    }


def test_the_result_of_a_dossier_that_was_returned_names_the_key_at_fault() -> None:
    pao = dossiers.BirthDossier(
        name="birthDossiers/8",
        state=dossiers.DOSSIER_STATE_RETURNED,
        refusal=Refusal(
            reason="PARENT_NOT_CONFIRMED", field="declaration.mother.full_name", message="No.", message_vi="Không."
        ),
    )

    assert result_of(pao) == DossierResult(
        dossier="birthDossiers/8",
        state="RETURNED",
        case=None,
        personal_number=None,
        si_number=None,
        card_number=None,
        valid_from=None,
        valid_to=None,
        initial_facility=None,
        refusal=ResultRefusal(reason="PARENT_NOT_CONFIRMED", field="meHoTen", message="No."),
    )


@pytest.mark.parametrize("state", ["IN_PROCESS", "RETURNED", "REFUSED", "CARD_ISSUED", "WITHDRAWN"])
def test_a_state_goes_by_its_name_without_the_prefix(state: str) -> None:
    filed = dossiers.BirthDossier(state=dossiers.DossierState.Value(f"DOSSIER_STATE_{state}"))

    assert result_of(filed).state == state


def test_the_result_of_a_dossier_that_cannot_be_read() -> None:
    [read] = read_dossiers('{"maHoSoLT": "G22.99-220105-0006", "hoTich": {"nksNgaySinh": "31/02/2022"}}')
    assert read.refusal is not None

    written = result_of_refusal(read, read.refusal).to_json()

    assert list(written) == KEYS
    assert written == {
        **dict.fromkeys(KEYS),
        "dossier": "G22.99-220105-0006",
        "state": "REFUSED",
        "refusal": {
            "reason": "IMPOSSIBLE_DATE",
            "field": "nksNgaySinh",
            "message": "nksNgaySinh: the calendar has no 31/02/2022.",
        },
    }


def test_a_dossier_without_an_id_goes_by_its_place_and_a_refusal_without_a_field_has_none() -> None:
    result = result_of_refusal(
        ReadDossier(index=2, linked_dossier_id="", request=None, refusal=None), Refusal(reason="X", message="No.")
    )

    assert (result.dossier, result.refusal) == ("[2]", ResultRefusal(reason="X", field=None, message="No."))


def test_a_result_holds_dates_until_it_is_written() -> None:
    card = dossiers.ChildCard(valid_from=Date(year=2022, month=1, day=3))

    assert result_of(dossiers.BirthDossier(card=card)).valid_from == date(2022, 1, 3)
