"""Cards of who died, and of who did not."""

from dataclasses import replace
from datetime import date

from lienthong_emulator.insurance.cards.domain import Card, Ending, Wallet
from lienthong_emulator.insurance.changes.domain import locked, unlocked

TODAY, DIED, OTHER_DAY = date(2022, 1, 5), date(2022, 1, 4), date(2022, 1, 3)
FIRST = Card(
    participant_key=115000017,
    serial=1,
    card_number="GD4010115000017",
    valid_from=date(2015, 1, 1),
    valid_to=date(2015, 12, 31),
    initial_facility="01019",
    five_year_date=date(2020, 1, 1),
    issue_date=date(2015, 1, 1),
    ending=Ending.SUPERSEDED,
    end_date=date(2015, 12, 31),
    confirm_date=date(2015, 12, 31),
)
CURRENT = replace(FIRST, serial=2, card_number="DN4010115000017", ending=Ending.NONE, end_date=None)
LOCKED = replace(CURRENT, ending=Ending.LOCKED, end_date=DIED, confirm_date=TODAY)
NEXT = replace(CURRENT, serial=3)


def test_a_death_locks_the_current_card_as_of_its_day() -> None:
    assert locked(Wallet([CURRENT, FIRST]), None, DIED, TODAY) == LOCKED


def test_a_death_on_another_day_than_was_known_moves_the_day_of_the_lock() -> None:
    assert locked(Wallet([LOCKED, FIRST]), DIED, OTHER_DAY, TODAY) == replace(LOCKED, end_date=OTHER_DAY)


def test_a_death_that_was_known_changes_nothing() -> None:
    assert locked(Wallet([LOCKED, FIRST]), DIED, DIED, TODAY) is None


def test_who_has_no_card_has_none_to_lock() -> None:
    assert locked(Wallet([FIRST]), None, DIED, TODAY) is None


def test_a_death_that_was_none_unlocks_the_card_that_it_locked() -> None:
    earlier = replace(LOCKED, serial=1, end_date=date(2020, 2, 2))

    assert unlocked(Wallet([earlier, LOCKED]), DIED, TODAY) == replace(CURRENT, confirm_date=TODAY)


def test_a_card_stays_locked_where_another_was_issued_since() -> None:
    assert unlocked(Wallet([NEXT, LOCKED]), DIED, TODAY) is None


def test_what_no_death_locked_is_not_unlocked() -> None:
    assert unlocked(Wallet([replace(LOCKED, end_date=OTHER_DAY), FIRST]), DIED, TODAY) is None
    assert unlocked(Wallet([FIRST]), None, TODAY) is None
