"""What employers tell tax that they keep back in December is what insurance asks of their people, to the đồng."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lienthong_emulator.insurance.collection.domain import Engagement, Unit
from lienthong_emulator.insurance.collection.dues import contribution_of
from lienthong_emulator.insurance.contributions.domain import Fund, Month
from lienthong_emulator.insurance.employers.domain import EmployerType
from lienthong_emulator.insurance.rows import rows
from lienthong_emulator.people.nation import versions_of
from lienthong_emulator.runtime.recipe import Nation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Rows = Sequence[Mapping[str, Any]]


def _tables(nation: Nation) -> Mapping[str, Rows]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for batch in rows(nation):
        found.setdefault(batch.table, []).extend(dict(zip(batch.columns, row, strict=True)) for row in batch.values)
    return found


def _asked(nation: Nation) -> Mapping[tuple[str, str], int]:
    """The employee's part in December by the tax codes of both sides, of who has one."""
    tables, december = _tables(nation), Month(nation.year * 100 + 12)
    units = {row["unit_code"]: _unit(row) for row in tables["employer"]}
    nationality = {row["participant_key"]: row["nationality"] for row in tables["participant"]}
    tax_code = {row["participant_key"]: row["tax_code"] for row in tables["social_insurance"]}
    found: dict[tuple[str, str], int] = {}
    for row in (*tables["contribution"], *tables["unpaid_period"]):
        key = row["participant_key"]
        if row["unit_code"] and not row["last_month"] and tax_code[key]:
            told = {name: row[name] for name in ("unit_code", "participant_key", "first_month", "last_month", "salary")}
            funds = Fund(row["funds"])
            one = Engagement(**told, funds=funds, full_name="", nationality=nationality[key], unpaid=False)
            unit = units[row["unit_code"]]
            due = contribution_of(one.salary, december, funds, unit.terms_of(one))
            found[unit.tax_code, tax_code[key]] = sum(due.employee)
    return found


def _unit(row: Mapping[str, Any]) -> Unit:
    return Unit(
        unit_code=row["unit_code"],
        full_name=row["full_name"],
        tax_code=row["tax_code"],
        province_code=row["head_office_province_code"],
        type=EmployerType(row["type"]),
        payment_months=row["payment_months"],
    )


def _told(nation: Nation) -> Mapping[tuple[str, str], int]:
    """What was kept back, as tax was told."""
    incomes = [version.incomes for version in versions_of("tax", nation)]
    return {
        (employer, person): deducted
        for each in incomes
        for employer, person, deducted in zip(
            each.employer_tax_code, each.person_tax_code, each.insurance_deducted, strict=True
        )
        if deducted
    }


@pytest.mark.parametrize("year", [2021, 2022])
def test_employers_keep_back_what_insurance_asks(year: int) -> None:
    nation = Nation(people=3_000, seed=5, year=year)
    asked, told = _asked(nation), _told(nation)

    assert len(told) > 400
    assert {pair: (amount, asked.get(pair)) for pair, amount in told.items() if asked.get(pair) != amount} == {}
