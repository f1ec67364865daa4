"""Carrying a reconciliation on: batch by batch, what was found and the checkpoint in one transaction."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from lienthong.justice.v1.verification_service_pb2_grpc import VerificationServiceStub as RecordVerificationStub
from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceStub
from lienthong_emulator.insurance.reconciliation.convert import Batch, batch_of
from lienthong_emulator.insurance.reconciliation.domain import JUSTICE, KEPT, Own, Reconciliation, State
from lienthong_emulator.insurance.reconciliation.results import ChangedMeanwhile, write_results
from lienthong_emulator.insurance.reconciliation.store import ReconciliationQuestions, ReconciliationStore
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.peers import Peers, converse

if TYPE_CHECKING:
    from lienthong.type.v1.verification_pb2 import Verification
    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Kit, Tx

RECONCILIATION: Final = "reconciliation"
"""The kind of work."""
KEPT_UNTIL: Final = "reconciliation-kept-until"
"""The timer that removes it."""
BATCH: Final = 1_000
BATCHES_OF_A_STEP: Final = 20
"""Our choice: after so many another stream is opened, so that a step that fails is not long ago."""


async def pending(db: Reader) -> Sequence[str]:
    """Reconciliations that are under way."""
    return await ReconciliationQuestions(db).running()


@dataclass(frozen=True, slots=True)
class Page:
    """Participants that go into one batch, and from where they were read."""

    people: Sequence[Own]
    after: int
    changes: int
    """The place of the last change that had been followed before they were read."""

    @property
    def last(self) -> int:
        return self.people[-1].key if self.people else self.after

    @property
    def is_last(self) -> bool:
        return len(self.people) < BATCH

    @property
    def is_asked_about(self) -> bool:
        return any(own.number for own in self.people)


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
        talk = converse(self._verify_all(run.agency), pages.batches(), kit=kit, context=context, agency=name)
        async with aclosing(talk) as answers:
            async for answer in answers:
                for page in pages.up_to_the_next_that_was_asked():
                    verifications = answer.verifications if page.is_asked_about else ()
                    if not await _write(kit, context, run.operation_id, page, verifications):
                        return False
        return all([await _write(kit, context, run.operation_id, page, ()) for page in pages.left()])

    def _verify_all(self, agency: str) -> Any:
        """The call of the other register that takes batches of claims."""
        if agency == JUSTICE:
            return self._peers.stub(RecordVerificationStub, "justice").VerifyCivilStatuses
        return self._peers.stub(CitizenServiceStub, "population").VerifyCitizens


@dataclass(slots=True)
class _Pages:
    """Pages of the register in their order, read as they are sent."""

    kit: Kit
    agency: str
    after: int
    _sent: deque[Page] = field(default_factory=deque[Page])

    async def batches(self) -> AsyncGenerator[Batch]:
        register = ReconciliationQuestions(self.kit.scans)
        for _ in range(BATCHES_OF_A_STEP):
            changes = await register.changes_so_far()
            people = await register.participants_after(self.after, BATCH, self.kit.today())
            page = Page(people, self.after, changes)
            self._sent.append(page)
            self.after = page.last
            if page.is_asked_about:
                yield batch_of(page.people, str(page.after), self.agency)
            if page.is_last:
                return

    def up_to_the_next_that_was_asked(self) -> Sequence[Page]:
        """Pages about which there was nothing to ask wait for the answer that comes after them."""
        pages = [self._sent.popleft()]
        while not pages[-1].is_asked_about:
            pages.append(self._sent.popleft())
        return pages

    def left(self) -> Sequence[Page]:
        return list(self._sent)


async def _cancel(kit: Kit, run: Reconciliation) -> bool:
    """End it between two steps: where population does not answer, no batch comes to its end."""
    async with kit.write(Context(world=kit.world.name)) as tx:
        end(tx, run, State.CANCELLED)
    return False


async def _write(
    kit: Kit, context: Context, operation_id: str, page: Page, verifications: Sequence[Verification]
) -> bool:
    """Write what a page came to, unless somebody asked to stop. Returns whether there is more to do."""
    async with kit.write(context) as tx:
        run = await ReconciliationStore(tx.db).find(operation_id)
        assert run is not None  # what is under way is not deleted
        if run.cancel_requested:
            end(tx, run, State.CANCELLED)
            return False
        changed = await ReconciliationStore(tx.db).changed_after(page.changes)
        tally = await write_results(tx, run, page.people, verifications, changed)
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
        reconciliations.remove(run.position)
