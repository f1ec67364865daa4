"""What insurance answers over the wire about the people of the usual world."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import date
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from lienthong.insurance.v1 import card_pb2, history_pb2, participant_pb2
from lienthong.insurance.v1.card_pb2 import Card
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest, RenderCardRequest
from lienthong.insurance.v1.circumstances_pb2 import DISABILITY_DEGREE_MILD, POVERTY_POOR
from lienthong.insurance.v1.employer_pb2 import EMPLOYER_TYPE_LIMITED_LIABILITY, EMPLOYER_TYPE_STATE_BODY
from lienthong.insurance.v1.history_pb2 import History
from lienthong.insurance.v1.participant_pb2 import Participant
from lienthong.insurance.v1.provenance_pb2 import Provenance
from lienthong.insurance.v1.registry_service_pb2 import GetEmployerRequest, GetParticipantRequest
from lienthong.type.v1.identity_pb2 import (
    IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD,
    IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER,
    IdentityNumber,
)
from lienthong_emulator.wire import date_to_proto

if TYPE_CHECKING:
    from conftest import House, Refusing
    from lienthong.client import Client

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAN, HUNG, HUNGS_SECOND = "0115000017", "0113000029", "7912000029"
GROUPS = (
    "basic",
    "contact",
    "household",
    "social_insurance",
    "health_insurance",
    "unemployment_insurance",
    "employer",
    "health_condition",
    "welfare",
)


@pytest_asyncio.fixture(loop_scope="session")
async def client(whole_house: House) -> AsyncGenerator[Client]:
    async with whole_house.client() as client:
        yield client


async def person(client: Client, number: str) -> Participant:
    return await client.registry.GetParticipant(GetParticipantRequest(identity_number=IdentityNumber(value=number)))


async def card(client: Client, number: str) -> Card:
    return await client.cards.GetCard(GetCardRequest(card_number=number))


def told_by(agency: str, year: int, month: int, day: int, *, original: bool = False) -> Provenance:
    return Provenance(
        source_agency=f"agencies/{agency}", original=original, confirm_date=date_to_proto(date(year, month, day))
    )


async def test_each_of_the_nine_groups_says_where_it_comes_from(client: Client) -> None:
    lan = await person(client, LAN)

    assert {group: getattr(lan, group).provenance for group in GROUPS} == {
        "basic": told_by("population", 2021, 12, 31),
        "contact": told_by("insurance", 2021, 12, 31),
        "household": told_by("insurance", 2021, 12, 31),
        "social_insurance": told_by("insurance", 2021, 12, 31, original=True),
        "health_insurance": told_by("insurance", 2021, 12, 31, original=True),
        "unemployment_insurance": told_by("insurance", 2021, 12, 31, original=True),
        "employer": told_by("business-registration", 2021, 12, 31),
        "health_condition": told_by("health", 2021, 12, 31),
        "welfare": told_by("labour", 2021, 12, 31),
    }


async def test_every_group_holds_what_the_decree_lists(client: Client) -> None:
    lan = await person(client, LAN)

    assert [(one.kind, one.full_name) for one in lan.basic.relatives] == [
        (participant_pb2.RELATIVE_KIND_SPOUSE, "Trần Văn Hùng")
    ]
    assert (lan.contact.phone, lan.contact.email) == ("0000100001", "lan@gia-dinh.example")
    assert lan.household.address.detail == "Số 12 ngõ 34 Xuân Thủy"
    assert [member.full_name for member in lan.household.members] == [
        "Nguyễn Thị Lan",
        "Trần Văn Hùng",
        "Trần Bảo Ngọc",
    ]
    assert (lan.health_condition.blood_group, [*lan.health_condition.background_conditions]) == ("A+", ["J45"])
    assert lan.welfare.disability == DISABILITY_DEGREE_MILD


async def test_social_insurance_names_unit_agency_object_and_tax_code(client: Client) -> None:
    social = (await person(client, LAN)).social_insurance

    assert (social.social_insurance_number, social.unit_code, social.managing_agency) == (LAN, "AA0001A", "00100")
    assert social.object == participant_pb2.SOCIAL_INSURANCE_OBJECT_LABOUR_CONTRACT
    assert (social.payment_months, social.tax_code) == (1, "8000000170")


async def test_a_benefit_stands_in_the_history_of_the_fund_that_paid_it(client: Client) -> None:
    lan = await person(client, LAN)

    def benefits(history: History) -> list[history_pb2.BenefitKind.ValueType]:
        return [benefit.kind for benefit in history.benefits]

    assert benefits(lan.social_insurance.history) == [
        history_pb2.BENEFIT_KIND_MATERNITY,
        history_pb2.BENEFIT_KIND_SICKNESS,
    ]
    assert benefits(lan.social_insurance.accident_history) == [history_pb2.BENEFIT_KIND_ACCIDENT_ONCE]
    assert benefits(lan.health_insurance.history) == [history_pb2.BENEFIT_KIND_TREATMENT]
    assert benefits(lan.unemployment_insurance.history) == []


async def test_contributions_are_told_in_whole_months_the_last_still_going_on(client: Client) -> None:
    unemployment = (await person(client, LAN)).unemployment_insurance

    first, _, last = unemployment.history.contributions
    assert unemployment.reserved_months == 76
    assert (first.first_month.year, first.first_month.month, first.first_month.day) == (2015, 3, 0)
    assert (first.last_month.year, first.last_month.month, first.salary) == (2016, 12, 4_500_000)
    assert not last.HasField("last_month")
    assert (last.unit_code, last.salary, [*last.funds]) == ("AA0001A", 8_500_000, [1, 2, 3, 4])


async def test_health_insurance_tells_the_current_card_and_those_of_the_past(client: Client) -> None:
    health = (await person(client, LAN)).health_insurance

    assert (health.benefit_level, health.object_code, health.initial_facility) == (4, "DN", "01019")
    assert (health.expire_date, health.five_year_date) == (health.card.valid_to, date_to_proto(date(2020, 3, 1)))
    assert [(past.card_number, past.state) for past in health.past_cards] == [
        (f"GD401{LAN}", card_pb2.CARD_STATE_SUPERSEDED)
    ]


async def test_a_group_of_which_nothing_is_known_is_absent(client: Client) -> None:
    my_linh = await person(client, "7904000256")

    assert [group for group in GROUPS if my_linh.HasField(group)] == [
        "basic",
        "contact",
        "household",
        "social_insurance",
        "health_insurance",
    ]
    assert not my_linh.health_insurance.HasField("card")


async def test_who_is_not_of_age_has_a_legal_representative(client: Client) -> None:
    [father] = (await person(client, "7904000256")).basic.relatives

    assert (father.kind, father.full_name) == (participant_pb2.RELATIVE_KIND_REPRESENTATIVE, "Cao Văn Phúc")


async def test_poverty_is_known_of_who_is_insured_for_it(client: Client) -> None:
    assert (await person(client, "999000456")).welfare.poverty == POVERTY_POOR


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(HUNG, id="social-insurance number"),
        pytest.param(HUNGS_SECOND, id="the one that was merged"),
        pytest.param("901090000029", id="personal number"),
        pytest.param(f"DN401{HUNG}", id="card"),
        pytest.param(f"DN479{HUNGS_SECOND}", id="card that was revoked"),
    ],
)
async def test_one_person_is_found_by_every_number_old_or_new(client: Client, number: str) -> None:
    hung = await person(client, number)

    assert (hung.basic.full_name, hung.social_insurance.social_insurance_number) == ("Trần Văn Hùng", HUNG)


@pytest.mark.parametrize("number", [f"DN479{HUNG}", f"DN401{HUNGS_SECOND}"])
async def test_a_card_that_was_never_issued_finds_nobody(client: Client, refusal: Refusing, number: str) -> None:
    asked = IdentityNumber(type=IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD, value=number)

    no = await refusal(client.registry.GetParticipant(GetParticipantRequest(identity_number=asked)))

    assert (no.reason, no.field) == ("PARTICIPANT_NOT_FOUND", "identity_number")


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(IdentityNumber(), id="none at all"),
        pytest.param(IdentityNumber(type=IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD, value="DN401"), id="half a card"),
        pytest.param(IdentityNumber(type=IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, value="90119300001"), id="too short"),
    ],
)
async def test_what_cannot_be_a_number_is_no_patient_without_insurance(
    client: Client, refusal: Refusing, asked: IdentityNumber
) -> None:
    no = await refusal(client.registry.GetParticipant(GetParticipantRequest(identity_number=asked)))

    assert (no.reason, no.field) == ("MALFORMED_NUMBER", "identity_number.value")


@pytest.mark.parametrize(
    ("number", "state", "end_code", "successor"),
    [
        pytest.param(f"GD401{LAN}", card_pb2.CARD_STATE_SUPERSEDED, 0, f"DN401{LAN}", id="another in its place"),
        pytest.param(
            f"DN479{HUNGS_SECOND}", card_pb2.CARD_STATE_REVOKED, 110, f"DN401{HUNG}", id="issued a second time"
        ),
        pytest.param("HS4797904000256", card_pb2.CARD_STATE_REDUCED, 124, "", id="left school"),
        pytest.param("DT2020210000178", card_pb2.CARD_STATE_LOCKED, 0, "", id="died"),
    ],
)
async def test_a_card_of_the_past_says_what_became_of_it(
    client: Client, number: str, state: card_pb2.CardState.ValueType, end_code: int, successor: str
) -> None:
    found = await card(client, number)

    assert (found.card_number, found.state, found.end_code, found.successor) == (number, state, end_code, successor)
    assert found.HasField("end_date")


@pytest.mark.parametrize(
    ("number", "found"),
    [
        pytest.param(LAN, f"DN401{LAN}", id="the current one"),
        pytest.param(HUNGS_SECOND, f"DN401{HUNG}", id="the current one, by the number that was merged"),
        pytest.param("7904000256", "HS4797904000256", id="the latest where none is current"),
    ],
)
async def test_a_social_insurance_number_leads_to_a_card(client: Client, number: str, found: str) -> None:
    assert (await card(client, number)).card_number == found


async def test_a_card_that_was_never_issued_is_not_found(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.cards.RenderCard(RenderCardRequest(card_number=f"DN479{LAN}")))

    assert (no.reason, no.field) == ("CARD_NOT_FOUND", "card_number")


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(GetEmployerRequest(unit_code="AA0001A"), id="unit code"),
        pytest.param(GetEmployerRequest(tax_code="0100000317"), id="tax code"),
    ],
)
async def test_an_employer_is_found_by_either_code(client: Client, request_: GetEmployerRequest) -> None:
    employer = await client.registry.GetEmployer(request_)

    assert employer == (await person(client, LAN)).employer
    assert (employer.name, employer.display_name) == ("employers/AA0001A", "Công ty TNHH May Xuân Thủy")
    assert (employer.enterprise_code, employer.establishment_decision) == ("0100000317", "")
    assert (employer.type, employer.payment_months) == (EMPLOYER_TYPE_LIMITED_LIABILITY, 1)
    assert (employer.business_line, employer.head_office.detail) == ("May trang phục", "Số 200 Xuân Thủy")
    assert (employer.phone, employer.email) == ("0000200001", "lienhe@mayxuanthuy.example")


async def test_what_is_no_enterprise_has_a_decision_and_comes_from_insurance_itself(client: Client) -> None:
    office = (await person(client, "0114000190")).employer

    assert (office.enterprise_code, office.establishment_decision) == ("", "0437/QĐ-UBND")
    assert office.type == EMPLOYER_TYPE_STATE_BODY
    assert office.provenance == told_by("insurance", 2021, 12, 31)


@pytest.mark.parametrize(
    ("request_", "reason", "field"),
    [
        pytest.param(GetEmployerRequest(unit_code="ZZ9999Z"), "EMPLOYER_NOT_FOUND", "unit_code", id="no such unit"),
        pytest.param(
            GetEmployerRequest(tax_code="0100000999"), "EMPLOYER_NOT_FOUND", "tax_code", id="no such tax code"
        ),
        pytest.param(GetEmployerRequest(unit_code="aa0001a"), "INVALID_REQUEST", "unit_code", id="not a unit code"),
        pytest.param(GetEmployerRequest(tax_code="0100"), "INVALID_REQUEST", "tax_code", id="not a tax code"),
        pytest.param(GetEmployerRequest(), "INVALID_REQUEST", "number", id="neither"),
    ],
)
async def test_an_employer_that_cannot_be_found_is_refused(
    client: Client, refusal: Refusing, request_: GetEmployerRequest, reason: str, field: str
) -> None:
    no = await refusal(client.registry.GetEmployer(request_))

    assert (no.reason, no.field) == (reason, field)
