"""The seam between stores and engines.

SQL stands in `store.py` files: portable between SQLite and PostgreSQL, named parameters (`:name`), lists as
`IN (:keys*)`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, Protocol, cast

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

    def after_commit(self, action: Callable[[], None]) -> None:
        """Have something done as soon as the transaction stands, and only then."""
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
    plain, lists = _plan(style, text)
    if not lists:
        return Statement(plain, cast(Mapping[str, Value], values))
    items = {name: cast(Sequence[Value], values[name]) for name in lists}
    flat = {name: cast(Value, value) for name, value in values.items() if name not in items}
    sizes = tuple((name, _padded(len(found))) for name, found in items.items())
    for name, size in sizes:
        found = items[name]
        flat.update({f"{name}_{i}": found[min(i, len(found) - 1)] if found else None for i in range(size)})
    return Statement(_text(style, text, sizes), flat)


@lru_cache(maxsize=1024)
def _plan(style: str, text: str) -> tuple[str, tuple[str, ...]]:
    """The text as the driver takes it where it has no lists, and the names of its lists."""
    lists = tuple(name for name, star in _NAME.findall(text) if star)
    return ("" if lists else _text(style, text, ()), lists)


def _padded(size: int) -> int:
    """The next power of two, so that an engine sees few different statements."""
    return 1 << max(size - 1, 0).bit_length()


@lru_cache(maxsize=1024)
def _text(style: str, text: str, sizes: tuple[tuple[str, int], ...]) -> str:
    counts = dict(sizes)

    def placed(match: re.Match[str]) -> str:
        name, is_list = match.groups()
        if not is_list:
            return style.format(name)
        return ", ".join(style.format(f"{name}_{i}") for i in range(counts[name]))

    return _NAME.sub(placed, text.replace("%", "%%") if style.startswith("%") else text)


def columns_of(record: Any) -> dict[str, Value]:
    """A dataclass as columns: days and moments as ISO 8601 text, enums as their text, nothing as the empty text."""
    return {name: _column(getattr(record, name)) for name in _field_names(record.__class__)}


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _column(value: Any) -> Value:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
