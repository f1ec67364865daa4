"""Treatments at health facilities, and what patients pay beside insurance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Final

from lienthong_emulator.reference.base_salaries import base_salary_on
from lienthong_emulator.runtime.clock import HANOI

BASE_SALARIES_A_YEAR: Final = 6
"""Decree 146/2018, article 14: who has five years without a break pays no more than this in a year."""


class VisitReason(IntEnum):
    """Why a patient came to this facility, as the gateway's look-ups tell it; numbered as in the contract."""

    NOT_SAID = 0
    RIGHT_ROUTE = 1
    EMERGENCY = 2
    OFF_ROUTE = 3
    SAME_LEVEL = 4


class Outcome(IntEnum):
    """What a treatment came to; numbered as in the tables of the ministry. Only what has an effect has a name."""

    NOT_SAID = 0
    CURED = 1
    BETTER = 2
    UNCHANGED = 3
    WORSE = 4
    DIED = 5
    GRAVE_TAKEN_HOME = 6
    UNDETERMINED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """One stay or visit. A facility's `visit` (MA_LK) tells which; what comes later under it stands. Money in đồng."""

    treatment_number: int
    facility: str
    visit: str
    participant_key: int
    """0 where nobody is known of this number and name."""
    card_number: str
    admit_time: datetime
    discharge_time: datetime | None = None
    diagnosis: str = ""
    disease_code: str = ""
    discharge_kind: int = 0
    outcome: Outcome = Outcome.NOT_SAID
    visit_reason: VisitReason = VisitReason.NOT_SAID
    route_code: str = ""
    total_cost: int = 0
    insurance_pays: int = 0
    co_payment: int = 0
    submission_id: str
    receive_time: datetime

    @property
    def death_date(self) -> date | None:
        """The day on which the patient died here."""
        if self.outcome is not Outcome.DIED or self.discharge_time is None:
            return None
        return self.discharge_time.astimezone(HANOI).date()

    @property
    def counts_for_limit(self) -> bool:
        return self.co_payment > 0 and self.discharge_time is not None and self.visit_reason != VisitReason.OFF_ROUTE


_REASONS: Final[Mapping[str, VisitReason]] = {
    "1": VisitReason.RIGHT_ROUTE,
    "2": VisitReason.EMERGENCY,
    "3": VisitReason.OFF_ROUTE,
}


def reason_of_route(route_code: str) -> VisitReason:
    """The reason behind a route code of Decision 4750/QĐ-BYT; 1.2 is another district hospital of the province.

    Our choice: routes from 7 on (drugs, others) tell no reason.
    """
    if route_code == "1.2":
        return VisitReason.SAME_LEVEL
    return _REASONS.get(route_code.partition(".")[0], VisitReason.NOT_SAID)


@dataclass(frozen=True, slots=True)
class CoPayment:
    """A treatment with what the co-payments of the year come to with it."""

    treatment: Treatment
    running_total: int


def accumulated(treatments: Sequence[Treatment]) -> Sequence[CoPayment]:
    """The co-payments that count, from treatments in the order of discharge; the latest first."""
    found: list[CoPayment] = []
    for treatment in treatments:
        if treatment.counts_for_limit:
            so_far = found[-1].running_total if found else 0
            found.append(CoPayment(treatment, so_far + treatment.co_payment))
    return found[::-1]


def yearly_limit(day: date) -> int:
    """Six base salaries as they stand on a day."""
    return BASE_SALARIES_A_YEAR * base_salary_on(day)


@dataclass(frozen=True, slots=True)
class ClaimTable:
    """A table of a claim, as it was sent: rows by plain tag."""

    table: str
    rows: Sequence[Mapping[str, str]]
