"""`serve` and `up` on PostgreSQL: worlds stay there, and what keeps them from being played is told in a line."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
import pytest

if TYPE_CHECKING:
    from cli.conftest import Lienthong, StartUp

ANYWHERE = ("--listen", "127.0.0.1:0")


def _with(database: str, **query: str) -> str:
    parts = urlsplit(database)
    added = "&".join(f"{name}={value}" for name, value in query.items())
    return parts._replace(query="&".join(filter(None, [parts.query, added]))).geturl()


def _schemas(database: str) -> set[str]:
    with psycopg.connect(database) as connection:
        return {str(name) for (name,) in connection.execute("SELECT nspname FROM pg_namespace")}


def test_worlds_stay_in_the_database(start_up: StartUp, postgres_database: str, tmp_path: Path) -> None:
    up = start_up("--database", postgres_database, "--freeze")
    said = up.end()
    [told] = start_up("--database", postgres_database, "--json").end().objects()

    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[-1].startswith("Ended. The worlds stay in PostgreSQL database lienthong_test_")
    assert told["folder"].startswith("PostgreSQL database lienthong_test_")
    assert {"lienthong_control", "lienthong_population_default"} <= _schemas(postgres_database)
    assert not list((tmp_path / "kept").rglob("*.sqlite3"))


def test_one_agency_is_served_from_it(start_up: StartUp, postgres_database: str) -> None:
    up = start_up("population", "--database", postgres_database, "--people", "500", command="serve")

    assert list(up.addresses) == ["population"]
    said = up.end()
    assert (said.code, said.err) == (0, "lienthong: building a world of 500 people\n")
    assert {name for name in _schemas(postgres_database) if "lienthong" in name} == {"lienthong_population_default"}


def test_fresh_starts_anew(start_up: StartUp, postgres_database: str) -> None:
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA lienthong_pictures")
    start_up("--database", postgres_database, "--freeze").end()

    [told] = start_up("--database", postgres_database, "--fresh", "--date", "2023-06-01", "--json").end().objects()

    assert told["now"].startswith("2023-06-01T09:00")
    assert "lienthong_pictures" in _schemas(postgres_database)


def test_another_recipe_is_refused_with_the_way_out(
    start_up: StartUp, lienthong: Lienthong, postgres_database: str
) -> None:
    start_up("population", "--database", postgres_database, command="serve").end()

    said = lienthong("serve", "population", "--database", postgres_database, "--seed", "7", *ANYWHERE)

    assert said.code == 4
    assert said.err.startswith("lienthong: The schema lienthong_population_default of PostgreSQL database lienthong_")
    assert "left untouched" in said.err


def test_a_database_is_played_once(start_up: StartUp, lienthong: Lienthong, postgres_database: str) -> None:
    start_up("population", "--database", postgres_database, command="serve")

    for fresh in ([], ["--fresh"]):
        said = lienthong("serve", "population", "--database", postgres_database, *fresh, *ANYWHERE)
        assert said.code == 4
        assert said.err.startswith("lienthong: another process plays population from PostgreSQL database lienthong_")


@pytest.mark.parametrize(
    ("database", "told"),
    [
        pytest.param("mysql://localhost/lienthong", "a database is postgresql://USER@HOST/NAME", id="another engine"),
        pytest.param("postgresql://lan:secret@[::", "no address of a database: end of string", id="no address"),
        pytest.param("postgresql://localhost/x?colour=red", 'invalid URI query parameter: "colour"', id="no option"),
    ],
)
def test_what_is_no_address_is_wrong_usage(lienthong: Lienthong, database: str, told: str) -> None:
    said = lienthong("serve", "population", "--database", database, *ANYWHERE)

    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert told in said.err
    assert "secret" not in said.err


@pytest.mark.parametrize("other", [("--memory",), ("--data", "here")], ids=" ".join)
def test_worlds_are_kept_in_one_place(lienthong: Lienthong, other: tuple[str, ...]) -> None:
    said = lienthong("serve", "population", "--database", "postgresql://localhost/x", *other)

    assert (said.code, said.err) == (2, "lienthong: --database keeps the worlds: leave --memory and --data away\n")


def test_a_server_that_is_down_is_told(lienthong: Lienthong) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]

    said = lienthong("serve", "population", "--database", f"postgresql://lan:secret@127.0.0.1:{port}/x", *ANYWHERE)

    assert (said.code, said.err.count("\n")) == (3, 1)
    assert said.err.startswith(f"lienthong: PostgreSQL database x at 127.0.0.1:{port} does not answer: ")
    assert "secret" not in said.err


@pytest.mark.parametrize("fresh", [(), ("--fresh",)], ids=["", "fresh"])
def test_what_the_server_refuses_is_told(lienthong: Lienthong, postgres_url: str, fresh: tuple[str, ...]) -> None:
    nowhere = urlsplit(postgres_url)._replace(path="/nobody_made_this").geturl()

    said = lienthong("serve", "population", "--database", nowhere, *fresh, *ANYWHERE)

    assert (said.code, said.err.count("\n")) == (4, 1)
    assert 'database "nobody_made_this" does not exist' in said.err


def test_a_database_that_can_only_be_read_is_told(lienthong: Lienthong, postgres_database: str) -> None:
    only_read = _with(postgres_database, options="-cdefault_transaction_read_only%3Don")

    said = lienthong("serve", "population", "--database", only_read, *ANYWHERE)

    assert (said.code, said.err.count("\n")) == (4, 1)
    assert said.err.rstrip().endswith("can only be read")


def test_a_user_whom_the_server_does_not_let_in_is_told(lienthong: Lienthong, postgres_database: str) -> None:
    parts = urlsplit(postgres_database)
    stranger = parts._replace(netloc=f"nobody:secret@{parts.netloc.rpartition('@')[2]}").geturl()

    said = lienthong("serve", "population", "--database", stranger, *ANYWHERE)

    assert (said.code, said.err.count("\n")) == (4, 1)
    assert "nobody" in said.err
    assert "secret" not in said.err


def test_a_missing_driver_is_told_with_what_brings_it(lienthong: Lienthong, tmp_path: Path) -> None:
    (tmp_path / "psycopg.py").write_text("raise ImportError('no driver here', name='psycopg')")

    said = lienthong("serve", "tax", "--database", "postgresql://localhost/x", *ANYWHERE, PYTHONPATH=str(tmp_path))

    assert said.code == 4
    assert said.err == "lienthong: PostgreSQL needs its driver: pip install 'lienthong-emulator[postgres]'\n"


def test_who_keeps_worlds_in_files_needs_no_driver(start_up: StartUp, tmp_path: Path) -> None:
    imports = start_up("--memory", PYTHONPROFILEIMPORTTIME="1").end().err

    assert "lienthong_emulator.emulator" in imports
    assert "psycopg" not in imports
