"""What one agency holds of a nation when a world begins: columns, ready to be put into its tables.

A version is the truth with that agency's mistakes in it. It comes in batches: the personas, a team's own people, then
the nation slice by slice. Days are ISO 8601 texts, months whole numbers such as 202112, money is đồng. A text is empty
and a key 0 where there is nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Places: province (2 digits), district (3), commune (5) and the rest as written."""

    province_code: Sequence[str] = ()
    district_code: Sequence[str] = ()
    commune_code: Sequence[str] = ()
    detail: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """One entry of each column for each person. `key` is the same in every agency and says nothing."""

    key: Sequence[int] = ()
    full_name: Sequence[str] = ()
    birth_year: Sequence[int] = ()
    birth_month: Sequence[int] = ()
    """0: not on record."""
    birth_day: Sequence[int] = ()
    birth_defaulted: Sequence[int] = ()
    """1: only the year is known, and 1 January stands for it."""
    sex: Sequence[int] = ()
    ethnic_group: Sequence[str] = ()
    nationality: Sequence[str] = ()
    registration_commune: Sequence[str] = ()
    hometown: Addresses = field(default_factory=Addresses)
    residence: Addresses = field(default_factory=Addresses)
    personal_number: Sequence[str] = ()
    cmnd: Sequence[str] = ()
    """The old card's number, of 9 digits; current where there is no personal number."""
    si_number: Sequence[str] = ()
    tax_code: Sequence[str] = ()
    died: Sequence[str] = ()
    mother: Sequence[int] = ()
    father: Sequence[int] = ()
    spouse: Sequence[int] = ()
    representative: Sequence[int] = ()
    """Keys of other people."""
    household: Sequence[int] = ()
    """The household code as a number."""
    place_in_household: Sequence[int] = ()
    relation: Sequence[str] = ()
    """To the head, in words."""
    phone: Sequence[str] = ()
    email: Sequence[str] = ()
    confirmed: Sequence[str] = ()
    """Day on which population last confirmed what insurance holds; empty for most, who were never sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relatives:
    """Name and number of a relative, as the agency holds them beside a person."""

    person: Sequence[int] = ()
    """Key of the one whose relative it is."""
    si_number: Sequence[str] = ()
    """Of the same."""
    kind: Sequence[int] = ()
    """`RelativeKind` of the contract: 1 mother, 2 father, 3 spouse, 4 legal representative."""
    full_name: Sequence[str] = ()
    personal_number: Sequence[str] = ()
    cmnd: Sequence[str] = ()
    """Where there is no personal number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Parents who are in another batch than their children: the numbers that the agency holds of them."""

    key: Sequence[int] = ()
    personal_number: Sequence[str] = ()
    cmnd: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Households:
    code: Sequence[int] = ()
    address: Addresses = field(default_factory=Addresses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participations:
    """Group d and e beside the periods: one entry for each person with a social-insurance number."""

    si_number: Sequence[str] = ()
    managing_agency: Sequence[str] = ()
    unit_code: Sequence[str] = ()
    object: Sequence[int] = ()
    """`people.labour.standing.Object`."""
    payment_months: Sequence[int] = ()
    tax_code: Sequence[str] = ()
    reserved_months: Sequence[int] = ()
    """Of unemployment insurance; -1 for those who never paid it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributions:
    si_number: Sequence[str] = ()
    first_month: Sequence[int] = ()
    last_month: Sequence[int] = ()
    """0: goes on."""
    funds: Sequence[int] = ()
    """Sum of 1 social, 2 accident and disease, 4 health, 8 unemployment."""
    unit_code: Sequence[str] = ()
    salary: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefits:
    si_number: Sequence[str] = ()
    first_month: Sequence[int] = ()
    last_month: Sequence[int] = ()
    """0: goes on."""
    kind: Sequence[int] = ()
    """`people.labour.standing.Benefit`."""
    amount: Sequence[int] = ()
    days: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """Health-insurance cards, past and current, by person and then by `serial`."""

    si_number: Sequence[str] = ()
    """Of the holder; the card may carry an older one."""
    serial: Sequence[int] = ()
    """Of the holder's cards, from 1."""
    card_number: Sequence[str] = ()
    valid_from: Sequence[str] = ()
    valid_to: Sequence[str] = ()
    initial_facility: Sequence[str] = ()
    living_area: Sequence[int] = ()
    """1 to 3 for K1 to K3, else 0."""
    five_year_date: Sequence[str] = ()
    ending: Sequence[int] = ()
    """0: current, else `people.health.standing.CardEnd`."""
    end_date: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Groups h and i."""

    si_number: Sequence[str] = ()
    blood_group: Sequence[str] = ()
    conditions: Sequence[str] = ()
    """ICD-10 codes, a blank between two."""
    poverty: Sequence[int] = ()
    merit_code: Sequence[str] = ()
    disability: Sequence[int] = ()
    monthly_allowance: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Employers:
    """Group g, and what tax knows of a taxpayer that is no person."""

    unit_code: Sequence[str] = ()
    """Empty: without staff in insurance, and so unknown there."""
    tax_code: Sequence[str] = ()
    full_name: Sequence[str] = ()
    address: Addresses = field(default_factory=Addresses)
    business_line: Sequence[str] = ()
    type: Sequence[int] = ()
    """`people.labour.standing.Kind`."""
    phone: Sequence[str] = ()
    email: Sequence[str] = ()
    payment_months: Sequence[int] = ()
    status: Sequence[str] = ()
    """Of the taxpayer: 00 to 07 and 09."""
    founded: Sequence[str] = ()
    ended: Sequence[str] = ()
    headcount: Sequence[int] = ()
    """Staff of December of the anchor year, as told to this agency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incomes:
    """What employers paid in December of the anchor year, as told to tax."""

    employer_tax_code: Sequence[str] = ()
    person_tax_code: Sequence[str] = ()
    month: Sequence[int] = ()
    income: Sequence[int] = ()
    insurance_deducted: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One batch; `people_so_far` counts those of the nation that are in with it."""

    people: People = field(default_factory=People)
    relatives: Relatives = field(default_factory=Relatives)
    elsewhere: Elsewhere = field(default_factory=Elsewhere)
    households: Households = field(default_factory=Households)
    participations: Participations = field(default_factory=Participations)
    contributions: Contributions = field(default_factory=Contributions)
    benefits: Benefits = field(default_factory=Benefits)
    cards: Cards = field(default_factory=Cards)
    circumstances: Circumstances = field(default_factory=Circumstances)
    employers: Employers = field(default_factory=Employers)
    incomes: Incomes = field(default_factory=Incomes)
    people_so_far: int = 0
