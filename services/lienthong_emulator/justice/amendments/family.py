"""Whom a corrected birth must fit: parents, children, marriages and the death, as the registers hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.justice.v1.birth_declaration_pb2 import Parent as DeclaredParent
from lienthong_emulator.justice.amendments.domain import PARENTS, Birth
from lienthong_emulator.justice.amendments.rules import Family
from lienthong_emulator.justice.amendments.store import AmendmentQuestions
from lienthong_emulator.justice.civil_status.convert import declaration_in, number_of, parent_from_proto
from lienthong_emulator.justice.registers.store import NOBODY, RegisterQuestions
from lienthong_emulator.matching import PartialDate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from lienthong_emulator.runtime.database import Reader

WIFE, HUSBAND = "mother", "father"
"""A role of the contract says the sex."""


async def family_of(db: Reader, birth: Birth) -> Family:
    """The family of whom an entry is about. It reads all births there are: not in the event loop."""
    registers, key = RegisterQuestions(db), birth.person_key
    children = await _children_of(db, birth)
    marriages = await registers.marriages_of(key) if key else ()
    death = await registers.death_of(key, birth.number)
    return Family(
        parents=await _parents_of(db, birth),
        children=[born for _, born in children],
        marriages=[_whole(marriage.place.registered_on) for marriage in marriages],
        died=_whole(death.died) if death else None,
        roles={role for role, _ in children} | {HUSBAND if one.husband_key == key else WIFE for one in marriages},
    )


def _whole(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


async def _children_of(db: Reader, birth: Birth) -> Sequence[tuple[str, PartialDate]]:
    questions = AmendmentQuestions(db)
    known = await questions.children_of(birth.person_key) if birth.person_key else ()
    declared = await questions.declared_children_of(birth.number) if birth.number else ()
    return [*known, *((_role_in(declaration, birth.number), _whole(born)) for declaration, born in declared)]


def _role_in(declaration: bytes, number: str) -> str:
    """Which parent a number is of; a dossier is found by it."""
    parents = declaration_in(declaration).parents()
    return next(role for role, parent in parents.items() if number_of(parent).value == number)


async def _parents_of(db: Reader, birth: Birth) -> Mapping[str, PartialDate]:
    """The birth dates of the parents, by role: who was entered later takes the place of who stood there first."""
    first = await _first_parents_of(db, birth)
    entered = await AmendmentQuestions(db).entered_parents(birth.person_key, birth.record_id)
    later = {
        role: parent_from_proto(role, DeclaredParent.FromString(parent)).birth_date
        for role, parent in entered.items()
        if parent
    }
    return {role: born for role, born in first.items() if role not in entered} | later


async def _first_parents_of(db: Reader, birth: Birth) -> Mapping[str, PartialDate]:
    registers = RegisterQuestions(db)
    if birth.person_key == NOBODY:
        newborn = await registers.newborn(birth.number)
        if newborn is None:
            return {}
        return {role: parent.birth_date for role, parent in declaration_in(newborn.declaration).parents().items()}
    entry = await registers.birth_of(birth.person_key)
    keys = dict(zip(PARENTS, (entry.mother_key, entry.father_key), strict=True)) if entry else {}
    people = await registers.people([*keys.values()])
    return {role: people[key].birth for role, key in keys.items() if key in people}
