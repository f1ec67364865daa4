"""What control keeps, between the contract and Python."""

from datetime import date

import pytest

from lienthong_emulator.control.convert import recipe_from_proto, recipe_to_proto
from lienthong_emulator.runtime.recipe import Pace, Recipe, recipe_starting


@pytest.mark.parametrize(
    "recipe",
    [
        pytest.param(Recipe(), id="as usual"),
        pytest.param(recipe_starting(date(2024, 7, 1), seed=-7, people=10, differing=0), id="clean"),
        pytest.param(recipe_starting(people=2_000_000, realistic_numbers=True, own_people="[1]"), id="everything"),
        pytest.param(recipe_starting(pace=Pace.REALISTIC), id="of a realistic pace"),
    ],
)
def test_a_recipe_travels_whole(recipe: Recipe) -> None:
    assert recipe_from_proto(recipe_to_proto(recipe)) == recipe
