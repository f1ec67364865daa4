"""Who sees what of whom, and who learns of it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from google.protobuf.field_mask_pb2 import FieldMask
from google.type.date_pb2 import Date

from lienthong.access.v1.access_pb2 import ListAccessesRequest
from lienthong.insurance.v1.access_service_pb2 import (
    Consent,
    GetAccessRulesRequest,
    GrantConsentRequest,
    ListConsentsRequest,
    WithdrawConsentRequest,
)
from lienthong.insurance.v1.participant_pb2 import Participant
from lienthong.insurance.v1.registry_service_pb2 import GetHouseholdRequest, GetParticipantRequest
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND, IdentityNumber
from lienthong.type.v1.information_group_pb2 import (
    INFORMATION_GROUP_BASIC,
    INFORMATION_GROUP_HEALTH_INSURANCE,
    InformationGroup,
)

if TYPE_CHECKING:
    from conftest import House, Refusing
    from lienthong.client import Client

pytestmark = pytest.mark.asyncio(loop_scope="session")

KHOA, XUAN = IdentityNumber(value="0210000178"), IdentityNumber(value="0212000189")
PENSIONER = IdentityNumber(value="0195000156")
LOCKSMITH = IdentityNumber(value="0119000323")
GROUPS = {
    "basic",
    "contact",
    "household",
    "social_insurance",
    "health_insurance",
    "unemployment_insurance",
    "employer",
    "health_condition",
    "welfare",
}
ALL_BUT_NAME = set(InformationGroup.values()) - {0}


@pytest_asyncio.fixture(loop_scope="session")
async def insurance(whole_house: House) -> AsyncGenerator[Client]:
    async with whole_house.client(caller="agencies/insurance") as client:
        yield client


async def seen_by(house: House, caller: str, person: IdentityNumber = PENSIONER, purpose: str = "") -> Participant:
    async with house.client(caller=caller, purpose=purpose) as client:
        return await client.registry.GetParticipant(GetParticipantRequest(identity_number=person))


def told(participant: Participant) -> set[str]:
    return {field.name for field, _ in participant.ListFields()} & GROUPS


async def test_health_sees_who_the_person_is_their_card_and_their_health(whole_house: House) -> None:
    participant = await seen_by(whole_house, "agencies/health")

    assert told(participant) <= {"basic", "health_insurance", "health_condition"}
    assert {"basic", "health_insurance"} <= told(participant)
    assert set(participant.withheld_groups) == ALL_BUT_NAME - {1, 5, 8}


async def test_who_is_nobody_sees_nothing_and_is_told_what_was_left_out(whole_house: House) -> None:
    participant = await seen_by(whole_house, "")

    assert told(participant) == set()
    assert set(participant.withheld_groups) == ALL_BUT_NAME


async def test_a_person_sees_all_of_their_own(whole_house: House, insurance: Client) -> None:
    known = await insurance.registry.GetParticipant(GetParticipantRequest(identity_number=PENSIONER))

    own = await seen_by(whole_house, known.name)
    of_another = await seen_by(whole_house, known.name, XUAN)

    assert (told(own), [*own.withheld_groups]) == (told(known), [])
    assert told(of_another) == set()


async def test_a_purpose_narrows_what_is_seen(whole_house: House) -> None:
    participant = await seen_by(whole_house, "agencies/population", purpose="population-management")

    assert "welfare" not in told(participant)
    assert "household" in told(participant)


async def test_a_purpose_that_the_caller_has_not_is_refused(whole_house: House, refusal: Refusing) -> None:
    no = await refusal(seen_by(whole_house, "agencies/tax", purpose="security-and-defence"))

    assert no.reason == "PURPOSE_NOT_PERMITTED"
    assert no.metadata["purposes"] == "tax-management"


async def test_a_mask_chooses_groups(insurance: Client) -> None:
    request = GetParticipantRequest(identity_number=PENSIONER, read_mask=FieldMask(paths=["basic", "household"]))

    assert told(await insurance.registry.GetParticipant(request)) == {"basic", "household"}


async def test_a_mask_names_only_what_was_asked_for_as_withheld(whole_house: House) -> None:
    request = GetParticipantRequest(identity_number=PENSIONER, read_mask=FieldMask(paths=["basic", "welfare"]))
    async with whole_house.client(caller="agencies/health") as client:
        participant = await client.registry.GetParticipant(request)

    assert (told(participant), [*participant.withheld_groups]) == ({"basic"}, [9])


async def test_a_mask_with_an_unknown_group_is_refused(insurance: Client, refusal: Refusing) -> None:
    request = GetParticipantRequest(identity_number=PENSIONER, read_mask=FieldMask(paths=["salary"]))

    no = await refusal(insurance.registry.GetParticipant(request))

    assert (no.reason, no.field) == ("UNKNOWN_FIELD", "read_mask")


async def test_a_household_is_for_those_who_may_see_group_c(whole_house: House, refusal: Refusing) -> None:
    async with whole_house.client(caller="agencies/tax") as client:
        no = await refusal(client.registry.GetHousehold(GetHouseholdRequest(household_code="0199000006")))

    assert no.reason == "ACCESS_NOT_PERMITTED"


# Consents.


async def granted(client: Client, person: IdentityNumber = XUAN, **other: object) -> Consent:
    request = GrantConsentRequest(
        identity_number=person,
        grantee="banks/970436",
        information_groups=[INFORMATION_GROUP_BASIC, INFORMATION_GROUP_HEALTH_INSURANCE],
        **other,  # type: ignore[arg-type] # fields of the request
    )
    return await client.insurance_accesses.GrantConsent(request)


async def test_a_consent_lets_another_see_what_it_names_until_it_is_withdrawn(
    whole_house: House, insurance: Client
) -> None:
    consent = await granted(insurance)
    during = await seen_by(whole_house, "banks/970436", XUAN)
    to_others = await seen_by(whole_house, "banks/970437", XUAN)

    await insurance.insurance_accesses.WithdrawConsent(WithdrawConsentRequest(name=consent.name))

    assert told(during) == {"basic", "health_insurance"}
    assert told(to_others) == set()
    assert told(await seen_by(whole_house, "banks/970436", XUAN)) == set()


async def test_a_consent_for_one_purpose_serves_no_other(whole_house: House, insurance: Client) -> None:
    consent = await granted(insurance, purpose="credit")

    for_credit = await seen_by(whole_house, "banks/970436", XUAN, purpose="credit")
    for_nothing = await seen_by(whole_house, "banks/970436", XUAN)

    assert (told(for_credit), told(for_nothing)) == ({"basic", "health_insurance"}, set())
    await insurance.insurance_accesses.WithdrawConsent(WithdrawConsentRequest(name=consent.name))


async def test_a_consent_begins_on_its_first_day(whole_house: House, insurance: Client) -> None:
    consent = await granted(insurance, valid_from=Date(year=2099, month=1, day=1))

    assert told(await seen_by(whole_house, "banks/970436", XUAN)) == set()
    await insurance.insurance_accesses.WithdrawConsent(WithdrawConsentRequest(name=consent.name))


async def test_a_person_grants_their_own_and_nobody_else_does(
    whole_house: House, insurance: Client, refusal: Refusing
) -> None:
    xuan = await insurance.registry.GetParticipant(GetParticipantRequest(identity_number=XUAN))
    async with whole_house.client(caller=xuan.name) as herself:
        consent = await granted(herself)
        await herself.insurance_accesses.WithdrawConsent(WithdrawConsentRequest(name=consent.name))
        of_another = await refusal(granted(herself, PENSIONER))
    async with whole_house.client(caller="banks/970436") as bank:
        by_the_bank = await refusal(granted(bank))
        withdrawn_by_the_bank = await refusal(
            bank.insurance_accesses.WithdrawConsent(WithdrawConsentRequest(name=consent.name))
        )

    assert {of_another.reason, by_the_bank.reason, withdrawn_by_the_bank.reason} == {"NOT_ONES_OWN"}


async def test_consents_are_listed_the_latest_first_page_by_page(insurance: Client, refusal: Refusing) -> None:
    names = [(await granted(insurance, LOCKSMITH)).name for _ in range(3)]
    request = ListConsentsRequest(identity_number=LOCKSMITH, page_size=2)

    first = await insurance.insurance_accesses.ListConsents(request)
    request.page_token = first.next_page_token
    second = await insurance.insurance_accesses.ListConsents(request)
    request.identity_number.value = XUAN.value
    no = await refusal(insurance.insurance_accesses.ListConsents(request))

    assert [consent.name for consent in (*first.consents, *second.consents)] == names[::-1]
    assert (second.next_page_token, no.reason) == ("", "MALFORMED_PAGE_TOKEN")


async def test_a_consent_that_ends_before_it_begins_is_refused(insurance: Client, refusal: Refusing) -> None:
    no = await refusal(
        granted(insurance, valid_from=Date(year=2022, month=3, day=2), valid_to=Date(year=2022, month=3, day=1))
    )

    assert (no.reason, no.field) == ("IMPOSSIBLE_DATE", "valid_to")


async def test_a_consent_is_withdrawn_once(insurance: Client, refusal: Refusing) -> None:
    consent = await granted(insurance)
    request = WithdrawConsentRequest(name=consent.name)

    withdrawn = await insurance.insurance_accesses.WithdrawConsent(request)
    again = await refusal(insurance.insurance_accesses.WithdrawConsent(request))
    unknown = await refusal(insurance.insurance_accesses.WithdrawConsent(WithdrawConsentRequest(name="consents/none")))

    assert withdrawn.HasField("withdraw_time")
    assert (again.reason, unknown.reason) == ("CONSENT_WITHDRAWN", "CONSENT_NOT_FOUND")


@pytest.mark.parametrize("purpose", ["", "security-and-defence"])
async def test_who_sees_everything_may_yet_not_consent_in_the_place_of_a_person(
    whole_house: House, refusal: Refusing, purpose: str
) -> None:
    caller = "agencies/population" if purpose else "agencies/defence"
    async with whole_house.client(caller=caller, purpose=purpose) as client:
        granting = await refusal(granted(client))
        reading = await refusal(client.insurance_accesses.ListAccesses(ListAccessesRequest(identity_number=XUAN)))

    assert (granting.reason, reading.reason) == ("NOT_ONES_OWN", "NOT_ONES_OWN")


# The record.


async def test_a_person_learns_who_asked_about_them(whole_house: House, insurance: Client) -> None:
    known = await insurance.registry.GetParticipant(GetParticipantRequest(identity_number=KHOA))
    async with whole_house.client(
        caller="agencies/labour", purpose="social-security", legal_basis="vn-nd-43-2021"
    ) as labour:
        await labour.registry.GetParticipant(
            GetParticipantRequest(identity_number=KHOA), metadata=(("lienthong-case", "visit-7"),)
        )

    async with whole_house.client(caller=known.name) as himself:
        latest = (await himself.insurance_accesses.ListAccesses(ListAccessesRequest(identity_number=KHOA))).accesses[0]

    assert (latest.caller, latest.method, latest.purpose) == ("agencies/labour", "GetParticipant", "social-security")
    assert (latest.legal_basis, latest.case_id) == ("vn-nd-43-2021", "visit-7")


async def test_others_do_not_learn_who_asked(whole_house: House, refusal: Refusing) -> None:
    async with whole_house.client(caller="agencies/health") as client:
        no = await refusal(client.insurance_accesses.ListAccesses(ListAccessesRequest(identity_number=PENSIONER)))

    assert no.reason == "NOT_ONES_OWN"


async def test_a_record_is_asked_for_by_a_number_that_can_be_one(insurance: Client, refusal: Refusing) -> None:
    no = await refusal(
        insurance.insurance_accesses.ListAccesses(
            ListAccessesRequest(identity_number=IdentityNumber(type=IDENTITY_NUMBER_TYPE_CMND, value="1"))
        )
    )

    assert (no.reason, no.field) == ("MALFORMED_NUMBER", "identity_number.value")


async def test_of_nobody_there_is_no_record(insurance: Client, refusal: Refusing) -> None:
    nobody = IdentityNumber(value="0000000000")

    no = await refusal(insurance.insurance_accesses.ListAccesses(ListAccessesRequest(identity_number=nobody)))

    assert (no.reason, no.field) == ("PARTICIPANT_NOT_FOUND", "identity_number")


async def test_the_rules_can_be_read(insurance: Client) -> None:
    rules = (await insurance.insurance_accesses.GetAccessRules(GetAccessRulesRequest())).rules

    assert {rule.user_kind for rule in rules} == set(range(1, 9))
    assert [*rules[0].seen_groups] == list(range(1, 10))
    assert rules[0].legal_source == "Decree 43/2021, Article 10, clause 1"
