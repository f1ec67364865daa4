"""Database files of agencies, made from the CSVs of an export."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.cli.imported_columns import column_of
from lienthong_emulator.insurance.cards.domain import SI_DIGITS_START
from lienthong_emulator.people.transfer.import_rules import DERIVED, REFERENCES, Column, Reference
from lienthong_emulator.people.transfer.tables_in import BadTable, TableFile
from lienthong_emulator.runtime.files import digest_of, tables_of
from lienthong_emulator.runtime.load import KILOBYTES_CACHED, lay_out

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.recipe import Nation

Tables = Mapping[str, Sequence[Column]]


def build_imported(path: Path, agency: Agency, nation: Nation, files: Mapping[str, Path]) -> Mapping[str, int]:
    """Make an agency's file out of a CSV for each table, and count their rows; BadTable where one cannot be.

    It is only good once this has returned: nothing protects it meanwhile.
    """
    lay_out(path, tables_of(agency), digest_of(agency, nation), timers=agency.first_timers, nation=nation)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = OFF")
        raw.execute("PRAGMA synchronous = OFF")
        raw.execute(f"PRAGMA cache_size = -{KILOBYTES_CACHED}")
        tables = _tables(raw, agency)
        raw.execute("BEGIN")
        readers = {name: TableFile(file, tables[name]) for name, file in files.items()}
        counts = {name: _fill(raw, name, tables[name], reader) for name, reader in readers.items()}
        for reference in REFERENCES:
            if reference.agency == agency.name:
                _check(raw, reference, readers)
        if "card" in readers:
            _check_cards(raw, readers["card"])
        raw.execute("COMMIT")
        if nation.people:
            raw.execute("ANALYZE")
        raw.execute("PRAGMA journal_mode = WAL")
    return counts


def tables_that_begin(agency: Agency) -> frozenset[str]:
    """Names of an agency's own tables, into which rows of an export may go."""
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.executescript(agency.schema)
        return frozenset(_names(raw))


def _tables(raw: sqlite3.Connection, agency: Agency) -> Tables:
    return {
        table: [
            column_of(table, name, is_number=kind == "INTEGER")
            for _, name, kind, *_ in raw.execute(f"PRAGMA table_info({table})")
            if name not in DERIVED
        ]
        for table in tables_that_begin(agency)
    }


def _names(raw: sqlite3.Connection) -> Iterator[str]:
    yield from (name for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"))


def _fill(raw: sqlite3.Connection, table: str, columns: Sequence[Column], file: TableFile) -> int:
    names, places = ", ".join(column.name for column in columns), ", ".join("?" * len(columns))
    try:
        return raw.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", file.rows()).rowcount
    except sqlite3.IntegrityError as error:  # told of the row that was read last
        held = str(error).rpartition(": ")[2].replace(f"{table}.", "")
        raise file.bad("another line has the same", held) from error


def _check(raw: sqlite3.Connection, reference: Reference, files: Mapping[str, TableFile]) -> None:
    """Refuse a value that refers to nobody."""
    column, to_column = reference.column, reference.to_column
    lost = raw.execute(
        f"SELECT {column} FROM {reference.table} AS one WHERE {column} NOT IN (0, '') AND NOT EXISTS "
        f"(SELECT 1 FROM {reference.to_table} AS other WHERE other.{to_column} = one.{column}) LIMIT 1"
    ).fetchone()
    if lost is not None:
        file = files[reference.table]
        file.line_of(column, str(lost[0]))
        raise file.bad(f"{lost[0]} stands nowhere in {reference.to_table}, column {to_column}", column)


def _check_cards(raw: sqlite3.Connection, file: TableFile) -> None:
    """Refuse a card under a number that its holder neither has nor had."""
    stray = raw.execute(
        f"SELECT card_number, participant_key FROM card WHERE substr(card_number, {SI_DIGITS_START + 1}) "
        "NOT IN (SELECT printf('%010d', card.participant_key) UNION ALL SELECT value FROM participant_number AS other "
        f"WHERE other.participant_key = card.participant_key AND kind = {SOCIAL_INSURANCE}) LIMIT 1"
    ).fetchone()
    if stray is not None:
        number, holder = stray
        file.line_of("card_number", number)
        raise file.bad(f"{number} does not end with a social-insurance number of {holder:010}", "card_number")


__all__ = ["BadTable", "build_imported", "tables_that_begin"]
