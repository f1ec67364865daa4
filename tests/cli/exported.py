"""An export of a small nation, to be edited and imported."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.cli.here import Said, lienthong

if TYPE_CHECKING:
    from pathlib import Path

Table = list[list[str]]
"""Lines of cells; the first is the heading."""
Change = Callable[[Table], None]


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of a small nation."""
    out = tmp_path_factory.mktemp("export") / "world"
    assert lienthong("world", "export", "--people", "300", "--out", out).code == 0
    return out


@pytest.fixture
def export(kept: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return shutil.copytree(kept, tmp_path / "edited")


def rows_of(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def edit(path: Path, change: Change) -> None:
    rows = rows_of(path)
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def set_in(line: int, column: str, text: str) -> Change:
    """Put a text into a column of a line, the heading being line 1."""

    def change(table: Table) -> None:
        table[line - 1][table[0].index(column)] = text

    return change


def imported(export: Path, data: Path, *words: str) -> Said:
    return lienthong("world", "import", export, "--data", data, "--as", "spring", *words)
