"""What a caller may see and ask, by who it is and what for; never by what the registers hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lienthong_emulator.access.errors import PurposeNotPermitted
from lienthong_emulator.reference.tables import records_in

if TYPE_CHECKING:
    from lienthong_emulator.runtime.context import Context

TESTERS: Final = "testers/*"
OTHERS: Final = 8
"""The kind of users that are no state body."""

_RULES: Final = Path(__file__).with_name("data") / "access_rules.csv"


class Group(Enum):
    """A group of information, by its letter in Decree 43/2021, Article 6; `number` is that of the contract."""

    BASIC = "a"
    CONTACT = "b"
    HOUSEHOLD = "c"
    SOCIAL_INSURANCE = "d"
    HEALTH_INSURANCE = "đ"
    UNEMPLOYMENT_INSURANCE = "e"
    EMPLOYER = "g"
    HEALTH_CONDITION = "h"
    WELFARE = "i"

    def __init__(self, _letter: str) -> None:
        self.number = 1 + len(type(self).__members__)


class Tier(Enum):
    """How much of a comparison is told; numbered as in the contract."""

    FIELD_LEVEL = 1
    OVERALL_ONLY = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the rules."""

    callers: str
    user_kind: int
    purpose: str
    seen: frozenset[Group]
    asked: frozenset[Group]
    tier: Tier
    clause: int

    def fits(self, caller: str) -> bool:
        """Whether a caller is meant: by its whole name, by what stands before the slash, or as anybody."""
        return self.callers in (caller, f"{caller.partition('/')[0]}/*", "*")


@cache
def rules() -> Sequence[Rule]:
    """Every rule, in the order in which they count."""
    return [
        Rule(
            callers=row["callers"],
            user_kind=int(row["user_kind"]),
            purpose=row["purpose"],
            seen=_groups(row["seen"]),
            asked=_groups(row["asked"]),
            tier=Tier[row["tier"]],
            clause=int(row["clause"]),
        )
        for row in records_in(_RULES)
    ]


def _groups(letters: str) -> frozenset[Group]:
    return frozenset(map(Group, letters.split()))


def rule_for(context: Context) -> Rule:
    """The rule for who calls and what for. Raises `PurposeNotPermitted`."""
    return _rule_for(context.caller, context.purpose)


@lru_cache(maxsize=4_096)
def _rule_for(caller: str, purpose: str) -> Rule:
    callers = next(rule.callers for rule in rules() if rule.fits(caller))
    meant = [rule for rule in rules() if rule.callers == callers]
    if meant[0].user_kind == OTHERS:
        return meant[0]  # they see nothing of others, and what a person consents to may have a purpose of its own
    found = next((rule for rule in meant if purpose in ("", rule.purpose)), None)
    if found is None:
        purposes = ", ".join(rule.purpose for rule in meant)
        raise PurposeNotPermitted(caller=caller, purpose=purpose, purposes=purposes)
    return found


def keeps_register(context: Context, agency: str) -> bool:
    """Whether a caller is the agency whose register it is, or a tester: to see everything is not enough."""
    return context.caller == f"agencies/{agency}" or _rule_for(context.caller, "").callers == TESTERS
