"""What of the contract a fault can meet: one that nothing ever meets is refused when it is planned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from lienthong.control.v1 import fault_pb2
from lienthong_emulator.control.faults.errors import FaultNeverMet
from lienthong_emulator.control.methods import Methods, full_name_of, methods_by_agency, near_to
from lienthong_emulator.runtime.context import AGENCY_PREFIX
from lienthong_emulator.runtime.convert import moment_of
from lienthong_emulator.runtime.field_values import can_be, field_at, names_of, paths_of
from lienthong_emulator.runtime.lies import can_be_told

OF_MESSAGES = ("duplication", "reordering", "delay")


def refuse_never_met(fault: fault_pb2.Fault, now: datetime) -> None:
    """Raises `FaultNeverMet` with what speaks against it."""
    effect = fault.WhichOneof("effect") or ""
    if fault.HasField("messages"):
        _check_messages(fault.messages, effect)
        return
    if effect in OF_MESSAGES:
        raise FaultNeverMet(
            field=f"fault.{effect}",
            why=f"a {effect} happens to messages, and this is aimed at calls",
            why_vi=f"{effect} xảy ra với thông điệp, còn lỗi này nhằm vào lượt gọi",
        )
    methods = _methods_meant(fault.calls)
    methods = _with_request(fault.calls, methods)
    _CHECKS.get(effect, _nothing_else)(fault, methods, now)


def _check_messages(aim: fault_pb2.MessageAim, effect: str) -> None:
    if effect not in OF_MESSAGES:
        raise FaultNeverMet(
            field=f"fault.{effect}",
            why=f"a {effect} happens to calls, and this is aimed at messages",
            why_vi=f"{effect} xảy ra với lượt gọi, còn lỗi này nhằm vào thông điệp",
        )
    for field, party in (("receiver", aim.receiver), ("sender", aim.sender)):
        if party:
            _check_agency(party, f"fault.messages.{field}")
    origin = aim.kind.partition(".")[0]
    if aim.kind:
        _check_agency(AGENCY_PREFIX + origin, "fault.messages.kind")
    if aim.kind and aim.sender and aim.sender != AGENCY_PREFIX + origin:
        raise FaultNeverMet(
            field="fault.messages.kind",
            why=f"messages of kind {aim.kind} come from {AGENCY_PREFIX}{origin}",
            why_vi=f"thông điệp loại {aim.kind} do {AGENCY_PREFIX}{origin} gửi",
        )


def _check_agency(name: str, field: str) -> None:
    known = [AGENCY_PREFIX + agency for agency in methods_by_agency()]
    if name not in known:
        raise FaultNeverMet(
            field=field,
            why=f"there is no agency {name}",
            why_vi=f"không có cơ quan {name}",
            near=near_to(name, known),
        )


def _methods_meant(aim: fault_pb2.CallAim) -> Methods:
    _check_agency(aim.agency, "fault.calls.agency")
    methods = methods_by_agency()[aim.agency.removeprefix(AGENCY_PREFIX)]
    meant = [method for method in methods if aim.method in ("", method.name, full_name_of(method))]
    if not meant:
        full = "/" in aim.method
        near = near_to(aim.method, {full_name_of(method) if full else method.name for method in methods})
        raise FaultNeverMet(
            field="fault.calls.method",
            why=f"{aim.agency} has no method {aim.method}",
            why_vi=f"{aim.agency} không có phương thức {aim.method}",
            near=near,
        )
    return meant


def _with_request(aim: fault_pb2.CallAim, methods: Methods) -> Methods:
    """The methods whose request can have what is asked of it."""
    if not (aim.subject or aim.values):
        return methods
    asked = [method for method in methods if not method.client_streaming]
    if not asked:
        field = "fault.calls.subject" if aim.subject else "fault.calls.values"
        raise FaultNeverMet(
            field=field,
            why="the call sends a stream, of which nothing is known when it begins",
            why_vi="lượt gọi gửi một luồng, khi bắt đầu chưa biết gì về nội dung",
        )
    for place, value in enumerate(aim.values):
        asked = _with_value(asked, value, f"fault.calls.values[{place}]")
    return asked


def _with_value(methods: Methods, value: fault_pb2.FieldValue, field: str) -> Methods:
    having = [method for method in methods if field_at(method.input_type, value.path) is not None]
    if not having:
        near = near_to(value.path, {path for method in methods for path in paths_of(method.input_type)})
        raise FaultNeverMet(
            field=f"{field}.path",
            why=f"no request has a value at {value.path}",
            why_vi=f"không yêu cầu nào có giá trị tại {value.path}",
            near=near,
        )
    fields = [found for method in having if (found := field_at(method.input_type, value.path))]
    if not any(can_be(one, value.value) for one in fields):
        names = {name for one in fields for name in names_of(one)}
        raise FaultNeverMet(
            field=f"{field}.value",
            why=f"{value.path} is never {value.value}",
            why_vi=f"{value.path} không bao giờ là {value.value}",
            near=near_to(value.value, names),
        )
    return having


def _check_cut(fault: fault_pb2.Fault, methods: Methods, now: datetime) -> None:
    if not any(method.client_streaming or method.server_streaming for method in methods):
        raise FaultNeverMet(
            field="fault.stream_cut",
            why="no such call has a stream",
            why_vi="không lượt gọi nào như vậy có luồng",
        )


def _check_lie(fault: fault_pb2.Fault, methods: Methods, now: datetime) -> None:
    if not any(can_be_told(fault.lie.kind, method.output_type) for method in methods):
        kind = fault_pb2.LieKind.Name(fault.lie.kind)
        raise FaultNeverMet(
            field="fault.lie.kind",
            why=f"no answer of such a call has anything for {kind} to change",
            why_vi=f"câu trả lời của lượt gọi này không có gì để {kind} thay đổi",
        )


def _check_latency(fault: fault_pb2.Fault, methods: Methods, now: datetime) -> None:
    uniform = fault.latency.uniform
    if uniform.most.ToTimedelta() < uniform.least.ToTimedelta():
        raise FaultNeverMet(
            field="fault.latency.uniform.most",
            why="no latency is at least that and at most this",
            why_vi="không có độ trễ nào vừa từ mức này vừa đến mức kia",
        )


def _check_outage(fault: fault_pb2.Fault, methods: Methods, now: datetime) -> None:
    aim, outage = fault.calls, fault.outage
    if aim.method or aim.caller or aim.case_id or aim.subject or aim.values:
        raise FaultNeverMet(
            field="fault.calls",
            why="an agency is down for everybody: name nothing but the agency",
            why_vi="cơ quan ngừng với mọi bên gọi: chỉ nêu tên cơ quan",
        )
    if outage.HasField("start_time") and outage.HasField("duration"):
        start = moment_of(outage.start_time, "fault.outage.start_time")
        if start < now and now - start >= outage.duration.ToTimedelta():
            raise FaultNeverMet(
                field="fault.outage",
                why="its span has passed on the world's clock",
                why_vi="khoảng thời gian đã qua trên đồng hồ của thế giới",
            )


def _nothing_else(fault: fault_pb2.Fault, methods: Methods, now: datetime) -> None:
    """Any call can meet it."""


_CHECKS: Mapping[str, Callable[[fault_pb2.Fault, Methods, datetime], None]] = {
    "stream_cut": _check_cut,
    "lie": _check_lie,
    "latency": _check_latency,
    "outage": _check_outage,
}
