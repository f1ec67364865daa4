"""`personas`: the fixed people of every world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli.common_options import JsonOption
from lienthong_emulator.cli.endings import Ending, finish
from lienthong_emulator.cli.terminal import console, print_json

if TYPE_CHECKING:
    from lienthong_emulator.people.by_hand.person import Person

DateOption = Annotated[
    str, typer.Option("--date", help="Day on which a world starts: YYYY-MM-DD, or today. [2022-01-05]")
]


def personas(date: DateOption = "", json: JsonOption = False) -> None:
    """List the fixed people of every world, each a situation that a tester needs."""
    finish(lambda: _personas(date, json))


def _personas(date: str, json: bool) -> Ending:
    from lienthong_emulator.cli.options import NewWorld
    from lienthong_emulator.cli.recipes import recipe_typed
    from lienthong_emulator.people.by_hand.personas import personas
    from lienthong_emulator.runtime.recipe import Recipe

    recipe = recipe_typed(NewWorld(date=date)) or Recipe()
    everybody = list(personas(recipe.nation.year).values())
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


def _show(everybody: list[Person]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("KEY", "NAME", "BORN", "NUMBER", "CARD"):
        table.add_column(title, no_wrap=True, overflow="fold")
    table.add_column("SITUATION", overflow="fold")
    for person in everybody:
        number = person.personal_number or person.cmnd or "-"
        card = person.card.card_number if person.card else "-"
        table.add_row(person.key, person.full_name, _birth(person), number, card, person.situation)
    console().print(table)


def _birth(person: Person) -> str:
    parts = (f"{person.birth.year:04}", f"{person.birth.month:02}", f"{person.birth.day:02}")
    return "-".join(part for part in parts if int(part))
