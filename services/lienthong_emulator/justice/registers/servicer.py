"""The civil-status registers' side of the contract."""

from lienthong.justice.v1 import civil_status_pb2, register_service_pb2
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER
from lienthong_emulator.justice.amendments.store import AmendmentQuestions
from lienthong_emulator.justice.registers.convert import entered_parent, newborn_to_proto, status_to_proto
from lienthong_emulator.justice.registers.errors import CivilStatusNotFound
from lienthong_emulator.justice.registers.store import RegisterQuestions
from lienthong_emulator.justice.rights import refuse_unless_reader
from lienthong_emulator.papers import number_asked
from lienthong_emulator.runtime.calls import Call


class RegisterServicer:
    async def GetCivilStatus(
        self, request: register_service_pb2.GetCivilStatusRequest, call: Call
    ) -> civil_status_pb2.CivilStatus:
        refuse_unless_reader(call)
        registers = RegisterQuestions(call.kit.lookups)
        number = number_asked(request.identity_number, "identity_number")
        kind, value = number.kind, number.value
        if person := await registers.find(kind, value):
            status = status_to_proto(await registers.status_of(person), _name(call, person.person_key))
            return await _as_amended(call, status, person.person_key, "")
        if kind == IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER and (newborn := await registers.newborn(value)):
            record_id = newborn.record.record_id
            return await _as_amended(call, newborn_to_proto(newborn, _name(call, record_id)), 0, record_id)
        raise CivilStatusNotFound(field="identity_number")


async def _as_amended(
    call: Call, status: civil_status_pb2.CivilStatus, person_key: int, record_id: str
) -> civil_status_pb2.CivilStatus:
    """With the parents who were entered after the birth."""
    entered = await AmendmentQuestions(call.kit.lookups).entered_parents(person_key, record_id)
    for role, parent in entered.items():
        status.birth.ClearField(role)  # type: ignore[arg-type] # mother or father
        if parent:
            getattr(status.birth, role).CopyFrom(entered_parent(role, parent))
    return status


def _name(call: Call, key: object) -> str:
    return f"civilStatuses/{call.kit.opaque_id('civil-status', key)}"
