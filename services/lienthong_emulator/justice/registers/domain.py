"""Births, marriages and deaths as the registers hold them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lienthong_emulator.justice.civil_status.domain import PAGES_IN_A_BOOK, Record
from lienthong_emulator.matching import PartialDate


class Register(StrEnum):
    """A kind of register (sổ hộ tịch), as its books are marked."""

    BIRTHS = "KS"
    MARRIAGES = "KH"
    DEATHS = "KT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an entry stands: the how manieth it is, from 1, of a commune and a year."""

    entry: int
    registered_on: date
    commune: str

    @property
    def number(self) -> str:
        return f"{self.entry}/{self.registered_on.year}"

    def book(self, register: Register) -> str:
        """Written as those of the births that come of a dossier."""
        return f"{(self.entry - 1) // PAGES_IN_A_BOOK + 1:02}/{self.registered_on.year}-TP/{register}"

    @property
    def page(self) -> int:
        return (self.entry - 1) % PAGES_IN_A_BOOK + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom a register names. Numbers are empty where they stand in none."""

    person_key: int
    full_name: str
    birth: PartialDate
    sex: int
    ethnic_group: str
    nationality: str
    personal_number: str
    cmnd: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """An entry in the birth register. A parent's key is 0 where none is recorded; an empty name is their own."""

    person_key: int
    place: Place
    registration_kind: int
    mother_key: int
    mother_name: str
    father_key: int
    father_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marriage:
    """An entry in the marriage register; of those with which the world began `record_id` is empty, `position` 0.

    A foreigner has no key, and is known by a number. Numbers are empty of those with which the world began.
    """

    husband_key: int
    husband_number: str
    wife_key: int
    wife_number: str
    place: Place
    record_id: str
    position: int

    def spouse_of(self, person_key: int) -> int:
        return self.wife_key if person_key == self.husband_key else self.husband_key

    def parties(self) -> Sequence[tuple[int, str]]:
        """Husband and wife: key and number."""
        return (self.husband_key, self.husband_number), (self.wife_key, self.wife_number)

    def gave_way_to(self, other: "Marriage") -> bool:
        """A later one, to somebody else. Numbers change, keys do not."""
        same_couple = [key or number for key, number in self.parties()] == [key or no for key, no in other.parties()]
        is_later = (self.place.registered_on, self.position) < (other.place.registered_on, other.position)
        return is_later and not same_couple


class EndReason(StrEnum):
    """Why a marriage has ended; named as in the contract."""

    DEATH = "DEATH"
    REMARRIAGE = "REMARRIAGE"


@dataclass(frozen=True, slots=True)
class MarriageEnd:
    """The day from which a marriage is none any more.

    A death ends it (Law on Marriage and Family 52/2014, article 65). Where the death was none, and the widow or widower
    has married meanwhile, the new marriage stands (article 67 there; Civil Code 91/2015, article 73), and the old one
    has ended with it. The articles are from general knowledge, unverified.
    """

    day: date
    reason: EndReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """An entry in the death register; `record_id` is empty of those with which the world began."""

    person_key: int
    place: Place
    died: date
    record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CivilStatus:
    """All that the registers hold of a person; `named` has the parents and spouses whom they know.

    Each marriage stands with its end, where it has ended.
    """

    person: Person
    birth: Birth | None
    marriages: Sequence[tuple[Marriage, MarriageEnd | None]]
    death: Death | None
    named: Mapping[int, Person]


@dataclass(frozen=True, slots=True, kw_only=True)
class Newborn:
    """A birth that came of a dossier, with what was declared."""

    record: Record
    declaration: bytes
    death: Death | None
