"""A death, from the family's declaration to the funeral allowance."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.journeys.mourning import YESTERDAY, Mourning, day, declaration_of

from lienthong.insurance.v1.benefit_pb2 import (
    BENEFIT_CLAIM_STATE_OPEN,
    FUNERAL_CLASS_CONTRIBUTOR,
    FUNERAL_CLASS_MONTHLY_BENEFICIARY,
    FUNERAL_CLASS_PENSIONER,
    FUNERAL_CLASS_RESERVING,
    SURVIVOR_KIND_CHILD,
    SURVIVOR_KIND_SPOUSE,
    FuneralClass,
)
from lienthong.insurance.v1.card_pb2 import CARD_STATE_LOCKED
from lienthong.justice.v1.birth_declaration_pb2 import (
    REGISTRATION_KIND_LATE,
    REGISTRATION_KIND_ON_TIME,
    IdentityPaper,
    PaperKind,
)
from lienthong.justice.v1.death_declaration_pb2 import DeathDeclaration
from lienthong.justice.v1.death_dossier_pb2 import DEATH_DOSSIER_STATE_FINISHED, DEATH_DOSSIER_STATE_RETURNED

if TYPE_CHECKING:
    from journeys.conftest import Commune, OpenCommune

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOC, LAN = "901055000156", "901193000017"
PASSPORT = IdentityPaper(kind=PaperKind.PAPER_KIND_PASSPORT, number="M12345678")
TEN_BASE_SALARIES = 14_900_000
TEN_WORKING_DAYS_ON = Date(year=2022, month=1, day=19)


@pytest_asyncio.fixture(loop_scope="session")
async def mourning(commune: Commune) -> Mourning:
    return Mourning(commune)


async def test_the_death_of_a_pensioner_locks_his_number_and_card_and_opens_the_allowance(mourning: Mourning) -> None:
    filed = await mourning.file(declaration_of("van-loc"))
    record, allowance = filed.death_record, filed.funeral_allowance
    citizen, person = await mourning.commune.citizen(LOC), await mourning.participant(LOC)

    assert filed.state == DEATH_DOSSIER_STATE_FINISHED
    assert (record.place.number, record.place.book, record.place.page) == ("1/2022", "01/2022-TP/KT", 1)
    assert (record.registration_kind, record.death_date) == (REGISTRATION_KIND_ON_TIME, day(YESTERDAY))
    assert citizen.death_date == person.basic.death_date == day(YESTERDAY)
    card = person.health_insurance.past_cards[0]
    assert (card.state, card.end_date) == (CARD_STATE_LOCKED, day(YESTERDAY))
    assert (allowance.funeral_class, allowance.amount) == (FUNERAL_CLASS_PENSIONER, TEN_BASE_SALARIES)
    assert allowance.due_date == TEN_WORKING_DAYS_ON


async def test_everything_that_follows_from_a_death_is_one_case(mourning: Mourning) -> None:
    filed = await mourning.file(declaration_of("van-loc"))
    steps = await mourning.steps(filed)

    assert sorted(steps) == sorted(
        [
            ("justice", "death-dossier-filed"),
            ("justice", "death-registered"),
            ("justice", "allowance-asked-for"),
            ("population", "death-recorded"),
            ("justice", "number-locked"),
            ("insurance", "card-locked"),
            ("insurance", "allowance-claim-opened"),
            ("insurance", "change-followed"),
            ("population", "insurance-facts-shown"),
            ("justice", "allowance-noted"),
        ]
    )
    assert steps.count(("insurance", "card-locked")) == 1


async def test_what_was_paid_in_and_drawn_ends_with_the_month_of_the_death(mourning: Mourning) -> None:
    await mourning.file(declaration_of("van-loc"))
    await mourning.file(declaration_of("lan"))
    pension = (await mourning.participant(LOC)).social_insurance.history.benefits[-1]
    paid = (await mourning.participant(LAN)).social_insurance.history.contributions[-1]

    assert [pension.last_month, paid.last_month] == [Date(year=2022, month=1)] * 2


async def test_the_claim_names_claimant_and_survivors(mourning: Mourning) -> None:
    await mourning.file(declaration_of("hung"))
    (claim,) = await mourning.claims()

    assert (claim.state, claim.funeral_class) == (BENEFIT_CLAIM_STATE_OPEN, FUNERAL_CLASS_CONTRIBUTOR)
    assert (claim.claimant.full_name, claim.claimant.relation) == ("Phan Thị Bình", "Vợ")
    survivors = [(one.kind, one.full_name) for one in claim.survivors]
    assert (SURVIVOR_KIND_SPOUSE, "Nguyễn Thị Lan") in survivors
    assert (SURVIVOR_KIND_CHILD, "Trần Bảo Ngọc") in survivors
    assert len(survivors) == len({one.identity_number.value for one in claim.survivors})


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        pytest.param("lan", FUNERAL_CLASS_CONTRIBUTOR, id="who pays"),
        pytest.param("thi-mui", FUNERAL_CLASS_RESERVING, id="who reserves"),
        pytest.param("van-ung", FUNERAL_CLASS_MONTHLY_BENEFICIARY, id="who draws an accident allowance"),
    ],
)
async def test_the_class_follows_from_what_was_paid_and_drawn(
    mourning: Mourning, who: str, expected: FuneralClass.ValueType
) -> None:
    assert (await mourning.file(declaration_of(who))).funeral_allowance.funeral_class == expected


@pytest.mark.parametrize(
    "who", [pytest.param("thi-binh", id="who never paid"), pytest.param("van-tien", id="who took a lump sum")]
)
async def test_where_no_allowance_is_due_the_death_is_registered_all_the_same(mourning: Mourning, who: str) -> None:
    filed = await mourning.file(declaration_of(who))

    assert filed.state == DEATH_DOSSIER_STATE_FINISHED
    assert (filed.funeral_allowance.claim, filed.funeral_allowance.refusal.reason) == ("", "FUNERAL_ALLOWANCE_NOT_DUE")
    assert await mourning.claims() == []


async def test_a_foreigner_has_no_number_to_lock(mourning: Mourning) -> None:
    filed = await mourning.file(declaration_of("min-jun", paper=PASSPORT, nationality="KR"))

    assert filed.state == DEATH_DOSSIER_STATE_FINISHED
    assert filed.funeral_allowance.refusal.reason == "PARTICIPANT_NOT_FOUND"
    assert ("justice", "number-locked") not in await mourning.steps(filed)


async def test_insurance_that_holds_somebody_else_under_the_number_decides_nothing(mourning: Mourning) -> None:
    """Chung stands at insurance under Tùng's number: which of them died, it cannot know."""
    filed = await mourning.file(declaration_of("thanh-tung"))

    assert filed.funeral_allowance.refusal.reason == "PARTICIPANT_AMBIGUOUS"


