"""What units in debt owe when a world begins, told by its people's periods."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

from lienthong_emulator.insurance.collection.domain import UnpaidPeriod
from lienthong_emulator.insurance.contributions.domain import GOES_ON, Month
from lienthong_emulator.insurance.months import after
from lienthong_emulator.runtime.database import column_names
from lienthong_emulator.runtime.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lienthong_emulator.people.registers.versions import Contributions, Participations


def arrears(now: Participations, paid: Contributions) -> Rows:
    """A unit that goes on declaring somebody whose contributions have ended owes what came after."""
    last_paid = _last_paid(paid)
    last = (last_paid.get(key) for key in zip(now.si_number, now.unit_code, strict=True))
    owed = (period for period in last if period and period.first_month)
    return Rows("unpaid_period", column_names(UnpaidPeriod), map(astuple, owed))


def _last_paid(paid: Contributions) -> Mapping[tuple[str, str], UnpaidPeriod]:
    """What would be owed after the last period of each person with each unit; a first month of 0 where it goes on."""
    columns = (paid.si_number, paid.unit_code, paid.last_month, paid.funds, paid.salary)
    return {
        (si_number, unit): UnpaidPeriod(
            unit_code=unit,
            participant_key=int(si_number),
            first_month=after(Month(last)) if last else GOES_ON,
            last_month=GOES_ON,
            funds=funds,
            salary=salary,
        )
        for si_number, unit, last, funds, salary in zip(*columns, strict=True)
        if unit
    }
