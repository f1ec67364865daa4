"""The register's side of the contract."""

from lienthong.insurance.v1 import employer_pb2, participant_pb2, registry_service_pb2
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD as CARD
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.insurance.cards.domain import SI_DIGITS_START
from lienthong_emulator.insurance.cards.store import CardQuestions
from lienthong_emulator.insurance.employers.convert import employer_to_proto
from lienthong_emulator.insurance.employers.errors import EmployerNotFound
from lienthong_emulator.insurance.employers.store import EmployerQuestions
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.nine_groups import nine_groups
from lienthong_emulator.insurance.registry.convert import household_to_proto
from lienthong_emulator.insurance.registry.domain import Participant
from lienthong_emulator.insurance.registry.errors import HouseholdNotFound, ParticipantNotFound
from lienthong_emulator.insurance.registry.store import RegistryQuestions
from lienthong_emulator.runtime.calls import Call
from lienthong_emulator.runtime.database import Reader
from lienthong_emulator.wire import kind_of_number


class RegistryServicer:
    async def GetParticipant(  # noqa: N802 - the contract names it
        self, request: registry_service_pb2.GetParticipantRequest, call: Call
    ) -> participant_pb2.Participant:
        found = await _participant(call.kit.lookups, request.identity_number)
        if found is None:
            raise ParticipantNotFound(field="identity_number")
        return await nine_groups(call.kit.lookups, found, call.kit.today(), Names(call.kit.opaque_id))

    async def GetHousehold(  # noqa: N802 - the contract names it
        self, request: registry_service_pb2.GetHouseholdRequest, call: Call
    ) -> participant_pb2.Household:
        registry = RegistryQuestions(call.kit.lookups)
        household = await registry.find_household(request.household_code)
        if household is None:
            raise HouseholdNotFound(field="household_code", household_code=request.household_code)
        members = await registry.members_of(household.household_key)
        return household_to_proto(household, members, Names(call.kit.opaque_id))

    async def GetEmployer(  # noqa: N802 - the contract names it
        self, request: registry_service_pb2.GetEmployerRequest, call: Call
    ) -> employer_pb2.Employer:
        employers = EmployerQuestions(call.kit.lookups)
        if request.HasField("unit_code"):
            field, found = "unit_code", await employers.find(request.unit_code)
        else:
            field, found = "tax_code", await employers.find_by_tax_code(request.tax_code)
        if found is None:
            raise EmployerNotFound(field=field, code=getattr(request, field))
        return employer_to_proto(found)


async def _participant(db: Reader, number: IdentityNumber) -> Participant | None:
    registry, kind = RegistryQuestions(db), kind_of_number(number)
    if kind != CARD:
        return await registry.find_by_number(kind, number.value)
    holder = await registry.find_by_number(SOCIAL_INSURANCE, number.value[SI_DIGITS_START:])
    wallet = await CardQuestions(db).wallet_of(holder.participant_key) if holder else None
    return holder if wallet and wallet.find(number.value) else None
