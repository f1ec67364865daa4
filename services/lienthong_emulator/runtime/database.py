"""The seam between stores and engines.

SQL stands in `store.py` files: portable between SQLite and PostgreSQL, named parameters (`:name`), lists as `IN (:keys*)`.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

Value = str | int | float | bytes | None
Parameter = Value | Sequence[Value]


class Row(Protocol):
    """One row of an answer, by column name."""

    def __getitem__(self, key: str, /) -> Any: ...


class Reader(Protocol):
    """Answers questions."""

    async def fetch_one(self, statement: str, **values: Parameter) -> Row | None: ...

    async def fetch_all(self, statement: str, **values: Parameter) -> Sequence[Row]: ...


class Transaction(Reader, Protocol):
    """Changes that stand or fall together.

    `execute` only notes a statement: what was noted travels with the next question or with the commit, in order, so a
    transaction costs one trip to the engine for each question and one at the end.
    """

    def execute(self, statement: str, **values: Parameter) -> None: ...

    def execute_many(self, statement: str, rows: Sequence[Mapping[str, Value]]) -> None: ...

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """Undo what the block did where it fails."""
        ...


class Database(Protocol):
    """One agency's tables in one world. One writer at a time."""

    @property
    def lookups(self) -> Reader:
        """For hot point reads: the cheapest way there is."""
        ...

    @property
    def scans(self) -> Reader:
        """For reads of many rows, which must not hold up the others."""
        ...

    def write(self) -> AbstractAsyncContextManager[Transaction]: ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as an engine takes it."""

    text: str
    values: Mapping[str, Value]


_NAME = re.compile(r"(?<!:):([a-z_]+)(\*?)")


def statement_for(style: str, text: str, values: Mapping[str, Parameter]) -> Statement:
    """Turn `:name` into the driver's style (`:{}` or `%({})s`) and expand `:names*`."""
    lists = {name: value for name, value in values.items() if isinstance(value, (list, tuple))}
    if not lists and style == ":{}":
        return Statement(text, values)  # type: ignore[arg-type] # no lists are left
    sizes = tuple((name, _padded(len(value))) for name, value in lists.items())
    flat: dict[str, Value] = {name: value for name, value in values.items() if name not in lists}  # type: ignore[misc] # as above
    for name, size in sizes:
        items = lists[name]
        flat.update({f"{name}_{i}": items[min(i, len(items) - 1)] if items else None for i in range(size)})
    return Statement(_text(style, text, sizes), flat)


def _padded(size: int) -> int:
    """The next power of two, so that an engine sees few different statements."""
    return 1 << max(size - 1, 0).bit_length()


@lru_cache(maxsize=512)
def _text(style: str, text: str, sizes: tuple[tuple[str, int], ...]) -> str:
    counts = dict(sizes)

    def placed(match: re.Match[str]) -> str:
        name, is_list = match.groups()
        if not is_list:
            return style.format(name)
        return ", ".join(style.format(f"{name}_{i}") for i in range(counts[name]))

    return _NAME.sub(placed, text.replace("%", "%%") if style.startswith("%") else text)
