"""What a public-service portal shows of a dossier: its statuses, in the order of time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from lienthong.justice.v1.dossier_status_pb2 import PORTAL_STATUS_ACCEPTED, PortalStatus, StatusEntry, StatusHistory
from lienthong_emulator.justice.civil_status.domain import Dossier
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.wire import date_to_proto

OFFICE = "agencies/justice"


def noted(
    dossier: Dossier,
    status: PortalStatus.ValueType,
    time: datetime,
    *,
    by: str = OFFICE,
    note: str = "",
    until: date | None = None,
) -> Dossier:
    """The dossier with one more status; `note` is in Vietnamese, `until` the day by which a supplement must come."""
    entry = StatusEntry(
        status=status,
        time=instant(time),
        handler=by,
        note=note,
        supplement_due_date=date_to_proto(until) if until else None,
    )
    # What is written of a list that goes on is what was written of it, and what came after.
    return replace(dossier, history=dossier.history + StatusHistory(entries=[entry]).SerializeToString())


def accepted(dossier: Dossier, time: datetime) -> Dossier:
    """Accepted at a moment, unless it was before: its papers are in order."""
    return dossier if was_accepted(dossier) else noted(dossier, PORTAL_STATUS_ACCEPTED, time)


def entries_of(dossier: Dossier) -> Sequence[StatusEntry]:
    return StatusHistory.FromString(dossier.history).entries


def was_accepted(dossier: Dossier) -> bool:
    return any(entry.status == PORTAL_STATUS_ACCEPTED for entry in entries_of(dossier))
