"""Telling of whom a register holds the same as a caller, by fingerprints; why somebody is not confirmed is not told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from lienthong_emulator.access.record import note_access
from lienthong_emulator.access.rules import Tier
from lienthong_emulator.discrepancies.store import subjects_under_review
from lienthong_emulator.verification.attempts import AttemptStore, attempts_a_day, exhausted
from lienthong_emulator.verification.errors import (
    FingerprintRuleUnknown,
    FingerprintsDoNotFit,
    FingerprintsNotPermitted,
)
from lienthong_emulator.verification.fingerprints import (
    BYTES,
    FIELDS,
    RULE,
    Made,
    fingerprints_from_bytes,
    made_of,
)
from lienthong_emulator.verification.rights import rights_of
from lienthong_emulator.verification.turns import Turns
from lienthong_emulator.verification.verbatim import plain
from lienthong_emulator.verification.written_claims import IS_ALL, shape_given

if TYPE_CHECKING:
    from datetime import datetime

    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.database import Reader, Transaction
    from lienthong_emulator.verification.written_claims import Row

SHAPE: Final = shape_given(FIELDS)
Carried = tuple[str, int, int | None]
"""A number, the key of who carries it, and the fingerprint of what is held; None where that is not known."""


class Fingerprints(Protocol):
    """What a register says of fingerprints."""

    async def fingerprints_of(self, numbers: Sequence[str]) -> Sequence[Carried]:
        """Each who carries one of many numbers, now or once."""
        ...

    async def words_to_fingerprint(self, numbers: Sequence[str]) -> Sequence[Row]:
        """Of the same: number, kind, the words of `FIELDS`, the key, whether the number is of today and they live."""
        ...


class FingerprintStore(Fingerprints, Protocol):
    """The same within a transaction."""

    def keep_fingerprints(self, made: Sequence[Made]) -> None: ...


class Request(Protocol):
    """A batch of fingerprints."""

    @property
    def rule(self) -> str: ...

    @property
    def identity_numbers(self) -> Sequence[str]: ...

    @property
    def fingerprints(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class FingerprintDesk:
    """Answers batches of fingerprints for one register."""

    questions: Callable[[Reader], Fingerprints]
    store: Callable[[Transaction], FingerprintStore]
    turns: Turns = field(default_factory=Turns)

    async def unconfirmed(self, request: Request, call: Call, now: datetime) -> Sequence[int]:
        """The places of those who are not confirmed. Refused before anybody is looked up."""
        _refuse_unless_permitted(call)
        numbers, said = request.identity_numbers, _said(request)
        async with self.turns.of(call, said):
            confirmed = await self._confirmed(said, call, now.date().isoformat())
        return [place for place, number in enumerate(numbers) if number not in confirmed]

    async def _confirmed(self, said: Mapping[str, int], call: Call, day: str) -> Collection[str]:
        rows = await self.questions(call.kit.lookups).fingerprints_of(_askable(said))
        confirmed = {number: key for number, key, made in rows if made == said[number]}
        others = [row for row in rows if row[0] not in confirmed]
        if len(confirmed) + len(others) < len(rows):  # one of them shares a number with somebody else
            confirmed = {number: confirmed[number] for number in _alone(rows) if number in confirmed}
        others = _alone(others)
        confirmed |= await self._made_now([number for number, (_, made) in others.items() if made is None], said, call)
        wrong = {key for key, made in others.values() if made is not None}
        note_access(call, [*confirmed.values(), *wrong])
        hidden = await _hidden([*confirmed.values()], call, day)
        await _spend(sorted(wrong), call, day)
        return {number for number, key in confirmed.items() if key not in hidden} if hidden else confirmed

    async def _made_now(self, numbers: Sequence[str], said: Mapping[str, int], call: Call) -> dict[str, int]:
        """Who is confirmed of those whose fingerprint was forgotten with a change, or never known.

        Fingerprints are made and kept in one transaction. Of whom none can be made nothing is written.
        """
        able = await _made(self.questions(call.kit.lookups), numbers) if numbers else ()
        if not able:
            return {}
        async with call.kit.write(call.context) as tx:
            store = self.store(tx.db)
            made = await _made(store, [one.number for one in able])
            store.keep_fingerprints(made)
        return {one.number: one.key for one in made if one.fingerprint == said[one.number]}


def _askable(said: Mapping[str, int]) -> Sequence[str]:
    """Numbers that a register can be asked for."""
    numbers = [*said]
    return numbers if "".join(numbers).isalnum() else [number for number in numbers if number.isalnum()]


def _alone(rows: Sequence[Carried]) -> dict[str, tuple[int, int | None]]:
    """By the number, who carries it and nobody else does."""
    times = Counter(number for number, _, _ in rows)
    return {number: (key, made) for number, key, made in rows if times[number] == 1}


async def _made(held: Fingerprints, numbers: Sequence[str]) -> Sequence[Made]:
    """Of those who can be confirmed by words alone."""
    rows = await held.words_to_fingerprint(numbers)
    return made_of(plain([row for row in rows if row[IS_ALL]], SHAPE))


def _refuse_unless_permitted(call: Call) -> None:
    rights = rights_of(call.context)
    if rights.tier is not Tier.FIELD_LEVEL or not rights.fields.issuperset(FIELDS):
        raise FingerprintsNotPermitted(caller=call.context.caller)


def _said(request: Request) -> Mapping[str, int]:
    """The fingerprint that is said of each number; of two of one number neither counts, as one would be a guess."""
    numbers, written = request.identity_numbers, request.fingerprints
    if request.rule != RULE:
        raise FingerprintRuleUnknown(field="rule", known=RULE)
    if len(written) != BYTES * len(numbers):
        raise FingerprintsDoNotFit(field="fingerprints", bytes=str(len(written)), numbers=str(len(numbers)))
    said = dict(zip(numbers, fingerprints_from_bytes(written), strict=True))
    if len(said) == len(numbers):
        return said
    times = Counter(numbers)
    return {number: one for number, one in said.items() if times[number] == 1}


async def _hidden(keys: Sequence[int], call: Call, day: str) -> Collection[int]:
    """Of whom nothing is told: what is under review, and who was asked about in vain too often that day."""
    db, caller = call.kit.lookups, call.context.caller
    hidden = await subjects_under_review(db, keys)
    return hidden | await exhausted(db, day=day, callers=(caller, _guessing(caller)))


async def _spend(wrong: Sequence[int], call: Call, day: str) -> None:
    """Count who was asked about with a wrong fingerprint."""
    if not wrong:
        return
    async with call.kit.write(call.context) as tx:
        attempts = AttemptStore(tx.db, day=day, caller=_guessing(call.context.caller))
        used = await attempts.used(wrong)
        attempts.keep([(key, used[key] + 1) for key in wrong], attempts_a_day(Tier.FIELD_LEVEL))


def _guessing(caller: str) -> str:
    """Fingerprints have a budget of their own: who differs is asked about with a claim next, which is no new guess."""
    return f"{caller} by fingerprint"
