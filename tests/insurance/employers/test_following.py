"""Group g follows the tax service, and what comes late or twice changes nothing."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest_asyncio
from google.type.date_pb2 import Date
from tests.alone import kit_of
from tests.insurance.kept import keep

from lienthong.tax.v1 import events_pb2 as pb
from lienthong.tax.v1 import taxpayer_pb2
from lienthong.type.v1.address_pb2 import Address as ToldAddress
from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.employers.domain import Employer, EmployerType
from lienthong_emulator.insurance.employers.following import follow
from lienthong_emulator.insurance.employers.store import EmployerQuestions
from lienthong_emulator.insurance.sources import Source
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kit import Kit

AN_PHAT, SONG_HONG = "0309900172", "0100109106"
UNIT = Employer(
    unit_code="TA0001A",
    full_name="Công ty TNHH An Phát",
    enterprise_code=AN_PHAT,
    establishment_decision="",
    tax_code=AN_PHAT,
    head_office=Address("79", "760", "26734", "Số 1 Lê Lợi"),
    business_line="Bán buôn",
    phone="",
    email="",
    type=EmployerType.LIMITED_LIABILITY,
    payment_months=1,
    source=Source.BUSINESS_REGISTRATION,
    confirm_date=None,
)
MOVED = pb.TaxpayerChanged(
    event_id="7a3cba62-2ba4-4c4c-8fa2-3d4bd0d83d9a",
    revision=2,
    kind=pb.TAXPAYER_CHANGE_KIND_MOVED,
    tax_code=AN_PHAT,
    display_name="Công ty TNHH An Phát",
    head_office=ToldAddress(province_code="01", district_code="005", commune_code="00166"),
    business_line="Bán buôn",
    phone="0000000002",
    status=taxpayer_pb2.TAXPAYER_STATUS_AWAITING_VERIFICATION,
    managing_tax_office="01005",
    event_date=Date(year=2022, month=1, day=5),
)
TAX = Context(caller="agencies/tax")


@pytest_asyncio.fixture
async def kit(tmp_path: Path) -> AsyncGenerator[Kit]:
    async with kit_of(replace(AGENCY, rows=""), tmp_path) as kit:
        async with kit.write(TAX) as tx:
            keep(tx.db, "employer", UNIT, replace(UNIT, unit_code="TA0002A"))
        yield kit


async def take_in(kit: Kit, event: pb.TaxpayerChanged) -> None:
    async with kit.write(TAX) as tx:
        await follow(tx, event)


async def test_every_unit_of_the_taxpayer_follows(kit: Kit) -> None:
    await take_in(kit, MOVED)
    units = await EmployerQuestions(kit.lookups).units_of(AN_PHAT)

    expected = replace(
        UNIT, head_office=Address("01", "005", "00166", ""), phone="0000000002", confirm_date=kit.today()
    )
    assert units == [expected, replace(expected, unit_code="TA0002A")]


async def test_where_it_stands_is_the_tax_services_own_two_digits(kit: Kit) -> None:
    await take_in(kit, MOVED)
    standing = await EmployerQuestions(kit.lookups).standing_at_tax(AN_PHAT)

    assert standing is not None
    assert (standing.status, standing.tax_office, standing.since.isoformat()) == ("09", "01005", "2022-01-05")


async def test_what_comes_late_changes_nothing(kit: Kit) -> None:
    newer = pb.TaxpayerChanged()
    newer.CopyFrom(MOVED)
    newer.revision, newer.display_name = 3, "Công ty TNHH An Phát Lộc"
    await take_in(kit, newer)
    await take_in(kit, MOVED)
    (unit, _) = await EmployerQuestions(kit.lookups).units_of(AN_PHAT)

    assert unit.full_name == "Công ty TNHH An Phát Lộc"


async def test_units_of_a_merged_code_go_to_the_other(kit: Kit) -> None:
    merged = pb.TaxpayerChanged()
    merged.CopyFrom(MOVED)
    merged.merged_into = SONG_HONG
    await take_in(kit, merged)

    assert await EmployerQuestions(kit.lookups).units_of(AN_PHAT) == []
    assert len(await EmployerQuestions(kit.lookups).units_of(SONG_HONG)) == 2


async def test_a_taxpayer_without_a_unit_is_kept_in_mind(kit: Kit) -> None:
    other = pb.TaxpayerChanged()
    other.CopyFrom(MOVED)
    other.tax_code = SONG_HONG
    await take_in(kit, other)

    assert await EmployerQuestions(kit.lookups).standing_at_tax(SONG_HONG) is not None
