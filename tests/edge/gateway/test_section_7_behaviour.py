"""Section 7 of the gateway's protocol, and what a real gateway sees: broken bodies, sockets, proxies, clients."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.edge.hospital import EARLIER, LAST, NGOC, OFFICER, Hospital, md5

if TYPE_CHECKING:
    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
NAME_IN_1258 = "hoTen=Tr%E2%CCn+Ba%D2o+Ngo%F2c"


# Bodies.


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b'{"maThe": "TE10101', JSON, id="broken JSON"),
        pytest.param(b"[1, 2]", JSON, id="no object"),
        pytest.param(b"[" * 20_000, JSON, id="JSON without a floor"),
        pytest.param(b'{"hoTen": "\\ud800"}', JSON, id="half a letter"),
        pytest.param("{'hoTen': 'Trần'}".encode("utf-16"), JSON, id="JSON in another charset"),
        pytest.param(NAME_IN_1258.encode(), FORM, id="a form in another charset"),
        pytest.param(b"hoTen=Ngoc", f"{FORM}; charset=klingon", id="a charset of nobody"),
        pytest.param(b"&".join(b"a%d=1" % place for place in range(200)), FORM, id="a form without end"),
        pytest.param(b"hoTen=" + b"x" * 70_000, FORM, id="a body without end"),
        pytest.param(b"<maThe>TE1</maThe>", "text/xml", id="XML"),
    ],
)
async def test_7_a_body_that_cannot_be_read_is_205_and_http_400(hospital: Hospital, content: bytes, kind: str) -> None:
    answer = await hospital.post(LAST, content=content, headers={"content-type": kind})

    assert (answer.status_code, answer.json()["maKetQua"]) == (400, "205")
    assert answer.json().keys() == (await hospital.look_up()).keys()


async def test_7_a_path_may_end_in_a_slash_and_stays_in_its_world(hospital: Hospital) -> None:
    answer = await hospital.post(f"{LAST}/", json={**NGOC, **OFFICER})

    assert (answer.status_code, answer.json()["maKetQua"]) == (200, "000")


@pytest.mark.parametrize("content", [b'{"\\ud800": 1}', b'{"faults": [{"answer": "101", "endpoint": "\\ud800"}]}'])
async def test_7_a_switch_of_half_a_letter_is_refused(hospital: Hospital, content: bytes) -> None:
    refused = await hospital.client.patch("/lienthong/gateway", content=content, headers={"content-type": JSON})

    assert (refused.status_code, (await hospital.client.get("/lienthong/gateway")).status_code) == (400, 200)


async def test_7_a_token_counts_before_what_is_wrong_with_a_body(hospital: Hospital) -> None:
    answer = await hospital.client.post(LAST, content=b"{", headers={"content-type": JSON})

    assert answer.json()["maKetQua"] == "401"


@pytest.mark.parametrize("kind", [JSON, FORM, "text/xml"])
async def test_7_a_sign_in_that_cannot_be_read_is_500(front: Front, kind: str) -> None:
    async with front.client() as client:
        answer = await client.post("/api/token/take", content=b"username=%ff{", headers={"content-type": kind})

    assert (answer.status_code, answer.json()) == (400, {"maKetQua": "500", "APIKey": None})


async def test_7_a_form_may_say_its_charset(hospital: Hospital) -> None:
    body = f"maThe=TE1010119000101&{NAME_IN_1258}&ngaySinh=12/08/2019"
    answer = await hospital.post(EARLIER, content=body, headers={"content-type": f"{FORM}; charset=windows-1258"})

    assert answer.json()["maKetQua"] == "000"


async def test_7_a_form_may_leave_its_letters_as_they_are(hospital: Hospital) -> None:
    body = f"maThe={NGOC['maThe']}&hoTen={NGOC['hoTen']}&ngaySinh={NGOC['ngaySinh']}"
    answer = await hospital.post(EARLIER, content=body.encode(), headers={"content-type": FORM})

    assert (answer.json()["maKetQua"], answer.json()["hoTen"]) == ("000", NGOC["hoTen"])


async def test_7_what_is_sent_by_another_method_is_not_taken(hospital: Hospital) -> None:
    assert (await hospital.client.get(LAST, params=hospital.shown)).status_code == 405


# Sockets and proxies.


async def test_7_a_socket_is_dropped_on_request_and_who_asks_again_is_answered(hospital: Hospital) -> None:
    await hospital.switch(faults=[{"answer": "drop", "times": 2}])

    told, dropped = None, 0
    while told is None:
        try:
            told = await hospital.look_up()
        except httpx.TransportError:
            dropped += 1

    assert (dropped, told["maKetQua"]) == (2, "000")


async def test_7_the_page_of_a_proxy_comes_on_request(hospital: Hospital) -> None:
    await hospital.switch(faults=[{"answer": "502", "endpoint": "kqnhanlichsukcb2024"}])
    answer = await hospital.post(LAST, json={**NGOC, **OFFICER})

    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert "<h1>502 Bad Gateway</h1>" in answer.text
    assert (await hospital.look_up())["maKetQua"] == "000"


async def test_7_a_fault_is_met_at_a_path_that_ends_in_a_slash(hospital: Hospital) -> None:
    await hospital.switch(faults=[{"answer": "100", "endpoint": "KQNhanLichSuKCB2024"}])

    assert (await hospital.post(f"{LAST}/", json={**NGOC, **OFFICER})).json()["maKetQua"] == "100"


# Switches.


async def test_7_switches_are_of_one_world_and_can_be_read(front: Front, world: str, hospital: Hospital) -> None:
    await hospital.switch(failure="status", faults=[{"answer": "100", "times": 2}])
    await hospital.look_up()
    async with front.client() as client:
        elsewhere = (await client.get("/lienthong/gateway")).json()

    assert (await hospital.client.get("/lienthong/gateway")).json() == {
        "world": world,
        "failure": "status",
        "clock": "wall",
        "faults": [{"answer": "100", "endpoint": "", "times": 1}],
    }
    assert elsewhere == {"world": "default", "failure": "body", "clock": "wall", "faults": []}


@pytest.mark.parametrize(
    ("switches", "field"),
    [
        pytest.param({"failure": "loud"}, "failure", id="no failure"),
        pytest.param({"clock": None}, "clock", id="no clock"),
        pytest.param({"speed": 1}, "speed", id="no switch"),
        pytest.param({"faults": "all"}, "faults", id="no list"),
        pytest.param({"faults": [{"answer": "100"}] * 101}, "faults", id="too many"),
        pytest.param({"faults": ["100"]}, "faults[0]", id="no fault"),
        pytest.param({"faults": [{"answer": "explode"}]}, "faults[0].answer", id="no answer"),
        pytest.param({"faults": [{"times": 1}]}, "faults[0].answer", id="an answer is missing"),
        pytest.param({"faults": [{"answer": "100", "times": 0}]}, "faults[0].times", id="never"),
        pytest.param({"faults": [{"answer": "100", "times": True}]}, "faults[0].times", id="yes times"),
        pytest.param({"faults": [{"answer": "100", "when": "now"}]}, "faults[0].when", id="no field"),
    ],
)
async def test_7_a_switch_that_there_is_not_is_refused_by_its_field(
    hospital: Hospital, switches: dict[str, Any], field: str
) -> None:
    answer = await hospital.client.patch("/lienthong/gateway", json=switches)

    told = answer.json()
    assert (answer.status_code, told["reason"]) == (400, "UNKNOWN_SWITCH")
    assert [fault["field"] for fault in told["fields"]] == [field]
    assert (await hospital.client.get("/lienthong/gateway")).json()["failure"] == "body"


async def test_7_switches_are_read_as_json_whatever_they_are_said_to_be(hospital: Hospital) -> None:
    said = {"content-type": FORM}  # as curl says of everything
    answer = await hospital.client.patch("/lienthong/gateway", content=b'{"failure": "status"}', headers=said)

    assert (answer.status_code, answer.json()["failure"]) == (200, "status")


async def test_7_switches_that_cannot_be_read_are_refused(hospital: Hospital) -> None:
    answer = await hospital.client.patch("/lienthong/gateway", content=b"{")

    assert (answer.status_code, answer.json()["reason"]) == (400, "MALFORMED_REQUEST")


# Clients, as they are known to sign in again.


@dataclass
class Kiosk:
    """Reads HTTP 200 alone: `401` in the body makes it sign in again, once."""

    hospital: Hospital
    signed_in: int = 0

    async def check(self) -> str:
        told = await self.hospital.look_up()
        if told["maKetQua"] == "401":
            self.signed_in += 1
            await self.hospital.take()
            told = await self.hospital.look_up()
        return told["maKetQua"]


@dataclass
class KeepsUntilRefused:
    """Looks at the status alone: 401 or 403 makes it sign in again; a body of HTTP 200 it believes."""

    hospital: Hospital
    signed_in: int = 0

    async def check(self) -> str:
        answer = await self.hospital.post(LAST, json={**NGOC, **OFFICER})
        if answer.status_code in (401, 403):
            self.signed_in += 1
            await self.hospital.take()
            answer = await self.hospital.post(LAST, json={**NGOC, **OFFICER})
        return answer.json()["maKetQua"]


@dataclass
class AsksForCoPayments:
    """Takes HTTP 401 without reading on: there is nothing to read."""

    hospital: Hospital
    signed_in: int = 0

    async def check(self) -> str:
        answer = await self._ask()
        if answer.status_code == 401:
            self.signed_in += 1
            await self.hospital.take()
            answer = await self._ask()
        return answer.json()["MaKetQua"]

    async def _ask(self) -> httpx.Response:
        key, password = self.hospital.key, md5(self.hospital.password)
        shown = {"accessToken": key["access_token"], "tokenId": key["id_token"], "passwordHash": password}
        body = {"username": self.hospital.username, **NGOC}
        return await self.hospital.client.post("/api/TraCuuCCT/TraCuuTienMCCT", headers=shown, json=body)


@pytest.mark.parametrize(
    ("kind", "failure", "code"),
    [
        pytest.param(Kiosk, "body", "000", id="a kiosk, of the body"),
        pytest.param(KeepsUntilRefused, "status", "000", id="one that keeps its token, of the status"),
        pytest.param(AsksForCoPayments, "body", "204", id="who asks for co-payments, of an empty answer"),
    ],
)
async def test_7_a_client_signs_in_again_when_its_token_is_gone(
    hospital: Hospital, kind: type[Kiosk | KeepsUntilRefused | AsksForCoPayments], failure: str, code: str
) -> None:
    await hospital.switch(failure=failure)
    client = kind(hospital)

    first = await client.check()
    hospital.key = {**hospital.key, "access_token": "bm9ib2R5"}
    second = await client.check()

    assert (first, second, client.signed_in) == (code, code, 1)


async def test_7_a_client_that_knows_the_other_shape_never_signs_in(hospital: Hospital) -> None:
    client = KeepsUntilRefused(replace(hospital, key={**hospital.key, "access_token": "bm9ib2R5"}))

    assert (await client.check(), client.signed_in) == ("401", 0)
