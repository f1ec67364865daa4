"""Between the domain and the wire."""

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from lienthong.justice.v1 import civil_status_pb2
from lienthong.justice.v1.birth_declaration_pb2 import BirthDeclaration, RegistrationKind
from lienthong.justice.v1.birth_declaration_pb2 import Parent as DeclaredParent
from lienthong.type.v1.identity_pb2 import (
    IDENTITY_NUMBER_TYPE_CMND,
    IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER,
    IdentityNumber,
)
from lienthong_emulator.justice.civil_status.convert import declaration_from_proto, number_of, parent_from_proto
from lienthong_emulator.justice.civil_status.domain import Parent, Record
from lienthong_emulator.justice.registers.domain import (
    Birth,
    CivilStatus,
    Death,
    Marriage,
    MarriageEnd,
    Newborn,
    Person,
    Place,
    Register,
)
from lienthong_emulator.wire import date_to_proto, identity, partial_to_proto, sex_to_proto


def status_to_proto(status: CivilStatus, name: str) -> civil_status_pb2.CivilStatus:
    birth, death = status.birth, status.death
    return civil_status_pb2.CivilStatus(
        name=name,
        person=_person(status.person),
        birth=_birth(birth, status) if birth else None,
        marriages=[
            _marriage(marriage, end, _named(marriage.spouse_of(status.person.person_key), status))
            for marriage, end in status.marriages
        ],
        death=_death(death) if death else None,
    )


def newborn_to_proto(newborn: Newborn, name: str) -> civil_status_pb2.CivilStatus:
    record, declared = newborn.record, BirthDeclaration.FromString(newborn.declaration)
    declaration = declaration_from_proto(declared)
    return civil_status_pb2.CivilStatus(
        name=name,
        person=civil_status_pb2.RegisteredPerson(
            full_name=record.full_name,
            birth_date=date_to_proto(record.birth_date),
            sex=sex_to_proto(record.sex),
            ethnic_group=declaration.child_ethnic_group,
            nationality=declaration.child_nationality,
            identity_numbers=[identity(IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, record.personal_number)],
        ),
        birth=civil_status_pb2.BirthEntry(
            place=_place_of_record(record),
            registration_kind=_kind(record.registration_kind),
            mother=_declared(declaration.mother, declared.mother.ethnic_group),
            father=_declared(declaration.father, declared.father.ethnic_group),
            birth_record=record.name,
        ),
        death=_death(newborn.death) if newborn.death else None,
    )


def _marriage(
    marriage: Marriage, end: MarriageEnd | None, spouse: civil_status_pb2.RegisteredPerson | None
) -> civil_status_pb2.MarriageEntry:
    reason = f"MARRIAGE_END_REASON_{end.reason if end else 'UNSPECIFIED'}"
    return civil_status_pb2.MarriageEntry(
        place=place_to_proto(marriage.place, Register.MARRIAGES),
        spouse=spouse,
        marriage_record=f"marriageRecords/{marriage.record_id}" if marriage.record_id else "",
        end_date=date_to_proto(end.day) if end else None,
        end_reason=civil_status_pb2.MarriageEndReason.Value(reason),
    )


def _death(death: Death) -> civil_status_pb2.DeathEntry:
    return civil_status_pb2.DeathEntry(
        place=place_to_proto(death.place, Register.DEATHS),
        death_date=date_to_proto(death.died),
        death_record=f"deathRecords/{death.record_id}" if death.record_id else "",
    )


def _birth(birth: Birth, status: CivilStatus) -> civil_status_pb2.BirthEntry:
    return civil_status_pb2.BirthEntry(
        place=place_to_proto(birth.place, Register.BIRTHS),
        registration_kind=_kind(birth.registration_kind),
        mother=_named(birth.mother_key, status, birth.mother_name),
        father=_named(birth.father_key, status, birth.father_name),
    )


def place_to_proto(place: Place, register: Register) -> civil_status_pb2.RegisterPlace:
    return civil_status_pb2.RegisterPlace(
        number=place.number,
        book=place.book(register),
        page=place.page,
        registration_date=date_to_proto(place.registered_on),
        registration_commune=place.commune,
    )


def _place_of_record(record: Record) -> civil_status_pb2.RegisterPlace:
    return civil_status_pb2.RegisterPlace(
        number=record.number,
        book=record.book,
        page=record.page,
        registration_date=date_to_proto(record.registration_date),
        registration_commune=record.registration_commune,
    )


def _named(person_key: int, status: CivilStatus, as_recorded: str = "") -> civil_status_pb2.RegisteredPerson | None:
    """Somebody in an entry, by the name that is written there."""
    if person_key not in status.named:
        return None
    person = status.named[person_key]
    return _person(replace(person, full_name=as_recorded or person.full_name))


def _person(person: Person) -> civil_status_pb2.RegisteredPerson:
    return civil_status_pb2.RegisteredPerson(
        full_name=person.full_name,
        birth_date=partial_to_proto(person.birth),
        sex=sex_to_proto(person.sex),
        ethnic_group=person.ethnic_group,
        nationality=person.nationality,
        identity_numbers=numbers_of(person),
    )


def numbers_of(person: Person) -> Iterator[IdentityNumber]:
    """Those that are held, the current one first."""
    if person.personal_number:
        yield identity(IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, person.personal_number)
    if person.cmnd:
        yield identity(IDENTITY_NUMBER_TYPE_CMND, person.cmnd)


def _declared(parent: Parent | None, ethnic_group: str) -> civil_status_pb2.RegisteredPerson | None:
    if parent is None:
        return None
    number = number_of(parent)
    return civil_status_pb2.RegisteredPerson(
        full_name=parent.full_name,
        birth_date=partial_to_proto(parent.birth_date),
        ethnic_group=ethnic_group,
        nationality=parent.nationality,
        identity_numbers=[number] if number.value else [],
    )


def entered_parent(role: str, content: bytes) -> civil_status_pb2.RegisteredPerson | None:
    """A parent who was entered after the birth, as it was declared then."""
    found = DeclaredParent.FromString(content)
    return _declared(parent_from_proto(role, found), found.ethnic_group)


def _kind(kind: int) -> RegistrationKind.ValueType:
    """Codes of the register and of the contract are the same numbers."""
    return cast("RegistrationKind.ValueType", kind)
