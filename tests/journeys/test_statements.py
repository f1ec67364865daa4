"""What units and people owe for a month, as the tax service reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.journeys.collecting import IN_DEBT, Office

from lienthong.insurance.v1 import contribution_pb2 as pb

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_all_have_paid_but_the_employer_in_debt(commune: Commune) -> None:
    units = await Office(commune, "agencies/tax").units(202112)

    assert [unit.unit_code for unit in units] == sorted(unit.unit_code for unit in units)
    assert [unit.unit_code for unit in units if unit.remaining] == [IN_DEBT]
    [debtor] = [unit for unit in units if unit.unit_code == IN_DEBT]
    assert (debtor.display_name, debtor.tax_code, debtor.managing_agency) == (
        "Công ty Cổ phần May Lá Rách",
        "9990000071",
        "02700",
    )
    assert (debtor.headcount, debtor.payroll, debtor.paid, debtor.remaining) == (1, 6_200_000, 0, 1_891_000)
    assert debtor.status == pb.UNIT_STATUS_ACTIVE


async def test_a_month_before_the_debt_began_is_paid(commune: Commune) -> None:
    [august] = [unit for unit in await Office(commune).units(202108) if unit.unit_code == IN_DEBT]

    # Resolution 68: nothing for accidents; resolution 116 is still to come.
    assert august.due.employer == pb.ContributionShare(
        sickness=186_000, pension=868_000, social=1_054_000, health=186_000, unemployment=62_000, total=1_302_000
    )
    assert (august.paid, august.remaining) == (1_953_000, 0)


async def test_people_add_up_to_their_units_whatever_the_page(commune: Commune) -> None:
    office = Office(commune, "agencies/tax")
    units, people = await office.units(202112, page_size=3), await office.people(202112, page_size=2)

    assert len(people) == len({one.social_insurance_number for one in people})
    for unit in units:
        staff = [one for one in people if one.unit_code == unit.unit_code]
        assert (len(staff), sum(one.salary for one in staff)) == (unit.headcount, unit.payroll)
        assert sum(one.due.total for one in staff) == unit.due.total
        assert sum(one.paid for one in staff) == unit.paid
    assert await office.people(202112) == people


async def test_a_unit_reads_what_it_owes_for_its_own_people(commune: Commune) -> None:
    [mo] = await Office(commune, f"employers/{IN_DEBT}").people(202112, IN_DEBT)

    assert (mo.full_name, mo.social_insurance_number, mo.tax_code) == ("Ông Thị Mơ", "2711000343", "9900003433")
    assert mo.identity_number.value == "927190000343"
    assert (mo.due.employee.total, mo.due.total, mo.paid, mo.remaining) == (651_000, 1_891_000, 0, 1_891_000)
    participant = await commune.participant("2711000343")
    assert mo.participant == participant.name


async def test_who_may_not_see_social_insurance_hears_nothing(commune: Commune, refusal: Refusing) -> None:
    for caller in ("employers/ZZ0001A", "facilities/01001", "agencies/justice"):
        office = Office(commune, caller)
        for asked in (office.units(202112), office.people(202112), office.people(202112, IN_DEBT)):
            assert (await refusal(asked)).reason == "ACCESS_NOT_PERMITTED"


@pytest.mark.parametrize(
    ("of", "reason"),
    [
        pytest.param(202201, "MONTH_NOT_ENDED", id="the month that goes on"),
        pytest.param(202112 + 100, "MONTH_NOT_ENDED", id="a month to come"),
        pytest.param(201712, "IMPOSSIBLE_MONTH", id="before the rates are known"),
        pytest.param(202113, "IMPOSSIBLE_MONTH", id="a thirteenth month"),
    ],
)
async def test_a_month_must_have_ended(commune: Commune, refusal: Refusing, of: int, reason: str) -> None:
    office = Office(commune)

    assert (await refusal(office.units(of))).reason == reason
    assert (await refusal(office.people(of))).reason == reason


async def test_a_unit_that_nobody_knows_has_no_people(commune: Commune, refusal: Refusing) -> None:
    no = await refusal(Office(commune).people(202112, "TA9999A"))

    assert (no.reason, no.field) == ("EMPLOYER_NOT_FOUND", "unit_code")
