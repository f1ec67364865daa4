"""What is done with a difference: it comes with a list, is corrected or upheld, and insurance is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.tax.identity_differences.convert import end_told
from lienthong_emulator.tax.identity_differences.domain import Field, IdentityDifference, State, held_of
from lienthong_emulator.tax.identity_differences.errors import IdentityDifferenceNotFound
from lienthong_emulator.tax.identity_differences.store import IdentityDifferenceStore
from lienthong_emulator.tax.taxpayers.domain import key_of
from lienthong_emulator.tax.taxpayers.store import TaxpayerStore

if TYPE_CHECKING:
    from lienthong.tax.v1.identity_difference_events_pb2 import IdentityDifferencesListed, ListedDifference
    from lienthong_emulator.runtime.kit import Tx
    from lienthong_emulator.tax.taxpayers.domain import Organisation, Person


async def take_list(tx: Tx, event: IdentityDifferencesListed) -> None:
    """Open what is not known; what was corrected meanwhile is answered at once."""
    for row in event.differences:
        await _take(tx, row)
    title = f"{len(event.differences)} differences of identity came"
    tx.step("identity-differences-came", title, came_from=tx.context.caller)


async def _take(tx: Tx, row: ListedDifference) -> None:
    taxpayer = await TaxpayerStore(tx.db).find(key_of(row.tax_code))
    opened = await _opened(tx, row)
    if taxpayer is not None and held_of(taxpayer, opened.field) != opened.held_by_tax:
        _end(tx, opened.corrected(held_of(taxpayer, opened.field), tx.now))


async def _opened(tx: Tx, row: ListedDifference) -> IdentityDifference:
    store, key, field = IdentityDifferenceStore(tx.db), key_of(row.tax_code), Field(row.field)
    known = await store.same(key, field, row.held_by_insurance, row.held_by_tax)
    if known is not None:
        again = known.opened_again(tx.now)
        store.keep(again)
        return again
    position = await tx.next_number("identity-difference")
    opened = IdentityDifference(
        position=position,
        difference_id=tx.kit.opaque_id("identity-difference", position),
        taxpayer_key=key,
        field=field,
        held_by_insurance=row.held_by_insurance,
        held_by_tax=row.held_by_tax,
        receive_time=tx.now,
    )
    store.add(opened)
    return opened


async def end_what_is_corrected(tx: Tx, taxpayer: Organisation | Person) -> None:
    """After a correction, end what is open about a value that the register holds no more."""
    for one in await IdentityDifferenceStore(tx.db).about(taxpayer.taxpayer_key):
        held = held_of(taxpayer, one.field)
        if one.state is State.OPEN and held != one.held_by_tax:
            _end(tx, one.corrected(held, tx.now))


async def uphold(tx: Tx, name: str, note: str) -> IdentityDifference:
    """Say that the register is right. Refused with `IDENTITY_DIFFERENCE_NOT_FOUND` and `IDENTITY_DIFFERENCE_ENDED`."""
    found = await IdentityDifferenceStore(tx.db).find(name.rpartition("/")[2])
    if found is None:
        raise IdentityDifferenceNotFound(field="name", difference=name)
    return _end(tx, found.upheld(note, tx.now))


def _end(tx: Tx, ended: IdentityDifference) -> IdentityDifference:
    IdentityDifferenceStore(tx.db).keep(ended)
    tx.post(
        "insurance",
        subject=ended.name,
        kind="tax.identity-difference-ended",
        key=f"{ended.name}/{ended.revision}",
        body=end_told(ended),
    )
    return ended
