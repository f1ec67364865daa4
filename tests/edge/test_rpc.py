"""Every call of the contract, asked as JSON over HTTP."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from google.rpc import error_details_pb2
from tests.edge.calling import CARDS, CITIZENS, JSON, LAN, OF_LAN, ask

from lienthong import descriptor_set
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest
from lienthong_emulator.edge.contract import answered_services
from lienthong_emulator.emulator import emulate
from lienthong_emulator.setup import Setup

if TYPE_CHECKING:
    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_card_is_what_it_is_over_grpc_in_the_json_of_the_contract(front: Front) -> None:
    async with front.house.client() as client:
        card = await client.cards.GetCard(GetCardRequest(card_number=OF_LAN))
    answer = await ask(front, f"{CARDS}/GetCard", {"cardNumber": OF_LAN})

    assert answer.status_code == 200
    assert answer.headers["content-type"] == JSON
    assert answer.json() == {
        "name": card.name,
        "cardNumber": OF_LAN,
        "participant": card.participant,
        "socialInsuranceNumber": "0115000017",
        "objectCode": "DN",
        "benefitLevel": 4,
        "provinceCode": "01",
        "validFrom": {"year": 2015, "month": 3, "day": 1},
        "validTo": {"year": 2022, "month": 12, "day": 31},
        "initialFacility": card.initial_facility,
        "issueDate": {"year": 2015, "month": 3, "day": 1},
        "state": "CARD_STATE_VALID",
        "fiveYearDate": {"year": 2020, "month": 3, "day": 1},
    }


async def test_names_of_fields_may_be_those_of_the_proto(front: Front) -> None:
    answer = await ask(front, f"{CARDS}/GetCard", {"card_number": OF_LAN})

    assert answer.json()["cardNumber"] == OF_LAN


async def test_vietnamese_letters_are_letters(front: Front) -> None:
    answer = await ask(front, f"{CITIZENS}/GetCitizen", {"identityNumber": LAN["identityNumber"]})

    assert "Nguyễn Thị Lan".encode() in answer.content


async def test_a_refusal_is_json_with_reason_sentences_and_fields(front: Front) -> None:
    answer = await ask(front, f"{CARDS}/GetCard", {"cardNumber": "DN4010115999999"})
    told = answer.json()
    details = {detail["type"]: detail for detail in told.pop("details")}

    assert answer.status_code == 404
    assert told == {
        "code": "not_found",
        "reason": "CARD_NOT_FOUND",
        "domain": "lienthong",
        "message": "There is no card under this number.",
        "message_vi": "Không có thẻ bảo hiểm y tế mang số này.",
        "fields": [
            {
                "field": "card_number",
                "message": "There is no card under this number.",
                "message_vi": "Không có thẻ bảo hiểm y tế mang số này.",
            }
        ],
    }
    assert details["google.rpc.ErrorInfo"]["debug"] == {"reason": "CARD_NOT_FOUND", "domain": "lienthong"}
    packed = base64.b64decode(details["google.rpc.ErrorInfo"]["value"] + "==")
    assert error_details_pb2.ErrorInfo.FromString(packed).reason == "CARD_NOT_FOUND"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        pytest.param("{nope", "", id="no JSON"),
        pytest.param("", "", id="nothing"),
        pytest.param("[]", "", id="a list"),
        pytest.param('""', "", id="a text"),
        pytest.param("null", "", id="nothing in JSON"),
        pytest.param(b"\xff", "", id="no UTF-8"),
        pytest.param("[" * 100_000, "", id="without end"),
        pytest.param('{"fullName": "Lan", "fullName": "Lan"}', "", id="a field twice"),
        pytest.param('{"fullNam": "Lan"}', "full_nam", id="a misspelt field"),
        pytest.param('{"birthDate": {"yeer": 1}}', "birth_date.yeer", id="a misspelt field within another"),
        pytest.param('{"birthDate": {"year": "x"}}', "birth_date.year", id="letters for a number"),
        pytest.param('{"sex": "SEX_OTHER"}', "sex", id="no value of the list"),
        pytest.param('{"fullName": "\\ud800"}', "full_name", id="half a letter"),
    ],
)
async def test_what_is_no_json_of_the_request_is_refused_by_its_field(front: Front, body: str, field: str) -> None:
    answer = await ask(front, f"{CARDS}/CheckCard", body)

    assert (answer.status_code, answer.json()["reason"]) == (400, "MALFORMED_REQUEST")
    assert [fault["field"] for fault in answer.json().get("fields", [])] == ([field] if field else [])


async def test_a_request_over_the_limit_names_the_field_that_is_large(front: Front) -> None:
    answer = await ask(front, f"{CARDS}/GetCard", {"cardNumber": "1" * (5 << 20)})

    assert (answer.status_code, answer.json()["reason"]) == (400, "REQUEST_TOO_LARGE")
    assert answer.json()["fields"][0]["field"] == "card_number"


async def test_no_more_is_read_than_any_agency_would_take(front: Front) -> None:
    answer = await ask(front, f"{CARDS}/GetCard", {"cardNumber": "1" * (17 << 20)})

    assert (answer.status_code, answer.json()["code"]) == (429, "resource_exhausted")


@pytest.mark.parametrize(
    ("method", "path", "kind", "status"),
    [
        pytest.param("POST", f"{CARDS}/EatCard", JSON, 404, id="no such call"),
        pytest.param("GET", f"{CARDS}/CheckCard", JSON, 405, id="a call that leaves a record, read"),
        pytest.param("POST", f"{CARDS}/GetCard", "application/x-www-form-urlencoded", 415, id="a form"),
        pytest.param("POST", f"{CARDS}/GetCard", "application/grpc", 415, id="gRPC, which has a port of its own"),
        pytest.param("POST", f"{CITIZENS}/VerifyCitizens", "text/plain", 415, id="a stream of no kind"),
    ],
)
async def test_what_is_no_call_is_told_so_in_json(front: Front, method: str, path: str, kind: str, status: int) -> None:
    async with front.client() as client:
        answer = await client.request(method, path, content="{}", headers={"content-type": kind})

    assert answer.status_code == status
    assert answer.headers["content-type"] == JSON
    assert answer.json().keys() == {"code", "message"}


async def test_a_call_that_only_reads_can_be_made_by_its_address(front: Front, world: str) -> None:
    asked = {"encoding": "json", "message": f'{{"cardNumber": "{OF_LAN}"}}'}
    async with front.client() as client:
        found = await client.get(f"/worlds/{world}{CARDS}/GetCard", params=asked)
        lost = await client.get(f"{CARDS}/GetCard", params={**asked, "message": '{"cardNumber": "DN4010199999999"}'})
        bare = await client.get(f"{CARDS}/GetCard")

    assert (found.status_code, found.json()["cardNumber"]) == (200, OF_LAN)
    assert (lost.status_code, lost.json()["reason"]) == (404, "CARD_NOT_FOUND")
    assert (bare.status_code, bare.json()["code"]) == (415, "invalid_argument")


async def test_a_header_that_metadata_cannot_carry_is_refused_by_its_key(front: Front) -> None:
    async with front.client() as client:
        answers = [
            await client.post(f"{CARDS}/GetCard", content="{}", headers={b"content-type": JSON.encode(), **header})
            for header in ({b"lienthong-purpose": "khám".encode()}, {b"x-theirs": b"\xff"})
        ]

    assert [(answer.status_code, answer.json()["reason"]) for answer in answers] == [(400, "MALFORMED_METADATA")] * 2
    assert [answer.json()["metadata"]["key"] for answer in answers] == ["lienthong-purpose", "x-theirs"]


async def test_headers_are_metadata(front: Front, world: str) -> None:
    asked: Mapping[str, Any] = {"cardNumber": OF_LAN}
    await ask(front, f"{CARDS}/GetCard", asked, lienthong_world=world, lienthong_caller="facilities/01001")
    await ask(front, f"{CARDS}/GetCard", asked, world=world, lienthong_caller="facilities/01002")
    nowhere = await ask(front, f"{CARDS}/GetCard", asked, lienthong_world="nowhere")
    calls = await ask(front, "/lienthong.control.v1.JournalService/ListCalls", {}, lienthong_world=world)

    seen = {call["caller"] for call in calls.json()["calls"] if call["method"].endswith("CardService/GetCard")}
    assert seen == {"facilities/01001", "facilities/01002"}
    assert (nowhere.status_code, nowhere.json()["reason"]) == (404, "WORLD_NOT_FOUND")


async def test_who_may_not_see_is_told_so_as_over_grpc(front: Front) -> None:
    asked = {"identityNumber": LAN["identityNumber"]}
    answer = await ask(front, f"{CITIZENS}/GetCitizen", asked, lienthong_caller="nobody/at-all")

    assert (answer.status_code, answer.json()["reason"]) == (403, "ACCESS_NOT_PERMITTED")


async def test_an_answer_given_again_says_so_in_its_headers(front: Front, world: str) -> None:
    child = {
        "requestId": "2f1d0c3e-8a4b-4c5d-9e6f-708192a3b4c5",
        "fullName": "Nguyễn Bảo Ngọc",
        "birthDate": {"year": 2022, "month": 1, "day": 3},
        "sex": "SEX_FEMALE",
        "registrationCommune": "00001",
    }
    path = f"{CITIZENS}/IssuePersonalNumber"
    caller = {"lienthong_caller": "agencies/justice", "lienthong_case": "cases/of-ngoc"}
    first, again = [await ask(front, path, child, world=world, **caller) for _ in range(2)]

    assert first.json() == again.json()
    assert [answer.headers.get("lienthong-replayed") for answer in (first, again)] == [None, "true"]
    assert [answer.headers.get("trailer-lienthong-replayed") for answer in (first, again)] == [None, "true"]
    assert again.headers["lienthong-case"] == "cases/of-ngoc"


async def test_a_deadline_is_kept(front: Front) -> None:
    answer = await ask(front, f"{CARDS}/GetCard", {"cardNumber": OF_LAN}, connect_timeout_ms="0")

    assert (answer.status_code, answer.json()["code"]) == (504, "deadline_exceeded")


# Who answers.


async def test_every_call_of_the_contract_has_its_path_but_those_between_processes() -> None:
    held = {
        f"/{file.package}.{service.name}/{method.name}"
        for file in descriptor_set().file
        for service in file.service
        for method in service.method
        if service.name != "NodeService"
    }

    assert {path for one in answered_services() for path, _ in one.paths()} == held


async def test_what_processes_ask_each_other_nobody_asks_through_a_door(front: Front) -> None:
    async with front.client() as client:
        answer = await client.post("/lienthong.control.v1.NodeService/DropWorld", json={})

    assert answer.status_code == 404


async def test_a_service_is_asked_at_the_agency_that_mounts_it(split_front: Front) -> None:
    """At another agency's process there would be no such call."""
    unary = [
        next(path for path, method in one.paths() if not (method.client_streaming or method.server_streaming))
        for one in answered_services()
    ]
    answers = {path: await ask(split_front, path, {}, lienthong_world="nowhere") for path in unary}

    assert len(answers) == len(answered_services())
    assert [path for path, answer in answers.items() if answer.json().get("code") == "unimplemented"] == []


async def test_an_agency_that_nobody_plays_is_unavailable() -> None:
    async with emulate(Setup(agencies=[], http="127.0.0.1:0")) as emulator, httpx.AsyncClient() as client:
        answer = await client.post(f"http://{emulator.http}{CARDS}/GetCard", json={"cardNumber": OF_LAN})

    assert (answer.status_code, answer.json()["reason"]) == (503, "AGENCY_UNAVAILABLE")
    assert answer.headers["retry-after"] == "1"
