"""`people search`: who is called so."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli.asked_recipe import OfWorldOption, recipe_asked
from lienthong_emulator.cli.bars import bar
from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, with_new_world
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.options import NewWorld
from lienthong_emulator.cli.terminal import note, print_json
from lienthong_emulator.runtime.recipe import Recipe

if TYPE_CHECKING:
    from lienthong_emulator.people.search import Found

FEW = 20
SEXES = {1: "male", 2: "female"}


@with_new_world
def search(
    text: Annotated[str, typer.Argument(help="Words of a name, in order; without diacritics they fit any.")],
    new: NewWorld,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Stop after so many.")] = FEW,
    json: JsonOption = False,
    world: OfWorldOption = "",
    target: TargetOption = USUAL_ADDRESS,
) -> None:
    """Find people by name, the personas first: `nguyen lan` finds Nguyễn Thị Lan.

    Worked out from the recipe alone, that of the world `up` begins with unless another is said; who was born in a world
    since is not in it. --json prints a line for each.
    """
    finish(lambda: _search(_of_words(text), run(recipe_asked(new, world, target, json=json)), limit, json), json=json)


def _search(text: str, recipe: Recipe, limit: int, json: bool) -> Ending:
    from lienthong_emulator.people.search import people_named

    count = 0
    with bar("People", recipe.nation.people) as tell:
        for found in islice(people_named(text, recipe.nation, tell), limit):
            count += 1
            if json:
                print_json(asdict(found))
            else:
                print(_line(found))
    if not json:
        note(f"{count:,} found" + ("; there may be more: say --limit" if count == limit else ""))
    return Ending.DONE


def _of_words(text: str) -> str:
    from lienthong_emulator.people.search import Name

    if not Name(text):
        raise Stopped(Ending.USAGE, "say a word of the name")
    return text


def _line(found: Found) -> str:
    columns = (
        f"{found.full_name:<30}",
        f"{found.birth_date:<10}",
        f"{SEXES.get(found.sex, ''):<6}",
        f"{found.personal_number or found.cmnd or '-':<12}",
        found.social_insurance_number,
        f"died {found.died}" if found.died else "",
    )
    return "  ".join(columns).rstrip()
