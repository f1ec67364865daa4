"""A claim for an illness quotes the certificate of a facility, takes its days, and is the only one that does."""

from __future__ import annotations

import signal
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import grpc
import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.facility_files import CERTIFICATE, CLAIM, HOSPITAL, certificates, claim, leave_table, parts, summary
from tests.journeys.dying import Deaths
from tests.journeys.test_facility_files import LOC, Hospital

from lienthong.insurance.v1.benefit_pb2 import SicknessClaim
from lienthong.insurance.v1.benefit_service_pb2 import FileSicknessClaimRequest, GetSicknessClaimRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from conftest import Refusing, SplitHouse
    from journeys.conftest import Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")

GIANG, NUMBER, ELSEWHERE = "0107000351", "CT07.01019.2022.000003", "79034"
INSURANCE = "agencies/insurance"
REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c060"
KILLS = Deaths("sickness", ("insurance.sickness.before-commit", "insurance.sickness.committed"))


@dataclass(frozen=True)
class Desk:
    """The clerk who takes claims in."""

    hospital: Hospital

    async def file(self, who: str = GIANG, number: str = NUMBER, caller: str = INSURANCE, **more: str) -> SicknessClaim:
        request = FileSicknessClaimRequest(identity_number=IdentityNumber(value=who), certificate_number=number, **more)
        async with self.hospital.client(caller) as client:
            return await client.benefits.FileSicknessClaim(request)

    async def get(self, name: str, caller: str = INSURANCE) -> SicknessClaim:
        async with self.hospital.client(caller) as client:
            return await client.benefits.GetSicknessClaim(GetSicknessClaimRequest(name=name))


@pytest_asyncio.fixture(loop_scope="session")
async def desk(commune: Commune) -> Desk:
    """With Giang's certificate at hand."""
    desk = Desk(Hospital(commune))
    await desk.hospital.send(CERTIFICATE, certificates())
    return desk


async def test_the_claim_has_the_days_of_the_certificate_which_names_it_from_then_on(desk: Desk) -> None:
    filed = await desk.file()
    (certificate,) = await desk.hospital.leaves_of(GIANG)

    assert filed == SicknessClaim(
        name=filed.name,
        participant=certificate.participant,
        social_insurance_number=GIANG,
        full_name="Diệp Thị Giang",
        certificate=certificate.name,
        certificate_number=NUMBER,
        facility=HOSPITAL,
        first_day=Date(year=2022, month=1, day=4),
        last_day=Date(year=2022, month=1, day=6),
        days=3,
        file_time=filed.file_time,
    )
    assert certificate.quoted_by == filed.name
    assert await desk.get(filed.name) == filed


async def test_a_certificate_that_came_with_a_claim_of_the_facility_serves_as_well(
    commune: Commune, refusal: Refusing
) -> None:
    desk = Desk(Hospital(commune))
    assert (await refusal(desk.file())).reason == "PAPER_NOT_FOUND"

    stay = {"HO_TEN": "Diệp Thị Giang", "SO_CCCD": "", "MA_THE_BHYT": "CH4010107000351", "NGAY_SINH": "19841120"}
    await desk.hospital.send(CLAIM, claim(summary(MA_LK="LK-11", GIOI_TINH="2", **stay) + leave_table()))

    assert (await desk.file()).days == 3


async def test_a_certificate_serves_one_claim(desk: Desk, refusal: Refusing) -> None:
    filed = await desk.file()
    no = await refusal(desk.file())

    assert (no.reason, no.field) == ("SICK_LEAVE_QUOTED", "certificate_number")
    assert filed.name in no.message


