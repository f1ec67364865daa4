"""Who owed insurance when a world began, and whom insurance counts with an employer."""

from __future__ import annotations

from collections import Counter

from lienthong_emulator.insurance.rows import rows
from lienthong_emulator.people.mistakes.planted import everything_planted
from lienthong_emulator.runtime.recipe import Nation

NATION = Nation(people=3_000, seed=5)
DECEMBER = 202112


def of_table(nation: Nation, table: str) -> list[dict[str, object]]:
    return [
        dict(zip(batch.columns, row, strict=True))
        for batch in rows(nation)
        if batch.table == table
        for row in batch.values
    ]


def test_only_the_employer_in_debt_owes_when_a_world_begins() -> None:
    assert of_table(NATION, "unpaid_period") == [
        {
            "unit_code": "ZZ0007A",
            "participant_key": 2711000343,
            "first_month": 202109,
            "last_month": 0,
            "funds": 15,
            "salary": 6_200_000,
        }
    ]


def test_insurance_counts_as_many_people_with_an_employer_as_there_are_in_truth() -> None:
    """Where tax was told of more, the answer key gives the true headcount: that of the statements."""
    planted = {
        one.subject: int(one.truth) for one in everything_planted(NATION) if one.kind == "HEADCOUNT_ABOVE_INSURED"
    }
    units = {str(unit["unit_code"]): str(unit["tax_code"]) for unit in of_table(NATION, "employer")}
    declared = Counter(
        units[str(period["unit_code"])]
        for period in of_table(NATION, "contribution")
        if period["unit_code"] and not period["last_month"]
    )

    assert planted
    assert {code: declared[code] for code in planted} == planted
