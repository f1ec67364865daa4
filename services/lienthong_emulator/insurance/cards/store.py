"""Where cards are kept."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from lienthong_emulator.insurance.cards.domain import Card, CardRequest, Holder, Wallet, wallet_with
from lienthong_emulator.runtime.database import (
    Reader,
    Transaction,
    column_names,
    columns_of,
    insert_of,
    reader_of,
    tuple_reader_of,
    update_of,
)

_read_holder = tuple_reader_of(Holder)
_CARD_STARTS: Final = len(column_names(Holder))
_read_card = tuple_reader_of(Card, _CARD_STARTS)
_HOLDERS_WITH_CARDS: Final = f"""
    SELECT {", ".join(f"participant.{name}" for name in column_names(Holder))},
        {", ".join(f"card.{name}" for name in column_names(Card))}
    FROM participant LEFT JOIN card ON card.participant_key = participant.participant_key
    WHERE participant.participant_key IN (:keys*)
"""
"""Without an order: few have more than one card, and to sort wide rows costs more than to read them."""


class CardQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def wallet_of(self, participant_key: int) -> Wallet:
        """Every card of a participant."""
        rows = await self._db.fetch_all("SELECT * FROM card WHERE participant_key = :key", key=participant_key)
        return wallet_with([reader_of(Card)(row) for row in rows])

    async def holders_of(self, participant_keys: Collection[int]) -> Mapping[int, tuple[Holder, Wallet]]:
        """Participants as holders, each with every card, in one question: what receptions wait for."""
        rows_of: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for row in await self._db.fetch_tuples(_HOLDERS_WITH_CARDS, keys=[*participant_keys]):
            rows_of[row[0]].append(row)
        return {key: _holder_in(rows) for key, rows in rows_of.items()}


def _holder_in(rows: Sequence[tuple[Any, ...]]) -> tuple[Holder, Wallet]:
    cards = [_read_card(row) for row in rows if row[_CARD_STARTS] is not None]
    return _read_holder(rows[0]), wallet_with(cards)


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

    def put_off(self, request: CardRequest) -> None:
        self._tx.execute(insert_of("card_request", CardRequest), **columns_of(request))

    async def take_up(self, request_key: str) -> CardRequest | None:
        """A request that was put off, which is put off no more."""
        row = await self._tx.fetch_one("DELETE FROM card_request WHERE request_key = :key RETURNING *", key=request_key)
        return reader_of(CardRequest)(row) if row else None
