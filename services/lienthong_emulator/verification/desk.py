"""Where claims come in over the wire and answers go out: the same for every register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from lienthong_emulator.access.record import note_access
from lienthong_emulator.matching import CODE_RULE, RULES
from lienthong_emulator.runtime.refusals import Refusal
from lienthong_emulator.runtime.validation import check_row
from lienthong_emulator.verification.answers import (
    verification_to_proto,
    written_confirmation,
    written_verification,
)
from lienthong_emulator.verification.claims import mask_from_proto
from lienthong_emulator.verification.comparing import Verdict, compare_all, spend
from lienthong_emulator.verification.register import NOBODY, Asking
from lienthong_emulator.verification.rights import rights_of
from lienthong_emulator.verification.turns import Turns
from lienthong_emulator.verification.verbatim import confirmed_at_once
from lienthong_emulator.verification.written_claims import head_before

if TYPE_CHECKING:
    from datetime import datetime

    from google.protobuf.field_mask_pb2 import FieldMask
    from google.protobuf.message import Message

    from lienthong.type.v1.person_claim_pb2 import PersonClaim
    from lienthong.type.v1.verification_pb2 import Verification
    from lienthong_emulator.access.rules import Tier
    from lienthong_emulator.matching import Claim
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.verification.batches import Batch
    from lienthong_emulator.verification.register import Register
    from lienthong_emulator.verification.verbatim import Confirmed

Found = TypeVar("Found", bound="Message")
Answer = Callable[["Verification"], bytes]
"""Writes an answer that consists of one result: put one after the other, such parts are one message."""


@dataclass(frozen=True, slots=True)
class Desk(Generic[Found]):
    """How one register's claims are read, and where in them each field of `Claim` stands.

    `number_of` is the number that a claim is about, `person_of` the claim about a person, an empty one where there is
    more to it; `persons_written` are those of a batch, as they are written.
    """

    read: Callable[[Found, str], Claim]
    number_of: Callable[[Found], str]
    person_of: Callable[[Found], PersonClaim]
    persons_written: Callable[[Batch[Found]], Sequence[bytes]]
    path_of: Mapping[str, str]
    turns: Turns = field(default_factory=Turns)

    async def verify(self, claim: Found, mask: FieldMask, call: Call, register: Register, answer: Answer) -> bytes:
        """Compare one claim; a refusal is raised. Returns the result as `answer` writes it."""
        asking, number = self._asking(mask, call, register, call.time), self.number_of(claim)
        async with self.turns.of(call, (number,)):
            return await self._verified(claim, number, asking, answer)

    async def _verified(self, claim: Found, number: str, asking: Asking, answer: Answer) -> bytes:
        call = asking.call
        person = self.person_of(claim)
        confirmed = await confirmed_at_once(person, [person.SerializeToString()], (number,), asking)
        if confirmed.keys[0] != NOBODY:
            note_access(call, confirmed.keys)
            nothing_of = confirmed.nothing_of.get(confirmed.keys[0], ())
            return self._confirmation(confirmed.fields, nothing_of, asking.rights.tier, answer)
        check_row(claim, "claim")
        (verdict,) = await spend(await compare_all([self.read(claim, "claim")], asking), asking)
        if isinstance(verdict, Refusal):
            raise verdict
        note_access(call, _about([verdict]))
        return answer(verification_to_proto(verdict, asking.rights.tier, self.path_of))

    async def verify_all(
        self, batch: Batch[Found], call: Call, register: Register, now: datetime, answer: Answer
    ) -> bytes:
        """Compare many; a refusal of one claim is its result. Returns the results as `answer` writes each.

        Each is written by itself and all are put together, as protobuf allows: most are alike, and to copy messages
        costs more.
        """
        asking, claims = self._asking(batch.compare_mask, call, register, now), batch.claims
        written = self.persons_written(batch)
        numbers = self._numbers(claims, written)
        async with self.turns.of(call, numbers):
            confirmed = await confirmed_at_once(self.person_of(claims[0]), written, numbers, asking)
            return await self._all_told(claims, confirmed, asking, answer)

    def _numbers(self, claims: Sequence[Found], written: Sequence[bytes]) -> AbstractSet[str]:
        """The numbers that claims are about: out of their bytes where they stand there as in the first of them."""
        number = self.person_of(claims[0]).identity_number
        head = head_before(number)
        start, end = len(head), len(head) + len(number.value)
        return {
            person[start:end].decode() if head and person.startswith(head) else self.number_of(claim)
            for person, claim in zip(written, claims, strict=True)
        }

    async def _all_told(self, claims: Sequence[Found], confirmed: Confirmed, asking: Asking, answer: Answer) -> bytes:
        call, tier = asking.call, asking.rights.tier
        nothing_of = confirmed.nothing_of
        told = {
            nothing: self._confirmation(confirmed.fields, nothing, tier, answer)
            for nothing in {(), *nothing_of.values()}
        }
        results = [told[nothing_of.get(key, ())] for key in confirmed.keys] if nothing_of else [told[()]] * len(claims)
        others = await self._others(claims, confirmed.keys, asking)
        note_access(call, [*(key for key in confirmed.keys if key != NOBODY), *_about(others.values())])
        for index, verdict in others.items():
            results[index] = written_verification(verdict, tier, self.path_of, answer)
        return b"".join(results)

    async def _others(
        self, claims: Sequence[Found], keys: Sequence[int], asking: Asking
    ) -> Mapping[int, Verdict | Refusal]:
        """By its place, the verdict on each claim that is not confirmed at once, or that is about somebody about whom
        another claim of the batch is not: together they use up attempts.
        """
        verdicts = await self._compared(claims, [at for at, key in enumerate(keys) if key == NOBODY], asking)
        in_vain = {found.subject_key for found in verdicts.values() if isinstance(found, Verdict) and found.was_in_vain}
        if in_vain:
            verdicts |= await self._compared(claims, [at for at, key in enumerate(keys) if key in in_vain], asking)
        in_order = sorted(verdicts)
        return dict(zip(in_order, await spend([verdicts[index] for index in in_order], asking), strict=True))

    async def _compared(
        self, claims: Sequence[Found], indexes: Sequence[int], asking: Asking
    ) -> dict[int, Verdict | Refusal]:
        rows = [self._row(claims[index], f"claims[{index}]") for index in indexes]
        return dict(zip(indexes, await compare_all(rows, asking), strict=True))

    def _asking(self, mask: FieldMask, call: Call, register: Register, now: datetime) -> Asking:
        return Asking(call, register, now.date().isoformat(), self._mask(mask), rights_of(call.context))

    def _confirmation(self, fields: Sequence[str], nothing_of: Sequence[str], tier: Tier, answer: Answer) -> bytes:
        rows = [(self.path_of[field], RULES.get(field, CODE_RULE), field not in nothing_of) for field in fields]
        return written_confirmation(tuple(rows), tier, answer)

    def _mask(self, found: FieldMask) -> frozenset[str]:
        if not found.paths:
            return frozenset()
        named = mask_from_proto(found, self.path_of.values())
        return frozenset(field for field, path in self.path_of.items() if path in named)

    def _row(self, claim: Found, at: str) -> Claim | Refusal:
        try:
            check_row(claim, at)
            return self.read(claim, at)
        except Refusal as no:
            return no


def _about(verdicts: Iterable[Verdict | Refusal]) -> Sequence[int]:
    """Who was found, of those who were not confirmed at once."""
    return [found.subject_key for found in verdicts if isinstance(found, Verdict) and found.subject_key != NOBODY]
