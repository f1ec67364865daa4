"""The register of participants, as discrepancies see it."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD as CARD
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.discrepancies.subjects import Person
from lienthong_emulator.insurance.cards.domain import SI_DIGITS_START
from lienthong_emulator.insurance.cards.store import CardQuestions
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.registry.store import RegistryQuestions
from lienthong_emulator.runtime.database import Reader
from lienthong_emulator.runtime.kit import Kit


class ParticipantRegister:
    async def carriers_of(self, kit: Kit, db: Reader, kind: int, number: str) -> Sequence[Person]:
        names = Names(kit.opaque_id)
        keys = await (_holders_of_card(db, number) if kind == CARD else _carriers(db, kind, number))
        return [Person(key, names.participant(key)) for key in keys]

    async def fields_changed(self, db: Reader, event_id: str, person_key: int) -> AbstractSet[str]:
        rows = await db.fetch_all(
            """
            SELECT fields FROM change_event
            WHERE event_id = :event_id AND (:person_key = 0 OR participant_key = :person_key)
            """,
            event_id=event_id,
            person_key=person_key,
        )
        return {field for row in rows for field in row["fields"].split()}


async def _carriers(db: Reader, kind: int, number: str) -> Sequence[int]:
    return await RegistryQuestions(db).keys_of_carriers(kind, number)


async def _holders_of_card(db: Reader, card_number: str) -> Sequence[int]:
    """A card carries the social-insurance number of its holder."""
    keys = await _carriers(db, SOCIAL_INSURANCE, card_number[SI_DIGITS_START:])
    return [key for key in keys if (await CardQuestions(db).wallet_of(key)).find(card_number)]
