"""Between the domain and the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lienthong.tax.v1 import identity_difference_events_pb2 as events
from lienthong.tax.v1 import identity_difference_pb2 as pb
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.tax.taxpayers.domain import code_of

if TYPE_CHECKING:
    from lienthong_emulator.tax.identity_differences.domain import Field, IdentityDifference, State


def difference_to_proto(one: IdentityDifference) -> pb.IdentityDifference:
    return pb.IdentityDifference(
        name=one.name,
        tax_code=code_of(one.taxpayer_key),
        field=_field(one.field),
        held_by_insurance=one.held_by_insurance,
        held_by_tax=one.held_by_tax,
        state=_state(one.state),
        corrected_value=one.corrected_value,
        note=one.note,
        receive_time=instant(one.receive_time),
        end_time=instant(one.end_time) if one.end_time else None,
    )


def end_told(one: IdentityDifference) -> events.IdentityDifferenceEnded:
    told = events.ListedDifference(
        tax_code=code_of(one.taxpayer_key),
        field=_field(one.field),
        held_by_insurance=one.held_by_insurance,
        held_by_tax=one.held_by_tax,
    )
    return events.IdentityDifferenceEnded(
        difference=told, state=_state(one.state), corrected_value=one.corrected_value, note=one.note
    )


def _field(field: Field) -> pb.IdentityField.ValueType:
    return cast("pb.IdentityField.ValueType", field.value)


def _state(state: State) -> pb.IdentityDifferenceState.ValueType:
    return cast("pb.IdentityDifferenceState.ValueType", state.value)
