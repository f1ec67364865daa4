"""Checking a card at reception: who it belongs to, whether it can be used today, and who asked before."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.access.record import latest_results, note_results
from lienthong_emulator.insurance.cards.domain import SI_DIGITS_START
from lienthong_emulator.insurance.cards.rules import Judged, Presented, Result, fault_of_number, judge
from lienthong_emulator.insurance.cards.store import CardQuestions
from lienthong_emulator.insurance.cards.written import written_check
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.registry.domain import key_of
from lienthong_emulator.insurance.registry.store import RegistryQuestions
from lienthong_emulator.runtime.company import asked_together

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from lienthong_emulator.insurance.cards.domain import Holder, Wallet
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.database import Reader

PERSONAL_NUMBER_LENGTH = 12
CHECKS_TOLD = 20


class Asked(NamedTuple):
    """A call, and what it is shown."""

    call: Call
    presented: Presented


async def judged(call: Call, presented: Presented) -> Judged:
    """Whether a card can be used by who presents it. Nothing is noted."""
    (found,) = await _judged([Asked(call, presented)])
    return found


async def checked(call: Call, presented: Presented) -> bytes:
    """The answer to a facility, a `CheckCardResponse` as it is written; it is noted for those who ask after."""
    return await asked_together(call, "checks", Asked(call, presented), _checked)


async def _checked(asked: Sequence[Asked]) -> Sequence[bytes]:
    """The answers to calls about one world, none of which comes after another."""
    found, kit = await _judged(asked), asked[0].call.kit
    subjects = [0 if one.holder is None else one.holder.participant_key for one in found]
    earlier = await latest_results(kit, {subject for subject in subjects if subject}, CHECKS_TOLD)
    _note(asked, [(subject, one.result) for subject, one in zip(subjects, found, strict=True)])
    names = Names(kit.opaque_id)
    return [
        written_check(one, earlier.get(subject, ()), call.time.date(), names)
        for (call, _), subject, one in zip(asked, subjects, found, strict=True)
    ]


def _note(asked: Sequence[Asked], results: Sequence[tuple[int, Result]]) -> None:
    """Of those who call alike one after the other, one asking about all."""
    together = zip(asked, results, strict=True)
    for _, alike in groupby(together, key=lambda one: one[0].call.context):
        calls, told = zip(*alike, strict=True)
        note_results(calls[0].call, [(subject, result) for subject, result in told if subject])


async def _judged(asked: Sequence[Asked]) -> Sequence[Judged]:
    days = [one.call.time.date() for one in asked]
    faults = [fault_of_number(one.presented, day) for one, day in zip(asked, days, strict=True)]
    numbers = {one.presented.number for one, fault in zip(asked, faults, strict=True) if fault is None}
    found = await _found(asked[0].call.kit.lookups, numbers)
    return [
        judge(one.presented, found.get(one.presented.number), day) if fault is None else Judged(fault)
        for one, fault, day in zip(asked, faults, days, strict=True)
    ]


async def _found(db: Reader, numbers: Collection[str]) -> Mapping[str, tuple[Holder, Wallet]]:
    """Whose numbers they are, with all their cards."""
    cards = CardQuestions(db)
    keys = {number: key for number in numbers if (key := key_of(_digits_of(number))) is not None}
    holders = await cards.holders_of(keys.values())
    if others := [number for number in numbers if keys.get(number) not in holders]:
        keys |= {number: key for number in others if (key := await _carrier_of(db, number))}
        holders = {**holders, **await cards.holders_of([keys[number] for number in others if number in keys])}
    return {number: holders[key] for number, key in keys.items() if key in holders}


async def _carrier_of(db: Reader, number: str) -> int | None:
    """Who carries a number that is not, or no more, the key."""
    kind = PERSONAL_NUMBER if len(number) == PERSONAL_NUMBER_LENGTH else SOCIAL_INSURANCE
    person = await RegistryQuestions(db).find_by_number(kind, _digits_of(number))
    return person.participant_key if person else None


def _digits_of(number: str) -> str:
    return number[SI_DIGITS_START:] if number[:1].isalpha() else number
