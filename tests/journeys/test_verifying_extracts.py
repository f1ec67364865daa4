"""Extracts of the civil-status registers are verified by number, book, date and place, field by field."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.protobuf.field_mask_pb2 import FieldMask
from google.type.date_pb2 import Date
from tests.journeys.mourning import Mourning, day, declaration_of
from tests.journeys.test_marriages import DUONG, TUAN, marry, party

from lienthong.justice.v1 import verification_service_pb2 as pb
from lienthong.justice.v1.verification_service_pb2 import ExtractPerson, ExtractPlace
from lienthong.type.v1.field_match_pb2 import MatchOutcome, SubjectOutcome
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong.type.v1.verification_pb2 import VERIFICATION_TIER_OVERALL_ONLY, Verification
from lienthong_emulator.people.by_hand.personas import personas

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from conftest import Refusing
    from journeys.conftest import Commune, Example
    from lienthong.justice.v1.civil_status_pb2 import RegisterPlace

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAN, NGOC, KHOA, UT = "901193000017", "901319000101", "902087000178", "van-ut"


@pytest_asyncio.fixture(loop_scope="session")
async def mourning(commune: Commune) -> Mourning:
    return Mourning(commune)


def extract_of(found: RegisterPlace, **changes: Any) -> ExtractPlace:
    said: dict[str, Any] = {
        "number": found.number,
        "registration_commune": found.registration_commune,
        "book": found.book,
        "registration_date": found.registration_date,
    }
    return ExtractPlace(**{**said, **changes})


def outcomes(found: Verification) -> dict[str, str]:
    return {one.field: MatchOutcome.Name(one.outcome).removeprefix("MATCH_OUTCOME_") for one in found.fields}


def subject(found: Verification) -> str:
    return SubjectOutcome.Name(found.subject).removeprefix("SUBJECT_OUTCOME_")


async def verified(mourning: Mourning, request: Any, caller: str = "agencies/insurance") -> Verification:
    kind = type(request).__name__.removesuffix("Request")
    async with mourning.client(caller) as client:
        return (await getattr(client.record_verification, kind)(request)).verification


async def test_an_extract_of_the_birth_register_is_confirmed(mourning: Mourning) -> None:
    birth = (await mourning.civil_status(NGOC)).birth
    request = pb.VerifyBirthRecordRequest(
        place=extract_of(birth.place),
        child=ExtractPerson(
            full_name="Trần Bảo Ngọc",
            birth_date=Date(year=2019, month=8, day=12),
            sex=2,  # type: ignore[arg-type] # the number of the enum's value
            identity_number=IdentityNumber(value=NGOC),
        ),
        mother=ExtractPerson(full_name="NGUYỄN THỊ LAN", identity_number=IdentityNumber(value=LAN)),
    )
    found = await verified(mourning, request)

    assert (subject(found), found.confirmed) == ("FOUND", True)
    assert outcomes(found) == {
        "place.book": "MATCH",
        "place.registration_date": "MATCH",
        "child.full_name": "MATCH",
        "child.birth_date": "MATCH",
        "child.sex": "MATCH",
        "child.identity_number": "MATCH",
        "mother.full_name": "MATCH_NORMALIZED",
        "mother.identity_number": "MATCH",
    }


async def test_what_differs_is_told_field_by_field(mourning: Mourning) -> None:
    birth = (await mourning.civil_status(NGOC)).birth
    request = pb.VerifyBirthRecordRequest(
        place=extract_of(birth.place, book="99/2019-TP/KS"),
        child=ExtractPerson(full_name="Tran Bao Ngoc", birth_date=Date(year=2019)),
        father=ExtractPerson(full_name="Trần Văn Hưng"),
    )
    found = await verified(mourning, request)

    assert not found.confirmed
    assert outcomes(found) == {
        "place.book": "MISMATCH",
        "place.registration_date": "MATCH",
        "child.full_name": "PARTIAL",
        "child.birth_date": "PARTIAL",
        "father.full_name": "MISMATCH",
    }


async def test_a_birth_of_a_dossier_is_verified_too(commune: Commune, mourning: Mourning, khoi: Example) -> None:
    record = (await commune.file(khoi())).birth_record
    place = ExtractPlace(number=record.number, registration_commune=record.registration_commune, book=record.book)
    child = ExtractPerson(full_name="Trần Minh Khôi", identity_number=IdentityNumber(value=record.personal_number))
    mother = ExtractPerson(full_name="Nguyễn Thị Lan", birth_date=Date(year=1993, month=5, day=17))
    found = await verified(mourning, pb.VerifyBirthRecordRequest(place=place, child=child, mother=mother))

    assert (subject(found), found.confirmed) == ("FOUND", True)


async def test_deaths_of_before_and_since_are_verified_until_they_are_revoked(mourning: Mourning) -> None:
    before = (await mourning.civil_status(KHOA)).death
    since = (await mourning.file(declaration_of("van-loc"))).death_record
    old = pb.VerifyDeathRecordRequest(
        place=extract_of(before.place),
        deceased=ExtractPerson(full_name="Lý Văn Khoa"),
        death_date=Date(year=2020, month=11, day=3),
    )
    new = pb.VerifyDeathRecordRequest(
        place=extract_of(since.place),
        deceased=ExtractPerson(full_name="Nguyễn Văn Lộc", identity_number=since.identity_number),
        death_date=day(date(2022, 1, 3)),
    )

    assert (await verified(mourning, old)).confirmed
    assert outcomes(await verified(mourning, new))["death_date"] == "MISMATCH"
    await mourning.revoke(since)
    assert subject(await verified(mourning, new)) == "NOT_FOUND"


async def test_marriages_of_before_and_since_are_verified(commune: Commune, mourning: Mourning) -> None:
    (before,) = (await mourning.civil_status(LAN)).marriages
    since = await marry(commune, party(TUAN), party(DUONG))
    old = pb.VerifyMarriageRecordRequest(
        place=extract_of(before.place),
        husband=ExtractPerson(full_name="Trần Văn Hùng"),
        wife=ExtractPerson(full_name="Nguyễn Thị Lan", birth_date=Date(year=1993, month=5, day=17)),
    )
    new = pb.VerifyMarriageRecordRequest(
        place=extract_of(since.place),
        husband=ExtractPerson(full_name=personas(2021)[DUONG].full_name),
        wife=ExtractPerson(identity_number=since.wife.identity_number),
    )

    assert (await verified(mourning, old)).confirmed
    assert outcomes(await verified(mourning, new)) == {
        "place.book": "MATCH",
        "place.registration_date": "MATCH",
        "husband.full_name": "MISMATCH",
        "wife.identity_number": "MATCH",
    }


async def test_an_entry_that_does_not_exist_is_not_found(mourning: Mourning) -> None:
    place = ExtractPlace(number="9999/2021", registration_commune="00166", book="50/2021-TP/KS")
    kinds = [pb.VerifyBirthRecordRequest, pb.VerifyDeathRecordRequest, pb.VerifyMarriageRecordRequest]

    assert [subject(await verified(mourning, kind(place=place))) for kind in kinds] == ["NOT_FOUND"] * 3


async def test_who_is_no_ministry_is_told_yes_or_no(mourning: Mourning) -> None:
    birth = (await mourning.civil_status(NGOC)).birth
    right = pb.VerifyBirthRecordRequest(place=extract_of(birth.place), child=ExtractPerson(full_name="Trần Bảo Ngọc"))
    found = await verified(mourning, right, caller="banks/970436")

    assert (found.confirmed, found.tier, len(found.fields)) == (True, VERIFICATION_TIER_OVERALL_ONLY, 0)


async def test_who_may_not_ask_about_people_is_told_so_whatever_there_is(mourning: Mourning) -> None:
    birth = (await mourning.civil_status(NGOC)).birth
    places = [extract_of(birth.place), ExtractPlace(number="9999/2021", registration_commune="00166", book="-")]
    told = [
        await verified(mourning, pb.VerifyBirthRecordRequest(place=place), caller="agencies/information")
        for place in places
    ]

    assert [outcomes(found)["place.book"] for found in told] == ["NOT_PERMITTED"] * 2
    assert [subject(found) for found in told] == ["UNSPECIFIED"] * 2


async def test_who_guesses_at_an_entry_uses_up_attempts(mourning: Mourning, refusal: Refusing) -> None:
    birth = (await mourning.civil_status(NGOC)).birth
    wrong = pb.VerifyBirthRecordRequest(place=extract_of(birth.place), child=ExtractPerson(full_name="Trần Bảo Nga"))
    for _ in range(5):
        assert not (await verified(mourning, wrong, caller="banks/970436")).confirmed
    no = await refusal(verified(mourning, wrong, caller="banks/970436"))

    assert no.reason == "ATTEMPTS_EXHAUSTED"


@pytest.mark.parametrize(
    ("given", "reason", "field"),
    [
        pytest.param({"place": {"number": "1/2021"}}, "EMPTY_CLAIM", "place", id="nothing to compare"),
        pytest.param(
            {"child": ExtractPerson(birth_date=Date(year=2021, month=2, day=30))},
            "IMPOSSIBLE_DATE",
            "child.birth_date",
            id="30/2",
        ),
        pytest.param(
            {"child": ExtractPerson(identity_number=IdentityNumber(value="12"))},
            "MALFORMED_NUMBER",
            "child.identity_number.value",
            id="two digits",
        ),
        pytest.param({"place": {"number": "one"}}, "INVALID_REQUEST", "place.number", id="no number"),
    ],
)
async def test_an_extract_that_cannot_be_one_is_refused(
    mourning: Mourning, refusal: Refusing, given: dict[str, Any], reason: str, field: str
) -> None:
    where: dict[str, Any] = {"number": "1/2021", "registration_commune": "00166", **given.get("place", {})}
    place = ExtractPlace(**where)
    people: dict[str, Any] = {role: said for role, said in given.items() if role != "place"}
    no = await refusal(verified(mourning, pb.VerifyBirthRecordRequest(place=place, **people)))

    assert (no.reason, no.field) == (reason, field)


async def test_people_are_verified_in_batches(mourning: Mourning) -> None:
    def claim(number: str, name: str) -> PersonClaim:
        return PersonClaim(identity_number=IdentityNumber(value=number), full_name=name)

    ut = personas(2021)[UT]
    claims = [
        claim(LAN, "Nguyễn Thị Lan"),
        claim(ut.personal_number, ut.full_name),
        claim("901193009999", "Không Ai"),
        claim("1", "Không Ai"),
        claim("999000456", "Hoàng Thị Hoa"),
    ]

    async def batches() -> AsyncIterator[pb.VerifyCivilStatusesRequest]:
        yield pb.VerifyCivilStatusesRequest(batch_id="one", claims=claims)

    async with mourning.client("agencies/insurance") as client:
        (answer,) = [answer async for answer in client.record_verification.VerifyCivilStatuses(batches())]

    assert (answer.batch_id, answer.source_system) == ("one", "agencies/justice")
    assert [subject(found) for found in answer.verifications] == [
        "FOUND",
        "DECEASED",
        "NOT_FOUND",
        "UNSPECIFIED",
        "FOUND",
    ]
    assert [found.confirmed for found in answer.verifications] == [True, False, False, False, True]
    assert answer.verifications[3].refusal.reason == "MALFORMED_NUMBER"


async def test_a_mask_names_what_can_be_compared(mourning: Mourning, refusal: Refusing) -> None:
    async def ask() -> None:
        async def batches() -> AsyncIterator[pb.VerifyCivilStatusesRequest]:
            mask = FieldMask(paths=["shoe_size"])
            number = IdentityNumber(value=LAN)
            yield pb.VerifyCivilStatusesRequest(compare_mask=mask, claims=[PersonClaim(identity_number=number)])

        async with mourning.client("agencies/insurance") as client:
            async for _ in client.record_verification.VerifyCivilStatuses(batches()):
                pass

    assert (await refusal(ask())).reason == "UNKNOWN_FIELD"
