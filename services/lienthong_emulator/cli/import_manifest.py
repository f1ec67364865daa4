"""The manifest of an export, as `world import` reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, cast

from lienthong_emulator.cli.endings import Ending, Stopped
from lienthong_emulator.cli.recipes import SEEDS, refuse_uncovered
from lienthong_emulator.cli.world_export import MANIFEST, Format
from lienthong_emulator.runtime.recipe import MOST_PEOPLE, Nation, Pace, Recipe, recipe_starting


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What was exported: its recipe, and the digest that each file had, by agency and table."""

    recipe: Recipe
    digests: Mapping[tuple[str, str], str]


def read_manifest(folder: Path) -> Manifest:
    """Ends the command where there is none, or one that is not of CSVs, or not as `world export` writes it."""
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Stopped(Ending.UNUSABLE_FILE, f"cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise Stopped(Ending.UNUSABLE_FILE, f"{path} is not JSON: {error}") from error
    try:
        written_as = found["format"]
        digests = {(table["agency"], table["table"]): str(table["digest"]) for table in found["tables"]}
        recipe = _recipe(found["recipe"])
    except (KeyError, TypeError, ValueError) as error:
        raise Stopped(Ending.UNUSABLE_FILE, f"{path} is not as 'world export' wrote it: {error}") from error
    if written_as != Format.CSV:
        raise Stopped(
            Ending.UNUSABLE_FILE, f"{path} tells of {written_as} files; only an export as csv can be imported"
        )
    return Manifest(recipe=recipe, digests=digests)


def _recipe(told: object) -> Recipe:
    """The recipe that `recipe_to_json` told."""
    if not isinstance(told, dict):
        raise TypeError("recipe must be an object")
    found = cast("dict[str, Any]", told)
    start = date.fromisoformat(found["start_date"])
    try:
        refuse_uncovered(start)
    except Stopped as stopped:
        raise ValueError(str(stopped)) from stopped
    usual = asdict(Nation())
    for name, value in usual.items():
        if type(found[name]) is not type(value):
            raise TypeError(f"recipe.{name} must not be {found[name]!r}")
    if found["seed"] not in SEEDS or not 0 <= found["people"] <= MOST_PEOPLE or found["year"] != start.year - 1:
        raise ValueError("seed, people or year of the recipe cannot be")
    nation = {field.name: found[field.name] for field in fields(Nation) if field.name != "year"}
    return recipe_starting(start, **nation, pace=Pace(found["pace"]))
