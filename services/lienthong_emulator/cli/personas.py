"""`personas`: the fixed people of every world."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli.asked_recipe import OfWorldOption, year_asked
from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption
from lienthong_emulator.cli.endings import Ending, finish, run
from lienthong_emulator.cli.terminal import print_json
from lienthong_emulator.runtime.context import DEFAULT_WORLD

if TYPE_CHECKING:
    from lienthong_emulator.people.by_hand.person import Person

DateOption = Annotated[
    str, typer.Option("--date", help="Day on which a world starts: YYYY-MM-DD, or today. [2022-01-05]")
]
FITTING = 80
"""Columns that every terminal has."""
INDENT = "    "
_TITLES = ("KEY", "NAME", "BORN", "NUMBER", "CARD")


def personas(
    date: DateOption = "", json: JsonOption = False, world: OfWorldOption = "", target: TargetOption = ""
) -> None:
    """List the fixed people of every world, each a situation that a tester needs. Their numbers follow its year."""
    if target and not (world or date):
        world = DEFAULT_WORLD  # who names an emulator means what is played there
    finish(lambda: _personas(run(year_asked(date, world, target or USUAL_ADDRESS)), json), json=json)


def _personas(year: int, json: bool) -> Ending:
    from lienthong_emulator.people.by_hand.personas import personas

    everybody = list(personas(year).values())
    if json:
        print_json([_as_json(person) for person in everybody])
    else:
        _show(everybody)
    return Ending.DONE


def _as_json(person: Person) -> dict[str, str | None]:
    return {
        "key": person.key,
        "full_name": person.full_name,
        "birth_date": _birth(person),
        "personal_number": person.personal_number or None,
        "cmnd": person.cmnd or None,
        "old_cmnd": person.old_cmnd or None,
        "social_insurance_number": person.social_insurance_number or None,
        "card_number": person.card.card_number if person.card else None,
        "tax_code": person.tax_code or None,
        "household_code": person.household_code or None,
        "situation": person.situation,
    }


def _show(everybody: Sequence[Person]) -> None:
    """Two lines each, so that 80 columns do: who it is, and indented why a tester needs them."""
    rows = [_TITLES, *map(_row, everybody)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    print(lines[0])
    for line, person in zip(lines[1:], everybody, strict=True):
        print(line)
        print(fill(person.situation, FITTING, initial_indent=INDENT, subsequent_indent=INDENT))


def _row(person: Person) -> Sequence[str]:
    number = person.personal_number or person.cmnd or "-"
    card = person.card.card_number if person.card else "-"
    return person.key, person.full_name, _birth(person), number, card


def _birth(person: Person) -> str:
    parts = (f"{person.birth.year:04}", f"{person.birth.month:02}", f"{person.birth.day:02}")
    return "-".join(part for part in parts if int(part))
