"""Section 2 of the gateway's protocol: the card look-up of 2024 and those before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.edge.hospital import EARLIER, LAST, NGOC, OFFICER, Hospital

from lienthong.control.v1.journal_service_pb2 import ListCallsRequest
from lienthong.insurance.v1.card_service_pb2 import CheckCardRequest

if TYPE_CHECKING:
    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")

ALIASES = [
    EARLIER,
    *(f"/api/egw/{name}" for name in ("KQNhanLichSuKCB2019", "NhanLichSuKCB2018", "KQNhanLichSuKCB595")),
]
KEYS = {
    *("maKetQua", "ghiChu", "maThe", "hoTen", "ngaySinh", "gioiTinh", "diaChi", "maDKBD", "cqBHXH", "gtTheTu"),
    *("gtTheDen", "maKV", "ngayDu5Nam", "maSoBHXH", "maTheCu", "maTheMoi", "gtTheTuMoi", "gtTheDenMoi"),
    *("maDKBDMoi", "tenDKBDMoi", "dsLichSuKCB2018", "dsLichSuKT2018"),
}


async def test_2_a_right_card_is_told_with_every_key(hospital: Hospital) -> None:
    assert await hospital.look_up() == {
        "maKetQua": "000",
        "ghiChu": "Thẻ còn giá trị sử dụng! Họ tên : Trần Bảo Ngọc, Ngày sinh: 12/08/2019, Giới tính : Nữ!"
        " (ĐC: Số 12 ngõ 34 Xuân Thủy, Hà Nội; Nơi KCBBĐ: 01019; Hạn thẻ: 12/08/2019 - 30/09/2025;"
        " Thời điểm đủ 5 năm liên tục: 12/08/2024).",
        "maThe": "TE1010119000101",
        "hoTen": "Trần Bảo Ngọc",
        "ngaySinh": "12/08/2019",
        "gioiTinh": "Nữ",
        "diaChi": "Số 12 ngõ 34 Xuân Thủy, Hà Nội",
        "maDKBD": "01019",
        "cqBHXH": "BHXH Hà Nội",
        "gtTheTu": "12/08/2019",
        "gtTheDen": "30/09/2025",
        "maKV": "",
        "ngayDu5Nam": "12/08/2024",
        "maSoBHXH": "0119000101",
        "maTheCu": None,
        "maTheMoi": None,
        "gtTheTuMoi": None,
        "gtTheDenMoi": None,
        "maDKBDMoi": None,
        "tenDKBDMoi": None,
        "dsLichSuKCB2018": None,
        "dsLichSuKT2018": None,
    }


async def test_2_a_replaced_card_comes_with_the_new_one(hospital: Hospital) -> None:
    told = await hospital.look_up(maThe="CN3383810000302", hoTen="Lưu Ngọc Lan", ngaySinh="18/06/1987")

    assert {name: told[name] for name in told if name.endswith("Moi")} == {
        "maTheMoi": "HN2383810000302",
        "gtTheTuMoi": "16/11/2021",
        "gtTheDenMoi": "31/12/2022",
        "maDKBDMoi": "38001",
        "tenDKBDMoi": "Bệnh viện Đa khoa Sông Mã Xanh",
    }


async def test_2_the_new_card_tells_which_one_it_took_the_place_of(hospital: Hospital) -> None:
    new = await hospital.look_up(maThe="HN2383810000302", hoTen="Lưu Ngọc Lan", ngaySinh="18/06/1987")
    old = await hospital.look_up(maThe="CN3383810000302", hoTen="Lưu Ngọc Lan", ngaySinh="18/06/1987")

    assert (new["maKetQua"], new["maTheCu"], new["maTheMoi"]) == ("000", "CN3383810000302", None)
    assert (old["maKetQua"], old["maTheCu"], old["maTheMoi"]) == ("004", None, "HN2383810000302")


async def test_2_the_armys_office_is_named(hospital: Hospital) -> None:
    told = await hospital.look_up(maThe="QN5979710000223", hoTen="Bùi Quang Vinh", ngaySinh="20/08/1989")

    assert (told["maKetQua"], told["gioiTinh"], told["cqBHXH"][:5]) == ("001", "Nam", "BHXH ")
    assert len(told["cqBHXH"]) > len("BHXH ")


@pytest.mark.parametrize("path", [LAST, *ALIASES])
@pytest.mark.parametrize("kind", ["json", "data"])
async def test_2_every_name_of_the_look_up_takes_json_and_forms(hospital: Hospital, path: str, kind: str) -> None:
    answer = await hospital.post(path, **{kind: {**NGOC, **OFFICER}})

    assert answer.json().keys() == KEYS
    assert answer.json()["maKetQua"] == "000"


async def test_2_keys_and_paths_are_taken_in_any_case(hospital: Hospital) -> None:
    fields = {name.lower(): value for name, value in NGOC.items()} | {
        "hotenCb": OFFICER["hoTenCb"],
        "CCCDCB": OFFICER["cccdCb"],
    }
    answer = await hospital.post(LAST.lower(), json=fields)

    assert answer.json()["maKetQua"] == "000"


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("0119000101", id="10, social-insurance number"),
        pytest.param("901319000101", id="12, personal number"),
        pytest.param("TE1010119000101", id="15, card"),
        pytest.param("TE101011900010112", id="17"),
        pytest.param("te1010119000101", id="small letters"),
        pytest.param(" TE 1 01 0119000101 ", id="blanks"),
    ],
)
async def test_2_a_card_is_found_by_numbers_of_every_length(hospital: Hospital, number: str) -> None:
    assert (await hospital.look_up(maThe=number))["maThe"] == "TE1010119000101"


@pytest.mark.parametrize("born", ["12/08/2019", "12082019", "08/2019", "2019"])
async def test_2_a_birth_date_is_taken_in_every_form(hospital: Hospital, born: str) -> None:
    assert (await hospital.look_up(ngaySinh=born))["maKetQua"] == "000"


async def test_2_who_was_born_in_a_year_is_told_so(hospital: Hospital) -> None:
    told = await hospital.look_up(maThe="DT2020210000456", hoTen="Hoàng Thị Hoa", ngaySinh="1988")

    assert (told["maKetQua"], told["ngaySinh"]) == ("000", "1988")


async def test_2_who_checked_before_is_told_the_latest_first(front: Front, world: str, hospital: Hospital) -> None:
    await hospital.look_up(ngaySinh="13/08/2019")
    async with front.client(world) as client:
        other = await Hospital(client, "79034_BV", "lienthong-79034").signed_in()
        await other.look_up(EARLIER)
    told = await hospital.look_up()

    assert told["dsLichSuKT2018"] == [
        {"userKT": "79034_BV", "thoiGianKT": "202201050900", "thongBao": "Thông tin thẻ chính xác.", "maLoi": "000"},
        {"userKT": "01999_BV", "thoiGianKT": "202201050900", "thongBao": "Thẻ sai ngày sinh.", "maLoi": "070"},
    ]


async def test_2_a_missing_officer_is_told_by_name(hospital: Hospital) -> None:
    no_name = await hospital.look_up(hoTenCb=None)
    no_number = await hospital.look_up(cccdCb="  ")

    assert [(told["maKetQua"], told["ghiChu"]) for told in (no_name, no_number)] == [
        ("205", "Null hoTenCb"),
        ("205", "Null cccdCb"),
    ]


async def test_2_the_account_in_the_body_is_not_looked_at(hospital: Hospital) -> None:
    assert (await hospital.look_up(username="79034_BV", password="whatever"))["maKetQua"] == "000"


async def test_2_insurance_is_asked_by_the_tokens_facility_whatever_the_body_says(
    front: Front, world: str, hospital: Hospital
) -> None:
    await hospital.look_up(EARLIER, maCSKCB="01019")

    async with front.house.client(world=world) as client:
        [call] = (await client.journal.ListCalls(ListCallsRequest(method="CheckCard"))).calls
    asked = CheckCardRequest()
    assert call.requests[0].Unpack(asked)
    assert (call.caller, asked.initial_facility) == ("facilities/01999", "01019")


@pytest.mark.parametrize("path", ALIASES)
async def test_2_sex_and_facility_count_where_the_older_ones_give_them(hospital: Hospital, path: str) -> None:
    days = {"ngayBD": "12/08/2019", "ngayKT": "30/09/2025"}
    told = [
        await hospital.look_up(path, gioiTinh=sex, maCSKCB=facility, **days)
        for sex, facility in (("2", "01019"), ("1", "01019"), ("2", "79034"))
    ]

    assert [one["maKetQua"] for one in told] == ["000", "080", "090"]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"hoTen": None}, id="no name"),
        pytest.param({"hoTen": "x" * 101}, id="a name without end"),
        pytest.param({"ngaySinh": None}, id="no birth date"),
        pytest.param({"ngaySinh": "31/02/2019"}, id="a day that there is not"),
        pytest.param({"ngaySinh": "00/08/2019"}, id="day 0"),
        pytest.param({"ngaySinh": "2019-08-12"}, id="a date of computers"),
        pytest.param({"ngaySinh": "0000"}, id="no year"),
        pytest.param({"maThe": ["TE1010119000101"]}, id="a list"),
        pytest.param({"maThe": True}, id="yes"),
    ],
)
async def test_2_what_cannot_be_read_is_205_with_every_key(hospital: Hospital, wrong: dict[str, Any]) -> None:
    fields = {name: value for name, value in {**NGOC, **OFFICER, **wrong}.items() if value is not None}
    answer = await hospital.post(LAST, json=fields)

    assert answer.json().keys() == KEYS
    assert answer.json()["maKetQua"] == "205"


@pytest.mark.parametrize(
    "wrong", [{"gioiTinh": "3"}, {"maCSKCB": "hospital"}, {"ngayBD": "yesterday"}, {"ngayKT": "32/01/2022"}], ids=str
)
async def test_2_what_the_older_ones_cannot_read_is_205(hospital: Hospital, wrong: dict[str, str]) -> None:
    assert (await hospital.look_up(EARLIER, **wrong))["maKetQua"] == "205"
