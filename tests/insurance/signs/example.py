"""An Phát, a unit in Hồ Chí Minh City in January 2022 of which nothing is wrong, and its staff."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lienthong_emulator.insurance.collection.domain import Account, Engagement, Unit
from lienthong_emulator.insurance.collection.ledger import Books
from lienthong_emulator.insurance.contributions.domain import GOES_ON, Fund, Month
from lienthong_emulator.insurance.employers.domain import EmployerType
from lienthong_emulator.insurance.signs.domain import Facts, Shown
from lienthong_emulator.insurance.signs.rules import rules, signs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

DECEMBER, JANUARY = Month(202112), Month(202201)
MINIMUM = 4_420_000
"""Region I, 2020 to June 2022."""
UNIT = Unit(
    unit_code="TA0001A",
    full_name="Công ty TNHH An Phát",
    tax_code="0309900172",
    province_code="79",
    type=EmployerType.LIMITED_LIABILITY,
    payment_months=1,
)
LAN = Engagement(
    unit_code="TA0001A",
    participant_key=1,
    first_month=Month(202001),
    last_month=GOES_ON,
    funds=Fund.SOCIAL | Fund.ACCIDENT | Fund.HEALTH | Fund.UNEMPLOYMENT,
    salary=10_000_000,
    full_name="Nguyễn Thị Lan",
    nationality="VN",
    unpaid=False,
)
"""3,050,000 đồng a month in December 2021: 20 and 10.5 %."""
AN_PHAT = Facts(books=Books(unit=UNIT, engagements=[LAN]), now=JANUARY)


def of(*engagements: Engagement, **facts: object) -> Facts:
    """An Phát with another staff."""
    return replace(AN_PHAT, books=Books(unit=UNIT, engagements=engagements), **facts)  # type: ignore[arg-type] # by name


def staff(count: int, **changes: object) -> Sequence[Engagement]:
    """So many like Lan, numbered from 1."""
    return [LAN._replace(participant_key=key, **changes) for key in range(1, count + 1)]  # type: ignore[arg-type] # by name


def in_debt_since(first: int, facts: Facts = AN_PHAT) -> Facts:
    """Nothing came in from a month on."""
    account = Account(unit_code="TA0001A", first_month=Month(first), paid_until=Month(first))
    return replace(facts, books=replace(facts.books, account=account))


def shown(facts: Facts) -> dict[str, Shown]:
    """Everything that is wrong, by the code of the rule."""
    return {sign.rule.code: sign.shown for sign in signs_of(facts, rules())}
