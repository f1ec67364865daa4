"""A nation as each agency holds it when a world begins."""

from collections.abc import Iterator

from lienthong_emulator.people.by_hand.persona_versions import personas_held_by
from lienthong_emulator.people.registers.versions import Version
from lienthong_emulator.runtime.recipe import Nation


def versions_of(agency: str, nation: Nation) -> Iterator[Version]:
    """Batches: the personas, a team's own people, then the nation; `agency` is the name of one that holds people.

    What is not needed is not imported: a world of personas alone begins without numpy.
    """
    yield personas_held_by(agency, nation)
    if nation.own_people:
        from lienthong_emulator.people.by_hand.own_people import own_people_held_by

        yield own_people_held_by(agency, nation)
    if nation.people:
        from lienthong_emulator.people.registers.slices import slices_held_by

        yield from slices_held_by(agency, nation)
