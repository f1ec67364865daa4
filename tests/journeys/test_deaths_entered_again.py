"""A death that stands in the register twice, of which one entry is revoked: every register goes by the other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from tests.journeys.mourning import YESTERDAY, Mourning, day, declaration_of

from lienthong.insurance.v1.benefit_pb2 import BENEFIT_CLAIM_STATE_OPEN, BENEFIT_CLAIM_STATE_WITHDRAWN
from lienthong.justice.v1.birth_declaration_pb2 import REGISTRATION_KIND_AGAIN
from lienthong.justice.v1.death_dossier_pb2 import DEATH_DOSSIER_STATE_REVOKED, DeathDossier

if TYPE_CHECKING:
    from journeys.conftest import Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOC = "901055000156"
EARLIER = date(2021, 12, 30)


@pytest_asyncio.fixture(loop_scope="session")
async def mourning(commune: Commune) -> Mourning:
    return Mourning(commune)


async def entered_twice(mourning: Mourning, first: date = YESTERDAY) -> tuple[DeathDossier, DeathDossier]:
    """The registers were lost, and the family had the death entered again."""
    return (
        await mourning.file(declaration_of("van-loc", died=first)),
        await mourning.file(declaration_of("van-loc", registration_kind=REGISTRATION_KIND_AGAIN)),
    )


@pytest.mark.parametrize("revoked", [pytest.param(0, id="the first"), pytest.param(1, id="the second")])
async def test_the_dead_stay_dead_everywhere_while_one_entry_stands(mourning: Mourning, revoked: int) -> None:
    dossiers = await entered_twice(mourning)
    before = await mourning.participant(LOC)
    await mourning.revoke(dossiers[revoked].death_record)
    person, standing = await mourning.participant(LOC), dossiers[1 - revoked].death_record
    (claim,) = await mourning.claims()

    assert (await mourning.look_at(dossiers[revoked].name)).state == DEATH_DOSSIER_STATE_REVOKED
    assert (await mourning.civil_status(LOC)).death.place == standing.place
    assert (await mourning.commune.citizen(LOC)).death_date == day(YESTERDAY)
    assert person == before
    assert (claim.state, claim.death_record) == (BENEFIT_CLAIM_STATE_OPEN, standing.name)


async def test_every_register_goes_by_the_day_of_the_entry_that_stands(mourning: Mourning) -> None:
    dossiers = await entered_twice(mourning, first=EARLIER)
    later = (await mourning.commune.citizen(LOC)).death_date
    await mourning.revoke(dossiers[1].death_record)
    person = await mourning.participant(LOC)
    (claim,) = await mourning.claims()

    assert later == day(YESTERDAY)
    assert (await mourning.commune.citizen(LOC)).death_date == day(EARLIER)
    assert (person.basic.death_date, claim.death_date) == (day(EARLIER), day(EARLIER))
    assert not person.health_insurance.HasField("card")


async def test_everything_comes_back_with_the_last_entry(mourning: Mourning) -> None:
    before = await mourning.participant(LOC)
    for dossier in await entered_twice(mourning):
        await mourning.revoke(dossier.death_record)
    (claim,) = await mourning.claims()
    person = await mourning.participant(LOC)

    assert not (await mourning.civil_status(LOC)).HasField("death")
    assert not (await mourning.commune.citizen(LOC)).HasField("death_date")
    assert person.social_insurance == before.social_insurance
    assert person.health_insurance.card == before.health_insurance.card
    assert claim.state == BENEFIT_CLAIM_STATE_WITHDRAWN
