"""Deaths that the registers contradict, although population confirms who died."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.faults import at, plan
from tests.journeys.amending import Registrar
from tests.journeys.mourning import Mourning, declaration_of
from tests.journeys.registrars import JUSTICE, correction

from lienthong.justice.v1.birth_declaration_pb2 import IdentityPaper, PaperKind
from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_REFUSED
from lienthong.justice.v1.death_dossier_pb2 import (
    DEATH_DOSSIER_STATE_FINISHED,
    DEATH_DOSSIER_STATE_RETURNED,
    DEATH_DOSSIER_STATE_WITHDRAWN,
)
from lienthong.type.v1.person_pb2 import SEX_FEMALE, SEX_MALE

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

HUNG = "901090000029"
BORN_IN_1990 = Date(year=1990)
KHOI: dict[str, Any] = {"full_name": "Trần Minh Khôi", "birth_date": Date(year=2021, month=12, day=28)}
LOCS_OLD_CARD = IdentityPaper(kind=PaperKind.PAPER_KIND_CMND, number="990000156")


@pytest_asyncio.fixture(loop_scope="session")
async def mourning(commune: Commune) -> Mourning:
    return Mourning(commune)


async def test_nobody_dies_before_the_day_of_birth_that_the_register_has(mourning: Mourning, refusal: Refusing) -> None:
    """The family says the year alone; Hùng was born in November of it."""
    no = await refusal(mourning.send(declaration_of("hung", date(1990, 3, 3), birth_date=BORN_IN_1990)))

    assert (no.reason, no.field) == ("DEATH_BEFORE_BIRTH", "declaration.deceased.death_date")
    assert await mourning.dossiers() == []


async def test_a_day_on_which_nobody_can_have_died_for_population_is_not_locked(mourning: Mourning) -> None:
    """Population has another day of birth than the book, which decides."""
    async with mourning.client(JUSTICE) as justice:
        moved = correction(HUNG, birth_date=Date(year=1990, month=12, day=20))
        await justice.citizen_changes.CorrectCitizen(moved)
    filed = await mourning.file(declaration_of("hung", date(1990, 11, 20), birth_date=BORN_IN_1990))

    assert filed.state == DEATH_DOSSIER_STATE_FINISHED
    assert not (await mourning.commune.citizen(HUNG)).HasField("death_date")
    assert ("justice", "number-not-locked") in await mourning.steps(filed)


async def test_one_death_is_entered_once_whatever_papers_show_who_died(mourning: Mourning) -> None:
    """Neither dossier knows of the other until both are verified."""
    await plan(mourning.commune.client, calls=at("population", "VerifyCitizen"), latency={"fixed": "0.3s"}, times=2)
    sent = [
        await mourning.send(declaration_of("van-loc")),
        await mourning.send(declaration_of("van-loc", paper=LOCS_OLD_CARD)),
    ]
    ended = sorted([await mourning.follow(dossier.name) for dossier in sent], key=lambda dossier: dossier.state)

    assert {dossier.state for dossier in ended} == {DEATH_DOSSIER_STATE_FINISHED, DEATH_DOSSIER_STATE_RETURNED}
    (returned,) = (dossier for dossier in ended if dossier.state == DEATH_DOSSIER_STATE_RETURNED)
    assert returned.refusal.reason == "DEATH_ALREADY_REGISTERED"
    assert (await mourning.withdraw(returned)).state == DEATH_DOSSIER_STATE_WITHDRAWN
    assert len(await mourning.claims()) == 1


async def test_a_child_who_died_dies_once_although_its_number_was_replaced(
    mourning: Mourning, refusal: Refusing, khoi: Example
) -> None:
    number = (await mourning.commune.file(khoi())).birth_record.personal_number
    filed = await mourning.file(declaration_of("hung", **KHOI, sex=SEX_MALE, paper=shown(number)))
    new_number = (await Registrar(mourning.commune).correct(number, sex=SEX_FEMALE)).new_personal_number
    again = declaration_of("hung", **KHOI, sex=SEX_FEMALE, paper=shown(new_number))
    no = await refusal(mourning.send(again))

    assert no.reason == "DEATH_ALREADY_REGISTERED"
    for either in (number, new_number):
        assert (await mourning.civil_status(either)).death.death_record == filed.death_record.name


async def test_a_child_who_died_gets_no_card_where_its_birth_is_registered_again(
    mourning: Mourning, khoi: Example
) -> None:
    """The locked card is the only one, and comes back where the death was none."""
    first = await mourning.commune.file(khoi())
    number = first.birth_record.personal_number
    filed = await mourning.file(declaration_of("hung", **KHOI, sex=SEX_MALE, paper=shown(number)))
    again = await mourning.commune.file(khoi(loaiDangKy="2", maHoSoLT="G22.99-220105-0009"))
    dead = (await mourning.participant(number)).health_insurance
    await mourning.revoke(filed.death_record)
    alive = (await mourning.participant(number)).health_insurance

    assert (again.state, again.refusal.reason) == (DOSSIER_STATE_REFUSED, "CHILD_DECEASED")
    assert again.birth_record.personal_number == number
    assert (dead.HasField("card"), len(dead.past_cards)) == (False, 1)
    assert (alive.card.card_number, len(alive.past_cards)) == (first.card.card_number, 0)


def shown(number: str) -> IdentityPaper:
    return IdentityPaper(kind=PaperKind.PAPER_KIND_CCCD, number=number)
