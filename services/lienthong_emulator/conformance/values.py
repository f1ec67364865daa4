"""What requests and expectations refer to: `${lan.card_number}`, or that `|shorter}`, `${kept.token}`, `${id.1}`."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from google.protobuf.json_format import MessageToDict

from lienthong.type.v1.person_pb2 import Sex
from lienthong_emulator.conformance.cases import Answer
from lienthong_emulator.conformance.places import place_of, value_at
from lienthong_emulator.linked_procedure import example_dossiers, read_dossiers
from lienthong_emulator.people.by_hand.personas import WRITTEN_FOR, persona_employers, personas

if TYPE_CHECKING:
    from lienthong_emulator.conformance.cases import Expected
    from lienthong_emulator.people.by_hand.person import HeldCard, Person

REFERENCE = re.compile(r"\$\{([^}]+)\}")
NAMESPACE = uuid.UUID("6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c003")


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What one case may refer to. `year` is the one at whose end the people of the world are as described."""

    case_id: str
    world: str = ""
    year: int = WRITTEN_FOR
    kept: dict[str, Any] = field(default_factory=dict[str, Any])

    def fill(self, value: Any) -> Any:
        """A copy with what is referred to. A text that is one reference becomes what that is, a date for one."""
        if isinstance(value, dict):
            return {self.fill(name): self.fill(one) for name, one in cast(dict[str, Any], value).items()}
        if isinstance(value, list):
            return [self.fill(one) for one in cast(list[Any], value)]
        if not isinstance(value, str):
            return value
        whole = REFERENCE.fullmatch(value)
        return self._of(whole[1]) if whole else REFERENCE.sub(lambda found: str(self._of(found[1])), value)

    def fill_expected(self, expected: Expected) -> Expected:
        return replace(expected, holds=self.fill(expected.holds)) if isinstance(expected, Answer) else expected

    def _of(self, reference: str) -> Any:
        """Raises `KeyError` where there is no such thing."""
        reference, _, change = reference.partition("|")
        return CHANGES[change](self._named(reference)) if change else self._named(reference)

    def _named(self, reference: str) -> Any:
        owner, _, name = reference.partition(".")
        match owner:
            case "world":
                return self.world or "default"
            case "kept":
                return self.kept[name]
            case "id":
                return str(uuid.uuid5(NAMESPACE, f"{self.world} {self.case_id} {name}"))
            case "dossier":
                return value_at(_dossiers(self.year), place_of(name))
            case _:
                return OF_PERSON[name](personas(self.year)[owner], self.year)


@cache
def _dossiers(year: int) -> list[Any]:
    """The example dossiers as requests to file them."""
    found = [dossier.request for dossier in read_dossiers(example_dossiers(year))]
    return [MessageToDict(request, preserving_proto_field_name=True) for request in found if request is not None]


def _birth(person: Person, _year: int) -> Mapping[str, int]:
    birth = person.birth
    parts = {"year": birth.year, "month": birth.month, "day": birth.day}
    return {name: part for name, part in parts.items() if part}


def _card(person: Person) -> HeldCard:
    """The present card, else the last one."""
    return person.cards[-1]


def changed_text(held: str, change: str) -> str:
    """A text changed now, or what refers to one when it is looked up."""
    return f"{held[:-1]}|{change}}}" if REFERENCE.fullmatch(held) else CHANGES[change](held)


def holds_references(held: str) -> bool:
    """Whether a text refers to something and says more beside it."""
    return bool(REFERENCE.search(held)) and not REFERENCE.fullmatch(held)


def _day_after(moment: str) -> date:
    """The next day in Hà Nội."""
    return (datetime.fromisoformat(moment) + timedelta(hours=7, days=1)).date()


def _as_fields(day: date) -> Mapping[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


CHANGES: Mapping[str, Callable[[str], Any]] = {
    "shorter": lambda text: text[:-1],
    "swapped": str.swapcase,
    "next-day": lambda moment: _as_fields(_day_after(moment)),
    "next-day-at-nine": lambda moment: f"{_day_after(moment)}T02:00:00Z",
}

OF_PERSON: Mapping[str, Callable[[Person, int], Any]] = {
    "personal_number": lambda person, _: person.personal_number,
    "cmnd": lambda person, _: person.cmnd,
    "old_cmnd": lambda person, _: person.old_cmnd,
    "full_name": lambda person, _: person.full_name,
    "birth_date": _birth,
    "sex": lambda person, _: Sex.Name(cast(Any, person.sex)),
    "social_insurance_number": lambda person, _: person.social_insurance_number,
    "tax_code": lambda person, _: person.tax_code,
    "household_code": lambda person, _: person.household_code,
    "card_number": lambda person, _: _card(person).card_number,
    "past_card_number": lambda person, _: person.past_cards[0].card_number,
    "initial_facility": lambda person, _: _card(person).initial_facility,
    "employer_tax_code": lambda person, year: persona_employers(year)[cast(Any, person.work).employer].tax_code,
    "unit_code": lambda person, year: persona_employers(year)[cast(Any, person.work).employer].unit_code,
}
"""What is true of a persona; `lienthong personas` lists them."""
