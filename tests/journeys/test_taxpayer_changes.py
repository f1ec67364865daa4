"""What changes at the tax service reaches the employer at insurance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lienthong.tax.v1 import taxpayer_pb2
from lienthong.tax.v1.taxpayer_change_service_pb2 import (
    ChangeTaxpayerStatusRequest,
    CorrectTaxpayerRequest,
    MoveHeadOfficeRequest,
)
from lienthong.type.v1.address_pb2 import Address

if TYPE_CHECKING:
    from journeys.conftest import Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAN = "901193000017"
CAU_GIAY = Address(province_code="01", district_code="005", commune_code="00166", detail="Số 9 Xuân Thủy")


async def test_group_g_follows_the_tax_service(commune: Commune) -> None:
    before = (await commune.participant(LAN)).employer
    async with commune.house.client(world=commune.world, caller="agencies/tax") as tax:
        corrected = CorrectTaxpayerRequest(tax_code=before.tax_code, display_name="Công ty May Xuân Thủy Mới")
        await tax.taxpayer_changes.CorrectTaxpayer(corrected)
        moved = MoveHeadOfficeRequest(tax_code=before.tax_code, head_office=CAU_GIAY)
        last = await tax.taxpayer_changes.MoveHeadOffice(moved)
    await commune.settle()
    after = (await commune.participant(LAN)).employer

    assert (after.display_name, after.head_office) == ("Công ty May Xuân Thủy Mới", CAU_GIAY)
    assert after.business_line == last.taxpayer.organisation.business_line
    assert after.unit_code == before.unit_code


async def test_the_case_shows_the_way_of_a_change(commune: Commune) -> None:
    before = (await commune.participant(LAN)).employer
    status = ChangeTaxpayerStatusRequest(tax_code=before.tax_code, status=taxpayer_pb2.TAXPAYER_STATUS_SUSPENDED)
    labelled = (("lienthong-case", "suspended"),)
    async with commune.house.client(world=commune.world, caller="agencies/tax") as tax:
        await tax.taxpayer_changes.ChangeTaxpayerStatus(status, metadata=labelled)
    await commune.settle()

    steps = [(step.agency, step.kind) for step in await commune.steps("suspended")]
    assert ("agencies/tax", "taxpayer-status-changed") in steps
    assert ("agencies/insurance", "taxpayer-change-followed") in steps
