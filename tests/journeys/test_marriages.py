"""A marriage: who may marry whom, the entry, and the spouse at insurance."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.journeys.amending import Registrar
from tests.journeys.mourning import Mourning, day, declaration_of

from lienthong.insurance.v1.benefit_pb2 import SURVIVOR_KIND_SPOUSE
from lienthong.insurance.v1.participant_pb2 import RELATIVE_KIND_SPOUSE, FieldConfirmation
from lienthong.justice.v1 import marriage_service_pb2 as contract
from lienthong.justice.v1.marriage_pb2 import MarriageParty, MarriageRecord
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PASSPORT, IdentityNumber
from lienthong_emulator.people.by_hand.personas import personas

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")

TUAN, DUONG, LAN = "anh-tuan", "thuy-duong", "lan"
REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c011"


def party(who: str, **changes: Any) -> MarriageParty:
    person = personas(2021)[who]
    said: dict[str, Any] = {
        "full_name": person.full_name,
        "birth_date": Date(year=person.birth.year, month=person.birth.month, day=person.birth.day),
        "identity_number": IdentityNumber(value=person.personal_number or person.cmnd),
    }
    return MarriageParty(**{**said, **changes})


def number_of(who: str) -> str:
    return personas(2021)[who].personal_number


async def marry(
    commune: Commune, husband: MarriageParty, wife: MarriageParty, in_commune: str = "00166", request_id: str = ""
) -> MarriageRecord:
    request = contract.RegisterMarriageRequest(
        registration_commune=in_commune, husband=husband, wife=wife, request_id=request_id
    )
    record = await commune.client.marriages.RegisterMarriage(request)
    await commune.asked_again(commune.settle)
    return record


@pytest_asyncio.fixture(loop_scope="session")
async def mourning(commune: Commune) -> Mourning:
    return Mourning(commune)


async def test_a_marriage_stands_in_the_register_and_each_is_the_others_spouse_at_insurance(commune: Commune) -> None:
    record = await marry(commune, party(TUAN), party(DUONG))
    him, her = await commune.participant(number_of(TUAN)), await commune.participant(number_of(DUONG))
    found = await commune.client.marriages.GetMarriageRecord(contract.GetMarriageRecordRequest(name=record.name))

    assert (record.place.number, record.place.book, record.place.page) == ("1/2022", "01/2022-TP/KH", 1)
    assert found == record
    for person, spouse in ((him, DUONG), (her, TUAN)):
        (relative,) = (one for one in person.basic.relatives if one.kind == RELATIVE_KIND_SPOUSE)
        assert (relative.full_name, relative.identity_number.value) == (
            personas(2021)[spouse].full_name,
            number_of(spouse),
        )
        assert FieldConfirmation(field="spouse", confirm_date=day(date(2022, 1, 5))) in person.basic.field_confirmations


async def test_the_registers_tell_of_the_marriage(commune: Commune, mourning: Mourning) -> None:
    record = await marry(commune, party(TUAN), party(DUONG))
    (entry,) = (await mourning.civil_status(number_of(DUONG))).marriages

    assert (entry.marriage_record, entry.place) == (record.name, record.place)
    assert entry.spouse.full_name == personas(2021)[TUAN].full_name


async def test_a_foreigner_is_not_known_to_population_and_may_marry(commune: Commune) -> None:
    number = IdentityNumber(type=IDENTITY_NUMBER_TYPE_PASSPORT, value="M12345678")
    groom = MarriageParty(full_name="Kim Min Jun", birth_date=Date(year=1985), identity_number=number)

    assert (await marry(commune, groom, party(DUONG))).husband == groom


@pytest.mark.parametrize(
    ("husband", "wife", "reason", "field"),
    [
        pytest.param(party("hung"), party(DUONG), "PARTY_MARRIED", "husband", id="married before the world began"),
        pytest.param(party(TUAN), party("my-linh"), "PARTY_UNDER_AGE", "wife.birth_date", id="seventeen"),
        pytest.param(party("van-khoa"), party(DUONG), "PARTY_DECEASED", "husband", id="dead since 2020"),
        pytest.param(party("van-ut"), party(DUONG), "PARTY_DECEASED", "husband", id="dead in the book alone"),
        pytest.param(party(TUAN), party(TUAN), "PARTIES_ARE_ONE", "wife.identity_number", id="themself"),
        pytest.param(party(DUONG), party("thi-hanh"), "PARTY_NOT_CONFIRMED", "husband", id="of one sex"),
        pytest.param(
            party(TUAN, full_name="Trần Anh Tuân"), party(DUONG), "PARTY_NOT_CONFIRMED", "husband", id="another name"
        ),
        pytest.param(
            party(TUAN, identity_number=IdentityNumber(value="901055000157")),
            party(DUONG),
            "PARTY_NOT_FOUND",
            "husband.identity_number",
            id="nobody's number",
        ),
        pytest.param(
            party(TUAN, identity_number=IdentityNumber()),
            party(DUONG),
            "MALFORMED_NUMBER",
            "husband.identity_number.value",
            id="no number",
        ),
        pytest.param(
            party(TUAN, birth_date=Date(year=1990, month=2, day=30)),
            party(DUONG),
            "IMPOSSIBLE_DATE",
            "husband.birth_date",
            id="30/2",
        ),
    ],
)
async def test_who_may_not_marry_is_refused(
    commune: Commune, refusal: Refusing, husband: MarriageParty, wife: MarriageParty, reason: str, field: str
) -> None:
    no = await refusal(marry(commune, husband, wife))

    assert (no.reason, no.field) == (reason, field)


async def test_nobody_marries_twice_but_a_widow_may(commune: Commune, mourning: Mourning, refusal: Refusing) -> None:
    await marry(commune, party(TUAN), party(DUONG))
    no = await refusal(marry(commune, party("quoc-bao"), party(DUONG)))
    died = await mourning.file(declaration_of(TUAN))
    again = await marry(commune, party("quoc-bao"), party(DUONG))

    assert (no.reason, no.metadata["book"]) == ("PARTY_MARRIED", "01/2022-TP/KH")
    (claim,) = await mourning.claims()
    spouses = [one.full_name for one in claim.survivors if one.kind == SURVIVOR_KIND_SPOUSE]
    assert (died.death_record.full_name, spouses) == (personas(2021)[TUAN].full_name, [personas(2021)[DUONG].full_name])
    assert again.place.number == "2/2022"


async def test_nobody_marries_twice_with_a_new_number(commune: Commune, refusal: Refusing) -> None:
    await marry(commune, party(TUAN), party(DUONG))
    corrected = await Registrar(commune).correct(number_of(DUONG), birth_date=Date(year=1992, month=7, day=7))
    number = IdentityNumber(value=corrected.new_personal_number)
    bride = party(DUONG, birth_date=Date(year=1992, month=7, day=7), identity_number=number)
    no = await refusal(marry(commune, party("quoc-bao"), bride))

    assert (no.reason, no.field, no.metadata["number"]) == ("PARTY_MARRIED", "wife", "1/2022")


async def test_nobody_marries_twice_with_a_number_that_was_replaced(commune: Commune, refusal: Refusing) -> None:
    """Lan was married before the world began; the population database still knows her by her former number."""
    right = Date(year=1994, month=5, day=17)
    await Registrar(commune).correct(number_of(LAN), birth_date=right)
    no = await refusal(marry(commune, party("quoc-bao"), party(LAN, birth_date=right)))

    assert (no.reason, no.field) == ("PARTY_MARRIED", "wife")


async def test_a_widow_whose_number_was_replaced_may_marry(commune: Commune, mourning: Mourning) -> None:
    await marry(commune, party(TUAN), party(DUONG))
    corrected = await Registrar(commune).correct(number_of(DUONG), birth_date=Date(year=1992, month=7, day=7))
    await mourning.file(declaration_of(TUAN))
    number = IdentityNumber(value=corrected.new_personal_number)
    bride = party(DUONG, birth_date=Date(year=1992, month=7, day=7), identity_number=number)

    assert (await marry(commune, party("quoc-bao"), bride)).place.number == "2/2022"


async def test_a_father_and_his_daughter_do_not_marry(commune: Commune, refusal: Refusing) -> None:
    """Not even when she is eighteen, in 2028."""
    await commune.advance(days=2_310)
    no = await refusal(marry(commune, party("huu-phuoc"), party("thao-vy")))

    assert (no.reason, no.field) == ("PARTIES_RELATED", "wife")


@pytest.mark.parametrize("caller", ["facilities/01019", "banks/vcb", "citizens/somebody", ""])
async def test_a_commune_marries_or_a_portal_for_it_and_nobody_else(
    commune: Commune, refusal: Refusing, caller: str
) -> None:
    request = contract.RegisterMarriageRequest(
        registration_commune="00166", husband=party(TUAN), wife=party(DUONG), request_id=REQUEST_ID
    )
    metadata = (("lienthong-caller", caller),)

    no = await refusal(commune.client.marriages.RegisterMarriage(request, metadata=metadata))

    assert no.reason == "ACCESS_NOT_PERMITTED"


async def test_a_marriage_is_registered_once(commune: Commune, refusal: Refusing) -> None:
    first = await marry(commune, party(TUAN), party(DUONG), request_id=REQUEST_ID)
    again = await marry(commune, party(TUAN), party(DUONG), request_id=REQUEST_ID)
    other = await refusal(marry(commune, party("quoc-bao"), party(DUONG), request_id=REQUEST_ID))

    assert (again, other.reason) == (first, "REQUEST_ID_REUSED")


async def test_a_registration_that_is_repeated_asks_nobody(commune: Commune, mourning: Mourning) -> None:
    """The husband has died since: population would not confirm him any more."""
    first = await marry(commune, party(TUAN), party(DUONG), request_id=REQUEST_ID)
    await mourning.file(declaration_of(TUAN))

    assert await marry(commune, party(TUAN), party(DUONG), request_id=REQUEST_ID) == first


async def test_a_commune_and_an_entry_that_do_not_exist_are_not_found(commune: Commune, refusal: Refusing) -> None:
    place = await refusal(marry(commune, party(TUAN), party(DUONG), in_commune="99999"))
    get = contract.GetMarriageRecordRequest(name="marriageRecords/none")
    entry = await refusal(commune.client.marriages.GetMarriageRecord(get))

    assert [place.reason, entry.reason] == ["PLACE_NOT_FOUND", "MARRIAGE_RECORD_NOT_FOUND"]
