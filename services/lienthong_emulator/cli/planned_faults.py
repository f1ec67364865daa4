"""A fault as people type it: what it strikes, what it does, and how long a while is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from lienthong_emulator.cli.endings import Ending, Stopped

if TYPE_CHECKING:
    from google.protobuf.duration_pb2 import Duration

    from lienthong.control.v1.fault_pb2 import Fault, FieldValue

SPAN = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
UNITS: Mapping[str, timedelta] = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
LIES = ("not-found", "another-persons-name", "mismatch")
RATE = re.compile(r"(\d{1,7})/(.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Strikes:
    """Which calls, or, where `messages`, which messages."""

    agency: str = ""
    method: str = ""
    caller: str = ""
    case: str = ""
    subject: str = ""
    where: Sequence[str] = ()
    messages: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Happens:
    """What happens: one of these is given."""

    fail: str = ""
    latency: str = ""
    lose_reply: bool = False
    cut_after: int | None = None
    rate: str = ""
    lie: str = ""
    down: str = ""
    twice: bool = False
    swap: bool = False
    late: str = ""
    reason: str = ""
    retry_after: str = ""


def fault_of(strikes: Strikes, happens: Happens, times: int) -> Fault:
    """The fault that was typed. Where nothing or too much is to happen, it is wrong usage."""
    from lienthong.control.v1.fault_pb2 import Fault

    fault = Fault(times=times)
    _aim(fault, strikes)
    given = [name for name in _EFFECTS if _is_given(getattr(happens, name))]
    if len(given) != 1:
        raise Stopped(Ending.USAGE, f"say what happens with one of {', '.join(map(_option, _EFFECTS))}")
    if not happens.fail and (happens.reason or happens.retry_after):
        raise Stopped(Ending.USAGE, "--reason and --retry-after are of --fail")
    _EFFECTS[given[0]](fault, happens)
    return fault


def _is_given(value: object) -> bool:
    """A number is given where it is 0, too."""
    return value is not None and value is not False and value != ""


def field_values(where: Sequence[str]) -> list[FieldValue]:
    """Out of `PATH=VALUE`."""
    from lienthong.control.v1.fault_pb2 import FieldValue

    found: list[FieldValue] = []
    for text in where:
        path, equals, value = text.partition("=")
        if not (path and equals):
            raise Stopped(Ending.USAGE, f"--where must be PATH=VALUE, not {text!r}")
        found.append(FieldValue(path=path, value=value))
    return found


def agency_name(text: str) -> str:
    return text if "/" in text or not text else f"agencies/{text}"


def span_of(text: str, option: str) -> Duration:
    """A length of time such as `200ms`, `30s`, `2h` or `3d`."""
    from google.protobuf.duration_pb2 import Duration

    parts = SPAN.fullmatch(text)
    if parts is None:
        raise Stopped(Ending.USAGE, f"{option} must be a length of time such as 200ms, 30s, 2h or 3d, not {text!r}")
    duration = Duration()
    try:
        duration.FromTimedelta(float(parts[1]) * UNITS[parts[2]])
    except OverflowError:
        raise Stopped(Ending.USAGE, f"{option} is too long: {text}") from None
    return duration


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _aim(fault: Fault, strikes: Strikes) -> None:
    if not strikes.messages:
        fault.calls.agency = agency_name(strikes.agency)
        fault.calls.method, fault.calls.caller, fault.calls.case_id = strikes.method, strikes.caller, strikes.case
        fault.calls.subject = strikes.subject
        fault.calls.values.extend(field_values(strikes.where))
        return
    if strikes.where:
        raise Stopped(Ending.USAGE, "--where is about calls, and this strikes messages")
    fault.messages.receiver, fault.messages.sender = agency_name(strikes.agency), agency_name(strikes.caller)
    fault.messages.kind, fault.messages.subject, fault.messages.case_id = strikes.method, strikes.subject, strikes.case


def _fail(fault: Fault, happens: Happens) -> None:
    from google.rpc.code_pb2 import Code

    if happens.fail not in Code.keys() or happens.fail == "OK":  # noqa: SIM118 - no mapping
        raise Stopped(Ending.USAGE, f"--fail must be a code of gRPC such as UNAVAILABLE, not {happens.fail!r}")
    fault.failure.code = Code.Value(happens.fail)
    fault.failure.reason = happens.reason
    if happens.retry_after:
        fault.failure.retry_delay.CopyFrom(span_of(happens.retry_after, "--retry-after"))


def _latency(fault: Fault, happens: Happens) -> None:
    least, dots, most = happens.latency.partition("..")
    if not dots:
        fault.latency.fixed.CopyFrom(span_of(least, "--latency"))
        return
    fault.latency.uniform.least.CopyFrom(span_of(least, "--latency"))
    fault.latency.uniform.most.CopyFrom(span_of(most, "--latency"))


def _rate(fault: Fault, happens: Happens) -> None:
    parts = RATE.fullmatch(happens.rate)
    if parts is None:
        raise Stopped(Ending.USAGE, f"--rate must be CALLS/TIME such as 5/1s, not {happens.rate!r}")
    fault.rate_limit.calls = int(parts[1])
    fault.rate_limit.span.CopyFrom(span_of(parts[2], "--rate"))


def _lie(fault: Fault, happens: Happens) -> None:
    from lienthong.control.v1.fault_pb2 import LieKind

    if happens.lie not in LIES:
        raise Stopped(Ending.USAGE, f"--lie must be one of {', '.join(LIES)}, not {happens.lie!r}")
    fault.lie.kind = LieKind.Value(f"LIE_KIND_{happens.lie.upper().replace('-', '_')}")


def _cut(fault: Fault, happens: Happens) -> None:
    fault.stream_cut.SetInParent()  # 0 alone would not
    fault.stream_cut.after_messages = happens.cut_after or 0


def _down(fault: Fault, happens: Happens) -> None:
    fault.outage.duration.CopyFrom(span_of(happens.down, "--down"))


def _late(fault: Fault, happens: Happens) -> None:
    fault.delay.duration.CopyFrom(span_of(happens.late, "--late"))


_EFFECTS: Mapping[str, Callable[[Fault, Happens], None]] = {
    "fail": _fail,
    "latency": _latency,
    "lose_reply": lambda fault, _: fault.reply_loss.SetInParent(),
    "cut_after": _cut,
    "rate": _rate,
    "lie": _lie,
    "down": _down,
    "twice": lambda fault, _: fault.duplication.SetInParent(),
    "swap": lambda fault, _: fault.reordering.SetInParent(),
    "late": _late,
}
