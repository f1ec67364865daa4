"""Builds one agency's schema of a world from rows. Run as a program, it builds what standard input describes.

One transaction: a build that ends half-way leaves nothing. Nothing here waits for an event loop.
"""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import cast

import psycopg
from psycopg import sql

from lienthong_emulator.runtime.database import Value
from lienthong_emulator.runtime.load import (
    Blueprint,
    Tell,
    after_rows,
    blueprint_from_json,
    digest_row,
    rows_in,
    say,
    say_bug,
    tables_alone,
    write_file,
)
from lienthong_emulator.runtime.postgres import key_of
from lienthong_emulator.runtime.postgres_pool import TROUBLES, one_line
from lienthong_emulator.runtime.postgres_pool import sql as of_ours
from lienthong_emulator.runtime.rows import Rows
from lienthong_emulator.runtime.sqlite_connections import open_read_only

Connection = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a schema is built: the server, the schema, and the comment that tells whose it is."""

    url: str
    schema: str
    comment: str


def build_schema(site: Site, blueprint: Blueprint, tell: Tell) -> None:
    """Make the schema that is asked for, unless there is one of that name."""
    rows = chain([digest_row(blueprint.digest)], blueprint.all_rows())
    write_schema(site, blueprint.tables, rows, tell, analyzed=bool(blueprint.nation.people))


def write_schema(site: Site, tables: str, batches: Iterable[Rows], tell: Tell, *, analyzed: bool) -> None:
    """Make a schema with tables and rows. Where there is one of that name, another was quicker: it stays as it is."""
    with closing(psycopg.connect(site.url)) as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [key_of(site.schema)])
        if _exists(connection, site.schema):
            return
        _begin(connection, site)
        connection.execute(of_ours(in_postgres(tables_alone(tables))))
        _fill(connection, batches, tell)
        for statement in after_rows(tables):
            connection.execute(of_ours(in_postgres(statement)))
        _count_on(connection, site.schema)
        if analyzed:
            _analyze(connection, site.schema)


def write_file_of(site: Site, tables: str, path: Path, *, analyzed: bool) -> None:
    """Put all that is in a schema into an SQLite file with the same tables."""
    with closing(psycopg.connect(site.url)) as connection, connection.transaction():
        write_file(path, tables, _rows_in(connection, site.schema), lambda _people: None, analyzed=analyzed)


def copy_schema(source: str, site: Site, tables: str) -> None:
    """Make a schema with the tables of another and all that is in them."""
    with closing(psycopg.connect(site.url)) as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [key_of(site.schema)])
        _begin(connection, site)
        connection.execute(of_ours(in_postgres(tables_alone(tables))))
        for table in _tables_in(connection, site.schema):
            names = [sql.Identifier(schema, table) for schema in (site.schema, source)]
            connection.execute(sql.SQL("INSERT INTO {} SELECT * FROM {}").format(*names))
        for statement in after_rows(tables):
            connection.execute(of_ours(in_postgres(statement)))
        _count_on(connection, site.schema)
        _analyze(connection, site.schema)


def write_schema_of(site: Site, tables: str, path: Path) -> None:
    """Make a schema with the tables of an SQLite file and all that is in them."""
    with closing(open_read_only(path)) as raw:
        write_schema(site, tables, rows_in(raw), lambda _people: None, analyzed=True)


def _rows_in(connection: Connection, schema: str) -> Iterator[Rows]:
    """Everything in a schema, a table at a time; read before the next is asked for."""
    for table in _tables_in(connection, schema):
        with connection.cursor(f"reading_{table}") as cursor:
            cursor.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, table)))
            columns = tuple(column.name for column in cursor.description or ())
            yield Rows(table, columns, cast(Iterable[Sequence[Value]], cursor))


def _exists(connection: Connection, schema: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema]).fetchone() is not None


def _begin(connection: Connection, site: Site) -> None:
    name = sql.Identifier(site.schema)
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(name))
    connection.execute(sql.SQL("COMMENT ON SCHEMA {} IS {}").format(name, sql.Literal(site.comment)))
    connection.execute(sql.SQL("SET LOCAL search_path = {}").format(name))


def _fill(connection: Connection, batches: Iterable[Rows], tell: Tell) -> None:
    with connection.cursor() as cursor:
        for rows in batches:
            columns = sql.SQL(", ").join(map(sql.Identifier, rows.columns))
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(rows.table), columns)
            with cursor.copy(into) as copy:
                for row in rows.values:
                    copy.write_row(row)
            if rows.people:
                tell(rows.people)


def _count_on(connection: Connection, schema: str) -> None:
    """Have counted keys go on after those that came with the rows."""
    counted = connection.execute(
        """
        SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = %s AND c.relkind = 'r' AND a.attidentity <> ''
        """,
        [schema],
    ).fetchall()
    for table, column in counted:
        connection.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence({}, {}), MAX({})) FROM {} HAVING MAX({}) > 0").format(
                sql.Literal(table), sql.Literal(column), *[sql.Identifier(str(n)) for n in (column, table, column)]
            )
        )


def _analyze(connection: Connection, schema: str) -> None:
    for table in _tables_in(connection, schema):
        connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))


def _tables_in(connection: Connection, schema: str) -> list[str]:
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
    return [str(table) for (table,) in found.fetchall()]


_TRIGGER = re.compile(
    r"^CREATE TRIGGER IF NOT EXISTS (?P<name>\w+)(?P<when>.*?)^BEGIN(?P<action>.*?)^END;", re.MULTILINE | re.DOTALL
)


def in_postgres(tables: str) -> str:
    """Tables as PostgreSQL names them: 64-bit integers, binary columns, and text in the order of its bytes.

    What a trigger does is a function there.
    """
    tables = _TRIGGER.sub(
        r"CREATE FUNCTION \g<name>() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\g<action>RETURN NULL; END $$;\n"
        r"CREATE TRIGGER \g<name>\g<when>EXECUTE FUNCTION \g<name>();",
        tables,
    )
    portable = tables.replace(") WITHOUT ROWID;", ");")
    counted = portable.replace("INTEGER PRIMARY KEY", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY")
    ordered = re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', counted)
    return re.sub(r"\bBLOB\b", "BYTEA", re.sub(r"\bINTEGER\b", "BIGINT", ordered))


def main() -> int:
    """Build what standard input describes; tell of progress, or of the server's trouble, in lines of JSON."""
    asked = json.loads(sys.stdin.read())
    blueprint = blueprint_from_json(asked.pop("blueprint"))
    try:
        build_schema(Site(**asked), blueprint, lambda people: say(people=people))
    except TROUBLES as error:
        say(problem=one_line(error))
        return 1
    except Exception as error:  # who asked hears of a bug, too
        say_bug(error)
        raise
    return 0


if __name__ == "__main__":
    if sys.platform != "win32":
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # end without a word where nobody listens any more
    sys.exit(main())
