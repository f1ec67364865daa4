"""What an agency holds of people made by hand: the truth, with that agency's mistakes in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from lienthong_emulator.people.by_hand.person import Employer, HeldOtherwise, Person, Settlement, Work
from lienthong_emulator.reference.addresses import Address

POPULATION, INSURANCE, JUSTICE, TAX = AGENCIES = "population", "insurance", "justice", "tax"
HOME: Final = "VN"
FIELDS: Final = {
    "full_name": "full_name",
    "birth": "birth",
    "birth_defaulted": "birth_defaulted",
    "sex": "sex",
    "personal_number": "personal_number",
    "died": "died",
    "commune": "residence",
    "mother": "mother",
    "father": "father",
}
"""What a file may say is held otherwise, and the field of `Person` that it is."""


class PersonView:
    """People and employers as one agency holds them."""

    def __init__(self, settlement: Settlement, agency: str) -> None:
        self.agency = agency
        self.people: Sequence[Person] = [
            _mistaken(person, self.mistakes(person)) for person in settlement.people.values() if _holds(agency, person)
        ]
        self.employers: Sequence[Employer] = [
            employer for employer in settlement.employers.values() if employer.unit_code or agency == TAX
        ]
        self._numbers: Mapping[str, int] = {person.key: person.number for person in self.people}
        self.employer: Mapping[str, Employer] = settlement.employers
        self.truth: Mapping[str, Person] = settlement.people

    def mistakes(self, person: Person) -> Sequence[HeldOtherwise]:
        return [held for held in person.held_otherwise if held.agency == self.agency]

    def number_of(self, key: str) -> int:
        """0 for nobody, and for who is unknown here."""
        return self._numbers.get(key, 0)

    def staff_of(self, employer: Employer) -> Sequence[Person]:
        """Who is told to this agency to work there."""
        return [
            person
            for person in self.people
            if person.work and person.work.employer == employer.key and self._is_told(person.work)
        ]

    def _is_told(self, work: Work) -> bool:
        return work.declared > 0 if self.agency == TAX else work.insured


def _holds(agency: str, person: Person) -> bool:
    """Population and justice have citizens; insurance has who has its number, tax who has a tax code."""
    if agency in person.unknown_to:
        return False
    if agency == INSURANCE:
        return bool(person.social_insurance_number)
    if agency == TAX:
        return bool(person.tax_code)
    return person.nationality == HOME and not person.same_as


def _mistaken(person: Person, mistakes: Sequence[HeldOtherwise]) -> Person:
    changes: dict[str, Any] = {FIELDS[held.field]: held.value for held in mistakes}
    home = changes.get("residence")
    if isinstance(home, Address):
        changes["residence"] = replace(home, detail=person.residence.detail)
    return replace(person, **changes)
