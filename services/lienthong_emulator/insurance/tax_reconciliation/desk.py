"""Carrying a reconciliation on: step by step, what was found and the place of the next in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lienthong_emulator.insurance.tax_reconciliation.domain import Phase, Run
from lienthong_emulator.insurance.tax_reconciliation.results import Comparing, Step
from lienthong_emulator.insurance.tax_reconciliation.sending import send_differences
from lienthong_emulator.insurance.tax_reconciliation.store import TaxReconciliationQuestions, TaxReconciliationStore
from lienthong_emulator.runtime.context import Context

if TYPE_CHECKING:
    from lienthong_emulator.runtime.kit import Kit
    from lienthong_emulator.runtime.peers import Peers


@dataclass(frozen=True, slots=True)
class TaxDesk:
    """Carries reconciliations on, one for each process."""

    peers: Peers

    async def advance(self, kit: Kit, run_id: str) -> bool:
        """Take a step. Returns whether there are more."""
        run = await TaxReconciliationQuestions(kit.lookups).find(run_id)
        if run is None or run.phase is Phase.DONE:
            return False
        step = await Comparing(kit, run, self.peers).step()
        return await _write(kit, run, step)


async def _write(kit: Kit, before: Run, step: Step) -> bool:
    async with kit.write(Context(world=kit.world.name, caller=f"agencies/{kit.agency}")) as tx:
        runs = TaxReconciliationStore(tx.db)
        run = await runs.find(before.run_id)
        if run is None or run.steps_done != before.steps_done:
            return True  # somebody took the step meanwhile
        numbered = [
            replace(found, position=run.position, number=number)
            for number, found in enumerate(step.findings, run.findings + 1)
        ]
        runs.add_findings(numbered)
        moved = run.moved(step.following, tx.now, len(numbered))
        runs.keep(moved)
        tx.changed(run.name)
        if moved.phase is Phase.DONE:
            tx.context = tx.context.within(run.case_id)
            await send_differences(tx, moved)
            tx.step("tax-reconciliation-done", f"{moved.findings} differences of {run.month} were found")
        return moved.phase is not Phase.DONE
