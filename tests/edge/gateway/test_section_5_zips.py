"""Section 5.1 of the gateway's protocol: files in a zip, monthly summaries, referrals, and codes of a bad day."""

from __future__ import annotations

import io
import json
import zipfile
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest
from tests.edge.sending import HERE
from tests.facility_files import claim_4210

from lienthong.insurance.v1 import submission_pb2 as pb
from lienthong.insurance.v1.submission_service_pb2 import ListSubmissionsRequest

if TYPE_CHECKING:
    from tests.edge.hospital import Hospital

    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")

ZIP, PLAIN = "/api/egw/SendFileHoSoGiamDinh_zip4210", "/api/egw/guiHoSoGiamDinh4210"
OF_4210 = {"loaiHoSo": "3", "maTinh": "01", "maCSKCB": HERE}
XML = claim_4210(MA_CSKCB=HERE).replace(b"<MACSKCB>01019<", b"<MACSKCB>01999<")


def packed(*files: bytes, cut: int = 0, way: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", way) as archive:
        archive.mkdir("folder")
        for number, data in enumerate(files):
            archive.writestr(f"folder/{number}.xml", data)
    return held.getvalue()[: len(held.getvalue()) - cut]


def many_names() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(2_000):
            archive.writestr(f"{number:>50}", b"")
    return held.getvalue()


def damaged(data: bytes) -> bytes:
    """With wrong bytes in the middle of the only file."""
    middle = data.index(b"folder/0.xml") + 60
    return data[:middle] + b"\xff\x00\xff\x00" + data[middle + 4 :]


async def send(hospital: Hospital, data: bytes, **query: str) -> Any:
    params = {**hospital.shown, **OF_4210, **query}
    form = {"FileHoSoJson": json.dumps(b64encode(data).decode())}
    return (await hospital.client.post(ZIP, params=params, data=form)).json()


async def kept(front: Front, world: str) -> list[pb.Submission]:
    async with front.house.client(world=world) as client:
        return list((await client.submissions.ListSubmissions(ListSubmissionsRequest(facility=HERE))).submissions)


@pytest.mark.parametrize("data", [packed(XML), XML], ids=["a zip", "the XML itself"])
async def test_5_1_a_form_holds_the_file_as_quoted_base64(
    front: Front, world: str, hospital: Hospital, data: bytes
) -> None:
    assert await send(hospital, data) == {"maKetQua": "200", "maGiaoDich": "HS_0000001"}
    assert [(one.kind, one.bytes) for one in await kept(front, world)] == [(pb.FILE_KIND_CLAIM_4210, len(XML))]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(packed(XML, XML), "202", id="two files"),
        pytest.param(packed(), "202", id="none"),
        pytest.param(many_names(), "202", id="a list of names without end"),
        pytest.param(packed(XML, cut=30), "201", id="a zip that was cut off"),
        pytest.param(b"PK", "201", id="the beginning of one"),
        pytest.param(damaged(packed(XML)), "201", id="wrong bytes"),
        pytest.param(damaged(packed(XML, way=zipfile.ZIP_BZIP2)), "201", id="wrong bytes of a kind that nobody sends"),
        pytest.param(damaged(packed(XML, way=zipfile.ZIP_LZMA)), "201", id="wrong bytes of another such kind"),
        pytest.param(packed().replace(b"folder/", b"\0older/"), "204", id="no name"),
        pytest.param(packed(b"<a"), "201", id="no XML in it"),
        pytest.param(packed(b"<a/>"), "202", id="another root"),
        pytest.param(packed(b" " * (40 << 20)), "1001", id="little that grows"),
    ],
)
async def test_5_1_what_is_wrong_with_a_zip_has_a_code(hospital: Hospital, data: bytes, code: str) -> None:
    assert await send(hospital, data) == {"maKetQua": code, "maGiaoDich": None}


async def test_5_1_a_zip_with_a_password_is_201(hospital: Hospital) -> None:
    data = bytearray(packed(XML))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rfind(mark) + place] |= 1

    assert (await send(hospital, bytes(data)))["maKetQua"] == "201"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("5", pb.FILE_KIND_SUMMARY_7980),
        ("6", pb.FILE_KIND_SUMMARY_19),
        ("7", pb.FILE_KIND_SUMMARY_20),
        ("8", pb.FILE_KIND_SUMMARY_21),
        ("9", pb.FILE_KIND_REFERRAL),
    ],
)
async def test_5_1_what_a_month_came_to_and_a_referral_are_kept_as_they_came(
    front: Front, world: str, hospital: Hospital, number: str, kind: Any
) -> None:
    params = {**hospital.shown, **OF_4210, "loaiHoSo": number}
    body = json.dumps(b64encode(b"<THONGKE><DONG/></THONGKE>").decode())
    told = (await hospital.client.post(PLAIN, params=params, content=body)).json()
    cut_off = (await hospital.client.post(PLAIN, params=params, content=json.dumps("PGE+"))).json()

    assert told == {"maKetQua": "200", "maGiaoDich": "HS_0000001"}
    assert cut_off == {"maKetQua": "201", "maGiaoDich": None}
    assert [one.kind for one in await kept(front, world)] == [kind]


@pytest.mark.parametrize("code", ["10", "408", "500"])
async def test_5_1_the_other_codes_are_had_by_a_fault(hospital: Hospital, code: str) -> None:
    await hospital.switch(faults=[{"answer": code}])

    assert await send(hospital, XML) == {"maKetQua": code, "maGiaoDich": None}
