"""Where differences of identity are kept."""

from collections.abc import Sequence

from lienthong_emulator.runtime.database import Reader, Row, Transaction, columns_of, insert_of, reader_of, update_of
from lienthong_emulator.runtime.waits import Wait, Waiting, due_after
from lienthong_emulator.tax.identity_differences.domain import Field, IdentityDifference, State


class IdentityDifferenceQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, difference_id: str) -> IdentityDifference | None:
        row = await self._db.fetch_one("SELECT * FROM identity_difference WHERE difference_id = :id", id=difference_id)
        return reader_of(IdentityDifference)(row) if row else None

    async def about(self, taxpayer_key: int) -> Sequence[IdentityDifference]:
        rows = await self._db.fetch_all(
            "SELECT * FROM identity_difference WHERE taxpayer_key = :key ORDER BY position", key=taxpayer_key
        )
        return [reader_of(IdentityDifference)(row) for row in rows]

    async def listed(self, states: Sequence[State], *, after: int, most: int) -> Sequence[IdentityDifference]:
        """In the order in which they came."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM identity_difference WHERE position > :after AND state IN (:states*)
            ORDER BY position LIMIT :most
            """,
            after=after,
            states=[state.value for state in states],
            most=most,
        )
        return [reader_of(IdentityDifference)(row) for row in rows]


class IdentityDifferenceStore(IdentityDifferenceQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    async def same(self, taxpayer_key: int, field: Field, here: str, there: str) -> IdentityDifference | None:
        """The one with these values, whatever became of it."""
        known = await self.about(taxpayer_key)
        values = (field, here, there)
        return next((one for one in known if (one.field, one.held_by_insurance, one.held_by_tax) == values), None)

    def add(self, difference: IdentityDifference) -> None:
        self._tx.execute(insert_of("identity_difference", IdentityDifference), **columns_of(difference))

    def keep(self, difference: IdentityDifference) -> None:
        statement = update_of("identity_difference", IdentityDifference, "position")
        self._tx.execute(statement, **columns_of(difference))


def _wait(row: Row) -> Wait:
    kind, one = "identity-difference", reader_of(IdentityDifference)(row)
    return Wait(kind=kind, name=one.name, since=one.receive_time, due=due_after(kind, one.receive_time))


WAITING = Waiting(
    f"""
    SELECT * FROM identity_difference
    WHERE position > :after AND state = {State.OPEN.value} ORDER BY position LIMIT :most
    """,
    _wait,
)
