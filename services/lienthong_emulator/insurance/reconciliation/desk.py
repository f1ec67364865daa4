"""Carrying a reconciliation on: page by page, what was found and the checkpoint in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from lienthong_emulator.insurance.reconciliation import KEPT_UNTIL
from lienthong_emulator.insurance.reconciliation.asking import Talk
from lienthong_emulator.insurance.reconciliation.domain import INSURANCE, KEPT, Reconciliation, State
from lienthong_emulator.insurance.reconciliation.results import ChangedMeanwhile, write_results
from lienthong_emulator.insurance.reconciliation.store import ReconciliationQuestions, ReconciliationStore
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.verification.batches import results_written

if TYPE_CHECKING:
    from lienthong_emulator.insurance.reconciliation.register import Page
    from lienthong_emulator.runtime.kit import Kit, Tx
    from lienthong_emulator.runtime.peers import Peers


class Desk:
    """Carries reconciliations on, one for each process."""

    def __init__(self, peers: Peers) -> None:
        self._peers = peers

    async def advance(self, kit: Kit, operation_id: str) -> bool:
        """Have a page verified. Returns whether there are more."""
        run = await ReconciliationQuestions(kit.lookups).find(operation_id)
        if run is None or not run.is_running:
            return False
        if run.cancel_requested:
            return await _cancel(kit, run)
        context = Context(world=kit.world.name, caller=INSURANCE, on_behalf_of=run.requested_by)
        page, results = await self._asked(Talk(self._peers, kit, context, run.agency), run.checkpoint)
        try:
            return await _write(kit, context, operation_id, page, results)
        except ChangedMeanwhile:
            return True  # the page is asked about again

    async def _asked(self, talk: Talk, checkpoint: int) -> tuple[Page, Sequence[bytes]]:
        """The next page, and what the other register says of those of whom claims are made."""
        page = await talk.page_after(checkpoint)
        return page, [result for answer in await talk.claims(page.asked) for result in results_written(answer)]


async def _cancel(kit: Kit, run: Reconciliation) -> bool:
    """End it between two steps: where population does not answer, no batch comes to its end."""
    async with kit.write(Context(world=kit.world.name)) as tx:
        end(tx, run, State.CANCELLED)
    return False


async def _write(kit: Kit, context: Context, operation_id: str, page: Page, results: Sequence[bytes]) -> bool:
    """Write what a page came to, unless somebody asked to stop. Returns whether there is more to do."""
    async with kit.write(context) as tx:
        run = await ReconciliationStore(tx.db).find(operation_id)
        assert run is not None  # what is under way is not deleted
        if run.cancel_requested:
            end(tx, run, State.CANCELLED)
            return False
        tally = await write_results(tx, run, page, results)
        written = tally.added_to(run, checkpoint=page.last, now=tx.now)
        if page.is_last:
            end(tx, written, State.DONE)
        else:
            ReconciliationStore(tx.db).keep(written)
        reach("insurance.reconcile.before-commit")
    reach("insurance.reconcile.committed")
    return not page.is_last


def end(tx: Tx, run: Reconciliation, state: State) -> None:
    ended = replace(run, state=state, update_time=tx.now)
    ReconciliationStore(tx.db).keep(ended)
    tx.set_timer(KEPT_UNTIL, run.operation_id, tx.now + KEPT)
    before, tx.context = tx.context, tx.context.within(run.case_id)
    tx.step(f"reconciliation-{state.lower()}", f"{ended.verified} verified, {ended.matched} agree")
    tx.context = before
    tx.changed(run.name)


async def remove(tx: Tx, operation_id: str) -> None:
    """Nobody keeps it any longer."""
    reconciliations = ReconciliationStore(tx.db)
    run = await reconciliations.find(operation_id)
    if run is not None:
        await reconciliations.write_confirmations(run.position)
        reconciliations.remove(run.position)
