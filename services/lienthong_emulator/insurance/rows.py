"""Insurance's version of the people a world begins with, as rows of its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.insurance.arrears import arrears
from lienthong_emulator.insurance.cards.domain import Card, Ending
from lienthong_emulator.insurance.circumstances.domain import Contact, HealthCondition, Welfare
from lienthong_emulator.insurance.contributions.domain import (
    Benefit,
    Contribution,
    SocialInsurance,
    SocialInsuranceObject,
    UnemploymentInsurance,
)
from lienthong_emulator.insurance.employers.domain import Employer, EmployerType
from lienthong_emulator.insurance.number_rows import number_rows
from lienthong_emulator.insurance.registry.domain import Household, Participant, Relative
from lienthong_emulator.insurance.sources import Source
from lienthong_emulator.people.health.standing import CardEnd
from lienthong_emulator.people.labour.standing import Object
from lienthong_emulator.people.nation import versions_of
from lienthong_emulator.runtime.database import column_names
from lienthong_emulator.runtime.rows import Rows

if TYPE_CHECKING:
    from lienthong_emulator.people.registers.versions import Addresses, Employers, Relatives, Version
    from lienthong_emulator.runtime.recipe import Nation

ENDINGS = {0: Ending.NONE} | {end: Ending[end.name] for end in CardEnd}
OBJECTS = {each: SocialInsuranceObject[each.name] for each in Object}
EMPLOYER_TYPES = (
    EmployerType.LIMITED_LIABILITY,
    EmployerType.FOREIGN_INVESTED,
    EmployerType.COOPERATIVE,
    EmployerType.HOUSEHOLD_BUSINESS,
    EmployerType.PUBLIC_UNIT,
    EmployerType.STATE_BODY,
    EmployerType.STATE_BODY,
)
"""What the codes of `people.versions` are here."""

Column = Sequence[Any]


def rows(nation: Nation) -> Iterator[Rows]:
    """Batch after batch; the last of each tells how far the people have come."""
    for version in versions_of("insurance", nation):
        yield from _Batch(version, nation.anchor.isoformat()).rows()


@dataclass(frozen=True, slots=True)
class _Batch:
    """One version, confirmed on the anchor day where insurance itself is the source."""

    version: Version
    anchor: str

    def rows(self) -> Iterator[Rows]:
        yield self._households()
        yield number_rows(self.version)
        yield _table("relative", Relative, _relatives(self.version.relatives))
        yield from self._participation()
        yield self._cards()
        yield from self._circumstances()
        yield _table("employer", Employer, self._employers(self.version.employers))
        yield _table("participant", Participant, self._participants(), self.version.people_so_far)

    def _same(self, value: Any, like: Column) -> Column:
        return [value] * len(like)

    def _participants(self) -> Mapping[str, Column]:
        people = self.version.people
        return {
            "participant_key": [*map(int, people.si_number)],
            "full_name": people.full_name,
            "birth_year": people.birth_year,
            "birth_month": people.birth_month,
            "birth_day": people.birth_day,
            "sex": people.sex,
            "ethnic_group": people.ethnic_group,
            "nationality": people.nationality,
            "registration_commune": people.registration_commune,
            **_address("hometown", people.hometown),
            **_address("residence", people.residence),
            "household_key": people.household,
            "place_in_household": people.place_in_household,
            "relation": people.relation,
            "source": [Source.POPULATION.value if day else Source.INSURANCE.value for day in people.confirmed],
            "confirm_date": people.confirmed,
            "death_date": people.died,
        }

    def _households(self) -> Rows:
        households = self.version.households
        columns = {
            "household_key": households.code,
            **_address("address", households.address),
            "confirm_date": self._same(self.anchor, households.code),
        }
        return _table("household", Household, columns)

    def _participation(self) -> Iterator[Rows]:
        now, paid, drawn = self.version.participations, self.version.contributions, self.version.benefits
        keys = [*map(int, now.si_number)]
        columns = {
            "participant_key": keys,
            "managing_agency": now.managing_agency,
            "unit_code": now.unit_code,
            "object": [OBJECTS[Object(code)].value for code in now.object],
            "payment_months": now.payment_months,
            "tax_code": now.tax_code,
            "confirm_date": self._same(self.anchor, keys),
        }
        yield _table("social_insurance", SocialInsurance, columns)
        kept = [(key, months) for key, months in zip(keys, now.reserved_months, strict=True) if months >= 0]
        reserved = {
            "participant_key": [key for key, _ in kept],
            "reserved_months": [months for _, months in kept],
            "confirm_date": self._same(self.anchor, kept),
        }
        yield _table("unemployment_insurance", UnemploymentInsurance, reserved)
        contributions = {
            "participant_key": [*map(int, paid.si_number)],
            "first_month": paid.first_month,
            "funds": paid.funds,
            "last_month": paid.last_month,
            "unit_code": paid.unit_code,
            "salary": paid.salary,
        }
        yield _table("contribution", Contribution, contributions)
        yield arrears(now, paid)
        benefits = {
            "participant_key": [*map(int, drawn.si_number)],
            "first_month": drawn.first_month,
            "kind": drawn.kind,
            "last_month": drawn.last_month,
            "amount": drawn.amount,
            "days": drawn.days,
        }
        yield _table("benefit", Benefit, benefits)

    def _cards(self) -> Rows:
        cards = self.version.cards
        columns = {
            "participant_key": [*map(int, cards.si_number)],
            "serial": cards.serial,
            "card_number": cards.card_number,
            "valid_from": cards.valid_from,
            "valid_to": cards.valid_to,
            "initial_facility": cards.initial_facility,
            "living_area": cards.living_area,
            "five_year_date": cards.five_year_date,
            "issue_date": [min(day, self.anchor) for day in cards.valid_from],
            "ending": [ENDINGS[code].value for code in cards.ending],
            "end_date": cards.end_date,
            "confirm_date": [day or self.anchor for day in cards.end_date],
        }
        return _table("card", Card, columns)

    def _circumstances(self) -> Iterator[Rows]:
        people, told = self.version.people, self.version.circumstances
        nowhere = self._same("", people.key)
        contacts = {
            "participant_key": [*map(int, people.si_number)],
            "phone": people.phone,
            "email": people.email,
            "address_province_code": nowhere,
            "address_district_code": nowhere,
            "address_commune_code": nowhere,
            "address_detail": nowhere,
            "confirm_date": self._same(self.anchor, people.key),
        }
        yield _table("contact", Contact, contacts)
        keys = [*map(int, told.si_number)]
        health = {
            "participant_key": keys,
            "blood_group": told.blood_group,
            "conditions": told.conditions,
            "source": self._same(Source.HEALTH.value, keys),
            "confirm_date": self._same(self.anchor, keys),
        }
        yield _table("health_condition", HealthCondition, health)
        welfare = {
            "participant_key": keys,
            "poverty": told.poverty,
            "merit_code": told.merit_code,
            "disability": told.disability,
            "monthly_allowance": told.monthly_allowance,
            "source": self._same(Source.LABOUR.value, keys),
            "confirm_date": self._same(self.anchor, keys),
        }
        yield _table("welfare", Welfare, welfare)

    def _employers(self, employers: Employers) -> Mapping[str, Column]:
        types = [EMPLOYER_TYPES[kind] for kind in employers.type]
        of_state = [kind in (EmployerType.STATE_BODY, EmployerType.PUBLIC_UNIT) for kind in types]
        return {
            "unit_code": employers.unit_code,
            "full_name": employers.full_name,
            "enterprise_code": [
                "" if state else code for state, code in zip(of_state, employers.tax_code, strict=True)
            ],
            "establishment_decision": [
                f"{code[-4:]}/QĐ-UBND" if state else ""
                for state, code in zip(of_state, employers.tax_code, strict=True)
            ],
            "tax_code": employers.tax_code,
            **_address("head_office", employers.address),
            "business_line": employers.business_line,
            "phone": employers.phone,
            "email": employers.email,
            "type": [kind.value for kind in types],
            "payment_months": employers.payment_months,
            "source": [(Source.INSURANCE if state else Source.BUSINESS_REGISTRATION).value for state in of_state],
            "confirm_date": self._same(self.anchor, employers.type),
        }


def _relatives(relatives: Relatives) -> Mapping[str, Column]:
    papers = [*zip(relatives.personal_number, relatives.cmnd, strict=True)]
    return {
        "participant_key": [*map(int, relatives.si_number)],
        "kind": relatives.kind,
        "full_name": relatives.full_name,
        "number_kind": [PERSONAL_NUMBER if personal else CMND if cmnd else 0 for personal, cmnd in papers],
        "number": [personal or cmnd for personal, cmnd in papers],
    }


def _address(prefix: str, found: Addresses) -> Mapping[str, Column]:
    return {
        f"{prefix}_province_code": found.province_code,
        f"{prefix}_district_code": found.district_code,
        f"{prefix}_commune_code": found.commune_code,
        f"{prefix}_detail": found.detail,
    }


def _table(table: str, kind: type, columns: Mapping[str, Column], people: int = 0) -> Rows:
    """Columns in the order of the dataclass that the table keeps: none is forgotten, none too many."""
    names = column_names(kind)
    if set(names) != set(columns):
        raise ValueError(f"{table}: {sorted(set(names) ^ set(columns))}")
    return Rows(table, names, zip(*(columns[name] for name in names), strict=True), people)
