"""Taxpayers and payments on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest_asyncio
from tests.tax.example import AN_PHAT, AN_PHAT_IN_HA_NOI, HUNG, LAN, SAO_MAI_SCHOOL, STRANGER

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PASSPORT as PASSPORT
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.tax.agency import AGENCY
from lienthong_emulator.tax.taxpayers.domain import (
    ALL_MONTHS,
    EconomicType,
    Organisation,
    Payment,
    Person,
    Status,
    key_of,
)
from lienthong_emulator.tax.taxpayers.store import EMPLOYER, PERSON, TaxpayerQuestions

if TYPE_CHECKING:
    from conftest import OpenTables

START = (0, 0)
LAN_HERSELF = Person(
    taxpayer_key=key_of(LAN),
    full_name="Nguyễn Thị Lan",
    birth=PartialDate(1993, 5, 17),
    sex=2,
    nationality="VN",
    personal_number="901193000017",
    cmnd="990000017",
    residence=Address("01", "005", "00166", "Số 12 ngõ 34 Xuân Thủy"),
    phone="0000000001",
    email="lan@thu.example",
    died=None,
)


@pytest_asyncio.fixture
async def taxpayers(open_tables: OpenTables) -> AsyncGenerator[TaxpayerQuestions]:
    async with open_tables(replace(AGENCY, rows="tests.tax.example:rows")) as database:
        yield TaxpayerQuestions(database.lookups)


async def test_an_organisation_is_found_by_its_code(taxpayers: TaxpayerQuestions) -> None:
    assert await taxpayers.find(key_of(AN_PHAT_IN_HA_NOI)) == Organisation(
        taxpayer_key=key_of(AN_PHAT_IN_HA_NOI),
        full_name="Chi nhánh An Phát Hà Nội",
        head_office=Address("01", "005", "00166", "Số 2 Cầu Giấy"),
        business_line="Bán buôn",
        economic_type=EconomicType.FOREIGN_INVESTED,
        phone="",
        email="",
        status=Status.SUSPENDED,
        founded=date(2015, 1, 2),
        ended=date(2021, 9, 30),
        headcount=0,
    )


async def test_a_person_is_found_by_code_by_personal_number_and_by_cmnd(taxpayers: TaxpayerQuestions) -> None:
    assert await taxpayers.find(key_of(LAN)) == LAN_HERSELF
    assert await taxpayers.find_by_number(PERSONAL_NUMBER, "901193000017") == LAN_HERSELF
    assert await taxpayers.find_by_number(CMND, "990000017") == LAN_HERSELF


async def test_nobody_is_found_by_what_they_do_not_carry(taxpayers: TaxpayerQuestions) -> None:
    assert await taxpayers.find(key_of(STRANGER)) is None
    assert await taxpayers.find_by_number(PERSONAL_NUMBER, "990000017") is None
    assert await taxpayers.find_by_number(PERSONAL_NUMBER, "") is None
    assert await taxpayers.find_by_number(PASSPORT, "901193000017") is None


async def test_payments_of_an_employer_come_by_month_and_person(taxpayers: TaxpayerQuestions) -> None:
    found = await taxpayers.payments(EMPLOYER, key_of(AN_PHAT), months=ALL_MONTHS, after=START, most=10)

    assert [(paid.month, paid.person_key, paid.person_name) for paid in found] == [
        (202111, key_of(LAN), "Nguyễn Thị Lan"),
        (202112, key_of(STRANGER), ""),
        (202112, key_of(LAN), "Nguyễn Thị Lan"),
        (202112, key_of(HUNG), "Trần Văn Hùng"),
    ]


async def test_payments_to_a_person_come_by_month_and_employer(taxpayers: TaxpayerQuestions) -> None:
    found = await taxpayers.payments(PERSON, key_of(LAN), months=(202112, 202112), after=START, most=10)

    assert found == [
        Payment(
            employer_key=key_of(employer),
            employer_name=name,
            person_key=key_of(LAN),
            person_name="Nguyễn Thị Lan",
            personal_number="901193000017",
            cmnd="990000017",
            month=202112,
            income=income,
            insurance_deducted=deducted,
        )
        for employer, name, income, deducted in (
            (AN_PHAT, "Công ty TNHH An Phát", 12_000_000, 1_260_000),
            (SAO_MAI_SCHOOL, "Trường Tiểu học Sao Mai", 3_000_000, 0),
        )
    ]


async def test_what_was_deducted_last_stands_for_later_months(taxpayers: TaxpayerQuestions) -> None:
    december = await taxpayers.deductions(key_of(AN_PHAT), key_of(AN_PHAT), 202112)

    assert [tuple(row)[2:7] for row in december][1:2] == [
        (key_of(LAN), "Nguyễn Thị Lan", "901193000017", "990000017", 1_260_000)
    ]
    march = await taxpayers.deductions(key_of(AN_PHAT), key_of(AN_PHAT), 202203)
    assert [tuple(row) for row in march] == [tuple(row) for row in december]


async def test_a_list_goes_on_after_a_place(taxpayers: TaxpayerQuestions) -> None:
    after = (202112, key_of(STRANGER))
    found = await taxpayers.payments(EMPLOYER, key_of(AN_PHAT), months=ALL_MONTHS, after=after, most=1)

    assert [(paid.month, paid.person_key) for paid in found] == [(202112, key_of(LAN))]
