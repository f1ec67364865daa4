"""The tax service's version of the people and employers a world begins with."""

from collections.abc import Iterator, Sequence
from itertools import compress, repeat

from lienthong_emulator.people.nation import versions_of
from lienthong_emulator.people.registers.versions import Addresses, Employers, Incomes, People, Version
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.rows import Rows
from lienthong_emulator.tax.taxpayers.domain import EconomicType, key_of

ADDRESS = ("province_code", "district_code", "commune_code", "detail")
ORGANISATION = (
    "taxpayer_key",
    "full_name",
    *(f"head_office_{level}" for level in ADDRESS),
    "business_line",
    "economic_type",
    "phone",
    "email",
    "status",
    "founded",
    "ended",
    "headcount",
    "revision",
)
PERSON = (
    "taxpayer_key",
    "full_name",
    "birth_year",
    "birth_month",
    "birth_day",
    "sex",
    "nationality",
    "personal_number",
    "cmnd",
    *(f"residence_{level}" for level in ADDRESS),
    "phone",
    "email",
    "died",
    "revision",
)
PAYMENT = ("employer_key", "month", "person_key", "income", "insurance_deducted")
FIRST_REVISION = 1
FIRST_TYPE = EconomicType.ENTERPRISE
"""The nation counts its kinds of employers from 0, in the same order."""


def rows(nation: Nation) -> Iterator[Rows]:
    for version in versions_of("tax", nation):
        yield from rows_of_version(version)


def rows_of_version(version: Version) -> Iterator[Rows]:
    """A batch: who has a tax code is a taxpayer."""
    yield Rows("organisation", ORGANISATION, _organisations(version.employers))
    yield Rows("income_payment", PAYMENT, _payments(version.incomes))
    yield Rows("person", PERSON, _persons(version.people), version.people_so_far)


def _organisations(employers: Employers) -> Iterator[tuple[str | int, ...]]:
    return zip(
        map(key_of, employers.tax_code),
        employers.full_name,
        *_parts(employers.address),
        employers.business_line,
        (kind + FIRST_TYPE for kind in employers.type),
        employers.phone,
        employers.email,
        employers.status,
        employers.founded,
        employers.ended,
        employers.headcount,
        repeat(FIRST_REVISION, len(employers.tax_code)),
        strict=True,
    )


def _persons(people: People) -> Iterator[tuple[str | int, ...]]:
    everybody = zip(
        (code and key_of(code) for code in people.tax_code),
        people.full_name,
        people.birth_year,
        people.birth_month,
        people.birth_day,
        people.sex,
        people.nationality,
        people.personal_number,
        people.cmnd,
        *_parts(people.residence),
        people.phone,
        people.email,
        people.died,
        repeat(FIRST_REVISION, len(people.tax_code)),
        strict=True,
    )
    return compress(everybody, people.tax_code)


def _payments(incomes: Incomes) -> Iterator[tuple[int, ...]]:
    return zip(
        map(key_of, incomes.employer_tax_code),
        incomes.month,
        map(key_of, incomes.person_tax_code),
        incomes.income,
        incomes.insurance_deducted,
        strict=True,
    )


def _parts(places: Addresses) -> tuple[Sequence[str], ...]:
    return places.province_code, places.district_code, places.commune_code, places.detail
