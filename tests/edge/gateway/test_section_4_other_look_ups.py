"""Section 4 of the gateway's protocol: treatments, co-payments, the look-up of 2017, claims."""

from __future__ import annotations

from typing import Any

import pytest
from tests.edge.hospital import NGOC, OFFICER, Hospital, md5

pytestmark = pytest.mark.asyncio(loop_scope="session")

HISTORY, CO_PAYMENTS = "/api/egw/Lskcb2025", "/api/TraCuuCCT/TraCuuTienMCCT"
FACILITY = "/api/egw/NhanThongTinCSKCB"
OF_2017, CLAIM = "/api/egw/nhanLichSuKCB", "/api/egw/nhanHoSoKCBChiTiet"
LEGACY_KEYS = {
    *("maKetQua", "hoTen", "gioiTinh", "diaChi", "maDKBD", "cqBHXH", "gtTheTu", "gtTheDen", "maKV", "ngayDu5Nam"),
    "dsLichSuKCB",
}
TUNG = {"maThe": "GD4010109000301", "hoTen": "Đỗ Thanh Tùng", "ngaySinh": "12/03/1983"}


# 4.1


async def test_4_1_a_history_without_episodes_is_no_error(hospital: Hospital) -> None:
    answer = await hospital.post(HISTORY, data={**NGOC, **OFFICER})

    assert answer.json() == {"maKetQua": "000", "ghiChu": "", "dsLichSuKCB2025": None}


async def test_4_1_a_history_is_told_of_who_holds_an_expired_card(hospital: Hospital) -> None:
    assert (await hospital.post(HISTORY, data={**TUNG, **OFFICER})).json()["maKetQua"] == "000"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        pytest.param({"hoTen": "Lê Văn Tám"}, "060", id="another name"),
        pytest.param({"ngaySinh": "13/08/2019"}, "070", id="another birth date"),
        pytest.param({"maThe": "0199999999"}, "050", id="a number of nobody"),
        pytest.param({"cccdCb": "901190999902"}, "054", id="a stranger looks"),
        pytest.param({"ngaySinh": "12082019"}, "205", id="eight digits"),
        pytest.param({"hoTenCb": ""}, "205", id="no officer"),
    ],
)
async def test_4_1_a_history_is_not_told(hospital: Hospital, fields: dict[str, str], code: str) -> None:
    told = (await hospital.post(HISTORY, data={**NGOC, **OFFICER, **fields})).json()

    assert told.keys() == {"maKetQua", "ghiChu", "dsLichSuKCB2025"}
    assert (told["maKetQua"], told["dsLichSuKCB2025"]) == (code, None)


async def test_4_1_json_is_refused_as_the_real_one_does(hospital: Hospital) -> None:
    answer = await hospital.post(HISTORY, json={**NGOC, **OFFICER})

    assert (answer.status_code, answer.json()["maKetQua"]) == (400, "205")


# 4.2


def shown_in_headers(hospital: Hospital) -> dict[str, str]:
    key = hospital.key
    return {"accessToken": key["access_token"], "tokenId": key["id_token"], "passwordHash": md5(hospital.password)}


async def co_payments(hospital: Hospital, **fields: Any) -> Any:
    body = {"username": hospital.username, **NGOC, **fields}
    return await hospital.client.post(CO_PAYMENTS, headers=shown_in_headers(hospital), json=body)


@pytest.mark.parametrize("number", ["TE1010119000101", " 0119000101 ", "901319000101"])
async def test_4_2_who_paid_nothing_is_204(hospital: Hospital, number: str) -> None:
    answer = await co_payments(hospital, maThe=number)

    assert answer.status_code == 200
    assert answer.json() == {
        "MaKetQua": "204",
        "GhiChu": "Không tìm thấy thông tin.",
        "DataCCT": None,
        "ThongTinSoThe": None,
    }


@pytest.mark.parametrize(
    "wrong", [{"maThe": "TE101011900010112"}, {"maThe": ""}, {"hoTen": ""}, {"ngaySinh": "12082019"}], ids=str
)
async def test_4_2_what_cannot_be_read_is_400(hospital: Hospital, wrong: dict[str, str]) -> None:
    answer = await co_payments(hospital, **wrong)

    assert answer.status_code == 400
    assert (answer.json()["MaKetQua"], answer.json()["GhiChu"]) == ("400", "Các tham số đầu vào không chính xác!")


@pytest.mark.parametrize("failure", ["body", "status"])
async def test_4_2_a_token_that_does_not_hold_is_401_without_a_body(hospital: Hospital, failure: str) -> None:
    await hospital.switch(failure=failure)
    hospital.key["access_token"] = "bm9ib2R5"
    answer = await co_payments(hospital)

    assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("restricted", "Có lỗi xảy ra trong quá trình tra cứu!"),
        ("500", "Có lỗi hệ thống xảy ra trong quá trình xử lý!"),
    ],
)
async def test_4_2_both_sentences_of_500_are_had_by_faults(hospital: Hospital, fault: str, sentence: str) -> None:
    await hospital.switch(faults=[{"answer": fault}])
    answer = await co_payments(hospital)

    assert answer.status_code == 500
    assert (answer.json()["MaKetQua"], answer.json()["GhiChu"]) == ("500", sentence)


async def test_4_2_an_account_without_answers_is_one_of_this_look_up_alone(hospital: Hospital) -> None:
    await hospital.switch(faults=[{"answer": "restricted"}])

    assert (await hospital.look_up())["maKetQua"] == "000"
    assert (await co_payments(hospital)).status_code == 500


# 4.3


