"""What differs between tax and insurance in a month."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple

from lienthong_emulator.insurance.collection.domain import NOTHING_DUE, Charge, Due
from lienthong_emulator.insurance.collection.dues import contribution_of
from lienthong_emulator.insurance.collection.ledger import Books, by_person
from lienthong_emulator.insurance.contributions.domain import Fund, Month
from lienthong_emulator.insurance.months import months
from lienthong_emulator.matching import compare_names

CLOSED = ("01", "03", "05")
"""Status at the tax service of who has ended, is ending or is suspended."""
BANKRUPT_OR_CLOSED = ("01", "03", "07")
ALL_FUNDS = Fund.SOCIAL | Fund.ACCIDENT | Fund.HEALTH | Fund.UNEMPLOYMENT


Count = tuple[int, int, int]
"""A kind, how many, and what is at stake."""


class Kind(IntEnum):
    """Numbered and named as in the contract."""

    TAX_CODE_UNKNOWN = 1
    CLOSED_FOR_TAX = 2
    HEADCOUNT_HIGHER = 3
    INCOME_ABOVE_INSURED = 4
    NOT_INSURED = 5
    NOT_PAID_IN = 6
    NAME_DIFFERS = 7
    NUMBER_DIFFERS = 8


OF_IDENTITY = (Kind.NAME_DIFFERS, Kind.NUMBER_DIFFERS)


class Phase(StrEnum):
    """What a reconciliation looks at, in this order."""

    TAXPAYERS = "TAXPAYERS"
    DEDUCTIONS = "DEDUCTIONS"
    UNITS = "UNITS"
    DONE = "DONE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A reconciliation, and how far it has come: `place` is a part of an annex, or a unit code."""

    position: int
    run_id: str
    month: Month
    taxpayers_annex: str
    deductions_annex: str
    phase: Phase = Phase.TAXPAYERS
    place: str = "1"
    total_steps: int
    steps_done: int = 0
    findings: int = 0
    case_id: str
    create_time: datetime
    update_time: datetime

    @property
    def name(self) -> str:
        return f"taxReconciliations/{self.run_id}"

    def moved(self, place: str, now: datetime, found: int) -> "Run":
        """After one more step; an empty place ends the phase."""
        phases = [*Phase]
        phase = self.phase if place else phases[phases.index(self.phase) + 1]
        first = "" if phase is Phase.UNITS else "1"
        return replace(
            self,
            phase=phase,
            place=place or first,
            steps_done=self.steps_done + 1,
            findings=self.findings + found,
            update_time=now,
        )


class DifferenceState(IntEnum):
    """Where a difference of identity stands at the tax service; numbered as in the contract."""

    OPEN = 1
    CORRECTED = 2
    UPHELD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceAtTax:
    """A difference of identity that was sent to the tax service."""

    tax_code: str
    kind: Kind
    held_here: str
    held_there: str
    state: DifferenceState = DifferenceState.OPEN
    answer: str = ""
    send_time: datetime | None = None
    """None of one that is only compared with what was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference; keys and codes are 0 or empty where it concerns none."""

    position: int = 0
    number: int = 0
    kind: Kind
    employer_tax_code: str
    unit_code: str = ""
    person_tax_code: str = ""
    participant_key: int = 0
    first_month: Month
    last_month: Month
    held_here: str = ""
    held_there: str = ""
    amount: int = 0

    @property
    def of_identity(self) -> "DifferenceAtTax | None":
        """As the tax service is told of it; none where it is about money."""
        if self.kind not in OF_IDENTITY:
            return None
        code = self.person_tax_code or self.employer_tax_code
        return DifferenceAtTax(tax_code=code, kind=self.kind, held_here=self.held_here, held_there=self.held_there)


class Told(NamedTuple):
    """What the tax service was told of one person's month with an employer."""

    person_tax_code: str
    name: str
    number: str
    deducted: int
    income: int