@pytest.mark.parametrize(
    ("said", "reason", "field"),
    [
        pytest.param({"who": "0199999999"}, "PARTICIPANT_NOT_FOUND", "identity_number", id="nobody"),
        pytest.param({"who": ""}, "MALFORMED_NUMBER", "identity_number.value", id="no number"),
        pytest.param({"number": "CT07.0"}, "PAPER_NOT_FOUND", "certificate_number", id="no such certificate"),
        pytest.param({"facility": ELSEWHERE}, "PAPER_NOT_FOUND", "certificate_number", id="of no such facility"),
        pytest.param({"who": LOC}, "SICK_LEAVE_OF_ANOTHER", "certificate_number", id="of somebody else"),
        pytest.param({"caller": "facilities/01019"}, "ACCESS_NOT_PERMITTED", "", id="no clerk of insurance"),
    ],
)
async def test_what_is_refused(desk: Desk, refusal: Refusing, said: dict[str, str], reason: str, field: str) -> None:
    no = await refusal(desk.file(**said))

    assert (no.reason, no.field) == (reason, field)
    assert [paper.quoted_by for paper in await desk.hospital.leaves_of(GIANG)] == [""]


async def test_of_a_number_that_two_facilities_gave_the_facility_tells_which(desk: Desk, refusal: Refusing) -> None:
    async with desk.hospital.client(f"facilities/{ELSEWHERE}") as other:
        files: Any = parts(CERTIFICATE, certificates(SO_NGAY_NGHI="1", DEN_NGAY="20220104"), facility=ELSEWHERE)
        await other.submissions.SubmitFile(files)

    no = await refusal(desk.file())
    assert (no.reason, no.field) == ("SICK_LEAVE_AMBIGUOUS", "facility")
    assert (await desk.file(facility=ELSEWHERE)).days == 1


async def test_a_certificate_that_is_corrected_later_changes_no_claim_and_stays_quoted(
    desk: Desk, refusal: Refusing
) -> None:
    filed = await desk.file()
    await desk.hospital.send(CERTIFICATE, certificates(SO_NGAY_NGHI="30", DEN_NGAY="20220202"))

    assert (await desk.get(filed.name)).days == 3
    (certificate,) = await desk.hospital.leaves_of(GIANG)
    assert (certificate.sick_leave.days, certificate.quoted_by) == (30, filed.name)
    assert (await refusal(desk.file())).reason == "SICK_LEAVE_QUOTED"


async def test_a_certificate_that_turns_out_to_be_anothers_is_not_hers_any_more(desk: Desk, refusal: Refusing) -> None:
    await desk.hospital.send(CERTIFICATE, certificates(MA_BHXH="0195000156", MA_THE_BHYT="HT3010195000156"))

    assert (await refusal(desk.file())).reason == "SICK_LEAVE_OF_ANOTHER"


async def test_a_claim_is_not_for_everybody(desk: Desk, refusal: Refusing) -> None:
    filed = await desk.file()

    no = await refusal(desk.get(filed.name, caller="facilities/79034"))
    assert no.reason == "ACCESS_NOT_PERMITTED"
    no = await refusal(desk.get("sicknessClaims/none"))
    assert (no.reason, no.field) == ("BENEFIT_CLAIM_NOT_FOUND", "name")


@pytest.mark.parametrize("point", KILLS.points)
async def test_a_claim_is_filed_once_whenever_insurance_dies(
    house_to_break: SplitHouse, fragile_commune: Commune, point: str
) -> None:
    desk = Desk(Hospital(fragile_commune))
    await desk.hospital.send(CERTIFICATE, certificates())
    mark = await KILLS.arm(house_to_break, "insurance", point)
    with suppress(grpc.aio.AioRpcError):  # insurance dies before it answers
        await desk.file(request_id=REQUEST_ID)

    assert await house_to_break.end_of("insurance") == -signal.SIGKILL
    assert mark.read_text() == point
    await KILLS.start_again(house_to_break, "insurance", point)
    filed = await fragile_commune.asked_again(lambda: desk.file(request_id=REQUEST_ID))
    assert [paper.quoted_by for paper in await desk.hospital.leaves_of(GIANG)] == [filed.name]
