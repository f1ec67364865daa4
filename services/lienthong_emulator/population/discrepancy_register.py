"""The register of citizens, as discrepancies see it."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from lienthong_emulator.discrepancies.subjects import Person
from lienthong_emulator.population.citizens.convert import citizen_name
from lienthong_emulator.population.citizens.store import CitizenQuestions
from lienthong_emulator.runtime.database import Reader
from lienthong_emulator.runtime.kit import Kit


class CitizenRegister:
    async def carriers_of(self, kit: Kit, db: Reader, kind: int, number: str) -> Sequence[Person]:
        keys = await CitizenQuestions(db).keys_of_carriers(kind, number)
        return [Person(key, citizen_name(kit, key)) for key in keys]

    async def fields_changed(self, db: Reader, event_id: str, person_key: int) -> AbstractSet[str]:
        rows = await db.fetch_all(
            """
            SELECT fields FROM change_event
            WHERE event_id = :event_id AND (:person_key = 0 OR citizen_key = :person_key)
            """,
            event_id=event_id,
            person_key=person_key,
        )
        return {field for row in rows for field in row["fields"].split()}
