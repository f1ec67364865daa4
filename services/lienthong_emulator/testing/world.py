"""One world, as a test speaks of it."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast

from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import code_pb2, error_details_pb2

from lienthong import BlockingClient, Client, connect, connect_blocking, refused
from lienthong.contract import message_class
from lienthong.control.v1.case_service_pb2 import GetCaseRequest
from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest, GetClockRequest
from lienthong.control.v1.fault_pb2 import Fault, FieldValue, ReplyLoss
from lienthong.control.v1.fault_service_pb2 import ListFaultsRequest, PlanFaultRequest
from lienthong.control.v1.journal_service_pb2 import (
    CallFilter,
    DrawSequenceRequest,
    ExpectCallsRequest,
    ListCallsRequest,
)
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.testing import faults
from lienthong_emulator.testing.people import People

if TYPE_CHECKING:
    from google.protobuf.any_pb2 import Any as Packed
    from google.protobuf.message import Message

    from lienthong.control.v1 import world_pb2
    from lienthong.control.v1.case_pb2 import CaseStep
    from lienthong.control.v1.journal_service_pb2 import Call
    from lienthong_emulator.testing.server import Server

MOST_CALLS = 1_000


class DroppedCalls(UserWarning):
    """The journal keeps the latest calls of a world, and what a test asked for may have been before them."""


class World:
    """A world of one test. What it does, it has done when the method returns: it may be called from any kind of test.

    Raises `Refused` where an agency says no.
    """

    def __init__(self, made: world_pb2.World, server: Server, tester: BlockingClient) -> None:
        self._server = server
        self._tester = tester
        self._start = made.recipe.start_date
        self.name = made.name.removeprefix("worlds/")
        self.address = server.address
        self.people = People(self._start.year - 1)

    def connect(
        self, *, caller: str = "testers/pytest", purpose: str = "", retry: bool = False
    ) -> AbstractAsyncContextManager[Client]:
        """A client of this world for `async with`, one attribute per service."""
        named = self._server.named
        return connect(self.address, world=self.name, caller=caller, purpose=purpose, retry=retry, **named)

    def connect_blocking(
        self, *, caller: str = "testers/pytest", purpose: str = "", retry: bool = False
    ) -> AbstractContextManager[BlockingClient]:
        """A client of this world for `with`, in tests without an event loop."""
        named = self._server.named
        return connect_blocking(self.address, world=self.name, caller=caller, purpose=purpose, retry=retry, **named)

    @property
    def metadata(self) -> Sequence[tuple[str, str]]:
        """What any other client of gRPC sends to be in this world; over HTTP it is a header of that name."""
        return (("lienthong-world", self.name),)

    @property
    def http(self) -> str:
        """Where the HTTP doors of this world stand: append `/api/token/take`. Empty where none are open."""
        return f"http://{self._server.http}/worlds/{self.name}" if self._server.http else ""

    @property
    def now(self) -> datetime:
        """World time in Hà Nội."""
        with refused():
            return _moment(self._tester.clock.GetClock(GetClockRequest()).now)

    def advance(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, to: date | datetime | None = None
    ) -> Sequence[world_pb2.FiredTimer]:
        """Move the clock forward, by so much or to a day (its beginning) or moment in Hà Nội; returns what came due."""
        span = timedelta(days=days, hours=hours, minutes=minutes)
        if to is not None and span:
            raise ValueError("the clock goes by so much, or to a moment")
        request = AdvanceClockRequest()
        if to is not None:
            request.time.CopyFrom(_timestamp(to))
        else:
            request.duration.CopyFrom(faults.duration(span))
        with refused():
            return self._tester.clock.AdvanceClock(request).fired

    def calls(self, method: str = "", *, caller: str = "", case: str = "") -> Sequence[JournaledCall]:
        """The calls that agencies answered in this world, the oldest first. Warns where some were dropped."""
        request = ListCallsRequest(method=method, caller=caller, case_id=case, page_size=MOST_CALLS)
        with refused():
            answer = self._tester.journal.ListCalls(request)
        _tell_dropped(answer.evicted)
        return [JournaledCall(call) for call in answer.calls]

    def expect_calls(
        self, method: str, *, times: int, caller: str = "", subject: str = "", **values: str | int | bool
    ) -> None:
        """Raise `AssertionError` unless there were so many calls, with these values in the request.

        It says what was expected, what was there, and which calls come nearest. Warns where the number is right and
        the journal has dropped calls that may have fitted. Fields within fields are named with two
        underscores: `claim__full_name="..."`.
        """
        __tracebackhide__ = True  # a report of pytest ends at the line of the test
        fields = [FieldValue(path=path.replace("__", "."), value=_text(value)) for path, value in values.items()]
        fitting = CallFilter(method=method, caller=caller, subject=subject, values=fields)
        with refused():
            answer = self._tester.journal.ExpectCalls(ExpectCallsRequest(filter=fitting, least=times, most=times))
        if not answer.met:
            raise AssertionError(answer.report)
        _tell_dropped(answer.evicted)

    def fail(
        self,
        agency: str,
        *,
        times: int = 1,
        method: str = "",
        caller: str = "",
        subject: str = "",
        code: str = "UNAVAILABLE",
        reason: str = "",
    ) -> Fault:
        """Have an agency refuse the next calls: those of a method, by a caller, about somebody, where that is said."""
        aim = faults.calls_of(agency, method, caller, subject)
        return self._plan(Fault(calls=aim, failure=faults.failure(code, reason), times=times))

    def lose_reply(
        self, agency: str, *, times: int = 1, method: str = "", caller: str = "", subject: str = ""
    ) -> Fault:
        """Have an agency do the work of the next calls, and their answers get lost."""
        aim = faults.calls_of(agency, method, caller, subject)
        return self._plan(Fault(calls=aim, reply_loss=ReplyLoss(), times=times))

    def slow_down(self, agency: str, seconds: float, *, times: int = 1, method: str = "", caller: str = "") -> Fault:
        """Have an agency answer the next calls so much later."""
        aim = faults.calls_of(agency, method, caller, "")
        return self._plan(Fault(calls=aim, latency=faults.latency(seconds), times=times))

    def take_down(self, agency: str, *, days: float = 0, hours: float = 0) -> Fault:
        """Have nobody reach an agency, for so long on the world's clock; for good where nothing is said."""
        aim = faults.calls_of(agency, "", "", "")
        return self._plan(Fault(calls=aim, outage=faults.outage(timedelta(days=days, hours=hours))))

    def lie(self, agency: str, what: faults.LieName, *, times: int = 1, method: str = "", subject: str = "") -> Fault:
        """Have an agency answer the next calls wrongly."""
        aim = faults.calls_of(agency, method, "", subject)
        return self._plan(Fault(calls=aim, lie=faults.lie(what), times=times))

    @property
    def faults(self) -> Sequence[Fault]:
        """What was planned, and how often it was met."""
        with refused():
            return self._tester.faults.ListFaults(ListFaultsRequest()).faults

    def _plan(self, fault: Fault) -> Fault:
        with refused():
            return self._tester.faults.PlanFault(PlanFaultRequest(fault=fault))

    def case(self, case_id: str) -> Case:
        """Everything that followed from one event."""
        with refused():
            return Case(case_id, self._tester.cases.GetCase(GetCaseRequest(case_id=case_id)).steps, self._tester)


