"""What one batch came to: results, discrepancies, confirmations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.discrepancies.domain import Difference
from lienthong_emulator.discrepancies.domain import Finding as Became
from lienthong_emulator.discrepancies.handling import open_discrepancy, report_to_source, withdraw
from lienthong_emulator.discrepancies.source_of_truth import row_of
from lienthong_emulator.discrepancies.store import DiscrepancyStore
from lienthong_emulator.insurance.changes.domain import Confirmation
from lienthong_emulator.insurance.changes.store import ChangeStore
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.reconciliation.convert import (
    NOT_ASKED,
    answer_from_proto,
    asked_about,
    found_to_proto,
    is_plain_yes,
)
from lienthong_emulator.insurance.reconciliation.domain import (
    POPULATION,
    Answer,
    Finding,
    Own,
    Reconciliation,
    Result,
    Tally,
    findings,
    is_over,
)
from lienthong_emulator.insurance.reconciliation.store import ReconciliationStore
from lienthong_emulator.insurance.registry.domain import number_of
from lienthong_emulator.matching import Outcome

if TYPE_CHECKING:
    from lienthong.type.v1.verification_pb2 import Verification
    from lienthong_emulator.discrepancies.domain import Discrepancy
    from lienthong_emulator.runtime.kit import Tx

Pair = tuple[Own, "Verification | None"]


class ChangedMeanwhile(Exception):
    """Ends the transaction of a batch: somebody of whom it has a finding is no more as the other register was asked."""


async def write_results(
    tx: Tx, run: Reconciliation, people: Sequence[Own], verifications: Sequence[Verification], changed: AbstractSet[int]
) -> Tally:
    """Write what was found of each; who agrees in everything is confirmed. Raises `ChangedMeanwhile`."""
    tally, results, agreeing, confirmed = Tally(), list[Result](), list[int](), list[int]()
    told_before = await _told_before(tx, people)
    for own, found in _paired(people, verifications):
        if found is not None and own.key not in told_before and is_plain_yes(found) and not (own.is_dead or own.again):
            if not own.is_confirmed:
                confirmed.append(own.key)
            agreeing.append(own.key)
        else:
            if own.key in changed:
                raise ChangedMeanwhile
            results.append(await _Looked(tx, run, tally).at(own, found, told_before.get(own.key, ())))
    tally.verified = len(people)
    tally.matched = len(agreeing) + sum(result.matched for result in results)
    reconciliations = ReconciliationStore(tx.db)
    reconciliations.add_matched(run.position, agreeing)
    reconciliations.add_results(results)
    reconciliations.count(run.position, tally.kinds)
    if run.agency == POPULATION:  # group a is population's to confirm
        reconciliations.confirm(confirmed, tx.now.date())
    return tally


async def _told_before(tx: Tx, people: Sequence[Own]) -> Mapping[int, Sequence[Discrepancy]]:
    """What insurance told of these participants before, and has not ended."""
    told: defaultdict[int, list[Discrepancy]] = defaultdict(list)
    if people:
        after, last = people[0].key - 1, people[-1].key
        for one in await DiscrepancyStore(tx.db).open_of_reporter(_own(tx), after=after, last=last):
            told[one.subject_key].append(one)
    return told


def _own(tx: Tx) -> str:
    return f"agencies/{tx.kit.agency}"


def _paired(people: Sequence[Own], verifications: Sequence[Verification]) -> Iterator[Pair]:
    """Each with what was said of them; nobody was asked about who has no number."""
    said = {own.key: found for own, found in zip(asked_about(people), verifications, strict=True)}
    return ((own, said.get(own.key)) for own in people)


class _Looked:
    """A closer look at a participant in one run."""

    def __init__(self, tx: Tx, run: Reconciliation, tally: Tally) -> None:
        self._tx = tx
        self._run = run
        self._tally = tally

    async def at(self, own: Own, found: Verification | None, told_before: Sequence[Discrepancy]) -> Result:
        answer = NOT_ASKED if found is None else answer_from_proto(found)
        differences = findings(own, answer)
        is_refused = found is not None and found.HasField("refusal")
        self._tally.kinds.update(finding.kind for finding in differences if not finding.about)
        if is_refused:
            self._tally.kinds["", Outcome.NOT_COMPARED, ""] += 1
        names = [await self._name_of(own, finding) for finding in differences if finding.is_discrepancy]
        matched = not (differences or is_refused)
        await self._withdraw([one for one in told_before if one.name not in names and is_over(one.field, own, answer)])
        if self._run.agency == POPULATION and not answer.is_another_person:
            self._confirm_fields(own, answer)
        told = found_to_proto(found, answer, [name for name in names if name])
        return Result(
            position=self._run.position,
            participant_key=own.key,
            matched=matched,
            found=told.SerializeToString(),
        )

    async def _withdraw(self, over: Sequence[Discrepancy]) -> None:
        """What this register tells no more, unless another one does."""
        reconciliations = ReconciliationStore(self._tx.db)
        for one in over:
            reconciliations.tell_no_more(one.name, self._run.agency)
            if not await reconciliations.is_told(one.name):
                withdraw(self._tx, one, "no more found when the registers were reconciled")
                self._tally.withdrawn += 1

    async def _name_of(self, own: Own, finding: Finding) -> str:
        """The discrepancy about a finding: a new one, or that which stands; of what is under review, if it is ours."""
        difference = self._difference(own, finding)
        if finding.outcome is Outcome.UNDER_REVIEW:
            standing = await DiscrepancyStore(self._tx.db).standing(difference, _own(self._tx))
            self._tally.known += standing is not None
            return standing.name if standing else ""
        became, discrepancy = await open_discrepancy(self._tx, difference)
        if not finding.about:
            self._tally.opened += became is Became.OPENED
            self._tally.known += became is not Became.OPENED
        if self._is_reported(finding, discrepancy):
            report_to_source(self._tx, discrepancy)
        ReconciliationStore(self._tx.db).tell(discrepancy.name, self._run.agency)
        return discrepancy.name

    def _is_reported(self, finding: Finding, discrepancy: Discrepancy) -> bool:
        wanted = self._run.report and discrepancy.is_open and not discrepancy.reported_to
        return wanted and not finding.is_lack and row_of(finding.field).register == self._run.agency

    def _difference(self, own: Own, finding: Finding) -> Difference:
        key = finding.about or own.key
        kind, number = own.number or (SOCIAL_INSURANCE, number_of(key))
        return Difference(
            subject_key=key,
            person=Names(self._tx.kit.opaque_id).participant(key),
            number_kind=kind,
            number=number,
            field=finding.field,
            reported_value=finding.value,
            outcome=finding.outcome or "",
            subject=finding.subject.name if finding.subject else "",
            reasons=finding.reasons,
        )

    def _confirm_fields(self, own: Own, answer: Answer) -> None:
        changes, today = ChangeStore(self._tx.db), self._tx.now.date()
        for field, found in answer.fields.items():
            if found.outcome.is_positive:
                changes.confirm(Confirmation(participant_key=own.key, field=field, confirm_date=today))
