"""Verification: the civil-status system's side of the contract."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import TYPE_CHECKING

from lienthong.justice.v1 import verification_service_pb2 as pb
from lienthong_emulator.access.record import note_access
from lienthong_emulator.access.rules import Group, rule_for
from lienthong_emulator.justice.registers.domain import Register
from lienthong_emulator.justice.verification.convert import Request, extract_from_proto
from lienthong_emulator.justice.verification.domain import Extract, compared, fields_given
from lienthong_emulator.justice.verification.register import CivilStatusRegister
from lienthong_emulator.justice.verification.store import ExtractQuestions
from lienthong_emulator.matching import CODE_RULE, PERSON_FIELDS, Comparison, Outcome, Subject
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.runtime.refusals import Refusal
from lienthong_emulator.runtime.validation import check_row
from lienthong_emulator.verification.answers import verification_to_proto
from lienthong_emulator.verification.claims import claim_from_proto, mask_from_proto
from lienthong_emulator.verification.comparing import Verdict, spend, verdict_on
from lienthong_emulator.verification.register import NOBODY, Asking
from lienthong_emulator.verification.rights import rights_of
from lienthong_emulator.verification.turns import Turns

if TYPE_CHECKING:
    from lienthong.type.v1.person_claim_pb2 import PersonClaim
    from lienthong_emulator.matching import Claim
    from lienthong_emulator.runtime.calls import Call

SOURCE = "agencies/justice"
FIELDS = {field: field for field in PERSON_FIELDS}


class VerificationServicer:
    def __init__(self) -> None:
        self._turns = Turns()

    async def VerifyBirthRecord(self, request: pb.VerifyBirthRecordRequest, call: Call) -> pb.RecordVerification:
        return await self._verified(Register.BIRTHS, request, call)

    async def VerifyDeathRecord(self, request: pb.VerifyDeathRecordRequest, call: Call) -> pb.RecordVerification:
        return await self._verified(Register.DEATHS, request, call)

    async def VerifyMarriageRecord(self, request: pb.VerifyMarriageRecordRequest, call: Call) -> pb.RecordVerification:
        return await self._verified(Register.MARRIAGES, request, call)

    async def VerifyCivilStatuses(
        self, requests: AsyncIterator[pb.VerifyCivilStatusesRequest], call: Call
    ) -> AsyncGenerator[pb.VerifyCivilStatusesResponse]:
        async for request in requests:
            now = call.kit.now()
            asking = _asking(call, mask_from_proto(request.compare_mask, PERSON_FIELDS), now.date().isoformat())
            async with self._turns.of(call, {claim.identity_number.value for claim in request.claims}):
                verdicts = await _all_compared(request.claims, asking)
            yield pb.VerifyCivilStatusesResponse(
                batch_id=request.batch_id,
                verifications=[verification_to_proto(found, asking.rights.tier, FIELDS) for found in verdicts],
                source_system=SOURCE,
                as_of_time=instant(now),
            )

    async def _verified(self, register: Register, request: Request, call: Call) -> pb.RecordVerification:
        extract, asking = (
            extract_from_proto(register, request),
            _asking(call, frozenset(), call.time.date().isoformat()),
        )
        async with self._turns.of(call, [extract.key]):
            (verdict,) = await spend([await _compared(extract, call)], asking)
        if isinstance(verdict, Refusal):
            raise verdict
        if verdict.subject_key != NOBODY:
            note_access(call, [verdict.subject_key])
        told = verification_to_proto(verdict, asking.rights.tier, {field: field for field in verdict.fields})
        return pb.RecordVerification(verification=told, source_system=SOURCE, as_of_time=instant(call.time))


def _asking(call: Call, mask: frozenset[str], day: str) -> Asking:
    return Asking(call, CivilStatusRegister(call.kit.lookups), day, mask, rights_of(call.context))


async def _compared(extract: Extract, call: Call) -> Verdict:
    """Who may not ask about group a is told so whatever there is."""
    if Group.BASIC not in rule_for(call.context).asked:
        no = Comparison(Outcome.NOT_PERMITTED, (), CODE_RULE)
        return Verdict(None, dict.fromkeys(fields_given(extract), no))
    entry = await ExtractQuestions(call.kit.lookups).find(extract)
    if entry is None:
        return Verdict(Subject.NOT_FOUND, {})
    return Verdict(Subject.FOUND, compared(extract, entry), entry.key)


async def _all_compared(claims: Sequence[PersonClaim], asking: Asking) -> Sequence[Verdict | Refusal]:
    """A verdict on each; justice keeps no discrepancies, so nothing is under review here."""
    rows = [_row(claim, f"claims[{at}]") for at, claim in enumerate(claims)]
    numbers = {row.number for row in rows if not isinstance(row, Refusal)}
    carriers = await asking.register.carriers_of(numbers, asking.mask or FIELDS.keys())
    found = [row if isinstance(row, Refusal) else verdict_on(row, carriers.get(row.number), asking, {}) for row in rows]
    verdicts = await spend(found, asking)
    about = {one.subject_key for one in verdicts if isinstance(one, Verdict)} - {NOBODY}
    note_access(asking.call, sorted(about))
    return verdicts


def _row(claim: PersonClaim, at: str) -> Claim | Refusal:
    try:
        check_row(claim, at)
        return claim_from_proto(claim, at)
    except Refusal as no:
        return no
