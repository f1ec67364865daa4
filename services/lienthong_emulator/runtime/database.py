"""The seam between stores and engines.

SQL stands in `store.py` files: portable between SQLite and PostgreSQL, named parameters (`:name`), lists as
`IN (:keys*)`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache, lru_cache
from typing import Any, NamedTuple, Protocol, TypeVar, cast, get_args, get_type_hints

Value = str | int | float | bytes | None
Parameter = Value | Sequence[Value]
T = TypeVar("T")


class Row(Protocol):
    """One row of an answer, by column name."""

    def __getitem__(self, key: str, /) -> Any: ...


class Reader(Protocol):
    """Answers questions."""

    async def fetch_one(self, statement: str, **values: Parameter) -> Row | None: ...

    async def fetch_all(self, statement: str, **values: Parameter) -> Sequence[Row]: ...

    async def fetch_tuples(self, statement: str, **values: Parameter) -> Sequence[tuple[Any, ...]]:
        """Rows by position: for thousands of them."""
        ...


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


class Abandoned(Exception):
    """The database is going to be removed: nothing more is written into it."""


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

    def still(self) -> AbstractAsyncContextManager[None]:
        """Nothing is written while the block lasts: who wants to, waits."""
        ...

    def abandon(self) -> None:
        """Write nothing more, as it is going to be removed: who tries meets `Abandoned`. It is closed next."""
        ...

    async def close(self) -> None: ...


class Statement(NamedTuple):
    """A statement as an engine takes it."""

    text: str
    values: Mapping[str, Value]


SQLITE_STYLE, POSTGRES_STYLE = ":{}", "%({})s"
_NAME = re.compile(r"(?<!:):([a-z_]+)(\*?)")


def statement_for(style: str, text: str, values: Mapping[str, Parameter]) -> Statement:
    """Turn `:name` into the driver's style (`:{}` or `%({})s`) and expand `:names*`.

    SQLite takes a long list as one text: to bind hundreds of names costs it more than to look up what they stand for.
    It sorts what it has read, item by item, which costs more than to sort them here.
    """
    plain, lists = _plan(style, text)
    if not lists:
        return Statement(plain, cast(Mapping[str, Value], values))
    items = {name: cast(Sequence[Value], values[name]) for name in lists}
    flat = {name: cast(Value, value) for name, value in values.items() if name not in items}
    sizes = tuple((name, _size(style, len(found))) for name, found in items.items())
    for name, size in sizes:
        found = items[name]
        if size == AS_TEXT:
            flat[name] = json.dumps(sorted(cast(Any, found)))
        else:
            flat.update({f"{name}_{i}": found[min(i, len(found) - 1)] if found else None for i in range(size)})
    return Statement(_text(style, text, sizes), flat)


LONG_LIST = 8
AS_TEXT = 0
"""In the place of a list's size."""


@lru_cache(maxsize=1024)
def _plan(style: str, text: str) -> tuple[str, tuple[str, ...]]:
    """The text as the driver takes it where it has no lists, and the names of its lists."""
    lists = tuple(name for name, star in _NAME.findall(text) if star)
    return ("" if lists else _text(style, text, ()), lists)


def _size(style: str, size: int) -> int:
    """The next power of two, so that an engine sees few different statements."""
    is_long = size > LONG_LIST and style == SQLITE_STYLE
    return AS_TEXT if is_long else 1 << max(size - 1, 0).bit_length()


@lru_cache(maxsize=1024)
def _text(style: str, text: str, sizes: tuple[tuple[str, int], ...]) -> str:
    counts = dict(sizes)

    def placed(match: re.Match[str]) -> str:
        name, is_list = match.groups()
        if not is_list:
            return style.format(name)
        if counts[name] == AS_TEXT:
            return f"SELECT value FROM json_each({style.format(name)})"
        return ", ".join(style.format(f"{name}_{i}") for i in range(counts[name]))

    return _NAME.sub(placed, text.replace("%", "%%") if style.startswith("%") else text)


# Dataclasses and rows: a field is a column of the same name; a field that is itself a dataclass is a column for each of
# its fields, named after both (`birth: PartialDate` is `birth_year`, `birth_month`, `birth_day`).


