"""Between the domain and the wire."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from lienthong.population.v1 import citizen_change_service_pb2, events_pb2
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.matching import is_name
from lienthong_emulator.papers import number_asked
from lienthong_emulator.population.changes.domain import PARENTS, ChangeEvent
from lienthong_emulator.population.changes.errors import FieldRequired, ImpossibleDate, UnknownField
from lienthong_emulator.population.citizens.domain import Citizen, HeldNumber
from lienthong_emulator.population.citizens.errors import NotAName
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.wire import (
    address_from_proto,
    address_to_proto,
    date_to_proto,
    identity,
    partial_date,
    partial_to_proto,
    sex_to_proto,
)

FIELDS = tuple(citizen_change_service_pb2.CitizenFields.DESCRIPTOR.fields_by_name)


def corrections_from_proto(request: citizen_change_service_pb2.CorrectCitizenRequest, today: date) -> Mapping[str, Any]:
    """The right values by field: those of the mask, else all that are given.

    A parent is a number, None for none. Refused with `UNKNOWN_FIELD`, `FIELD_REQUIRED`, `NOT_A_NAME`, `IMPOSSIBLE_DATE`
    and `MALFORMED_NUMBER`.
    """
    given = {descriptor.name for descriptor, _ in request.values.ListFields()}
    for path in request.update_mask.paths:
        if path not in FIELDS:
            raise UnknownField(field="update_mask", path=path)
        if path not in given:
            raise FieldRequired(field=f"values.{path}")
    if not given:
        raise FieldRequired(field="values")
    wanted = set(request.update_mask.paths) or given
    return {field: _value(request.values, field, today) for field in FIELDS if field in wanted}


def _value(values: citizen_change_service_pb2.CitizenFields, field: str, today: date) -> Any:
    if field == "hometown":
        return address_from_proto(values.hometown)
    if field in PARENTS:
        number = getattr(values, field)
        return number_asked(number, f"values.{field}") if number.value else None
    if field == "full_name" and not is_name(values.full_name):
        raise NotAName(field="values.full_name")
    if field != "birth_date":
        return getattr(values, field)
    born = partial_date(values.birth_date)
    if born is None:
        raise ImpossibleDate(field="values.birth_date", today=today.isoformat())
    return born


def parent_to_proto(parent: Citizen, numbers: Sequence[HeldNumber]) -> events_pb2.ChangedParent:
    current = next((identity(number.kind, number.value) for number in numbers if not number.superseded), None)
    return events_pb2.ChangedParent(full_name=parent.full_name, identity_number=current)


def event_to_proto(
    event: ChangeEvent,
    citizen: Citizen,
    known_by: Sequence[HeldNumber],
    parents: Mapping[str, events_pb2.ChangedParent],
) -> events_pb2.CitizenChanged:
    """What receivers are told: of the citizen as it stands now, the fields that changed; `parents` if they did."""
    told = events_pb2.CitizenChanged(
        event_id=event.event_id,
        kind=events_pb2.CitizenChangeKind.Value(f"CITIZEN_CHANGE_KIND_{event.kind}"),
        known_by=[identity(number.kind, number.value) for number in known_by],
        fields=event.fields.split(),
        event_time=instant(event.event_time),
        record_time=instant(event.record_time),
        caused_by=event.caused_by,
        **parents,  # type: ignore[arg-type] # by the names of their fields
    )
    for field in (field for field in told.fields if field in _TOLD):
        if (value := _TOLD[field](citizen)) is not None:
            told.MergeFrom(events_pb2.CitizenChanged(**{field: value}))
    return told


_TOLD: Mapping[str, Callable[[Citizen], Any]] = {
    "identity_number": lambda citizen: identity(PERSONAL_NUMBER, citizen.personal_number),
    "full_name": lambda citizen: citizen.full_name,
    "birth_date": lambda citizen: partial_to_proto(citizen.birth_date),
    "sex": lambda citizen: sex_to_proto(citizen.sex),
    "ethnic_group": lambda citizen: citizen.ethnic_group,
    "nationality": lambda citizen: citizen.nationality,
    "birth_registration_commune": lambda citizen: citizen.registration_commune,
    "hometown": lambda citizen: address_to_proto(citizen.hometown),
    "residence": lambda citizen: address_to_proto(citizen.residence),
    "death_date": lambda citizen: date_to_proto(citizen.death_date) if citizen.death_date else None,
}
"""A death that was taken back is told by the field alone. Parents are told by more than the citizen knows."""
