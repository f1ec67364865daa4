"""The six annexes: written when they fall due, sent, taken in and answered."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.journeys.filings import DECEMBER, FOURTH_QUARTER, Offices, offices_in

from lienthong.filing.v1 import annex_pb2 as pb
from lienthong.filing.v1 import rows_pb2
from lienthong.filing.v1.requests_pb2 import PublishAnnexRequest, RecordInspectionRequest
from lienthong.insurance.v1.contribution_service_pb2 import ListPersonStatementsRequest, ListUnitStatementsRequest
from lienthong.tax.v1.taxpayer_service_pb2 import ListIncomePaymentsRequest

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from conftest import House, Refusing

pytestmark = pytest.mark.asyncio(loop_scope="session")

ACKNOWLEDGED, SUPERSEDED = pb.ANNEX_STATE_ACKNOWLEDGED, pb.ANNEX_STATE_SUPERSEDED
TAXPAYERS, DEDUCTIONS = pb.ANNEX_KIND_TAXPAYERS, pb.ANNEX_KIND_DEDUCTIONS
UNITS, PERSONS = pb.ANNEX_KIND_UNITS, pb.ANNEX_KIND_PERSONS
TAX_INSPECTIONS, INSURANCE_INSPECTIONS = pb.ANNEX_KIND_TAX_INSPECTIONS, pb.ANNEX_KIND_INSURANCE_INSPECTIONS
OTHER = {"tax": "insurance", "insurance": "tax"}
MAY_XUAN_THUY = "0100000317"


@pytest_asyncio.fixture(loop_scope="session")
async def offices(house: House, world: str) -> AsyncGenerator[Offices]:
    async with offices_in(house, world) as offices:
        yield offices


async def test_what_is_due_before_the_tenth_leaves_on_the_ninth(offices: Offices) -> None:
    assert "annexes-due" not in await offices.advance(days=3, hours=22)
    assert Counter(await offices.advance(hours=1))["annexes-due"] == 2

    for agency, kinds in (("tax", (1, 2, 3)), ("insurance", (4, 5, 6))):
        sent = await offices.annexes(agency)
        own = [annex for annex in sent if annex.sender == f"agencies/{agency}"]
        assert [annex.kind for annex in sorted(own, key=lambda annex: annex.kind)] == [*kinds]
        for annex in own:
            assert annex.state == ACKNOWLEDGED
            assert annex.period == (FOURTH_QUARTER if annex.kind in (3, 6) else DECEMBER)
            assert annex.due_date == Date(year=2022, month=1, day=9)
            received = await offices.look_at(annex.name, OTHER[agency])
            assert (received.digest, received.state) == (annex.digest, ACKNOWLEDGED)
            assert received.row_count == annex.row_count


async def test_both_hold_the_same_rows(offices: Offices) -> None:
    for kind, agency in ((TAXPAYERS, "tax"), (DEDUCTIONS, "tax"), (UNITS, "insurance"), (PERSONS, "insurance")):
        annex = await offices.published(kind)
        sent = await offices.rows(annex.name, agency)
        assert sent == await offices.rows(annex.name, OTHER[agency])
        assert [row.number for row in sent] == [*range(1, annex.row_count + 1)]
        assert (annex.refused_row_count, annex.row_count > 5) == (0, True)


async def test_annex_01_tells_of_taxpayers_with_the_fields_of_the_regulation(offices: Offices) -> None:
    rows = await offices.rows((await offices.published(TAXPAYERS)).name, "insurance")
    (row,) = [row.taxpayer for row in rows if row.taxpayer.tax_code == MAY_XUAN_THUY]

    assert row == rows_pb2.TaxpayerRow(
        display_name="Công ty TNHH May Xuân Thủy",
        tax_code=MAY_XUAN_THUY,
        head_office=row.head_office,
        phone="0000200001",
        email="lienhe@mayxuanthuy.example",
        establishment_document=MAY_XUAN_THUY,
        issuing_agency="01",
        economic_type="ENTERPRISE",
        taxpayer_type=rows_pb2.TAXPAYER_TYPE_ORGANISATION,
        status="00",
        managing_tax_office="01005",
    )


async def test_annex_02_tells_what_was_deducted(offices: Offices) -> None:
    rows = await offices.rows((await offices.published(DEDUCTIONS)).name, "insurance")
    request = ListIncomePaymentsRequest(employer_tax_code=MAY_XUAN_THUY, month=DECEMBER)
    paid = (await offices.tax.taxpayers.ListIncomePayments(request)).payments

    told = [row.deduction for row in rows if row.deduction.employer_tax_code == MAY_XUAN_THUY]
    assert [(row.person_tax_code, row.person_name, row.identity_number, row.insurance_deducted) for row in told] == [
        (one.person_tax_code, one.person_name, one.identity_number, one.insurance_deducted) for one in paid
    ]
    assert {row.employer_name for row in told} == {"Công ty TNHH May Xuân Thủy"}


async def test_annexes_04_and_05_say_what_statements_say(offices: Offices) -> None:
    units = await offices.rows((await offices.published(UNITS)).name, "tax")
    persons = await offices.rows((await offices.published(PERSONS)).name, "tax")
    contributions = offices.insurance.contributions
    said = await contributions.ListUnitStatements(ListUnitStatementsRequest(month=DECEMBER, page_size=1_000))
    people = await contributions.ListPersonStatements(ListPersonStatementsRequest(month=DECEMBER, page_size=2_000))

    assert [
        (row.unit.unit_code, row.unit.headcount, row.unit.payroll, row.unit.paid, row.unit.remaining) for row in units
    ] == [(one.unit_code, one.headcount, one.payroll, one.paid, one.remaining) for one in said.statements]
    assert [(row.unit.employer.total, row.unit.employee.social) for row in units] == [
        (one.due.employer.total, one.due.employee.social) for one in said.statements
    ]
    assert [(row.person.unit_code, row.person.person_tax_code, row.person.paid) for row in persons] == [
        (one.unit_code, one.tax_code, one.paid) for one in people.statements
    ]


async def test_a_later_version_stands_in_the_place_of_the_first(offices: Offices, refusal: Refusing) -> None:
    first = await offices.published(DEDUCTIONS)
    assert (await refusal(offices.publish(DEDUCTIONS))).reason == "ANNEX_PUBLISHED"

    second = await offices.published(DEDUCTIONS, correct=True, note="two payments were declared late")

    assert (second.version, second.state, second.note) == (2, ACKNOWLEDGED, "two payments were declared late")
    for agency in ("tax", "insurance"):
        assert (await offices.look_at(first.name, agency)).state == SUPERSEDED
        assert [annex.version for annex in await offices.annexes(agency, kind=DEDUCTIONS)] == [2, 1]


async def test_what_was_published_by_hand_is_not_sent_again_when_it_is_due(offices: Offices) -> None:
    await offices.published(TAXPAYERS)
    await offices.advance(days=5)

    assert [annex.version for annex in await offices.annexes("tax", kind=TAXPAYERS)] == [1]


async def test_a_year_of_months_has_neither_gap_nor_double(offices: Offices) -> None:
    await offices.advance(days=365)

    months = [DECEMBER, *(Date(year=2022, month=month) for month in range(1, 12))]
    quarters = [FOURTH_QUARTER, *(Date(year=2022, month=month) for month in (1, 4, 7))]
    for kind in (*range(1, 7),):
        held = await offices.annexes("tax", kind=kind)
        assert [annex.period for annex in reversed(held)] == (quarters if kind in (3, 6) else months)
        assert {(annex.version, annex.state) for annex in held} == {(1, ACKNOWLEDGED)}
        assert [annex.digest for annex in held] == [
            annex.digest for annex in await offices.annexes("insurance", kind=kind)
        ]


SHARE = rows_pb2.AnnexShare(total=21_500_000, social=17_500_000, health=3_000_000, unemployment=1_000_000)
TAX_FINDING = rows_pb2.TaxInspectionRow(
    year=2021,
    tax_code=MAY_XUAN_THUY,
    display_name="Công ty TNHH May Xuân Thủy",
    headcount=31,
    employer=SHARE,
    employee=SHARE,
    note="two workers were paid in cash",
)
INSURANCE_FINDING = rows_pb2.InsuranceInspectionRow(
    unit_name="Công ty TNHH May Xuân Thủy",
    unit_code="AA0001A",
    tax_code=MAY_XUAN_THUY,
    first_month=Date(year=2021, month=1),
    last_month=Date(year=2021, month=9),
    inspection_date=Date(year=2022, month=1, day=4),
    headcount=31,
    employer=SHARE,
    employee=SHARE,
    due_in_year=43_000_000,
    paid=40_000_000,
    remaining=3_000_000,
)


async def test_what_inspections_find_stands_in_the_annex_of_the_quarter(offices: Offices) -> None:
    first_quarter = Date(year=2022, month=1)
    told = await offices.desk("tax").RecordInspection(RecordInspectionRequest(tax_inspection=TAX_FINDING))
    await offices.desk("insurance").RecordInspection(RecordInspectionRequest(insurance_inspection=INSURANCE_FINDING))
    assert told.quarter == first_quarter
    await offices.advance(days=100)

    for kind, agency, field, finding in (
        (TAX_INSPECTIONS, "insurance", "tax_inspection", TAX_FINDING),
        (INSURANCE_INSPECTIONS, "tax", "insurance_inspection", INSURANCE_FINDING),
    ):
        (annex,) = await offices.annexes(agency, kind=kind, period=first_quarter)
        assert [getattr(row, field) for row in await offices.rows(annex.name, agency)] == [finding]


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("another's", {"kind": UNITS, "period": DECEMBER}, "NOT_ITS_ANNEX"),
    ("a month that goes on", {"kind": TAXPAYERS, "period": Date(year=2022, month=1)}, "PERIOD_NOT_ENDED"),
    ("a quarter that goes on", {"kind": TAX_INSPECTIONS, "period": Date(year=2022, month=1)}, "PERIOD_NOT_ENDED"),
    ("no quarter", {"kind": TAX_INSPECTIONS, "period": Date(year=2021, month=11)}, "IMPOSSIBLE_PERIOD"),
    ("a day", {"kind": TAXPAYERS, "period": Date(year=2021, month=12, day=1)}, "IMPOSSIBLE_PERIOD"),
    ("no month", {"kind": TAXPAYERS, "period": Date(year=2021, month=13)}, "IMPOSSIBLE_PERIOD"),
    ("before July 2021", {"kind": TAXPAYERS, "period": Date(year=2021, month=6)}, "BEFORE_THE_REGULATION"),
    ("nothing yet", {"kind": TAXPAYERS, "period": DECEMBER, "correct": True}, "NOTHING_TO_CORRECT"),
]


@pytest.mark.parametrize(("said", "reason"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED])
async def test_what_cannot_be_published_is_refused(
    whole_house: House, world: str, refusal: Refusing, said: dict[str, Any], reason: str
) -> None:
    async with offices_in(whole_house, world) as offices:
        assert (await refusal(offices.tax.tax_filing.PublishAnnex(PublishAnnexRequest(**said)))).reason == reason
