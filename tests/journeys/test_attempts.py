"""Who asks wrongly too often about somebody is told nothing more of them that day."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from tests.journeys.claiming import LAN, born, called, verified

from lienthong.population.v1.citizen_service_pb2 import VerifyCitizensRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.person_claim_pb2 import PersonClaim

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from conftest import Refusing
    from journeys.conftest import Commune
    from lienthong.client import Client

pytestmark = pytest.mark.asyncio(loop_scope="session")

BANKS = 10
"""Each tries it once: one of them might be lucky."""


@pytest_asyncio.fixture(loop_scope="session")
async def justice(commune: Commune) -> AsyncGenerator[Client]:
    async with commune.house.client(world=commune.world, caller="agencies/justice") as client:
        yield client


async def test_who_guesses_is_told_nothing_more_that_day(commune: Commune, refusal: Refusing) -> None:
    """A bank has five guesses about Lan; then even the right answer is no longer confirmed, but others are."""
    async with commune.house.client(world=commune.world, caller="banks/970436") as bank:
        for day in range(1, 6):
            assert not (await verified(bank, born(1993, 5, day))).confirmed
        no = await refusal(verified(bank, born(1993, 5, 17)))
        assert (no.reason, no.metadata["limit"]) == ("ATTEMPTS_EXHAUSTED", "5")

        hung = IdentityNumber(value="901090000029")
        assert (await verified(bank, called("Trần Văn Hùng", hung))).confirmed
    async with commune.house.client(world=commune.world, caller="banks/970437") as another:
        assert (await verified(another, born(1993, 5, 17))).confirmed


async def test_the_next_day_may_be_asked_again(commune: Commune, refusal: Refusing) -> None:
    async with commune.house.client(world=commune.world, caller="banks/970436") as bank:
        for _ in range(5):
            await verified(bank, born(1994))
        assert (await refusal(verified(bank, born(1994)))).reason == "ATTEMPTS_EXHAUSTED"

        await commune.advance(days=1)
        assert (await verified(bank, born(1993, 5, 17))).confirmed


async def test_a_batch_is_no_way_around_the_budget(commune: Commune) -> None:
    """31 days of May in one batch: the right one is the seventeenth, after the budget is used up."""
    claims = [born(1993, 5, day) for day in range(1, 32)]

    async def one() -> AsyncIterator[VerifyCitizensRequest]:
        yield VerifyCitizensRequest(claims=claims)

    async with commune.house.client(world=commune.world, caller="banks/970436") as bank:
        (answer,) = [answer async for answer in bank.citizens.VerifyCitizens(one())]

    reasons = [row.refusal.reason for row in answer.verifications]
    assert reasons == [""] * 5 + ["ATTEMPTS_EXHAUSTED"] * 26
    assert not any(row.confirmed for row in answer.verifications)


async def test_a_burst_is_no_way_around_the_budget(commune: Commune) -> None:
    """Sixty guesses at once, the right one last: of the wrong ones no more are answered than one by one."""
    wrong = [born(1993, 5, day) for day in range(1, 31) if day != 17]
    guesses = [*wrong, *wrong, born(1993, 5, 17)]
    for bank in range(BANKS):
        async with commune.house.client(world=commune.world, caller=f"banks/{bank}") as client:
            answers = await asyncio.gather(*(verified(client, guess) for guess in guesses), return_exceptions=True)

        told = [answer for answer in answers if not isinstance(answer, BaseException)]
        assert [answer.confirmed for answer in told].count(False) == 5  # the right one may have come among them


async def test_a_ministry_has_more_attempts(justice: Client, refusal: Refusing) -> None:
    for _ in range(20):
        assert not (await verified(justice, born(1994))).confirmed

    assert (await refusal(verified(justice, born(1994)))).reason == "ATTEMPTS_EXHAUSTED"


async def test_what_is_confirmed_uses_up_nothing(justice: Client) -> None:
    for _ in range(25):
        assert (await verified(justice, born(1993, 5, 17))).confirmed


async def test_what_cannot_be_guessed_uses_up_nothing(justice: Client) -> None:
    """Nobody on record is Lan's mother: whoever is claimed, the answer says nothing of anybody."""
    for guess in range(25):
        mother = IdentityNumber(value=f"9000000{guess:02}")
        found = await verified(justice, PersonClaim(identity_number=LAN, mother=mother), "mother", "father")
        assert not found.confirmed
