"""Deaths that were none, deaths that a hospital tells first, and cards that are used after the death."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.facility_files import CLAIM, DEATH_NOTICE, claim, death_notice, summary
from tests.journeys.mourning import YESTERDAY, Mourning, day, declaration_of
from tests.journeys.test_facility_files import LOCS_CARD, Hospital

from lienthong.insurance.v1 import benefit_service_pb2 as benefits
from lienthong.insurance.v1.benefit_pb2 import (
    BENEFIT_CLAIM_STATE_OPEN,
    BENEFIT_CLAIM_STATE_PAID,
    BENEFIT_CLAIM_STATE_TO_RECOVER,
    BENEFIT_CLAIM_STATE_WITHDRAWN,
    USE_AFTER_DEATH_KIND_CHECK,
    USE_AFTER_DEATH_KIND_TREATMENT,
)
from lienthong.insurance.v1.card_pb2 import CARD_STATE_VALID
from lienthong.justice.v1.death_dossier_pb2 import DEATH_DOSSIER_STATE_FINISHED, DEATH_DOSSIER_STATE_REVOKED

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOC = "901055000156"
LOCKED, USABLE = "110", "000"
"""What the gateway answers of a card."""


@pytest_asyncio.fixture(loop_scope="session")
async def mourning(commune: Commune) -> Mourning:
    return Mourning(commune)


@pytest_asyncio.fixture(loop_scope="session")
async def hospital(commune: Commune) -> Hospital:
    return Hospital(commune)


async def test_everything_comes_back_after_a_death_that_was_none_and_the_history_stays(mourning: Mourning) -> None:
    before = await mourning.participant(LOC)
    filed = await mourning.file(declaration_of("van-loc"))
    revoked = await mourning.revoke(filed.death_record)
    dossier, person = await mourning.look_at(filed.name), await mourning.participant(LOC)
    (claim_,) = await mourning.claims()

    assert (revoked.revoke_reason, revoked.HasField("revoke_time")) == ("Nhầm người cùng tên", True)
    assert (dossier.state, dossier.death_record) == (DEATH_DOSSIER_STATE_REVOKED, revoked)
    assert not (await mourning.commune.citizen(LOC)).HasField("death_date")
    assert person.health_insurance.card.state == CARD_STATE_VALID
    assert person.social_insurance == before.social_insurance
    assert claim_.state == BENEFIT_CLAIM_STATE_WITHDRAWN
    assert not (await mourning.civil_status(LOC)).HasField("death")
    told = {kind for _, kind in await mourning.steps(filed)}
    assert told >= {"death-record-revoked", "number-unlocked", "card-unlocked", "allowance-claim-ended"}


async def test_money_that_is_paid_is_to_be_paid_back(mourning: Mourning, refusal: Refusing) -> None:
    filed = await mourning.file(declaration_of("van-loc"))
    (claim_,) = await mourning.claims(state=BENEFIT_CLAIM_STATE_OPEN)
    others = await refusal(mourning.pay(claim_, caller="agencies/tax"))
    stale = await refusal(mourning.pay(claim_, etag="0"))
    paid = await mourning.pay(claim_, etag=claim_.etag)
    twice = await refusal(mourning.pay(claim_))
    await mourning.revoke(filed.death_record)
    (left,) = await mourning.claims()

    assert [others.reason, stale.reason] == ["ACCESS_NOT_PERMITTED", "ETAG_STALE"]
    assert (paid.state, twice.reason) == (BENEFIT_CLAIM_STATE_PAID, "BENEFIT_CLAIM_NOT_OPEN")
    assert left.state == BENEFIT_CLAIM_STATE_TO_RECOVER


async def test_who_died_after_all_is_registered_anew(mourning: Mourning) -> None:
    mistaken = await mourning.file(declaration_of("van-loc", died=date(2021, 12, 30)))
    await mourning.revoke(mistaken.death_record)
    filed = await mourning.file(declaration_of("van-loc"))

    assert filed.state == DEATH_DOSSIER_STATE_FINISHED
    assert [filed.death_record.place.number, mistaken.death_record.place.number] == ["2/2022", "1/2022"]
    assert (await mourning.commune.citizen(LOC)).death_date == day(YESTERDAY)
    states = [one.state for one in await mourning.claims()]
    assert states == [BENEFIT_CLAIM_STATE_WITHDRAWN, BENEFIT_CLAIM_STATE_OPEN]


async def test_an_entry_is_revoked_once_and_by_registrars_alone(mourning: Mourning, refusal: Refusing) -> None:
    record = (await mourning.file(declaration_of("van-loc"))).death_record
    portal = await refusal(mourning.revoke(record, caller="portals/one-stop"))
    stale = await refusal(mourning.revoke(record, etag="0"))
    await mourning.revoke(record, etag=record.etag)
    twice = await refusal(mourning.revoke(record))

    reasons = [portal.reason, stale.reason, twice.reason]
    assert reasons == ["ACCESS_NOT_PERMITTED", "ETAG_STALE", "DEATH_RECORD_REVOKED"]


async def test_a_hospital_tells_first_and_the_commune_later(mourning: Mourning, hospital: Hospital) -> None:
    await hospital.send(CLAIM, claim(summary(KET_QUA_DTRI="5")))
    locked_by_hospital = await hospital.check()
    alive = not (await mourning.commune.citizen(LOC)).HasField("death_date")
    filed = await mourning.file(declaration_of("van-loc"))

    assert (locked_by_hospital, alive) == (LOCKED, True)
    assert filed.state == DEATH_DOSSIER_STATE_FINISHED
    assert ("insurance", "card-locked") not in await mourning.steps(filed)
    assert await hospital.check() == LOCKED
    assert len(await mourning.claims()) == 1


async def test_a_hospital_tells_and_the_commune_never_does(mourning: Mourning, hospital: Hospital) -> None:
    await hospital.send(DEATH_NOTICE, death_notice())
    person = await mourning.participant(LOC)

    assert not person.health_insurance.HasField("card")
    assert not person.basic.HasField("death_date")
    assert not person.social_insurance.history.benefits[-1].HasField("last_month")
    assert await mourning.claims() == []


async def test_a_card_stays_locked_while_the_hospital_says_dead(mourning: Mourning, hospital: Hospital) -> None:
    await hospital.send(CLAIM, claim(summary(KET_QUA_DTRI="5")))
    filed = await mourning.file(declaration_of("van-loc"))
    await mourning.revoke(filed.death_record)
    still = await hospital.check()
    await hospital.send(CLAIM, claim(summary(KET_QUA_DTRI="1")))

    assert still == LOCKED
    assert await hospital.check() == USABLE


async def test_the_use_of_a_card_after_death_is_seen(mourning: Mourning, hospital: Hospital) -> None:
    """Also what was done before the family told: Lộc's card was checked two days after he had died."""
    assert await hospital.check() == USABLE
    await hospital.send(CLAIM, claim(summary(MA_LK="LK-77")))
    filed = await mourning.file(declaration_of("van-loc", died=date(2022, 1, 2)))
    assert await hospital.check() == LOCKED
    uses = [one for one in await mourning.uses() if one.social_insurance_number == LOCS_CARD[-10:]]

    kinds = [USE_AFTER_DEATH_KIND_TREATMENT, USE_AFTER_DEATH_KIND_CHECK, USE_AFTER_DEATH_KIND_CHECK]
    assert [one.kind for one in uses] == kinds
    assert {one.caller for one in uses} == {"facilities/01019"}
    assert [one.death_date for one in uses] == [Date(year=2022, month=1, day=2)] * 3
    await mourning.revoke(filed.death_record)
    assert [one for one in await mourning.uses() if one.social_insurance_number == LOCS_CARD[-10:]] == []


