"""A folder keeps its world: who starts again and says nothing goes on where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lienthong_emulator.cli.recipes import parse_recipe
from lienthong_emulator.control.worlds.errors import WorldAlreadyExists
from lienthong_emulator.emulator import emulate
from lienthong_emulator.runtime.kit import Recipe
from lienthong_emulator.setup import Setup

if TYPE_CHECKING:
    from pathlib import Path

SPRING = parse_recipe(7, "2023-05-05")


async def _recipe_in(folder: Path, recipe: Recipe | None) -> Recipe:
    async with emulate(Setup(folder=folder, recipe=recipe)) as emulator:
        return (await emulator.node.worlds.world("default")).recipe


async def test_a_world_that_was_made_from_another_recipe_goes_on(tmp_path: Path) -> None:
    assert await _recipe_in(tmp_path, SPRING) == SPRING
    assert await _recipe_in(tmp_path, parse_recipe(None, "")) == SPRING


async def test_a_recipe_that_is_typed_must_be_that_of_the_world(tmp_path: Path) -> None:
    await _recipe_in(tmp_path, SPRING)
    with pytest.raises(WorldAlreadyExists):
        await _recipe_in(tmp_path, parse_recipe(None, "2022-01-05"))


async def test_a_new_folder_gets_the_usual_world(tmp_path: Path) -> None:
    assert await _recipe_in(tmp_path, None) == Recipe()
