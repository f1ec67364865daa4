"""Between the domain and the wire."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Protocol
from unicodedata import normalize

from google.type import date_pb2

from lienthong.justice.v1 import birth_declaration_pb2
from lienthong.type.v1.identity_pb2 import (
    IDENTITY_NUMBER_TYPE_ARMED_FORCES,
    IDENTITY_NUMBER_TYPE_CMND,
    IDENTITY_NUMBER_TYPE_OTHER,
    IDENTITY_NUMBER_TYPE_PASSPORT,
    IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER,
    IDENTITY_NUMBER_TYPE_RESIDENCE_CARD,
    IDENTITY_NUMBER_TYPE_UNSPECIFIED,
    IdentityNumber,
)
from lienthong_emulator.justice.civil_status.domain import Declaration, PaperKind, Parent
from lienthong_emulator.justice.civil_status.errors import ImpossibleDate
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.readable import refuse_unreadable
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.wire import (
    CMND_DIGITS,
    address_from_proto,
    full_date,
    identity,
    partial_date,
)

BirthDeclaration = birth_declaration_pb2.BirthDeclaration

PEOPLE = ("child", "mother", "father", "applicant")

# `LoaiGiayToTuyThan` of the procedure, as kinds of identity number.
KIND_OF_PAPER = {
    1: IDENTITY_NUMBER_TYPE_CMND,
    2: IDENTITY_NUMBER_TYPE_PASSPORT,
    3: IDENTITY_NUMBER_TYPE_RESIDENCE_CARD,
    4: IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER,
    5: IDENTITY_NUMBER_TYPE_ARMED_FORCES,
    6: IDENTITY_NUMBER_TYPE_ARMED_FORCES,
    7: IDENTITY_NUMBER_TYPE_ARMED_FORCES,
    8: IDENTITY_NUMBER_TYPE_OTHER,
}


@lru_cache(maxsize=128)
def declaration_in(content: bytes) -> Declaration:
    """The declaration that a dossier keeps: filing reads it, and the desk does so again a moment later."""
    return declaration_from_proto(BirthDeclaration.FromString(content))


def declaration_from_proto(found: BirthDeclaration) -> Declaration:
    """The declaration as the rules need it. Refuses texts that nobody can read and dates that no calendar has."""
    _refuse_unreadable(found)
    child = found.child
    return Declaration(
        registration_kind=found.registration_kind,
        registration_commune=found.registration_commune,
        notice_number=found.birth_notice.number,
        foreign_record=found.foreign_record.number,
        child_name=" ".join(normalize("NFC", child.full_name).split()),
        child_sex=child.sex,
        child_birth_date=full_day("declaration.child.birth_date", child.birth_date),
        child_ethnic_group=child.ethnic_group,
        child_nationality=child.nationality,
        child_hometown=address_from_proto(child.hometown),
        child_number=child.paper.number if paper_of(child.paper)[0] == PaperKind.CCCD else "",
        birth_kind=child.birth_kind,
        mother=parent_from_proto("declaration.mother", found.mother) if found.HasField("mother") else None,
        father=parent_from_proto("declaration.father", found.father) if found.HasField("father") else None,
        applicant_residence=address_from_proto(found.applicant.residence),
        facility=found.health_insurance.initial_facility,
        places=list(_places(found)),
        ethnic_groups=[(f"declaration.{role}.ethnic_group", code) for role, code in _ethnic_groups(found)],
        past_dates=list(_past_dates(found)),
        other_papers=[
            ("declaration.applicant.paper.number", *paper_of(found.applicant.paper), found.applicant.personal_number),
            ("declaration.child.paper.number", *paper_of(child.paper), ""),
        ],
    )


def _refuse_unreadable(found: BirthDeclaration) -> None:
    """A name needs a letter, no text holds a control character, and what is printed on a card can be printed."""
    people = {role: getattr(found, role) for role in PEOPLE if found.HasField(role)}
    names = {f"declaration.{role}.full_name": person.full_name for role, person in people.items()}
    homes = {
        f"declaration.{role}.residence.detail": people[role].residence.detail for role in people if role != "child"
    }
    refuse_unreadable(names, homes, printed=homes | {"declaration.child.full_name": found.child.full_name})


def parent_from_proto(at: str, found: birth_declaration_pb2.Parent) -> Parent:
    """A parent as declared in the field `at`."""
    return Parent(
        full_name=found.full_name,
        birth_date=partial_day(f"{at}.birth_date", found.birth_date),
        nationality=found.nationality,
        personal_number=found.personal_number,
        paper_kind=paper_of(found.paper)[0],
        paper_number=found.paper.number,
        residence=address_from_proto(found.residence),
    )


def paper_of(found: birth_declaration_pb2.IdentityPaper) -> tuple[int, str]:
    """Kind and number; where the kind is not said, twelve digits are an identity card and nine a CMND."""
    kinds = {12: PaperKind.CCCD, CMND_DIGITS: PaperKind.CMND}
    told_by_length = kinds.get(len(found.number), 0) if found.number.isdecimal() else 0
    return (found.kind or told_by_length, found.number)


def full_day(field: str, found: date_pb2.Date) -> date:
    day = full_date(found)
    if day is None:
        raise ImpossibleDate(field=field)
    return day


def partial_day(field: str, found: date_pb2.Date) -> PartialDate:
    day = partial_date(found)
    if day is None:
        raise ImpossibleDate(field=field)
    return day


def _places(found: BirthDeclaration) -> Iterator[tuple[str, Address]]:
    yield "declaration.child.birth_place_address", address_from_proto(found.child.birth_place_address)
    yield "declaration.child.hometown", address_from_proto(found.child.hometown)
    for role in ("mother", "father", "applicant"):
        if found.HasField(role):
            yield f"declaration.{role}.residence", address_from_proto(getattr(found, role).residence)


def _ethnic_groups(found: BirthDeclaration) -> Iterator[tuple[str, str]]:
    for role in ("child", "mother", "father"):
        if found.HasField(role):
            yield role, getattr(found, role).ethnic_group


def _past_dates(found: BirthDeclaration) -> Iterator[tuple[str, PartialDate]]:
    """Every date that cannot lie ahead."""
    dates = {
        "child.birth_date": found.child.birth_date,
        "birth_notice.issue_date": found.birth_notice.issue_date,
        "mother.birth_date": found.mother.birth_date,
        "mother.paper.issue_date": found.mother.paper.issue_date,
        "father.birth_date": found.father.birth_date,
        "father.paper.issue_date": found.father.paper.issue_date,
        "applicant.paper.issue_date": found.applicant.paper.issue_date,
        "child.paper.issue_date": found.child.paper.issue_date,
        "foreign_record.registration_date": found.foreign_record.registration_date,
    }
    for path, day in dates.items():
        if day.year or day.month or day.day:
            yield f"declaration.{path}", partial_day(f"declaration.{path}", day)


class Identified(Protocol):
    """Somebody who is declared with a number."""

    @property
    def personal_number(self) -> str: ...

    @property
    def paper_kind(self) -> int: ...

    @property
    def paper_number(self) -> str: ...


def number_of(person: Identified) -> IdentityNumber:
    """The number somebody is asked about: the personal number, else that of the paper."""
    if person.personal_number:
        return identity(IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, person.personal_number)
    return identity(KIND_OF_PAPER.get(person.paper_kind, IDENTITY_NUMBER_TYPE_UNSPECIFIED), person.paper_number)
