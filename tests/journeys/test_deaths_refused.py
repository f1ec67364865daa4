"""Death dossiers that are not taken in, come back, or end without an entry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import grpc
import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.journeys.mourning import Mourning, day, declaration_of

from lienthong.justice.v1 import death_service_pb2 as contract
from lienthong.justice.v1.birth_declaration_pb2 import REGISTRATION_KIND_AGAIN, IdentityPaper, PaperKind
from lienthong.justice.v1.death_dossier_pb2 import (
    DEATH_DOSSIER_STATE_FINISHED,
    DEATH_DOSSIER_STATE_IN_PROCESS,
    DEATH_DOSSIER_STATE_REFUSED,
    DEATH_DOSSIER_STATE_RETURNED,
    DEATH_DOSSIER_STATE_WITHDRAWN,
)
from lienthong_emulator.access.rules import Tier
from lienthong_emulator.people.by_hand.personas import personas
from lienthong_emulator.verification.attempts import attempts_a_day

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")

CCCD, CMND = PaperKind.PAPER_KIND_CCCD, PaperKind.PAPER_KIND_CMND
NOBODYS = "901055000157"


@pytest_asyncio.fixture(loop_scope="session")
async def mourning(commune: Commune) -> Mourning:
    return Mourning(commune)


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        pytest.param({"died": date(2022, 1, 6)}, "DATE_IN_FUTURE", "deceased.death_date", id="tomorrow"),
        pytest.param({"died": date(1955, 6, 29)}, "DEATH_BEFORE_BIRTH", "deceased.death_date", id="before the birth"),
        pytest.param(
            {"death_date": Date(year=2021, month=2, day=30)}, "IMPOSSIBLE_DATE", "deceased.death_date", id="30/2"
        ),
        pytest.param({"commune": "99999"}, "PLACE_NOT_FOUND", "registration_commune", id="no such commune"),
        pytest.param({"ethnic_group": "77"}, "ETHNIC_GROUP_NOT_FOUND", "deceased.ethnic_group", id="no such group"),
        pytest.param({"paper": IdentityPaper()}, "FIELD_REQUIRED", "deceased.paper.number", id="no number"),
        pytest.param(
            {"paper": IdentityPaper(kind=CMND, number="12")}, "MALFORMED_NUMBER", "deceased.paper.number", id="short"
        ),
        pytest.param({"sex": 2}, "NUMBER_CONTRADICTS_SEX", "deceased.paper.number", id="the number of a man"),
        pytest.param(
            {"birth_date": Date(year=1956)}, "NUMBER_CONTRADICTS_BIRTH_DATE", "deceased.paper.number", id="another year"
        ),
        pytest.param({"full_name": "123"}, "INVALID_REQUEST", "deceased.full_name", id="no name"),
    ],
)
async def test_what_cannot_be_right_is_refused_and_nothing_is_kept_of_it(
    mourning: Mourning, refusal: Refusing, changes: dict[str, Any], reason: str, field: str
) -> None:
    no = await refusal(mourning.send(declaration_of("van-loc", **changes)))

    assert (no.reason, no.field) == (reason, f"declaration.{field}")
    assert await mourning.dossiers() == []


async def test_the_procedure_is_that_of_a_death(mourning: Mourning, refusal: Refusing) -> None:
    no = await refusal(mourning.send(declaration_of("van-loc"), procedure_code="1.011536"))

    assert (no.reason, no.field) == ("PROCEDURE_NOT_FOUND", "procedure_code")
    filed = await mourning.send(declaration_of("van-loc"), procedure_code="1.011537")
    assert filed.state == DEATH_DOSSIER_STATE_IN_PROCESS


async def test_a_death_notice_serves_one_dossier(mourning: Mourning, refusal: Refusing) -> None:
    await mourning.file(declaration_of("van-loc", notice="GBT-1"), linked="G23-1")
    no = await refusal(mourning.send(declaration_of("thi-binh", notice="GBT-1")))

    assert (no.reason, no.metadata["first_dossier"]) == ("DEATH_NOTICE_ALREADY_USED", "G23-1")


async def test_somebody_dies_once(mourning: Mourning, refusal: Refusing) -> None:
    await mourning.file(declaration_of("van-loc"), linked="G23-1")
    declared = await refusal(mourning.send(declaration_of("van-loc")))
    same = await refusal(mourning.send(declaration_of("van-loc"), linked="G23-1"))

    assert (declared.reason, declared.metadata["first_dossier"]) == ("DEATH_ALREADY_DECLARED", "G23-1")
    assert (same.reason, same.code) == ("DOSSIER_ALREADY_FILED", grpc.StatusCode.ALREADY_EXISTS)


async def test_a_death_of_before_the_world_began_is_registered_already(mourning: Mourning, refusal: Refusing) -> None:
    """Justice registered Út's death in October, whatever the others think."""
    no = await refusal(mourning.send(declaration_of("van-ut")))

    assert no.reason == "DEATH_ALREADY_REGISTERED"
    assert no.metadata["book"].endswith("/2021-TP/KT")


