"""What a row of a labour list does to what is declared of one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from lienthong_emulator.insurance.collection.domain import Engagement, Unit
from lienthong_emulator.insurance.collection.errors import (
    AlreadyInsured,
    NotDeclared,
    NotOnLeave,
    PlanNotFound,
    SalaryNotPositive,
    SalaryTooHigh,
)
from lienthong_emulator.insurance.contributions.domain import GOES_ON, Fund, Month, SocialInsuranceObject
from lienthong_emulator.insurance.employers.domain import EmployerType
from lienthong_emulator.insurance.months import after, told
from lienthong_emulator.reference.tables import records_in

_PLANS: Final = Path(__file__).with_name("data") / "plans.csv"
CIVIL_SERVICE: Final = (EmployerType.STATE_BODY, EmployerType.ARMED_FORCES)
HOME: Final = "VN"
HIGHEST_SALARY: Final = 10_000_000_000
"""Our choice: as high as the contract lets one be quoted."""


class Effect(StrEnum):
    """What a plan does."""

    JOIN = "JOIN"
    RETURN = "RETURN"
    LEAVE = "LEAVE"
    PAUSE = "PAUSE"
    ADJUST = "ADJUST"


class CardEffect(StrEnum):
    """What a plan does to a card."""

    BEGINS = "BEGINS"
    ENDS = "ENDS"
    STAYS = "STAYS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom a row is about: what every unit declared of them, and the unit that declares them today."""

    participant_key: int
    full_name: str
    nationality: str
    unit_code: str
    engagements: Sequence[Engagement]

    def with_unit(self, unit: Unit) -> Sequence[Engagement]:
        """In the order of time."""
        own = [one for one in self.engagements if one.unit_code == unit.unit_code]
        return sorted(own, key=lambda one: one.first_month)

    def is_with_another(self, unit: Unit) -> bool:
        """Then a unit tells late of a time that is over: what the present one declared stands."""
        return self.unit_code not in ("", unit.unit_code)

    def is_insured_from(self, month: Month) -> bool:
        """Whether any unit declares them for the month or one after it."""
        return any(one.last_month == GOES_ON or one.last_month >= month for one in self.engagements)


def is_past(effect: Effect, person: Person, unit: Unit, now: Sequence[Engagement]) -> bool:
    """Whether a row is about a time that is over: another unit declares the person today, or this one does anew."""
    if effect is Effect.JOIN:
        return False
    ends = effect in (Effect.LEAVE, Effect.PAUSE)
    return person.is_with_another(unit) or (ends and any(one.last_month == GOES_ON for one in now))


def effect_of(plan_code: str) -> Effect:
    """Raises `PlanNotFound`."""
    return _plan(plan_code)[0]


def card_effect_of(plan_code: str) -> CardEffect:
    """Raises `PlanNotFound`."""
    return _plan(plan_code)[1]


def _plan(plan_code: str) -> tuple[Effect, CardEffect]:
    found = _plans().get(plan_code)
    if found is None:
        raise PlanNotFound(field="plan_code", plan=plan_code, plans=", ".join(_plans()))
    return found


@cache
def _plans() -> Mapping[str, tuple[Effect, CardEffect]]:
    return {row["code"]: (Effect(row["effect"]), CardEffect(row["card"])) for row in records_in(_PLANS)}


def declared(effect: Effect, person: Person, unit: Unit, month: Month, salary: int) -> Sequence[Engagement]:
    """What the unit declares of a person after a row. Raises the refusals of a row."""
    if salary < 0 or (not salary and effect in (Effect.JOIN, Effect.ADJUST)):
        raise SalaryNotPositive(field="salary", salary=f"{salary:,}")
    if salary > HIGHEST_SALARY:
        raise SalaryTooHigh(field="salary", salary=f"{salary:,}", highest=f"{HIGHEST_SALARY:,}")
    match effect:
        case Effect.JOIN:
            return _joined(person, unit, month, salary)
        case Effect.RETURN:
            return _returned(person, unit, month, salary)
        case Effect.ADJUST:
            return _adjusted(person, unit, month, salary)
        case Effect.LEAVE | Effect.PAUSE:
            return _ended(person, unit, month, may_be_on_leave=effect is Effect.LEAVE)


def _joined(person: Person, unit: Unit, month: Month, salary: int) -> Sequence[Engagement]:
    if person.is_insured_from(month):
        raise AlreadyInsured(field="identity_number", month=told(month))
    begun = Engagement(
        unit_code=unit.unit_code,
        participant_key=person.participant_key,
        first_month=month,
        last_month=GOES_ON,
        funds=funds_of(unit, person.nationality),
        salary=salary,
        full_name=person.full_name,
        nationality=person.nationality,
        unpaid=False,
    )
    return [*person.with_unit(unit), begun]


def _returned(person: Person, unit: Unit, month: Month, salary: int) -> Sequence[Engagement]:
    before = person.with_unit(unit)
    if person.unit_code != unit.unit_code or not before or person.is_insured_from(month):
        raise NotOnLeave(field="identity_number", month=told(month))
    last = before[-1]
    return [*before, last._replace(first_month=month, last_month=GOES_ON, salary=salary or last.salary, unpaid=False)]


def _adjusted(person: Person, unit: Unit, month: Month, salary: int) -> Sequence[Engagement]:
    """From the month on, up to where something else was declared already."""
    own = person.with_unit(unit)
    there = _covering(own, month)
    changed = there._replace(first_month=month, salary=salary)
    return [part for one in own for part in ([*_until(there, month), changed] if one is there else [one])]


def _ended(person: Person, unit: Unit, month: Month, *, may_be_on_leave: bool) -> Sequence[Engagement]:
    """Up to the month, and from where the unit declared them anew after a gap."""
    own = person.with_unit(unit)
    if may_be_on_leave and person.unit_code == unit.unit_code and not person.is_insured_from(month):
        return own
    there = _covering(own, month)
    rest = own[own.index(there) :]
    return [*own[: -len(rest)], *_until(there, month), *_after_a_gap(rest)]


def _after_a_gap(engagements: Sequence[Engagement]) -> Sequence[Engagement]:
    """What was declared anew: of what lies in the order of time, all behind a month that nobody declared."""
    for place, (one, following) in enumerate(pairwise(engagements), 1):
        if following.first_month != after(one.last_month):
            return engagements[place:]
    return []


def _covering(engagements: Sequence[Engagement], month: Month) -> Engagement:
    found = next((one for one in engagements if one.covers(month)), None)
    if found is None:
        raise NotDeclared(field="identity_number", month=told(month))
    return found


def _until(engagement: Engagement, month: Month) -> Sequence[Engagement]:
    """What of an engagement lies before a month."""
    return [engagement._replace(last_month=after(month, -1))] if engagement.first_month < month else []


def funds_of(unit: Unit, nationality: str) -> Fund:
    """What staff of a unit are insured in.

    Civil servants and foreigners are not in the unemployment fund (law 38/2013, article 43). Our choice: all whom a
    body of the State declares are civil servants.
    """
    funds = Fund.SOCIAL | Fund.ACCIDENT | Fund.HEALTH
    is_outside = unit.type in CIVIL_SERVICE or nationality != HOME
    return funds if is_outside else funds | Fund.UNEMPLOYMENT


def object_of(unit: Unit) -> SocialInsuranceObject:
    """As what staff of a unit take part."""
    if unit.type in CIVIL_SERVICE:
        return SocialInsuranceObject.CIVIL_SERVANT
    return SocialInsuranceObject.LABOUR_CONTRACT
