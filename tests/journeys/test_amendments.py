"""A registered birth is corrected, recognised or adopted: book, population, insurance and card follow."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.journeys.amending import HUNG, HUNG_HIMSELF, LAN, LAN_HERSELF, LANS_DAUGHTER, Registrar, parent

from lienthong.insurance.v1.card_service_pb2 import GetCardRequest
from lienthong.insurance.v1.participant_pb2 import RELATIVE_KIND_FATHER, RELATIVE_KIND_MOTHER
from lienthong.justice.v1.birth_amendment_service_pb2 import (
    AMENDMENT_KIND_ADOPTION,
    AMENDMENT_KIND_CORRECTION,
    AMENDMENT_KIND_RECOGNITION,
    AMENDMENT_STATE_ENTERED,
    AMENDMENT_STATE_IN_PROCESS,
)
from lienthong.justice.v1.birth_dossier_pb2 import BirthDossier
from lienthong.type.v1.person_pb2 import SEX_FEMALE, SEX_MALE

if TYPE_CHECKING:
    from conftest import Refusing, SplitHouse
    from journeys.conftest import Born, Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

TODAY = Date(year=2022, month=1, day=5)


@pytest_asyncio.fixture(loop_scope="session")
async def registrar(commune: Commune) -> Registrar:
    return Registrar(commune)


@pytest_asyncio.fixture(loop_scope="session")
async def boy(commune: Commune, khoi: Example) -> BirthDossier:
    """Khôi, born on 28/12/2021, with his card."""
    ended = await commune.file(khoi())
    await commune.settle()
    return ended


async def test_a_corrected_name_stands_in_the_book_at_population_and_on_the_card(
    registrar: Registrar, boy: BirthDossier
) -> None:
    number = boy.birth_record.personal_number
    done = await registrar.correct(number, full_name="Trần Minh Khoa")

    assert (done.kind, done.state, done.entry_date) == (AMENDMENT_KIND_CORRECTION, AMENDMENT_STATE_ENTERED, TODAY)
    assert (done.values.full_name, done.before.full_name) == ("Trần Minh Khoa", "Trần Minh Khôi")
    assert (done.identity_number.value, done.new_personal_number) == (number, "")
    assert (await registrar.entry(number)).person.full_name == "Trần Minh Khoa"
    assert (await registrar.commune.citizen(number)).full_name == "Trần Minh Khoa"
    participant = await registrar.commune.participant(boy.card.card_number)
    assert participant.basic.full_name == "Trần Minh Khoa"
    assert "Trần Minh Khoa" in [member.full_name for member in participant.household.members]


async def test_a_corrected_birth_date_moves_the_days_of_the_card(registrar: Registrar, boy: BirthDossier) -> None:
    """Born in September, not in December: the card ends with the school year of the sixth birthday."""
    number, right = boy.birth_record.personal_number, Date(year=2021, month=9, day=28)
    await registrar.correct(number, birth_date=right)

    card = await registrar.commune.client.cards.GetCard(GetCardRequest(card_number=boy.card.card_number))
    assert (await registrar.commune.citizen(number)).birth_date == right
    assert (card.valid_from, card.valid_to) == (right, Date(year=2027, month=9, day=30))
    assert card.five_year_date == Date(year=2026, month=9, day=28)
    facts = (await registrar.commune.citizen(number)).insurance
    assert (facts.valid_from, facts.valid_to) == (card.valid_from, card.valid_to)


@pytest.mark.parametrize(
    ("values", "opening"),
    [
        pytest.param({"sex": SEX_FEMALE}, "901321", id="another sex"),
        pytest.param({"birth_date": Date(year=2020, month=12, day=28)}, "901220", id="another year of birth"),
    ],
)
async def test_a_number_that_contradicts_what_is_right_is_replaced_everywhere(
    registrar: Registrar, boy: BirthDossier, values: dict[str, Any], opening: str
) -> None:
    number = boy.birth_record.personal_number
    done = await registrar.correct(number, **values)

    new = done.new_personal_number
    assert (done.state, new[:6]) == (AMENDMENT_STATE_ENTERED, opening)
    assert [held.value for held in (await registrar.commune.citizen(number)).identity_numbers] == [new, number]
    assert (await registrar.entry(new)).birth.birth_record == boy.birth_record.name
    participant = await registrar.commune.participant(boy.card.card_number)
    assert participant.basic.identity_numbers[0].value == new
    assert await registrar.commune.participant(number) == participant


async def test_all_agencies_tell_of_it_in_one_case(registrar: Registrar, boy: BirthDossier) -> None:
    done = await registrar.correct(boy.birth_record.personal_number, birth_date=Date(year=2021, month=9, day=28))

    steps = [(step.agency.removeprefix("agencies/"), step.kind) for step in await registrar.commune.steps(done.case_id)]
    assert {
        ("justice", "amendment-filed"),
        ("population", "citizen-corrected"),
        ("justice", "birth-amended"),
        ("insurance", "change-followed"),
        ("insurance", "card-dated-anew"),
    } <= {*steps}


async def test_somebody_with_whom_the_world_began_is_corrected(registrar: Registrar) -> None:
    done = await registrar.correct(LANS_DAUGHTER, full_name="Trần Bảo Ngọc Anh")

    assert done.state == AMENDMENT_STATE_ENTERED
    assert (await registrar.entry(LANS_DAUGHTER)).person.full_name == "Trần Bảo Ngọc Anh"
    assert (await registrar.commune.participant(LANS_DAUGHTER)).basic.full_name == "Trần Bảo Ngọc Anh"


async def test_a_father_recognises_his_child(registrar: Registrar, born: Born) -> None:
    """H'Hen filed alone; the father comes later."""
    child = await registrar.commune.file(born("Niê Y Thắng", "h-hen", nksGioiTinh="1"))
    number = child.birth_record.personal_number
    done = await registrar.recognise(number, father=parent(*HUNG_HIMSELF, HUNG), full_name="Trần Y Thắng")

    assert (done.kind, done.state) == (AMENDMENT_KIND_RECOGNITION, AMENDMENT_STATE_ENTERED)
    entry = await registrar.entry(number)
    assert (entry.person.full_name, entry.birth.father.full_name) == ("Trần Y Thắng", "Trần Văn Hùng")
    assert entry.birth.mother.full_name == child.declaration.mother.full_name
    citizen = await registrar.commune.citizen(number)
    assert citizen.father == (await registrar.commune.citizen(HUNG)).name
    assert await relatives(registrar, number) == {
        RELATIVE_KIND_MOTHER: child.declaration.mother.full_name,
        RELATIVE_KIND_FATHER: "Trần Văn Hùng",
    }


