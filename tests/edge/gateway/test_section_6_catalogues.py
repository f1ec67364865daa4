"""Section 6.2 of the gateway's protocol: catalogues, summaries and corrections of Circular 12/2026."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest
from tests.edge.sending import BOMB, HERE, headers

from lienthong.insurance.v1 import submission_pb2 as pb
from lienthong.insurance.v1.submission_service_pb2 import ListSubmissionsRequest

if TYPE_CHECKING:
    from tests.edge.hospital import Hospital

    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")

MEDICINES = "/api/DanhMucGW/GuiDanhMuc03_DMTHUOC"
PATHS = [
    ("/api/DanhMucGW/GuiDanhMuc01_BPCMKBCB", "70", pb.FILE_KIND_DEPARTMENTS),
    ("/api/DanhMucGW/GuiDanhMuc02_NLKCB", "71", pb.FILE_KIND_PRACTITIONERS),
    (MEDICINES, "10", pb.FILE_KIND_MEDICINES),
    ("/api/DanhMucGW/GuiDanhMuc04_DMVTYT", "11", pb.FILE_KIND_SUPPLIES),
    ("/api/DanhMucGW/GuiDanhMuc05_DVKT", "12", pb.FILE_KIND_SERVICES),
    ("/api/DanhMucGW/GuiDanhMuc06_DMTBYT", "72", pb.FILE_KIND_EQUIPMENT),
    ("/api/HoSoTongHop7980/GuiHoSoTongHop01BH", "5", pb.FILE_KIND_SUMMARY_01BH),
    ("/api/HSDCTT12/GuiHoSoDieuChinh09BH", "73", pb.FILE_KIND_CORRECTIONS_09BH),
]
LIST = b"<DMTHUOC><THUOC><MA_THUOC>40.1</MA_THUOC></THUOC></DMTHUOC>"
KEYS = {"maKetQua", "maGiaoDich", "thoiGianTiepNhan", "thongDiep"}


async def send(hospital: Hospital, data: bytes, path: str = MEDICINES, number: str = "10", **changes: str) -> Any:
    given = {"username": hospital.username, "loaiHs": number, "maTinh": HERE[:2], "maCSKCB": HERE}
    form = {**given, "fileHsBase64": b64encode(data).decode(), **changes}
    answer = await hospital.client.post(path, headers=headers(hospital), data=form)
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize(("path", "number", "kind"), PATHS, ids=[path.rpartition("/")[2] for path, _, _ in PATHS])
async def test_6_2_each_list_is_taken_in_and_kept_as_it_came(
    front: Front, world: str, hospital: Hospital, path: str, number: str, kind: Any
) -> None:
    told = await send(hospital, LIST, path, number)

    assert told == {
        "maKetQua": "200",
        "maGiaoDich": "HS_0000001",
        "thoiGianTiepNhan": "20220105090000",
        "thongDiep": "Tiếp nhận hồ sơ thành công.",
    }
    async with front.house.client(world=world) as client:
        kept = (await client.submissions.ListSubmissions(ListSubmissionsRequest(facility=HERE, kind=kind))).submissions
    assert [(one.transaction_code, one.bytes) for one in kept] == [("HS_0000001", len(LIST))]


@pytest.mark.parametrize(
    ("data", "changes", "code"),
    [
        pytest.param(b"<a>", {}, "123", id="123, cut off"),
        pytest.param(BOMB, {}, "124", id="124, a bomb"),
        pytest.param(b"<a>" * 100 + b"</a>" * 100, {}, "125", id="125, deep"),
        pytest.param(b" ", {}, "204", id="204, nothing in it"),
        pytest.param(b"", {"fileHsBase64": "%"}, "205", id="205, not base64"),
        pytest.param(LIST, {"loaiHs": "11"}, "205", id="205, the number of another path"),
        pytest.param(LIST, {"maTinh": "79"}, "402", id="402, another province"),
        pytest.param(LIST, {"maCSKCB": "99999", "maTinh": "99"}, "402", id="402, no such facility"),
    ],
)
async def test_6_2_what_is_wrong_has_a_code(
    hospital: Hospital, data: bytes, changes: dict[str, str], code: str
) -> None:
    told = await send(hospital, data, **changes)

    assert told.keys() == KEYS
    assert (told["maKetQua"], told["maGiaoDich"]) == (code, None)


@pytest.mark.parametrize("code", ["202", "403", "500"])
async def test_6_2_the_other_codes_are_had_by_a_fault(hospital: Hospital, code: str) -> None:
    await hospital.switch(faults=[{"answer": code, "endpoint": "GuiDanhMuc03_DMTHUOC"}])

    assert (await send(hospital, LIST))["maKetQua"] == code


@pytest.mark.parametrize("failure", ["body", "status"])
async def test_6_2_a_token_that_does_not_hold_is_told_in_the_body_alone(hospital: Hospital, failure: str) -> None:
    await hospital.switch(failure=failure)
    hospital.key = {**hospital.key, "access_token": "wrong"}

    assert (await send(hospital, LIST))["maKetQua"] == "401"
