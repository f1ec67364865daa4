"""What calls can be asked about: an expectation of what never is could not fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.control.journal.errors import FilterNeverFits
from lienthong_emulator.control.methods import full_name_of, methods_by_agency, near_to
from lienthong_emulator.runtime.field_values import field_at, paths_of

if TYPE_CHECKING:
    from lienthong.control.v1.journal_service_pb2 import CallFilter
    from lienthong_emulator.control.methods import Methods


def refuse_never_fitting(asked: CallFilter) -> None:
    """Raises `FilterNeverFits` where no call of the contract can have what is asked."""
    if _is_kind_of_message(asked.method):
        return  # receivers may know kinds that the contract does not
    methods = [method for methods in methods_by_agency().values() for method in methods]
    meant = [method for method in methods if asked.method in ("", method.name, full_name_of(method))]
    if not meant:
        full = "/" in asked.method
        near = near_to(asked.method, {full_name_of(method) if full else method.name for method in methods})
        raise FilterNeverFits(field="filter.method", why=f"no agency has a method {asked.method}", near=near)
    for place, value in enumerate(asked.values):
        _check_path(meant, value.path, f"filter.values[{place}].path")


def _is_kind_of_message(method: str) -> bool:
    return "." in method and "/" not in method


def _check_path(methods: Methods, path: str, field: str) -> None:
    if not any(field_at(method.input_type, path) is not None for method in methods):
        near = near_to(path, {one for method in methods for one in paths_of(method.input_type)})
        raise FilterNeverFits(field=field, why=f"no request has a value at {path}", near=near)
