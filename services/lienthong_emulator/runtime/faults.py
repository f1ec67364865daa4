"""The faults that a tester planned in one world, as far as one process meets them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.idempotency import RequestIdReused
from lienthong_emulator.runtime.refusals import Kind, Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from google.rpc import status_pb2

    from lienthong.control.v1.fault_pb2 import Fault
    from lienthong_emulator.runtime.call_match import Read
    from lienthong_emulator.runtime.context import Context
    from lienthong_emulator.runtime.fault_stops import FaultStops
    from lienthong_emulator.runtime.journal import Method
    from lienthong_emulator.runtime.message_faults import MessageFaults
    from lienthong_emulator.runtime.standing_fault import StandingFault
    from lienthong_emulator.runtime.timers import Timer

MOST_FAULTS = 1_000


class TooManyFaults(Refusal):
    kind = Kind.RESOURCE_EXHAUSTED
    reason = "TOO_MANY_FAULTS"
    english = "{most} faults stand already. Clear some."
    vietnamese = "Đã có {most} lỗi được lên kế hoạch. Hãy xóa bớt."


class PlannedFailure(Exception):
    """What a tester planned instead of an answer, as it travels."""

    def __init__(self, status: status_pb2.Status) -> None:
        super().__init__(status.message)
        self.status = status


class FaultBoard:
    """Where faults stand. In nearly every world none is planned: what they take is imported with the first."""

    def __init__(self) -> None:
        self.of_calls: Sequence[StandingFault] = ()
        """Those that a call may still meet: empty where there is nothing to look up."""
        self.of_messages: MessageFaults | None = None
        """None where no message can meet any."""
        self._standing: dict[str, StandingFault] = {}
        self._asked: dict[str, str] = {}
        self._numbered = 0
        self._stops: FaultStops | None = None

    def plan(self, fault: Fault, request_id: str, now: datetime, numbered_after: int = 0) -> StandingFault:
        """Have a fault stand; where it gets its name here, with a number after one that was given before.

        Refused with `TOO_MANY_FAULTS` and `REQUEST_ID_REUSED`.
        """
        from lienthong_emulator.runtime.standing_fault import StandingFault, as_planned

        if request_id in self._asked:
            known = self._standing[self._asked[request_id]]
            if known.plan != as_planned(fault):
                raise RequestIdReused(field="request_id")
            return known
        if len(self._standing) >= MOST_FAULTS:
            raise TooManyFaults(most=str(MOST_FAULTS))
        self._numbered = max(self._numbered, numbered_after)
        standing = StandingFault(fault.name or self._next_name(fault), fault, now)
        self._standing[standing.name] = standing
        if request_id:
            self._asked[request_id] = standing.name
        self._sort()
        return standing

    def all(self) -> list[StandingFault]:
        return list(self._standing.values())

    def next_stop(self, agencies: Collection[str], now: datetime, until: datetime) -> Timer | None:
        """The next moment at which a fault begins or ends."""
        return self._stops_made().next(agencies, now, until) if self._standing else None

    def pass_by(self, stop: Timer) -> bool:
        """Note that a clock came to a stop; False where it is none."""
        return bool(self._standing) and self._stops_made().pass_by(stop)

    def _stops_made(self) -> FaultStops:
        from lienthong_emulator.runtime.fault_stops import FaultStops

        self._stops = self._stops or FaultStops(self)
        return self._stops

    def clear(self, name: str = "") -> list[StandingFault]:
        """Take a fault away, or all; those that were there."""
        cleared = [fault for fault in self._standing.values() if name in ("", fault.name)]
        for fault in cleared:
            del self._standing[fault.name]
        self._asked = {asked: known for asked, known in self._asked.items() if known in self._standing}
        self._sort()
        return cleared

    def met_by_call(
        self, agency: str, method: Method, context: Context, read: Read, now: Callable[[], datetime]
    ) -> list[StandingFault]:
        """Those that fit a call, in the order in which they were planned."""
        if any(fault.is_over(now()) for fault in self.of_calls):
            self._sort(now())
        return [fault for fault in self.of_calls if fault.agency == agency and fault.match.fits(method, context, read)]

    def _next_name(self, fault: Fault) -> str:
        self._numbered += 1
        agency = fault.calls.agency.removeprefix("agencies/") if fault.HasField("calls") else "exchange"
        return f"faults/{agency}-{self._numbered}"

    def _sort(self, now: datetime | None = None) -> None:
        from lienthong_emulator.runtime.message_faults import message_faults

        calls = [fault for fault in self._standing.values() if fault.plan.HasField("calls")]
        self.of_calls = [fault for fault in calls if now is None or not fault.is_over(now)]
        self.of_messages = message_faults(self._standing.values(), self.of_messages)
