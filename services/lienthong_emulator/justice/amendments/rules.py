"""What a corrected birth must satisfy beside the rest of the family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from lienthong_emulator.justice.amendments.domain import PARENTS, Birth
from lienthong_emulator.justice.amendments.errors import (
    ChildTooOld,
    MarriedTooYoung,
    SexContradictsRole,
)
from lienthong_emulator.justice.civil_status.ages import YOUNGEST, died_too_early, years_between
from lienthong_emulator.justice.civil_status.errors import ParentDiedBefore, ParentTooYoung
from lienthong_emulator.justice.civil_status.rules import SEX_OF
from lienthong_emulator.justice.deaths.errors import DeathBeforeBirth
from lienthong_emulator.matching import PartialDate

JUDGED = frozenset({"birth_date", "sex"})
"""Fields on which a family has something to say."""


@dataclass(frozen=True, slots=True)
class Elder:
    """A parent, as far as the registers know."""

    born: PartialDate
    died: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Whom the registers name beside somebody, each by a day that the birth must fit: parents by their role."""

    parents: Mapping[str, Elder]
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
        if (age := years_between(parent.born, born)) < YOUNGEST:
            raise ParentTooYoung(role=role, role_vi=PARENTS[role], age=str(age), **said)
        if parent.died and died_too_early(role, parent.died, born):
            died = parent.died.isoformat()
            raise ParentDiedBefore(field=said["field"], parent=role, parent_vi=PARENTS[role], death_date=died)
    for child in family.children:
        if (age := years_between(born, child)) < YOUNGEST:
            raise ChildTooOld(age=str(age), **said)
    for marriage in family.marriages:
        if (age := years_between(born, marriage)) < YOUNGEST:
            raise MarriedTooYoung(age=str(age), **said)
    if family.died and years_between(born, family.died) < 0:
        raise DeathBeforeBirth(field="values.birth_date")
