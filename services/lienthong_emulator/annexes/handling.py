"""What is done with an annex: it begins, its parts arrive, it is answered. Each within one transaction."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from lienthong.filing.v1.events_pb2 import AnnexRows
from lienthong_emulator.annexes.convert import answer_to_proto
from lienthong_emulator.annexes.domain import (
    DUE,
    DUE_DAY,
    Annex,
    Kind,
    Part,
    RefusedRow,
    State,
    digest_of,
    due_at,
    month_of,
    next_month,
    periods_due,
)
from lienthong_emulator.annexes.errors import (
    AnnexPublished,
    AnnexUnderWay,
    DigestMismatch,
    NothingToCorrect,
    PartMissing,
    VersionTaken,
)
from lienthong_emulator.annexes.reading import broken_rows
from lienthong_emulator.annexes.store import AnnexQuestions, AnnexStore
from lienthong_emulator.runtime.refusals import Refusal, refusal_to_proto

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Tx

WORK = "annex"
"""The kind of work that writes one."""
ROWS_TOLD = 1_000
"""Of refused rows, so many go back to the sender."""


def written_by(agency: str) -> Callable[[Reader], Awaitable[Sequence[str]]]:
    """Lists the annexes that an agency is writing."""
    kinds = [kind for kind in Kind if kind.sender == agency]

    async def being_written(db: Reader) -> Sequence[str]:
        return await AnnexQuestions(db).being_written(kinds)

    return being_written


async def file_what_is_due(tx: Tx, subject: str) -> None:
    """Begin every annex that falls due in a month, but for those that somebody published; then wait for the next month.

    What fell due before the world began is not filed.
    """
    month, start = int(subject), tx.kit.world.recipe.start
    if due_at(month).date() < start:
        month = month_of(start) if start.day <= DUE_DAY else next_month(month_of(start))
        tx.set_timer(DUE, str(month), due_at(month))
        return
    for kind, period in periods_due(tx.kit.agency, month):
        if not await AnnexStore(tx.db).versions(kind, period):
            await _begin(tx, kind, period, version=1, note="")
    tx.set_timer(DUE, str(next_month(month)), due_at(next_month(month)))


async def publish(tx: Tx, kind: Kind, period: int, *, correct: bool, note: str) -> Annex:
    """Begin an annex, or a later version of it."""
    versions = await AnnexStore(tx.db).versions(kind, period)
    if not versions:
        if correct:
            raise NothingToCorrect(field="correct")
        return await _begin(tx, kind, period, version=1, note=note)
    last = versions[0]
    if not correct and last.state is not State.REFUSED:
        raise AnnexPublished(annex=last.name)
    if last.state in (State.UNDER_WAY, State.SENT):
        raise AnnexUnderWay(annex=last.name)
    return await _begin(tx, kind, period, version=last.version + 1, note=note)


async def _begin(tx: Tx, kind: Kind, period: int, *, version: int, note: str) -> Annex:
    annex_id = tx.kit.opaque_id("annex", f"{kind.number}/{period}/{version}")
    annex = Annex(
        annex_id=annex_id,
        kind=kind,
        period=period,
        version=version,
        publish_time=tx.now,
        note=note,
        case_id=tx.context.case_id or f"annex-{annex_id}",
    )
    AnnexStore(tx.db).add(annex)
    tx.context = tx.context.within(annex.case_id)
    tx.step(
        "annex-begun",
        f"Annex {kind.number} of {period} is being written",
        led_to=f"agencies/{kind.receiver}",
        details={"annex": annex.name, "version": str(version)},
    )
    tx.wake(WORK, annex_id)
    return annex


async def take_part(tx: Tx, arriving: Annex, part: Part, annex_digest: bytes) -> None:
    """Take in a part; with the last, answer. What came before, or belongs to what was refused, changes nothing."""
    annexes = AnnexStore(tx.db)
    held = await annexes.find(arriving.annex_id)
    if held is None:
        held = await _received(tx, arriving)
    if held.state is not State.UNDER_WAY:
        if annex_digest:
            await _answer(tx, held)
        return
    if part.part <= held.part_count:
        return
    try:
        await _keep_part(tx, held, part, annex_digest)
    except (DigestMismatch, PartMissing) as no:
        await _refuse(tx, held, no)


async def _received(tx: Tx, arriving: Annex) -> Annex:
    """A new annex, refused at once where another stands as this version."""
    annexes = AnnexStore(tx.db)
    annexes.add(arriving)
    versions = await annexes.versions(arriving.kind, arriving.period)
    same = [one for one in versions if one.version >= arriving.version and one.annex_id != arriving.annex_id]
    standing = [one for one in same if one.state is not State.REFUSED]
    if standing:
        refusal = refusal_to_proto(VersionTaken(annex=standing[0].name)).SerializeToString(deterministic=True)
        arriving = replace(arriving, state=State.REFUSED, refusal=refusal, answer_time=tx.now)
        annexes.keep(arriving)
    return arriving


async def _keep_part(tx: Tx, held: Annex, part: Part, annex_digest: bytes) -> None:
    annexes = AnnexStore(tx.db)
    if part.part != held.part_count + 1:
        raise PartMissing(part=str(part.part), expected=str(held.part_count + 1))
    if sha256(part.rows).digest() != part.digest:
        raise DigestMismatch(part=str(part.part))
    rows = list(AnnexRows.FromString(part.rows).rows)
    part = replace(part, first_row=held.row_count + 1)
    refused = _refused_rows(held, part, rows, await _last_row(annexes, held))
    annexes.add_part(part)
    annexes.refuse_rows(refused)
    held = held.with_part(len(rows), len(part.rows))
    held = replace(held, refused_row_count=held.refused_row_count + len(refused))
    annexes.keep(held)
    if annex_digest:
        await _acknowledge(tx, held, annex_digest)


async def _last_row(annexes: AnnexStore, held: Annex) -> bytes:
    before = await annexes.part(held.annex_id, held.part_count) if held.part_count else None
    rows = AnnexRows.FromString(before.rows).rows if before else ()
    return rows[-1] if rows else b""


def _refused_rows(held: Annex, part: Part, rows: Sequence[bytes], before: bytes) -> list[RefusedRow]:
    return [
        RefusedRow(
            annex_id=held.annex_id,
            number=part.first_row + place,
            row_key=key[:100],
            refusal=refusal_to_proto(no).SerializeToString(deterministic=True),
        )
        for place, key, no in broken_rows(held.kind, rows, before)
    ]


async def _acknowledge(tx: Tx, held: Annex, annex_digest: bytes) -> None:
    annexes = AnnexStore(tx.db)
    whole = digest_of(await annexes.digests(held.annex_id))
    if whole != annex_digest:
        raise DigestMismatch(part=str(held.part_count))
    held = replace(held, state=State.ACKNOWLEDGED, digest=whole.hex(), answer_time=tx.now)
    annexes.keep(held)
    annexes.supersede_others(held)
    await _answer(tx, held)


async def _refuse(tx: Tx, held: Annex, no: Refusal) -> None:
    annexes = AnnexStore(tx.db)
    annexes.drop_parts(held.annex_id)
    refusal = refusal_to_proto(no).SerializeToString(deterministic=True)
    refused = replace(
        held, state=State.REFUSED, refusal=refusal, answer_time=tx.now, row_count=0, refused_row_count=0, byte_count=0
    )
    annexes.keep(refused)
    await _answer(tx, refused)


async def _answer(tx: Tx, held: Annex) -> None:
    refused = await AnnexStore(tx.db).refused_rows(held.annex_id, after=0, most=ROWS_TOLD)
    tx.step(
        f"annex-{'refused' if held.state is State.REFUSED else 'received'}",
        f"Annex {held.kind.number} of {held.period}: {held.row_count} rows, {held.refused_row_count} refused",
        came_from=tx.context.caller,
        details={"annex": held.name},
    )
    tx.post(
        held.kind.sender,
        subject=held.name,
        kind=f"{tx.kit.agency}.annex-answered",
        key=f"{held.annex_id}/{await tx.next_number('annex-answer')}",
        body=answer_to_proto(held, refused),
    )


async def take_answer(tx: Tx, annex_id: str, answered: Annex, refused: Sequence[RefusedRow]) -> None:
    """Note what the receiver says; an answer that comes again changes nothing."""
    annexes = AnnexStore(tx.db)
    ours = await annexes.find(annex_id)
    if ours is None or ours.state is not State.SENT:
        tx.step("annex-answer-ignored", "No annex here waits for this answer", came_from=tx.context.caller)
        return
    ended = replace(
        ours,
        state=answered.state,
        refusal=answered.refusal,
        refused_row_count=answered.refused_row_count,
        answer_time=answered.answer_time,
    )
    annexes.keep(ended)
    annexes.refuse_rows(refused)
    if ended.state is State.ACKNOWLEDGED:
        annexes.supersede_others(ended)
    tx.step(
        f"annex-{ended.state.lower()}",
        f"Annex {ours.kind.number} of {ours.period} was answered",
        came_from=tx.context.caller,
    )
