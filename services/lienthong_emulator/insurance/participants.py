"""Finding a participant by whatever number somebody knows."""

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD as CARD
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.insurance.cards.domain import SI_DIGITS_START
from lienthong_emulator.insurance.cards.store import CardQuestions
from lienthong_emulator.insurance.registry.domain import Participant
from lienthong_emulator.insurance.registry.store import RegistryQuestions
from lienthong_emulator.runtime.database import Reader
from lienthong_emulator.wire import kind_of_number


async def find_participant(db: Reader, number: IdentityNumber) -> Participant | None:
    """The participant under a personal number, CMND, social-insurance number or card, old or new."""
    registry, kind = RegistryQuestions(db), kind_of_number(number)
    if kind != CARD:
        return await registry.find_by_number(kind, number.value)
    holder = await registry.find_by_number(SOCIAL_INSURANCE, number.value[SI_DIGITS_START:])
    wallet = await CardQuestions(db).wallet_of(holder.participant_key) if holder else None
    return holder if wallet and wallet.find(number.value) else None
