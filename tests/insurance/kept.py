"""Rows that nothing but the loading of a world writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.runtime.database import columns_of, insert_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from lienthong_emulator.runtime.database import Transaction


def keep(transaction: Transaction, table: str, *rows: DataclassInstance) -> None:
    for row in rows:
        transaction.execute(insert_of(table, type(row)), **columns_of(row))
