"""Where cards are kept."""

from datetime import date

from lienthong_emulator.insurance.cards.domain import Card
from lienthong_emulator.runtime.database import Reader, Row, Transaction, columns_of


class CardQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find_by_number(self, number: str) -> Card | None:
        """The card under a card number (15 characters) or a social-insurance number (10 digits)."""
        row = await self._db.fetch_one(
            "SELECT * FROM card WHERE card_number = :number OR si_number = :number", number=number
        )
        return None if row is None else _card(row)

    async def of_participant(self, participant_id: str) -> Card | None:
        row = await self._db.fetch_one("SELECT * FROM card WHERE participant_id = :id", id=participant_id)
        return None if row is None else _card(row)


class CardStore(CardQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, card: Card) -> None:
        self._tx.execute(
            """
            INSERT INTO card VALUES (
                :card_id, :card_number, :participant_id, :si_number, :object_code, :benefit_level, :province_code,
                :valid_from, :valid_to, :initial_facility, :issue_date
            )
            """,
            **columns_of(card),
        )


def _card(row: Row) -> Card:
    return Card(
        card_id=row["card_id"],
        card_number=row["card_number"],
        participant_id=row["participant_id"],
        si_number=row["si_number"],
        object_code=row["object_code"],
        benefit_level=row["benefit_level"],
        province_code=row["province_code"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]),
        initial_facility=row["initial_facility"],
        issue_date=date.fromisoformat(row["issue_date"]),
    )
