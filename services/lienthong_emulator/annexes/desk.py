"""Writing annexes, part by part: what is read is written and sent before more is read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from lienthong.filing.v1.events_pb2 import AnnexRows
from lienthong_emulator.annexes.convert import part_to_proto
from lienthong_emulator.annexes.domain import Annex, Kind, Part, State, digest_of
from lienthong_emulator.annexes.store import AnnexQuestions, AnnexStore
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kill_points import reach

if TYPE_CHECKING:
    from lienthong_emulator.runtime.kit import Kit

ROWS_OF_A_PART = 1_000
"""Our choice: some 150 kB, far below what a message may hold. Where whole employers make a part it is about so many."""


class Page(NamedTuple):
    """Rows as they travel, up to the place `after` in the sender's register; `is_last` where there are no more."""

    rows: Sequence[bytes]
    after: str
    is_last: bool


Source = Callable[["Kit", int, str], Awaitable[Page]]
"""Gives the rows of a part: those of a period after a place, empty for the first."""


@dataclass(frozen=True, slots=True)
class Desk:
    """An agency that writes annexes, and where the rows of each come from."""

    sources: Mapping[Kind, Source]

    async def advance(self, kit: Kit, annex_id: str) -> bool:
        """Write and send one part. Returns whether there are more."""
        annex = await AnnexQuestions(kit.lookups).find(annex_id)
        if annex is None or annex.state is not State.UNDER_WAY or annex.kind not in self.sources:
            return False
        page = await self.sources[annex.kind](kit, annex.period, annex.checkpoint)
        await _write(kit, annex_id, annex.part_count, page)
        return not page.is_last


async def _write(kit: Kit, annex_id: str, parts_before: int, page: Page) -> None:
    async with kit.write(Context(world=kit.world.name, caller=f"agencies/{kit.agency}")) as tx:
        annexes = AnnexStore(tx.db)
        annex = await annexes.find(annex_id)
        if annex is None or annex.part_count != parts_before or annex.state is not State.UNDER_WAY:
            return  # somebody wrote it meanwhile
        tx.context = tx.context.within(annex.case_id)
        part = _part(annex, page)
        annexes.add_part(part)
        written = replace(annex.with_part(len(page.rows), len(part.rows)), checkpoint=page.after)
        whole = digest_of(await annexes.digests(annex_id)) if page.is_last else b""
        if page.is_last:
            written = replace(written, state=State.SENT, digest=whole.hex())
            receiver = f"agencies/{annex.kind.receiver}"
            tx.step("annex-sent", f"{written.row_count} rows in {written.part_count} parts", led_to=receiver)
        annexes.keep(written)
        tx.post(
            annex.kind.receiver,
            subject=annex.name,
            kind=f"{kit.agency}.annex-part",
            key=f"{annex_id}/{part.part}",
            body=part_to_proto(written, part, whole),
        )
        reach(f"{kit.agency}.annex.before-commit")
    reach(f"{kit.agency}.annex.part-written")


def _part(annex: Annex, page: Page) -> Part:
    rows = AnnexRows(rows=page.rows).SerializeToString()
    return Part(
        annex_id=annex.annex_id,
        part=annex.part_count + 1,
        first_row=annex.row_count + 1,
        rows=rows,
        digest=sha256(rows).digest(),
    )


def inspections_of(kind: Kind) -> Source:
    """What was recorded for a quarter: the source of annexes 03 and 06."""

    async def rows(kit: Kit, period: int, after: str) -> Page:
        found = await AnnexQuestions(kit.scans).inspections(kind, period, after=int(after or 0), most=ROWS_OF_A_PART)
        last = str(found[-1].position) if found else after
        return Page([one.found for one in found], last, is_last=len(found) < ROWS_OF_A_PART)

    return rows
