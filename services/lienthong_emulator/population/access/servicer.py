"""The side of the contract on which a citizen learns who asked about them."""

from lienthong.access.v1.access_pb2 import ListAccessesRequest, ListAccessesResponse
from lienthong_emulator.access.errors import NotOnesOwn
from lienthong_emulator.access.record import list_accesses
from lienthong_emulator.access.rules import keeps_register
from lienthong_emulator.papers import number_asked
from lienthong_emulator.population.citizens.convert import citizen_name
from lienthong_emulator.population.citizens.errors import CitizenNotFound
from lienthong_emulator.population.citizens.store import CitizenQuestions
from lienthong_emulator.runtime.calls import Call


class AccessServicer:
    async def ListAccesses(self, request: ListAccessesRequest, call: Call) -> ListAccessesResponse:
        number = number_asked(request.identity_number, "identity_number")
        keys = await CitizenQuestions(call.kit.lookups).keys_of_carriers(number.kind, number.value)
        if not keeps_register(call.context, call.kit.agency):
            keys = [key for key in keys if citizen_name(call.kit, key) == call.context.caller]
            if not keys:  # whether there is somebody is not told either
                raise NotOnesOwn(caller=call.context.caller)
        if not keys:
            raise CitizenNotFound(field="identity_number")
        return await list_accesses(call, request, keys[0])
