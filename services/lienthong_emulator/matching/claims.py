"""A whole claim about a person, compared with what a register holds, field by field."""

from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any, Final

from lienthong_emulator.matching.codes import CODE_RULE, compare_exact
from lienthong_emulator.matching.dates import DATE_RULE, PartialDate, Provenance, compare_dates
from lienthong_emulator.matching.names import NAME_RULE, compare_names
from lienthong_emulator.matching.numbers import NUMBER_RULE, Number, compare_numbers
from lienthong_emulator.matching.outcomes import Comparison, Outcome
from lienthong_emulator.matching.places import NOWHERE, PLACE_RULE, Place, compare_places

NO_CODES: Final[Mapping[str, str]] = {}


class Subject(Enum):
    """What a register says of the person that a claim is about: names and numbers of the contract."""

    FOUND = 1
    NOT_FOUND = 2
    AMBIGUOUS = 3
    SUPERSEDED_IDENTIFIER = 4
    DECEASED = 5

    @property
    def is_one_person(self) -> bool:
        return self not in (Subject.NOT_FOUND, Subject.AMBIGUOUS)

    @property
    def is_alive(self) -> bool:
        return self in (Subject.FOUND, Subject.SUPERSEDED_IDENTIFIER)


class ClaimReason(StrEnum):
    """Why a field was not compared."""

    HELD_HERE = "HELD_HERE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody says of the person who carries a number; what is left empty is not compared.

    `number_year` is the year of birth that the claimed 12-digit number carries. `codes` are fields that only some
    registers know, in the order of their contract, each named even where it is empty.
    """

    number: Number
    full_name: str = ""
    birth_date: PartialDate | None = None
    sex: int = 0
    ethnic_group: str = ""
    nationality: str = ""
    birth_registration_commune: str = ""
    hometown: Place = NOWHERE
    residence: Place = NOWHERE
    mother: Number | None = None
    father: Number | None = None
    number_year: int | None = None
    codes: Mapping[str, str] = field(default_factory=lambda: NO_CODES)

    @property
    def given(self) -> Sequence[str]:
        """The fields that are not empty, in the order of the contract."""
        codes = [field for field, code in self.codes.items() if code]
        return [field for field in PERSON_FIELDS if getattr(self, field)] + codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a register holds of a person, field by field as in `Claim`; a parent is every number of theirs."""

    full_name: str = ""
    birth_date: PartialDate | None = None
    birth_provenance: Provenance = Provenance.RECORDED
    sex: int = 0
    ethnic_group: str = ""
    nationality: str = ""
    birth_registration_commune: str = ""
    hometown: Place = NOWHERE
    residence: Place = NOWHERE
    mother: Collection[Number] = ()
    father: Collection[Number] = ()
    codes: Mapping[str, str | frozenset[str]] = field(default_factory=lambda: NO_CODES)


def judge(carriers: Sequence[tuple[bool, bool]]) -> Subject:
    """What carrying a number comes to: of each carrier, whether the number is an old one of theirs, and their death."""
    if not carriers:
        return Subject.NOT_FOUND
    if len(carriers) > 1:
        return Subject.AMBIGUOUS
    superseded, deceased = carriers[0]
    if deceased:
        return Subject.DECEASED
    return Subject.SUPERSEDED_IDENTIFIER if superseded else Subject.FOUND


def asked_about(claim: Claim, mask: Collection[str]) -> Sequence[str]:
    """The fields that are asked about, in the order of the contract: those of the mask, else those that are given."""
    return [field for field in (*PERSON_FIELDS, *claim.codes) if field in mask] if mask else claim.given


def withheld(asked: Sequence[str], permitted: AbstractSet[str]) -> dict[str, Comparison]:
    """What is refused whoever it is about: decided before anybody is looked up."""
    return {field: _not_compared(field, Outcome.NOT_PERMITTED) for field in asked if field not in permitted}


def compare(
    claim: Claim,
    held: Held,
    *,
    mask: Collection[str] = (),
    permitted: AbstractSet[str],
    under_review: AbstractSet[str] = frozenset(),
) -> dict[str, Comparison]:
    """One result for each field that is asked about. What is under review hides even whether anything is held."""

    def result(field: str) -> Comparison:
        if field not in permitted:
            return _not_compared(field, Outcome.NOT_PERMITTED)
        if field in under_review:
            return _not_compared(field, Outcome.UNDER_REVIEW)
        return _compared(field, claim, held)

    return {field: result(field) for field in asked_about(claim, mask)}


def is_confirmed(subject: Subject, fields: Mapping[str, Comparison]) -> bool:
    """The whole of a yes: one living person, something asked, and every answer a yes."""
    return subject.is_alive and bool(fields) and all(found.outcome.is_positive for found in fields.values())


def _compared(field: str, claim: Claim, held: Held) -> Comparison:
    compare_field = _COMPARED.get(field)
    found = compare_field(claim, held) if compare_field else compare_exact(claim.codes[field], held.codes.get(field))
    if found.outcome is Outcome.NOT_COMPARED and _is_held(field, held):
        return _not_compared(field, Outcome.NOT_COMPARED, ClaimReason.HELD_HERE)
    return found


def _is_held(field: str, held: Held) -> bool:
    return bool(getattr(held, field) if field in PERSON_FIELDS else held.codes.get(field))


def _not_compared(field: str, outcome: Outcome, *reasons: str) -> Comparison:
    return Comparison(outcome, reasons, RULES.get(field, CODE_RULE))


def _birth_dates(claim: Claim, held: Held) -> Comparison:
    return compare_dates(
        claim.birth_date,
        held.birth_date,
        held_provenance=held.birth_provenance,
        number_year=claim.number_year,
    )


def _codes(field: str) -> Callable[[Any, Any], Comparison]:
    return lambda claim, held: compare_exact(getattr(claim, field), getattr(held, field))


_COMPARED: Final[Mapping[str, Callable[[Claim, Held], Comparison]]] = {
    "full_name": lambda claim, held: compare_names(claim.full_name, held.full_name),
    "birth_date": _birth_dates,
    "sex": _codes("sex"),
    "ethnic_group": _codes("ethnic_group"),
    "nationality": _codes("nationality"),
    "birth_registration_commune": _codes("birth_registration_commune"),
    "hometown": lambda claim, held: compare_places(claim.hometown, held.hometown),
    "residence": lambda claim, held: compare_places(claim.residence, held.residence),
    "mother": lambda claim, held: compare_numbers(claim.mother, held.mother),
    "father": lambda claim, held: compare_numbers(claim.father, held.father),
}
PERSON_FIELDS: Final = tuple(_COMPARED)
"""The fields of a claim about a person, in the order of the contract."""

RULES: Final[Mapping[str, str]] = {
    **dict.fromkeys(PERSON_FIELDS, CODE_RULE),
    "full_name": NAME_RULE,
    "birth_date": DATE_RULE,
    **dict.fromkeys(("hometown", "residence"), PLACE_RULE),
    **dict.fromkeys(("mother", "father"), NUMBER_RULE),
}
"""The rule that compares a field, where it is none of a register's own codes: those have the rule of codes."""
