"""What a planned fault does to a call: before the work, to its answer, to the messages of its stream."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, NoReturn

from google.protobuf import any_pb2, duration_pb2
from google.rpc import error_details_pb2, status_pb2

from lienthong.control.v1 import fault_pb2
from lienthong_emulator.runtime.clock import LAST_MOMENT
from lienthong_emulator.runtime.convert import moment_of
from lienthong_emulator.runtime.faults import PlannedFailure
from lienthong_emulator.runtime.field_values import descriptor_of
from lienthong_emulator.runtime.lies import compares, lied
from lienthong_emulator.runtime.refusals import DOMAIN, AgencyUnavailable, Kind, Refusal, status_of
from lienthong_emulator.runtime.worlds import SECONDS_TO_LEAVE, WorldNotFound

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from lienthong_emulator.runtime.kit import Kit
    from lienthong_emulator.runtime.standing_fault import Encounter

HOUR = timedelta(hours=1)
LOOK_AGAIN_AFTER = 0.5
"""Seconds after which who waits looks whether the world is still there."""


class RateLimited(Refusal):
    kind = Kind.RESOURCE_EXHAUSTED
    reason = "RATE_LIMITED"
    english = "No more than {calls} calls pass in {seconds} s."
    vietnamese = "Không quá {calls} lượt gọi trong {seconds} giây."


class NotFoundPlanned(Refusal):
    kind = Kind.NOT_FOUND
    reason = "NOT_FOUND_PLANNED"
    english = "There is nobody and nothing like that, as a tester planned."
    vietnamese = "Không có ai hay dữ liệu nào như vậy, theo kế hoạch của người kiểm thử."


USUAL_REASONS: Mapping[int, str] = {kind.kind.value: kind.reason for kind in (AgencyUnavailable, RateLimited)}


class Effect:
    """By itself a fault does nothing to a call."""

    is_unbounded = False
    """It happens as often as it can, unless somebody says how often."""

    def has_passed(self, now: datetime) -> bool:
        return False

    async def before(self, encounter: Encounter) -> None:
        """Before the work is done."""

    def answer(self, encounter: Encounter, answer: Message) -> Message:
        """The answer, or one message of it, as it is sent."""
        return answer

    def after(self, encounter: Encounter) -> None:
        """When the work is done."""

    def passes(self, encounter: Encounter, messages: int) -> None:
        """When so many messages of a stream have passed."""


class Slowness(Effect):
    def __init__(self, latency: fault_pb2.Latency) -> None:
        self.next_seconds = _drawing(latency)

    async def before(self, encounter: Encounter) -> None:
        if encounter.meet():
            await _pass_by(self.next_seconds(), encounter.call.kit)


async def _pass_by(seconds: float, kit: Kit) -> None:
    """Wait. Raises `WorldNotFound` where the world ended, and there is more to wait than its calls have to end."""
    now = asyncio.get_running_loop().time
    end, left_by = now() + seconds, math.inf
    while (left := min(end, left_by) - now()) > 0:
        await asyncio.sleep(min(left, LOOK_AGAIN_AFTER))
        if kit.gone:
            left_by = min(left_by, now() + SECONDS_TO_LEAVE)
    if left_by < end:
        raise WorldNotFound(world=kit.world.name)


class Failing(Effect):
    def __init__(self, failure: fault_pb2.Failure) -> None:
        self._status = _failed(failure)

    async def before(self, encounter: Encounter) -> None:
        if encounter.meet():
            raise PlannedFailure(self._status)


class LosingReplies(Effect):
    def after(self, encounter: Encounter) -> None:
        if encounter.meet():
            _be_unavailable(encounter)


class Cutting(Effect):
    def __init__(self, cut: fault_pb2.StreamCut) -> None:
        self._after = cut.after_messages

    def passes(self, encounter: Encounter, messages: int) -> None:
        if messages == self._after and encounter.meet():
            _be_unavailable(encounter)


class Limiting(Effect):
    is_unbounded = True

    def __init__(self, limit: fault_pb2.RateLimit) -> None:
        self._calls = limit.calls
        self._span = limit.span.ToTimedelta()
        self._passed: deque[datetime] = deque()

    async def before(self, encounter: Encounter) -> None:
        now = encounter.call.kit.wall()
        while self._passed and self._passed[0] + self._span <= now:
            self._passed.popleft()
        if len(self._passed) < self._calls:
            self._passed.append(now)
        elif encounter.meet():
            wait = self._passed[0] + self._span - now if self._passed else self._span
            no = RateLimited(calls=str(self._calls), seconds=f"{self._span.total_seconds():g}")
            raise PlannedFailure(_with_retry(status_of(no), wait))


class Lying(Effect):
    def __init__(self, lie: fault_pb2.Lie) -> None:
        self._kind = lie.kind

    def answer(self, encounter: Encounter, answer: Message) -> Message:
        if self._kind == fault_pb2.LIE_KIND_NOT_FOUND and not compares(descriptor_of(answer)):
            if encounter.meet():
                raise PlannedFailure(status_of(NotFoundPlanned()))
            return answer
        wrong = type(answer).FromString(answer.SerializeToString())  # a servicer may keep what it answers
        return wrong if lied(self._kind, wrong) and encounter.meet() else answer


class BeingDown(Effect):
    is_unbounded = True

    def __init__(self, outage: fault_pb2.Outage, now: datetime) -> None:
        self.start = moment_of(outage.start_time, "fault.outage.start_time") if outage.HasField("start_time") else now
        self.end = _later(self.start, outage.duration) if outage.HasField("duration") else LAST_MOMENT

    def has_passed(self, now: datetime) -> bool:
        return now >= self.end

    def is_down(self, now: datetime) -> bool:
        return self.start <= now < self.end

    async def before(self, encounter: Encounter) -> None:
        if self.is_down(encounter.call.kit.now()) and encounter.meet():
            _be_unavailable(encounter)


def effect_of(fault: fault_pb2.Fault, now: datetime) -> Effect:
    """What a fault does to calls; one of messages does nothing to them."""
    match fault.WhichOneof("effect"):
        case "latency":
            return Slowness(fault.latency)
        case "failure":
            return Failing(fault.failure)
        case "reply_loss":
            return LosingReplies()
        case "stream_cut":
            return Cutting(fault.stream_cut)
        case "rate_limit":
            return Limiting(fault.rate_limit)
        case "lie":
            return Lying(fault.lie)
        case "outage":
            return BeingDown(fault.outage, now)
        case _:
            return Effect()


def _later(moment: datetime, duration: duration_pb2.Duration) -> datetime:
    try:
        return moment + duration.ToTimedelta()
    except OverflowError:
        return LAST_MOMENT


def _be_unavailable(encounter: Encounter) -> NoReturn:
    raise PlannedFailure(status_of(AgencyUnavailable(agency=encounter.call.kit.agency)))


def _drawing(latency: fault_pb2.Latency) -> Callable[[], float]:
    match latency.WhichOneof("shape"):
        case "uniform":
            drawn = Random(latency.uniform.seed)
            least, most = (span.ToTimedelta().total_seconds() for span in (latency.uniform.least, latency.uniform.most))
            return lambda: drawn.uniform(least, most)
        case "log_normal":
            return _log_normal(latency.log_normal)
        case _:
            fixed = latency.fixed.ToTimedelta().total_seconds()
            return lambda: fixed


def _log_normal(shape: fault_pb2.LogNormalLatency) -> Callable[[], float]:
    drawn = Random(shape.seed)
    middle = math.log(shape.median.ToTimedelta().total_seconds())
    most = shape.most.ToTimedelta() if shape.HasField("most") else HOUR
    return lambda: min(drawn.lognormvariate(middle, shape.sigma), most.total_seconds())


def _failed(failure: fault_pb2.Failure) -> status_pb2.Status:
    retry = failure.retry_delay.ToTimedelta() if failure.HasField("retry_delay") else None
    if retry is None and failure.code == Kind.UNAVAILABLE.value:
        retry = timedelta(seconds=1)
    reason = failure.reason or USUAL_REASONS.get(failure.code, "")
    status = status_pb2.Status(code=failure.code, message=failure.message or "A tester planned that this fails.")
    if reason:
        status.details.append(_packed(error_details_pb2.ErrorInfo(reason=reason, domain=DOMAIN)))
    return status if retry is None else _with_retry(status, retry)


def _with_retry(status: status_pb2.Status, after: timedelta) -> status_pb2.Status:
    delay = duration_pb2.Duration()
    delay.FromTimedelta(after)
    status.details.append(_packed(error_details_pb2.RetryInfo(retry_delay=delay)))
    return status


def _packed(detail: Message) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(detail)
    return packed
