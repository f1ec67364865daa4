"""What agencies can read from the columns of their tables, as the classes that they make of rows say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum, IntFlag
from types import NoneType
from typing import Any, Final, cast, get_args, get_type_hints

from lienthong_emulator.insurance.cards.domain import Card
from lienthong_emulator.insurance.circumstances.domain import Contact, HealthCondition, Welfare
from lienthong_emulator.insurance.contributions.domain import (
    Benefit,
    Contribution,
    SocialInsurance,
    UnemploymentInsurance,
)
from lienthong_emulator.insurance.employers.domain import Employer
from lienthong_emulator.insurance.registry.domain import HeldNumber, Household, Participant, Relative
from lienthong_emulator.justice.registers.domain import Birth, Death, Marriage
from lienthong_emulator.people.transfer.import_rules import Column
from lienthong_emulator.population.citizens.domain import Citizen, InsuranceFacts
from lienthong_emulator.tax.taxpayers.domain import Organisation
from lienthong_emulator.tax.taxpayers.domain import Person as Taxpayer

RECORDS: Final[Mapping[str, type]] = {
    "participant": Participant,
    "household": Household,
    "participant_number": HeldNumber,
    "relative": Relative,
    "social_insurance": SocialInsurance,
    "unemployment_insurance": UnemploymentInsurance,
    "contribution": Contribution,
    "benefit": Benefit,
    "card": Card,
    "contact": Contact,
    "health_condition": HealthCondition,
    "welfare": Welfare,
    "employer": Employer,
    "citizen": Citizen,
    "insurance_facts": InsuranceFacts,
    "birth": Birth,
    "marriage": Marriage,
    "death": Death,
    "organisation": Organisation,
    "person": Taxpayer,
}
"""Of each table with days or codes, the class that its rows become."""


def column_of(table: str, name: str, *, is_number: bool) -> Column:
    """A column with the codes that it may hold, and whether it must hold a day."""
    hint, *others = _kinds(table).get(name, (None,))
    codes = frozenset(str(one.value) for one in cast("type[Enum]", hint)) if _is_code(hint) else frozenset[str]()
    return Column(table, name, is_number, codes=codes, needs_day=hint is date and NoneType not in others)


def _is_code(hint: object) -> bool:
    """An enum of single values: flags may be joined."""
    return isinstance(hint, type) and issubclass(hint, Enum) and not issubclass(hint, IntFlag)


def _kinds(table: str) -> Mapping[str, tuple[Any, ...]]:
    return dict(_columns("", RECORDS[table])) if table in RECORDS else {}


def _columns(prefix: str, kind: type) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Each column below a class, with its type, or with the types that it may have."""
    hints = get_type_hints(kind)
    for field in fields(kind):
        hint = hints[field.name]
        if is_dataclass(hint):
            yield from _columns(f"{prefix}{field.name}_", cast(type, hint))
        else:
            yield f"{prefix}{field.name}", get_args(hint) or (hint,)
