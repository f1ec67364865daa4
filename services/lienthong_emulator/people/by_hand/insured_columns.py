"""What insurance alone holds of people made by hand, as columns: groups d to i."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lienthong_emulator.people.by_hand.person import Circumstances, Employer, Paid, Person
from lienthong_emulator.people.by_hand.person_views import PersonView
from lienthong_emulator.people.labour.standing import ARMY, OFFICIALS, POLICE, Benefit, Funds, Object
from lienthong_emulator.people.registers import versions

UNEMPLOYMENT_INSURANCE_BEGAN: Final = 200901
LAST_MONTH_WITHOUT: Final = 200812
"""Law on social insurance of 2006, article 140."""
ENDS_PARTICIPATION: Final = (Benefit.OLD_AGE, Benefit.LUMP_SUM)


def relatives(view: PersonView) -> versions.Relatives:
    """Mother, father, spouse and legal representative, in this order."""
    found = [
        (person, kind, view.truth[key])
        for person in view.people
        for kind, key in enumerate((person.mother, person.father, person.spouse, person.representative), start=1)
        if key
    ]
    return versions.Relatives(
        person=[person.number for person, _, _ in found],
        si_number=[person.social_insurance_number for person, _, _ in found],
        kind=[kind for _, kind, _ in found],
        full_name=[relative.full_name for _, _, relative in found],
        personal_number=[relative.personal_number for _, _, relative in found],
        cmnd=["" if relative.personal_number else relative.cmnd for _, _, relative in found],
    )


def participations(view: PersonView, year: int) -> versions.Participations:
    people = view.people
    employers = [_employer(view, person) for person in people]
    both = list(zip(people, employers, strict=True))
    return versions.Participations(
        si_number=[person.social_insurance_number for person in people],
        managing_agency=[_office(person, employer) for person, employer in both],
        unit_code=[employer.unit_code if employer else "" for employer in employers],
        object=[int(_object(person, employer)) for person, employer in both],
        payment_months=[employer.payment_months if employer else person.voluntary_months for person, employer in both],
        tax_code=[person.tax_code for person in people],
        reserved_months=[_reserved_months(person, year) for person in people],
    )


def contributions(view: PersonView) -> versions.Contributions:
    found = [
        (person.social_insurance_number, part)
        for person in view.people
        for paid in person.paid
        for part in _with_the_funds_there_were(paid)
    ]
    return versions.Contributions(
        si_number=[number for number, _ in found],
        first_month=[paid.first for _, paid in found],
        last_month=[paid.last for _, paid in found],
        funds=[int(paid.funds) for _, paid in found],
        unit_code=[view.employer[paid.employer].unit_code if paid.employer else "" for _, paid in found],
        salary=[paid.salary for _, paid in found],
    )


def _with_the_funds_there_were(paid: Paid) -> Sequence[Paid]:
    """A period that began before there was unemployment insurance is two."""
    if Funds.UNEMPLOYMENT not in paid.funds or paid.first >= UNEMPLOYMENT_INSURANCE_BEGAN:
        return [paid]
    goes_on = not paid.last or paid.last >= UNEMPLOYMENT_INSURANCE_BEGAN
    last = LAST_MONTH_WITHOUT if goes_on else paid.last
    before = replace(paid, last=last, funds=paid.funds & ~Funds.UNEMPLOYMENT)
    return [before, replace(paid, first=UNEMPLOYMENT_INSURANCE_BEGAN)] if goes_on else [before]


def benefits(people: Sequence[Person]) -> versions.Benefits:
    found = [(person.social_insurance_number, drawn) for person in people for drawn in person.drawn]
    return versions.Benefits(
        si_number=[number for number, _ in found],
        first_month=[drawn.first for _, drawn in found],
        last_month=[drawn.last for _, drawn in found],
        kind=[int(drawn.kind) for _, drawn in found],
        amount=[drawn.amount for _, drawn in found],
        days=[drawn.days for _, drawn in found],
    )


def cards(people: Sequence[Person]) -> versions.Cards:
    found = [
        (person.social_insurance_number, serial, card)
        for person in people
        for serial, card in enumerate(person.cards, start=1)
    ]
    return versions.Cards(
        si_number=[number for number, _, _ in found],
        serial=[serial for _, serial, _ in found],
        card_number=[card.card_number for _, _, card in found],
        valid_from=[card.valid_from.isoformat() for _, _, card in found],
        valid_to=[card.valid_to.isoformat() for _, _, card in found],
        initial_facility=[card.initial_facility for _, _, card in found],
        living_area=[card.living_area for _, _, card in found],
        five_year_date=[card.five_year_date.isoformat() for _, _, card in found],
        ending=[int(card.ending or 0) for _, _, card in found],
        end_date=[card.ended.isoformat() if card.ended else "" for _, _, card in found],
    )


def circumstances(people: Sequence[Person]) -> versions.Circumstances:
    """Of those of whom anything is known."""
    told = [person for person in people if person.circumstances != Circumstances()]
    known = [person.circumstances for person in told]
    return versions.Circumstances(
        si_number=[person.social_insurance_number for person in told],
        blood_group=[one.blood_group for one in known],
        conditions=[" ".join(one.conditions) for one in known],
        poverty=[int(one.poverty) for one in known],
        merit_code=[one.merit_code for one in known],
        disability=[int(one.disability) for one in known],
        monthly_allowance=[one.monthly_allowance for one in known],
    )


def _employer(view: PersonView, person: Person) -> Employer | None:
    return view.employer[person.work.employer] if person.work and person.work.insured else None


def _office(person: Person, employer: Employer | None) -> str:
    """Our choice for the district: the province's own office."""
    province = employer.address.province_code if employer else person.social_insurance_number[:2]
    return f"0{province}00"


def _object(person: Person, employer: Employer | None) -> Object:
    if person.social_insurance_number.startswith((str(ARMY), str(POLICE))):
        return Object.ARMED_FORCES
    if employer:
        return OFFICIALS.get(employer.kind, Object.LABOUR_CONTRACT)
    if person.voluntary_months:
        return Object.VOLUNTARY
    paid = any(Funds.SOCIAL in paid.funds for paid in person.paid)
    ended = any(drawn.kind in ENDS_PARTICIPATION for drawn in person.drawn)
    return Object.RESERVED if paid and not ended else Object.NONE


def _reserved_months(person: Person, year: int) -> int:
    """As written in the file, else all months that were paid; -1 for who never paid."""
    periods = [paid for paid in person.paid if Funds.UNEMPLOYMENT in paid.funds]
    if person.reserved_months >= 0 or not periods:
        return person.reserved_months
    end = year * 100 + 12
    return sum(_months(max(paid.first, UNEMPLOYMENT_INSURANCE_BEGAN), paid.last or end) for paid in periods)


def _months(first: int, last: int) -> int:
    """From one month to another, both included."""
    return max(0, (last // 100 - first // 100) * 12 + last % 100 - first % 100 + 1)
