"""A PostgreSQL server for tests: what `LIENTHONG_TEST_POSTGRES` names, else one from the machine's own packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

NAMED = "LIENTHONG_TEST_POSTGRES"
PACKAGES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
SERVICE_USER = "postgres"


@pytest.fixture(scope="session")
def postgres_url() -> Generator[str]:
    """Skips, visibly, where there is no server to name or to start."""
    named = os.environ.get(NAMED)
    if named:
        yield named
        return
    programs = _programs()
    if programs is None:
        pytest.skip(f"no PostgreSQL: {NAMED} names none, and this machine has no package of it to start one from")
    with _started(programs) as url:
        yield url


@pytest.fixture
def postgres_database(postgres_url: str) -> Generator[str]:
    """A database of the test's own on that server."""
    with database_on(postgres_url) as database:
        yield database


@contextmanager
def database_on(postgres_url: str) -> Generator[str]:
    """A new database on a server, whose user must be allowed to make one."""
    name = f"lienthong_test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
        )
        try:
            yield urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _programs() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    found = (folder for pattern in PACKAGES for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True))
    return next((folder for folder in found if (folder / "initdb").exists()), None)


@contextmanager
def _started(programs: Path) -> Generator[str]:
    """A server that listens on a socket in its own folder, and leaves nothing behind."""
    with tempfile.TemporaryDirectory(prefix="lienthong-pg-") as home:
        data = Path(home) / "data"
        if os.geteuid() == 0:  # PostgreSQL will not run as root
            shutil.chown(home, SERVICE_USER)
        _run([programs / "initdb", "--pgdata", data, "--username", "test", "--auth", "trust", "--no-sync"])
        options = f"-k {home} -c listen_addresses= -c fsync=off -c max_connections=200"
        control = [programs / "pg_ctl", "--pgdata", data, "--wait", "--silent"]
        _run([*control, "--log", Path(home) / "log", "--options", options, "start"])
        try:
            yield f"postgresql://test@/postgres?host={home}"
        finally:
            _run([*control, "--mode", "immediate", "stop"])


def _run(command: Sequence[str | Path]) -> None:
    as_service = ["runuser", "-u", SERVICE_USER, "--"] if os.geteuid() == 0 else []
    subprocess.run([*as_service, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")
