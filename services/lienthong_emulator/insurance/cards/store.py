"""Where cards are kept."""

from lienthong_emulator.insurance.cards.domain import Card, Wallet
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of


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


class CardStore(CardQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, card: Card) -> None:
        self._tx.execute(insert_of("card", Card), **columns_of(card))
