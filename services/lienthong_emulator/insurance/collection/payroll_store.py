"""Whom units declare for a month, read for annexes: of all units, and no more than is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.insurance.collection.payrolls import Payroll

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lienthong_emulator.insurance.collection.domain import Unit
    from lienthong_emulator.insurance.contributions.domain import Month
    from lienthong_emulator.runtime.database import Reader

WITH_BOOKS: Final = """
    SELECT unit_code FROM contribution_account WHERE unit_code IN (:codes*)
    UNION SELECT unit_code FROM unpaid_period WHERE unit_code IN (:codes*)
    UNION SELECT unit_code FROM contribution_relief WHERE unit_code IN (:codes*)
"""
DECLARED: Final = """
    FROM contribution AS declared JOIN participant ON participant.participant_key = declared.participant_key
"""
OF_MONTH: Final = """
    declared.unit_code IN (:codes*) AND declared.unit_code <> ''
    AND (last_month = 0 OR last_month >= :month) AND first_month <= :month
"""
NUMBER: Final = """
    coalesce((
        SELECT max(value) FROM participant_number AS number
        WHERE number.participant_key = declared.participant_key AND superseded = 0 AND kind = {kind}
    ), '')
"""
SALARIES: Final = f"""
    SELECT declared.unit_code, declared.participant_key, funds, nationality, salary {DECLARED} WHERE {OF_MONTH}
"""
PEOPLE: Final = f"""
    SELECT declared.unit_code, declared.participant_key, funds, nationality, salary, full_name,
        coalesce(tax_code, ''), {NUMBER.format(kind=PERSONAL_NUMBER)}, {NUMBER.format(kind=CMND)}
    {DECLARED}
    LEFT JOIN social_insurance ON social_insurance.participant_key = declared.participant_key
    WHERE {OF_MONTH}
"""


class PayrollQuestions:
    """Reads. Units are left out of which more counts than their payroll, or who declare somebody twice: see `Books`."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def salaries(self, units: Sequence[Unit], month: Month) -> Mapping[str, Payroll]:
        """Payrolls by unit code, without names and numbers."""
        return await self._payrolls(SALARIES, units, month)

    async def people(self, units: Sequence[Unit], month: Month) -> Mapping[str, Payroll]:
        """Payrolls by unit code."""
        return await self._payrolls(PEOPLE, units, month)

    async def _payrolls(self, statement: str, units: Sequence[Unit], month: Month) -> Mapping[str, Payroll]:
        with_books = await self._with_books([unit.unit_code for unit in units])
        rows = {unit.unit_code: list[tuple[Any, ...]]() for unit in units if unit.unit_code not in with_books}
        for row in await self._db.fetch_tuples(statement, codes=[*rows], month=month):
            rows[row[0]].append(row)
        found = [_payroll(unit, rows[unit.unit_code]) for unit in units if unit.unit_code in rows]
        return {one.unit.unit_code: one for one in found if len({*one.participant_keys}) == len(one.participant_keys)}

    async def _with_books(self, codes: Sequence[str]) -> frozenset[str]:
        return frozenset(code for (code,) in await self._db.fetch_tuples(WITH_BOOKS, codes=codes))


def _payroll(unit: Unit, rows: list[tuple[Any, ...]]) -> Payroll:
    """From rows of one unit; after its code, which is the same in all, they begin with the number."""
    rows.sort()
    _, *columns = zip(*rows, strict=True) if rows else ((),)
    return Payroll(unit, *columns)
