"""What was deducted and not paid in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple


class Owed(NamedTuple):
    """What insurance waits for, for one person's month with a unit."""

    unit_code: str
    unit_name: str
    employer_tax_code: str
    person_tax_code: str
    remaining: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpaidDeduction:
    """What an employer deducted from the pay of a unit's people, and insurance has not received, đồng."""

    employer_tax_code: str
    unit_name: str
    unit_code: str
    people: int
    deducted: int
    remaining: int

    kept_back: int
    """Of each person the smaller of what was deducted and what is owed."""


def unpaid(owed: Iterable[Owed], deducted: Mapping[tuple[str, str], int]) -> Iterator[UnpaidDeduction]:
    """Unit by unit, in the order of what is owed; `deducted` by the tax codes of employer and person."""
    for _, rows in groupby(owed, key=lambda row: row.unit_code):
        concerned = [row for row in rows if row.remaining and deducted.get(_place(row), 0)]
        if concerned:
            yield _of_unit(concerned, [deducted[_place(row)] for row in concerned])


def _place(row: Owed) -> tuple[str, str]:
    return row.employer_tax_code, row.person_tax_code


def _of_unit(rows: list[Owed], deducted: list[int]) -> UnpaidDeduction:
    return UnpaidDeduction(
        employer_tax_code=rows[0].employer_tax_code,
        unit_name=rows[0].unit_name,
        unit_code=rows[0].unit_code,
        people=len(rows),
        deducted=sum(deducted),
        remaining=sum(row.remaining for row in rows),
        kept_back=sum(min(row.remaining, amount) for row, amount in zip(rows, deducted, strict=True)),
    )
