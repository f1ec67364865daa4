"""Calls as sentences and as arrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from google.rpc import code_pb2

from lienthong.control.v1 import journal_service_pb2
from lienthong_emulator.runtime.context import AGENCY_PREFIX
from lienthong_emulator.runtime.convert import moment_of
from lienthong_emulator.runtime.refusals import reason_of
from lienthong_emulator.runtime.sequence_diagram import Hop

if TYPE_CHECKING:
    from google.rpc.status_pb2 import Status

    from lienthong.control.v1.journal_service_pb2 import Call, CallFilter, NearCall


def combined(query: journal_service_pb2.ListCallsRequest) -> CallFilter:
    """What a list is asked for, in one filter: what stands beside the filter is older than it and means the same."""
    asked = journal_service_pb2.CallFilter()
    asked.CopyFrom(query.filter)
    for field in ("method", "caller", "case_id"):
        setattr(asked, field, getattr(query, field) or getattr(asked, field))
    return asked


def hop_of(call: Call) -> Hop:
    """A call as an arrow from who called to who answered."""
    return Hop(
        agency=call.agency.removeprefix(AGENCY_PREFIX),
        party=call.caller.removeprefix(AGENCY_PREFIX),
        came_from_party=True,
        title=" · ".join([call.method.rpartition("/")[2], ended(call.status), *call.faults]),
        time=moment_of(call.time, "time"),
    )


def ended(status: Status) -> str:
    """How a call ended, in a word or two."""
    names = code_pb2.Code.DESCRIPTOR.values_by_number
    name = names[status.code].name if status.code in names else str(status.code)
    return " ".join(filter(None, [name, reason_of(status)]))


def report(request: journal_service_pb2.ExpectCallsRequest, answer: journal_service_pb2.ExpectCallsResponse) -> str:
    """What was expected, what was there, and how the nearest calls differ, a line for each."""
    lines = [f"expected {_number(request)} where {_asked(request.filter)}: there are {answer.count}"]
    if answer.evicted:
        lines.append(f"the journal has dropped {answer.evicted} calls, which may have fitted")
    for near in answer.near:
        lines += _near(near)
    return "\n".join(lines)


def _number(request: journal_service_pb2.ExpectCallsRequest) -> str:
    if not request.HasField("most"):
        return f"at least {request.least} calls"
    return f"{request.least} calls" if request.least == request.most else f"{request.least} to {request.most} calls"


def _asked(asked: CallFilter) -> str:
    values = [f"request.{value.path} is {value.value}" for value in asked.values]
    fields = [f"{field.name} is {value}" for field, value in asked.ListFields() if field.name != "values"]
    return " and ".join([*fields, *values]) or "anything"


def _near(near: NearCall) -> Sequence[str]:
    call = near.call
    head = f"nearest: {call.method.rpartition('/')[2]} by {call.caller}, {ended(call.status)}"
    return [head, *(f"  {one.path}: expected {one.expected}, was {one.actual}" for one in near.differences)]
