"""How much a caller is told of a claim, and about which of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from lienthong_emulator.access.rules import Group, Rule, Tier, rule_for
from lienthong_emulator.matching import PERSON_FIELDS

if TYPE_CHECKING:
    from lienthong_emulator.runtime.context import Context

GROUPS: Final[Mapping[str, Group]] = {
    **dict.fromkeys(PERSON_FIELDS, Group.BASIC),
    "social_insurance_number": Group.SOCIAL_INSURANCE,
    "card_number": Group.HEALTH_INSURANCE,
    "initial_facility": Group.HEALTH_INSURANCE,
    "unit_code": Group.SOCIAL_INSURANCE,
    "tax_code": Group.SOCIAL_INSURANCE,
    "identity_number": Group.BASIC,
    "status": Group.EMPLOYER,
    "headcount": Group.EMPLOYER,
}
"""The group of information (decree 43/2021, article 6) that a field of a claim belongs to."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What a caller may ask: decided by who calls and what for, never by the data."""

    tier: Tier
    fields: frozenset[str]


def rights_of(context: Context) -> Rights:
    """Raises `PurposeNotPermitted`."""
    return _rights_under(rule_for(context))


@lru_cache
def _rights_under(rule: Rule) -> Rights:
    return Rights(rule.tier, frozenset(field for field, group in GROUPS.items() if group in rule.asked))
