"""Deaths of people who paid social insurance of their own: a team brings them, as no persona has paid long enough."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from google.type.date_pb2 import Date
from tests.journeys.mourning import Mourning, declaration_of

from lienthong.insurance.v1.benefit_pb2 import FUNERAL_CLASS_MIXED, FUNERAL_CLASS_VOLUNTARY, FuneralClass
from lienthong.justice.v1.birth_declaration_pb2 import IdentityPaper, PaperKind

if TYPE_CHECKING:
    from journeys.conftest import OpenCommune

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEN_BASE_SALARIES = 14_900_000
THAM = "901180000500"
WORKSHOP = {
    "key": "xuong-go",
    "full_name": "Xưởng gỗ Tre Vàng",
    "unit_code": "ZZ9001A",
    "tax_code": "9980000019",
    "business_line": "Đồ gỗ",
    "commune": "00166",
    "founded": "2005-01-01",
}
AT_WORK = {"employer": "xuong-go", "from": "2010-01", "to": "2010-12", "salary": 4_000_000}


@pytest.mark.parametrize(
    ("since", "at_work", "expected"),
    [
        pytest.param("2016-11", [], FUNERAL_CLASS_VOLUNTARY, id="five years of one's own"),
        pytest.param("2021-10", [AT_WORK], FUNERAL_CLASS_MIXED, id="a year at work, then of one's own"),
    ],
)
async def test_the_class_says_who_paid(
    open_commune: OpenCommune, since: str, at_work: list[dict[str, Any]], expected: FuneralClass.ValueType
) -> None:
    tham: dict[str, Any] = {
        "key": "tham",
        "full_name": "Ngô Thị Thắm",
        "birth": "1980-03-03",
        "sex": "female",
        "commune": "00166",
        "address": "Số 2 ngõ Nhỏ",
        "insured_since": 2009,
        "voluntary": {"since": since, "income": 2_000_000, "months": 3},
        **({"paid": at_work} if at_work else {}),
    }
    said: dict[str, Any] = {"full_name": "Ngô Thị Thắm", "birth_date": Date(year=1980, month=3, day=3)}
    paper = IdentityPaper(kind=PaperKind.PAPER_KIND_CCCD, number=THAM)
    async with open_commune(own_people=json.dumps({"employers": [WORKSHOP], "people": [tham]})) as commune:
        allowance = (await Mourning(commune).file(declaration_of("lan", **said, paper=paper))).funeral_allowance

    assert (allowance.funeral_class, allowance.amount) == (expected, TEN_BASE_SALARIES)
