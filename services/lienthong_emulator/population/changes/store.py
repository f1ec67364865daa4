"""Where changes are kept."""

from lienthong_emulator.population.changes.domain import ChangeEvent
from lienthong_emulator.runtime.database import Transaction, columns_of, insert_of


class ChangeStore:
    """Writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        self._tx = db

    def add(self, event: ChangeEvent) -> None:
        self._tx.execute(insert_of("change_event", ChangeEvent), **columns_of(event))
