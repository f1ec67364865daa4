"""What a world is built from, as people type it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

from lienthong_emulator.cli.endings import Ending, Stopped
from lienthong_emulator.cli.options import NewWorld
from lienthong_emulator.runtime.clock import HANOI, wall_clock
from lienthong_emulator.runtime.recipe import DIFFERING, MOST_PEOPLE, USUAL_START, Pace, Recipe, recipe_starting

LAST_MODELLED_DAY = date(2025, 6, 30)
NOT_MODELLED = (
    f"after {LAST_MODELLED_DAY} two switches are not modelled: the personal number in place of the social-insurance "
    "number and the tax code, and 34 provinces in place of 63"
)
SEEDS = range(-(1 << 63), 1 << 63)
"""What the contract's int64 holds."""


def recipe_typed(typed: NewWorld, people: int = 0) -> Recipe | None:
    """The recipe of a new world; None where nothing of it is typed. `people` is how many where nobody says."""
    if all(getattr(typed, option.name) == option.default for option in fields(NewWorld)):
        return None
    if typed.seed is not None and typed.seed not in SEEDS:
        raise Stopped(Ending.USAGE, f"--seed must lie between {SEEDS[0]} and {SEEDS[-1]}")
    if typed.people is not None and not 0 <= typed.people <= MOST_PEOPLE:
        raise Stopped(Ending.USAGE, f"--people must lie between 0 and {MOST_PEOPLE:,}")
    people = people if typed.people is None else typed.people
    start = _covered_day(typed.date) if typed.date else USUAL_START
    return recipe_starting(
        start,
        seed=1 if typed.seed is None else typed.seed,
        people=people,
        differing=0 if typed.clean else DIFFERING,
        realistic_numbers=typed.realistic_numbers,
        own_people=_own_people(typed.people_file, people, start) if typed.people_file else "",
        pace=_pace(typed.pace),
    )


def _pace(text: str) -> Pace:
    try:
        return Pace(text or Pace.IMMEDIATE)
    except ValueError:
        raise Stopped(Ending.USAGE, f"--pace must be {' or '.join(Pace)}, not {text!r}") from None


def _own_people(path: Path, people: int, start: date) -> str:
    from lienthong_emulator.people.by_hand.own_people import PeopleFileUnusable, read_people_file

    try:
        return read_people_file(path, beside_nation=people > 0, year=recipe_starting(start).nation.year)
    except PeopleFileUnusable as error:
        raise Stopped(Ending.UNUSABLE_FILE, str(error)) from error
    except OSError as error:
        raise Stopped(Ending.UNUSABLE_FILE, f"cannot read {path}: {error.strerror}") from error


def refuse_uncovered(day: date) -> None:
    """End the command as a server would, on a day that no world reaches; most cannot even be played there."""
    from lienthong_emulator.control.worlds import domain
    from lienthong_emulator.control.worlds.errors import DateNotCovered

    try:
        domain.refuse_uncovered(day, "recipe.start_date")
    except DateNotCovered as refusal:
        raise Stopped(Ending.REFUSED, f"{refusal.reason}: {refusal}", refusal) from refusal


def _covered_day(text: str) -> date:
    day = _parse_day(text)
    refuse_uncovered(day)
    return day


def _parse_day(text: str) -> date:
    """A day, or `today` as it is in Hà Nội."""
    if text == "today":
        return wall_clock().astimezone(HANOI).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Stopped(Ending.USAGE, f"--date must be a day as YYYY-MM-DD, or today, not {text!r}") from None
