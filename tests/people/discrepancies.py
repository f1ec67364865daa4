"""What a perfect verification would find between the registers of a nation: by the rules, and two against one."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.people.open_registers import Citizen, Date, Everybody, Held, Participant, Registered, Taxpayer, everybody

from lienthong_emulator.matching import (
    Comparison,
    PartialDate,
    Provenance,
    compare_dates,
    compare_exact,
    compare_names,
)
from lienthong_emulator.people.mistakes.difference import Difference
from lienthong_emulator.runtime.recipe import Nation

Kinds = Mapping[tuple[str, tuple[str, ...]], str]
"""By outcome and reasons."""
NAME_KINDS: Kinds = {
    ("PARTIAL", ("DIACRITICS_DROPPED",)): "NAME_WITHOUT_DIACRITICS",
    ("PARTIAL", ("WORD_ORDER",)): "NAME_WORD_ORDER",
    ("PARTIAL", ("I_Y_VARIANT",)): "NAME_WORD_ORDER",  # Vy Quỳnh Vi for Vi Quỳnh Vy
    ("MATCH_NORMALIZED", ("TONE_PLACEMENT",)): "NAME_TONE_PLACEMENT",
    ("MISMATCH", ()): "NAME_OTHER_MIDDLE",
}
BIRTH_KINDS: Kinds = {
    ("MISMATCH", ("DAY_MONTH_SWAPPED",)): "BIRTH_DAY_MONTH_SWAPPED",
    ("MISMATCH", ()): "BIRTH_OTHER_YEAR",
    ("PARTIAL", ("CLAIM_YEAR_ONLY",)): "BIRTH_YEAR_ONLY",
}
SEX_KINDS: Kinds = {("MISMATCH", ()): "SEX_OTHER"}
NUMBER_OF_ANOTHER = ("NUMBER_OF_ANOTHER", "MISMATCH")
OLD_NUMBER_ONLY = ("OLD_NUMBER_ONLY", "SUPERSEDED_IDENTIFIER")
TWO_CARDS = ("TWO_CARDS", "card_number")
TWO_SI_NUMBERS = ("TWO_SI_NUMBERS", "social_insurance_number")
ACTIVE, HOUSEHOLD_ACTIVE, ENDED = "00", "04", "01"
HOUSEHOLD_BUSINESS = 4
COMPULSORY = 1 | 4
"""Social and health insurance at once: only employers pay for both."""

WITH_MOTHER = "SELECT participant_key FROM insurance.relative WHERE kind = 1"
STAFF = f"""
    SELECT participant_key, employer.tax_code, salary
    FROM insurance.contribution JOIN insurance.employer USING (unit_code)
    WHERE last_month = 0 AND funds & {COMPULSORY} = {COMPULSORY}
      AND participant_key NOT IN (SELECT participant_key FROM insurance_personas.participant)
"""
PAYMENTS = """
    SELECT printf('%010d', person_key / 1000), printf('%010d', employer_key / 1000), income
    FROM tax.income_payment
    WHERE month = ? AND person_key NOT IN (SELECT taxpayer_key FROM tax_personas.person)
"""
ORGANISATIONS = """
    SELECT printf('%010d', taxpayer_key / 1000), status, economic_type, headcount
    FROM tax.organisation WHERE taxpayer_key NOT IN (SELECT taxpayer_key FROM tax_personas.organisation)
