"""Between the domain and the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from google.type.date_pb2 import Date

from lienthong.filing.v1 import annex_pb2
from lienthong.filing.v1.events_pb2 import AnnexAnswered, AnnexPartSent
from lienthong.type.v1.refusal_pb2 import Refusal as ToldRefusal
from lienthong_emulator.annexes.domain import Annex, Kind, Part, RefusedRow
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.wire import date_to_proto

if TYPE_CHECKING:
    from collections.abc import Sequence


def annex_to_proto(annex: Annex) -> annex_pb2.Annex:
    told = annex_pb2.Annex(
        name=annex.name,
        kind=kind_to_proto(annex.kind),
        period=period_to_proto(annex.period),
        version=annex.version,
        sender=f"agencies/{annex.kind.sender}",
        receiver=f"agencies/{annex.kind.receiver}",
        state=annex_pb2.AnnexState.Value(f"ANNEX_STATE_{annex.state}"),
        due_date=date_to_proto(annex.due_date),
        row_count=annex.row_count,
        refused_row_count=annex.refused_row_count,
        part_count=annex.part_count,
        byte_count=annex.byte_count,
        digest=annex.digest,
        publish_time=instant(annex.publish_time),
        answer_time=instant(annex.answer_time) if annex.answer_time else None,
        note=annex.note,
    )
    if annex.refusal:
        told.refusal.CopyFrom(ToldRefusal.FromString(annex.refusal))
    return told


def kind_to_proto(kind: Kind) -> annex_pb2.AnnexKind.ValueType:
    return cast("annex_pb2.AnnexKind.ValueType", kind.value)


def period_to_proto(period: int) -> Date:
    return Date(year=period // 100, month=period % 100)


def part_to_proto(annex: Annex, part: Part, annex_digest: bytes) -> AnnexPartSent:
    return AnnexPartSent(
        annex=annex.name,
        kind=kind_to_proto(annex.kind),
        period=period_to_proto(annex.period),
        version=annex.version,
        part=part.part,
        rows=part.rows,
        digest=part.digest,
        annex_digest=annex_digest,
        publish_time=instant(annex.publish_time),
        note=annex.note,
    )


def answer_to_proto(annex: Annex, refused: Sequence[RefusedRow]) -> AnnexAnswered:
    told = annex_to_proto(annex)
    return AnnexAnswered(
        annex=annex.name,
        state=told.state,
        refusal=told.refusal if annex.refusal else None,
        refused_row_count=annex.refused_row_count,
        refused_rows=[refused_row_to_proto(row) for row in refused],
        answer_time=told.answer_time,
    )


def refused_row_to_proto(row: RefusedRow) -> annex_pb2.RefusedRow:
    refusal = ToldRefusal.FromString(row.refusal)
    return annex_pb2.RefusedRow(number=row.number, key=row.row_key, refusal=refusal)
