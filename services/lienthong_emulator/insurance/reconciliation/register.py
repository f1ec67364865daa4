"""The register, page by page, as it is held against another one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from lienthong_emulator.discrepancies.store import DiscrepancyQuestions
from lienthong_emulator.insurance.reconciliation.domain import INSURANCE, Glimpse
from lienthong_emulator.insurance.reconciliation.register_store import DIED, Again, RegisterQuestions
from lienthong_emulator.verification.written_claims import KEY, KIND, Row

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Reader

LARGEST: Final = 1_000
"""Participants of a page of whom claims are made, and of a batch."""
GLANCED_AT: Final = 8 * LARGEST
"""Our choice: participants of a page who are asked about by fingerprints first. Each page costs some 3 ms by itself."""


@dataclass(frozen=True)
class Page:
    """Participants whose results are written together, and from where they were read.

    `confirmed` are the keys of who agrees by the fingerprint, in their order; `rows` are the others.
    """

    rows: Sequence[Row]
    again: Again
    after: int
    last: int
    changes: int
    """The place of the last change that had been followed before they were read."""
    is_last: bool
    confirmed: Sequence[int] = ()
    without_fingerprint: Sequence[int] = ()

    @cached_property
    def asked(self) -> Sequence[Row]:
        """Who has a number to be found by, those with a personal number first: alike, they are answered at once."""
        return sorted((row for row in self.rows if row[KIND]), key=itemgetter(KIND))


@dataclass(frozen=True)
class Glance:
    """The participants of a page, as far as they are asked about by fingerprints."""

    glimpses: Sequence[Glimpse]
    again: Again
    told_before: Collection[int]
    """Of whom a difference stands: they are looked at closely whatever a fingerprint says."""
    after: int
    changes: int
    is_last: bool

    @cached_property
    def asked(self) -> Sequence[Glimpse]:
        apart = {*self.again, *self.told_before}
        return [one for one in self.glimpses if one[2] is not None and one[0] not in apart]

    @property
    def last(self) -> int:
        return self.glimpses[-1][0] if self.glimpses else self.after


async def page_after(db: Reader, checkpoint: int, most: int = LARGEST) -> Page:
    """The next page, of whom claims are made of all."""
    register = RegisterQuestions(db)
    changes = await register.changes_so_far()
    rows = await register.rows_after(checkpoint, most)
    people = once_each(rows, KEY)
    last = people[-1][KEY] if people else checkpoint
    again = await register.again([row[KEY] for row in people])
    return Page(people, again, checkpoint, last, changes, is_last=len(rows) < most)


async def glance_after(db: Reader, checkpoint: int, most: int = GLANCED_AT) -> Glance:
    """The next page, of whom most will be confirmed by their fingerprints."""
    register = RegisterQuestions(db)
    changes = await register.changes_so_far()
    found = await register.glimpses_after(checkpoint, most)
    people = once_each(found, 0)
    last = people[-1][0] if people else checkpoint
    standing = await DiscrepancyQuestions(db).standing_between(INSURANCE, after=checkpoint, last=last)
    again = await register.again([key for key, _, made in people if made is None])
    told_before = {one.subject_key for one in standing if one.is_open}
    return Glance(people, again, told_before, checkpoint, changes, is_last=len(found) < most)


async def page_of(db: Reader, glance: Glance, confirmed: Sequence[int]) -> Page:
    """The page that was glanced at, without claims of those who are confirmed."""
    others = {*map(itemgetter(0), glance.glimpses)}.difference(confirmed)
    rows = once_each(await RegisterQuestions(db).rows_of(sorted(others)), KEY)
    unknown = {key for key, _, made in glance.glimpses if made is None}
    return Page(
        rows,
        glance.again,
        glance.after,
        glance.last,
        glance.changes,
        is_last=glance.is_last,
        confirmed=confirmed,
        without_fingerprint=[row[KEY] for row in rows if row[KEY] in unknown and row[KIND] and not row[DIED]],
    )


def once_each(rows: Sequence[tuple[Any, ...]], at: int) -> Sequence[Any]:
    """Each participant, whose key stands at a place, with the better of two numbers, which comes first."""
    if len({*map(itemgetter(at), rows)}) == len(rows):
        return rows
    return [*reversed({row[at]: row for row in reversed(rows)}.values())]
