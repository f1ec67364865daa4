"""What changes at population is followed at insurance: names, homes, numbers, deaths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.journeys.registrars import (
    DICH_VONG,
    TODAY,
    YESTERDAY,
    Registrars,
    correction,
    death,
    move,
    new_number,
    number,
    revocation,
)

from lienthong.access.v1.access_pb2 import ListAccessesRequest
from lienthong.insurance.v1.card_pb2 import CARD_STATE_LOCKED, CARD_STATE_VALID
from lienthong.insurance.v1.participant_pb2 import RELATIVE_KIND_MOTHER, FieldConfirmation
from lienthong.population.v1.citizen_change_service_pb2 import ChangeGrounds
from lienthong.population.v1.citizen_service_pb2 import GetCitizenRequest
from lienthong.population.v1.events_pb2 import (
    CITIZEN_CHANGE_KIND_CORRECTED,
    CITIZEN_CHANGE_KIND_DEATH_REVOKED,
    CITIZEN_CHANGE_KIND_DIED,
    CITIZEN_CHANGE_KIND_MOVED,
    CITIZEN_CHANGE_KIND_NUMBER_ISSUED,
)

if TYPE_CHECKING:
    from journeys.conftest import Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAN, LANS_DAUGHTER = "901193000017", "901319000101"
LANS_CARD = "DN4010115000017"
HOA = "999000456"
QUY = "990000329"
THOM, THOMS_CMND = "901177000330", "990000330"
LOAN, LOANS_RECORDS = "901301000334", ("0119000334", "0121000335")
TUNG, TUNGS_RECORD, CHUNGS_RECORD = "901083000301", "0109000301", "0109000331"


@pytest_asyncio.fixture(loop_scope="session")
async def registrars(commune: Commune) -> Registrars:
    return Registrars(commune)


async def test_a_corrected_name_stands_at_insurance_with_the_day_of_its_confirmation(registrars: Registrars) -> None:
    before = await registrars.participant(LAN)
    made = await registrars.change(correction(LAN, full_name="Nguyễn Thị Lan Hương"))
    after = await registrars.participant(LAN)

    assert (made.event.kind, list(made.event.fields)) == (CITIZEN_CHANGE_KIND_CORRECTED, ["full_name"])
    assert after.basic.full_name == "Nguyễn Thị Lan Hương"
    assert list(after.basic.field_confirmations) == [FieldConfirmation(field="full_name", confirm_date=TODAY)]
    after.basic.full_name = before.basic.full_name
    after.basic.ClearField("field_confirmations")
    for member in after.household.members:
        member.full_name = member.full_name.removesuffix(" Hương")
    assert after == before


async def test_the_name_of_a_mother_changes_beside_her_children(registrars: Registrars) -> None:
    await registrars.change(correction(LAN, full_name="Nguyễn Thị Lan Hương"))
    child = (await registrars.participant(LANS_DAUGHTER)).basic

    mothers = [relative.full_name for relative in child.relatives if relative.kind == RELATIVE_KIND_MOTHER]
    assert mothers == ["Nguyễn Thị Lan Hương"]
    assert list(child.field_confirmations) == [FieldConfirmation(field="mother", confirm_date=TODAY)]


async def test_a_move_is_followed(registrars: Registrars) -> None:
    made = await registrars.change(move(LAN))
    basic = (await registrars.participant(LAN)).basic

    assert made.event.kind == CITIZEN_CHANGE_KIND_MOVED
    assert (await registrars.citizen(LAN)).residence == DICH_VONG == basic.residence
    assert [one.field for one in basic.field_confirmations] == ["residence"]


@pytest.mark.parametrize(("cmnd", "opening"), [(HOA, "902188"), (QUY, "938069")])
async def test_who_has_a_cmnd_gets_a_personal_number_and_both_registers_know_it(
    registrars: Registrars, cmnd: str, opening: str
) -> None:
    made = await registrars.change(new_number(cmnd))
    issued = made.citizen.personal_number

    assert (made.event.kind, issued[:6]) == (CITIZEN_CHANGE_KIND_NUMBER_ISSUED, opening)
    assert [held.value for held in made.citizen.identity_numbers] == [issued, cmnd]
    person = await registrars.participant(issued)
    assert person == await registrars.participant(cmnd)
    assert [held.value for held in person.basic.identity_numbers if len(held.value) != 10] == [issued, cmnd]


async def test_a_death_locks_the_card_and_the_citizen_sees_it(registrars: Registrars) -> None:
    made = await registrars.change(death(LAN))
    person, citizen = await registrars.participant(LAN), await registrars.citizen(LAN)

    assert made.event.kind == CITIZEN_CHANGE_KIND_DIED
    assert citizen.death_date == person.basic.death_date == YESTERDAY
    assert not person.health_insurance.HasField("card")
    card = person.health_insurance.past_cards[0]
    assert (card.card_number, card.state, card.end_date) == (LANS_CARD, CARD_STATE_LOCKED, YESTERDAY)
    assert (citizen.insurance.card_number, citizen.insurance.card_locked) == (LANS_CARD, True)


async def test_a_death_that_was_none_unlocks_the_card_again(registrars: Registrars) -> None:
    before = await registrars.participant(LAN)
    await registrars.change(death(LAN))
    made = await registrars.change(revocation(LAN))
    person, citizen = await registrars.participant(LAN), await registrars.citizen(LAN)

    assert made.event.kind == CITIZEN_CHANGE_KIND_DEATH_REVOKED
    assert (citizen.HasField("death_date"), person.basic.HasField("death_date")) == (False, False)
    assert (person.health_insurance.card.card_number, person.health_insurance.card.state) == (
        LANS_CARD,
        CARD_STATE_VALID,
    )
    assert person.health_insurance.past_cards == before.health_insurance.past_cards
    assert (citizen.insurance.card_number, citizen.insurance.card_locked) == (LANS_CARD, False)


async def test_groups_d_and_e_stay_as_they_are_whatever_population_says(registrars: Registrars) -> None:
    before = await registrars.participant(LAN)
    for request in (correction(LAN, full_name="Nguyễn Thị Lan Hương"), move(LAN), death(LAN), revocation(LAN)):
        await registrars.change(request)
    after = await registrars.participant(LAN)

    assert after.social_insurance == before.social_insurance
    assert after.unemployment_insurance == before.unemployment_insurance
    assert after.health_insurance.history == before.health_insurance.history


async def test_the_case_of_a_death_tells_the_whole_story(registrars: Registrars) -> None:
    made = await registrars.change(death(LAN))

    assert made.case_id.startswith("change-")
    assert await registrars.steps(made) == [
        ("population", "death-recorded"),
        ("insurance", "change-followed"),
        ("insurance", "card-locked"),
        ("population", "insurance-facts-shown"),
    ]


async def test_two_changes_have_their_effect_in_order(registrars: Registrars) -> None:
    await registrars.ask(correction(LAN, full_name="Nguyễn Thị Lan Anh"))
    await registrars.ask(correction(LAN, full_name="Nguyễn Thị Lan Hương"))
    await registrars.commune.settle()

    assert (await registrars.participant(LAN)).basic.full_name == "Nguyễn Thị Lan Hương"


async def test_a_change_reaches_whom_insurance_knows_by_an_old_number_alone(registrars: Registrars) -> None:
    made = await registrars.change(move(THOM))

    assert [known.value for known in made.event.known_by] == [THOM, THOMS_CMND]
    assert (await registrars.participant(THOMS_CMND)).basic.residence == DICH_VONG


async def test_of_one_person_whom_insurance_holds_twice_both_records_follow(registrars: Registrars) -> None:
    made = await registrars.change(move(LOAN))

    records = [await registrars.participant(number) for number in LOANS_RECORDS]
    assert [person.basic.residence for person in records] == [DICH_VONG, DICH_VONG]
    assert (await registrars.steps(made)).count(("insurance", "change-followed")) == 2


async def test_a_death_locks_both_cards_of_whom_insurance_holds_twice(registrars: Registrars) -> None:
    """Which record stands is decided later; until then neither card is of use to anybody."""
    before = [await registrars.participant(number) for number in LOANS_RECORDS]
    await registrars.change(death(LOAN))
    dead = [await registrars.participant(number) for number in LOANS_RECORDS]
    await registrars.change(revocation(LOAN))
    alive = [await registrars.participant(number) for number in LOANS_RECORDS]

    assert [person.health_insurance.HasField("card") for person in dead] == [False, False]
    assert [person.health_insurance.past_cards[0].state for person in dead] == [CARD_STATE_LOCKED] * 2
    assert [person.health_insurance.card.card_number for person in alive] == [
        person.health_insurance.card.card_number for person in before
    ]


async def test_a_change_of_whose_number_two_people_have_is_applied_to_neither(registrars: Registrars) -> None:
    before = [await registrars.participant(number) for number in (TUNGS_RECORD, CHUNGS_RECORD)]
    made = await registrars.change(move(TUNG))

    assert [await registrars.participant(number) for number in (TUNGS_RECORD, CHUNGS_RECORD)] == before
    assert ("insurance", "citizen-ambiguous") in await registrars.steps(made)
    assert ("insurance", "discrepancy-opened") in await registrars.steps(made)


async def test_a_sex_and_the_number_that_says_it_are_corrected_together(registrars: Registrars) -> None:
    request = correction(LAN, sex=1)
    request.replace_number = True
    made = await registrars.change(request)

    issued = made.citizen.personal_number
    assert (list(made.event.fields), issued[:6]) == (["identity_number", "sex"], "901093")
    assert (await registrars.participant(issued)).basic.sex == 1
    assert (await registrars.participant(LAN)).name == (await registrars.participant(issued)).name


async def test_facts_stay_with_a_citizen_whose_number_is_replaced(registrars: Registrars) -> None:
    request = correction(LAN, birth_date=Date(year=1994, month=5, day=17))
    request.replace_number = True
    await registrars.change(death(LAN))
    made = await registrars.change(request)

    assert made.citizen.insurance.card_number == LANS_CARD
    assert made.citizen.personal_number.startswith("901194")


async def test_a_citizen_learns_who_asked_for_a_change_even_where_it_was_only_checked(registrars: Registrars) -> None:
    """Who has a change checked is told all that is held."""
    request = correction(LAN, ChangeGrounds(validate_only=True), full_name="Nguyễn Thị Lan Hương")
    checked = await registrars.ask(request)
    async with registrars.client(checked.citizen.name) as lan:
        told = await lan.population_accesses.ListAccesses(ListAccessesRequest(identity_number=number(LAN)))

    assert [(one.caller, one.method) for one in told.accesses] == [("agencies/justice", "CorrectCitizen")]


@pytest.mark.parametrize(
    ("caller", "si_number", "card"),
    [
        pytest.param("agencies/population", True, True, id="groups d and đ"),
        pytest.param("agencies/justice", True, True, id="group đ: the number is a part of the card's"),
        pytest.param("agencies/tax", True, False, id="group d"),
        pytest.param("agencies/education", False, False, id="group a alone"),
    ],
)
async def test_population_tells_of_insurance_what_a_caller_may_see_there(
    registrars: Registrars, caller: str, *, si_number: bool, card: bool
) -> None:
    await registrars.change(death(LAN))  # insurance tells of the card whenever it changes
    async with registrars.client(caller) as client:
        told = await client.citizens.GetCitizen(GetCitizenRequest(identity_number=number(LAN)))

    assert (bool(told.insurance.social_insurance_number), bool(told.insurance.card_number)) == (si_number, card)
    assert told.HasField("insurance") is (si_number or card)
