"""What a rule looks at, and what it finds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

from lienthong_emulator.insurance.collection.domain import Engagement
from lienthong_emulator.insurance.collection.ledger import Books
from lienthong_emulator.insurance.contributions.domain import GOES_ON, Month
from lienthong_emulator.insurance.months import after, months
from lienthong_emulator.insurance.tax_reconciliation.domain import Finding


class Severity(IntEnum):
    """Numbered and named as in the contract."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Period(NamedTuple):
    """Months that some unit declares somebody for; a last month of 0 where it goes on."""

    unit_code: str
    first_month: Month
    last_month: Month

    def between(self, first: Month, last: Month) -> Iterator[Month]:
        end = last if self.last_month == GOES_ON else min(last, self.last_month)
        return months(max(first, self.first_month), end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Maternity:
    """A maternity benefit of somebody whom the unit declared, with all months that any unit declared them for."""

    participant_key: int
    first_month: Month
    last_month: Month
    amount: int
    """Đồng a month."""
    periods: Sequence[Period]

    @property
    def length(self) -> int:
        return len([*months(self.first_month, self.last_month)])


class Overlap(NamedTuple):
    """That another unit declares somebody too, from one month to another."""

    participant_key: int
    first_month: Month
    last_month: Month


class DeclaredIn(NamedTuple):
    """That something of a person's month was declared in another month."""

    participant_key: int
    month: Month
    receive_month: Month


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that rules may look at of one unit. An employer without a unit has a unit without a code and staff."""

    books: Books
    now: Month
    status: str = ""
    """Where the tax service told it stands, if it told of a change."""
    findings: Sequence[Finding] = ()
    """Of the last reconciliation with the tax service."""
    maternities: Sequence[Maternity] = ()
    overlaps: Sequence[Overlap] = ()
    declarations: Sequence[DeclaredIn] = ()

    @property
    def last(self) -> Month:
        """The last month that has ended."""
        return after(self.now, -1)

    @cached_property
    def staff(self) -> Sequence[Engagement]:
        """Whom the unit declares for the last month that has ended."""
        return [one for one in self.books.engagements if one.covers(self.last)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as its table has it; `least`, `below`, `months` and `staff` are 0 where it asks for none."""

    code: str
    severity: Severity
    least: int = 0
    below: int = 0
    months: int = 0
    staff: int = 0
    english: str = ""
    vietnamese: str = ""
    source: str = ""

    def fits(self, count: int) -> bool:
        """Whether a count is as high as is asked for, and not too high."""
        return count >= self.least and (not self.below or count < self.below)


class Shown(NamedTuple):
    """What a rule found in a unit's facts: the months, what is at stake, and whom it concerns."""

    first_month: Month
    last_month: Month
    amount: int = 0
    participant_keys: Sequence[int] = ()


class Sign(NamedTuple):
    """That a unit shows what a rule looks for."""

    rule: Rule
    facts: Facts
    shown: Shown


def count_between(first: Month, last: Month) -> int:
    """How many months one is after another."""
    return (last // 100 - first // 100) * 12 + last % 100 - first % 100
