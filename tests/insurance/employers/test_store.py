"""Employers on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.insurance.kept import keep

from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.employers.domain import Employer, EmployerType
from lienthong_emulator.insurance.employers.store import EmployerQuestions
from lienthong_emulator.insurance.sources import Source
from lienthong_emulator.reference.addresses import Address

if TYPE_CHECKING:
    from conftest import OpenTables

BAKERY = Employer(
    unit_code="BB0001A",
    full_name="Hợp tác xã Bánh Cốm",
    enterprise_code="0100000501",
    establishment_decision="",
    tax_code="0100000501",
    head_office=Address("01", "005", "00166", "Số 1"),
    business_line="Làm bánh",
    phone="0000200009",
    email="banh@com.example",
    type=EmployerType.COOPERATIVE,
    payment_months=3,
    source=Source.BUSINESS_REGISTRATION,
    confirm_date=None,
)
SECOND_BAKERY = replace(BAKERY, unit_code="BB0002A")


async def test_an_employer_comes_back_by_unit_code_and_tax_code(open_tables: OpenTables) -> None:
    async with open_tables(AGENCY) as tables:
        async with tables.write() as transaction:
            keep(transaction, "employer", SECOND_BAKERY, BAKERY)

        employers = EmployerQuestions(tables.lookups)
        assert await employers.find("BB0002A") == SECOND_BAKERY
        assert await employers.find_by_tax_code("0100000501") == BAKERY
        assert await employers.find("BB0003A") is None
        assert await employers.find_by_tax_code("0100000502") is None
