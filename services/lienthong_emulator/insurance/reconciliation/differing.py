"""Those of a batch of whom there is more to say than that all agrees: discrepancies, confirmations and results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.discrepancies.domain import Difference, Discrepancy, Told, told_by
from lienthong_emulator.discrepancies.domain import Finding as Became
from lienthong_emulator.discrepancies.handling import open_all, report_to_source, withdraw
from lienthong_emulator.discrepancies.source_of_truth import row_of
from lienthong_emulator.discrepancies.store import DiscrepancyStore
from lienthong_emulator.insurance.changes.store import ChangeStore
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.reconciliation.convert import NOT_ASKED, Said, found_written
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
    from lienthong_emulator.runtime.kit import Tx


class Differing(NamedTuple):
    """A participant, and what the other register said; None where it was not asked."""

    own: Own
    said: Said | None

    @property
    def answer(self) -> Answer:
        return self.said.answer if self.said else NOT_ASKED

    @property
    def is_refused(self) -> bool:
        return self.said is not None and self.said.told.HasField("refusal")


class Found(NamedTuple):
    """A finding about somebody, and the difference that it is."""

    finding: Finding
    difference: Difference


class CloserLook:
    """A closer look at some participants in one run: what is found of all is written with one statement a table."""

    def __init__(self, tx: Tx, run: Reconciliation, tally: Tally) -> None:
        self._tx = tx
        self._run = run
        self.tally = tally
        self._reconciliations = ReconciliationStore(tx.db)
        self._discrepancies = dict[Told, Discrepancy]()
        self._told, self._reported = set[str](), set[str]()

    async def at(self, differing: Sequence[Differing], standing: Sequence[Discrepancy]) -> None:
        """Write down what is found of each. `standing` are discrepancies about them that are open or were upheld."""
        found = {one.own.key: self._found(one) for one in differing}
        await self._keep([each for of_one in found.values() for each in of_one], standing)
        results = [self._result(one, found[one.own.key]) for one in differing]
        self._reconciliations.add_results(results)
        self._reconciliations.count(self._run.position, self.tally.kinds)
        self.tally.matched += sum(result.matched for result in results)
        self._confirm_fields(differing)
        await self._withdraw_what_is_over(differing, standing)

    def _found(self, one: Differing) -> Sequence[Found]:
        return [Found(finding, self._difference(one.own, finding)) for finding in findings(one.own, one.answer)]

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

    async def _keep(self, found: Sequence[Found], standing: Sequence[Discrepancy]) -> None:
        """Have a discrepancy about each finding: a new one, or one that stands; of what is under review, only ours."""
        reviewed = [one for one in found if one.finding.outcome is Outcome.UNDER_REVIEW]
        wanted = [
            one for one in found if one.finding.is_discrepancy and one.finding.outcome is not Outcome.UNDER_REVIEW
        ]
        elsewhere = {one.finding.about for one in wanted if one.finding.about}
        if elsewhere:
            standing = [*standing, *await DiscrepancyStore(self._tx.db).standing_about(self._own, elsewhere)]
        kept = await open_all(self._tx, [one.difference for one in wanted], standing)
        for one, (became, discrepancy) in zip(wanted, kept, strict=True):
            self._note(one.finding, became, discrepancy)
        self._reconciliations.tell({discrepancy.name for _, discrepancy in kept}, self._run.agency)
        self._discrepancies = {told_by(one): one for one in standing} | {told_by(one): one for _, one in kept}
        self.tally.known += sum(told_by(one.difference) in self._discrepancies for one in reviewed)

    @property
    def _own(self) -> str:
        return f"agencies/{self._tx.kit.agency}"

    def _note(self, finding: Finding, became: Became, discrepancy: Discrepancy) -> None:
        if not finding.about:
            self.tally.opened += became is Became.OPENED
            self.tally.known += became is not Became.OPENED
        if self._is_reported(finding, discrepancy) and discrepancy.name not in self._reported:
            self._reported.add(discrepancy.name)
            report_to_source(self._tx, discrepancy)

    def _is_reported(self, finding: Finding, discrepancy: Discrepancy) -> bool:
        wanted = self._run.report and discrepancy.is_open and not discrepancy.reported_to
        return wanted and not finding.is_lack and row_of(finding.field).register == self._run.agency

    def _result(self, one: Differing, found: Sequence[Found]) -> Result:
        self.tally.kinds.update(each.finding.kind for each in found if not each.finding.about)
        if one.is_refused:
            self.tally.kinds["", Outcome.NOT_COMPARED, ""] += 1
        return Result(
            position=self._run.position,
            participant_key=one.own.key,
            matched=not (found or one.is_refused),
            found=found_written(one.said, self._names_of(found)),
        )

    def _names_of(self, found: Sequence[Found]) -> Sequence[str]:
        known = [self._discrepancies.get(told_by(one.difference)) for one in found if one.finding.is_discrepancy]
        names = [one.name for one in known if one]
        self._told.update(names)
        return names

    def _confirm_fields(self, differing: Sequence[Differing]) -> None:
        """Of who differs somewhere, population confirms the rest field by field."""
        if self._run.agency != POPULATION:
            return
        confirmed = defaultdict[str, list[int]](list)
        for one in differing:
            if not one.answer.is_another_person:
                for field, found in one.answer.fields.items():
                    if found.outcome.is_positive:
                        confirmed[field].append(one.own.key)
        for field, keys in confirmed.items():
            ChangeStore(self._tx.db).confirm_of_all(field, keys, self._tx.now.date())

    async def _withdraw_what_is_over(self, differing: Sequence[Differing], standing: Sequence[Discrepancy]) -> None:
        """What this register tells no more, unless another one does."""
        told_before = defaultdict[int, list[Discrepancy]](list)
        for one in standing:
            if one.is_open:
                told_before[one.subject_key].append(one)
        for person, answer in [(one.own, one.answer) for one in differing if one.own.key in told_before]:
            for told in told_before[person.key]:
                if told.name not in self._told and is_over(told.field, person, answer):
                    await self._withdraw(told)

    async def _withdraw(self, over: Discrepancy) -> None:
        self._reconciliations.tell_no_more(over.name, self._run.agency)
        if not await self._reconciliations.is_told(over.name):
            withdraw(self._tx, over, "no more found when the registers were reconciled")
            self.tally.withdrawn += 1
