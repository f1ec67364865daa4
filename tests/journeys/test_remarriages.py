"""Who was declared dead by mistake comes back to a widow who has married: the new marriage stands, the old ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.journeys.mourning import Mourning, declaration_of
from tests.journeys.test_marriages import DUONG, TUAN, marry, number_of, party

from lienthong.insurance.v1.benefit_pb2 import SURVIVOR_KIND_SPOUSE
from lienthong.insurance.v1.participant_pb2 import RELATIVE_KIND_SPOUSE
from lienthong.justice.v1.birth_declaration_pb2 import IdentityPaper, PaperKind
from lienthong.justice.v1.civil_status_pb2 import MARRIAGE_END_REASON_DEATH, MARRIAGE_END_REASON_REMARRIAGE
from lienthong.justice.v1.marriage_pb2 import MarriageParty
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PASSPORT, IdentityNumber
from lienthong_emulator.people.by_hand.personas import personas

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")

BAO = "quoc-bao"
TODAY, YESTERDAY = Date(year=2022, month=1, day=5), Date(year=2022, month=1, day=4)


@pytest_asyncio.fixture(loop_scope="session")
async def mourning(commune: Commune) -> Mourning:
    return Mourning(commune)


async def come_back(commune: Commune, mourning: Mourning) -> None:
    """Tuấn marries Dương, is declared dead, she marries Bảo, and the death was none."""
    await marry(commune, party(TUAN), party(DUONG))
    died = await mourning.file(declaration_of(TUAN))
    await marry(commune, party(BAO), party(DUONG))
    await mourning.revoke(died.death_record)


async def test_the_old_marriage_has_ended_and_the_new_one_stands(commune: Commune, mourning: Mourning) -> None:
    await come_back(commune, mourning)
    (his,) = (await mourning.civil_status(number_of(TUAN))).marriages
    first, second = (await mourning.civil_status(number_of(DUONG))).marriages

    assert (his.end_date, his.end_reason) == (TODAY, MARRIAGE_END_REASON_REMARRIAGE)
    assert (first.end_date, first.end_reason) == (his.end_date, his.end_reason)
    assert (second.spouse.full_name, second.HasField("end_date")) == (personas(2021)[BAO].full_name, False)


async def test_while_the_death_stands_it_is_what_ended_the_marriage(commune: Commune, mourning: Mourning) -> None:
    await marry(commune, party(TUAN), party(DUONG))
    await mourning.file(declaration_of(TUAN))
    await marry(commune, party(BAO), party(DUONG))
    (his,) = (await mourning.civil_status(number_of(TUAN))).marriages

    assert (his.end_date, his.end_reason) == (YESTERDAY, MARRIAGE_END_REASON_DEATH)


async def test_a_marriage_goes_on_where_nobody_married_meanwhile(commune: Commune, mourning: Mourning) -> None:
    await marry(commune, party(TUAN), party(DUONG))
    died = await mourning.file(declaration_of(TUAN))
    await mourning.revoke(died.death_record)
    (his,) = (await mourning.civil_status(number_of(TUAN))).marriages

    assert not his.HasField("end_date")


async def test_he_may_marry_again_and_she_may_not(commune: Commune, mourning: Mourning, refusal: Refusing) -> None:
    await come_back(commune, mourning)
    no = await refusal(marry(commune, party(TUAN), party(DUONG)))
    again = await marry(commune, party(TUAN), party("thi-hanh"))

    assert (no.reason, no.field, no.metadata["number"]) == ("PARTY_MARRIED", "wife", "2/2022")
    assert again.place.number == "3/2022"


async def test_she_is_neither_his_spouse_at_insurance_nor_his_survivor(commune: Commune, mourning: Mourning) -> None:
    await come_back(commune, mourning)
    relatives = (await commune.participant(number_of(TUAN))).basic.relatives
    await mourning.file(declaration_of(TUAN))
    *_, claim = await mourning.claims()

    assert [one for one in relatives if one.kind == RELATIVE_KIND_SPOUSE] == []
    assert [one for one in claim.survivors if one.kind == SURVIVOR_KIND_SPOUSE] == []


PASSPORT = IdentityNumber(type=IDENTITY_NUMBER_TYPE_PASSPORT, value="M12345678")
MIN_JUN = MarriageParty(full_name="Kim Min Jun", birth_date=Date(year=1985), identity_number=PASSPORT)


async def test_a_foreign_widower_who_married_meanwhile_has_left_her(commune: Commune, mourning: Mourning) -> None:
    """No register knows him by a key, but his marriages name him by his passport."""
    await marry(commune, MIN_JUN, party(DUONG))
    died = await mourning.file(declaration_of(DUONG))
    await marry(commune, MIN_JUN, party("thi-hanh"))
    await mourning.revoke(died.death_record)
    (hers,) = (await mourning.civil_status(number_of(DUONG))).marriages
    again = await marry(commune, party(TUAN), party(DUONG))

    assert (hers.end_date, hers.end_reason) == (TODAY, MARRIAGE_END_REASON_REMARRIAGE)
    assert again.place.number == "3/2022"


async def test_the_death_of_a_foreigner_ends_the_marriage_too(commune: Commune, mourning: Mourning) -> None:
    await marry(commune, MIN_JUN, party(DUONG))
    paper = IdentityPaper(kind=PaperKind.PAPER_KIND_PASSPORT, number=PASSPORT.value)
    await mourning.file(declaration_of(TUAN, full_name="Kim Min Jun", nationality="KR", paper=paper))
    (hers,) = (await mourning.civil_status(number_of(DUONG))).marriages

    assert (hers.end_date, hers.end_reason) == (YESTERDAY, MARRIAGE_END_REASON_DEATH)