"""


def audit(db: sqlite3.Connection, nation: Nation) -> Auditor:
    """Somebody who knows who is who, and what most registers agree on."""
    people = everybody(db, nation)
    return Auditor(db, nation, people, _agreed(people))


def _records_of(people: Everybody, key: int) -> Mapping[str, Citizen | Participant | Registered | Taxpayer]:
    """By agency."""
    found: dict[str, Citizen | Participant | Registered | Taxpayer] = {
        "population": people.citizens[key],
        "insurance": participant_of(people, key),
    }
    if registered := people.registered.get(key):
        found["justice"] = registered
    if taxpayer := people.taxpayers.get(key):
        found["tax"] = taxpayer
    return found


def participant_of(people: Everybody, key: int) -> Participant:
    return people.strays[key] if key in people.strays else people.participants[key][0]


def _agreed(people: Everybody) -> Mapping[int, Held]:
    """What most registers hold of each: there are three or four, and at most one is wrong."""
    found: dict[int, Held] = {}
    for key in people.citizens:
        held = [person.held for person in _records_of(people, key).values()]
        assert len(held) >= 3, f"too few registers know {key}"
        found[key] = held[0] if held.count(held[0]) == len(held) else _majority(held)
    return found


def _majority(held: list[Held]) -> Held:
    name, birth, sex = (Counter(column).most_common(1)[0] for column in zip(*held, strict=True))
    assert min(name[1], birth[1], sex[1]) == len(held) - 1 or max(name[1], birth[1], sex[1]) == len(held)
    return Held(name[0], birth[0], sex[0])


@dataclass(frozen=True)
class Auditor:
    db: sqlite3.Connection
    nation: Nation
    people: Everybody
    agreed: Mapping[int, Held]

    def discrepancies(self) -> Iterator[Difference]:
        """Every one, with the kind that the reasons of the rules point to."""
        yield from self.names_births_and_sexes()
        yield from self.numbers()
        yield from self.defaulted()
        yield from self.held_twice()
        yield from self.residences()
        yield from self.mothers()
        yield from self.deaths()
        yield from self.incomes(self.nation.year * 100 + 12)
        yield from self.employers()

    def _subject(self, key: int) -> str:
        """The number by which the others know a person."""
        return self.people.citizens[key].numbers.current or f"{participant_of(self.people, key).si_number:010}"

    def _found(
        self, key: int, agency: str, kind: str, field: str, truth: object, held: object, outcome: str
    ) -> Difference:
        return Difference(
            subject=self._subject(key),
            agency=agency,
            kind=kind,
            field=field,
            truth=str(truth),
            held=str(held),
            outcome=outcome,
        )

    def names_births_and_sexes(self) -> Iterator[Difference]:
        for key, true in self.agreed.items():
            for agency, person in _records_of(self.people, key).items():
                if person.held != true:
                    yield from self._of_held(key, agency, true, person.held)

    def _of_held(self, key: int, agency: str, true: Held, held: Held) -> Iterator[Difference]:
        defaulted = self.people.citizens[key].defaulted
        if held.name != true.name:
            found = compare_names(held.name, true.name)
            kind = NAME_KINDS[_told(found)]
            yield self._found(key, agency, kind, "full_name", true.name, held.name, found.outcome)
        if held.birth != true.birth:
            found = compared_births(held.birth, true.birth, defaulted=defaulted)
            kind = BIRTH_KINDS[_told(found)]
            yield self._found(key, agency, kind, "birth_date", _iso(true.birth), _iso(held.birth), found.outcome)
        if held.sex != true.sex:
            found = compare_exact(str(held.sex), str(true.sex))
            yield self._found(key, agency, SEX_KINDS[_told(found)], "sex", true.sex, held.sex, found.outcome)

    def numbers(self) -> Iterator[Difference]:
        shared = Counter[tuple[int, str]]()
        carriers = Counter(citizen.numbers.cmnd for citizen in self.people.citizens.values())
        for key, citizen in self.people.citizens.items():
            true = citizen.numbers
            for agency, person in _records_of(self.people, key).items():
                held = person.numbers
                if held.cmnd != true.cmnd:
                    shared[key, true.cmnd] += held.cmnd != ""
                if held.personal != true.personal:
                    kind, outcome = NUMBER_OF_ANOTHER if held.personal else OLD_NUMBER_ONLY
                    yield self._found(key, agency, kind, "identity_number", true.current, held.current, outcome)

        for (key, held), others in shared.items():
            [own] = {person.numbers.cmnd for person in _records_of(self.people, key).values()} - {held}
            assert others == len(_records_of(self.people, key)) - 1
            assert carriers[held] > 1
            yield self._found(key, "population", "CMND_OF_ANOTHER", "identity_number", own, held, "AMBIGUOUS")

    def defaulted(self) -> Iterator[Difference]:
        """Every register has the date from population: what each claims is compared with itself."""
        for key, citizen in self.people.citizens.items():
            if citizen.defaulted:
                birth = self.agreed[key].birth
                found = compared_births(birth, citizen.held.birth, defaulted=True)
                held = _iso(citizen.held.birth)
                yield self._found(key, "population", "BIRTH_DEFAULTED", "birth_date", birth[0], held, found.outcome)

    def held_twice(self) -> Iterator[Difference]:
        for key, found in self.people.participants.items():
            if len(found) > 1:
                assert len(found) == 2
                first, second = (f"{each.si_number:010}" for each in found)
                kind, field = TWO_CARDS if all(each.has_card for each in found) else TWO_SI_NUMBERS
                yield self._found(key, "insurance", kind, field, first, f"{first} {second}", "AMBIGUOUS")

    def residences(self) -> Iterator[Difference]:
        for key, citizen in self.people.citizens.items():
            held = participant_of(self.people, key).commune
            if held != citizen.commune:
                outcome = compare_exact(held, citizen.commune).outcome
                yield self._found(key, "insurance", "RESIDENCE_STALE", "residence", citizen.commune, held, outcome)

    def mothers(self) -> Iterator[Difference]:
        """Of whom insurance holds no mother though population does."""
        known = {si_number for (si_number,) in self.db.execute(WITH_MOTHER)}
        for key, citizen in self.people.citizens.items():
            if citizen.mother and participant_of(self.people, key).si_number not in known:
                truth = self._subject(citizen.mother)
                yield self._found(key, "insurance", "PARENT_UNKNOWN", "mother", truth, "", "NOT_HELD")

    def deaths(self) -> Iterator[Difference]:
        """Whom justice has buried is dead."""
        buried = dict(self.db.execute("SELECT person_key, died FROM justice.death"))
        for key, citizen in self.people.citizens.items():
            truth = buried.get(key, "")
            if citizen.died != truth:
                yield self._found(key, "population", "DEAD_BY_MISTAKE", "death_date", truth, citizen.died, "DECEASED")
            if truth and not participant_of(self.people, key).is_locked:
                yield self._found(key, "insurance", "DEATH_UNKNOWN", "death_date", truth, "", "DECEASED")

    def incomes(self, month: int) -> Iterator[Difference]:
        """Paid and not insured, or paid more than was insured."""
        by_tax_code = {person.tax_code: key for key, person in self.people.taxpayers.items()}
        insured = {si_number: (employer, salary) for si_number, employer, salary in self.db.execute(STAFF)}
        for tax_code, employer, income in self.db.execute(PAYMENTS, (month,)):
            key = by_tax_code[tax_code]
            found = insured.get(participant_of(self.people, key).si_number)
            if found is None:
                yield self._found(key, "tax", "ABSENT_FROM_INSURANCE", "income", "", income, "NOT_HELD")
            elif found != (employer, income):
                assert found[0] == employer
                yield self._found(key, "tax", "SALARY_ABOVE_INSURED", "income", found[1], income, "MISMATCH")

    def employers(self) -> Iterator[Difference]:
        staff = Counter(employer for _, employer, _ in self.db.execute(STAFF))
        for tax_code, status, economic_type, told in self.db.execute(ORGANISATIONS):
            active = HOUSEHOLD_ACTIVE if economic_type == HOUSEHOLD_BUSINESS else ACTIVE
            if staff[tax_code] and status != active:
                yield _of_employer(tax_code, "CLOSED_FOR_TAX", "status", active, status)
            if staff[tax_code] != told:
                yield _of_employer(tax_code, "HEADCOUNT_ABOVE_INSURED", "headcount", staff[tax_code], told)


def _of_employer(tax_code: str, kind: str, field: str, truth: object, held: object) -> Difference:
    return Difference(
        subject=tax_code, agency="tax", kind=kind, field=field, truth=str(truth), held=str(held), outcome="MISMATCH"
    )


def compared_births(claim: Date, held: Date, *, defaulted: bool) -> Comparison:
    provenance = Provenance.DEFAULTED_1_JAN if defaulted else Provenance.RECORDED
    return compare_dates(PartialDate(*claim), PartialDate(*held), held_provenance=provenance)


def _told(found: Comparison) -> tuple[str, tuple[str, ...]]:
    return found.outcome, found.reasons


def _iso(birth: Date) -> str:
    return "-".join([f"{birth[0]:04}", *(f"{part:02}" for part in birth[1:] if part)])
