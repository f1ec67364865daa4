"""One planned fault: what it strikes, what it does, how often it was met."""

from __future__ import annotations

from collections import deque
from datetime import datetime
from typing import TYPE_CHECKING

from lienthong.control.v1.fault_pb2 import Fault, FaultMeeting
from lienthong_emulator.runtime.call_match import CallMatch
from lienthong_emulator.runtime.fault_effects import Effect, effect_of
from lienthong_emulator.runtime.kit import instant

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.journal import Entry

MEETINGS_KEPT = 100
GIVEN_BACK = ("name", "met", "unmet", "over", "meetings", "plan_time", "lost")


def as_planned(fault: Fault) -> Fault:
    """Without what only an answer tells."""
    plan = Fault()
    plan.CopyFrom(fault)
    for field in GIVEN_BACK:
        plan.ClearField(field)
    return plan


class StandingFault:
    """A fault that stands in a process, with what met it."""

    def __init__(self, name: str, fault: Fault, now: datetime) -> None:
        self.name = name
        self.plan = as_planned(fault)
        self.plan_time = now
        self.agency = fault.calls.agency.removeprefix("agencies/")
        self.match = _match_of(fault)
        self.effect: Effect = effect_of(fault, now)
        self.times = fault.times or (None if self.effect.is_unbounded else 1)
        self.met = 0
        self.meetings: deque[FaultMeeting] = deque(maxlen=MEETINGS_KEPT)

    def is_over(self, now: datetime) -> bool:
        return (self.times is not None and self.met >= self.times) or self.effect.has_passed(now)

    @property
    def is_unmet(self) -> bool:
        return self.met < (self.times or 1)

    def meet(self, meeting: FaultMeeting, now: datetime) -> bool:
        """Count it as met; False where it is over."""
        if self.is_over(now):
            return False
        self.met += 1
        self.meetings.append(meeting)
        return True

    def told(self, now: datetime) -> Fault:
        """The fault as it stands."""
        fault = as_planned(self.plan)
        fault.name, fault.met = self.name, self.met
        fault.unmet, fault.over = self.is_unmet, self.is_over(now)
        fault.meetings.extend(self.meetings)
        fault.plan_time.CopyFrom(instant(self.plan_time))
        return fault


class Encounter:
    """A fault and a call that fits it: a call meets it once, whatever it does to how many of its messages."""

    def __init__(self, fault: StandingFault, call: Call, entry: Entry) -> None:
        self.fault = fault
        self.call = call
        self._entry = entry
        self._met = False

    def meet(self) -> bool:
        """Count it as met by this call; False where it is over."""
        if not self._met:
            now = self.call.kit.now()
            meeting = FaultMeeting(
                time=instant(now),
                method=self._entry.method.name,
                caller=self.call.context.caller,
                case_id=self.call.context.case_id,
            )
            self._met = self.fault.meet(meeting, now)
            self._entry.faults += (self.fault.name,) if self._met else ()
        return self._met


def _match_of(fault: Fault) -> CallMatch:
    aim = fault.calls
    return CallMatch(
        method=aim.method,
        caller=aim.caller,
        case_id=aim.case_id,
        subject=aim.subject,
        values=[(value.path, value.value) for value in aim.values],
    )
