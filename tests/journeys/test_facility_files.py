"""What follows from files of facilities: notices that dossiers quote, cards that a death locks, leaves to build on."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.facility_files import (
    BIRTH_NOTICE,
    CERTIFICATE,
    CHECK_IN,
    CLAIM,
    DEATH_NOTICE,
    HOSPITAL,
    birth_notice,
    birth_table,
    certificates,
    check_in,
    claim,
    death_notice,
    leave_table,
    submitted,
    summary,
)
from tests.journeys.registrars import Registrars, death, revocation

from lienthong.insurance.v1 import paper_service_pb2 as papers
from lienthong.insurance.v1.card_pb2 import CARD_STATE_LOCKED
from lienthong.insurance.v1.card_service_pb2 import CheckCardRequest
from lienthong.insurance.v1.paper_pb2 import PAPER_KIND_SICK_LEAVE, Paper
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from conftest import Refusing
    from journeys.conftest import Born, Commune
    from lienthong.client import Client
    from lienthong.insurance.v1.submission_pb2 import Submission

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOC, LOCS_CARD, LOCS_NAME = "901055000156", "HT3010195000156", "Nguyễn Văn Lộc"
BORN = {"nksNgaySinh": "03/01/2022", "nksGioiTinh": "1", "maGCS": "GCS.01019.2022.000021"}
DISCHARGE_DAY = Date(year=2022, month=1, day=4)


@dataclass(frozen=True)
class Hospital:
    """Facility 01019 in the world of a commune's desk."""

    commune: Commune

    @asynccontextmanager
    async def client(self, caller: str = f"facilities/{HOSPITAL}") -> AsyncGenerator[Client]:
        async with self.commune.house.client(world=self.commune.world, caller=caller) as client:
            yield client

    async def send(self, kind: Any, data: bytes) -> Submission:
        """Send a file and wait until everybody who hears of it has done what follows."""
        async with self.client() as client:
            taken = await submitted(client, kind, data)
        await self.commune.settle()
        return taken

    async def check(self, number: str = LOCS_CARD, name: str = LOCS_NAME, year: int = 1955) -> str:
        """The code of the gateway."""
        async with self.client() as client:
            presented = CheckCardRequest(card_number=number, full_name=name, birth_date=Date(year=year))
            return (await client.cards.CheckCard(presented)).code

    async def notice(self, number: str) -> Paper:
        async with self.client() as client:
            return await client.papers.GetBirthNotice(papers.GetBirthNoticeRequest(number=number))

    async def leaves_of(self, number: str, caller: str = "agencies/insurance") -> list[Paper]:
        request = papers.ListPapersRequest(identity_number=IdentityNumber(value=number), kind=PAPER_KIND_SICK_LEAVE)
        async with self.client(caller) as client:
            return list((await client.papers.ListPapers(request)).papers)


@pytest_asyncio.fixture(loop_scope="session")
async def hospital(commune: Commune) -> Hospital:
    return Hospital(commune)


# Births.


@pytest.mark.parametrize("form", ["table XML9", "document 61"])
async def test_a_birth_notice_is_quoted_by_the_dossier_of_the_birth(
    hospital: Hospital, commune: Commune, born: Born, form: str
) -> None:
    if form == "table XML9":
        await hospital.send(CLAIM, claim(summary() + birth_table()))
    else:
        await hospital.send(BIRTH_NOTICE, birth_notice())
    brought = await commune.client.papers.GetBirthNotice(papers.GetBirthNoticeRequest(number=BORN["maGCS"]))
    assert (brought.birth_notice.mother_name, brought.birth_notice.child_name) == ("Vi Thị Hạnh", "Vi Gia Hưng")
    assert brought.quoted_by == ""

    dossier = await commune.file(born("Vi Gia Hưng", "thi-hanh", **BORN))
    await commune.settle()

    assert dossier.card.card_number
    assert (await hospital.notice(BORN["maGCS"])).quoted_by == dossier.name
    assert "birth-notice-quoted" in [step.kind for step in await commune.steps(dossier.case_id)]


