"""What is filed: one module for each kind of traffic. A new kind is a module, and a line in `KINDS`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tests.torture.desk import Desk


@dataclass(slots=True)
class Damage:
    """What a comparison of the registers with what was filed found, in words."""

    lost: list[str] = field(default_factory=list[str])
    twice: list[str] = field(default_factory=list[str])
    disordered: list[str] = field(default_factory=list[str])

    def add(self, other: Damage) -> None:
        self.lost += other.lost
        self.twice += other.twice
        self.disordered += other.disordered

    def count(self, what: str, found: int, wanted: int = 1) -> None:
        """Note what is there less often or more often than it was filed."""
        if found < wanted:
            self.lost.append(f"{what}: {found} for {wanted}")
        elif found > wanted:
            self.twice.append(f"{what}: {found} for {wanted}")

    def compare(self, what: str, found: Sequence[str], filed: Sequence[str]) -> None:
        """Note what of a sequence is missing, repeated, or in another order."""
        for one in filed:
            self.count(f"{what} {one}", found.count(one))
        self.twice += [f"{what} {one}: never filed" for one in {*found} - {*filed}]
        if sorted(found) == sorted(filed) and [*found] != [*filed]:
            self.disordered.append(f"{what}: {found} for {filed}")


class Filing(Protocol):
    """A kind of traffic. Several desks file at once."""

    name: str

    @property
    def filed(self) -> int:
        """How many were answered."""
        ...

    async def file(self) -> None:
        """File one, and wait until it is answered."""
        ...

    def is_finished(self) -> bool:
        """Nothing of it waits any more, when the messages have arrived."""
        ...

    def compare(self) -> Damage:
        """Compare every register with what was filed."""
        ...


def kinds(desk: Desk) -> Sequence[Filing]:
    """Every kind, at one desk."""
    from tests.torture.filings.amendments import Amendments
    from tests.torture.filings.annexes import Annexes
    from tests.torture.filings.births import Births
    from tests.torture.filings.changes import ChangesOfCitizens
    from tests.torture.filings.contributions import Contributions
    from tests.torture.filings.deaths import Deaths
    from tests.torture.filings.discrepancies import Discrepancies
    from tests.torture.filings.marriages import Marriages

    made: Sequence[Callable[[Desk], Filing]] = (
        Births,
        ChangesOfCitizens,
        Discrepancies,
        Deaths,
        Amendments,
        Annexes,
        Marriages,
        Contributions,
    )
    return [kind(desk) for kind in made]
