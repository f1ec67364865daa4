"""Carrying a reconciliation on: batch by batch, what was found and the checkpoint in one transaction."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from lienthong_emulator.insurance.reconciliation.convert import batch_of
from lienthong_emulator.insurance.reconciliation.domain import JUSTICE, KEPT, POPULATION, Reconciliation, State
from lienthong_emulator.insurance.reconciliation.register import Page, page_after
from lienthong_emulator.insurance.reconciliation.results import ChangedMeanwhile, write_results
from lienthong_emulator.insurance.reconciliation.store import ReconciliationQuestions, ReconciliationStore
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.peers import Peers, converse
from lienthong_emulator.verification.batches import results_written

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Kit, Tx

RECONCILIATION: Final = "reconciliation"
"""The kind of work."""
KEPT_UNTIL: Final = "reconciliation-kept-until"
"""The timer that removes it."""
VERIFY_ALL: Final = {
    POPULATION: "/lienthong.population.v1.CitizenService/VerifyCitizens",
    JUSTICE: "/lienthong.justice.v1.VerificationService/VerifyCivilStatuses",
}
"""The calls of the other registers that take batches of claims."""
BATCHES_OF_A_STEP: Final = 20
"""Our choice: after so many another stream is opened, so that a step that fails is not long ago."""


async def pending(db: Reader) -> Sequence[str]:
    """Reconciliations that are under way."""
    return await ReconciliationQuestions(db).running()


class Desk:
    """Carries reconciliations on, one for each process."""

    def __init__(self, peers: Peers) -> None:
        self._peers = peers

    async def advance(self, kit: Kit, operation_id: str) -> bool:
        """Have some batches verified. Returns whether there are more."""
        run = await ReconciliationQuestions(kit.lookups).find(operation_id)
        if run is None or not run.is_running:
            return False
        if run.cancel_requested:
            return await _cancel(kit, run)
        try:
            return await self._verify(kit, run)
        except ChangedMeanwhile:
            return True  # the batch is asked about again

    async def _verify(self, kit: Kit, run: Reconciliation) -> bool:
        pages = _Pages(kit, run.agency, run.checkpoint)
        context = Context(world=kit.world.name, caller="agencies/insurance", on_behalf_of=run.requested_by)
        name = run.agency.removeprefix("agencies/")
        verify_all = self._peers.bytes_stream(name, VERIFY_ALL[run.agency])
        talk = converse(verify_all, pages.batches(), kit=kit, context=context, agency=name)
        async with aclosing(talk) as answers:
            async for answer in answers:
                for page in pages.up_to_the_next_that_was_asked():
                    results = results_written(answer) if page.asked else ()
                    if not await _write(kit, context, run.operation_id, page, results):
                        return False
        return all([await _write(kit, context, run.operation_id, page, ()) for page in pages.left()])


@dataclass(slots=True)
class _Pages:
    """Pages of the register in their order, read as they are sent."""

    kit: Kit
    agency: str
    after: int
    _sent: deque[Page] = field(default_factory=deque[Page])

    async def batches(self) -> AsyncGenerator[bytes]:
        for _ in range(BATCHES_OF_A_STEP):
            page = await page_after(self.kit.lookups, self.after)
            self._sent.append(page)
            self.after = page.last
            if page.asked:
                yield batch_of(page.asked, str(page.after), self.agency)
            if page.is_last:
                return

    def up_to_the_next_that_was_asked(self) -> Sequence[Page]:
        """Pages about which there was nothing to ask wait for the answer that comes after them."""
        pages = [self._sent.popleft()]
        while not pages[-1].asked:
            pages.append(self._sent.popleft())
        return pages

    def left(self) -> Sequence[Page]:
        return list(self._sent)


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
