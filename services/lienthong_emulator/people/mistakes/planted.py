"""Everything that was planted in a world: on the personas, on a team's own people, on the nation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lienthong_emulator.people.by_hand.own_people import own_people_differences
from lienthong_emulator.people.by_hand.persona_versions import persona_differences

if TYPE_CHECKING:
    from lienthong_emulator.people.mistakes.difference import Difference
    from lienthong_emulator.runtime.recipe import Nation


def everything_planted(nation: Nation) -> Iterator[Difference]:
    """People made by hand first; the nation is worked out tile by tile, without reading a register."""
    yield from persona_differences(nation)
    yield from own_people_differences(nation)
    if nation.people:
        from lienthong_emulator.people.mistakes.key import answer_key

        yield from answer_key(nation)
