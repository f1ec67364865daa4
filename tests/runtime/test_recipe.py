"""What a world is built from."""

from datetime import date

import pytest

from lienthong_emulator.runtime.recipe import Nation, Pace, Recipe, recipe_starting, recipe_text, recipe_to_json


def test_a_world_that_starts_in_a_year_has_the_nation_of_the_year_before() -> None:
    recipe = recipe_starting(date(2024, 7, 1), seed=7, people=100)

    assert recipe == Recipe(nation=Nation(seed=7, people=100, year=2023), start=date(2024, 7, 1))
    assert recipe.nation.anchor == date(2023, 12, 31)


def test_days_of_one_year_share_a_nation() -> None:
    assert recipe_starting(date(2024, 1, 1)).nation == recipe_starting(date(2024, 12, 31)).nation


@pytest.mark.parametrize(
    ("recipe", "text"),
    [
        pytest.param(Recipe(), "seed 1, personas only, from 2022-01-05", id="as usual"),
        pytest.param(
            recipe_starting(date(2024, 7, 1), seed=7, people=10_000, differing=0),
            "seed 7, 10,000 people, clean, from 2024-07-01",
            id="clean",
        ),
        pytest.param(
            recipe_starting(people=1, differing=5, realistic_numbers=True, own_people="[]", pace=Pace.REALISTIC),
            "seed 1, 1 people, 5 of 1,000 differing, realistic numbers, people of its own, realistic pace,"
            " from 2022-01-05",
            id="everything",
        ),
    ],
)
def test_a_recipe_is_told_in_a_line(recipe: Recipe, text: str) -> None:
    assert recipe_text(recipe) == text


def test_programs_get_every_field() -> None:
    assert recipe_to_json(recipe_starting(people=2)) == {
        "seed": 1,
        "people": 2,
        "year": 2021,
        "differing": 30,
        "realistic_numbers": False,
        "own_people": "",
        "start_date": "2022-01-05",
        "pace": "immediate",
    }