async def test_who_adopts_takes_the_place_of_both_parents(registrar: Registrar, born: Born) -> None:
    """Lan alone adopts: no father is recorded any more."""
    pao = born("Lý Văn Páo", "thi-xuan", "van-khoa", nksGioiTinh="1", nksNgaySinh="20/05/2021")
    number = (await registrar.commune.file(pao)).birth_record.personal_number
    done = await registrar.adopt(number, mother=parent(*LAN_HERSELF, LAN), basis="Quyết định 7/QĐ-UBND")

    assert (done.kind, done.state, done.basis) == (
        AMENDMENT_KIND_ADOPTION,
        AMENDMENT_STATE_ENTERED,
        "Quyết định 7/QĐ-UBND",
    )
    birth = (await registrar.entry(number)).birth
    assert (birth.mother.full_name, birth.HasField("father")) == ("Nguyễn Thị Lan", False)
    citizen = await registrar.commune.citizen(number)
    assert (citizen.mother, citizen.father) == ((await registrar.commune.citizen(LAN)).name, "")
    assert await relatives(registrar, number) == {RELATIVE_KIND_MOTHER: "Nguyễn Thị Lan"}


async def test_a_foreigner_adopts_whom_population_does_not_know(registrar: Registrar, boy: BirthDossier) -> None:
    number, adopter = boy.birth_record.personal_number, ("Sato Kenji", Date(year=1985))
    done = await registrar.adopt(number, father=parent(*adopter, passport="TK1234567", nationality="JP"))

    assert done.state == AMENDMENT_STATE_ENTERED
    assert (await registrar.entry(number)).birth.father.full_name == "Sato Kenji"
    citizen = await registrar.commune.citizen(number)
    assert (citizen.mother, citizen.father) == ("", "")


async def test_a_foundling_is_adopted(registrar: Registrar, born: Born) -> None:
    child = await registrar.commune.file(born("Mai Bình Minh"))
    number = child.birth_record.personal_number
    await registrar.adopt(number, mother=parent(*LAN_HERSELF, LAN), father=parent(*HUNG_HIMSELF, HUNG))

    assert await relatives(registrar, number) == {
        RELATIVE_KIND_MOTHER: "Nguyễn Thị Lan",
        RELATIVE_KIND_FATHER: "Trần Văn Hùng",
    }


async def test_amendments_are_listed_page_by_page(registrar: Registrar, boy: BirthDossier) -> None:
    number = boy.birth_record.personal_number
    names = [(await registrar.correct(number, full_name=f"Trần Minh {name}")).name for name in ("An", "Bình", "Chi")]

    first = await registrar.amendments(number, page_size=2)
    rest = await registrar.amendments(number, page_size=2, page_token=first.next_page_token)
    assert [one.name for one in (*first.amendments, *rest.amendments)] == names
    assert [one.before.full_name for one in first.amendments] == ["Trần Minh Khôi", "Trần Minh An"]
    assert rest.next_page_token == ""


async def test_while_population_is_silent_an_amendment_waits_and_no_other_is_taken_in(
    house_to_break: SplitHouse, fragile_commune: Commune, refusal: Refusing
) -> None:
    registrar = Registrar(fragile_commune)
    await house_to_break.stop("population")
    filed = await registrar.send_correction(LANS_DAUGHTER, full_name="Trần Bảo Ngọc Anh")
    tried = await fragile_commune.until(partial(registrar.look_at, filed.name), lambda found: found.attempts > 0)

    assert (tried.state, tried.HasField("entry_date")) == (AMENDMENT_STATE_IN_PROCESS, False)
    assert (await registrar.entry(LANS_DAUGHTER)).person.full_name == "Trần Bảo Ngọc"
    assert (await refusal(registrar.send_correction(LANS_DAUGHTER, sex=SEX_MALE))).reason == "AMENDMENT_UNDER_WAY"
    await house_to_break.start("population")
    ended = partial(registrar.look_at, filed.name)
    assert (await fragile_commune.until(ended, lambda found: found.state == AMENDMENT_STATE_ENTERED)).attempts == 0


async def relatives(registrar: Registrar, number: str) -> dict[int, str]:
    """The parents beside a child at insurance."""
    found = (await registrar.commune.participant(number)).basic.relatives
    return {one.kind: one.full_name for one in found if one.kind in (RELATIVE_KIND_MOTHER, RELATIVE_KIND_FATHER)}
