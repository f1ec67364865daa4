"""Whom a corrected birth must fit: parents, children, marriages and the death, as the registers hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.justice.v1.birth_declaration_pb2 import Parent as DeclaredParent
from lienthong_emulator.justice.amendments.domain import PARENTS, Birth
from lienthong_emulator.justice.amendments.rules import Elder, Family
from lienthong_emulator.justice.amendments.store import AmendmentQuestions
from lienthong_emulator.justice.civil_status.ages import whole
from lienthong_emulator.justice.civil_status.convert import declaration_in, number_of, parent_from_proto
from lienthong_emulator.justice.civil_status.deceased import death_of
from lienthong_emulator.justice.registers.store import NOBODY, RegisterQuestions
from lienthong_emulator.matching import PartialDate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from lienthong_emulator.justice.civil_status.domain import Parent
    from lienthong_emulator.runtime.database import Reader

WIFE, HUSBAND = "mother", "father"
"""A role of the contract says the sex."""


async def family_of(db: Reader, birth: Birth) -> Family:
    """The family of whom an entry is about. It reads all births there are: not in the event loop."""
    registers, key = RegisterQuestions(db), birth.person_key
    children = await _children_of(db, birth)
    marriages = await registers.marriages_of(key)
    death = await registers.death_of(key, birth.number)
    return Family(
        parents=await _parents_of(db, birth),
        children=[born for _, born in children],
        marriages=[whole(marriage.place.registered_on) for marriage in marriages],
        died=whole(death.died) if death else None,
        roles={role for role, _ in children} | {HUSBAND if one.husband_key == key else WIFE for one in marriages},
    )


async def _children_of(db: Reader, birth: Birth) -> Sequence[tuple[str, PartialDate]]:
    known = await AmendmentQuestions(db).children_of(birth.person_key) if birth.person_key else ()
    return [*known, *await _declared_children_of(db, birth.number), *await _entered_children_of(db, birth.number)]


async def _declared_children_of(db: Reader, number: str) -> Sequence[tuple[str, PartialDate]]:
    """Those in whose births nobody was entered in the place of who was declared."""
    questions, children = AmendmentQuestions(db), list[tuple[str, PartialDate]]()
    for record_id, declaration, born in await questions.declared_children_of(number) if number else ():
        role = _role_in(declaration, number)
        if role not in await questions.entered_parents(NOBODY, record_id):
            children.append((role, whole(born)))
    return children


async def _entered_children_of(db: Reader, number: str) -> Sequence[tuple[str, PartialDate]]:
    """Those whom somebody recognised or adopted, or whose parent somebody is by the decision of a court."""
    return [
        (role, born)
        for role, parent, born in (await AmendmentQuestions(db).entered_children() if number else ())
        if number_of(parent_from_proto(role, DeclaredParent.FromString(parent))).value == number
    ]


def _role_in(declaration: bytes, number: str) -> str:
    """Which parent a number is of; a dossier is found by it."""
    parents = declaration_in(declaration).parents()
    return next(role for role, parent in parents.items() if number_of(parent).value == number)


async def _parents_of(db: Reader, birth: Birth) -> Mapping[str, Elder]:
    """By role: who was entered later takes the place of who stood there first."""
    first = await _first_parents_of(db, birth)
    entered = await AmendmentQuestions(db).entered_parents(birth.person_key, birth.record_id)
    later = {
        role: await _declared(db, parent_from_proto(role, DeclaredParent.FromString(parent)))
        for role, parent in entered.items()
        if parent
    }
    return {role: elder for role, elder in first.items() if role not in entered} | later


async def _declared(db: Reader, parent: Parent) -> Elder:
    return Elder(parent.birth_date, await death_of(db, parent))


async def _first_parents_of(db: Reader, birth: Birth) -> Mapping[str, Elder]:
    registers = RegisterQuestions(db)
    if birth.person_key == NOBODY:
        newborn = await registers.newborn(birth.number)
        if newborn is None:
            return {}
        parents = declaration_in(newborn.declaration).parents()
        return {role: await _declared(db, parent) for role, parent in parents.items()}
    entry = await registers.birth_of(birth.person_key)
    keys = dict(zip(PARENTS, (entry.mother_key, entry.father_key), strict=True)) if entry else {}
    people = await registers.people([*keys.values()])
    known = {role: people[key] for role, key in keys.items() if key in people}
    return {role: Elder(one.birth, await _day_of_death(db, one.person_key)) for role, one in known.items()}


async def _day_of_death(db: Reader, person_key: int) -> date | None:
    death = await RegisterQuestions(db).death_of(person_key)
    return death.died if death else None
