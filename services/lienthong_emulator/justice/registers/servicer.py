"""The civil-status registers' side of the contract."""

from lienthong.justice.v1 import civil_status_pb2, register_service_pb2
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER
from lienthong_emulator.justice.registers.convert import newborn_to_proto, status_to_proto
from lienthong_emulator.justice.registers.errors import CivilStatusNotFound
from lienthong_emulator.justice.registers.store import RegisterQuestions
from lienthong_emulator.papers import number_asked
from lienthong_emulator.runtime.calls import Call


class RegisterServicer:
    async def GetCivilStatus(  # noqa: N802 - the contract names it
        self, request: register_service_pb2.GetCivilStatusRequest, call: Call
    ) -> civil_status_pb2.CivilStatus:
        registers = RegisterQuestions(call.kit.lookups)
        number = number_asked(request.identity_number, "identity_number")
        kind, value = number.kind, number.value
        if person := await registers.find(kind, value):
            return status_to_proto(await registers.status_of(person), _name(call, person.person_key))
        if kind == IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER and (newborn := await registers.newborn(value)):
            return newborn_to_proto(newborn, _name(call, newborn.record.record_id))
        raise CivilStatusNotFound(field="identity_number")


def _name(call: Call, key: object) -> str:
    return f"civilStatuses/{call.kit.opaque_id('civil-status', key)}"
