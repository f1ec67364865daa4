"""A folder keeps its world: who starts again and says nothing goes on where it was."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from lienthong_emulator.cli.options import NewWorld
from lienthong_emulator.cli.recipes import recipe_typed
from lienthong_emulator.control.worlds.errors import WorldAlreadyExists
from lienthong_emulator.emulator import emulate
from lienthong_emulator.runtime.recipe import Recipe, recipe_starting
from lienthong_emulator.setup import Setup

if TYPE_CHECKING:
    from pathlib import Path

SPRING = recipe_typed(NewWorld(seed=7, date="2023-05-05"))


async def _recipe_in(folder: Path, recipe: Recipe | None) -> Recipe:
    async with emulate(Setup(folder=folder, recipe=recipe)) as emulator:
        return (await emulator.node.worlds.world("default")).recipe


async def test_a_world_that_was_made_from_another_recipe_goes_on(tmp_path: Path) -> None:
    assert await _recipe_in(tmp_path, SPRING) == SPRING
    assert await _recipe_in(tmp_path, recipe_typed(NewWorld())) == SPRING


async def test_a_recipe_that_is_typed_must_be_that_of_the_world(tmp_path: Path) -> None:
    await _recipe_in(tmp_path, SPRING)
    with pytest.raises(WorldAlreadyExists):
        await _recipe_in(tmp_path, recipe_typed(NewWorld(date="2022-01-05")))


async def test_a_recipe_may_be_typed_in_every_part() -> None:
    typed = NewWorld(seed=7, date="2023-05-05", people=3, clean=True)

    assert recipe_typed(typed) == recipe_starting(date(2023, 5, 5), seed=7, people=3, differing=0)
    assert recipe_typed(NewWorld(clean=True), people=10) == recipe_starting(people=10, differing=0)
    assert recipe_typed(NewWorld(people=0), people=10) == Recipe()


async def test_a_new_folder_gets_a_nation_where_that_is_usual(tmp_path: Path) -> None:
    usual = recipe_starting(seed=7)
    async with emulate(Setup(folder=tmp_path, usual=usual)) as emulator:
        assert (await emulator.node.worlds.world("default")).recipe == usual
    assert await _recipe_in(tmp_path, None) == usual


async def test_a_new_folder_gets_the_usual_world(tmp_path: Path) -> None:
    assert await _recipe_in(tmp_path, None) == Recipe()
