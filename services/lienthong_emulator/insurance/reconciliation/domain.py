"""What a verification by another register comes to: the differences that the offices know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from lienthong_emulator.discrepancies.domain import text_of
from lienthong_emulator.matching import (
    ClaimReason,
    Comparison,
    DateReason,
    Number,
    Outcome,
    PartialDate,
    Place,
    Subject,
)

KEPT: Final = timedelta(days=30)
"""Our choice: how long an operation is kept after its end, on the world's clock."""
INSURANCE: Final = "agencies/insurance"
POPULATION: Final = "agencies/population"
JUSTICE: Final = "agencies/justice"
FIELDS: Final[Mapping[str, Sequence[str]]] = {
    POPULATION: ("full_name", "birth_date", "sex", "residence", "mother", "father"),
    JUSTICE: ("full_name", "birth_date", "sex", "mother", "father"),
}
"""What of a participant is held against each other register."""
Glimpse = tuple[int, str | None, int | None]
"""A participant's key, the number by which another register knows them, and the fingerprint of what is held."""
NUMBER: Final = "identity_number"
DEATH: Final = "death_date"
SI_NUMBER: Final = "social_insurance.social_insurance_number"
CARD: Final = "health_insurance.card"


class State(StrEnum):
    RUNNING = "RUNNING"
    DONE = "DONE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """One run, as far as it has come."""

    position: int
    operation_id: str
    agency: str
    report: bool
    requested_by: str
    case_id: str
    state: State = State.RUNNING
    cancel_requested: bool = False
    checkpoint: int = -1
    total: int
    verified: int = 0
    matched: int = 0
    opened: int = 0
    known: int = 0
    withdrawn: int = 0
    create_time: datetime
    update_time: datetime

    @property
    def name(self) -> str:
        return f"operations/insurance/{self.operation_id}"

    @property
    def is_running(self) -> bool:
        return self.state is State.RUNNING


def case_of(case_id: str, operation: str) -> str:
    """The case that an operation belongs to: the caller's, else one of its own."""
    return case_id or f"reconciliation-{operation.rpartition('/')[2]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was found of one participant; `found` is as it is told, without the person."""

    position: int
    participant_key: int
    matched: bool
    found: bytes