async def test_the_card_keeps_the_digits_of_the_temporary_card_on_the_notice(
    hospital: Hospital, commune: Commune, born: Born
) -> None:
    await hospital.send(CLAIM, claim(summary() + birth_table(MA_THE_TAM="TE1010122555512")))
    dossier = await commune.file(born("Vi Gia Hưng", "thi-hanh", **BORN))

    assert dossier.card.social_insurance_number == "0122555512"
    assert dossier.card.card_number == "TE1010122555512"


async def test_a_temporary_number_that_somebody_has_is_not_taken_from_the_notice(
    hospital: Hospital, commune: Commune, born: Born
) -> None:
    await hospital.send(CLAIM, claim(summary() + birth_table(MA_THE_TAM="TE1010119000101")))
    dossier = await commune.file(born("Vi Gia Hưng", "thi-hanh", **BORN))

    assert dossier.card.social_insurance_number.startswith("0122")


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"GIOI_TINH_CON": "2"}, id="of a girl"),
        pytest.param({"NGAY_SINH_CON": "202201020415"}, id="of another day"),
        pytest.param({"HO_TEN_NND": "Vi Thị Hoa"}, id="of another mother"),
    ],
)
async def test_a_notice_of_another_birth_is_no_objection_and_is_seen(
    hospital: Hospital, commune: Commune, born: Born, changes: dict[str, str]
) -> None:
    await hospital.send(CLAIM, claim(summary() + birth_table(**changes)))
    dossier = await commune.file(born("Vi Gia Hưng", "thi-hanh", **BORN))
    await commune.settle()

    assert dossier.card.card_number
    assert (await hospital.notice(BORN["maGCS"])).quoted_by == ""
    assert "birth-notice-differs" in [step.kind for step in await commune.steps(dossier.case_id)]


async def test_a_notice_that_is_corrected_stands_as_it_came_last(hospital: Hospital) -> None:
    first = await hospital.send(BIRTH_NOTICE, birth_notice(tenCon="Vi Hưng"))
    later = await hospital.send(BIRTH_NOTICE, birth_notice())

    assert later.papers == first.papers
    assert (await hospital.notice(BORN["maGCS"])).birth_notice.child_name == "Vi Gia Hưng"


# Deaths.


async def test_a_discharge_with_result_5_locks_the_card_and_the_citizen_sees_it(
    hospital: Hospital, commune: Commune
) -> None:
    assert await hospital.check() == "000"
    taken = await hospital.send(CLAIM, claim(summary(KET_QUA_DTRI="5")))
    person, citizen = await commune.participant(LOC), await commune.citizen(LOC)

    assert await hospital.check() == "110"
    card = person.health_insurance.past_cards[0]
    assert (card.card_number, card.state, card.end_date) == (LOCS_CARD, CARD_STATE_LOCKED, DISCHARGE_DAY)
    assert not person.basic.HasField("death_date")  # that is population's to say
    assert (citizen.insurance.card_number, citizen.insurance.card_locked) == (LOCS_CARD, True)
    assert len(taken.treatments) == 1


async def test_a_claim_that_is_corrected_unlocks_the_card(hospital: Hospital, commune: Commune) -> None:
    await hospital.send(CLAIM, claim(summary(KET_QUA_DTRI="5")))
    await hospital.send(CLAIM, claim(summary(KET_QUA_DTRI="2")))

    assert await hospital.check() == "000"
    assert not (await commune.citizen(LOC)).insurance.card_locked


async def test_a_death_notice_locks_the_card(hospital: Hospital) -> None:
    await hospital.send(DEATH_NOTICE, death_notice())

    assert await hospital.check() == "110"


async def test_a_death_notice_in_another_persons_name_unlocks_the_first_and_locks_the_other(hospital: Hospital) -> None:
    await hospital.send(DEATH_NOTICE, death_notice())
    other = {"hoTen": "Phan Thị Bình", "ngaySinh": "19581005", "maThe": "GD4010195000167", "soGiayTo": "901158000167"}
    await hospital.send(DEATH_NOTICE, death_notice(**other))

    assert await hospital.check() == "000"
    assert await hospital.check("GD4010195000167", "Phan Thị Bình", 1958) == "110"


