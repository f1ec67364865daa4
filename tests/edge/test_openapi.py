"""The OpenAPI document: valid, whole, and what the calls keep to."""

from __future__ import annotations

import asyncio
import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from schemathesis.core.failures import FailureGroup
from starlette.routing import Route
from tests.edge.fuzzing import CHECKS, DOCUMENT, schema
from tests.edge.hospital import NGOC

from lienthong import descriptor_set
from lienthong_emulator.edge.app import DOORS
from lienthong_emulator.edge.doors import Doors
from lienthong_emulator.edge.gateway.paths import answers
from lienthong_emulator.edge.openapi.doors import door_paths
from lienthong_emulator.runtime.peers import Peers

if TYPE_CHECKING:
    from edge.conftest import Front
    from edge.hospital import Hospital

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCHEMAS = DOCUMENT["components"]["schemas"]
OF_DOORS = set(door_paths())
OF_2017 = "/api/egw/nhanLichSuKCB"


async def test_the_document_is_one() -> None:
    validate(DOCUMENT, cls=OpenAPIV31SpecValidator)


async def test_the_document_is_served(front: Front) -> None:
    async with front.client() as client:
        answer = await client.get("/openapi.json")

    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == DOCUMENT


async def test_every_call_of_the_contract_is_in_it_but_those_between_processes() -> None:
    held = {
        f"/{file.package}.{service.name}/{method.name}"
        for file in descriptor_set().file
        for service in file.service
        for method in service.method
        if service.name != "NodeService"
    }

    assert {path for path in DOCUMENT["paths"] if path not in OF_DOORS} == held


async def test_every_other_path_that_is_served_is_in_it_and_no_more() -> None:
    doors = Doors(peers=Peers({}))
    routed = {route.path for door in DOORS for route in door(doors) if isinstance(route, Route)}

    assert routed | answers(doors).keys() == OF_DOORS


async def test_what_the_card_gateway_answers_is_as_the_document_has_it(hospital: Hospital) -> None:
    told = DOCUMENT["paths"]["/api/egw/KQNhanLichSuKCB2024"]["post"]["responses"]["200"]["content"]["application/json"]
    known = {"maThe": "DN4010115000017", "hoTen": "Nguyễn Thị Lan", "ngaySinh": "17/05/1993"}
    answers = [await hospital.look_up(**known), await hospital.look_up(**{**known, "ngaySinh": "1950"})]

    assert [answer["maKetQua"] for answer in answers] == ["000", "070"]
    for answer in answers:
        Draft202012Validator(told["schema"]).validate(answer)


async def test_the_look_up_of_2017_is_asked_for_a_sex_that_it_takes(hospital: Hospital) -> None:
    asked = DOCUMENT["paths"][OF_2017]["post"]["requestBody"]["content"]["application/json"]["schema"]
    question = {**NGOC, "gioiTinh": 2}

    assert Draft202012Validator(asked).is_valid(question)
    assert (await hospital.post(OF_2017, json=question)).json()["maKetQua"] == "00"
    assert not Draft202012Validator(asked).is_valid({**NGOC, "gioiTinh": "2"})


async def test_what_the_contract_says_is_told() -> None:
    call = DOCUMENT["paths"]["/lienthong.insurance.v1.CardService/GetCard"]["post"]
    asked = SCHEMAS["lienthong.insurance.v1.GetCardRequest"]

    assert call["summary"].startswith("Returns the card under a card number")
    assert "CARD_NOT_FOUND" in call["x-lienthong-reasons"]
    assert asked == {
        "type": "object",
        "description": "Request for `GetCard`.",
        "properties": {
            "cardNumber": {
                "type": "string",
                "pattern": "^([A-Z]{2}[1-5][0-9]{2})?[0-9]{10}$",
                "description": "15-character card number or 10-digit social-insurance number, old ones included.",
            }
        },
        "required": ["cardNumber"],
        "additionalProperties": False,
    }


async def test_nothing_of_ours_is_without_a_word() -> None:
    silent = [name for name, schema in SCHEMAS.items() if name.startswith("lienthong.") and not schema["description"]]
    silent += [
        path for path, item in DOCUMENT["paths"].items() if "lienthong." in path and not item["post"]["description"]
    ]

    assert silent == []


