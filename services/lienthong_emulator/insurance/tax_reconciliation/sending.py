"""Differences of identity go to the tax service as a list, for it to have them corrected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from lienthong.tax.v1.identity_difference_events_pb2 import IdentityDifferencesListed
from lienthong_emulator.insurance.tax_reconciliation.convert import listed_to_proto
from lienthong_emulator.insurance.tax_reconciliation.domain import OF_IDENTITY, DifferenceState, Run
from lienthong_emulator.insurance.tax_reconciliation.store import TaxReconciliationStore, told_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong_emulator.insurance.tax_reconciliation.domain import DifferenceAtTax, Finding
    from lienthong_emulator.runtime.kit import Tx

ROWS_OF_A_MESSAGE: Final = 500
FINDINGS_AT_ONCE: Final = 2_000


async def send_differences(tx: Tx, run: Run) -> None:
    """Send what a reconciliation found, but for what waits there or was upheld."""
    runs, after, sent = TaxReconciliationStore(tx.db), 0, 0
    while found := await runs.findings(run.position, OF_IDENTITY, after=after, most=FINDINGS_AT_ONCE):
        new = await _new(runs, found)
        runs.keep_differences([replace(one, send_time=tx.now) for one in new])
        for start in range(0, len(new), ROWS_OF_A_MESSAGE):
            _post(tx, run, new[start : start + ROWS_OF_A_MESSAGE], f"{after}/{start}")
        after, sent = found[-1].number, sent + len(new)
    if sent:
        tx.step("identity-differences-sent", f"{sent} differences of identity go to tax", led_to="agencies/tax")


async def _new(runs: TaxReconciliationStore, found: Sequence[Finding]) -> Sequence[DifferenceAtTax]:
    known = await runs.differences_of(found)
    listed = {told_by(one): one for finding in found if (one := finding.of_identity)}
    return [one for told, one in listed.items() if told not in known or known[told].state is DifferenceState.CORRECTED]


def _post(tx: Tx, run: Run, rows: Sequence[DifferenceAtTax], place: str) -> None:
    tx.post(
        "tax",
        subject=run.name,
        kind="insurance.identity-differences-listed",
        key=f"{run.name}/{place}",
        body=IdentityDifferencesListed(reconciliation=run.name, differences=map(listed_to_proto, rows)),
    )
