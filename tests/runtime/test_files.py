"""A file is looked at before it is opened, and left as it is."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lienthong_emulator.runtime.files import LARGEST_FULL_CHECK, UnusableDatabaseFile, check_file, copy_whole
from lienthong_emulator.runtime.load import lay_out

TABLES = "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL); CREATE TABLE thing (body BLOB NOT NULL);"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file that is too large to be read as a whole."""
    path = tmp_path / "large.sqlite3"
    lay_out(path, TABLES, "digest")
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("INSERT INTO thing (body) VALUES (zeroblob(?))", (2 * LARGEST_FULL_CHECK,))
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def test_a_large_file_that_is_whole_is_taken(large: Path) -> None:
    check_file(large, "digest")


def test_a_large_file_that_was_cut_off_is_named_and_left_as_it_is(large: Path) -> None:
    cut = large.read_bytes()[: LARGEST_FULL_CHECK + 4096]
    large.write_bytes(cut)

    with pytest.raises(UnusableDatabaseFile, match=r"large\.sqlite3 .* damaged"):
        check_file(large, "digest")

    assert large.read_bytes() == cut


def test_what_lies_in_the_log_of_a_killed_process_is_not_missing(large: Path, tmp_path: Path) -> None:
    """A file grows in its write-ahead log first: who is killed then has a short file, and nothing is lost."""
    killed = tmp_path / "killed.sqlite3"
    with closing(sqlite3.connect(large, isolation_level=None)) as raw:
        raw.execute("PRAGMA wal_autocheckpoint = 0")
        raw.execute("INSERT INTO thing (body) VALUES (zeroblob(?))", (LARGEST_FULL_CHECK,))
        for suffix in ("", "-wal"):
            killed.with_name(killed.name + suffix).write_bytes(large.with_name(large.name + suffix).read_bytes())

    check_file(killed, "digest")
    killed.write_bytes(killed.read_bytes()[:4096])
    with pytest.raises(UnusableDatabaseFile, match=r"killed\.sqlite3 .* damaged"):
        check_file(killed, "digest")


def test_a_log_that_was_left_behind_is_not_played_into_a_new_file(large: Path, tmp_path: Path) -> None:
    """A process was killed between removing a world's file and its write-ahead log."""
    path = tmp_path / "world.sqlite3"
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).write_bytes(b"of an older world")

    copy_whole(large, path)

    assert sorted(file.name for file in tmp_path.glob("world*")) == ["world.sqlite3"]
