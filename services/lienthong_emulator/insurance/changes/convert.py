"""Between the domain and the wire."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lienthong.insurance.v1 import participant_pb2
from lienthong.population.v1.events_pb2 import CitizenChanged
from lienthong_emulator.insurance.changes.domain import ATTRIBUTES, PARENTS, Confirmation
from lienthong_emulator.runtime.intake import day_of
from lienthong_emulator.runtime.refusals import Violation
from lienthong_emulator.runtime.validation import InvalidRequest
from lienthong_emulator.wire import address_from_proto, date_to_proto, partial_date

CHANGING = {"identity_number", *PARENTS, *ATTRIBUTES}
TAKEN_BACK = {"death_date", *PARENTS}
"""Named and not given, they were taken back."""


def values_from_event(event: CitizenChanged) -> Mapping[str, Any]:
    """What population holds now of the fields that changed, beside the number.

    Refused with `INVALID_REQUEST` where a field is named and not given, and where no calendar has a date.
    """
    given = {descriptor.name for descriptor, _ in event.ListFields()}
    for field in event.fields:
        if field not in given & CHANGING and field not in TAKEN_BACK:
            raise InvalidRequest(
                [Violation(field, "has changed, and is not given", "đã thay đổi nhưng không có giá trị")]
            )
    return {field: _VALUES.get(field, _plain(field))(event) for field in event.fields if field in ATTRIBUTES}


def _plain(field: str) -> Callable[[CitizenChanged], Any]:
    return lambda event: getattr(event, field)


def _birth(event: CitizenChanged) -> Any:
    born = partial_date(event.birth_date)
    if born is None:
        raise InvalidRequest(
            [Violation("birth_date", "is not a date of the calendar", "không phải là ngày có trong lịch")]
        )
    return born


_VALUES: Mapping[str, Callable[[CitizenChanged], Any]] = {
    "birth_date": _birth,
    "hometown": lambda event: address_from_proto(event.hometown),
    "residence": lambda event: address_from_proto(event.residence),
    "death_date": lambda event: day_of(event.death_date, "death_date") if event.HasField("death_date") else None,
}


def confirmations_to_proto(confirmations: Sequence[Confirmation]) -> Sequence[participant_pb2.FieldConfirmation]:
    return [
        participant_pb2.FieldConfirmation(field=one.field, confirm_date=date_to_proto(one.confirm_date))
        for one in confirmations
    ]
