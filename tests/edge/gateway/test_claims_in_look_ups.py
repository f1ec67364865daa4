"""What a claim that was sent changes in the look-ups of sections 2 and 4."""

from __future__ import annotations

import pytest
import pytest_asyncio
from tests.edge.hospital import EARLIER, OFFICER, Hospital
from tests.edge.sending import CHECK_IN, HERE, headers, own_claim, send_130
from tests.facility_files import check_in, claim, summary, table

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOC = {"maThe": "HT3010195000156", "hoTen": "Nguyễn Văn Lộc", "ngaySinh": "30/06/1955"}


@pytest_asyncio.fixture(loop_scope="session")
async def treated(hospital: Hospital) -> Hospital:
    """Lộc was here for two days."""
    drugs = table("XML2", "<DSACH><CT><MA_LK>LK-1</MA_LK><STT>1</STT><MA_THUOC>40.1</MA_THUOC></CT></DSACH>")
    assert (await send_130(hospital, claim(summary(MA_CSKCB=HERE) + drugs, facility=HERE)))["maKetQua"] == "200"
    return hospital


EPISODE = {
    "maHoSo": "1",
    "maCSKCB": HERE,
    "ngayVao": "202201030800",
    "ngayRa": "202201041600",
    "tenBenh": "Viêm phổi",
    "tinhTrang": "1",
    "kqDieuTri": "1",
    "lyDoVV": "1",
}


async def test_4_1_a_claim_is_an_episode_of_the_history(treated: Hospital) -> None:
    told = (await treated.post("/api/egw/Lskcb2025", data={**LOC, **OFFICER})).json()

    assert told == {"maKetQua": "000", "ghiChu": "", "dsLichSuKCB2025": [EPISODE]}


async def test_4_1_a_check_in_is_no_episode_yet(hospital: Hospital) -> None:
    await send_130(hospital, check_in(MA_CSKCB=HERE), CHECK_IN, "0")
    told = (await hospital.post("/api/egw/Lskcb2025", data={**LOC, **OFFICER})).json()

    assert (told["maKetQua"], told["dsLichSuKCB2025"]) == ("000", None)


async def test_2_the_look_ups_of_before_2025_bring_the_history_along(treated: Hospital) -> None:
    told = await treated.look_up(EARLIER, **LOC)

    assert [{key: episode[key] for key in EPISODE} for episode in told["dsLichSuKCB2018"]] == [EPISODE]


async def test_4_2_a_co_payment_is_accumulated(treated: Hospital) -> None:
    body = {"username": "01999_BV", **LOC}
    told = (await treated.client.post("/api/TraCuuCCT/TraCuuTienMCCT", headers=headers(treated), json=body)).json()

    assert told["MaKetQua"] == "200"
    assert told["GhiChu"].endswith("tính đến: 05/01/2022 09:00")
    row = told["DataCCT"][0]
    assert (row["ngayVao"], row["ngayRa"], row["maDoiTuongKCB"]) == ("03/01/2022", "04/01/2022", "1.1")
    assert (row["tBNCCTMCCT"], row["tBNCCTLuyKe"]) == (125_000, 125_000)
    assert (told["ThongTinSoThe"]["hoTen"], told["ThongTinSoThe"]["maBhxh"]) == ("Nguyễn Văn Lộc", "0195000156")


async def test_4_4_a_claim_is_told_in_its_parts(treated: Hospital) -> None:
    params = {**treated.shown, "maHoSo": "1"}
    told = (await treated.client.post("/api/egw/nhanHoSoKCBChiTiet", params=params)).json()

    assert told["maKetQua"] == "200"
    summary_told = told["hoSoKCB"]["xml1"]
    assert (summary_told["HoTen"], summary_told["TenBenh"]) == ("Nguyễn Văn Lộc", "Viêm phổi")
    assert summary_told["TTongchi"] == "2500000.00"
    assert [drug["MaThuoc"] for drug in told["hoSoKCB"]["dsXml2"]] == ["40.1"]
    assert told["hoSoKCB"]["dsXml5"] == []


async def test_4_4_a_claim_of_another_facility_is_204(hospital: Hospital) -> None:
    await send_130(hospital, claim(summary()), maCSKCB="01019")
    told = (await hospital.client.post("/api/egw/nhanHoSoKCBChiTiet", params={**hospital.shown, "maHoSo": "1"})).json()

    assert told == {"maKetQua": "204", "hoSoKCB": None}


async def test_a_discharge_with_result_5_makes_the_card_110(hospital: Hospital) -> None:
    assert (await hospital.look_up(**LOC))["maKetQua"] == "000"
    await send_130(hospital, own_claim(KET_QUA_DTRI="5"))

    assert (await hospital.look_up(**LOC))["maKetQua"] == "110"
