"""What was planted on people made by hand, as entries of the answer key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.people.by_hand.judged_mistakes import judged
from lienthong_emulator.people.by_hand.person import HeldOtherwise, Person, Settlement
from lienthong_emulator.people.by_hand.person_views import FIELDS, INSURANCE, POPULATION, TAX, PersonView
from lienthong_emulator.people.by_hand.years import written_date
from lienthong_emulator.people.mistakes.difference import Difference
from lienthong_emulator.reference.addresses import Address

ENDED: Final = "01"
"""Taxpayer status: closed."""
_NAMES: Final = {
    "birth": "birth_date",
    "birth_defaulted": "birth_date",
    "personal_number": "identity_number",
    "died": "death_date",
    "commune": "residence",
}
"""Fields of the file as the answer key calls them, where it has another word."""


def differences_in(settlement: Settlement) -> Iterator[Difference]:
    """People in the order of their file, then employers."""
    people = settlement.people
    yield from _shared_cmnds(people.values())
    for person in people.values():
        yield from (_held_otherwise(settlement, person, held) for held in person.held_otherwise)
        if person.birth_defaulted and POPULATION not in person.unknown_to:
            yield _defaulted(person)
        if person.same_as:
            yield _held_twice(people[person.same_as], person)
        yield from _declared_otherwise(person)
    yield from _of_employers(settlement)


def _subject(person: Person) -> str:
    return person.personal_number or person.cmnd or person.social_insurance_number


def _held_otherwise(settlement: Settlement, person: Person, held: HeldOtherwise) -> Difference:
    truth, wrong = _text(getattr(person, FIELDS[held.field])), _text(held.value)
    if held.field in ("mother", "father"):
        truth, wrong = (_subject(settlement.people[key]) if key else "" for key in (truth, wrong))
    elif held.field == "personal_number":
        wrong = wrong or person.old_cmnd
    kind, outcome = held.kind, held.outcome
    if not (kind and outcome):
        numbers = {each.personal_number for each in settlement.people.values()}
        found_kind, found_outcome = judged(person, held, numbers)
        kind, outcome = kind or found_kind, outcome or found_outcome
    return Difference(
        subject=_subject(person),
        agency=held.agency,
        kind=kind,
        field=_NAMES.get(held.field, held.field),
        truth=truth,
        held=wrong,
        outcome=outcome,
    )


def _defaulted(person: Person) -> Difference:
    """1 January stands for a year of which no day is known, and so settles none."""
    return Difference(
        subject=_subject(person),
        agency=POPULATION,
        kind="BIRTH_DEFAULTED",
        field="birth_date",
        truth=f"{person.birth.year:04}",
        held=_text(person.birth),
        outcome="PARTIAL",
    )


def _shared_cmnds(people: Iterable[Person]) -> Iterator[Difference]:
    """Of two with one old number the second has that of the first; what should be theirs nobody knows."""
    seen: set[str] = set()
    for person in people:
        number = person.cmnd or person.old_cmnd
        if number in seen and not person.same_as:
            yield Difference(
                subject=_subject(person),
                agency=POPULATION,
                kind="CMND_OF_ANOTHER",
                field="identity_number",
                truth="",
                held=number,
                outcome="AMBIGUOUS",
            )
        seen.update([number] if number else [])


def _held_twice(person: Person, again: Person) -> Difference:
    """Two social-insurance numbers, and two cards where both have a current one."""
    two_cards = bool(person.card and again.card)
    numbers = sorted([person.social_insurance_number, again.social_insurance_number])
    return Difference(
        subject=_subject(person),
        agency=INSURANCE,
        kind="TWO_CARDS" if two_cards else "TWO_SI_NUMBERS",
        field="card_number" if two_cards else "social_insurance_number",
        truth=person.social_insurance_number,
        held=" ".join(numbers),
        outcome="AMBIGUOUS",
    )


def _declared_otherwise(person: Person) -> Iterator[Difference]:
    """Tax is told of a salary that insurance is not told of."""
    work = person.work
    if work is None or (work.insured and work.declared <= work.salary):
        return
    yield Difference(
        subject=_subject(person),
        agency=TAX,
        kind="SALARY_ABOVE_INSURED" if work.insured else "ABSENT_FROM_INSURANCE",
        field="income",
        truth=str(work.salary) if work.insured else "",
        held=str(work.declared),
        outcome="MISMATCH" if work.insured else "NOT_HELD",
    )


def _of_employers(settlement: Settlement) -> Iterator[Difference]:
    insurance, tax = PersonView(settlement, INSURANCE), PersonView(settlement, TAX)
    for employer in insurance.employers:
        insured, taxed = len(insurance.staff_of(employer)), len(tax.staff_of(employer))
        if employer.status == ENDED and insured:
            yield _of_employer(employer.tax_code, "CLOSED_FOR_TAX", "status", "00", employer.status)
        if taxed > insured:
            yield _of_employer(employer.tax_code, "HEADCOUNT_ABOVE_INSURED", "headcount", str(insured), str(taxed))


def _of_employer(tax_code: str, kind: str, field: str, truth: str, held: str) -> Difference:
    return Difference(subject=tax_code, agency=TAX, kind=kind, field=field, truth=truth, held=held, outcome="MISMATCH")


def _text(value: object) -> str:
    """As the columns of a version have it; empty for nothing."""
    match value:
        case None:
            return ""
        case PartialDate(year, month, day):
            return written_date(year, month, day)
        case Address():
            return value.commune_code
        case date():
            return value.isoformat()
        case int():
            return str(int(value))
        case _:
            return str(value)