@pytest.mark.parametrize(
    ("message", "field", "schema"),
    [
        pytest.param("insurance.v1.Card", "benefitLevel", {"type": "integer"}, id="a number"),
        pytest.param(
            "control.v1.Recipe", "seed", {"type": "string", "pattern": "^-?[0-9]{1,20}$"}, id="64 bits as text"
        ),
        pytest.param("control.v1.Clock", "now", {"$ref": "google.protobuf.Timestamp"}, id="a moment"),
        pytest.param("control.v1.Call", "duration", {"$ref": "google.protobuf.Duration"}, id="a span of time"),
        pytest.param("insurance.v1.Card", "validFrom", {"$ref": "google.type.Date"}, id="a day"),
        pytest.param("insurance.v1.Card", "state", {"$ref": "lienthong.insurance.v1.CardState"}, id="an enum"),
        pytest.param("exchange.v1.Message", "body", {"$ref": "google.protobuf.Any"}, id="any message"),
        pytest.param("insurance.v1.RenderCardResponse", "picture", {"contentEncoding": "base64"}, id="bytes"),
        pytest.param("control.v1.CaseStep", "details", {"additionalProperties": {"type": "string"}}, id="a map"),
        pytest.param(
            "population.v1.VerifyCitizenRequest", "compareMask", {"$ref": "google.protobuf.FieldMask"}, id="a mask"
        ),
        pytest.param("population.v1.VerifyCitizensRequest", "claims", {"minItems": 1, "maxItems": 1000}, id="a list"),
        pytest.param("control.v1.Recipe.asked", "differing", {"minimum": 0}, id="a number from and to"),
        pytest.param(
            "population.v1.IssuePersonalNumberRequest", "requestId", {"type": "string", "format": "uuid"}, id="a UUID"
        ),
        pytest.param(
            "population.v1.IssuePersonalNumberRequest", "sex", {"not": {"enum": ["SEX_UNSPECIFIED"]}}, id="not zero"
        ),
    ],
)
async def test_a_field_has_the_form_and_the_rules_that_its_json_has(
    message: str, field: str, schema: dict[str, Any]
) -> None:
    held = SCHEMAS[f"lienthong.{message}"]["properties"][field]
    wanted = {key: f"#/components/schemas/{value}" if key == "$ref" else value for key, value in schema.items()}

    assert {key: held.get(key) for key in wanted} == wanted


async def test_of_fields_of_which_one_is_to_be_given_one_is() -> None:
    asked = SCHEMAS["lienthong.tax.v1.GetTaxpayerRequest"]

    assert asked["allOf"] == [{"oneOf": [{"required": ["taxCode"]}, {"required": ["identityNumber"]}]}]


NUMBER_OF_LAN = {"identityNumber": {"value": "901193000017"}}
LAN = {**NUMBER_OF_LAN, "fullName": "Nguyễn Thị Lan", "birthDate": {"year": 1993, "month": 5, "day": 17}}
ANSWERED: dict[str, dict[str, Any]] = {
    "control.v1.WorldService/ListWorlds": {},
    "control.v1.WorldService/GetWorld": {"name": "worlds/default"},
    "insurance.v1.CardService/GetCard": {"cardNumber": "DN4010115000017"},
    "insurance.v1.CardService/CheckCard": {
        "cardNumber": "DN4010115000017",
        "fullName": "Nguyễn Thị Lan",
        "birthDate": {"year": 1993, "month": 5, "day": 17},
    },
    "insurance.v1.CardService/RenderCard": {"cardNumber": "DN4010115000017", "format": "PICTURE_FORMAT_PNG"},
    "insurance.v1.RegistryService/GetParticipant": NUMBER_OF_LAN,
    "insurance.v1.VerificationService/VerifyParticipant": {"claim": {"person": LAN}},
    "population.v1.CitizenService/GetCitizen": NUMBER_OF_LAN,
    "population.v1.CitizenService/VerifyCitizen": {"claim": LAN, "compareMask": "fullName,birthDate"},
    "tax.v1.TaxpayerService/GetTaxpayer": NUMBER_OF_LAN,
    "control.v1.JournalService/ListCalls": {},
}


@pytest.mark.parametrize("call", ANSWERED)
async def test_an_answer_is_as_the_document_has_it(front: Front, call: str) -> None:
    operation = schema()[f"/lienthong.{call}"]["POST"]
    case = operation.Case(body=ANSWERED[call], media_type="application/json")
    answer = await asyncio.to_thread(
        case.call_and_validate,
        base_url=f"http://{front.address}",
        headers={"lienthong-caller": "testers/openapi"},
        checks=CHECKS,
    )

    assert (answer.status_code, answer.json() != {}) == (200, True)


async def test_a_line_of_a_stream_is_as_the_document_has_it(front: Front) -> None:
    path = "/lienthong.population.v1.CitizenService/VerifyCitizens"
    headers = {"content-type": "application/x-ndjson", "lienthong-caller": "testers/openapi"}
    async with front.client() as client:
        answer = await client.post(path, content=json.dumps({"claims": [LAN]}) + "\n{bad", headers=headers)
    told = DOCUMENT["paths"][path]["post"]["responses"]["200"]["content"]["application/x-ndjson"]["schema"]
    lines = [json.loads(line) for line in answer.text.splitlines()]

    assert [line.keys() for line in lines] == [{"verifications", "sourceSystem", "asOfTime"}, {"error"}]
    for line in lines:
        Draft202012Validator({**told, "components": DOCUMENT["components"]}).validate(line)


async def test_an_answer_outside_the_document_would_be_found(whole_front: Front) -> None:
    narrowed = copy.deepcopy(DOCUMENT)
    del narrowed["components"]["schemas"]["lienthong.insurance.v1.Card"]["properties"]["benefitLevel"]
    operation = schemathesis.openapi.from_dict(narrowed)["/lienthong.insurance.v1.CardService/GetCard"]["POST"]
    case = operation.Case(body={"cardNumber": "DN4010115000017"}, media_type="application/json")

    with pytest.raises(FailureGroup, match="benefitLevel"):
        await asyncio.to_thread(case.call_and_validate, base_url=f"http://{whole_front.address}", checks=CHECKS)
