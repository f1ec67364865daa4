"""Codes for new organisations, until there are none."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from tests.alone import kit_of
from tests.tax.example import AN_PHAT

from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kit import Kit
from lienthong_emulator.tax.agency import AGENCY
from lienthong_emulator.tax.changes.domain import SERIALS
from lienthong_emulator.tax.changes.errors import NoCodeLeft, NoUnitLeft
from lienthong_emulator.tax.changes.making import new_key
from lienthong_emulator.tax.taxpayers.domain import UNITS, key_of
from lienthong_emulator.tax.taxpayers.store import TaxpayerStore

TAX = Context(caller="agencies/tax")


@pytest_asyncio.fixture
async def kit(tmp_path: Path) -> AsyncGenerator[Kit]:
    async with kit_of(replace(AGENCY, rows="tests.tax.example:rows"), tmp_path) as kit:
        yield kit


async def test_the_last_serial_is_the_end_of_the_codes(kit: Kit) -> None:
    async with kit.write(TAX) as tx:
        tx.db.execute("INSERT INTO counter (kind, value) VALUES ('tax-code', :last)", last=SERIALS - 1)
        with pytest.raises(NoCodeLeft):
            await new_key(tx, "")


async def test_a_head_has_no_more_than_999_units(kit: Kit) -> None:
    async with kit.write(TAX) as tx:
        store = TaxpayerStore(tx.db)
        head = await store.organisation(key_of(AN_PHAT))
        assert head is not None
        store.add(replace(head, taxpayer_key=head.taxpayer_key + UNITS - 1))
        with pytest.raises(NoUnitLeft):
            await new_key(tx, AN_PHAT)
