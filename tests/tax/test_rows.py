"""What the tax service's tables begin with."""

from __future__ import annotations

import pytest
from tests.tax.example import VERSION

from lienthong_emulator.people.registers.versions import Version
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.rows import Rows
from lienthong_emulator.tax.rows import rows, rows_of_version


def held(version: Version) -> dict[str, list[dict[str, object]]]:
    return {batch.table: _named(batch) for batch in rows_of_version(version)}


def _named(batch: Rows) -> list[dict[str, object]]:
    return [dict(zip(batch.columns, row, strict=True)) for row in batch.values]


def test_who_has_a_tax_code_is_a_taxpayer() -> None:
    assert [(person["taxpayer_key"], person["full_name"]) for person in held(VERSION)["person"]] == [
        (8019900175000, "Nguyễn Thị Lan"),
        (8019900182000, "Trần Văn Hùng"),
    ]


def test_a_dependent_unit_is_an_organisation_of_its_own() -> None:
    organisations = held(VERSION)["organisation"]

    assert organisations[1] == {
        "taxpayer_key": 309900172001,
        "full_name": "Chi nhánh An Phát Hà Nội",
        "head_office_province_code": "01",
        "head_office_district_code": "005",
        "head_office_commune_code": "00166",
        "head_office_detail": "Số 2 Cầu Giấy",
        "business_line": "Bán buôn",
        "economic_type": 2,
        "phone": "",
        "email": "",
        "status": "05",
        "founded": "2015-01-02",
        "ended": "2021-09-30",
        "headcount": 0,
        "revision": 1,
    }
    assert len(organisations) == 4


def test_a_payment_stands_under_both_tax_codes() -> None:
    assert held(VERSION)["income_payment"][0] == {
        "employer_key": 309900172000,
        "month": 202112,
        "person_key": 8019900182000,
        "income": 9_000_000,
        "insurance_deducted": 945_000,
    }


def test_the_last_rows_of_a_batch_say_how_many_people_are_in() -> None:
    assert [batch.people for batch in rows_of_version(VERSION)] == [0, 0, 3]


def test_a_batch_may_be_empty() -> None:
    assert held(Version()) == {"organisation": [], "income_payment": [], "person": []}


@pytest.mark.parametrize("people", [0, 2_000], ids=["personas alone", "a nation"])
def test_a_nation_gives_rows_that_fit_the_tables(people: int) -> None:
    found = [
        (batch.table, len(row) - len(batch.columns)) for batch in rows(Nation(people=people)) for row in batch.values
    ]

    assert {odd for _, odd in found} <= {0}
    assert {table for table, _ in found} == {"organisation", "person", "income_payment"} or not people
