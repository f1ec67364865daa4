"""Comparing claims with a register: rights first, then who carries the numbers, then field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lienthong_emulator.discrepancies.domain import NUMBER, Difference
from lienthong_emulator.discrepancies.handling import open_discrepancy
from lienthong_emulator.discrepancies.store import DiscrepancyQuestions, all_under_review
from lienthong_emulator.matching import (
    Comparison,
    Outcome,
    Subject,
    asked_about,
    compare,
    is_confirmed,
    judge,
    withheld,
)
from lienthong_emulator.runtime.refusals import Refusal
from lienthong_emulator.verification.attempts import AttemptStore, attempts_a_day, exhausted
from lienthong_emulator.verification.errors import AttemptsExhausted
from lienthong_emulator.verification.register import NOBODY

if TYPE_CHECKING:
    from lienthong_emulator.matching import Claim, Number
    from lienthong_emulator.verification.register import Asking, Carrier


WRONG = (Outcome.PARTIAL, Outcome.MISMATCH)
CLAIMED_AS: Final[Mapping[str, str]] = {
    "social_insurance.social_insurance_number": "social_insurance_number",
    "social_insurance.unit_code": "unit_code",
    "social_insurance.tax_code": "tax_code",
    "health_insurance.card": "card_number",
    "health_insurance.initial_facility": "initial_facility",
}
"""What a field that a discrepancy is about is in a claim; those of a person are the same in both."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a claim came to.

    `subject` is None where nobody was looked up, `subject_key` 0 where there was nobody, or more than one.
    """

    subject: Subject | None
    fields: Mapping[str, Comparison]
    subject_key: int = NOBODY

    @property
    def is_confirmed(self) -> bool:
        return self.subject is not None and is_confirmed(self.subject, self.fields)

    @property
    def was_in_vain(self) -> bool:
        """One person was asked about, and something claimed was wrong: only that can be guessed at."""
        return any(found.outcome in WRONG for found in self.fields.values())


async def compare_all(claims: Sequence[Claim | Refusal], asking: Asking) -> Sequence[Verdict | Refusal]:
    """A verdict on each claim, in their order; what is a refusal already stays one."""
    askable = [claim for claim in claims if not isinstance(claim, Refusal) and _fields_open(claim, asking)]
    asked = {field for claim in askable for field in _fields_open(claim, asking)}
    carriers = await asking.register.carriers_of({claim.number for claim in askable}, asked)
    found_alone = [found[0].key for found in carriers.values() if len(found) == 1]
    reviewed = await all_under_review(asking.call.kit.lookups, found_alone)
    await _report_shared([number for number, found in carriers.items() if len(found) > 1], asking)
    return [
        claim if isinstance(claim, Refusal) else verdict_on(claim, carriers.get(claim.number), asking, reviewed)
        for claim in claims
    ]


async def _report_shared(numbers: Sequence[Number], asking: Asking) -> None:
    """A number that more than one carry is a fault of the register itself: who keeps it hears of it once."""
    kit = asking.call.kit
    known, own = DiscrepancyQuestions(kit.lookups), f"agencies/{kit.agency}"
    differences = [_shared(number) for number in sorted(numbers)]
    new = [difference for difference in differences if await known.standing(difference, own) is None]
    if new:
        async with kit.write(asking.call.context) as tx:
            for difference in new:
                await open_discrepancy(tx, difference)


def _shared(number: Number) -> Difference:
    return Difference(
        subject_key=NOBODY,
        person="",
        number_kind=number.kind,
        number=number.value,
        field=NUMBER,
        reported_value=number.value,
        subject=Subject.AMBIGUOUS.name,
    )


def _fields_open(claim: Claim, asking: Asking) -> AbstractSet[str]:
    """What is asked about and may be."""
    return asking.rights.fields.intersection(asked_about(claim, asking.mask))


def verdict_on(
    claim: Claim,
    carriers: Sequence[Carrier] | None,
    asking: Asking,
    reviewed: Mapping[int, AbstractSet[str]],
) -> Verdict:
    """`carriers` are those of the claimed number; `reviewed` has the fields under review, by who they are about."""
    refused = withheld(asked_about(claim, asking.mask), asking.rights.fields)
    if not _fields_open(claim, asking):
        return Verdict(None, refused)
    subject = judge([(carrier.superseded, carrier.deceased) for carrier in carriers or ()])
    if not carriers or not subject.is_one_person:
        return Verdict(subject, refused)
    found = carriers[0]
    fields = compare(
        claim,
        found.held,
        mask=asking.mask,
        permitted=asking.rights.fields,
        under_review={CLAIMED_AS.get(field, field) for field in reviewed.get(found.key, ())},
    )
    return Verdict(subject, fields, found.key)


async def spend(verdicts: Sequence[Verdict | Refusal], asking: Asking) -> Sequence[Verdict | Refusal]:
    """Count what was wrong; who has used up the budget about a person is told nothing more of them."""
    call, limit = asking.call, attempts_a_day(asking.rights.tier)
    day, caller = asking.day, call.context.caller
    found = {verdict.subject_key for verdict in verdicts if isinstance(verdict, Verdict)} - {NOBODY}
    wrong = {verdict.subject_key for verdict in verdicts if isinstance(verdict, Verdict) and verdict.was_in_vain}
    watched = wrong | found & await exhausted(call.kit.lookups, day=day, callers=(caller,)) if found else found
    if not watched:
        return verdicts
    async with call.kit.write(call.context) as tx:
        attempts = AttemptStore(tx.db, day=day, caller=caller)
        used = await attempts.used(watched)
        told = [_told(verdict, used, limit) for verdict in verdicts]
        attempts.keep([(subject, count) for subject, count in used.items() if subject in wrong], limit)
    return told


def _told(verdict: Verdict | Refusal, used: dict[int, int], limit: int) -> Verdict | Refusal:
    """The verdict, unless the budget is used up; counts it where it was wrong."""
    if isinstance(verdict, Refusal) or verdict.subject_key not in used:
        return verdict
    if used[verdict.subject_key] >= limit:
        return AttemptsExhausted(limit=str(limit))
    used[verdict.subject_key] += verdict.was_in_vain
    return verdict
