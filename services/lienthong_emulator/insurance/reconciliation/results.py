"""What one batch came to: who agrees is written down as one row and confirmed, who differs is looked at closely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lienthong_emulator.discrepancies.store import DiscrepancyStore
from lienthong_emulator.insurance.reconciliation.convert import Said, said_in
from lienthong_emulator.insurance.reconciliation.differing import CloserLook, Differing
from lienthong_emulator.insurance.reconciliation.domain import POPULATION, Reconciliation, Tally
from lienthong_emulator.insurance.reconciliation.register_store import DIED, RegisterQuestions, RegisterStore, own_of
from lienthong_emulator.insurance.reconciliation.store import ReconciliationStore
from lienthong_emulator.verification.written_claims import KEY

if TYPE_CHECKING:
    from lienthong_emulator.insurance.reconciliation.register import Page
    from lienthong_emulator.runtime.kit import Tx


class ChangedMeanwhile(Exception):
    """Ends the transaction of a batch: somebody of whom it has a finding is no more as the other register was asked."""


async def write_results(tx: Tx, run: Reconciliation, page: Page, results: Sequence[bytes]) -> Tally:
    """Write what was found of each of a page, of whom `results` tells of those who were asked about, as it came.

    Raises `ChangedMeanwhile`.
    """
    own = f"agencies/{tx.kit.agency}"
    standing = await DiscrepancyStore(tx.db).standing_between(own, after=page.after, last=page.last)
    told_before = {one.subject_key for one in standing if one.is_open}
    plain = _agreeing(page, results, told_before)
    differing = _differing(page, results, plain)
    changed = await RegisterQuestions(tx.db).changed_after(page.changes)
    if not (changed.isdisjoint(one.own.key for one in differing) and told_before.isdisjoint(page.confirmed)):
        raise ChangedMeanwhile
    agreeing = sorted([*page.confirmed, *plain])
    look = CloserLook(tx, run, Tally(verified=len(page.confirmed) + len(page.rows), matched=len(agreeing)))
    await look.at(differing, standing)
    if page.without_fingerprint:
        await RegisterStore(tx.db).make_fingerprints(page.without_fingerprint)
    # Group a is population's to confirm.
    confirmed = tx.now.date() if run.agency == POPULATION else None
    ReconciliationStore(tx.db).add_agreement(run.position, agreeing, confirmed)
    return look.tally


def _agreeing(page: Page, results: Sequence[bytes], told_before: set[int]) -> Sequence[int]:
    """Who is alive on both sides, agrees in everything and always did, of those of whom claims were made."""
    plain = {result for result in {*results} if said_in(result).is_plain_yes}
    apart = {*told_before, *page.again}
    return [
        row[KEY]
        for row, result in zip(page.asked, results, strict=True)
        if result in plain and not row[DIED] and row[KEY] not in apart
    ]


def _differing(page: Page, results: Sequence[bytes], agreeing: Sequence[int]) -> Sequence[Differing]:
    """All others, in the order of their keys; nobody was asked about who has no number."""
    plain = {*agreeing}
    said: dict[int, Said] = {
        row[KEY]: said_in(result) for row, result in zip(page.asked, results, strict=True) if row[KEY] not in plain
    }
    rows = [row for row in page.rows if row[KEY] not in plain]
    return [Differing(own_of(row, page.again), said.get(row[KEY])) for row in rows]
