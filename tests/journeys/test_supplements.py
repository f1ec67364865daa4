"""A dossier that came back is supplemented in time, or refused; one whose birth is not registered may be withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest
from google.type.date_pb2 import Date

from lienthong.justice.v1.birth_dossier_pb2 import (
    DOSSIER_STATE_CARD_ISSUED,
    DOSSIER_STATE_REFUSED,
    DOSSIER_STATE_RETURNED,
    DOSSIER_STATE_WITHDRAWN,
)
from lienthong_emulator.linked_procedure import result_of

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Born, Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c002"
WRONG = {"meHoTen": "Nguyễn Thị Lam"}
NO_HOUSEHOLD = {"maHo": "0100099999"}


async def test_a_returned_dossier_says_by_when_the_supplement_must_come(commune: Commune, khoi: Example) -> None:
    returned = await commune.file(khoi(**WRONG))

    assert returned.supplement_due_date == Date(year=2022, month=1, day=14)
    assert not returned.overdue
    ended = await commune.supplement(returned, khoi())
    assert (ended.state, ended.HasField("supplement_due_date"), ended.HasField("refusal")) == (
        DOSSIER_STATE_CARD_ISSUED,
        False,
        False,
    )


async def test_a_dossier_may_come_back_more_than_once(commune: Commune, khoi: Example) -> None:
    returned = await commune.file(khoi(**WRONG))
    again = await commune.supplement(returned, khoi(nksGioiTinh="3"))

    assert (again.state, again.refusal.reason) == (DOSSIER_STATE_RETURNED, "SEX_UNDETERMINED")
    assert (await commune.supplement(again, khoi())).state == DOSSIER_STATE_CARD_ISSUED


async def test_a_household_that_does_not_exist_is_corrected_after_registration(commune: Commune, khoi: Example) -> None:
    returned = await commune.file(khoi(**NO_HOUSEHOLD))

    assert (returned.state, returned.refusal.reason) == (DOSSIER_STATE_RETURNED, "HOUSEHOLD_NOT_FOUND")
    assert returned.refusal.field == "declaration.health_insurance.household_code"
    assert returned.refusal.metadata == {"household_code": "0100099999"}
    assert result_of(returned).personal_number == "901221900000"
    ended = await commune.supplement(returned, khoi())
    assert (ended.card.card_number, ended.card.household_code) == ("TE1010122900000", "0199000001")
    assert ended.birth_record == returned.birth_record


async def test_a_household_left_empty_is_the_mothers(commune: Commune, khoi: Example) -> None:
    returned = await commune.file(khoi(**NO_HOUSEHOLD))

    assert (await commune.supplement(returned, khoi(maHo=...))).card.household_code == "0199000001"


async def test_what_stands_in_the_register_cannot_be_changed_by_a_supplement(
    commune: Commune, khoi: Example, refusal: Refusing
) -> None:
    returned = await commune.file(khoi(**NO_HOUSEHOLD))
    no = await refusal(commune.supplement(returned, khoi(nksHoTen="Trần Minh Khánh")))

    assert (no.code, no.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "REGISTERED_FIELD_CHANGED")
    assert no.field == "declaration.child.full_name"
    assert (await commune.look_at(returned.name)).state == DOSSIER_STATE_RETURNED


async def test_a_supplement_is_checked_like_a_new_dossier(commune: Commune, khoi: Example, refusal: Refusing) -> None:
    returned = await commune.file(khoi(**WRONG))
    no = await refusal(commune.supplement(returned, khoi(maDKBD="01000")))

    assert (no.reason, no.field) == ("FACILITY_NOT_FOUND", "declaration.health_insurance.initial_facility")


async def test_a_supplement_cannot_take_the_notice_of_another(
    commune: Commune, khoi: Example, example: Example, refusal: Refusing
) -> None:
    await commune.file(example(4))
    returned = await commune.file(khoi(**WRONG))
    no = await refusal(commune.supplement(returned, khoi(maGCS="GCS.01019.2017.000455")))

    assert (no.reason, no.metadata["first_dossier"]) == ("BIRTH_NOTICE_ALREADY_USED", "G22.99-220105-0005")


async def test_a_supplement_that_does_not_come_in_time_ends_the_dossier(
    commune: Commune, khoi: Example, refusal: Refusing
) -> None:
    returned = await commune.file(khoi(**WRONG))

    assert await commune.advance(days=9) == []  # the fourteenth, the last day
    assert (await commune.look_at(returned.name)).state == DOSSIER_STATE_RETURNED
    assert await commune.advance(days=1) == ["supplement-due"]
    ended = await commune.look_at(returned.name)
    assert (ended.state, ended.refusal.reason) == (DOSSIER_STATE_REFUSED, "SUPPLEMENT_OVERDUE")
    assert ended.refusal.metadata == {"due_date": "2022-01-14"}
    no = await refusal(commune.supplement(ended, khoi()))
    assert (no.code, no.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "DOSSIER_NOT_RETURNED")


async def test_a_supplement_on_the_last_day_is_in_time(commune: Commune, khoi: Example) -> None:
    returned = await commune.file(khoi(**WRONG))
    await commune.advance(days=9, hours=14)

    assert (await commune.supplement(returned, khoi())).state == DOSSIER_STATE_CARD_ISSUED
    assert await commune.advance(days=60) == []


async def test_a_registered_birth_stays_registered_where_no_supplement_comes(commune: Commune, khoi: Example) -> None:
    returned = await commune.file(khoi(**NO_HOUSEHOLD))
    await commune.advance(days=10)

    ended = await commune.look_at(returned.name)
    assert (ended.state, result_of(ended).personal_number) == (DOSSIER_STATE_REFUSED, "901221900000")


async def test_a_returned_dossier_is_withdrawn(commune: Commune, khoi: Example, refusal: Refusing) -> None:
    returned = await commune.file(khoi(**WRONG))
    withdrawn = await commune.withdraw(returned)

    assert (withdrawn.state, withdrawn.HasField("supplement_due_date")) == (DOSSIER_STATE_WITHDRAWN, False)
    assert (await refusal(commune.withdraw(withdrawn))).reason == "DOSSIER_ENDED"
    assert (await commune.steps(returned.case_id))[-1].kind == "dossier-withdrawn"


async def test_a_registered_birth_cannot_be_withdrawn(commune: Commune, khoi: Example, refusal: Refusing) -> None:
    returned = await commune.file(khoi(**NO_HOUSEHOLD))

    assert (await refusal(commune.withdraw(returned))).reason == "BIRTH_REGISTERED"


async def test_an_etag_that_is_stale_changes_nothing(commune: Commune, khoi: Example, refusal: Refusing) -> None:
    filed = await commune.send(khoi(**WRONG))
    returned = await commune.follow(filed.name)
    assert filed.etag != returned.etag

    for call in (commune.supplement(returned, khoi(), etag=filed.etag), commune.withdraw(returned, etag=filed.etag)):
        no = await refusal(call)
        assert (no.code, no.reason, no.field) == (grpc.StatusCode.ABORTED, "ETAG_STALE", "etag")
    assert await commune.look_at(returned.name) == returned
    assert (await commune.supplement(returned, khoi(), etag=returned.etag)).state == DOSSIER_STATE_CARD_ISSUED


async def test_a_withdrawal_that_is_repeated_is_answered_as_the_first_time(commune: Commune, khoi: Example) -> None:
    returned = await commune.file(khoi(**WRONG))
    withdrawn = await commune.withdraw(returned, request_id=REQUEST_ID)

    assert await commune.withdraw(returned, request_id=REQUEST_ID) == withdrawn


async def test_a_temporary_card_keeps_its_ten_digits(commune: Commune, khoi: Example) -> None:
    """It was given in Hồ Chí Minh City; the final one is of the province where Lan lives."""
    dossier = await commune.file(khoi(maTheTam="TE1790122555555"))

    assert (dossier.card.social_insurance_number, dossier.card.card_number) == ("0122555555", "TE1010122555555")


async def test_digits_of_a_temporary_card_are_not_given_to_the_next_child(
    commune: Commune, khoi: Example, example: Example
) -> None:
    await commune.file(khoi(maTheTam="TE1010122900000"))

    assert (await commune.file(example(4))).card.social_insurance_number == "0122900001"


async def test_digits_that_belong_to_somebody_else_send_the_dossier_back(
    commune: Commune, khoi: Example, born: Born
) -> None:
    """The digits are his sister's."""
    returned = await commune.file(khoi(maTheTam="TE1010119000101"))

    assert (returned.state, returned.refusal.reason) == (DOSSIER_STATE_RETURNED, "TEMPORARY_CARD_NOT_USABLE")
    assert returned.refusal.field == "declaration.health_insurance.temporary_card"
    assert (await commune.supplement(returned, khoi())).card.card_number == "TE1010122900000"
