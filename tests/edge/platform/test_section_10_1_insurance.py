"""Section 10.1 of the reference: what provinces and ministries ask of social insurance."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import pytest_asyncio
from tests.edge.province import Province

from lienthong.access.v1.access_pb2 import ListAccessesRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.emulator import emulate
from lienthong_emulator.setup import Setup

if TYPE_CHECKING:
    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")

BY_NUMBER, NUMBER, HOUSEHOLD = "getTraCuuTtHgdByMaSoBhxh", "getMaSoBhxhTheoTieuChi", "getTraCuuThongTinHgd"
LAN = {"hoTen": "Nguyễn Thị Lan", "ngaySinh": "19930517", "loaiNgaySinh": "0", "gioiTinh": "2"}
LAN_LIVES = {**LAN, "maTinhKs": "01", "maHuyenKs": "", "maXaKs": "", "isKs": "0"}
LAN_AT_HOME = {**LAN, "maTinh": "01", "soSo": "", "maThe": "", "isKs": "0"}
HAU = {"hoTen": "Phùng Văn Hậu", "ngaySinh": "19861002", "gioiTinh": "1"}
WHY = {"1": "", "4": "203"}
MINISTRY_OF_HEALTH = ("agencies-health", "lienthong-agencies-health")
TAX = ("agencies-tax", "lienthong-agencies-tax")


@pytest_asyncio.fixture(loop_scope="session")
async def province(front: Front) -> AsyncGenerator[Province]:
    async with front.client() as client:
        yield await Province(client).signed_in()


# getTraCuuTtHgdByMaSoBhxh.


async def test_10_1_a_number_tells_whose_it_is_and_where_the_birth_was_registered(province: Province) -> None:
    assert await province.ask(BY_NUMBER, maSoBhxh="0115000017") == {
        "hoTen": "Nguyễn Thị Lan",
        "soSoCu": "",
        "ngaySinh": "19930517",
        "loaiNgaySinh": "0",
        "gioiTinh": "2",
        "maTinhKs": "01",
        "maHuyenKs": "005",
        "maXaKs": "00166",
        "trangThai": "1",
    }


@pytest.mark.parametrize("number", ["0113000029", "7912000029"])
async def test_10_1_an_old_number_leads_to_the_same_person_and_is_told_beside(province: Province, number: str) -> None:
    told = await province.ask(BY_NUMBER, maSoBhxh=number)

    assert (told["hoTen"], told["soSoCu"], told["trangThai"]) == ("Trần Văn Hùng", "7912000029", "1")


async def test_10_1_of_whom_only_the_year_is_known_that_is_said_beside_the_first_of_january(province: Province) -> None:
    told = await province.ask(BY_NUMBER, maSoBhxh="0210000456")

    assert (told["ngaySinh"], told["loaiNgaySinh"]) == ("19880101", "1")


NOTHING = dict.fromkeys(
    ("hoTen", "soSoCu", "ngaySinh", "loaiNgaySinh", "gioiTinh", "maTinhKs", "maHuyenKs", "maXaKs"), ""
)


@pytest.mark.parametrize(
    ("number", "state"),
    [
        pytest.param("0199999999", "0", id="of nobody"),
        pytest.param("115000017", "3", id="of nine digits"),
        pytest.param(115000017, "3", id="that lost its zero"),
        pytest.param("901193000017", "3", id="of another kind"),
        pytest.param("0115000017-" * 9, "3", id="without end"),
        pytest.param("", "3", id="that is empty"),
        pytest.param(None, "3", id="that is not there"),
    ],
)
async def test_10_1_every_key_is_there_for_a_number(province: Province, number: Any, state: str) -> None:
    assert await province.ask(BY_NUMBER, maSoBhxh=number) == {**NOTHING, "trangThai": state}


# getMaSoBhxhTheoTieuChi.


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({}, id="a whole date"),
        pytest.param({"loaiNgaySinh": None}, id="a whole date, unsaid"),
        pytest.param({"ngaySinh": "1993", "loaiNgaySinh": "1"}, id="a year"),
        pytest.param({"ngaySinh": "19930101", "loaiNgaySinh": "1"}, id="a year, with what does not count"),
        pytest.param({"ngaySinh": "199305", "loaiNgaySinh": "2"}, id="a month"),
        pytest.param({"ngaySinh": "19930501", "loaiNgaySinh": "2"}, id="a month, with what does not count"),
        pytest.param({"gioiTinh": ""}, id="no sex"),
        pytest.param({"hoTen": "NGUYỄN THỊ LAN"}, id="capitals"),
        pytest.param({"isKs": "1"}, id="where the birth was registered"),
        pytest.param({"isKs": "1", "maHuyenKs": "005"}, id="its district"),
        pytest.param({"isKs": "1", "maHuyenKs": "005", "maXaKs": "00166"}, id="its commune"),
        pytest.param({"isKs": "1", "maXaKs": "00166"}, id="its commune, without a district"),
        pytest.param({"isKs": None, "maXaKs": None}, id="what may be left out"),
    ],
)
async def test_10_1_a_number_is_found_by(province: Province, changed: dict[str, Any]) -> None:
    told = await province.ask(NUMBER, **{**LAN_LIVES, **changed})

    assert told == {"maSoBhxh": "0115000017", "trangThai": "1", "errorCode": ""}


@pytest.mark.parametrize(
    ("changed", "state", "error_code"),
    [
        pytest.param({"hoTen": "Nguyễn Thị Lam"}, "0", "201", id="another name"),
        pytest.param({"maTinhKs": "79"}, "0", "201", id="another province"),
        pytest.param({"gioiTinh": "1"}, "0", "201", id="another sex"),
        pytest.param({**HAU, "maTinhKs": "79"}, "2", "202", id="one with two numbers"),
        pytest.param({"hoTen": None}, "3", "200", id="no name"),
        pytest.param({"ngaySinh": " "}, "3", "200", id="a blank date"),
        pytest.param({"maTinhKs": None}, "3", "200", id="no province"),
        pytest.param({"ngaySinh": "17/05/1993"}, "3", "302", id="a date written otherwise"),
        pytest.param({"ngaySinh": "1993"}, "3", "302", id="a year that is said to be a day"),
        pytest.param({"ngaySinh": "19930230"}, "3", "302", id="a day that there is not"),
        pytest.param({"ngaySinh": "00010101"}, "3", "302", id="a year in which nobody was born"),
        pytest.param({"ngaySinh": "00000101"}, "3", "302", id="a year that there is not"),
        pytest.param({"ngaySinh": "19930017"}, "3", "302", id="no month"),
        pytest.param({"ngaySinh": "19930500"}, "3", "302", id="no day"),
        pytest.param({"ngaySinh": "199300", "loaiNgaySinh": "2"}, "3", "302", id="no month where one is said"),
        pytest.param({"loaiNgaySinh": "3"}, "3", "302", id="a date of no kind"),
        pytest.param({"gioiTinh": "Nữ"}, "3", "302", id="a sex in words"),
        pytest.param({"isKs": "yes"}, "3", "302", id="a switch in words"),
        pytest.param({"hoTen": "Lan " * 30}, "3", "302", id="a name without end"),
        pytest.param({"maTinhKs": "00"}, "3", "108", id="no province of the list"),
        pytest.param({"maHuyenKs": "999"}, "3", "108", id="no district of the province"),
        pytest.param({"maXaKs": "xx"}, "3", "108", id="no commune"),
    ],
)
async def test_10_1_no_number_is_told_for(
    province: Province, changed: dict[str, Any], state: str, error_code: str
) -> None:
    told = await province.ask(NUMBER, **{**LAN_LIVES, **changed})

    assert told == {"maSoBhxh": "", "trangThai": state, "errorCode": error_code}


# getTraCuuThongTinHgd.


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({}, id="described"),
        pytest.param({"soSo": None, "maThe": None, "isKs": None}, id="described by no more than is needed"),
        pytest.param({"isKs": "1"}, id="registered there"),
        pytest.param({"soSo": "0115000017"}, id="with a number"),
        pytest.param({"maThe": "GD4010115000017"}, id="with an old card"),
        pytest.param({"soSo": "0115000017", "maThe": "DN4010115000017"}, id="with number and card"),
    ],
)
async def test_10_1_a_household_is_told_of_a_person(province: Province, changed: dict[str, Any]) -> None:
    told = await province.ask(HOUSEHOLD, **{**LAN_AT_HOME, **changed})

    address = told.pop("diaChi")
    assert address.endswith(", Hà Nội")
    assert told == {
        "maSo": "0115000017",
        "hoTen": "Nguyễn Thị Lan",
        "ngaySinh": "19930517",
        "loaiNgaySinh": "0",
        "gioiTinh": "2",
        "maHo": "0199000001",
        "trangThai": "1",
    }


async def test_10_1_a_number_tells_one_of_two_apart(province: Province) -> None:
    whoever = await province.ask(HOUSEHOLD, **HAU, maTinh="79")
    this_one = await province.ask(HOUSEHOLD, **HAU, maTinh="79", soSo="7910000333")

    assert (whoever["trangThai"], whoever["maSo"]) == ("2", "")
    assert (this_one["trangThai"], this_one["maSo"]) == ("1", "7910000333")


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        pytest.param({"soSo": "0113000029"}, "0", id="somebody else's number"),
        pytest.param({"maThe": "TE1010119000101"}, "0", id="somebody else's card"),
        pytest.param({"maThe": "TE1010119999999"}, "0", id="a card of nobody"),
        pytest.param({"maThe": "01-999"}, "3", id="no card"),
        pytest.param({"maTinh": ""}, "3", id="no province"),
        pytest.param({"maTinh": "1"}, "3", id="no province of the list"),
    ],
)
async def test_10_1_no_household_is_told_for(province: Province, changed: dict[str, str], state: str) -> None:
    told = await province.ask(HOUSEHOLD, **{**LAN_AT_HOME, **changed})

    keys = ("maSo", "hoTen", "ngaySinh", "loaiNgaySinh", "gioiTinh", "maHo", "diaChi")
    assert told == {**dict.fromkeys(keys, ""), "trangThai": state}


# Whoever asks.


@pytest.mark.parametrize(
    ("credentials", "service", "question", "state"),
    [
        pytest.param(MINISTRY_OF_HEALTH, BY_NUMBER, {"maSoBhxh": "0115000017"}, "1", id="health, of group a"),
        pytest.param(MINISTRY_OF_HEALTH, NUMBER, LAN_LIVES, "4", id="health, of group d"),
        pytest.param(TAX, NUMBER, LAN_LIVES, "1", id="tax, of group d"),
        pytest.param(TAX, HOUSEHOLD, LAN_AT_HOME, "4", id="tax, of group c"),
    ],
)
async def test_10_1_the_access_rules_say_what_a_ministry_is_told(
    front: Front, credentials: tuple[str, str], service: str, question: dict[str, str], state: str
) -> None:
    async with front.client() as client:
        told = await (await Province(client, credentials).signed_in()).ask(service, **question)

    assert told["trangThai"] == state
    assert told.get("errorCode") == (WHY[state] if service == NUMBER else None)


async def test_10_1_the_record_of_who_asked_names_the_province(front: Front, world: str) -> None:
    async with front.client(world) as client:
        await (await Province(client).signed_in()).ask(BY_NUMBER, maSoBhxh="0115000017")
    async with front.house.client(world=world) as client:
        record = await client.insurance_accesses.ListAccesses(
            ListAccessesRequest(identity_number=IdentityNumber(value="0115000017"))
        )

    assert [(access.caller, access.method) for access in record.accesses] == [("provinces/44", "GetParticipant")]


# What cannot be read, and what is not there.


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"content": b'{"maSoBhxh": '}, id="broken JSON"),
        pytest.param({"json": ["0115000017"]}, id="a list"),
        pytest.param({"json": {"hoTen": "Lan", "ngaySinh": "1993", "maTinhKs": {"so": "01"}}}, id="an object"),
        pytest.param({"data": LAN_LIVES}, id="a form"),
        pytest.param(
            {"content": b'{"maSoBhxh": "\xff"}', "headers": {"content-type": "application/json"}}, id="no UTF-8"
        ),
        pytest.param({"content": b'{"maSoBhxh": "' + b"0" * 70_000 + b'"}'}, id="a body without end"),
    ],
)
async def test_10_1_a_body_that_cannot_be_read_is_told_in_the_services_shape(
    province: Province, request_: dict[str, Any]
) -> None:
    answer = await province.post(f"/apiBHXH/{NUMBER}", **request_)

    assert answer.status_code == 400
    assert answer.json() == {"maSoBhxh": "", "trangThai": "3", "errorCode": "500"}


async def test_10_1_an_agency_that_does_not_answer_is_told_as_http_tells_it() -> None:
    nobody = {"insurance": "127.0.0.1:1"}
    async with (
        emulate(Setup(agencies=[], peers=nobody, http="127.0.0.1:0")) as emulator,
        httpx.AsyncClient(base_url=f"http://{emulator.http}", timeout=30) as client,
    ):
        province = await Province(client).signed_in()
        answer = await province.post(f"/apiBHXH/{BY_NUMBER}", json={"maSoBhxh": "0115000017"})

    assert (answer.status_code, answer.json()["reason"]) == (503, "AGENCY_UNAVAILABLE")
