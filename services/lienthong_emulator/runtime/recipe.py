"""What a world is built from. The same recipe gives the same world on every machine."""

from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum

USUAL_START = date(2022, 1, 5)
DIFFERING = 30
MOST_PEOPLE = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Nation:
    """Who lives in a world when it begins; the day on which it begins changes nothing but the year.

    `people` counts the living, beside the personas, who are always there. Everything is as it was on 31 December of
    `year`. `differing` of 1,000 people are held differently by some agency. `realistic_numbers` takes real province
    codes for personal numbers, which could then be somebody's. `own_people` is a team's own people, as JSON text.
    """

    seed: int = 1
    people: int = 0
    year: int = USUAL_START.year - 1
    differing: int = DIFFERING
    realistic_numbers: bool = False
    own_people: str = ""

    @property
    def anchor(self) -> date:
        """The day as of which everything about the nation holds."""
        return date(self.year, 12, 31)


class Pace(StrEnum):
    """How fast offices work: at once, or each desk in its time on the world's clock."""

    IMMEDIATE = "immediate"
    REALISTIC = "realistic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A nation, the day on which its world starts, at 09:00 in Hà Nội, and the pace of its offices."""

    nation: Nation = field(default_factory=Nation)
    start: date = USUAL_START
    pace: Pace = Pace.IMMEDIATE


def recipe_starting(
    start: date = USUAL_START,
    *,
    seed: int = 1,
    people: int = 0,
    differing: int = DIFFERING,
    realistic_numbers: bool = False,
    own_people: str = "",
    pace: Pace = Pace.IMMEDIATE,
) -> Recipe:
    """The recipe of a world that starts on a day: its nation is that of the year before."""
    nation = Nation(
        seed=seed,
        people=people,
        year=start.year - 1,
        differing=differing,
        realistic_numbers=realistic_numbers,
        own_people=own_people,
    )
    return Recipe(nation=nation, start=start, pace=pace)


def recipe_text(recipe: Recipe) -> str:
    """A recipe in a line; what is as usual is left out."""
    nation = recipe.nation
    parts = [f"seed {nation.seed}", f"{nation.people:,} people" if nation.people else "personas only"]
    if nation.differing != DIFFERING:
        parts.append(f"{nation.differing} of 1,000 differing" if nation.differing else "clean")
    if nation.realistic_numbers:
        parts.append("realistic numbers")
    if nation.own_people:
        parts.append("people of its own")
    if recipe.pace is not Pace.IMMEDIATE:
        parts.append(f"{recipe.pace} pace")
    return ", ".join([*parts, f"from {recipe.start}"])


def recipe_to_json(recipe: Recipe) -> dict[str, object]:
    """A recipe for programs."""
    return {**asdict(recipe.nation), "start_date": recipe.start.isoformat(), "pace": recipe.pace}
