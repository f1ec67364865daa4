"""Planned faults of messages: what the exchange hands over to a receiver twice, in another order, or later."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

from lienthong.control.v1.fault_pb2 import FaultMeeting
from lienthong_emulator.runtime.fault_effects import BeingDown
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.runtime.message_journal import note_message

if TYPE_CHECKING:
    from lienthong_emulator.runtime.kit import Kit
    from lienthong_emulator.runtime.message_journal import Envelope
    from lienthong_emulator.runtime.standing_fault import StandingFault

LONGEST_WAIT_FOR_NEXT = timedelta(seconds=2)
"""On the wall clock, for a message to change places with."""
EXCHANGE = "exchange"


class Logged(Protocol):
    """A message in its receiver's log."""

    @property
    def letter(self) -> Envelope: ...
    @property
    def sequence(self) -> int: ...


class Handover(NamedTuple):
    """Which of some entries are handed over now, by their places, and whether the rest waits for a while."""

    places: list[int]
    waits: bool


class Hold(NamedTuple):
    """A message that waits because of a fault until a moment of the world's clock."""

    fault: StandingFault
    due: datetime


class MessageFaults:
    """Those of one world, where its exchange is played."""

    def __init__(self) -> None:
        self.standing: Collection[StandingFault] = ()
        self._holds: dict[tuple[str, int], Hold] = {}
        self._waiting_since: dict[tuple[str, int], datetime] = {}
        self._struck: set[tuple[str, str, int]] = set()
        """Fault, receiver and sequence: a receiver that comes back for a message does not meet its fault again."""

    def holding(self, receivers: Iterable[str], now: datetime) -> set[str]:
        """Receivers whose messages wait for the world's clock."""
        held = {receiver for (receiver, _), hold in self._holds.items() if self._still_holds(hold, now)}
        return {receiver for receiver in receivers if receiver in held or self._is_down(receiver, now)}

    def held(self) -> Iterator[Hold]:
        """Messages that wait for the world's clock."""
        return (hold for hold in self._holds.values() if hold.fault in self.standing)

    def hand_over(self, receiver: str, entries: Sequence[Logged], kit: Kit) -> Handover:
        """What of a log's next entries the receiver gets now."""
        moment = kit.moment()
        if self._is_down(receiver, moment.world):
            return Handover([], waits=True)
        places: list[int] = []
        for place, entry in enumerate(entries):
            if self._waits_by_clock(entry, kit):
                return Handover(places, waits=True)
            if (fault := self._new(entry, "reordering")) and not fault.is_over(moment.world):
                if place + 1 < len(entries) and self._meet(fault, entry, kit):
                    return Handover([*places, place + 1, place], waits=False)
                if self._waits_for_next(fault, entry, moment.wall):
                    return Handover(places, waits=True)
            twice = (fault := self._new(entry, "duplication")) and self._meet(fault, entry, kit)
            places += [place, place] if twice else [place]
        return Handover(places, waits=False)

    def _waits_by_clock(self, entry: Logged, kit: Kit) -> bool:
        now = kit.now()
        key = (entry.letter.receiver, entry.sequence)
        fault = self._new(entry, "delay")
        if fault and self._meet(fault, entry, kit):
            self._holds[key] = Hold(fault, now + fault.plan.delay.duration.ToTimedelta())
        hold = self._holds.get(key)
        if hold is None or self._still_holds(hold, now):
            return hold is not None
        del self._holds[key]
        return False

    def _still_holds(self, hold: Hold, now: datetime) -> bool:
        return now < hold.due and hold.fault in self.standing

    def _waits_for_next(self, fault: StandingFault, entry: Logged, wall: datetime) -> bool:
        key = (entry.letter.receiver, entry.sequence)
        if wall - self._waiting_since.setdefault(key, wall) < LONGEST_WAIT_FOR_NEXT:
            return True
        del self._waiting_since[key]
        self._struck.add((fault.name, *key))
        return False

    def _is_down(self, receiver: str, now: datetime) -> bool:
        names = (receiver.removeprefix("agencies/"), EXCHANGE)
        return any(
            isinstance(fault.effect, BeingDown) and fault.agency in names and fault.effect.is_down(now)
            for fault in self.standing
        )

    def _new(self, entry: Logged, effect: str) -> StandingFault | None:
        """The first fault of an effect that fits an entry and has not struck it."""
        for fault in self.standing:
            struck = (fault.name, entry.letter.receiver, entry.sequence)
            if fault.plan.WhichOneof("effect") == effect and _fits(fault, entry.letter) and struck not in self._struck:
                return fault
        return None

    def _meet(self, fault: StandingFault, entry: Logged, kit: Kit) -> bool:
        letter = entry.letter
        meeting = FaultMeeting(
            time=instant(kit.now()),
            method=letter.kind,
            caller=letter.sender,
            case_id=letter.case_id,
            message_id=letter.message_id,
        )
        if not fault.meet(meeting, kit.now()):
            return False
        self._struck.add((fault.name, letter.receiver, entry.sequence))
        note_message(kit, letter, faults=(fault.name,))
        return True


def message_faults(faults: Iterable[StandingFault], known: MessageFaults | None) -> MessageFaults | None:
    """Those of the faults that messages meet, with what is known of earlier ones; None where there are none."""
    standing = [fault for fault in faults if fault.plan.HasField("messages") or isinstance(fault.effect, BeingDown)]
    if not standing:
        return None
    found = known or MessageFaults()
    found.standing = standing
    return found


def _fits(fault: StandingFault, letter: Envelope) -> bool:
    aim = fault.plan.messages
    return all(
        asked in ("", given)
        for asked, given in (
            (aim.receiver, letter.receiver),
            (aim.sender, letter.sender),
            (aim.kind, letter.kind),
            (aim.subject, letter.subject),
            (aim.case_id, letter.case_id),
        )
    )
