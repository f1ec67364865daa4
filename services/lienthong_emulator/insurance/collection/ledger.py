"""What units owe month by month, and what their money covers.

Nothing of it is kept: dues follow from the periods that are declared, and what is covered from the money that came.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import accumulate

from lienthong_emulator.insurance.collection.domain import (
    NOTHING_DUE,
    Account,
    Charge,
    Covered,
    Due,
    Engagement,
    Payment,
    Relief,
    ReliefKind,
    Share,
    Unit,
)
from lienthong_emulator.insurance.collection.dues import Scale, due_on, part_of, scale_of
from lienthong_emulator.insurance.contributions.domain import Fund, Month
from lienthong_emulator.insurance.months import after, last_day_of, month_of, months
from lienthong_emulator.reference.tables import records

HUNDRED_THOUSAND = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """A unit with what was declared and paid for it."""

    unit: Unit
    engagements: Sequence[Engagement]
    account: Account | None = None
    in_debt_since: Month | None = None
    """The first month owed when the world began, of a unit that nobody plays."""
    payments: Sequence[Payment] = ()
    reliefs: Sequence[Relief] = ()
    known: dict[Month, Sequence[Charge]] = field(default_factory=dict[Month, "Sequence[Charge]"], init=False)
    """Charges of months that were asked for before."""

    def counted(self, now: Month) -> "Books":
        """With an account where something was owed when the world began, as it would be opened now."""
        if self.in_debt_since is None:
            return self
        paid = self.paid_by_itself(self.in_debt_since, after(now, -1))
        account = Account(
            unit_code=self.unit.unit_code, first_month=self.in_debt_since, paid_until=after(self.in_debt_since, -1)
        )
        return replace(self, account=account, in_debt_since=None, payments=paid)

    def charges(self, month: Month) -> Sequence[Charge]:
        """What is due in a month and for whom, by number; what waited until then as well."""
        if month not in self.known:
            self.known[month] = self._charges(month)
        return self.known[month]

    def _charges(self, month: Month) -> Sequence[Charge]:
        due_for, suspended = self._dues(month), self.is_suspended(month)
        found = [
            Charge(one, month, due_for(one).without_pension if suspended else due_for(one))
            for one in self.engagements
            if one.covers(month)
        ]
        return sorted([*found, *self._deferred(month)], key=lambda charge: charge.engagement.participant_key)

    def _deferred(self, month: Month) -> Sequence[Charge]:
        """The pension part of the months whose suspension ended with the month before."""
        return [
            Charge(one, waited, self._dues(waited)(one).pension_alone)
            for relief in self.reliefs
            if relief.kind is ReliefKind.PENSION_SUSPENSION and after(relief.last_month) == month
            for one in self.engagements
            for waited in one.months_between(relief.first_month, relief.last_month)
        ]

    def _dues(self, month: Month) -> Callable[[Engagement], Due]:
        """What is due for an engagement's month. The scale of those who are insured alike is looked up once."""
        safe = self._has(ReliefKind.SAFE_ENTERPRISE, month)
        known: dict[tuple[Fund, str], Scale] = {}

        def due_for(one: Engagement) -> Due:
            scale = known.get((one.funds, one.nationality))
            if scale is None:
                scale = scale_of(month, one.funds, self.unit.terms_of(one, safe=safe))
                known[one.funds, one.nationality] = scale
            return due_on(scale, one.salary)

        return due_for

    def _has(self, kind: ReliefKind, month: Month) -> bool:
        return any(relief.kind is kind and relief.covers(month) for relief in self.reliefs)

    def is_suspended(self, month: Month) -> bool:
        return self._has(ReliefKind.PENSION_SUSPENSION, month)

    def due_of(self, month: Month) -> int:
        return sum(charge.due.total for charge in self.charges(month))

    def paid_of(self, month: Month, now: Month) -> int:
        """What is paid of a month's dues: of who keeps no account, all of a month that has ended."""
        if self.account is None:
            return self.due_of(month) if month < now else 0
        if month < self.account.first_month:
            return self.due_of(month)
        return min(max(self.money - self._due_before(month), 0), self.due_of(month))

    def arrears_before(self, month: Month) -> int:
        """What is still owed of the months before a month."""
        return max(self._due_before(month) - self.money, 0)

    def credit_after(self, month: Month) -> int:
        """What was paid beyond a month and all before it."""
        return max(self.money - self._due_before(after(month)), 0)

    def _due_before(self, month: Month) -> int:
        if self.account is None:
            return 0
        return sum(self.due_of(each) for each in months(self.account.first_month, after(month, -1)))

    @property
    def money(self) -> int:
        """All that came into the account."""
        return sum(payment.amount for payment in self.payments)

    def paid_until(self, now: Month) -> Month:
        """The last month that has ended of which, and before which, nothing is owed."""
        first = self.account.first_month if self.account else now
        ended = months(first, after(now, -1))
        return max((month for month in ended if not self.arrears_before(after(month))), default=after(first, -1))

    def paid_by_itself(self, first: Month, last: Month) -> Sequence[Payment]:
        """What a unit pays that nobody plays, at the end of each month: all but what it owes since before the world."""
        paid = [(month, self._ruled_due_of(month)) for month in months(first, last)]
        return [
            Payment(
                payment_number=0,
                payment_id="",
                unit_code=self.unit.unit_code,
                amount=amount,
                receive_date=last_day_of(month),
                reference="",
                by_itself=True,
            )
            for month, amount in paid
            if amount
        ]

    def _ruled_due_of(self, month: Month) -> int:
        return sum(charge.due.total for charge in self.charges(month) if not charge.engagement.unpaid)

    def interest(self, last: Month) -> int:
        """Late-payment interest of every month up to one: not on interest, and not in the month in which dues fall due.

        Decision 595/QĐ-BHXH, article 37: of what is overdue at the end of a month, without what fell due in it.
        """
        if self.account is None:
            return 0
        interest = overdue = 0
        falling: dict[Month, int] = {}
        for month in months(self.account.first_month, last):
            came = sum(payment.amount for payment in self.payments if month_of(payment.receive_date) <= month)
            interest += part_of(max(overdue - came, 0), late_rate_in(month), HUNDRED_THOUSAND)
            due_month = self.unit.due_month(month)
            falling[due_month] = falling.get(due_month, 0) + self.due_of(month)
            overdue += falling.pop(month, 0)
        return interest


