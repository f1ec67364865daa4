"""What is due for a month's salary: exact to the đồng, line by line, each with the law that says so.

Each line (a fund, a payer) is rounded by itself to the nearest đồng, a half up: our choice, no source tells.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from lienthong_emulator.insurance.collection.domain import Due, Payer, Share, Terms
from lienthong_emulator.insurance.contributions.domain import Fund, Month
from lienthong_emulator.insurance.months import first_day_of
from lienthong_emulator.reference import contribution_rates as rates
from lienthong_emulator.reference.base_salaries import base_salary_on
from lienthong_emulator.reference.minimum_wages import minimum_wage_on

THOUSAND: Final = 1_000
ONE_ROOF: Final = {
    Fund.SOCIAL: (rates.SICKNESS, rates.PENSION),
    Fund.HEALTH: (rates.HEALTH,),
    Fund.UNEMPLOYMENT: (rates.UNEMPLOYMENT,),
    Fund.ACCIDENT: (rates.ACCIDENT,),
}
"""The funds of the rates behind what a period pays into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One fund of one payer: `rate` is of 1,000 đồng of the base, `cap` the most that the base may be.

    `percent`, `months` and `member` tell of what is paid beside work: see `quotes.py`.
    """

    fund: str
    payer: Payer
    base: int
    cap: int = 0
    rate: int
    percent: int = 100
    months: int = 1
    member: int = 0
    amount: int
    source: str
    cap_source: str = ""


class Part(NamedTuple):
    """What goes into a fund in a month: `rate` of 1,000 đồng of a salary, up to `cap` of it."""

    fund: str
    rate: rates.Rate
    cap: int
    cap_source: str

    def of(self, salary: int, share: int) -> int:
        return part_of(min(salary, self.cap), share, THOUSAND)


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """What is paid of 1,000 đồng, and of how many at most, by all on the same terms: fund by fund, as in a `Share`."""

    caps: Sequence[int]
    employer: Sequence[int]
    employee: Sequence[int]


def contribution_of(salary: int, month: Month, funds: Fund, terms: Terms) -> Due:
    """What is due for a month's salary from both sides."""
    return due_on(scale_of(month, funds, terms), salary)


def scale_of(month: Month, funds: Fund, terms: Terms) -> Scale:
    return _scale(month, int(funds), *terms)


@lru_cache(maxsize=65_536)
def due_on(scale: Scale, salary: int) -> Due:
    """What is due for a month's salary; who has many salaries on one scale asks for it once."""
    bases = [min(salary, cap) for cap in scale.caps]
    return Due(_share_of(bases, scale.employer), _share_of(bases, scale.employee))


def _share_of(bases: Iterable[int], rates: Iterable[int]) -> Share:
    both = zip(bases, rates, strict=True)
    return Share(*[part_of(base, rate, THOUSAND) if rate else 0 for base, rate in both])


def due_of(lines: Sequence[Line]) -> Due:
    """What the lines of one month at work come to."""
    return Due(_share(lines, Payer.EMPLOYER), _share(lines, Payer.EMPLOYEE))


def _share(lines: Sequence[Line], payer: Payer) -> Share:
    return Share(**{line.fund.lower(): line.amount for line in lines if line.payer is payer})


def lines_of(salary: int, month: Month, funds: Fund, terms: Terms) -> Sequence[Line]:
    """Every fund and payer with a rate in the month; one of 0 too, for it says that the law took it away for a time."""
    return [line for part in _parts(month, int(funds), *terms) for line in _lines(part, salary)]


def _lines(part: Part, salary: int) -> Sequence[Line]:
    both = ((Payer.EMPLOYER, part.rate.employer), (Payer.EMPLOYEE, part.rate.employee))
    return [
        Line(
            fund=part.fund,
            payer=payer,
            base=min(salary, part.cap),
            cap=part.cap,
            rate=share,
            amount=part.of(salary, share),
            source=part.rate.source,
            cap_source=part.cap_source,
        )
        for payer, share in both
        if share or payer is Payer.EMPLOYER
    ]


@lru_cache(maxsize=4_096)
def _scale(month: Month, funds: int, people: str, region: int, safe: bool) -> Scale:
    held = {part.fund.lower(): part for part in _parts(month, funds, people, region, safe)}
    parts = [held.get(fund) for fund in Share._fields]
    return Scale(
        caps=[part.cap if part else 0 for part in parts],
        employer=[part.rate.employer if part else 0 for part in parts],
        employee=[part.rate.employee if part else 0 for part in parts],
    )


@lru_cache(maxsize=4_096)
def _parts(month: Month, funds: int, people: str, region: int, safe: bool) -> Sequence[Part]:
    """The same for everybody who is insured on the same terms, and so found once for many salaries."""
    terms = Terms(people, region, safe)
    insured = [fund for roof, each in ONE_ROOF.items() if roof in Fund(funds) for fund in each]
    return [part for fund in insured for part in _part(fund, month, terms)]


def _part(fund: str, month: Month, terms: Terms) -> Sequence[Part]:
    """None where nobody is insured in the fund in that month."""
    rate = _rate(fund, month, terms)
    if rate is None:
        return ()
    limit = rates.cap_of(fund, terms.people)
    return (Part(fund, rate, limit.times * _measure(limit, month, terms), limit.source),)


def _measure(limit: rates.Cap, month: Month, terms: Terms) -> int:
    day = first_day_of(month)
    return base_salary_on(day) if limit.measure == "base_salary" else minimum_wage_on(day, terms.region)


def _rate(fund: str, month: Month, terms: Terms) -> rates.Rate | None:
    """That of the first day of the month, which counts for all of it."""
    day = first_day_of(month)
    safe = rates.rate_on(rates.SAFE_ACCIDENT, terms.people, day) if terms.safe and fund == rates.ACCIDENT else None
    return safe or rates.rate_on(fund, terms.people, day)


def part_of(amount: int, part: int, whole: int) -> int:
    """So many parts of a whole of an amount, to the nearest đồng, a half up."""
    return (amount * part * 2 + whole) // (whole * 2)
