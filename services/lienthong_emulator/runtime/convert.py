"""Clocks, timers and calls as they travel, and back."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from google.protobuf import any_pb2, duration_pb2
from google.protobuf.timestamp_pb2 import Timestamp

from lienthong.control.v1 import journal_service_pb2, wait_pb2, world_pb2
from lienthong_emulator.runtime.call_filter import CallFilter, Difference
from lienthong_emulator.runtime.clock import HANOI, Clock
from lienthong_emulator.runtime.context import AGENCY_PREFIX
from lienthong_emulator.runtime.journal import Entry
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.runtime.open_world import Progress
from lienthong_emulator.runtime.redaction import redacted
from lienthong_emulator.runtime.refusals import Violation
from lienthong_emulator.runtime.timers import Timer
from lienthong_emulator.runtime.validation import InvalidRequest
from lienthong_emulator.runtime.waits import Wait


def moment_of(stamp: Timestamp, field: str) -> datetime:
    """The moment in Hà Nội's time; refused with `INVALID_REQUEST` where the calendar has none."""
    try:
        return stamp.ToDatetime(tzinfo=UTC).astimezone(HANOI)
    except (ValueError, OverflowError):
        violation = Violation(
            field, "is not a moment of the years 1 to 9999", "không phải là thời điểm từ năm 1 đến 9999"
        )
        raise InvalidRequest([violation]) from None


def clock_to_proto(clock: Clock, wall: datetime) -> world_pb2.Clock:
    return world_pb2.Clock(
        revision=clock.revision,
        anchor_time=instant(clock.anchor),
        anchor_wall_time=instant(clock.anchor_wall),
        rate=clock.rate,
        now=instant(clock.at(wall)),
    )


def clock_from_proto(clock: world_pb2.Clock) -> Clock:
    return Clock(
        revision=clock.revision,
        anchor=moment_of(clock.anchor_time, "clock.anchor_time"),
        anchor_wall=moment_of(clock.anchor_wall_time, "clock.anchor_wall_time"),
        rate=clock.rate,
    )


def timer_to_proto(timer: Timer) -> world_pb2.FiredTimer:
    return world_pb2.FiredTimer(
        agency=AGENCY_PREFIX + timer.agency, kind=timer.kind, subject=timer.subject, due_time=instant(timer.due)
    )


def wait_to_proto(agency: str, wait: Wait, now: datetime) -> wait_pb2.Wait:
    return wait_pb2.Wait(
        agency=AGENCY_PREFIX + agency,
        kind=wait.kind,
        name=wait.name,
        case_id=wait.case_id,
        awaits=wait.awaits,
        since_time=instant(wait.since),
        due_time=instant(wait.due),
        overdue=wait.is_overdue(now),
    )


def timer_from_proto(timer: world_pb2.FiredTimer) -> Timer:
    due = moment_of(timer.due_time, "timer.due_time").astimezone(UTC)
    return Timer(due, timer.agency.removeprefix(AGENCY_PREFIX), timer.kind, timer.subject)


def call_to_proto(entry: Entry) -> journal_service_pb2.Call:
    return journal_service_pb2.Call(
        method=entry.method.name,
        caller=entry.context.caller,
        on_behalf_of=entry.context.on_behalf_of,
        case_id=entry.context.case_id,
        purpose=entry.context.purpose,
        requests=[_packed(entry.method.request_kind, request) for request in entry.requests],
        requests_dropped=entry.requests_dropped,
        answers=[_packed(entry.method.answer_kind, answer) for answer in entry.answers],
        answers_dropped=entry.answers_dropped,
        status=entry.status,
        time=instant(entry.time),
        duration=_duration(entry.seconds),
        faults=entry.faults,
        agency=AGENCY_PREFIX + entry.agency,
        message_id=entry.message_id,
        record_time=instant(entry.wall) if entry.wall else None,
    )


def filter_from_proto(asked: journal_service_pb2.CallFilter) -> CallFilter:
    return CallFilter(
        method=asked.method,
        caller=asked.caller,
        case_id=asked.case_id,
        agency=asked.agency,
        fault=asked.fault,
        code=asked.code if asked.HasField("code") else None,
        reason=asked.reason,
        subject=asked.subject,
        values=[(value.path, value.value) for value in asked.values],
    )


def near_to_proto(entry: Entry, differences: Sequence[Difference]) -> journal_service_pb2.NearCall:
    told = [journal_service_pb2.FieldDifference(**difference._asdict()) for difference in differences]
    return journal_service_pb2.NearCall(call=call_to_proto(entry), differences=told)


def _packed(kind: str, message: bytes) -> any_pb2.Any:
    return any_pb2.Any(type_url=f"type.googleapis.com/{kind}", value=redacted(kind, message))


def _duration(seconds: float) -> duration_pb2.Duration:
    duration = duration_pb2.Duration()
    duration.FromTimedelta(timedelta(seconds=seconds))
    return duration


def progress_to_proto(progress: Progress) -> world_pb2.Preparation:
    return world_pb2.Preparation(
        agency=AGENCY_PREFIX + progress.agency, people=progress.people, total_people=progress.of
    )
