"""Where cards are kept."""

from collections.abc import Sequence

from lienthong_emulator.insurance.cards.domain import Card, CardCheck, Wallet
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of, update_of


class CardQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def wallet_of(self, participant_key: int) -> Wallet:
        """Every card of a participant."""
        rows = await self._db.fetch_all(
            "SELECT * FROM card WHERE participant_key = :key ORDER BY ending <> 0, serial DESC", key=participant_key
        )
        return Wallet([reader_of(Card)(row) for row in rows])

    async def checks_of(self, participant_key: int, most: int) -> Sequence[CardCheck]:
        """Who checked a holder's cards, the latest first."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM card_check WHERE participant_key = :key ORDER BY position DESC LIMIT :most
            """,
            key=participant_key,
            most=most,
        )
        return [reader_of(CardCheck)(row) for row in rows]


class CardStore(CardQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, card: Card) -> None:
        self._tx.execute(insert_of("card", Card), **columns_of(card))

    def keep(self, card: Card) -> None:
        """Put a card in the place of how it stood before."""
        self._tx.execute(update_of("card", Card, "participant_key", "serial"), **columns_of(card))
