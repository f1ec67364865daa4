"""Making a change: the taxpayer, the event and the message in one transaction."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lienthong.tax.v1.taxpayer_change_service_pb2 import TaxpayerChange
from lienthong_emulator.runtime.etags import refuse_stale
from lienthong_emulator.tax.changes.convert import event_to_proto
from lienthong_emulator.tax.changes.domain import SERIALS, ChangeEvent, Kind, new_code
from lienthong_emulator.tax.changes.errors import NoCodeLeft, NoUnitLeft
from lienthong_emulator.tax.changes.store import ChangeStore
from lienthong_emulator.tax.taxpayers.convert import taxpayer_name, taxpayer_to_proto
from lienthong_emulator.tax.taxpayers.domain import UNITS, Organisation, Person, checked_key, code_of, key_of
from lienthong_emulator.tax.taxpayers.errors import TaxpayerNotFound
from lienthong_emulator.tax.taxpayers.store import TaxpayerStore

if TYPE_CHECKING:
    from lienthong_emulator.runtime.kit import Tx

RECEIVER = "insurance"
STEPS = {
    Kind.REGISTERED: ("taxpayer-registered", "A new organisation has a tax code"),
    Kind.STATUS: ("taxpayer-status-changed", "The taxpayer's status changed"),
    Kind.MERGED: ("tax-code-merged", "The tax code leads to another one now"),
    Kind.MOVED: ("head-office-moved", "The head office moved"),
    Kind.CORRECTED: ("taxpayer-corrected", "The register of taxpayers holds the right values now"),
}
"""What the case says of each kind."""


async def organisation_of(tx: Tx, code: str, etag: str = "", field: str = "tax_code") -> Organisation:
    """The organisation under a code. Refused with `TAXPAYER_NOT_FOUND` and `ETAG_STALE`."""
    found = await TaxpayerStore(tx.db).organisation(checked_key(code, field))
    if found is None:
        raise TaxpayerNotFound(field=field)
    refuse_stale(etag, str(found.revision))
    return found


async def taxpayer_of(tx: Tx, code: str, etag: str) -> Organisation | Person:
    """As `organisation_of`, but it may be a person."""
    found = await TaxpayerStore(tx.db).find(checked_key(code, "tax_code"))
    if found is None:
        raise TaxpayerNotFound(field="tax_code")
    refuse_stale(etag, str(found.revision))
    return found


def keep(tx: Tx, after: Organisation | Person, kind: Kind, since: date, merged_into: str = "") -> TaxpayerChange:
    """Write what a taxpayer is now, and tell insurance of an organisation."""
    TaxpayerStore(tx.db).keep(after)
    return told(tx, after, kind, since, merged_into)


def told(tx: Tx, after: Organisation | Person, kind: Kind, since: date, merged_into: str = "") -> TaxpayerChange:
    event = ChangeEvent(
        event_id=tx.kit.derived_uuid("taxpayer-change", f"{after.taxpayer_key}/{after.revision}"),
        taxpayer_key=after.taxpayer_key,
        revision=after.revision,
        kind=kind,
        event_date=since,
        record_time=tx.now,
        caused_by=tx.context.caller,
    )
    ChangeStore(tx.db).add(event)
    change = TaxpayerChange(taxpayer=taxpayer_to_proto(after, taxpayer_name(tx.kit, after)))
    _note(tx, event, change)
    if isinstance(after, Organisation):
        change.event.CopyFrom(event_to_proto(event, after, merged_into))
        tx.post(
            RECEIVER,
            subject=change.taxpayer.name,
            kind="tax.taxpayer-changed",
            key=event.event_id,
            body=change.event,
        )
    return change


def case_of(tx: Tx, event_id: str) -> str:
    """The case that a change belongs to: the caller's, else one of its own."""
    return tx.context.case_id or f"change-{tx.kit.opaque_id('case', event_id)}"


def _note(tx: Tx, event: ChangeEvent, change: TaxpayerChange) -> None:
    tx.context = tx.context.within(case_of(tx, event.event_id))
    kind, title = STEPS[event.kind]
    tx.step(kind, title, details={"taxpayer": change.taxpayer.name, "change_event": event.event_id})


async def new_key(tx: Tx, head_code: str) -> int:
    """A code for a new organisation, or for a dependent unit. Refused with `NO_UNIT_LEFT` and `NO_CODE_LEFT`."""
    if head_code:
        return await _new_unit(tx, await organisation_of(tx, head_code, field="head_tax_code"))
    while (serial := await tx.next_number("tax-code")) < SERIALS:
        if code := new_code(serial):
            return key_of(code)
    raise NoCodeLeft


async def _new_unit(tx: Tx, head: Organisation) -> int:
    last = await TaxpayerStore(tx.db).last_unit_of(head.taxpayer_key)
    if last == UNITS - 1:
        raise NoUnitLeft(field="head_tax_code", code=code_of(head.taxpayer_key))
    return head.taxpayer_key + last + 1
