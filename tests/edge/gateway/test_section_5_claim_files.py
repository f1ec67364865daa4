"""Section 5.2 of the gateway's protocol: claim files and check-ins in the form of 130."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TYPE_CHECKING

import pytest
from tests.edge.hospital import NGOC, Hospital
from tests.edge.sending import (
    BOMB,
    CLAIMS,
    HERE,
    form_130,
    headers,
    own_claim,
    peak_of_memory,
    send_130,
    send_in_pieces,
    send_json_in_pieces,
)
from tests.facility_files import check_in, claim, summary, table

from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong.insurance.v1.submission_service_pb2 import ListSubmissionsRequest

if TYPE_CHECKING:
    import httpx

    from edge.conftest import Front
    from lienthong.insurance.v1.submission_pb2 import Submission

pytestmark = pytest.mark.asyncio(loop_scope="session")

NGOCS_STAY = {
    "HO_TEN": NGOC["hoTen"],
    "MA_THE_BHYT": NGOC["maThe"],
    "SO_CCCD": "901319000101",
    "NGAY_SINH": "201908120000",
    "GIOI_TINH": "2",
}
KEYS = {"maKetQua", "maGiaoDich", "thoiGianTiepNhan", "thongDiep"}


async def kept(front: Front, world: str, facility: str = HERE) -> list[Submission]:
    async with front.house.client(world=world) as client:
        asked = ListSubmissionsRequest(facility=facility)
        return list((await client.submissions.ListSubmissions(asked)).submissions)


@pytest.mark.parametrize("path", ["guiHoSoXmlQD130", "guiHoSoXmlQD4750", "guiHoSoXmlQD3176", "guihosoxmlqd130"])
async def test_5_2_a_claim_file_is_taken_in(front: Front, world: str, hospital: Hospital, path: str) -> None:
    told = await send_130(hospital, own_claim(), f"/api/qd130/{path}")

    assert told.keys() == KEYS
    assert (told["maKetQua"], told["maGiaoDich"], told["thoiGianTiepNhan"]) == ("200", "HS_0000001", "20220105090000")
    found = (await kept(front, world))[0]
    assert (found.transaction_code, found.sender) == ("HS_0000001", "facilities/01999")


@pytest.mark.parametrize("path", ["checkInKcbQd130", "checkInKcbQd4750"])
async def test_5_2_a_check_in_is_taken_in(hospital: Hospital, path: str) -> None:
    told = await send_130(hospital, check_in(MA_CSKCB=HERE), f"/api/qd130/{path}", "0")

    assert told["maKetQua"] == "200"


async def test_5_2_json_is_taken_as_a_form_is(hospital: Hospital) -> None:
    body = form_130(hospital, own_claim(), "130")
    answer = await hospital.client.post(CLAIMS, headers=headers(hospital), json=body)

    assert answer.json()["maKetQua"] == "200"


async def test_5_2_json_over_the_limit_is_1001_while_it_comes(hospital: Hospital) -> None:
    assert (await send_json_in_pieces(hospital, 30 << 20)).json()["maKetQua"] == "1001"


async def test_5_2_the_same_file_twice_is_one_submission(front: Front, world: str, hospital: Hospital) -> None:
    first, again = await send_130(hospital, own_claim()), await send_130(hospital, own_claim())

    assert again == first
    assert len(await kept(front, world)) == 1


async def test_5_2_a_file_counts_again_once_another_took_its_place(
    front: Front, world: str, hospital: Hospital
) -> None:
    first = await send_130(hospital, own_claim(**NGOCS_STAY, KET_QUA_DTRI="5"))
    await send_130(hospital, own_claim(**NGOCS_STAY, KET_QUA_DTRI="1"))
    between = await hospital.look_up()
    again = await send_130(hospital, own_claim(**NGOCS_STAY, KET_QUA_DTRI="5"))

    assert again == first
    assert (between["maKetQua"], (await hospital.look_up())["maKetQua"]) == ("000", "110")
    assert len(await kept(front, world)) == 2


async def test_5_2_another_facility_than_the_tokens_is_accepted_and_seen(
    front: Front, world: str, hospital: Hospital
) -> None:
    told = await send_130(hospital, claim(summary()), maCSKCB="01019")

    assert told["maKetQua"] == "200"
    assert [one.sender for one in await kept(front, world, "01019")] == ["facilities/01999"]


@pytest.mark.parametrize(
    ("data", "changes", "code"),
    [
        pytest.param(BOMB, {}, "201", id="a bomb"),
        pytest.param(claim(table("XML1", BOMB), facility=HERE), {}, "201", id="a bomb within"),
        pytest.param(b"PK\x03\x04 no XML", {}, "201", id="a zip"),
        pytest.param(own_claim()[:-20], {}, "201", id="cut off"),
        pytest.param(b" ", {}, "204", id="nothing in it"),
        pytest.param(b"", {"fileHSBase64": ""}, "204", id="an empty file"),
        pytest.param(b"", {"fileHSBase64": "không phải base64"}, "205", id="not base64"),
        pytest.param(b"", {"fileHSBase64": "QUJD="}, "205", id="base64 with too much padding"),
        pytest.param(b"", {"fileHSBase64": "QUI=QUJD"}, "205", id="base64 that goes on after its end"),
        pytest.param(own_claim(), {"loaiHoSo": "131"}, "205", id="no such kind"),
        pytest.param(own_claim(), {"loaiHoSo": "0"}, "205", id="a kind of another path"),
        pytest.param(own_claim(), {"maCSKCB": "99999", "maTinh": "99"}, "402", id="no such facility"),
        pytest.param(own_claim(), {"maCSKCB": "1999"}, "402", id="no code of a facility"),
        pytest.param(own_claim(), {"maTinh": "79"}, "402", id="another province"),
        pytest.param(claim(summary(), facility="01019"), {}, "202", id="a file of another facility"),
        pytest.param(own_claim(KET_QUA_DTRI="9"), {}, "202", id="content"),
        pytest.param(claim(table("XML20", "<a/>"), facility=HERE), {}, "202", id="no such table"),
    ],
)
async def test_5_2_what_is_wrong_has_a_code_and_nothing_is_kept(
    front: Front, world: str, hospital: Hospital, data: bytes, changes: dict[str, str], code: str
) -> None:
    told = await send_130(hospital, data, **changes)

    assert told.keys() == KEYS
    assert (told["maKetQua"], told["maGiaoDich"]) == (code, None)
    assert told["thongDiep"]
    assert await kept(front, world) == []


async def test_5_2_all_that_is_wrong_is_told_at_once(hospital: Hospital) -> None:
    told = await send_130(hospital, own_claim(MA_LK=..., HO_TEN=..., KET_QUA_DTRI="9"))

    assert told["maKetQua"] == "202"
    assert (
        told["thongDiep"]
        == "Thiếu MA_LK trong XML1. Thiếu HO_TEN trong XML1. KET_QUA_DTRI trong XML1 phải là từ 1 đến 7."
    )


async def test_5_2_a_file_that_is_not_there_is_205(hospital: Hospital) -> None:
    form = {"username": "01999_BV", "loaiHoSo": "130", "maCSKCB": HERE}
    told = (await hospital.client.post(CLAIMS, headers=headers(hospital), data=form)).json()

    assert told["maKetQua"] == "205"


@pytest.mark.parametrize(("failure", "status"), [("body", 200), ("status", 401)])
async def test_5_2_a_token_that_does_not_hold(hospital: Hospital, failure: str, status: int) -> None:
    await hospital.switch(failure=failure)
    shown = {**headers(hospital), "accessToken": "wrong"}
    answer = await hospital.client.post(CLAIMS, headers=shown, data=form_130(hospital, own_claim(), "130"))

    assert (answer.status_code, answer.json()["maKetQua"]) == (status, "401")


async def test_5_2_a_plus_sign_that_is_not_escaped_is_still_one(hospital: Hospital) -> None:
    data = own_claim(CHAN_DOAN_RV="~~~>>>???")
    text = b64encode(data).decode()
    assert "+" in text
    form = f"loaiHoSo=130&maCSKCB={HERE}&fileHSBase64={text}"
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = await hospital.client.post(CLAIMS, headers={**headers(hospital), **kind}, content=form)

    assert answer.json()["maKetQua"] == "200"


@pytest.mark.parametrize("size", [1, 2, 3, 7])
async def test_5_2_however_a_body_is_cut_it_is_the_same_file(
    front: Front, world: str, hospital: Hospital, size: int
) -> None:
    form = "&".join(f"{name}={value}" for name, value in _quoted(form_130(hospital, own_claim(), "130")).items())

    async def cut() -> AsyncGenerator[bytes]:
        for start in range(0, len(form), size):
            yield form[start : start + size].encode()

    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = await hospital.client.post(CLAIMS, headers={**headers(hospital), **kind}, content=cut())

    assert answer.json()["maKetQua"] == "200"
    assert [one.bytes for one in await kept(front, world)] == [len(own_claim())]


def _quoted(form: dict[str, str]) -> dict[str, str]:
    return {name: value.replace("=", "%3D").replace("+", "%2B") for name, value in form.items()}


async def test_5_2_a_file_over_the_limit_is_1001(hospital: Hospital) -> None:
    told = (await send_in_pieces(hospital, 17 << 20)).json()

    assert told["maKetQua"] == "1001"


async def test_5_2_a_file_far_over_the_limit_is_1001_too(hospital: Hospital) -> None:
    told = (await send_in_pieces(hospital, 30 << 20)).json()

    assert told["maKetQua"] == "1001"


@pytest.mark.parametrize("path", [CLAIMS, "/api/egw/guiHoSoGiamDinh4210"])
async def test_5_2_json_over_the_limit_is_1001(hospital: Hospital, path: str) -> None:
    query = {**hospital.shown, "loaiHoSo": "3", "maTinh": "01", "maCSKCB": HERE}
    kind = {"content-type": "application/json"}
    answer = await hospital.client.post(
        path, params=query, headers={**headers(hospital), **kind}, content=b'"' + b"A" * (34 << 20) + b'"'
    )

    assert (answer.status_code, answer.json()["maKetQua"]) == (200, "1001")


async def test_5_2_half_a_letter_is_205(hospital: Hospital) -> None:
    kind = {"content-type": "application/json"}
    body = b'{"loaiHoSo": "\\ud800", "maCSKCB": "01999", "fileHSBase64": "QQ=="}'
    answer = await hospital.client.post(CLAIMS, headers={**headers(hospital), **kind}, content=body)

    assert (answer.status_code, answer.json()["maKetQua"]) == (400, "205")


async def test_5_2_a_form_of_nothing_but_ends_of_fields_is_205(hospital: Hospital) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = await hospital.client.post(CLAIMS, headers={**headers(hospital), **kind}, content=b"&" * 1_000)

    assert (answer.status_code, answer.json()["maKetQua"]) == (400, "205")


async def test_5_2_a_form_in_parts_is_none_and_is_told_so(hospital: Hospital) -> None:
    parts = {name: (None, value) for name, value in form_130(hospital, own_claim(), "130").items()}
    answer = await hospital.client.post(CLAIMS, headers=headers(hospital), files=parts)

    assert (answer.status_code, answer.json()["maKetQua"]) == (400, "205")
    assert answer.json()["thongDiep"] == "Không hỗ trợ định dạng multipart/form-data."


@pytest.mark.parametrize("send", [send_in_pieces, send_json_in_pieces], ids=["a form", "JSON"])
async def test_5_2_the_doors_hold_no_file_in_memory(
    split_front: Front, send: Callable[[Hospital, int], Awaitable[httpx.Response]]
) -> None:
    async with split_front.house.client() as tester, split_front.client("memory") as client:
        await tester.worlds.CreateWorld(CreateWorldRequest(world_id="memory"))
        hospital = await Hospital(client).signed_in()
        await send(hospital, 10_000)  # what is imported with the first file
        with peak_of_memory() as peak:
            answer = await send(hospital, 5 << 20)
        await tester.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/memory"))

    assert answer.json()["maKetQua"] == "200"
    assert peak[0] < 2 << 20


async def test_5_2_what_insurance_cannot_do_is_500(hospital: Hospital) -> None:
    await hospital.switch(faults=[{"answer": "101", "endpoint": "guiHoSoXmlQD4750"}])

    assert (await send_130(hospital, own_claim()))["maKetQua"] == "500"
