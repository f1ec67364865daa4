"""Section 5.1 of the gateway's protocol: claim files in the form of 4210."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest
import pytest_asyncio
from tests.edge.hospital import Hospital
from tests.edge.sending import HERE
from tests.facility_files import claim_4210

pytestmark = pytest.mark.asyncio(loop_scope="session")

OF_4210 = {"loaiHoSo": "3", "maTinh": "01", "maCSKCB": HERE}


@pytest.mark.parametrize("path", ["guiHoSoGiamDinh", "guiHoSoGiamDinh4210"])
@pytest.mark.parametrize("form", ["base64", "numbers"])
async def test_5_1_a_file_of_before_130_is_json_of_its_bytes(hospital: Hospital, path: str, form: str) -> None:
    data = claim_4210(MA_CSKCB=HERE).replace(b"<MACSKCB>01019<", b"<MACSKCB>01999<")
    body: Any = b64encode(data).decode() if form == "base64" else list(data)
    params = {**hospital.shown, **OF_4210}
    told = (await hospital.client.post(f"/api/egw/{path}", params=params, content=json.dumps(body))).json()

    assert told == {"maKetQua": "200", "maGiaoDich": "HS_0000001"}


@pytest.mark.parametrize(
    ("body", "query", "code"),
    [
        pytest.param(json.dumps([1, 2, 300]), {}, "205", id="no bytes"),
        pytest.param(json.dumps({"file": 1}), {}, "205", id="no file"),
        pytest.param(json.dumps(b64encode(b"<a").decode()), {}, "201", id="cut off"),
        pytest.param(json.dumps(b64encode(b"<a/>").decode()), {}, "202", id="another root"),
        pytest.param("[" * 100_000, {}, "205", id="no JSON"),
        pytest.param('""', {"loaiHoSo": "4"}, "205", id="no such kind"),
    ],
)
async def test_5_1_what_is_wrong_has_a_code(hospital: Hospital, body: str, query: dict[str, str], code: str) -> None:
    params = {**hospital.shown, **OF_4210, **query}
    told = (await hospital.client.post("/api/egw/guiHoSoGiamDinh4210", params=params, content=body)).json()

    assert told == {"maKetQua": code, "maGiaoDich": None}


@pytest_asyncio.fixture(loop_scope="session")
async def sent_before(hospital: Hospital) -> Hospital:
    """Two files in the form of 4210."""
    for visit in ("A", "B"):
        data = claim_4210(MA_CSKCB=HERE, MA_LK=visit).replace(b"<MACSKCB>01019<", b"<MACSKCB>01999<")
        params = {**hospital.shown, **OF_4210}
        body = json.dumps(b64encode(data).decode())
        await hospital.client.post("/api/egw/guiHoSoGiamDinh4210", params=params, content=body)
    return hospital


async def test_5_1_what_was_sent_is_told_by_day(sent_before: Hospital) -> None:
    span = {"tuNgay": "01/01/2022", "denNgay": "31/01/2022"}
    told = (await sent_before.post("/api/egw/nhanKQTiepNhanHS4210", json=span)).json()

    day = {"ngayGui": "05/01/2022", "tongSo": 2, "soHSThanhCong": 2, "soHSLoi": 0, "tongTien": 5_000_000}
    assert told == {"maKetQua": "200", "dsKQGuiHoSoNgay": [day]}


async def test_5_1_what_was_sent_on_a_day_is_told_file_by_file(sent_before: Hospital) -> None:
    told = (await sent_before.post("/api/egw/nhanChiTietHSNgay4210", data={"ngayGui": "05/01/2022"})).json()
    of_another_day = (await sent_before.post("/api/egw/nhanChiTietHSNgay4210", data={"ngayGui": "06/01/2022"})).json()

    assert [file["maGiaoDich"] for file in told["dsHoSo"]] == ["HS_0000002", "HS_0000001"]
    assert told["dsHoSo"][0].keys() == {
        *("ngayGui", "maGiaoDich", "soLuongHoSo", "slHoSoDung", "slHoSoLoi", "tongTien", "mieuTa")
    }
    assert of_another_day == {"maKetQua": "200", "dsHoSo": []}


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("HS_0000001", {"maKetQua": "200", "dsLoi": []}),
        ("HS_0000009", {"maKetQua": "204", "dsLoi": None}),
    ],
)
async def test_5_1_a_file_that_was_taken_in_has_no_faults(
    sent_before: Hospital, number: str, told: dict[str, Any]
) -> None:
    answer = await sent_before.post("/api/egw/nhanChiTietLoiHS4210", json={"maCSKCB": HERE, "maGiaoDich": number})

    assert answer.json() == told


async def test_5_1_a_day_that_cannot_be_read_is_205(hospital: Hospital) -> None:
    told = (await hospital.post("/api/egw/nhanChiTietHSNgay4210", json={"ngayGui": "2022-01-05"})).json()

    assert told == {"maKetQua": "205", "dsHoSo": None}
