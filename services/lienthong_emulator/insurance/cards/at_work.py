"""What becomes of somebody's card when an employer begins or ends to pay for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from lienthong_emulator.insurance.cards.domain import Card, Ending, State, Wallet, card_number, five_year_date
from lienthong_emulator.insurance.employers.domain import EmployerType
from lienthong_emulator.insurance.months import last_day_of, month_of
from lienthong_emulator.reference.object_codes import object_code_rows
from lienthong_emulator.reference.tables import records_in

_STAFF_CODES: Final = Path(__file__).with_name("data") / "staff_object_codes.csv"
EMPLOYERS_PAY: Final = "1"
"""The group of object codes for which employer and employee pay."""
OF_THE_FORCES: Final = 5
"""Benefit digit of those who serve; nobody takes it along."""
LONGEST_GAP: Final = timedelta(days=92)
"""Decree 146/2018, article 12, clause 5: three months at the most, for five years without a break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """For whom an employer of a type begins to pay; `facility` for who never had a card."""

    participant_key: int
    si_number: str
    employer: EmployerType
    province_code: str
    facility: str

    @property
    def object_code(self) -> str:
        return _object_codes()[self.employer]


def begun(wallet: Wallet, staff: Staff, today: date) -> Sequence[Card]:
    """The cards that are other ones when an employer begins to pay, the current one last.

    Who works has the card of staff whoever else would pay (law on health insurance, article 13): from the day on which
    the employer declares it. A card of the same group in force stays, and goes on where it was about to end.
    """
    last = _last_day(today)
    if (current := wallet.current) is None:
        return [] if wallet.is_locked else [_new(wallet, staff, today)]
    if current.object_code == staff.object_code and current.state_on(today) is State.VALID:
        ends_soon = current.valid_to <= last_day_of(month_of(today))
        return [replace(current, valid_to=last, confirm_date=today)] if ends_soon else []
    return [_ended(current, today), _new(wallet, staff, today)]


def ended(wallet: Wallet, today: date) -> Sequence[Card]:
    """The card of staff for whom the employer pays no more: until the end of the month in which that is declared."""
    current, last = wallet.current, last_day_of(month_of(today))
    if current is None or not _is_of_staff(current) or current.valid_to <= last:
        return []
    return [replace(current, valid_to=last, confirm_date=today)]


def _is_of_staff(card: Card) -> bool:
    return object_code_rows()[card.object_code]["payer_group"] == EMPLOYERS_PAY


def _new(wallet: Wallet, staff: Staff, today: date) -> Card:
    before = next(iter(wallet.cards), None)
    return Card(
        participant_key=staff.participant_key,
        serial=wallet.next_serial,
        card_number=card_number(
            staff.object_code, _level(staff.object_code, wallet.current, today), staff.province_code, staff.si_number
        ),
        valid_from=today,
        valid_to=_last_day(today),
        initial_facility=before.initial_facility if before else staff.facility,
        living_area=before.living_area if before else 0,
        five_year_date=_five_years(wallet.current, today),
        issue_date=today,
        confirm_date=today,
    )


def _level(object_code: str, current: Card | None, today: date) -> int:
    """The best of what comes with the work and of what the holder had (decree 146/2018, article 14, clause 2)."""
    level = int(object_code_rows()[object_code]["level"])
    if current is None or current.state_on(today) is not State.VALID or current.benefit_level == OF_THE_FORCES:
        return level
    return min(level, current.benefit_level)


def _five_years(current: Card | None, today: date) -> date:
    """Counted on where the card before ended not too long ago."""
    goes_on = current is not None and today - current.valid_to <= LONGEST_GAP
    return current.five_year_date if current and goes_on else five_year_date(today)


def _ended(card: Card, today: date) -> Card:
    """A card whose place a new one takes."""
    if card.valid_to < today:
        return replace(card, ending=Ending.EXPIRED, end_date=card.valid_to, confirm_date=today)
    last = max(today - timedelta(days=1), card.valid_from)
    return replace(card, ending=Ending.SUPERSEDED, end_date=last, confirm_date=today)


def _last_day(today: date) -> date:
    """Our choice, as for the cards of a nation: two calendar years; the law ties them to the work alone."""
    return date(today.year + 1, 12, 31)


@cache
def _object_codes() -> Mapping[EmployerType, str]:
    return {EmployerType[row["employer_type"]]: row["object_code"] for row in records_in(_STAFF_CODES)}
