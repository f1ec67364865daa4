"""A birth dossier becomes a personal number, a social-insurance number and a card, over four agencies."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from google.type.date_pb2 import Date

from lienthong.insurance.v1.card_pb2 import CARD_STATE_VALID, Card
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest
from lienthong.insurance.v1.participant_pb2 import RELATIVE_KIND_FATHER, RELATIVE_KIND_MOTHER, Relative
from lienthong.justice.v1.birth_declaration_pb2 import (
    REGISTRATION_KIND_FOREIGN_RECORD,
    REGISTRATION_KIND_LATE,
    REGISTRATION_KIND_ON_TIME,
)
from lienthong.justice.v1.birth_dossier_pb2 import BirthRecord
from lienthong.justice.v1.civil_status_service_pb2 import GetBirthRecordRequest
from lienthong.population.v1.citizen_pb2 import InsuranceFacts
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.identity_pb2 import (
    IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER,
    IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE,
    IdentityNumber,
)
from lienthong.type.v1.person_pb2 import SEX_MALE
from lienthong_emulator.linked_procedure import result_of

if TYPE_CHECKING:
    from journeys.conftest import Born, Commune, Example, OpenCommune

pytestmark = pytest.mark.asyncio(loop_scope="session")

TODAY = Date(year=2022, month=1, day=5)
BORN = Date(year=2021, month=12, day=28)
XUAN_THUY = Address(province_code="01", district_code="005", commune_code="00166", detail="Số 12 ngõ 34 Xuân Thủy")


@pytest.mark.parametrize(
    ("number", "personal_number", "card_number", "first", "last", "facility", "household"),
    [
        pytest.param(
            *(0, "901221900000", "TE1010122900000", date(2021, 12, 28), date(2027, 12, 31), "01019", "0199000001"),
            id="born after 30/9: to the last day of the month of 72 months",
        ),
        pytest.param(
            *(1, "979221900000", "TE1797922900000", date(2021, 9, 30), date(2027, 9, 30), "79034", "7999000002"),
            id="a twin born on 30/9: to 30/9",
        ),
        pytest.param(
            *(2, "979321900000", "TE1797922900000", date(2021, 9, 30), date(2027, 9, 30), "79034", "7999000002"),
            id="his sister: another digit for her sex",
        ),
        pytest.param(
            *(3, "902221900000", "TE1020222900000", date(2021, 11, 3), date(2027, 11, 30), "02002", "0299000003"),
            id="a mother with a CMND, no father",
        ),
        pytest.param(
            *(4, "901217900000", "TE1010122900000", date(2017, 1, 12), date(2023, 9, 30), "01019", "0199000004"),
            id="registered at nearly five",
        ),
    ],
)
async def test_each_example_gets_its_numbers_and_its_card(
    commune: Commune,
    example: Example,
    *,
    number: int,
    personal_number: str,
    card_number: str,
    first: date,
    last: date,
    facility: str,
    household: str,
) -> None:
    dossier = await commune.file(example(number))

    result = result_of(dossier)
    assert (result.state, result.refusal) == ("CARD_ISSUED", None)
    assert (result.personal_number, result.card_number) == (personal_number, card_number)
    assert result.si_number == card_number[5:]
    assert (result.valid_from, result.valid_to) == (first, last)
    assert (result.initial_facility, dossier.card.household_code) == (facility, household)


async def test_all_examples_pass_one_desk(commune: Commune, example: Example) -> None:
    cards = [(await commune.file(example(number))).card.card_number for number in range(5)]

    assert cards == ["TE1010122900000", "TE1797922900000", "TE1797922900001", "TE1020222900000", "TE1010122900001"]


async def test_the_birth_stands_in_the_register(commune: Commune, khoi: Example) -> None:
    dossier = await commune.file(khoi())

    record = await commune.client.civil_status.GetBirthRecord(GetBirthRecordRequest(name=dossier.birth_record.name))
    assert record == dossier.birth_record
    assert record == BirthRecord(
        name=record.name,
        number="1/2022",
        book="01/2022-TP/KS",
        page=1,
        registration_date=TODAY,
        registration_commune="00166",
        personal_number="901221900000",
        full_name="Trần Minh Khôi",
        birth_date=BORN,
        sex=SEX_MALE,
        registration_kind=REGISTRATION_KIND_ON_TIME,
        dossier=dossier.name,
    )


async def test_each_commune_counts_its_entries(commune: Commune, example: Example) -> None:
    numbers = [(await commune.file(example(number))).birth_record.number for number in range(5)]

    assert numbers == ["1/2022", "1/2022", "2/2022", "1/2022", "2/2022"]


async def test_population_knows_the_child_and_shows_what_insurance_says(commune: Commune, khoi: Example) -> None:
    dossier = await commune.file(khoi())
    await commune.settle()

    child = await commune.citizen("901221900000")
    mother, father = await commune.citizen("901193000017"), await commune.citizen("901090000029")
    assert (child.full_name, child.sex, child.birth_date) == ("Trần Minh Khôi", SEX_MALE, BORN)
    assert (child.mother, child.father) == (mother.name, father.name)
    assert (child.birth_registration_commune, child.residence, child.hometown) == ("00166", XUAN_THUY, XUAN_THUY)
    assert child.insurance == InsuranceFacts(
        social_insurance_number="0122900000",
        card_number="TE1010122900000",
        valid_from=dossier.card.valid_from,
        valid_to=dossier.card.valid_to,
        initial_facility="01019",
    )


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("901221900000", id="personal number"),
        pytest.param("0122900000", id="social-insurance number"),
        pytest.param("TE1010122900000", id="card"),
    ],
)
async def test_insurance_knows_the_child_by_every_number(commune: Commune, khoi: Example, number: str) -> None:
    await commune.file(khoi())

    child = await commune.participant(number)
    assert (child.basic.full_name, child.basic.birth_date) == ("Trần Minh Khôi", BORN)
    assert list(child.basic.identity_numbers) == [
        IdentityNumber(type=IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, value="901221900000"),
        IdentityNumber(type=IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE, value="0122900000"),
    ]
    assert child.household.household_code == "0199000001"
    assert child.social_insurance.social_insurance_number == "0122900000"
    assert child.health_insurance.card.card_number == "TE1010122900000"


async def test_insurance_knows_the_parents_of_the_child(commune: Commune, khoi: Example) -> None:
    await commune.file(khoi())

    child = await commune.participant("901221900000")
    assert list(child.basic.relatives) == [
        _relative(RELATIVE_KIND_MOTHER, "Nguyễn Thị Lan", "901193000017"),
        _relative(RELATIVE_KIND_FATHER, "Trần Văn Hùng", "901090000029"),
    ]


async def test_the_card_is_one_for_children_under_six(commune: Commune, khoi: Example) -> None:
    dossier = await commune.file(khoi())

    card = await commune.client.cards.GetCard(GetCardRequest(card_number="0122900000"))
    assert card == Card(
        name=card.name,
        card_number="TE1010122900000",
        participant=(await commune.participant("901221900000")).name,
        social_insurance_number="0122900000",
        object_code="TE",
        benefit_level=1,
        province_code="01",
        valid_from=BORN,
        valid_to=dossier.card.valid_to,
        initial_facility="01019",
        issue_date=TODAY,
        state=CARD_STATE_VALID,
        five_year_date=Date(year=2026, month=12, day=28),
    )


async def test_the_child_joins_the_household_last(commune: Commune, example: Example) -> None:
    for number in (0, 4):
        await commune.file(example(number))

    lans, thuys = await commune.household("0199000001"), await commune.household("0199000004")
    assert [member.full_name for member in lans.members][-2:] == ["Trần Bảo Ngọc", "Trần Minh Khôi"]
    # Quân joins after Minh Quân, born a year before him.
    assert [member.full_name for member in thuys.members][-2:] == ["Vũ Minh Quân", "Vũ Hồng Quân"]
    assert lans.members[-1].relation == "Con"


async def test_members_stand_in_the_order_in_which_they_joined(commune: Commune, born: Born) -> None:
    await commune.file(born("Nông Văn Sáng", "thi-xuan", "van-khoa", nksNgaySinh="20/05/2021", nksGioiTinh="1"))
    await commune.file(born("Nông Thị Lành", "thi-xuan", "van-khoa", nksNgaySinh="09/06/2018"))

    household = await commune.household("0299000007")
    assert [member.full_name for member in household.members][-2:] == ["Nông Văn Sáng", "Nông Thị Lành"]


async def test_twins_get_two_numbers(commune: Commune, born: Born) -> None:
    day = {"nksNgaySinh": "02/01/2022", "nksGioiTinh": "2"}
    first = await commune.file(born("Cao Mỹ An", "my-linh", maGCS="GCS.1", **day))
    second = await commune.file(born("Cao Mỹ Ân", "my-linh", maGCS="GCS.2", **day))

    assert [first.birth_record.personal_number, second.birth_record.personal_number] == ["979322900000", "979322900001"]
    assert first.card.card_number != second.card.card_number


@pytest.mark.parametrize(
    ("declared", "day", "registered"),
    [
        pytest.param("1", "06/11/2021", REGISTRATION_KIND_ON_TIME, id="the sixtieth day is on time"),
        pytest.param("1", "05/11/2021", REGISTRATION_KIND_LATE, id="the day after is late, whatever was declared"),
        pytest.param("4", "28/12/2021", REGISTRATION_KIND_ON_TIME, id="declared late, yet on time"),
        pytest.param("3", "28/12/2020", REGISTRATION_KIND_FOREIGN_RECORD, id="a foreign record stays one"),
    ],
)
async def test_late_is_told_by_the_dates(
    commune: Commune, khoi: Example, declared: str, day: str, registered: int
) -> None:
    dossier = await commune.file(khoi(loaiDangKy=declared, nksNgaySinh=day, ngayCapGCS=..., soDangKyNuocNgoai="77"))

    assert dossier.birth_record.registration_kind == registered


async def test_a_child_too_old_for_the_card_is_registered_all_the_same(commune: Commune, khoi: Example) -> None:
    dossier = await commune.file(khoi(nksNgaySinh="30/09/2015", ngayCapGCS=...))

    result = result_of(dossier)
    assert (result.state, result.card_number, result.personal_number) == ("REFUSED", None, "901215900000")
    assert (dossier.refusal.reason, dossier.refusal.field) == ("CHILD_TOO_OLD_FOR_CARD", "declaration.child.birth_date")
    assert dossier.refusal.metadata == {"valid_to": "2021-09-30", "filed": "2022-01-05"}
    assert dossier.birth_record.number == "1/2022"
    assert (await commune.citizen("901215900000")).full_name == "Trần Minh Khôi"


async def test_the_last_child_that_gets_a_card_was_born_after_september_of_its_year(
    commune: Commune, khoi: Example
) -> None:
    dossier = await commune.file(khoi(nksNgaySinh="31/01/2016", ngayCapGCS=...))

    assert result_of(dossier).valid_to == date(2022, 9, 30)


async def test_two_worlds_do_not_see_each_other(commune: Commune, open_commune: OpenCommune, khoi: Example) -> None:
    async with open_commune(name="elsewhere") as other:
        first = await commune.file(khoi())
        assert await other.dossiers() == []
        assert (await other.file(khoi())).card == first.card


def _relative(kind: int, name: str, number: str) -> Relative:
    found = IdentityNumber(type=IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, value=number)
    return Relative(kind=kind, full_name=name, identity_number=found)  # type: ignore[arg-type] # a constant of the enum
