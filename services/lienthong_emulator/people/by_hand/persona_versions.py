"""What each agency holds of the personas when a world begins, and what was planted on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lienthong_emulator.people.by_hand.person_columns import version_of
from lienthong_emulator.people.by_hand.person_differences import differences_in
from lienthong_emulator.people.by_hand.personas import persona_settlement

if TYPE_CHECKING:
    from lienthong_emulator.people.mistakes.difference import Difference
    from lienthong_emulator.people.registers.versions import Version
    from lienthong_emulator.runtime.recipe import Nation


def personas_held_by(agency: str, nation: Nation) -> Version:
    """What population, insurance, justice or tax holds of the personas."""
    return version_of(persona_settlement(nation.year), agency, nation.year)


def persona_differences(nation: Nation) -> Sequence[Difference]:
    """Everything that some agency holds of a persona, or of who employs one, and that is not so."""
    return list(differences_in(persona_settlement(nation.year)))
