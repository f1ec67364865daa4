"""Amendments of births, and the births that they are about."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from lienthong_emulator.justice.amendments.errors import (
    AmendmentEnded,
    AmendmentTold,
    EntryUnchanged,
    ParentIsRecorded,
)
from lienthong_emulator.justice.civil_status.domain import Parent
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.reference.waiting_terms import last_day_to_wait

PARENTS: Mapping[str, str] = {"mother": "mẹ", "father": "cha"}
"""Fields of the contract, and what they are called."""


class Kind(StrEnum):
    """Named as in the contract."""

    CORRECTION = "CORRECTION"
    RECOGNITION = "RECOGNITION"
    ADOPTION = "ADOPTION"
    DETERMINATION = "DETERMINATION"


class State(StrEnum):
    """Named as in the contract."""

    IN_PROCESS = "IN_PROCESS"
    ENTERED = "ENTERED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """A birth in the register: of somebody with whom the world began (`person_key`), or of a dossier (`record_id`)."""

    person_key: int
    record_id: str
    number_kind: int
    number: str
    full_name: str
    birth_date: PartialDate
    sex: int
    parents: Set[str]
    """Of `PARENTS`, those who are recorded."""

    def with_values(self, values: Mapping[str, Any]) -> "Birth":
        return replace(self, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """An amendment. `content` and `refusal` are kept as the contract writes them."""

    position: int
    amendment_id: str
    case_id: str
    on_behalf_of: str
    kind: Kind
    state: State
    person_key: int
    record_id: str
    number_kind: int
    number: str
    new_number: str = ""
    content: bytes
    basis: str
    create_time: datetime
    entry_date: date | None = None
    refusal: bytes = b""
    attempts: int = 0
    is_told: bool = False
    """Population has been asked to hold it."""

    @property
    def name(self) -> str:
        return f"birthAmendments/{self.amendment_id}"

    @property
    def due_date(self) -> date:
        """The last day on which it may wait for its entry."""
        return last_day_to_wait(self.kind.lower(), self.create_time.date())

    def is_overdue(self, today: date) -> bool:
        return self.state is State.IN_PROCESS and today > self.due_date

    def entered(self, today: date, number: str) -> "Amendment":
        """In the book, and known to the population database, which may have given a new number."""
        new_number = "" if number == self.number else number
        return replace(self, state=State.ENTERED, entry_date=today, new_number=new_number, attempts=0)

    def refused(self, refusal: bytes) -> "Amendment":
        return replace(self, state=State.REFUSED, refusal=refusal, attempts=0)

    def told(self) -> "Amendment":
        return replace(self, is_told=True)

    def withdrawn(self) -> "Amendment":
        """Refused with `AMENDMENT_ENDED` and `AMENDMENT_TOLD`: then population may hold it already."""
        if self.state is not State.IN_PROCESS:
            raise AmendmentEnded(amendment=self.name, state=self.state)
        if self.is_told:
            raise AmendmentTold(amendment=self.name)
        return replace(self, state=State.WITHDRAWN, attempts=0)

    def tried_in_vain(self) -> "Amendment":
        return replace(self, attempts=self.attempts + 1)


def corrected(birth: Birth, values: Mapping[str, Any]) -> Birth:
    """The birth with the right values, by field. Refused with `ENTRY_UNCHANGED`."""
    right = birth.with_values(values)
    if right == birth:
        raise EntryUnchanged
    return right


def refuse_recorded(birth: Birth, kind: Kind, parents: Mapping[str, Parent]) -> None:
    """Recognition enters a parent where none is recorded; to put another one there takes a court."""
    for role in parents:
        if kind is Kind.RECOGNITION and role in birth.parents:
            raise ParentIsRecorded(field=role, role=role, role_vi=PARENTS[role])
