"""What insurance holds of a whole world, with all mistakes planted in it: both ways of comparing come to the same."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

import pytest
from tests.journeys.reconciling import POPULATION, office_in

from lienthong.population.v1.citizen_service_pb2 import VerifyCitizensRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.reconciliation.convert import batch_of
from lienthong_emulator.insurance.reconciliation.register import page_after
from lienthong_emulator.runtime.load import build
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.sqlite import open_sqlite
from lienthong_emulator.runtime.templates import blueprint_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import House
    from lienthong.client import Client
    from lienthong.type.v1.verification_pb2 import Verification

pytestmark = pytest.mark.asyncio(loop_scope="session")

NATION = Nation(seed=55, people=2_000)
BATCH = 900
OTHER_SHAPE = PersonClaim(identity_number=IdentityNumber(value="901193000017"), nationality="VN")
"""As the first of a batch it sends all others the long way."""


async def test_a_whole_register_is_told_the_same_both_ways(whole_house: House, tmp_path: Path) -> None:
    batches = await what_insurance_holds(tmp_path)
    async with office_in(whole_house, "both-ways", people=NATION.people, seed=NATION.seed) as office:
        at_once = [await verified(office.client, batch) for batch in batches]
        long_way = [(await verified(office.client, after_another_shape(batch)))[1:] for batch in batches]
    confirmed = [found.confirmed for answer in at_once for found in answer]

    assert at_once == long_way
    assert NATION.people / 2 < sum(confirmed) < len(confirmed) - 20


async def what_insurance_holds(folder: Path) -> Sequence[VerifyCitizensRequest]:
    """The claims of a reconciliation."""
    file = folder / "insurance.sqlite3"
    build(file, blueprint_of(AGENCY, NATION), lambda _people: None)
    database = await open_sqlite(file, synchronous="OFF")
    after, batches = -1, list[VerifyCitizensRequest]()
    while (page := await page_after(database.scans, after, BATCH)).rows:
        batches.append(VerifyCitizensRequest.FromString(batch_of(page.asked, "", POPULATION)))
        after = page.last
    await database.close()
    return batches


def after_another_shape(batch: VerifyCitizensRequest) -> VerifyCitizensRequest:
    return VerifyCitizensRequest(compare_mask=batch.compare_mask, claims=[OTHER_SHAPE, *batch.claims])


async def verified(client: Client, batch: VerifyCitizensRequest) -> list[Verification]:
    """Not as insurance, whose attempts the first way uses up."""

    async def one() -> AsyncIterator[VerifyCitizensRequest]:
        yield batch

    caller = f"agencies/ministry-{len(batch.claims)}-{batch.claims[0].identity_number.value}"
    call = client.citizens.VerifyCitizens(one(), metadata=(("lienthong-caller", caller),))
    return [found async for answer in call for found in answer.verifications]
