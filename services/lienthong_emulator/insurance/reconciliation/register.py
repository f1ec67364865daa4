"""The register, page by page, as it is sent to another one to be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from lienthong_emulator.insurance.reconciliation.register_store import Again, RegisterQuestions
from lienthong_emulator.verification.written_claims import KEY, KIND, Row

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Reader

LARGEST: Final = 1_000
"""Participants of a page, of which each makes one batch of claims."""


@dataclass(frozen=True)
class Page:
    """Participants that go into one batch, and from where they were read."""

    rows: Sequence[Row]
    again: Again
    after: int
    changes: int
    """The place of the last change that had been followed before they were read."""
    is_last: bool

    @property
    def last(self) -> int:
        return self.rows[-1][KEY] if self.rows else self.after

    @cached_property
    def asked(self) -> Sequence[Row]:
        """Who has a number to be found by, those with a personal number first: alike, they are answered at once."""
        return sorted((row for row in self.rows if row[KIND]), key=itemgetter(KIND))


async def page_after(db: Reader, checkpoint: int, most: int = LARGEST) -> Page:
    register = RegisterQuestions(db)
    changes = await register.changes_so_far()
    rows = await register.rows_after(checkpoint, most)
    people = once_each(rows)
    again: Again = await register.again(checkpoint, people[-1][KEY]) if people else {}
    return Page(people, again, checkpoint, changes, is_last=len(rows) < most)


def once_each(rows: Sequence[Row]) -> Sequence[Row]:
    """Each participant with the better of two numbers, which comes first."""
    if len({row[KEY] for row in rows}) == len(rows):
        return rows
    return [*reversed({row[KEY]: row for row in reversed(rows)}.values())]
