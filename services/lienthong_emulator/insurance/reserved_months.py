"""Months of unemployment insurance that no benefit has used (bảo lưu): they grow as months are paid.

Law on employment 38/2013, article 45. The register's figure counts up to the anchor of the world's nation.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, Protocol

from lienthong_emulator.insurance.contributions.domain import Fund, History, Month, UnemploymentInsurance
from lienthong_emulator.insurance.months import after, month_of, months

FUND_BEGAN: Final = Month(200901)


class Period(Protocol):
    """Months that pay into funds; the last is 0 where they go on."""

    @property
    def first_month(self) -> Month: ...
    @property
    def last_month(self) -> Month: ...
    @property
    def funds(self) -> Fund: ...


def reserved_on(held: UnemploymentInsurance, history: History, anchor: date, today: date) -> int:
    """The figure on a day: with every month since the anchor that has ended."""
    since = _months_in_fund(history.contributions, after(month_of(anchor)), after(month_of(today), -1))
    return held.reserved_months + since


def corrected(held: int, before: Iterable[Period], now: Iterable[Period], anchor: date) -> int:
    """The register's figure once months up to the anchor were declared late, or taken back."""
    last = month_of(anchor)
    return max(held + _months_in_fund(now, FUND_BEGAN, last) - _months_in_fund(before, FUND_BEGAN, last), 0)


def _months_in_fund(periods: Iterable[Period], first: Month, last: Month) -> int:
    spans = [(one.first_month, one.last_month or last) for one in periods if Fund.UNEMPLOYMENT in one.funds]
    return sum(1 for begins, ends in spans for _ in months(max(begins, first), min(ends, last)))