async def test_what_is_due_after_a_death_is_shown_to_who_may_see_it(mourning: Mourning, refusal: Refusing) -> None:
    filed = await mourning.file(declaration_of("van-loc"))
    request = benefits.GetBenefitClaimRequest(name=filed.funeral_allowance.claim)
    async with mourning.client("agencies/labour") as labour:
        seen = await labour.benefits.GetBenefitClaim(request)
    async with mourning.client("agencies/justice") as justice:
        no = await refusal(justice.benefits.GetBenefitClaim(request))
        listed = await refusal(justice.benefits.ListBenefitClaims(benefits.ListBenefitClaimsRequest()))
        used = await refusal(justice.benefits.ListUsesAfterDeath(benefits.ListUsesAfterDeathRequest()))
    async with mourning.client() as tester:
        missing = benefits.GetBenefitClaimRequest(name="benefitClaims/none")
        none = await refusal(tester.benefits.GetBenefitClaim(missing))

    assert seen.death_record == filed.death_record.name
    assert {no.reason, listed.reason, used.reason} == {"ACCESS_NOT_PERMITTED"}
    assert none.reason == "BENEFIT_CLAIM_NOT_FOUND"


async def test_a_claim_is_overdue_after_its_last_day(mourning: Mourning) -> None:
    await mourning.file(declaration_of("van-loc"))
    assert await mourning.claims(overdue_only=True) == []
    await mourning.commune.advance(days=15)

    assert [one.overdue for one in await mourning.claims(overdue_only=True)] == [True]
