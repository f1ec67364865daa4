"""Agencies are killed in the middle of a death's path, at every named point; one death leaves one of everything.

So does what follows: an entry that is revoked, a claim that is paid.
"""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import grpc
import pytest
from tests.journeys.dying import Deaths
from tests.journeys.mourning import Mourning, declaration_of

from lienthong.insurance.v1.benefit_pb2 import BENEFIT_CLAIM_STATE_PAID, BENEFIT_CLAIM_STATE_WITHDRAWN
from lienthong.insurance.v1.card_pb2 import CARD_STATE_VALID
from lienthong.justice.v1.death_dossier_pb2 import DEATH_DOSSIER_STATE_FINISHED, DEATH_DOSSIER_STATE_REVOKED

if TYPE_CHECKING:
    from conftest import SplitHouse
    from journeys.conftest import Commune

DEATHS = Deaths(
    "death",
    (
        "justice.death.verified",
        "justice.death.before-commit",
        "justice.death.committed",
        "justice.death.locked",
    ),
)
REVOCATIONS = Deaths(
    "revocation",
    (
        "justice.revocation.before-commit",
        "justice.revocation.committed",
        "justice.revocation.unlocked",
        "population.change.before-commit",
        "population.change.committed",
        "insurance.inbox.before-commit",
        "insurance.inbox.committed",
    ),
)
PAYMENTS = Deaths("payment", ("insurance.benefit.before-commit", "insurance.benefit.committed"))
REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c009"
LOC = "901055000156"


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("point", DEATHS.points)
async def test_a_death_is_registered_once_whenever_justice_dies(
    house_to_break: SplitHouse, fragile_commune: Commune, point: str
) -> None:
    mourning = Mourning(fragile_commune)
    mark = await DEATHS.arm(house_to_break, "justice", point)
    with suppress(grpc.aio.AioRpcError):  # justice may die before it answers
        await mourning.send(declaration_of("van-loc"), linked="G23-1", request_id=REQUEST_ID)

    assert await house_to_break.end_of("justice") == -signal.SIGKILL
    assert mark.read_text() == point
    await DEATHS.start_again(house_to_break, "justice", point)
    again = lambda: mourning.send(declaration_of("van-loc"), linked="G23-1", request_id=REQUEST_ID)  # noqa: E731 - asked until justice is there
    filed = await fragile_commune.asked_again(again)
    ended = await fragile_commune.asked_again(lambda: mourning.follow(filed.name))
    assert (ended.state, ended.death_record.place.number) == (DEATH_DOSSIER_STATE_FINISHED, "1/2022")
    rows = {
        ("justice", "death_dossier"): 1,
        ("justice", "death_record"): 1,
        ("population", "change_event"): 1,
        ("insurance", "benefit_claim"): 1,
        ("exchange", "dead_letter"): 0,
    }
    assert {place: _rows(house_to_break, fragile_commune, *place) for place in rows} == rows


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("point", REVOCATIONS.points)
async def test_an_entry_is_revoked_once_whoever_dies(
    house_to_break: SplitHouse, fragile_commune: Commune, point: str
) -> None:
    mourning, agency = Mourning(fragile_commune), point.partition(".")[0]
    filed = await mourning.file(declaration_of("van-loc"))
    mark = await REVOCATIONS.arm(house_to_break, agency, point)
    revoke = lambda: mourning.revoke(filed.death_record, request_id=REQUEST_ID)  # noqa: E731 - asked until all are there
    revoking = asyncio.create_task(fragile_commune.asked_again(revoke))

    assert await house_to_break.end_of(agency) == -signal.SIGKILL
    assert mark.read_text() == point
    await REVOCATIONS.start_again(house_to_break, agency, point)
    revoked = await revoking
    dossier = await fragile_commune.until(
        lambda: fragile_commune.asked_again(lambda: mourning.look_at(filed.name)),
        lambda found: found.state == DEATH_DOSSIER_STATE_REVOKED and not found.step,
    )
    await fragile_commune.asked_again(fragile_commune.settle)
    assert (dossier.death_record.name, dossier.death_record.revoke_time) == (revoked.name, revoked.revoke_time)
    assert not (await fragile_commune.citizen(LOC)).HasField("death_date")
    assert (await mourning.participant(LOC)).health_insurance.card.state == CARD_STATE_VALID
    assert [claim.state for claim in await mourning.claims()] == [BENEFIT_CLAIM_STATE_WITHDRAWN]
    rows = {
        ("justice", "death_record"): 1,
        ("population", "change_event"): 2,
        ("insurance", "change_event"): 2,
        ("insurance", "benefit_claim"): 1,
        ("insurance", "reported_death"): 0,
        ("insurance", "ended_by_death"): 0,
        ("exchange", "dead_letter"): 0,
    }
    assert {place: _rows(house_to_break, fragile_commune, *place) for place in rows} == rows


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("point", PAYMENTS.points)
async def test_a_claim_is_paid_once_whenever_insurance_dies(
    house_to_break: SplitHouse, fragile_commune: Commune, point: str
) -> None:
    mourning = Mourning(fragile_commune)
    await mourning.file(declaration_of("van-loc"))
    (claim,) = await mourning.claims()
    mark = await PAYMENTS.arm(house_to_break, "insurance", point)
    with suppress(grpc.aio.AioRpcError):  # insurance dies before it answers
        await mourning.pay(claim, request_id=REQUEST_ID, etag=claim.etag)

    assert await house_to_break.end_of("insurance") == -signal.SIGKILL
    assert mark.read_text() == point
    await PAYMENTS.start_again(house_to_break, "insurance", point)
    again = lambda: mourning.pay(claim, request_id=REQUEST_ID, etag=claim.etag)  # noqa: E731 - asked until insurance is there
    paid = await fragile_commune.asked_again(again)
    assert (paid.name, paid.state) == (claim.name, BENEFIT_CLAIM_STATE_PAID)
    assert [one.state for one in await mourning.claims()] == [BENEFIT_CLAIM_STATE_PAID]


def _rows(house: SplitHouse, commune: Commune, agency: str, table: str) -> int:
    """How many rows an agency holds, read past the agency."""
    file = house.file_of(agency, commune.world).as_uri()
    with closing(sqlite3.connect(f"{file}?mode=ro", uri=True)) as raw:
        return raw.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
