"""Where changes are kept."""

from lienthong_emulator.runtime.database import Transaction, columns_of, insert_of
from lienthong_emulator.tax.changes.domain import ChangeEvent


class ChangeStore:
    """Writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        self._tx = db

    def add(self, event: ChangeEvent) -> None:
        self._tx.execute(insert_of("taxpayer_change", ChangeEvent), **columns_of(event))
