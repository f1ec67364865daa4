"""A team's own people in the recipe of a world that is to be made."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.refusals import Violation
from lienthong_emulator.runtime.validation import InvalidRequest

if TYPE_CHECKING:
    from lienthong_emulator.runtime.recipe import Recipe

FIELD = "recipe.own_people"


def with_people_read(recipe: Recipe) -> Recipe:
    """The recipe with its own people as agencies read them. Refused with `InvalidRequest`, which names each fault."""
    nation = recipe.nation
    if not nation.own_people:
        return recipe
    from lienthong_emulator.people.by_hand.own_people import read_people  # few worlds have some

    document = json.loads(nation.own_people)
    text, faults = read_people(document, beside_nation=nation.people > 0, year=nation.year)
    if faults:
        raise InvalidRequest(
            [Violation(".".join(filter(None, (FIELD, fault.path))), fault.text, "không dùng được") for fault in faults]
        )
    return replace(recipe, nation=replace(nation, own_people=text))
