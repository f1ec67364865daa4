"""Section 3 of the gateway's protocol: every result code has a persona or a fault that reaches it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from tests.edge.conftest import Front
from tests.edge.hospital import EARLIER, LAST, NGOC, OFFICER, Hospital, md5
from tests.house import HOME

from lienthong.control.v1.world_service_pb2 import BuildWorldRequest, CreateWorldRequest
from lienthong_emulator.emulator import emulate
from lienthong_emulator.setup import Setup

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from conftest import SplitHouse

pytestmark = pytest.mark.asyncio(loop_scope="session")
SECONDS_TO_COME_BACK = 30
PAGE = Path(HOME) / "docs" / "gateway.md"
ROW = re.compile(r"\| `(\d{3})` \| (?P<how>[^|]+) \|(?P<number>[^|]*)\| (?P<name>[^|]*) \| (?P<born>[^|]*) \|")


def rows() -> list[Any]:
    """The table of the page: a code, and what is presented to get it."""
    found = [ROW.fullmatch(line) for line in PAGE.read_text("utf-8").splitlines()]
    return [
        pytest.param(
            *(row[1], row["number"].strip(" `"), row["name"].strip(), row["born"].strip()), id=f"{row[1]} {row['how']}"
        )
        for row in found
        if row
    ]


PERSONAS = rows()
REACHED_BY_PERSONAS = {row.values[0] for row in PERSONAS}
REACHED_OTHERWISE = {"054", "055", "080", "090", "100", "101", "205", "401", "500"}
EVERY_CODE = {
    *("000", "001", "002", "003", "004", "010", "050", "051", "052", "053", "054", "055", "060", "061", "070"),
    *("080", "090", "100", "101", "110", "120", "121", "122", "123", "124", "130", "205", "401", "500"),
}


async def test_3_the_page_has_a_row_for_every_code() -> None:
    assert REACHED_BY_PERSONAS | REACHED_OTHERWISE == EVERY_CODE
    assert all(f"`{code}`" in PAGE.read_text("utf-8") for code in EVERY_CODE)


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def reception(front: Front) -> AsyncGenerator[Hospital]:
    async with front.client() as client:
        yield await Hospital(client).signed_in()


@pytest.mark.parametrize(("code", "number", "name", "born"), PERSONAS)
async def test_3_a_code_is_reached_as_the_page_says(
    reception: Hospital, code: str, number: str, name: str, born: str
) -> None:
    told = await reception.look_up(maThe=number, hoTen=name, ngaySinh=born)

    assert told["maKetQua"] == code
    assert told["ghiChu"]


async def test_3_061_tells_the_right_name_and_the_card_alone(reception: Hospital) -> None:
    told = await reception.look_up(hoTen="Trần Bảo Nga")

    assert told["ghiChu"] == "Thẻ sai họ tên(đúng kí tự đầu),họ tên đúng : Trần Bảo Ngọc"
    assert (told["maThe"], told["hoTen"]) == ("TE1010119000101", "Trần Bảo Ngọc")
    assert (told["ngaySinh"], told["diaChi"], told["gtTheDen"]) == (None, None, None)


async def test_3_070_tells_nothing_of_the_card(reception: Hospital) -> None:
    told = await reception.look_up(ngaySinh="13/08/2019")

    assert told["ghiChu"].startswith("Ngày sinh không đúng.")
    assert (told["maThe"], told["hoTen"]) == (None, None)


@pytest.mark.parametrize(
    ("officer", "code"),
    [
        pytest.param({"cccdCb": "901190999902"}, "054", id="054, a stranger"),
        pytest.param({"cccdCb": "Tiếp Đón"}, "054", id="054, no number"),
        pytest.param({"hoTenCb": "Trần Văn Khác"}, "055", id="055, another name"),
    ],
)
async def test_3_an_officer_who_is_not_registered(reception: Hospital, officer: dict[str, str], code: str) -> None:
    assert (await reception.look_up(**officer))["maKetQua"] == code


async def test_3_officers_name_is_compared_as_people_write_it(reception: Hospital) -> None:
    assert (await reception.look_up(hoTenCb="NGUYỄN THỊ TIẾP ĐÓN"))["maKetQua"] == "000"


@pytest.mark.parametrize("code", ["100", "101", "500"])
async def test_3_a_fault_answers_with_its_code_as_often_as_it_was_planned(hospital: Hospital, code: str) -> None:
    await hospital.switch(faults=[{"endpoint": "KQNhanLichSuKCB2024", "answer": code, "times": 2}])

    earlier = await hospital.look_up(EARLIER)
    told = [await hospital.look_up() for _ in range(3)]

    assert earlier["maKetQua"] == "000"
    assert [one["maKetQua"] for one in told] == [code, code, "000"]


@pytest.mark.parametrize(
    ("code", "sentence"), [("501", "Token không đúng hoặc token hết hạn."), ("999", "Lỗi hệ thống cổng tiếp nhận.")]
)
async def test_3_codes_that_one_client_alone_knows_are_had_by_faults(
    hospital: Hospital, code: str, sentence: str
) -> None:
    await hospital.switch(faults=[{"answer": code}])
    told = await hospital.look_up()

    assert (told["maKetQua"], told["ghiChu"]) == (code, sentence)


async def test_3_500_while_insurance_is_silent_and_101_where_it_lost_its_file(house_to_break: SplitHouse) -> None:
    house, world = house_to_break, "gateway-of-a-lost-file"
    doors = Setup(agencies=[], peers=house.addresses, http="127.0.0.1:0")
    async with emulate(doors) as emulator, Front(house, emulator.http or "").client(world) as client:
        async with house.client() as control:
            await control.worlds.CreateWorld(CreateWorldRequest(world_id=world))
            await control.worlds.BuildWorld(BuildWorldRequest(name=f"worlds/{world}")).read()
        hospital = await Hospital(client).signed_in()

        await house.stop("insurance")
        silent = [await _code(hospital), (await replace(hospital).take()).json()["maKetQua"]]
        house.file_of("insurance", world).unlink()
        await house.start("insurance")
        code = await _code_when_back(hospital)

    assert (silent, code) == (["500", "500"], "101")


async def _code_when_back(hospital: Hospital) -> str:
    """The way to a process that came back is found in a while."""
    for _ in range(10 * SECONDS_TO_COME_BACK):
        if (code := await _code(hospital)) != "500":
            return code
        await asyncio.sleep(0.1)
    raise AssertionError("insurance does not come back")


async def _code(hospital: Hospital) -> str:
    return (await hospital.look_up(EARLIER))["maKetQua"]


async def test_3_a_world_that_is_not_there_does_not_look_like_a_gateway(front: Front) -> None:
    async with front.client("nowhere") as client:
        answer = await client.post("/api/token/take", data={"username": "01999_BV", "password": md5("x")})

    assert (answer.status_code, answer.json()["reason"]) == (404, "WORLD_NOT_FOUND")


async def test_3_the_first_fault_is_told_in_the_order_of_section_7(reception: Hospital) -> None:
    """Token, officer, format, parts of the number, existence, name, birth date."""
    all_wrong = {"maThe": "GD9990109000301", "hoTen": "", "ngaySinh": "x", "cccdCb": "1", "hoTenCb": "Ai"}
    mended: list[dict[str, str]] = [
        {"cccdCb": OFFICER["cccdCb"]},
        {"hoTenCb": OFFICER["hoTenCb"]},
        {"hoTen": "Lê Văn Tám", "ngaySinh": "01/01/1970"},
        {"maThe": "GD9010109000301"},
        {"maThe": "GD4010199999999"},
        {"maThe": "GD4010109000301"},
        {"hoTen": "Đỗ Thanh Tùng"},
        {"ngaySinh": "12/03/1983"},
    ]
    stranger = await reception.client.post(LAST, json={**NGOC, **OFFICER})
    codes = [stranger.json()["maKetQua"]]
    fields = dict(all_wrong)
    for step in ({}, *mended):
        fields |= step
        codes.append((await reception.look_up(**fields))["maKetQua"])

    assert codes == ["401", "054", "055", "205", "052", "053", "050", "060", "070", "010"]
