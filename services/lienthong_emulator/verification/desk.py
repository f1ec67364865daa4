"""Where claims come in over the wire and answers go out: the same for every register."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from lienthong_emulator.access.record import note_access
from lienthong_emulator.matching import CODE_RULE, RULES
from lienthong_emulator.runtime.refusals import Refusal
from lienthong_emulator.runtime.validation import check_row
from lienthong_emulator.verification.answers import (
    written_confirmation,
    written_verification,
)
from lienthong_emulator.verification.claims import mask_from_proto
from lienthong_emulator.verification.comparing import Verdict, compare_all, spend
from lienthong_emulator.verification.register import NOBODY, Asking
from lienthong_emulator.verification.rights import rights_of
from lienthong_emulator.verification.turns import Turns
from lienthong_emulator.verification.verbatim import confirmed_at_once, shape_of
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
    from lienthong_emulator.verification.written_claims import Shape

Found = TypeVar("Found", bound="Message")
Answer = Callable[["Verification"], bytes]
"""Writes an answer that consists of one result: put one after the other, such parts are one message."""


class _Claims(NamedTuple, Generic[Found]):
    """Claims that are compared together: each as it is written, the numbers that they are about, and their shape.

    `path` tells where in its request a claim stands, by its place among them.
    """

    all: Sequence[Found]
    written: Sequence[bytes]
    numbers: Collection[str]
    shape: Shape
    path: Callable[[int], str]


class _Asked(NamedTuple, Generic[Found]):
    """A claim of one call, the number that it is about, and what it says of a person as it is written."""

    claim: Found
    number: str
    written: bytes


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
        """Compare one claim; a refusal is raised. Returns the result as `answer` writes it.

        Calls that are worked on together and ask alike are compared together.
        """
        asking, person = self._asking(mask, call, register, call.time), self.person_of(claim)
        asked = _Asked(claim, self.number_of(claim), person.SerializeToString())
        shape = shape_of(person, asking.mask)
        if call.company is None:
            (found,) = await self._told([asked], shape, asking, answer)
        else:
            alike = (answer, call.kit, call.context, asking.day, asking.mask, shape)
            found = await call.company.together(
                alike, asked, lambda all_asked: self._told_in_turn(all_asked, shape, asking, answer)
            )
        if isinstance(found, Refusal):
            raise found
        return found

    async def _told_in_turn(
        self, asked: Sequence[_Asked[Found]], shape: Shape, asking: Asking, answer: Answer
    ) -> Sequence[bytes | Refusal]:
        """The results of claims of several calls: of two about one number, the later is compared after the earlier."""
        found = dict[int, bytes | Refusal]()
        while left := [place for place in range(len(asked)) if place not in found]:
            first = {asked[place].number: place for place in reversed(left)}.values()
            results = await self._told([asked[place] for place in first], shape, asking, answer)
            found.update(zip(first, results, strict=True))
        return [found[place] for place in range(len(asked))]

    async def _told(
        self, asked: Sequence[_Asked[Found]], shape: Shape, asking: Asking, answer: Answer
    ) -> Sequence[bytes | Refusal]:
        """The results of claims about different numbers."""
        claims, numbers, written = zip(*asked, strict=True)
        return await self._results(_Claims(claims, written, numbers, shape, "claim".format), asking, answer)

    async def verify_all(
        self, batch: Batch[Found], call: Call, register: Register, now: datetime, answer: Answer
    ) -> bytes:
        """Compare many; a refusal of one claim is its result. Returns the results as `answer` writes each.

        Each is written by itself and all are put together, as protobuf allows: most are alike, and to copy messages
        costs more.
        """
        asking, claims = self._asking(batch.compare_mask, call, register, now), batch.claims
        written = self.persons_written(batch)
        shape = shape_of(self.person_of(claims[0]), asking.mask)
        asked = _Claims(claims, written, self._numbers(claims, written), shape, "claims[{}]".format)
        found = await self._results(asked, asking, answer)
        return b"".join([self._written(one, asking, answer) if isinstance(one, Refusal) else one for one in found])

    async def _results(self, asked: _Claims[Found], asking: Asking, answer: Answer) -> Sequence[bytes | Refusal]:
        async with self.turns.of(asking.call, asked.numbers):
            confirmed = await confirmed_at_once(asked.shape, asked.written, asked.numbers, asking)
            others = await self._others(asked, confirmed.keys, asking)
        note_access(asking.call, [*(key for key in confirmed.keys if key != NOBODY), *_about(others.values())])
        found = self._confirmations(confirmed, asking.rights.tier, answer)
        for place, verdict in others.items():
            found[place] = verdict if isinstance(verdict, Refusal) else self._written(verdict, asking, answer)
        return found

    def _numbers(self, claims: Sequence[Found], written: Sequence[bytes]) -> AbstractSet[str]:
        """The numbers that claims are about: out of their bytes where they stand there as in the first of them."""
        number = self.person_of(claims[0]).identity_number
        head = head_before(number)
        start, end = len(head), len(head) + len(number.value)
        return {
            person[start:end].decode() if head and person.startswith(head) else self.number_of(claim)
            for person, claim in zip(written, claims, strict=True)
        }

    def _confirmations(self, confirmed: Confirmed, tier: Tier, answer: Answer) -> list[bytes | Refusal]:
        """What is told of each claim that says what is held; what stands in the place of others does not count."""
        fields, nothing_of = confirmed.fields, confirmed.nothing_of
        if not nothing_of:
            return [self._confirmation(fields, (), tier, answer)] * len(confirmed.keys)
        told = {less: self._confirmation(fields, less, tier, answer) for less in {(), *nothing_of.values()}}
        return [told[nothing_of.get(key, ())] for key in confirmed.keys]

    def _written(self, verdict: Verdict | Refusal, asking: Asking, answer: Answer) -> bytes:
        return written_verification(verdict, asking.rights.tier, self.path_of, answer)

    async def _others(
        self, asked: _Claims[Found], keys: Sequence[int], asking: Asking
    ) -> Mapping[int, Verdict | Refusal]:
        """By its place, the verdict on each claim that is not confirmed at once, or that is about somebody about whom
        another of them is not: together they use up attempts.
        """
        if NOBODY not in keys:
            return {}
        verdicts = await self._compared(asked, [at for at, key in enumerate(keys) if key == NOBODY], asking)
        in_vain = {found.subject_key for found in verdicts.values() if isinstance(found, Verdict) and found.was_in_vain}
        if in_vain:
            verdicts |= await self._compared(asked, [at for at, key in enumerate(keys) if key in in_vain], asking)
        in_order = sorted(verdicts)
        return dict(zip(in_order, await spend([verdicts[index] for index in in_order], asking), strict=True))

    async def _compared(
        self, asked: _Claims[Found], places: Sequence[int], asking: Asking
    ) -> dict[int, Verdict | Refusal]:
        rows = [self._row(asked.all[place], asked.path(place)) for place in places]
        return dict(zip(places, await compare_all(rows, asking), strict=True))

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
