"""The record of an asking about many people at once: one row with all their keys.

A row for each of them would be put in a page of its own each time, which costs more than the answer did
(docs/decisions/0055). Few ever ask who asked about them: it is then that the rows are looked through.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lienthong_emulator.runtime.database import columns_of, insert_of
from lienthong_emulator.runtime.key_lists import KEY_BYTES, keys_to_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong_emulator.runtime.database import Reader, Transaction

MANY: Final = 9
"""Our choice: so many people of one asking, and more, are kept in one row."""
ROWS_AT_ONCE: Final = 256
"""Of at most 1,000 people each, the largest batch: 2 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessOfMany:
    """About whom an asking was: their keys in their order, written one after the other."""

    asking_key: int
    first_key: int
    last_key: int
    subject_keys: bytes


def is_about_many(subject_keys: Sequence[int], results: Sequence[int]) -> bool:
    """Whether an asking is kept as one row: not where each is told a result of it."""
    return not results and len(subject_keys) >= MANY


def keep_many(tx: Transaction, asking_key: int, subject_keys: Sequence[int]) -> None:
    """Write down about whom an asking was."""
    keys = sorted({*subject_keys})
    row = AccessOfMany(
        asking_key=asking_key,
        first_key=keys[0],
        last_key=keys[-1],
        subject_keys=keys_to_bytes(keys),
    )
    tx.execute(insert_of("access_of_many", AccessOfMany), **columns_of(row))


async def askings_of_many(db: Reader, subject_key: int, *, before: int, most: int) -> Sequence[int]:
    """The latest askings before one, about many and among them somebody: their keys, the last one first."""
    found = list[int]()
    while len(found) < most:
        rows = await db.fetch_tuples(
            """
            SELECT asking_key, subject_keys FROM access_of_many
            WHERE asking_key < :before AND first_key <= :key AND last_key >= :key
            ORDER BY asking_key DESC LIMIT :rows
            """,
            before=before,
            key=subject_key,
            rows=ROWS_AT_ONCE,
        )
        found += [asking for asking, keys in rows if _is_among(subject_key, bytes(keys))]
        if len(rows) < ROWS_AT_ONCE:
            break
        before = rows[-1][0]
    return found[:most]


def _is_among(key: int, keys: bytes) -> bool:
    """Keys are at least 0, so that their order as bytes is their own."""
    wanted, places = keys_to_bytes([key]), range(len(keys) // KEY_BYTES)

    def written(place: int) -> bytes:
        return keys[place * KEY_BYTES : (place + 1) * KEY_BYTES]

    place = bisect_left(places, wanted, key=written)
    return place < len(places) and written(place) == wanted
