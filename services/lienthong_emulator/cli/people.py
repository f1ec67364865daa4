"""`people`: who lives in the hand-made world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.cli.common_options import JsonOption
from lienthong_emulator.cli.endings import Ending, finish
from lienthong_emulator.cli.terminal import console, print_json

if TYPE_CHECKING:
    from lienthong_emulator.people.stories import Person


def people(json: JsonOption = False) -> None:
    """List the people of the small world, each a situation that a tester needs."""
    finish(lambda: _people(json))


def _people(json: bool) -> Ending:
    from lienthong_emulator.people.stories import people

    everybody = list(people().values())
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
        "social_insurance_number": person.social_insurance_number or None,
        "household_code": person.household_code or None,
        "story": person.story,
    }


def _show(everybody: list[Person]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("KEY", "NAME", "BORN", "NUMBER"):
        table.add_column(title, no_wrap=True, overflow="fold")
    table.add_column("STORY", overflow="fold")
    for person in everybody:
        number = person.personal_number or person.cmnd
        table.add_row(person.key, person.full_name, _birth(person), number, person.story)
    console().print(table)


def _birth(person: Person) -> str:
    parts = (f"{person.birth.year:04}", f"{person.birth.month:02}", f"{person.birth.day:02}")
    return "-".join(part for part in parts if int(part))
