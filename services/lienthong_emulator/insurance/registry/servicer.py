"""The register's side of the contract."""

from lienthong.insurance.v1 import employer_pb2, participant_pb2, registry_service_pb2
from lienthong.insurance.v1.participant_pb2 import Participant
from lienthong_emulator.access.errors import AccessNotPermitted
from lienthong_emulator.access.record import note_access
from lienthong_emulator.access.rules import Group, rule_for
from lienthong_emulator.insurance.access.convert import asked_groups, groups_to_proto
from lienthong_emulator.insurance.access.sight import groups_seen
from lienthong_emulator.insurance.employers.convert import employer_to_proto
from lienthong_emulator.insurance.employers.errors import EmployerNotFound
from lienthong_emulator.insurance.employers.store import EmployerQuestions
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.nine_groups import nine_groups
from lienthong_emulator.insurance.participants import find_participant
from lienthong_emulator.insurance.registry.convert import description_from_proto, household_to_proto
from lienthong_emulator.insurance.registry.domain import key_of, number_of, those_described
from lienthong_emulator.insurance.registry.errors import HouseholdNotFound, ParticipantNotFound
from lienthong_emulator.insurance.registry.store import RegistryQuestions
from lienthong_emulator.papers import number_asked
from lienthong_emulator.runtime.calls import Call


class RegistryServicer:
    async def GetParticipant(self, request: registry_service_pb2.GetParticipantRequest, call: Call) -> bytes:
        by_right = rule_for(call.context).seen  # a purpose that the caller has not is refused before any look-up
        asked = asked_groups(request.read_mask)
        number_asked(request.identity_number, "identity_number")
        found = await find_participant(call.kit.lookups, request.identity_number)
        if found is None and by_right:
            raise ParticipantNotFound(field="identity_number")
        seen = await groups_seen(call, found.participant_key) if found else by_right
        if found:
            note_access(call, [found.participant_key])
        # To who may see nothing of a person, somebody and nobody are the same.
        told = await nine_groups(call, found, seen.intersection(asked)) if found and seen else b""
        withheld = Participant(withheld_groups=groups_to_proto(group for group in asked if group not in seen))
        return told + withheld.SerializeToString()

    async def FindParticipants(
        self, request: registry_service_pb2.FindParticipantsRequest, call: Call
    ) -> registry_service_pb2.FindParticipantsResponse:
        if not rule_for(call.context).seen >= {Group.BASIC, Group.SOCIAL_INSURANCE}:
            raise AccessNotPermitted(caller=call.context.caller)
        description = description_from_proto(request)
        found = those_described(description, await RegistryQuestions(call.kit.scans).candidates(description))
        note_access(call, found)
        names = Names(call.kit.opaque_id)
        return registry_service_pb2.FindParticipantsResponse(
            participants=[
                registry_service_pb2.ParticipantFound(
                    name=names.participant(key), social_insurance_number=number_of(key)
                )
                for key in found
            ]
        )

    async def GetHousehold(
        self, request: registry_service_pb2.GetHouseholdRequest, call: Call
    ) -> participant_pb2.Household:
        if Group.HOUSEHOLD not in rule_for(call.context).seen:
            raise AccessNotPermitted(caller=call.context.caller)
        key, registry = key_of(request.household_code), RegistryQuestions(call.kit.lookups)
        found = await registry.household_with_members(key) if key is not None else None
        if found is None:
            raise HouseholdNotFound(field="household_code", household_code=request.household_code)
        household, members = found
        note_access(call, [member.participant_key for member in members])
        return household_to_proto(household, members, Names(call.kit.opaque_id))

    async def GetEmployer(self, request: registry_service_pb2.GetEmployerRequest, call: Call) -> employer_pb2.Employer:
        employers = EmployerQuestions(call.kit.lookups)
        if request.HasField("unit_code"):
            field, found = "unit_code", await employers.find(request.unit_code)
        else:
            field, found = "tax_code", await employers.find_by_tax_code(request.tax_code)
        if found is None:
            raise EmployerNotFound(field=field, code=getattr(request, field))
        return employer_to_proto(found)