@dataclass(frozen=True, slots=True)
class Case:
    """What followed from one event, over all agencies, in order."""

    case_id: str
    steps: Sequence[CaseStep]
    tester: BlockingClient = field(repr=False, compare=False)

    @property
    def kinds(self) -> Sequence[str]:
        """What was done, such as `birth-registered`."""
        return [step.kind for step in self.steps]

    def diagram(self) -> str:
        """A Mermaid sequence diagram of its calls and messages, while the journal keeps them."""
        with refused():
            return self.tester.journal.DrawSequence(DrawSequenceRequest(case_id=self.case_id)).diagram


@dataclass(frozen=True, slots=True)
class JournaledCall:
    """A call that an agency answered. `raw` is all that the journal has of it."""

    raw: Call

    @property
    def method(self) -> str:
        """The method alone, such as `CheckCard`."""
        return self.raw.method.rpartition("/")[2]

    @property
    def caller(self) -> str:
        return self.raw.caller

    @property
    def request(self) -> Message | None:
        """What was asked, the first frame of a stream; None where it cannot be read."""
        return _unpacked(self.raw.requests)

    @property
    def answer(self) -> Message | None:
        """What was answered, the first frame of a stream; None where there is none."""
        return _unpacked(self.raw.answers)

    @property
    def code(self) -> str:
        """`OK`, or the code of gRPC that it ended with."""
        return code_pb2.Code.Name(cast(Any, self.raw.status.code))

    @property
    def reason(self) -> str:
        """The reason of a refusal, such as `CARD_NOT_FOUND`; empty where it was none."""
        info = error_details_pb2.ErrorInfo()
        return info.reason if any(detail.Unpack(info) for detail in self.raw.status.details) else ""

    def __str__(self) -> str:
        ended = self.reason or self.code
        milliseconds = self.raw.duration.ToTimedelta() / timedelta(milliseconds=1)
        return (
            f"{_moment(self.raw.time):%d/%m/%Y %H:%M:%S} {self.caller} → {self.method}: {ended} ({milliseconds:.1f} ms)"
        )


def _unpacked(frames: Sequence[Packed]) -> Message | None:
    if not frames:
        return None
    try:
        return message_class(frames[0].TypeName()).FromString(frames[0].value)
    except KeyError:
        return None


def _tell_dropped(count: int) -> None:
    if count:
        told = f"the journal has dropped {count:,} earlier calls of this world, which may have fitted"
        warnings.warn(told, DroppedCalls, stacklevel=3)


def _moment(found: Timestamp) -> datetime:
    return found.ToDatetime(UTC).astimezone(HANOI)


def _timestamp(moment: date | datetime) -> Timestamp:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), HANOI)
    elif moment.tzinfo is None:
        moment = moment.replace(tzinfo=HANOI)
    found = Timestamp()
    found.FromDatetime(moment.astimezone(UTC))
    return found


def _text(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
