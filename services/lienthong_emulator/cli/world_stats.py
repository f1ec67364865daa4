"""`world stats`: how near a nation is to the year-end reports."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from lienthong_emulator.cli.asked_recipe import OfWorldOption, recipe_asked
from lienthong_emulator.cli.bars import bar
from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, with_new_world
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.options import NewWorld
from lienthong_emulator.cli.terminal import console, print_json
from lienthong_emulator.runtime.recipe import Nation, Recipe, recipe_text, recipe_to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong_emulator.people.statistics import Headline

IN_PERSONS = "household size"
"""The headline that is no share."""


@with_new_world
def stats(
    new: NewWorld, json: JsonOption = False, world: OfWorldOption = "", target: TargetOption = USUAL_ADDRESS
) -> None:
    """Count a nation, and compare each headline with its target.

    Worked out from the recipe alone, that of the world `up` begins with unless another is said: what has happened in a
    world since is not in it, and neither are the personas.
    """
    finish(lambda: _stats(run(recipe_asked(new, world, target, json=json)), json), json=json)


def _stats(recipe: Recipe, json: bool) -> Ending:
    if not recipe.nation.people:
        raise Stopped(Ending.USAGE, "a world of personas alone has nothing to count; say --people")
    found = _headlines(recipe.nation)
    if json:
        print_json({"recipe": recipe_to_json(recipe), "headlines": [asdict(headline) for headline in found]})
    else:
        _show(recipe, found)
    return Ending.DONE


def _headlines(nation: Nation) -> Sequence[Headline]:
    from lienthong_emulator.people.statistics import counted, headlines, nothing
    from lienthong_emulator.people.tile import tile_of
    from lienthong_emulator.people.tiles import spans

    counts, people = nothing(), 0
    with bar("Counting", nation.people) as tell:
        for span in spans(nation):
            tile = tile_of(nation, span.number)
            counts += counted(nation.year, tile.families, tile.work, tile.coverage)
            people += span.living
            tell(people)
    return headlines(nation.year, counts)


def _show(recipe: Recipe, found: Sequence[Headline]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("HEADLINE", no_wrap=True)
    for title in ("FOUND", "OF", "IS", "TARGET", "DIFFERENCE"):
        table.add_column(title, justify="right", no_wrap=True)
    for headline in found:
        share = headline.found / max(headline.denominator, 1)
        table.add_row(
            headline.name,
            f"{headline.found:,}",
            f"{headline.denominator:,}",
            _figure(headline, share),
            _figure(headline, headline.target),
            f"{headline.difference:+.3f}{'' if headline.name == IN_PERSONS else ' points'}",
        )
    print(f"{recipe_text(recipe)}; as of {recipe.nation.anchor}\n")
    console().print(table)


def _figure(headline: Headline, value: float) -> str:
    return f"{value:.3f}" if headline.name == IN_PERSONS else f"{100 * value:.3f} %"
