"""The register's side of the contract."""

from lienthong.insurance.v1 import participant_pb2, registry_service_pb2
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD, IdentityNumber
from lienthong_emulator.insurance.cards.convert import card_to_proto
from lienthong_emulator.insurance.cards.store import CardQuestions
from lienthong_emulator.insurance.registry.convert import household_to_proto, participant_to_proto
from lienthong_emulator.insurance.registry.domain import Participant
from lienthong_emulator.insurance.registry.errors import HouseholdNotFound, ParticipantNotFound
from lienthong_emulator.insurance.registry.store import RegistryQuestions
from lienthong_emulator.runtime.calls import Call
from lienthong_emulator.wire import kind_of_number


class RegistryServicer:
    async def GetParticipant(  # noqa: N802 - the contract names it
        self, request: registry_service_pb2.GetParticipantRequest, call: Call
    ) -> participant_pb2.Participant:
        registry, cards = RegistryQuestions(call.kit.lookups), CardQuestions(call.kit.lookups)
        found = await _participant(registry, cards, request.identity_number)
        household = await registry.household_by_id(found.household_id)
        assert household is not None
        card = await cards.of_participant(found.participant_id)
        shown = card_to_proto(card, call.kit.today()) if card else None
        return participant_to_proto(await registry.whole(found), household, shown)

    async def GetHousehold(  # noqa: N802 - the contract names it
        self, request: registry_service_pb2.GetHouseholdRequest, call: Call
    ) -> participant_pb2.Household:
        registry = RegistryQuestions(call.kit.lookups)
        household = await registry.find_household(request.household_code)
        if household is None:
            raise HouseholdNotFound(field="household_code", household_code=request.household_code)
        return household_to_proto(household, await registry.members_of(household.household_id))


async def _participant(registry: RegistryQuestions, cards: CardQuestions, number: IdentityNumber) -> Participant:
    kind = kind_of_number(number)
    if kind == IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD:
        card = await cards.find_by_number(number.value)
        found = await registry.find(card.participant_id) if card else None
    else:
        found = await registry.find_by_number(kind, number.value)
    if found is None:
        raise ParticipantNotFound(field="identity_number")
    return found
