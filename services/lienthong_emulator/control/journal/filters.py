"""What calls can be asked about: an expectation of what never is could not fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.control.journal.errors import FilterNeverFits
from lienthong_emulator.control.methods import full_name_of, methods_by_agency, near_to
from lienthong_emulator.runtime.context import AGENCY_PREFIX
from lienthong_emulator.runtime.field_values import can_be, field_at, names_of, paths_of

if TYPE_CHECKING:
    from lienthong.control.v1.fault_pb2 import FieldValue
    from lienthong.control.v1.journal_service_pb2 import CallFilter, ExpectCallsRequest
    from lienthong_emulator.control.methods import Methods


def refuse_never_fitting(asked: CallFilter) -> None:
    """Raises `FilterNeverFits` where no call of the contract can have what is asked."""
    _check_agency(asked.agency)
    if _is_kind_of_message(asked.method):
        return  # receivers may know kinds that the contract does not
    methods = [method for methods in methods_by_agency().values() for method in methods]
    meant = [method for method in methods if asked.method in ("", method.name, full_name_of(method))]
    if not meant:
        full = "/" in asked.method
        near = near_to(asked.method, {full_name_of(method) if full else method.name for method in methods})
        raise FilterNeverFits(
            field="filter.method",
            why=f"no agency has a method {asked.method}",
            why_vi=f"không cơ quan nào có phương thức {asked.method}",
            near=near,
        )
    for place, value in enumerate(asked.values):
        _check_value(meant, value, f"filter.values[{place}]")


def refuse_no_number(request: ExpectCallsRequest) -> None:
    """Raises `FilterNeverFits` where no number is at least and at most what is expected."""
    if request.HasField("most") and request.most < request.least:
        least, most = request.least, request.most
        raise FilterNeverFits(
            field="most",
            why=f"no number is at least {least} and at most {most}",
            why_vi=f"không có số nào vừa từ {least} trở lên vừa không quá {most}",
        )


def _is_kind_of_message(method: str) -> bool:
    return "." in method and "/" not in method


def _check_agency(name: str) -> None:
    known = [AGENCY_PREFIX + agency for agency in methods_by_agency()]
    if name and name not in known:
        raise FilterNeverFits(
            field="filter.agency",
            why=f"there is no agency {name}",
            why_vi=f"không có cơ quan {name}",
            near=near_to(name, known),
        )


def _check_value(methods: Methods, value: FieldValue, field: str) -> None:
    fields = [found for method in methods if (found := field_at(method.input_type, value.path))]
    if not fields:
        near = near_to(value.path, {one for method in methods for one in paths_of(method.input_type)})
        raise FilterNeverFits(
            field=f"{field}.path",
            why=f"no request has a value at {value.path}",
            why_vi=f"không yêu cầu nào có giá trị tại {value.path}",
            near=near,
        )
    if not any(can_be(one, value.value) for one in fields):
        near = near_to(value.value, {name for one in fields for name in names_of(one)})
        raise FilterNeverFits(
            field=f"{field}.value",
            why=f"{value.path} is never {value.value}",
            why_vi=f"{value.path} không bao giờ là {value.value}",
            near=near,
        )
