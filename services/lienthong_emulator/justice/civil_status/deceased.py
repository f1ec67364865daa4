"""Parents who died: what the death register says of them, and whether the child can be theirs all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.justice.civil_status.ages import died_too_early
from lienthong_emulator.justice.civil_status.convert import number_of
from lienthong_emulator.justice.civil_status.errors import ParentDiedBefore
from lienthong_emulator.justice.civil_status.rules import VIETNAMESE
from lienthong_emulator.justice.registers.store import NOBODY, RegisterQuestions
from lienthong_emulator.wire import kind_of_number

if TYPE_CHECKING:
    from datetime import date

    from lienthong_emulator.justice.civil_status.domain import Parent
    from lienthong_emulator.matching import PartialDate
    from lienthong_emulator.runtime.database import Reader


async def death_of(db: Reader, parent: Parent) -> date | None:
    """The day in the death register, whatever population holds."""
    number, registers = number_of(parent), RegisterQuestions(db)
    person = await registers.find(kind_of_number(number), number.value)
    death = await registers.death_of(person.person_key if person else NOBODY, number.value)
    return death.died if death else None


async def objection_of_death(db: Reader, role: str, parent: Parent, child_born: PartialDate) -> ParentDiedBefore | None:
    """Why somebody who died before a birth cannot be the parent, None where they can."""
    died = await death_of(db, parent)
    if died is None or not died_too_early(role, died, child_born):
        return None
    field = f"declaration.{role}.{'personal_number' if parent.personal_number else 'paper.number'}"
    return ParentDiedBefore(field=field, parent=role, parent_vi=VIETNAMESE[role], death_date=died.isoformat())