async def of_2017(hospital: Hospital, **fields: Any) -> dict[str, Any]:
    answer = await hospital.post(OF_2017, json={**NGOC, **fields})
    assert answer.status_code == 200
    return answer.json()


async def test_4_3_the_look_up_of_2017_has_its_own_keys(hospital: Hospital) -> None:
    told = await of_2017(hospital, gioiTinh=2, maCSKCB="01019")

    assert told.keys() == LEGACY_KEYS
    assert (told["maKetQua"], told["hoTen"], told["gtTheDen"]) == ("00", "Trần Bảo Ngọc", "30/09/2025")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        pytest.param(TUNG, "01", id="01, expired"),
        pytest.param({"ngayBD": "11/08/2019", "ngayKT": "20/08/2019"}, "02", id="02, treated before the card began"),
        pytest.param({"ngayBD": "29/09/2025", "ngayKT": "01/10/2025"}, "03", id="03, it ended before the discharge"),
        pytest.param({**TUNG, "ngayBD": "LAST", "ngayKT": "LAST"}, "04", id="04, it held while in hospital"),
        pytest.param({"maThe": "0199999999"}, "05", id="05, not known"),
        pytest.param({"hoTen": "Lê Văn Tám"}, "06", id="06, name"),
        pytest.param({"ngaySinh": "2018"}, "07", id="07, birth date"),
        pytest.param({"gioiTinh": 1}, "08", id="08, sex"),
        pytest.param({"maCSKCB": "79034"}, "09", id="09, facility"),
        pytest.param({"gioiTinh": "2"}, "10", id="10, a number as text"),
        pytest.param({"ngaySinh": ""}, "10", id="10, no birth date"),
        pytest.param({"ngaySinh": 2019}, "10", id="10, a number where text is due"),
        pytest.param({"maThe": 901319000101}, "10", id="10, a number without quotes"),
    ],
)
async def test_4_3_every_code_of_2017(hospital: Hospital, fields: dict[str, Any], code: str) -> None:
    if "LAST" in fields.values():
        last = (await hospital.look_up(**TUNG))["gtTheDen"]
        fields = {name: last if value == "LAST" else value for name, value in fields.items()}

    told = await of_2017(hospital, **fields)

    assert told.keys() == LEGACY_KEYS
    assert told["maKetQua"] == code


async def test_4_3_codes_401_and_500_are_as_they_are_today(hospital: Hospital) -> None:
    await hospital.switch(faults=[{"answer": "500"}])
    broken = await of_2017(hospital)
    hospital.key["access_token"] = "bm9ib2R5"
    unknown = await of_2017(hospital)

    assert (broken["maKetQua"], unknown["maKetQua"]) == ("500", "401")


async def test_4_3_a_form_is_not_taken(hospital: Hospital) -> None:
    assert (await hospital.post(OF_2017, data=NGOC)).json()["maKetQua"] == "10"


# 4.4


@pytest.mark.parametrize(
    ("number", "code"), [("1", "204"), ("9" * 19, "205"), ("", "205"), ("x", "205"), ("١", "205")], ids=repr
)
async def test_4_4_a_claim_that_nobody_sent_is_not_there(hospital: Hospital, number: str, code: str) -> None:
    answer = await hospital.client.post(CLAIM, params={**hospital.shown, "maHoSo": number})

    assert answer.json() == {"maKetQua": code, "hoSoKCB": None}


@pytest.mark.parametrize("name", ["MaHoSo", "mahoso"])
async def test_4_4_the_name_of_the_number_may_be_written_in_any_case(hospital: Hospital, name: str) -> None:
    answer = await hospital.client.post(CLAIM, params={**hospital.shown, name: "1"})

    assert answer.json() == {"maKetQua": "204", "hoSoKCB": None}


async def test_4_4_a_claim_is_not_told_without_a_token(hospital: Hospital) -> None:
    answer = await hospital.client.post(CLAIM, params={"maHoSo": "1"})

    assert answer.json() == {"maKetQua": "401", "hoSoKCB": None}


# 4.5


async def test_4_5_a_facility_is_told_by_its_code_and_the_tokens_own_without(hospital: Hospital) -> None:
    told = (await hospital.post(FACILITY, json={"maCSKCB": "01019"})).json()
    own = (await hospital.post(FACILITY, json={})).json()

    assert told["maKetQua"] == "200"
    assert told["thongTinCSKCB"].keys() == {"maCSKCB", "tenCSKCB", "maTinh", "tenTinh"}
    assert (told["thongTinCSKCB"]["maCSKCB"], own["thongTinCSKCB"]["maCSKCB"]) == ("01019", "01999")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        pytest.param({"json": {"maCSKCB": "99999"}}, "204", id="204, none"),
        pytest.param({"json": {"maCSKCB": "1"}}, "205", id="205, no code"),
        pytest.param({"data": {"maCSKCB": "01019"}}, "205", id="205, a form"),
    ],
)
async def test_4_5_what_is_no_facility_has_a_code(hospital: Hospital, given: dict[str, Any], code: str) -> None:
    answer = await hospital.post(FACILITY, **given)

    assert answer.json() == {"maKetQua": code, "thongTinCSKCB": None}


# 4.6


async def test_4_6_systems_of_hospitals_check_a_card_with_their_token_in_headers(hospital: Hospital) -> None:
    shown = {"token": hospital.key["access_token"], "id_token": hospital.key["id_token"]}
    told = (await hospital.client.post("/api/his/checkLichSuKCB", headers=shown, json=NGOC)).json()

    assert told["maKetQua"] == "000"
    assert told.keys() == (await hospital.look_up()).keys()