async def test_more_than_fifteen_days_after_the_death_is_late(mourning: Mourning) -> None:
    in_time = await mourning.file(declaration_of("van-loc", died=date(2021, 12, 21)))
    late = await mourning.file(declaration_of("thi-binh", died=date(2021, 12, 20)))

    kinds = [in_time.death_record.registration_kind, late.death_record.registration_kind]
    assert kinds == [REGISTRATION_KIND_ON_TIME, REGISTRATION_KIND_LATE]


async def test_the_registers_tell_of_the_death(mourning: Mourning) -> None:
    filed = await mourning.file(declaration_of("van-loc"))
    status = await mourning.civil_status(LOC)

    assert status.death.death_record == filed.death_record.name
    assert (status.death.place, status.death.death_date) == (filed.death_record.place, day(YESTERDAY))


async def test_the_book_decides_over_another_day_that_population_holds(mourning: Mourning) -> None:
    """Population holds Bảy for dead since November; he died yesterday."""
    filed = await mourning.file(declaration_of("van-bay"))
    number = filed.death_record.identity_number.value

    assert filed.state == DEATH_DOSSIER_STATE_FINISHED
    assert (await mourning.commune.citizen(number)).death_date == day(YESTERDAY)


async def test_a_dossier_that_comes_back_is_supplemented(mourning: Mourning) -> None:
    returned = await mourning.file(declaration_of("van-loc", full_name="Nguyễn Văn Lục"))
    filed = await mourning.supplement(returned, declaration_of("van-loc"), etag=returned.etag)

    assert returned.refusal.reason == "DECEASED_NOT_CONFIRMED"
    assert filed.state == DEATH_DOSSIER_STATE_FINISHED
    assert filed.name == returned.name


async def test_filing_under_the_same_id_supplements_too(mourning: Mourning) -> None:
    returned = await mourning.file(declaration_of("van-loc", full_name="Nguyễn Văn Lục"), linked="G23-1")
    filed = await mourning.file(declaration_of("van-loc"), linked="G23-1")

    assert (filed.name, filed.state) == (returned.name, DEATH_DOSSIER_STATE_FINISHED)


async def test_a_death_in_the_last_days_of_a_clock_has_its_deadlines(open_commune: OpenCommune) -> None:
    """They end in a year whose holidays nobody knows yet."""
    sunday = date(2030, 12, 29)
    async with open_commune(start=date(2030, 12, 30)) as commune:
        mourning = Mourning(commune)
        filed = await mourning.file(declaration_of("van-loc", sunday, in_year=2030))
        returned = await mourning.file(declaration_of("thi-binh", sunday, in_year=2030, full_name="Phan Thị An"))

    assert filed.funeral_allowance.due_date == Date(year=2031, month=1, day=13)
    assert returned.state == DEATH_DOSSIER_STATE_RETURNED
    assert returned.supplement_due_date == Date(year=2031, month=1, day=8)


async def test_dossiers_are_listed_by_state_and_id(mourning: Mourning) -> None:
    done = await mourning.file(declaration_of("van-loc"), linked="G23-1")
    back = await mourning.file(declaration_of("thi-binh", full_name="Phan Thị Bính"), linked="G23-2")

    assert [one.name for one in await mourning.dossiers()] == [done.name, back.name]
    assert [one.name for one in await mourning.dossiers(state=DEATH_DOSSIER_STATE_FINISHED)] == [done.name]
    assert [one.name for one in await mourning.dossiers(linked_dossier_id="G23-2")] == [back.name]
    assert isinstance(done.declaration, DeathDeclaration)