async def test_a_lost_book_is_written_again_and_pays_nothing_twice(mourning: Mourning) -> None:
    first = await mourning.file(declaration_of("van-loc"))
    again = await mourning.file(declaration_of("van-loc", registration_kind=REGISTRATION_KIND_AGAIN))

    assert again.state == DEATH_DOSSIER_STATE_FINISHED
    assert again.death_record.name != first.death_record.name
    assert again.funeral_allowance.claim == first.funeral_allowance.claim
    assert len(await mourning.claims()) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"paper": IdentityPaper(kind=CCCD, number=NOBODYS)}, "DECEASED_NOT_FOUND", id="nobody's number"),
        pytest.param({"full_name": "Nguyễn Văn Lục"}, "DECEASED_NOT_CONFIRMED", id="another name"),
        pytest.param({"birth_date": Date(year=1955, month=7, day=1)}, "DECEASED_NOT_CONFIRMED", id="another day"),
    ],
)
async def test_whom_population_does_not_confirm_comes_back(
    mourning: Mourning, changes: dict[str, Any], reason: str
) -> None:
    returned = await mourning.file(declaration_of("van-loc", **changes))

    assert (returned.state, returned.refusal.reason) == (DEATH_DOSSIER_STATE_RETURNED, reason)
    assert not returned.HasField("death_record")
    assert returned.supplement_due_date == day(date(2022, 1, 14))


async def test_a_number_that_two_people_share_confirms_neither(mourning: Mourning) -> None:
    cmnd = personas(2021)["shared-one"].old_cmnd
    returned = await mourning.file(declaration_of("shared-one", paper=IdentityPaper(kind=CMND, number=cmnd)))

    assert (returned.refusal.reason, returned.refusal.metadata["outcome"]) == ("DECEASED_NOT_CONFIRMED", "AMBIGUOUS")


async def test_who_guesses_too_often_is_told_that_population_objects(mourning: Mourning) -> None:
    """After so many wrong questions about one person in a day, even the right name comes back."""
    limit = attempts_a_day(Tier.FIELD_LEVEL)
    returned = await mourning.file(declaration_of("van-loc", full_name="Nguyễn Văn Lục"))
    for _ in range(limit):
        returned = await mourning.supplement(returned, declaration_of("van-loc", full_name="Nguyễn Văn Lục"))
    objected = await mourning.supplement(returned, declaration_of("van-loc"))

    assert (objected.state, objected.refusal.reason) == (DEATH_DOSSIER_STATE_RETURNED, "POPULATION_OBJECTS")
    await mourning.commune.advance(days=1)
    assert (await mourning.supplement(objected, declaration_of("van-loc"))).state == DEATH_DOSSIER_STATE_FINISHED


async def test_who_does_not_supplement_in_time_is_refused(mourning: Mourning, refusal: Refusing) -> None:
    returned = await mourning.file(declaration_of("van-loc", full_name="Nguyễn Văn Lục"))
    fired = await mourning.commune.advance(days=10)
    refused = await mourning.look_at(returned.name)

    assert "death-supplement-due" in fired
    assert (refused.state, refused.refusal.reason) == (DEATH_DOSSIER_STATE_REFUSED, "SUPPLEMENT_OVERDUE")
    no = await refusal(mourning.supplement(refused, declaration_of("van-loc")))
    assert no.reason == "DOSSIER_NOT_RETURNED"


async def test_a_dossier_is_withdrawn_before_the_entry_and_not_after(mourning: Mourning, refusal: Refusing) -> None:
    returned = await mourning.file(declaration_of("van-loc", full_name="Nguyễn Văn Lục"))
    stale = await refusal(mourning.withdraw(returned, etag="0"))
    withdrawn = await mourning.withdraw(returned, etag=returned.etag)
    ended = await refusal(mourning.withdraw(returned))
    done = await mourning.file(declaration_of("van-loc"))
    registered = await refusal(mourning.withdraw(done))

    assert withdrawn.state == DEATH_DOSSIER_STATE_WITHDRAWN
    reasons = [stale.reason, ended.reason, registered.reason]
    assert reasons == ["ETAG_STALE", "DOSSIER_ENDED", "DEATH_REGISTERED"]


async def test_the_same_request_is_answered_once(mourning: Mourning, refusal: Refusing) -> None:
    request_id = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c001"
    first = await mourning.send(declaration_of("van-loc"), linked="G23-1", request_id=request_id)
    again = await mourning.send(declaration_of("van-loc"), linked="G23-1", request_id=request_id)
    no = await refusal(mourning.send(declaration_of("thi-binh"), linked="G23-1", request_id=request_id))

    assert (again.name, no.reason) == (first.name, "REQUEST_ID_REUSED")


async def test_what_nobody_filed_is_not_found(mourning: Mourning, refusal: Refusing) -> None:
    deaths = mourning.commune.client.deaths
    dossier = await refusal(mourning.look_at("deathDossiers/none"))
    record = await refusal(deaths.GetDeathRecord(contract.GetDeathRecordRequest(name="deathRecords/none")))

    assert [dossier.reason, record.reason] == ["DOSSIER_NOT_FOUND", "DEATH_RECORD_NOT_FOUND"]


async def test_a_dossier_after_three_in_the_afternoon_may_wait_for_the_next_working_day(mourning: Mourning) -> None:
    early = await mourning.send(declaration_of("van-loc"))
    await mourning.commune.advance(hours=7)
    late = await mourning.send(declaration_of("thi-binh"))

    assert [early.due_date, late.due_date] == [day(date(2022, 1, 5)), day(date(2022, 1, 6))]
