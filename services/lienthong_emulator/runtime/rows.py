"""Rows that a world begins with, on their way into a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lienthong_emulator.runtime.database import Value


@dataclass(frozen=True, slots=True)
class Rows:
    """Some 5,000 to 50,000 rows of one table; each of `values` is a row, in the order of `columns`.

    From whole columns that is `zip(*columns)`: read once, and never held as a whole. `people` tells how far a
    generator has come: so many people of the nation are in with these rows and those before; 0 tells nothing.
    """

    table: str
    columns: tuple[str, ...]
    values: Iterable[Sequence[Value]]
    people: int = 0


def addresses(prefix: str) -> tuple[str, str, str, str]:
    """The columns of an address, `residence_province_code` and so on."""
    return (f"{prefix}_province_code", f"{prefix}_district_code", f"{prefix}_commune_code", f"{prefix}_detail")
