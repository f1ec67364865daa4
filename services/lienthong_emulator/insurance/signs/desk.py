"""The facts of many units, gathered at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lienthong_emulator.insurance.collection.domain import Unit
from lienthong_emulator.insurance.collection.ledger import Books
from lienthong_emulator.insurance.collection.store import StatementQuestions
from lienthong_emulator.insurance.employers.domain import EmployerType
from lienthong_emulator.insurance.months import after
from lienthong_emulator.insurance.signs.domain import Facts
from lienthong_emulator.insurance.signs.store import SignQuestions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong_emulator.insurance.contributions.domain import Month
    from lienthong_emulator.insurance.tax_reconciliation.domain import Finding
    from lienthong_emulator.runtime.database import Reader

MONTHS_LOOKED_BACK: Final = 24
MONTHS_OF_EVENTS: Final = 12
"""Benefits, overlaps and declarations of a year; what was declared before a benefit goes back further."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """What rules may look at, on the world's clock."""

    db: Reader
    now: Month

    async def facts_of(self, units: Sequence[Unit]) -> Sequence[Facts]:
        questions, codes = SignQuestions(self.db), [unit.unit_code for unit in units]
        since = after(self.now, -MONTHS_OF_EVENTS)
        books = await StatementQuestions(self.db).books_of(units, after(self.now, -MONTHS_LOOKED_BACK), self.now)
        statuses = await questions.statuses({unit.tax_code for unit in units})
        findings = await questions.findings(codes)
        maternities = await questions.maternities(codes, since)
        overlaps = await questions.overlaps(codes, since)
        declarations = await questions.declarations(codes, since)
        return [
            Facts(
                books=each.counted(self.now),
                now=self.now,
                status=statuses.get(each.unit.tax_code, ""),
                findings=findings.get(code, ()),
                maternities=maternities.get(code, ()),
                overlaps=overlaps.get(code, ()),
                declarations=declarations.get(code, ()),
            )
            for code, each in zip(codes, books, strict=True)
        ]

    async def unknown_employers(self, *, skip: int, most: int) -> Sequence[Facts]:
        """Of employers that no unit here has the tax code of, what the reconciliation found."""
        found = await SignQuestions(self.db).unknown_employers(skip=skip, most=most)
        return [Facts(books=_without_unit(one), now=self.now, findings=[one]) for one in found]


def _without_unit(finding: Finding) -> Books:
    unit = Unit(
        unit_code="",
        full_name="",
        tax_code=finding.employer_tax_code,
        province_code="",
        type=EmployerType.OTHER,
        payment_months=1,
    )
    return Books(unit=unit, engagements=())
