"""What tax and insurance tell each other of annexes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lienthong.filing.v1.annex_pb2 import AnnexState
from lienthong.filing.v1.events_pb2 import AnnexAnswered, AnnexPartSent
from lienthong_emulator.annexes.domain import Annex, Kind, Part, RefusedRow, State
from lienthong_emulator.annexes.errors import NotItsAnnex
from lienthong_emulator.annexes.handling import take_answer, take_part
from lienthong_emulator.runtime.agency import Receives
from lienthong_emulator.runtime.clock import HANOI

if TYPE_CHECKING:
    from datetime import datetime

    from google.protobuf.timestamp_pb2 import Timestamp

    from lienthong_emulator.runtime.kit import Tx


def annexes_from(sender: str) -> Mapping[str, Receives]:
    """What an agency does with the other's messages about annexes, by their kinds."""
    return {
        f"{sender}.annex-part": Receives(AnnexPartSent, _take_in_part),
        f"{sender}.annex-answered": Receives(AnnexAnswered, _take_in_answer),
    }


async def _take_in_part(tx: Tx, event: AnnexPartSent) -> None:
    """Refused with `NOT_ITS_ANNEX` where the sender sends others."""
    kind = Kind(event.kind)
    if f"agencies/{kind.sender}" != tx.context.caller:
        raise NotItsAnnex(field="kind", agency=tx.context.caller, number=kind.number)
    annex_id = event.annex.removeprefix("annexes/")
    arriving = Annex(
        annex_id=annex_id,
        kind=kind,
        period=event.period.year * 100 + event.period.month,
        version=event.version,
        publish_time=_moment(event.publish_time),
        note=event.note,
        case_id=tx.context.case_id,
    )
    part = Part(annex_id=annex_id, part=event.part, first_row=0, rows=event.rows, digest=event.digest)
    await take_part(tx, arriving, part, event.annex_digest)


async def _take_in_answer(tx: Tx, event: AnnexAnswered) -> None:
    annex_id = event.annex.removeprefix("annexes/")
    answered = Annex(
        annex_id=annex_id,
        kind=Kind.TAXPAYERS,  # an answer says no kind: the annex here does
        period=0,
        version=0,
        state=State[AnnexState.Name(event.state).removeprefix("ANNEX_STATE_")],
        refused_row_count=event.refused_row_count,
        refusal=event.refusal.SerializeToString(deterministic=True) if event.HasField("refusal") else b"",
        publish_time=_moment(event.answer_time),
        answer_time=_moment(event.answer_time),
    )
    refused = [
        RefusedRow(
            annex_id=annex_id,
            number=row.number,
            row_key=row.key,
            refusal=row.refusal.SerializeToString(deterministic=True),
        )
        for row in event.refused_rows
    ]
    await take_answer(tx, annex_id, answered, refused)


def _moment(found: Timestamp) -> datetime:
    return found.ToDatetime(HANOI)