@pytest.mark.parametrize("number", ["GD4010195000167", "901158000167"])
async def test_a_number_that_is_mistyped_locks_no_strangers_card(hospital: Hospital, number: str) -> None:
    await hospital.send(CLAIM, claim(summary(KET_QUA_DTRI="5", MA_THE_BHYT=number, SO_CCCD="")))

    assert await hospital.check("GD4010195000167", "Phan Thị Bình", 1958) == "000"


async def test_a_death_that_two_tell_of_is_unlocked_when_both_take_it_back(
    hospital: Hospital, commune: Commune
) -> None:
    registrars = Registrars(commune)
    await hospital.send(CLAIM, claim(summary(KET_QUA_DTRI="5")))
    await registrars.change(death(LOC, Date(year=2022, month=1, day=3)))
    person = await commune.participant(LOC)
    assert person.health_insurance.past_cards[0].end_date == Date(year=2022, month=1, day=3)

    await registrars.change(revocation(LOC))
    assert await hospital.check() == "110"  # the facility still says so

    await hospital.send(CLAIM, claim(summary(KET_QUA_DTRI="2")))
    assert await hospital.check() == "000"


async def test_a_facility_that_takes_a_death_back_does_not_unlock_what_population_says(
    hospital: Hospital, commune: Commune
) -> None:
    await hospital.send(CLAIM, claim(summary(KET_QUA_DTRI="5")))
    await Registrars(commune).change(death(LOC, DISCHARGE_DAY))
    await hospital.send(CLAIM, claim(summary(KET_QUA_DTRI="2")))

    assert await hospital.check() == "110"


async def test_a_check_in_that_comes_after_the_claim_takes_nothing_back(hospital: Hospital) -> None:
    await hospital.send(CLAIM, claim(summary(KET_QUA_DTRI="5")))
    await hospital.send(CHECK_IN, check_in())

    assert await hospital.check() == "110"


# Leaves.


@pytest.mark.parametrize("form", ["table XML11", "CT07 of document 39"])
async def test_a_sick_leave_becomes_a_paper_that_a_benefit_claim_can_quote(hospital: Hospital, form: str) -> None:
    if form == "table XML11":
        stay = {"HO_TEN": "Diệp Thị Giang", "NGAY_SINH": "19841120", "MA_THE_BHYT": "CH4010107000351", "SO_CCCD": ""}
        taken = await hospital.send(CLAIM, claim(summary(MA_LK="LK-11", **stay) + leave_table()))
    else:
        taken = await hospital.send(CERTIFICATE, certificates())
    leave = (await hospital.leaves_of("0107000351"))[0]

    assert [leave.name] == list(taken.papers)
    assert (leave.number, leave.facility) == ("CT07.01019.2022.000003", HOSPITAL)
    assert (leave.sick_leave.days, leave.sick_leave.first_day) == (3, Date(year=2022, month=1, day=4))


async def test_a_persons_papers_are_not_for_another_facility(hospital: Hospital, refusal: Refusing) -> None:
    taken = await hospital.send(CERTIFICATE, certificates())

    no = await refusal(hospital.leaves_of("0107000351", caller="facilities/79034"))
    assert no.reason == "ACCESS_NOT_PERMITTED"
    async with hospital.client("facilities/79034") as other:
        no = await refusal(other.papers.GetPaper(papers.GetPaperRequest(name=taken.papers[0])))
    assert no.reason == "ACCESS_NOT_PERMITTED"


async def test_papers_that_there_are_not(hospital: Hospital, refusal: Refusing) -> None:
    no = await refusal(hospital.notice("GCS.0"))
    assert (no.reason, no.field) == ("PAPER_NOT_FOUND", "number")
    async with hospital.client() as client:
        no = await refusal(client.papers.GetPaper(papers.GetPaperRequest(name="papers/none")))
    assert (no.reason, no.field) == ("PAPER_NOT_FOUND", "name")
    no = await refusal(hospital.leaves_of("0199999999"))
    assert (no.reason, no.field) == ("PARTICIPANT_NOT_FOUND", "identity_number")
