"""How group g follows a change at the tax service."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lienthong.tax.v1.events_pb2 import TaxpayerChanged
from lienthong_emulator.insurance.employers.domain import Employer, StandingAtTax
from lienthong_emulator.insurance.employers.store import EmployerStore
from lienthong_emulator.runtime.intake import day_of
from lienthong_emulator.wire import address_from_proto

if TYPE_CHECKING:
    from lienthong_emulator.runtime.kit import Tx


async def follow(tx: Tx, event: TaxpayerChanged) -> None:
    """Let every unit under the tax code hold what the tax service holds now; what comes late changes nothing."""
    employers = EmployerStore(tx.db)
    known = await employers.standing_at_tax(event.tax_code)
    if known is not None and known.revision >= event.revision:
        _note(tx, event, "taxpayer-change-followed-before", "What the tax service tells is known")
        return
    employers.keep_standing(_standing(event))
    units = await employers.units_of(event.tax_code)
    for unit in units:
        employers.keep(replace(_followed(unit, event), confirm_date=tx.now.date()))
    if units:
        codes = ", ".join(unit.unit_code for unit in units)
        _note(tx, event, "taxpayer-change-followed", f"Group g of {codes} holds what the tax service holds")
    else:
        _note(tx, event, "taxpayer-unknown", "No unit declares people under this tax code")


def _followed(unit: Employer, event: TaxpayerChanged) -> Employer:
    return replace(
        unit,
        full_name=event.display_name,
        tax_code=event.merged_into or unit.tax_code,
        head_office=address_from_proto(event.head_office),
        business_line=event.business_line,
        phone=event.phone,
        email=event.email,
    )


def _standing(event: TaxpayerChanged) -> StandingAtTax:
    return StandingAtTax(
        tax_code=event.tax_code,
        revision=event.revision,
        status=f"{event.status - 1:02}",
        since=day_of(event.event_date, "event_date"),
        tax_office=event.managing_tax_office,
        merged_into=event.merged_into,
        event_id=event.event_id,
    )


def _note(tx: Tx, event: TaxpayerChanged, kind: str, title: str) -> None:
    tx.step(kind, title, came_from=tx.context.caller, details={"change_event": event.event_id})
