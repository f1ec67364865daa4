"""What a test plans to go wrong, as the contract has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from difflib import get_close_matches
from typing import Literal

from google.protobuf.duration_pb2 import Duration
from google.rpc import code_pb2

from lienthong.control.v1 import fault_pb2

LieName = Literal["not-found", "another-persons-name", "mismatch"]
_LIES: Mapping[LieName, fault_pb2.LieKind.ValueType] = {
    "not-found": fault_pb2.LIE_KIND_NOT_FOUND,
    "another-persons-name": fault_pb2.LIE_KIND_ANOTHER_PERSONS_NAME,
    "mismatch": fault_pb2.LIE_KIND_MISMATCH,
}


def calls_of(agency: str, method: str, caller: str, subject: str) -> fault_pb2.CallAim:
    return fault_pb2.CallAim(agency=f"agencies/{agency}", method=method, caller=caller, subject=subject)


def failure(code: str, reason: str) -> fault_pb2.Failure:
    """Raises `ValueError` where gRPC has no such code, with names that are nearly the same."""
    codes = [*code_pb2.Code.keys()]
    if code not in codes:
        raise ValueError(_unknown("code", code, codes))
    return fault_pb2.Failure(code=code_pb2.Code.Value(code), reason=reason)


def latency(seconds: float) -> fault_pb2.Latency:
    return fault_pb2.Latency(fixed=duration(timedelta(seconds=seconds)))


def outage(span: timedelta) -> fault_pb2.Outage:
    """Until it is cleared, where the span is nothing."""
    return fault_pb2.Outage(duration=duration(span) if span else None)


def lie(name: LieName) -> fault_pb2.Lie:
    """Raises `ValueError` where there is no such lie."""
    if name not in _LIES:
        raise ValueError(_unknown("lie", name, _LIES))
    return fault_pb2.Lie(kind=_LIES[name])


def told(fault: fault_pb2.Fault) -> str:
    """In a line: what it is, of what, how often it was planned and met."""
    aim = fault.calls.agency or fault.messages.receiver or "messages"
    method = fault.calls.method or fault.messages.kind
    what = str(fault.WhichOneof("effect")).replace("_", " ")
    of = " ".join(filter(None, (aim.removeprefix("agencies/"), method)))
    return f"{what} of {of}: met {fault.met} of {fault.times or 'any number'}"


def duration(span: timedelta) -> Duration:
    found = Duration()
    found.FromTimedelta(span)
    return found


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, [*known], cutoff=0.5)
    told = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}"
    return f"there is no {what} {name!r}; {told}"