@cache
def late_rate_in(month: Month) -> int:
    """Of 100,000 đồng that are overdue, so many for the month; before 2018 that of 2018."""
    rates = [(int(row["first_month"]), int(row["per_100000"])) for row in records("late_interest_rates")]
    return max((first, rate) for first, rate in rates if first <= month or first == rates[0][0])[1]


def total_of(dues: Sequence[Due]) -> Due:
    """The sum of dues, part by part."""
    if len(dues) < 2:
        return dues[0] if dues else NOTHING_DUE
    return Due(_sum_of([due.employer for due in dues]), _sum_of([due.employee for due in dues]))


def _sum_of(shares: Sequence[Share]) -> Share:
    return Share(*map(sum, zip(*shares, strict=True)))


def by_person(charges: Sequence[Charge]) -> Mapping[int, Sequence[Charge]]:
    """Charges of a month by whose they are."""
    found: dict[int, list[Charge]] = {}
    for charge in charges:
        found.setdefault(charge.engagement.participant_key, []).append(charge)
    return found


def shared_out(paid: int, dues: Sequence[int]) -> Sequence[Covered]:
    """A sum that was paid, in proportion to dues and to the đồng: the parts add up to it."""
    whole = sum(dues)
    if not whole:
        return [Covered(due, 0) for due in dues]
    if paid == whole:
        return [Covered(due, due) for due in dues]
    reached = [paid * so_far // whole for so_far in accumulate(dues)]
    return [Covered(due, upto - before) for due, upto, before in zip(dues, reached, [0, *reached], strict=False)]
