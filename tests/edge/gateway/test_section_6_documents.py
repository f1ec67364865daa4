"""Section 6 of the gateway's protocol: documents of 2025."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import pytest
from tests.edge.hospital import Hospital
from tests.edge.sending import BOMB, CERTIFICATES, HERE, NOTICES, send_document
from tests.facility_files import birth_notice, certificates, death_notice

from lienthong.insurance.v1.paper_service_pb2 import GetBirthNoticeRequest
from lienthong.insurance.v1.submission_service_pb2 import ListSubmissionsRequest

if TYPE_CHECKING:
    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")

KEYS = {"MaKetQua", "MaGD", "ThoiGianTiepNhan"}
LOC = {"maThe": "HT3010195000156", "hoTen": "Nguyễn Văn Lộc", "ngaySinh": "30/06/1955"}


@pytest.mark.parametrize(
    ("path", "number", "data"),
    [
        pytest.param(CERTIFICATES, "39", certificates(), id="39"),
        pytest.param(NOTICES, "60", death_notice(maCskcb=HERE), id="60"),
        pytest.param(NOTICES, "61", birth_notice(), id="61"),
    ],
)
async def test_6_1_a_document_is_taken_in(hospital: Hospital, path: str, number: str, data: bytes) -> None:
    told = await send_document(hospital, data, path, number)

    assert told == {"MaKetQua": "200", "MaGD": "HS_0000001", "ThoiGianTiepNhan": "20220105090000"}


async def test_6_1_a_birth_notice_can_be_read_by_who_registers_the_birth(
    front: Front, world: str, hospital: Hospital
) -> None:
    await send_document(hospital, birth_notice(), NOTICES, "61")

    async with front.house.client(world=world, caller="communes/00166") as commune:
        found = await commune.papers.GetBirthNotice(GetBirthNoticeRequest(number="GCS.01019.2022.000021"))
    assert (found.facility, found.birth_notice.child_name) == (HERE, "Vi Gia Hưng")


async def test_6_1_a_death_notice_makes_the_card_110(hospital: Hospital) -> None:
    await send_document(hospital, death_notice(maCskcb=HERE), NOTICES, "60")

    assert (await hospital.look_up(**LOC))["maKetQua"] == "110"


@pytest.mark.parametrize(
    ("path", "number", "data", "changes", "code"),
    [
        pytest.param(NOTICES, "61", BOMB, {}, "205", id="a bomb"),
        pytest.param(NOTICES, "61", b"<HSDLGCS>", {}, "205", id="cut off"),
        pytest.param(NOTICES, "61", b"", {"fileBase64Str": "%%%"}, "205", id="not base64"),
        pytest.param(NOTICES, "61", b"", {"fileBase64Str": ""}, "205", id="nothing"),
        pytest.param(NOTICES, "61", b"PK\x03\x04", {}, "205", id="a zip"),
        pytest.param(NOTICES, "62", birth_notice(), {}, "205", id="no such kind"),
        pytest.param(NOTICES, "39", certificates(), {}, "205", id="a kind of another path"),
        pytest.param(CERTIFICATES, "60", death_notice(), {}, "205", id="the other way round"),
        pytest.param(NOTICES, "60", birth_notice(), {}, "205", id="another document"),
        pytest.param(NOTICES, "60", death_notice(ngayTv="2022"), {}, "205", id="content"),
        pytest.param(NOTICES, "60", death_notice(maCskcb="79034"), {}, "205", id="of another facility"),
        pytest.param(NOTICES, "61", birth_notice(), {"maCskcb": "99999"}, "402", id="no such facility"),
        pytest.param(NOTICES, "61", b" " * (5 << 20), {}, "1001", id="too large"),
    ],
)
async def test_6_1_what_is_wrong_has_a_code(
    hospital: Hospital, path: str, number: str, data: bytes, changes: dict[str, str], code: str
) -> None:
    told = await send_document(hospital, data, path, number, **changes)

    assert told.keys() == KEYS | {"message"}
    assert (told["MaKetQua"], told["MaGD"]) == (code, None)
    assert told["message"]


@pytest.mark.parametrize("failure", ["body", "status"])
async def test_6_1_a_token_that_does_not_hold_is_401_in_the_body_whatever_a_tester_wants(
    hospital: Hospital, failure: str
) -> None:
    await hospital.switch(failure=failure)
    told = await send_document(hospital, birth_notice(), NOTICES, "61", token="wrong")

    assert told["MaKetQua"] == "401"


async def test_6_1_the_file_may_come_before_the_token(hospital: Hospital) -> None:
    form = {"fileBase64Str": b64encode(birth_notice()).decode(), "loaiHs": "61", "maCskcb": HERE, **hospital.shown}
    told = (await hospital.client.post(NOTICES, data=form)).json()

    assert told["MaKetQua"] == "200"


async def test_6_1_the_same_document_twice_is_one_submission(front: Front, world: str, hospital: Hospital) -> None:
    first = await send_document(hospital, birth_notice(), NOTICES, "61")
    again = await send_document(hospital, birth_notice(), NOTICES, "61")

    assert again == first
    async with front.house.client(world=world) as client:
        kept = await client.submissions.ListSubmissions(ListSubmissionsRequest(facility=HERE))
    assert len(kept.submissions) == 1
