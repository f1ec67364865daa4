"""Finding who is on record as described, over the wire."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date

from lienthong.access.v1.access_pb2 import ListAccessesRequest
from lienthong.insurance.v1.registry_service_pb2 import FindParticipantsRequest, GetParticipantRequest
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.person_pb2 import SEX_FEMALE, SEX_MALE

if TYPE_CHECKING:
    from conftest import House, Refusing
    from lienthong.client import Client

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAN, HOA = "0115000017", "0210000456"
BOTH_OF_HAU = ["7908000332", "7910000333"]
HA_NOI, HO_CHI_MINH_CITY = Address(province_code="01"), Address(province_code="79")
BORN = Date(year=1993, month=5, day=17)


@pytest_asyncio.fixture(loop_scope="session")
async def client(whole_house: House) -> AsyncGenerator[Client]:
    async with whole_house.client() as client:
        yield client


def lan(**other: Any) -> FindParticipantsRequest:
    told: dict[str, Any] = {"full_name": "Nguyễn Thị Lan", "birth_date": BORN, **other}
    return FindParticipantsRequest(**told)


async def found(client: Client, request: FindParticipantsRequest) -> list[str]:
    answer = await client.registry.FindParticipants(request)
    return [one.social_insurance_number for one in answer.participants]


@pytest.mark.parametrize(
    ("request_", "numbers"),
    [
        pytest.param(lan(), [LAN], id="by name and birth date"),
        pytest.param(lan(full_name="  NGUYỄN  thị lan"), [LAN], id="by a name written otherwise"),
        pytest.param(lan(full_name="Nguyen Thi Lan"), [], id="not by a name without diacritics"),
        pytest.param(lan(birth_date=Date(year=1993)), [LAN], id="by the year alone"),
        pytest.param(lan(birth_date=Date(year=1993, month=5)), [LAN], id="by year and month"),
        pytest.param(lan(birth_date=Date(year=1993, month=6)), [], id="not by another month"),
        pytest.param(lan(birth_date=Date(year=1993, month=5, day=18)), [], id="not by another day"),
        pytest.param(lan(sex=SEX_FEMALE), [LAN], id="by sex"),
        pytest.param(lan(sex=SEX_MALE), [], id="not by the other sex"),
        pytest.param(lan(household=HA_NOI), [LAN], id="by where the household lives"),
        pytest.param(lan(household=HO_CHI_MINH_CITY), [], id="not by where it does not"),
        pytest.param(lan(birth_registration=HO_CHI_MINH_CITY), [], id="not by where nobody registered the birth"),
        pytest.param(
            FindParticipantsRequest(full_name="Hoàng Thị Hoa", birth_date=Date(year=1988)), [HOA], id="a year on record"
        ),
        pytest.param(
            FindParticipantsRequest(full_name="Thạch Văn Sáu", birth_date=Date(year=1974, month=6, day=6)),
            [],
            id="not by a day that is not on record",
        ),
        pytest.param(
            FindParticipantsRequest(full_name="Phùng Văn Hậu", birth_date=Date(year=1986, month=10, day=2)),
            BOTH_OF_HAU,
            id="all who fit, by number",
        ),
    ],
)
async def test_somebody_is_found(client: Client, request_: FindParticipantsRequest, numbers: list[str]) -> None:
    assert await found(client, request_) == numbers


async def test_somebody_is_found_by_every_level_of_where_the_birth_was_registered(client: Client) -> None:
    person = await client.registry.GetParticipant(GetParticipantRequest(identity_number=IdentityNumber(value=LAN)))
    home = person.household.address
    commune = person.basic.birth_registration_commune
    levels = [
        {"household": Address(province_code=home.province_code, district_code=home.district_code)},
        {"household": home},
        {"birth_registration": Address(commune_code=commune)},
    ]

    assert [await found(client, lan(**level)) for level in levels] == [[LAN]] * 3
    assert await found(client, lan(birth_registration=Address(commune_code="99999"))) == []


async def test_what_is_found_has_the_name_under_which_it_is_told(client: Client) -> None:
    told = await client.registry.GetParticipant(GetParticipantRequest(identity_number=IdentityNumber(value=LAN)))

    [one] = (await client.registry.FindParticipants(lan())).participants
    assert one.name == told.name


async def test_a_search_stands_in_the_record_of_who_was_found(client: Client) -> None:
    await client.registry.FindParticipants(lan())

    record = await client.insurance_accesses.ListAccesses(
        ListAccessesRequest(identity_number=IdentityNumber(value=LAN), page_size=1)
    )
    assert [access.method for access in record.accesses] == ["FindParticipants"]


async def test_who_asks_between_two_pages_of_the_record_repeats_nothing(client: Client) -> None:
    lan_herself = IdentityNumber(value=LAN)
    request = ListAccessesRequest(identity_number=lan_herself, page_size=1)
    await client.registry.FindParticipants(lan())
    await client.registry.GetParticipant(GetParticipantRequest(identity_number=lan_herself))
    first = await client.insurance_accesses.ListAccesses(request)
    await client.registry.GetParticipant(GetParticipantRequest(identity_number=lan_herself))
    request.page_token = first.next_page_token
    second = await client.insurance_accesses.ListAccesses(request)

    assert (first.accesses[0].method, second.accesses[0].method) == ("GetParticipant", "FindParticipants")


@pytest.mark.parametrize(
    ("caller", "reason"),
    [
        pytest.param("provinces/44", "", id="a province"),
        pytest.param("agencies/tax", "", id="tax"),
        pytest.param("agencies/health", "ACCESS_NOT_PERMITTED", id="health, which sees no group d"),
        pytest.param("communes/00166", "ACCESS_NOT_PERMITTED", id="a commune"),
        pytest.param("facilities/01999", "ACCESS_NOT_PERMITTED", id="a hospital"),
    ],
)
async def test_only_who_sees_groups_a_and_d_may_search(
    whole_house: House, refusal: Refusing, caller: str, reason: str
) -> None:
    async with whole_house.client(caller=caller) as client:
        if reason:
            assert (await refusal(client.registry.FindParticipants(lan()))).reason == reason
        else:
            assert await found(client, lan()) == [LAN]


@pytest.mark.parametrize(
    ("request_", "reason", "field"),
    [
        pytest.param(lan(full_name=""), "INVALID_REQUEST", "full_name", id="no name"),
        pytest.param(FindParticipantsRequest(full_name="Lan"), "INVALID_REQUEST", "birth_date", id="no birth date"),
        pytest.param(lan(birth_date=Date(year=1993, month=2, day=30)), "IMPOSSIBLE_DATE", "birth_date", id="no date"),
        pytest.param(lan(birth_date=Date(month=2)), "IMPOSSIBLE_DATE", "birth_date", id="no year"),
    ],
)
async def test_a_search_that_cannot_be_right_is_refused_by_its_field(
    client: Client, refusal: Refusing, request_: FindParticipantsRequest, reason: str, field: str
) -> None:
    no = await refusal(client.registry.FindParticipants(request_))

    assert (no.reason, no.field) == (reason, field)