def columns_of(record: Any) -> dict[str, Value]:
    """A dataclass as columns: days and moments as ISO 8601 text, enums as their value, nothing as the empty text."""
    return _writer(record.__class__)(record)


@cache
def _writer(kind: type) -> Callable[[Any], dict[str, Value]]:
    """Compiled, as the reader is: a birth writes some twenty rows."""
    columns = ", ".join(f"{column!r}: {value}" for column, value in _writing(kind, "record", ""))
    return eval(f"lambda record: {{{columns}}}", {"column": _column})


def _writing(kind: type, record: str, prefix: str) -> Iterator[tuple[str, str]]:
    """Each column below a dataclass with the expression that takes its value from a record."""
    types = get_type_hints(kind)
    for name in _field_names(kind):
        hint, value = types[name], f"{record}.{name}"
        if is_dataclass(hint):
            yield from _writing(cast(type, hint), value, f"{prefix}{name}_")
        else:
            yield f"{prefix}{name}", value if hint in (str, int, bytes) else f"column({value})"


@cache
def insert_of(table: str, kind: type) -> str:
    """The statement that adds a dataclass of a kind, as `columns_of` gives it, to a table."""
    names = column_names(kind)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"


@cache
def update_of(table: str, kind: type, *keys: str) -> str:
    """The statement that puts a dataclass of a kind in the place of the row with its keys."""
    changed = ", ".join(f"{name} = :{name}" for name in column_names(kind) if name not in keys)
    return f"UPDATE {table} SET {changed} WHERE {' AND '.join(f'{key} = :{key}' for key in keys)}"


def reader_of(kind: type[T]) -> Callable[[Row], T]:
    """What makes a dataclass of a kind out of a row: the way back from `columns_of`."""
    return _reader(kind, None)


def tuple_reader_of(kind: type[T], start: int = 0) -> Callable[[Sequence[Any]], T]:
    """The same for rows by position (`fetch_tuples`), whose columns from `start` on are those of `column_names`."""
    return _reader(kind, start)


@cache
def _reader(kind: type, start: int | None) -> Callable[[Any], Any]:
    """Compiled, as `dataclass` compiles its own methods: rows are read by the thousand."""
    called: dict[str, Any] = {}
    names = column_names(kind)
    keys = names if start is None else range(start, start + len(names))
    return eval(f"lambda row: {_reading(kind, '', dict(zip(names, keys, strict=True)), called)}", called)


def _reading(hint: Any, column: str, keys: Mapping[str, str | int], called: dict[str, Any]) -> str:
    """The expression that reads a value from its columns; what it calls is added to `called`."""
    if is_dataclass(hint):
        prefix = f"{column}_" if column else ""
        types = get_type_hints(hint)
        parts = [
            f"{f'{part.name}=' if part.kw_only else ''}{_reading(types[part.name], prefix + part.name, keys, called)}"
            for part in fields(_class(hint))
        ]
        return f"{_named(hint, called)}({', '.join(parts)})"
    known, *others = get_args(hint) or (hint,)
    made = _maker(known)
    text = f"row[{keys[column]!r}]"
    value = f"{_named(made, called)}({text})" if made else text
    return f"({value} if {text} else None)" if others else value


def _class(hint: Any) -> type:
    return hint


def _named(what: object, called: dict[str, Any]) -> str:
    name = f"called_{len(called)}"
    called[name] = what
    return name


def _maker(known: Any) -> Callable[[Any], Any] | None:
    """What makes a value of a type out of its column, where it is not one already."""
    if not isinstance(known, type):
        return None
    if issubclass(known, date):
        return known.fromisoformat
    if issubclass(known, Enum):
        return cache(known)  # a member found again costs a tenth of one that `Enum` looks up
    return known if issubclass(known, bool) else None


@cache
def column_names(kind: type) -> tuple[str, ...]:
    """The columns of a dataclass, in the order of its fields."""
    types = get_type_hints(kind)
    return tuple(column for name in _field_names(kind) for column in _columns_below(name, types[name]))


def _columns_below(name: str, hint: Any) -> list[str]:
    return [f"{name}_{part}" for part in column_names(hint)] if is_dataclass(hint) else [name]


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _column(value: Any) -> Value:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return int(value) if isinstance(value, bool) else value
