"""Files of facilities over gRPC: what is taken in, what is refused, who may look."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.facility_files import (
    BIRTH_NOTICE,
    CERTIFICATE,
    CHECK_IN,
    CLAIM,
    CLAIM_4210,
    DEATH_NOTICE,
    HOSPITAL,
    birth_notice,
    birth_table,
    certificates,
    check_in,
    claim,
    claim_4210,
    death_notice,
    leave_table,
    submitted,
    summary,
    table,
)

from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong.insurance.v1 import submission_service_pb2 as pb

if TYPE_CHECKING:
    from conftest import House, Refusing
    from lienthong.client import Client
    from lienthong.insurance.v1.submission_pb2 import Submission

pytestmark = pytest.mark.asyncio(loop_scope="session")

WORLD = "files"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><GIAMDINHHS>&c;</GIAMDINHHS>"""
FETCHING = b'<!DOCTYPE x [<!ENTITY passwords SYSTEM "file:///etc/passwd">]><GIAMDINHHS>&passwords;</GIAMDINHHS>'


@pytest_asyncio.fixture(loop_scope="session")
async def hospital(whole_house: House) -> AsyncGenerator[Client]:
    """Facility 01019, in a world of its own."""
    async with whole_house.client(world=WORLD, caller=f"facilities/{HOSPITAL}") as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id=WORLD))
        yield client
        await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{WORLD}"))


async def listed(client: Client, **query: Any) -> list[Submission]:
    asked = pb.ListSubmissionsRequest(facility=HOSPITAL, **query)
    return list((await client.submissions.ListSubmissions(asked)).submissions)


@pytest.mark.parametrize(
    ("kind", "data", "treatments", "papers"),
    [
        pytest.param(CHECK_IN, check_in(), 1, 0, id="check-in"),
        pytest.param(CLAIM, claim(summary()), 1, 0, id="claim"),
        pytest.param(CLAIM, claim(summary() + birth_table() + leave_table()), 1, 2, id="claim with papers"),
        pytest.param(CLAIM_4210, claim_4210(), 1, 0, id="claim of before"),
        pytest.param(CERTIFICATE, certificates(), 0, 1, id="39"),
        pytest.param(DEATH_NOTICE, death_notice(), 0, 1, id="60"),
        pytest.param(BIRTH_NOTICE, birth_notice(), 0, 1, id="61"),
    ],
)
async def test_every_kind_of_file_is_taken_in(
    hospital: Client, kind: Any, data: bytes, treatments: int, papers: int
) -> None:
    taken = await submitted(hospital, kind, data)

    assert (taken.kind, taken.facility, taken.sender) == (kind, HOSPITAL, f"facilities/{HOSPITAL}")
    assert (taken.bytes, taken.digest, taken.dossiers) == (len(data), sha256(data).hexdigest(), 1)
    assert (len(taken.treatments), len(taken.papers)) == (treatments, papers)
    assert taken.transaction_code == "HS_0000001"


async def test_a_file_comes_back_as_it_was_sent(hospital: Client) -> None:
    data = claim(summary() + table("XML3", "<a>" + "x" * 900_000 + "</a>"))
    taken = await submitted(hospital, CLAIM, data)

    frames = hospital.submissions.ReadFile(pb.ReadFileRequest(name=taken.name))
    assert b"".join([frame.chunk async for frame in frames]) == data
    assert await hospital.submissions.GetSubmission(pb.GetSubmissionRequest(name=taken.name)) == taken


async def test_the_same_file_again_is_the_same_submission(hospital: Client) -> None:
    first = await submitted(hospital, CLAIM, claim(summary()))
    again = await submitted(hospital, CLAIM, claim(summary()))

    assert again == first
    assert await listed(hospital) == [first]


async def test_submissions_are_listed_by_day_and_kind_the_latest_first(hospital: Client) -> None:
    stay = await submitted(hospital, CLAIM, claim(summary()))
    arrival = await submitted(hospital, CHECK_IN, check_in(MA_LK="LK-2"))

    assert await listed(hospital) == [arrival, stay]
    assert await listed(hospital, kind=CLAIM) == [stay]
    today, tomorrow = Date(year=2022, month=1, day=5), Date(year=2022, month=1, day=6)
    assert await listed(hospital, first_day=today, last_day=today) == [arrival, stay]
    assert await listed(hospital, first_day=tomorrow) == []
    page = await hospital.submissions.ListSubmissions(pb.ListSubmissionsRequest(facility=HOSPITAL, page_size=1))
    rest = pb.ListSubmissionsRequest(facility=HOSPITAL, page_token=page.next_page_token)
    assert [*page.submissions, *(await hospital.submissions.ListSubmissions(rest)).submissions] == [arrival, stay]


