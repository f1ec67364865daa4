"""The birth to which a number leads, whichever way it came into the register."""

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.justice.amendments.domain import PARENTS, Birth
from lienthong_emulator.justice.amendments.errors import BirthNotRegistered
from lienthong_emulator.justice.amendments.store import AmendmentQuestions
from lienthong_emulator.justice.civil_status.convert import declaration_in
from lienthong_emulator.justice.registers.domain import Newborn, Person
from lienthong_emulator.justice.registers.store import RegisterQuestions
from lienthong_emulator.matching import Number, PartialDate
from lienthong_emulator.runtime.database import Reader


async def birth_under(db: Reader, number: Number) -> Birth:
    """The birth of who carries a number, as the register has it now."""
    registers = RegisterQuestions(db)
    if person := await registers.find(number.kind, number.value):
        return await _birth_of(db, person)
    if number.kind == PERSONAL_NUMBER and (newborn := await registers.newborn(number.value)):
        return await _birth_of_dossier(db, newborn)
    raise BirthNotRegistered(field="identity_number")


async def _birth_of(db: Reader, person: Person) -> Birth:
    entry = await RegisterQuestions(db).birth_of(person.person_key)
    if entry is None:
        raise BirthNotRegistered(field="identity_number")
    recorded = {role for role, key in zip(PARENTS, (entry.mother_key, entry.father_key), strict=True) if key}
    return Birth(
        person_key=person.person_key,
        record_id="",
        number_kind=PERSONAL_NUMBER if person.personal_number else CMND,
        number=person.personal_number or person.cmnd,
        full_name=person.full_name,
        birth_date=person.birth,
        sex=person.sex,
        parents=await _with_entered(db, recorded, person.person_key, ""),
    )


async def _birth_of_dossier(db: Reader, newborn: Newborn) -> Birth:
    record, declaration = newborn.record, declaration_in(newborn.declaration)
    born = record.birth_date
    return Birth(
        person_key=0,
        record_id=record.record_id,
        number_kind=PERSONAL_NUMBER,
        number=record.personal_number,
        full_name=record.full_name,
        birth_date=PartialDate(born.year, born.month, born.day),
        sex=record.sex,
        parents=await _with_entered(db, {*declaration.parents()}, 0, record.record_id),
    )


async def _with_entered(db: Reader, recorded: set[str], person_key: int, record_id: str) -> frozenset[str]:
    entered = await AmendmentQuestions(db).entered_parents(person_key, record_id)
    return frozenset((recorded - entered.keys()) | {role for role, parent in entered.items() if parent})
