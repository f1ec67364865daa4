"""A difference between two registers, from its report to its end."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any

from lienthong_emulator.discrepancies.errors import DiscrepancyStateForbids
from lienthong_emulator.matching import PartialDate, compare_names
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.working_days import add_working_days
from lienthong_emulator.runtime.clock import end_of

NUMBER, NAME = "identity_number", "full_name"
WORKING_DAYS = 5
"""Our choice: from the report to the end, as Dutch authorities have for reports on their registers."""
WORKING_DAYS_FORWARDED = 7
"""Our choice: from the day on which it is passed on, as decree 63/2024 gives for a supplement."""


class State(StrEnum):
    """Named as in the contract. Overdue is no state: see `Discrepancy.is_overdue`."""

    OPEN = "OPEN"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    FORWARDED = "FORWARDED"
    CORRECTED = "CORRECTED"
    UPHELD = "UPHELD"
    WITHDRAWN = "WITHDRAWN"


ENDS = frozenset({State.CORRECTED, State.UPHELD, State.WITHDRAWN})
DECISIONS = frozenset({State.CORRECTED, State.UPHELD})
"""Ends that a source gives."""
MOVES = {
    State.OPEN: {State.ACKNOWLEDGED, State.FORWARDED, *ENDS},
    State.ACKNOWLEDGED: {State.FORWARDED, *ENDS},
    State.FORWARDED: ENDS,
}
"""What may follow; nothing follows an end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What somebody holds otherwise than a register does.

    `subject_key` and `person` are the key and the resource name of whom it is about: 0 and empty for a number that
    leads to nobody or to more than one. `outcome`, `subject` and `reasons` are what a comparison came to, named as in
    the contract.
    """

    subject_key: int
    person: str
    number_kind: int
    number: str
    field: str
    reported_value: str
    outcome: str = ""
    subject: str = ""
    reasons: tuple[str, ...] = ()
    note: str = ""


Told = tuple[int | str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """A difference that was reported, as one register keeps it."""

    position: int
    discrepancy_id: str
    subject_key: int
    person: str
    number_kind: int
    number: str
    field: str
    reporter: str
    reporter_discrepancy: str
    """The reporter's own, where the reporter is a register."""
    reported_value: str
    outcome: str
    subject: str
    reasons: str
    """Separated by blanks."""
    state: State
    due_time: datetime
    reported_to: str
    """The register that was told of it and will say how it ends."""
    forwarded_to: str
    change_event: str
    note: str
    create_time: datetime
    update_time: datetime
    case_id: str
    revision: int

    @property
    def name(self) -> str:
        return f"discrepancies/{self.discrepancy_id}"

    @property
    def is_open(self) -> bool:
        return self.state not in ENDS

    def is_overdue(self, now: datetime) -> bool:
        return self.is_open and now >= self.due_time

    def may_become(self, state: State) -> bool:
        return state in MOVES.get(self.state, ())

    def moved(self, state: State, now: datetime, **what: Any) -> "Discrepancy":
        """As it stands after a move. Refused with `DISCREPANCY_STATE_FORBIDS`."""
        if not self.may_become(state):
            raise DiscrepancyStateForbids(state=self.state, wanted=state)
        due = due_time(now.date(), WORKING_DAYS_FORWARDED) if state is State.FORWARDED else self.due_time
        return self.changed(now, state=state, due_time=due, **what)

    def is_decided_otherwise(self, state: State) -> bool:
        """A source decided so while it ended in another way here: of two ends that cross the source's stands."""
        return not self.is_open and state in DECISIONS and state is not self.state

    def is_settled_by(self, held: str) -> bool:
        """What was reported is held now. Names are compared by their rule."""
        if self.field == NAME:
            return compare_names(self.reported_value, held).outcome.is_positive
        return self.reported_value == held

    def as_decided(self, state: State, now: datetime, **what: Any) -> "Discrepancy":
        """As it stands once the source has said so, whatever it was. Refused with `DISCREPANCY_STATE_FORBIDS`."""
        if self.is_decided_otherwise(state):
            return self.changed(now, state=state, **what)
        return self.moved(state, now, **what)

    def changed(self, now: datetime, **what: Any) -> "Discrepancy":
        return replace(self, update_time=now, revision=self.revision + 1, **what)


def told_by(one: Difference | Discrepancy) -> Told:
    """What tells a difference from the reporter's others; who has no key is told by the number."""
    about = (one.subject_key,) if one.subject_key else (one.number_kind, one.number)
    return (*about, one.field, one.reported_value)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a party may read: all, or what it reported, what is about it, and what is about fields that it decides."""

    party: str
    sees_all: bool
    decided: AbstractSet[str] = frozenset()

    def shows(self, discrepancy: Discrepancy) -> bool:
        is_concerned = self.party in (discrepancy.reporter, discrepancy.person)
        return self.sees_all or is_concerned or discrepancy.field in self.decided


class Finding(Enum):
    """What became of a difference that was found."""

    OPENED = "opened"
    OPEN_ALREADY = "open already"
    UPHELD_BEFORE = "upheld before"


def can_have_corrected(field: str, changed: AbstractSet[str]) -> bool:
    """Whether a change of some fields may be what corrected a field.

    A number that leads to somebody with another name and birth date is no difference once either is right.
    """
    return field in changed or (field == NUMBER and not changed.isdisjoint({NAME, "birth_date"}))


def text_of(value: PartialDate | Address | date | int | str | None) -> str:
    """A value as a discrepancy tells it: codes as they are, the most exact one of a place, dates in ISO 8601."""
    match value:
        case None:
            return ""
        case PartialDate():
            return "-".join([f"{value.year:04}", *(f"{part:02}" for part in (value.month, value.day) if part)])
        case Address():
            return value.commune_code or value.district_code or value.province_code
        case date():
            return value.isoformat()
        case _:
            return str(value)


def due_time(day: date, working_days: int) -> datetime:
    """The end of the last working day."""
    return end_of(add_working_days(day, working_days))