async def test_what_another_facility_sends_is_taken_and_seen(whole_house: House, hospital: Client) -> None:
    async with whole_house.client(world=WORLD, caller="facilities/79034") as other:
        taken = await submitted(other, CLAIM, claim(summary()))
        assert await other.submissions.GetSubmission(pb.GetSubmissionRequest(name=taken.name)) == taken

    assert (taken.facility, taken.sender) == (HOSPITAL, "facilities/79034")
    assert await listed(hospital) == [taken]


async def test_what_a_facility_sent_is_its_own_affair(whole_house: House, hospital: Client, refusal: Refusing) -> None:
    taken = await submitted(hospital, CLAIM, claim(summary()))

    async with whole_house.client(world=WORLD, caller="facilities/79034") as other:
        asked = pb.GetSubmissionRequest(name=taken.name)
        assert (await refusal(other.submissions.GetSubmission(asked))).reason == "ACCESS_NOT_PERMITTED"
        assert (await refusal(listed_by(other))).reason == "ACCESS_NOT_PERMITTED"
    async with whole_house.client(world=WORLD, caller="agencies/insurance") as insurance:
        assert await insurance.submissions.GetSubmission(asked) == taken


async def listed_by(client: Client) -> list[Submission]:
    return await listed(client)


@pytest.mark.parametrize(
    ("kind", "data", "reason", "field"),
    [
        pytest.param(CLAIM, b"", "FILE_EMPTY", "", id="nothing"),
        pytest.param(CLAIM, claim(), "FILE_EMPTY", "HOSO", id="no dossier"),
        pytest.param(CLAIM, BOMB, "XML_DOCTYPE_FORBIDDEN", "", id="a bomb"),
        pytest.param(CLAIM, FETCHING, "XML_DOCTYPE_FORBIDDEN", "", id="a file of the server's"),
        pytest.param(CLAIM, claim(table("XML1", BOMB)), "XML_DOCTYPE_FORBIDDEN", "", id="a bomb within"),
        pytest.param(CLAIM, claim(summary())[:-5], "XML_MALFORMED", "", id="cut off"),
        pytest.param(CLAIM, b"PK\x03\x04", "XML_MALFORMED", "", id="a zip"),
        pytest.param(CLAIM, claim(table("XML1", "<a>")), "XML_MALFORMED", "", id="cut off within"),
        pytest.param(
            CLAIM, b"<?xml version='1.0' encoding='klingon'?><a/>", "XML_MALFORMED", "", id="no such encoding"
        ),
        pytest.param(CLAIM, b"<a>" * 100 + b"</a>" * 100, "XML_TOO_DEEP", "", id="deep"),
        pytest.param(CHECK_IN, b"<x>" + b"<t><MALK>1</MALK></t>" * 50_001 + b"</x>", "XML_TOO_MANY", "", id="many"),
        pytest.param(CHECK_IN, b"<x>" + b"<a/>" * 3_000_000 + b"</x>", "XML_TOO_MANY", "", id="nothing but tags"),
        pytest.param(
            CLAIM, claim(*[table("XML3", "<a>" + "<b/>" * 70_000 + "</a>")] * 9), "XML_TOO_MANY", "", id="in all tables"
        ),
        pytest.param(CLAIM, check_in(), "DOCUMENT_UNKNOWN", "FILE", id="another root"),
        pytest.param(CLAIM, claim(table("XML16", "<a/>")), "DOCUMENT_UNKNOWN", "LOAIHOSO", id="no such table"),
        pytest.param(
            CERTIFICATE, b"<HSCHUNGTU><CT99/></HSCHUNGTU>", "DOCUMENT_UNKNOWN", "FILE", id="no such certificate"
        ),
        pytest.param(CLAIM, claim(summary(), count=2), "DOSSIER_COUNT_DIFFERS", "SOLUONGHOSO", id="count"),
        pytest.param(
            CLAIM,
            claim(summary(), facility="79034"),
            "FACILITY_DIFFERS",
            "THONGTINDONVI.MACSKCB",
            id="another facility",
        ),
        pytest.param(
            CLAIM, claim(summary(MA_CSKCB="79034")), "FACILITY_DIFFERS", "XML1.MA_CSKCB", id="another facility within"
        ),
        pytest.param(CLAIM, claim(summary(MA_LK=...)), "TAG_REQUIRED", "XML1.MA_LK", id="no visit"),
        pytest.param(CLAIM, claim(table("XML3", "<a/>")), "TAG_REQUIRED", "XML1", id="no summary"),
        pytest.param(CLAIM, claim(table("XML1", "<a/>")), "TAG_REQUIRED", "XML1.MA_LK", id="an empty summary"),
        pytest.param(DEATH_NOTICE, death_notice(maGbt=...), "TAG_REQUIRED", "DEATH_NOTICE.maGbt", id="no number"),
        pytest.param(CLAIM, claim(summary(NGAY_RA="20220230")), "TAG_MALFORMED", "XML1.NGAY_RA", id="no moment"),
        pytest.param(CLAIM, claim(summary(KET_QUA_DTRI="8")), "TAG_MALFORMED", "XML1.KET_QUA_DTRI", id="no result"),
        pytest.param(CLAIM, claim(summary(T_BHTT="-1")), "TAG_MALFORMED", "XML1.T_BHTT", id="no amount"),
        pytest.param(
            CERTIFICATE, certificates(SO_NGAY_NGHI="5"), "TAG_MALFORMED", "CT07.SO_NGAY_NGHI", id="days that do not fit"
        ),
        pytest.param(
            CLAIM, claim(summary(NGAY_RA="202201020800")), "TIMES_CONTRADICT", "XML1.NGAY_RA", id="left before"
        ),
        pytest.param(CLAIM, claim(summary(NGAY_RA="202201060800")), "TIMES_CONTRADICT", "XML1.NGAY_RA", id="tomorrow"),
        pytest.param(
            CLAIM,
            claim(summary().replace("<NOIDUNGFILE>", "<NOIDUNGFILE>%")),
            *("CONTENT_NOT_BASE64", "XML1.NOIDUNGFILE"),
            id="not base64",
        ),
    ],
)
async def test_a_bad_file_is_refused_and_nothing_of_it_is_kept(
    hospital: Client, refusal: Refusing, kind: Any, data: bytes, reason: str, field: str
) -> None:
    no = await refusal(submitted(hospital, kind, data))

    assert (no.reason, no.field) == (reason, field)
    assert no.message_vi
    assert await listed(hospital) == []