class Insured(NamedTuple):
    """Whom insurance knows under a tax code, and their current number."""

    key: int
    name: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """All units of one tax code, with what the tax service was told of it."""

    tax_code: str
    month: Month
    now: Month
    books: Sequence[Books]
    told: Sequence[Told]
    known: Mapping[str, Insured]
    insured_elsewhere: frozenset[int] = frozenset()

    def findings(self) -> Iterator[Finding]:
        if not self.books:
            deducted = sum(one.deducted for one in self.told)
            found = self._finding(Kind.TAX_CODE_UNKNOWN)
            yield replace(found, held_there=str(len(self.told)), amount=deducted)
            return
        salaries = self._salaries()
        for one in self.told:
            yield from self._of_person(one, salaries)
        if any(one.deducted for one in self.told):
            yield from (found for books in self.books for found in self._owed(books))

    def _of_person(self, told: Told, salaries: Mapping[int, tuple[int, int]]) -> Iterator[Finding]:
        insured = self.known.get(told.person_tax_code)
        if insured is not None:
            yield from self._identity(told, insured)
        key = insured.key if insured else 0
        if key in salaries:
            yield from self._income(told, key, *salaries[key])
        elif key not in self.insured_elsewhere:
            found = self._finding(Kind.NOT_INSURED, told, key)
            yield replace(found, held_there=str(told.income), amount=self._due_of(told.income).total)

    def _identity(self, told: Told, insured: Insured) -> Iterator[Finding]:
        if not _is_same_name(insured.name, told.name):
            found = self._finding(Kind.NAME_DIFFERS, told, insured.key)
            yield replace(found, held_here=insured.name, held_there=told.name)
        if insured.number and told.number and insured.number != told.number:
            found = self._finding(Kind.NUMBER_DIFFERS, told, insured.key)
            yield replace(found, held_here=insured.number, held_there=told.number)

    def _income(self, told: Told, key: int, salary: int, due: int) -> Iterator[Finding]:
        at_stake = self._due_of(told.income).total - due if told.income > salary else 0
        if at_stake > 0:
            found = self._finding(Kind.INCOME_ABOVE_INSURED, told, key)
            yield replace(found, held_here=str(salary), held_there=str(told.income), amount=at_stake)

    def _owed(self, books: Books) -> Iterator[Finding]:
        owed = owed_months(books, self.month, self.now)
        if self.month in owed:
            found = replace(self._finding(Kind.NOT_PAID_IN), unit_code=books.unit.unit_code, first_month=min(owed))
            deducted = sum(one.deducted for one in self.told)
            yield replace(found, held_there=str(deducted), amount=sum(owed.values()))

    def _due_of(self, income: int) -> Due:
        """What would be due of an income, on the terms of the unit's people."""
        engagements = self.books[0].engagements
        if not (income and engagements):
            return NOTHING_DUE
        return contribution_of(income, self.month, ALL_FUNDS, self.books[0].unit.terms_of(engagements[0]))

    def _salaries(self) -> Mapping[int, tuple[int, int]]:
        """Of everybody whom the units declare, salary and dues."""
        charges = [charge for books in self.books for charge in declared(books, self.month)]
        return {
            key: (sum(one.engagement.salary for one in own), sum(one.due.total for one in own))
            for key, own in by_person(charges).items()
        }

    def _finding(self, kind: Kind, told: Told | None = None, key: int = 0) -> Finding:
        unit_code = self.books[0].unit.unit_code if self.books else ""
        found = _finding(kind, self.tax_code, unit_code, self.month)
        return replace(found, person_tax_code=told.person_tax_code, participant_key=key) if told else found


def _finding(kind: Kind, tax_code: str, unit_code: str, month: Month) -> Finding:
    return Finding(kind=kind, employer_tax_code=tax_code, unit_code=unit_code, first_month=month, last_month=month)


def owed_months(books: Books, last: Month, now: Month) -> Mapping[Month, int]:
    """What a unit still owes of each month up to one, where it owes anything."""
    first = books.account.first_month if books.account else last
    owed = {month: books.due_of(month) - books.paid_of(month, now) for month in months(min(first, last), last)}
    return {month: amount for month, amount in owed.items() if amount > 0}


def of_taxpayer(books: Books, status: str, name: str, month: Month) -> Iterator[Finding]:
    """What is wrong with a unit, from where its taxpayer stands and what it is called."""
    unit = books.unit
    if status in CLOSED and declared(books, month):
        found = _finding(Kind.CLOSED_FOR_TAX, unit.tax_code, unit.unit_code, month)
        yield replace(found, held_there=status, amount=books.due_of(month))
    if not _is_same_name(unit.full_name, name):
        found = _finding(Kind.NAME_DIFFERS, unit.tax_code, unit.unit_code, month)
        yield replace(found, held_here=unit.full_name, held_there=name)


def of_headcount(units: Sequence[Books], told: int, month: Month) -> Iterator[Finding]:
    """More staff for tax than for insurance: at stake is what is due for so many on the average."""
    insured, unit = headcount(units, month), units[0].unit
    if told > insured:
        due = sum(books.due_of(month) for books in units)
        found = _finding(Kind.HEADCOUNT_HIGHER, unit.tax_code, unit.unit_code, month)
        amount = due * (told - insured) // insured if insured else 0
        yield replace(found, held_here=str(insured), held_there=str(told), amount=amount)


def declared(books: Books, month: Month) -> Sequence[Charge]:
    """Who is declared for a month; what fell due in it for months before is left aside."""
    return [charge for charge in books.charges(month) if charge.month == month]


def headcount(units: Sequence[Books], month: Month) -> int:
    return len({charge.engagement.participant_key for books in units for charge in declared(books, month)})


def _is_same_name(here: str, there: str) -> bool:
    """Also where one of them is not held: that is no difference."""
    return here == there or not there or not here or compare_names(here, there).outcome.is_positive
