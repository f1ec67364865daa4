"""People made by hand as columns, ready for an agency's tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lienthong_emulator.people.by_hand.insured_columns import (
    benefits,
    cards,
    circumstances,
    contributions,
    participations,
    relatives,
)
from lienthong_emulator.people.by_hand.person import Person, Settlement
from lienthong_emulator.people.by_hand.person_views import HOME, INSURANCE, POPULATION, TAX, PersonView
from lienthong_emulator.people.registers import versions
from lienthong_emulator.people.registers.versions import Version
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.contribution_rates import employee_share


def version_of(settlement: Settlement, agency: str, year: int) -> Version:
    """What an agency holds of these people on 31 December of a year."""
    view, anchor = PersonView(settlement, agency), date(year, 12, 31)
    if agency == TAX:
        return Version(people=_people(view, anchor), employers=_employers(view), incomes=_incomes(view, year))
    if agency != INSURANCE:
        return Version(people=_people(view, anchor), relatives=relatives(view))
    return Version(
        people=_people(view, anchor),
        relatives=relatives(view),
        households=_households(view.people),
        participations=participations(view, year),
        contributions=contributions(view),
        benefits=benefits(view.people),
        cards=cards(view.people),
        circumstances=circumstances(view.people),
        employers=_employers(view),
    )


def _people(view: PersonView, anchor: date) -> versions.People:
    people, insured = view.people, view.agency == INSURANCE
    return versions.People(
        key=[view.number_of(person.same_as or person.key) for person in people],
        full_name=[person.full_name for person in people],
        birth_year=[person.birth.year for person in people],
        birth_month=[person.birth.month for person in people],
        birth_day=[person.birth.day for person in people],
        birth_defaulted=[int(person.birth_defaulted) for person in people],
        sex=[int(person.sex) for person in people],
        ethnic_group=[person.ethnic_group for person in people],
        nationality=[person.nationality for person in people],
        registration_commune=[person.registration_commune for person in people],
        hometown=_addresses([person.residence for person in people]),
        residence=_addresses([person.residence for person in people]),
        personal_number=[person.personal_number for person in people],
        cmnd=[person.cmnd or person.old_cmnd for person in people],
        si_number=[person.social_insurance_number if insured else "" for person in people],
        tax_code=[person.tax_code if insured or view.agency == TAX else "" for person in people],
        died=[person.died.isoformat() if person.died and person.died <= anchor else "" for person in people],
        mother=[view.number_of(person.mother) for person in people],
        father=[view.number_of(person.father) for person in people],
        spouse=[view.number_of(person.spouse) for person in people],
        representative=[view.number_of(person.representative) for person in people],
        household=[int(person.household_code) for person in people],
        place_in_household=_places(people),
        relation=[person.relation for person in people],
        phone=[person.phone for person in people],
        email=[person.email for person in people],
        confirmed=[anchor.isoformat() if insured and _is_confirmed(view, person) else "" for person in people],
    )


def _places(people: Sequence[Person]) -> Sequence[int]:
    """In the order of the file."""
    members: dict[str, int] = {}
    places: list[int] = []
    for person in people:
        members[person.household_code] = members.get(person.household_code, 0) + 1
        places.append(members[person.household_code])
    return places


def _is_confirmed(view: PersonView, person: Person) -> bool:
    return POPULATION not in person.unknown_to and not person.same_as and not view.mistakes(person)


def _addresses(places: Sequence[Address]) -> versions.Addresses:
    return versions.Addresses(
        province_code=[place.province_code for place in places],
        district_code=[place.district_code for place in places],
        commune_code=[place.commune_code for place in places],
        detail=[place.detail for place in places],
    )


def _households(people: Sequence[Person]) -> versions.Households:
    """Each lives where its first member does."""
    homes = {person.household_code: person.residence for person in reversed(people)}
    codes = sorted(homes)
    return versions.Households(code=[int(code) for code in codes], address=_addresses([homes[code] for code in codes]))


def _employers(view: PersonView) -> versions.Employers:
    employers = view.employers
    return versions.Employers(
        unit_code=[employer.unit_code for employer in employers],
        tax_code=[employer.tax_code for employer in employers],
        full_name=[employer.full_name for employer in employers],
        address=_addresses([employer.address for employer in employers]),
        business_line=[employer.business_line for employer in employers],
        type=[int(employer.kind) for employer in employers],
        phone=[employer.phone for employer in employers],
        email=[employer.email for employer in employers],
        payment_months=[employer.payment_months for employer in employers],
        status=[employer.status for employer in employers],
        founded=[employer.founded.isoformat() for employer in employers],
        ended=[employer.ended.isoformat() if employer.ended else "" for employer in employers],
        headcount=[len(view.staff_of(employer)) for employer in employers],
    )


def _incomes(view: PersonView, year: int) -> versions.Incomes:
    found = [(person, person.work) for person in view.people if person.work and person.work.declared]
    return versions.Incomes(
        employer_tax_code=[view.employer[work.employer].tax_code for _, work in found],
        person_tax_code=[person.tax_code for person, _ in found],
        month=[year * 100 + 12] * len(found),
        income=[work.declared for _, work in found],
        insurance_deducted=[_deducted(person, year) for person, _ in found],
    )


def _deducted(person: Person, year: int) -> int:
    """What the employer keeps back, paid on to insurance or not."""
    if person.work is None or not person.work.insured:
        return 0
    [funds] = [
        paid.funds for paid in person.paid if (paid.employer, paid.first) == (person.work.employer, person.work.since)
    ]
    december, foreign = date(year, 12, 31), person.nationality != HOME
    share = sum(employee_share(str(fund.name), december, foreign=foreign) for fund in funds)
    return person.work.salary * share // 1_000
