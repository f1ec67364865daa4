"""What the tax service answers to a list of differences of identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.insurance.tax_reconciliation.convert import ended_from_proto
from lienthong_emulator.insurance.tax_reconciliation.store import TaxReconciliationStore

if TYPE_CHECKING:
    from lienthong.tax.v1.identity_difference_events_pb2 import IdentityDifferenceEnded
    from lienthong_emulator.runtime.kit import Tx


async def take_end(tx: Tx, event: IdentityDifferenceEnded) -> None:
    """Note how a difference ended; the next reconciliation does not send again what was upheld."""
    ended = ended_from_proto(event)
    TaxReconciliationStore(tx.db).keep_differences([ended])
    title = f"{ended.tax_code}: {ended.state.name.lower()}"
    tx.step("identity-difference-ended", title, came_from=tx.context.caller)
