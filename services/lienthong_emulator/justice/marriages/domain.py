"""Marriages: who may marry whom, and the entry."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lienthong_emulator.justice.registers.domain import Birth, Place
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.reference.identity_numbers import Sex

# Law on marriage and family 52/2014, article 8: men from 20, women from 18 years on.
LEGAL_AGES: Mapping[Sex, int] = {Sex.MALE: 20, Sex.FEMALE: 18}
SEX_OF: Mapping[str, Sex] = {"husband": Sex.MALE, "wife": Sex.FEMALE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Wife or husband. `person_key` is 0 of whom no register names."""

    person_key: int
    full_name: str
    birth: PartialDate
    number_kind: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An entry in the marriage register."""

    record_id: str
    place: Place
    husband: Party
    wife: Party
    position: int
    """From 1, in the order in which marriages were entered."""

    @property
    def name(self) -> str:
        return f"marriageRecords/{self.record_id}"

    def parties(self) -> Mapping[str, Party]:
        return {"husband": self.husband, "wife": self.wife}


def may_marry_from(born: PartialDate, sex: Sex) -> date:
    """The birthday that the law asks for; of an unknown month or day the last that it can be."""
    year, month = born.year + LEGAL_AGES[sex], born.month or 12
    last = monthrange(year, month)[1]
    return date(year, month, min(born.day or last, last))


def are_related(births: Sequence[Birth | None], keys: Sequence[int]) -> bool:
    """Parent and child, or children of one mother or father (article 5); as far as the birth register tells."""
    one, other = ({key, *_parents(birth)} - {0} for key, birth in zip(keys, births, strict=True))
    return not one.isdisjoint(other)


def _parents(birth: Birth | None) -> Sequence[int]:
    return (birth.mother_key, birth.father_key) if birth else ()
