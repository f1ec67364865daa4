"""The population database's version of the people a world starts with."""

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND, IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER
from lienthong_emulator.people.stories import Person, people
from lienthong_emulator.population.citizens.domain import Citizen, HeldNumber
from lienthong_emulator.population.citizens.store import CitizenStore
from lienthong_emulator.runtime.database import Transaction
from lienthong_emulator.runtime.ids import opaque_id
from lienthong_emulator.runtime.kit import Recipe


async def seed(db: Transaction, recipe: Recipe) -> None:
    citizens = CitizenStore(db)
    for person in people().values():
        citizen = _citizen(person, recipe)
        citizens.add(citizen)
        for number in _numbers(person):
            citizens.add_number(citizen.citizen_id, number)


def _citizen(person: Person, recipe: Recipe) -> Citizen:
    died = person.died if person.died and person.died < recipe.start else None
    return Citizen(
        citizen_id=_id(recipe, person.key),
        personal_number=person.personal_number,
        full_name=person.full_name,
        birth_date=person.birth,
        sex=person.sex,
        ethnic_group=person.ethnic_group,
        nationality=person.nationality,
        registration_commune=person.residence.commune_code,
        hometown=person.residence,
        residence=person.residence,
        mother_id=_id(recipe, person.mother) if person.mother else "",
        father_id=_id(recipe, person.father) if person.father else "",
        death_date=died,
    )


def _id(recipe: Recipe, key: str) -> str:
    return opaque_id(recipe.seed, "population", "citizen", key)


def _numbers(person: Person) -> list[HeldNumber]:
    """The current number, and an old CMND beside it where there was one."""
    found: list[HeldNumber] = []
    if person.personal_number:
        found.append(HeldNumber(IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, person.personal_number, superseded=False))
    if person.cmnd:
        found.append(HeldNumber(IDENTITY_NUMBER_TYPE_CMND, person.cmnd, superseded=False))
    if person.old_cmnd:
        found.append(HeldNumber(IDENTITY_NUMBER_TYPE_CMND, person.old_cmnd, superseded=True))
    return found