def plain_result(position: int, participant_key: int) -> Result:
    """That of who agrees in everything."""
    return Result(position=position, participant_key=participant_key, matched=True, found=b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Those of one batch who agree in everything, in the order of their keys."""

    position: int
    last_key: int
    confirm_date: date | None
    """The day on which population confirmed group a of them."""
    participant_keys: bytes


class Own(NamedTuple):
    """What insurance holds of a participant, as far as it is held against another register.

    `again` are the keys of all records of this one person, this one among them; empty where there is one only.
    """

    key: int
    number: Number | None
    full_name: str
    birth: PartialDate
    sex: int
    residence: Place
    died: str
    """The day, in ISO 8601; empty of who is alive."""
    mother: Number | None = None
    father: Number | None = None
    again: Sequence[int] = ()
    has_two_cards: bool = False

    @property
    def is_dead(self) -> bool:
        return self.died != ""

    def text_of(self, field: str) -> str:
        """The value as a discrepancy tells it."""
        match field:
            case "full_name":
                return self.full_name
            case "birth_date":
                return text_of(self.birth)
            case "death_date":
                return self.died
            case "sex":
                return str(self.sex)
            case "residence":
                return next(filter(None, reversed(self.residence)), "")
            case "mother" | "father":
                parent: Number | None = getattr(self, field)
                return parent.value if parent else ""
            case _:
                return self.number.value if self.number else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other register said of a participant. `subject` is None where it was not asked."""

    subject: Subject | None
    fields: Mapping[str, Comparison]

    @property
    def is_another_person(self) -> bool:
        """The number leads to somebody whose name and birth date are both others."""
        return all(self._outcome(field) is Outcome.MISMATCH for field in ("full_name", "birth_date"))

    def _outcome(self, field: str) -> Outcome | None:
        found = self.fields.get(field)
        return found.outcome if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference. `value` is what insurance holds; of what is under review, nothing more can be said.

    `about` is the key of whom it is told, where that is another record of the same person; 0 for the participant.
    """

    field: str
    outcome: Outcome | None = None
    subject: Subject | None = None
    reasons: tuple[str, ...] = ()
    value: str = ""
    about: int = 0
    is_discrepancy: bool = True

    @property
    def is_lack(self) -> bool:
        """Insurance holds nothing: there is nothing for the other register to decide."""
        return self.outcome is Outcome.NOT_HELD

    @property
    def kind(self) -> tuple[str, str, str]:
        return self.field, self.outcome or "", self.subject.name if self.subject else ""


def findings(own: Own, answer: Answer) -> Sequence[Finding]:
    """The differences that one participant has with the other register, or with the rest of this one.

    Of a person who is held twice only that is told: which record stands must be decided first.
    """
    return [_held_twice(own)] if own.again else [*_of_person(own, answer)]


def _held_twice(own: Own) -> Finding:
    """Two records of one person are one difference, told of the first of them."""
    first = min(own.again)
    return Finding(
        field=CARD if own.has_two_cards else SI_NUMBER,
        subject=Subject.AMBIGUOUS,
        value=" ".join(f"{key:010}" for key in sorted(own.again)),
        about=0 if first == own.key else first,
    )


def _of_person(own: Own, answer: Answer) -> Iterator[Finding]:
    number = own.text_of(NUMBER)
    if answer.subject is None:
        if own.number is None:
            yield Finding(field=NUMBER, outcome=Outcome.NOT_COMPARED, is_discrepancy=False)
    elif not answer.subject.is_one_person:
        yield Finding(field=NUMBER, subject=answer.subject, value=number)
    elif answer.is_another_person:
        yield Finding(field=NUMBER, outcome=Outcome.MISMATCH, value=number)
    else:
        if answer.subject is Subject.SUPERSEDED_IDENTIFIER:
            yield Finding(field=NUMBER, subject=answer.subject, value=number)
        if answer.subject.is_alive == own.is_dead:
            yield Finding(field=DEATH, subject=answer.subject, value=own.died)
        yield from _of_fields(own, answer)


def _of_fields(own: Own, answer: Answer) -> Iterator[Finding]:
    for name, found in answer.fields.items():
        if not agrees(found):
            yield _of_field(own, name, found)


def _of_field(own: Own, name: str, found: Comparison) -> Finding:
    if ClaimReason.HELD_HERE in found.reasons:
        return Finding(field=name, outcome=Outcome.NOT_HELD, reasons=found.reasons)
    return Finding(
        field=name,
        outcome=found.outcome,
        reasons=found.reasons,
        value=own.text_of(name),
        is_discrepancy=_is_discrepancy(found),
    )


def _is_discrepancy(found: Comparison) -> bool:
    """Where 1 January stands for a year both registers are as uncertain; what one does not hold, nobody has wrong."""
    if found.outcome is Outcome.PARTIAL:
        return DateReason.DEFAULTED_1_JAN not in found.reasons
    return found.outcome in (Outcome.MISMATCH, Outcome.UNDER_REVIEW)


def is_over(field: str, own: Own, answer: Answer) -> bool:
    """Whether nothing can be left of a difference that was told before, and that no finding tells again.

    Not where nothing can be said: nobody was asked or found, or the field is under review at the other register.
    """
    if own.again:
        return False
    if field in (SI_NUMBER, CARD):
        return True
    if answer.subject is None or not answer.subject.is_one_person or answer.is_another_person:
        return False
    found = answer.fields.get(field)
    return field in (NUMBER, DEATH) or (found is not None and found.outcome is not Outcome.UNDER_REVIEW)


def agrees(found: Comparison) -> bool:
    """A yes, or nothing on both sides."""
    return found.outcome.is_positive or (found.outcome is Outcome.NOT_COMPARED and not found.reasons)


@dataclass(slots=True)
class Tally:
    """What one batch came to."""

    verified: int = 0
    matched: int = 0
    opened: int = 0
    known: int = 0
    withdrawn: int = 0
    kinds: Counter[tuple[str, str, str]] = field(default_factory=Counter[tuple[str, str, str]])

    def added_to(self, run: Reconciliation, *, checkpoint: int, now: datetime) -> Reconciliation:
        return replace(
            run,
            verified=run.verified + self.verified,
            matched=run.matched + self.matched,
            opened=run.opened + self.opened,
            known=run.known + self.known,
            withdrawn=run.withdrawn + self.withdrawn,
            checkpoint=checkpoint,
            update_time=now,
        )
