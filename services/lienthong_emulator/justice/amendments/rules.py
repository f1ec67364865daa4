"""What a corrected birth must satisfy beside the rest of the family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from lienthong_emulator.justice.amendments.domain import PARENTS, Birth
from lienthong_emulator.justice.amendments.errors import (
    ChildTooOld,
    MarriedTooYoung,
    ParentTooYoung,
    SexContradictsRole,
)
from lienthong_emulator.justice.civil_status.rules import SEX_OF
from lienthong_emulator.justice.deaths.errors import DeathBeforeBirth
from lienthong_emulator.matching import PartialDate

# Our choice: whoever had children or married at a lower age was entered wrongly, there or here.
YOUNGEST = 12
JUDGED = frozenset({"birth_date", "sex"})
"""Fields on which a family has something to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Whom the registers name beside somebody, each by a day that the birth must fit: parents by their role."""

    parents: Mapping[str, PartialDate]
    children: Sequence[PartialDate]
    marriages: Sequence[PartialDate]
    died: PartialDate | None
    roles: Set[str]
    """Of `PARENTS`, what the person is to their children and, of a couple, would be: it says the sex."""


def refuse_misfit(right: Birth, corrected: Set[str], family: Family) -> None:
    """Refuse a correction of some fields that contradicts what the registers hold of the family."""
    if "birth_date" in corrected:
        _refuse_age(right.birth_date, family)
    if "sex" in corrected:
        for role in sorted(family.roles):
            if right.sex != SEX_OF[role]:
                raise SexContradictsRole(field="values.sex", role=role, role_vi=PARENTS[role])


def _refuse_age(born: PartialDate, family: Family) -> None:
    said = {"field": "values.birth_date", "youngest": str(YOUNGEST)}
    for role, parent in family.parents.items():
        if (age := _years_between(parent, born)) < YOUNGEST:
            raise ParentTooYoung(role=role, role_vi=PARENTS[role], age=str(age), **said)
    for child in family.children:
        if (age := _years_between(born, child)) < YOUNGEST:
            raise ChildTooOld(age=str(age), **said)
    for marriage in family.marriages:
        if (age := _years_between(born, marriage)) < YOUNGEST:
            raise MarriedTooYoung(age=str(age), **said)
    if family.died and _years_between(born, family.died) < 0:
        raise DeathBeforeBirth(field="values.birth_date")


def _years_between(one: PartialDate, other: PartialDate) -> int:
    """Whole years, below 0 where the other is the earlier; as many as there can be where a part is not known."""
    parts = 2 if one.day and other.day else 1 if one.month and other.month else 0
    too_early = (other.month, other.day)[:parts] < (one.month, one.day)[:parts]
    return other.year - one.year - too_early
