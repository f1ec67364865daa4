"""What a world is built from, as people type it."""

from __future__ import annotations

from datetime import date

from lienthong_emulator.cli.endings import Ending, Stopped
from lienthong_emulator.runtime.clock import HANOI, wall_clock
from lienthong_emulator.runtime.kit import Recipe

LAST_MODELLED_DAY = date(2025, 6, 30)
NOT_MODELLED = (
    f"after {LAST_MODELLED_DAY} two switches are not modelled: the personal number in place of the social-insurance "
    "number and the tax code, and 34 provinces in place of 63"
)
SEEDS = range(-(1 << 63), 1 << 63)
"""What the contract's int64 holds."""


USUAL = Recipe()


def parse_recipe(seed: int | None, day: str) -> Recipe | None:
    """None where neither is typed."""
    if seed is None and not day:
        return None
    return new_recipe(USUAL.seed if seed is None else seed, day or USUAL.start.isoformat())


def new_recipe(seed: int, day: str) -> Recipe:
    if seed not in SEEDS:
        raise Stopped(Ending.USAGE, f"--seed must lie between {SEEDS[0]} and {SEEDS[-1]}")
    return Recipe(seed=seed, start=_parse_day(day))


def _parse_day(text: str) -> date:
    """A day, or `today` as it is in Hà Nội."""
    if text == "today":
        return wall_clock().astimezone(HANOI).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Stopped(Ending.USAGE, f"--date must be a day as YYYY-MM-DD, or today, not {text!r}") from None