async def test_one_bad_dossier_keeps_out_the_whole_file(hospital: Client, refusal: Refusing) -> None:
    no = await refusal(submitted(hospital, CLAIM, claim(summary(), summary(MA_LK="LK-2", NGAY_VAO="soon"))))

    assert (no.reason, no.field) == ("TAG_MALFORMED", "XML1.NGAY_VAO")
    assert await listed(hospital) == []


async def test_a_file_over_the_limit_is_refused_before_its_end(hospital: Client, refusal: Refusing) -> None:
    no = await refusal(submitted(hospital, BIRTH_NOTICE, b" " * (5 << 20)))

    assert (no.reason, no.metadata["limit"]) == ("FILE_TOO_LARGE", str(4 << 20))


async def test_a_facility_that_there_is_not_sends_nothing(hospital: Client, refusal: Refusing) -> None:
    no = await refusal(submitted(hospital, CLAIM, claim(summary()), facility="01000"))

    assert (no.reason, no.field) == ("FACILITY_UNKNOWN", "header.facility")


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param([], id="nothing"),
        pytest.param([pb.SubmitFileRequest(chunk=b"<a/>")], id="bytes first"),
        pytest.param(
            [pb.SubmitFileRequest(header=pb.FileHeader(kind=CLAIM, facility=HOSPITAL))] * 2, id="a header twice"
        ),
    ],
)
async def test_the_header_comes_first_and_once(
    hospital: Client, refusal: Refusing, sent: list[pb.SubmitFileRequest]
) -> None:
    async def sending() -> AsyncGenerator[pb.SubmitFileRequest]:
        for request in sent:
            yield request

    no = await refusal(hospital.submissions.SubmitFile(sending()))

    assert (no.reason, no.field) == ("HEADER_EXPECTED", "header")


async def test_a_submission_that_there_is_not(hospital: Client, refusal: Refusing) -> None:
    no = await refusal(hospital.submissions.GetSubmission(pb.GetSubmissionRequest(name="submissions/none")))

    assert (no.reason, no.field) == ("SUBMISSION_NOT_FOUND", "name")


async def test_a_day_of_no_calendar_lists_nothing(hospital: Client, refusal: Refusing) -> None:
    no = await refusal(listed(hospital, first_day=Date(year=2022, month=2, day=30)))

    assert (no.reason, no.field) == ("IMPOSSIBLE_DATE", "first_day")
