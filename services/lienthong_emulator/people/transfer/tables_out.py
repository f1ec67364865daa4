"""The rows of an agency as files: a CSV for each table, as spreadsheets and people read it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import blake2b, file_digest
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lienthong_emulator.people.transfer.import_rules import DERIVED

if TYPE_CHECKING:
    from lienthong_emulator.runtime.rows import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTable:
    """One table in a file; `file` is relative to the folder of the export."""

    agency: str
    table: str
    file: str
    rows: int
    digest: str


def write_tables(
    folder: Path, agency: str, batches: Iterable[Rows], tell: Callable[[int], None]
) -> Sequence[WrittenTable]:
    """Write every table of an agency into a folder of its own; `tell` hears how many of the nation are in."""
    (folder / agency).mkdir(parents=True)
    open_files: dict[str, _OpenTable] = {}
    with ExitStack() as stack:
        for rows in batches:
            if rows.table not in open_files:
                path = folder / agency / f"{rows.table}.csv"
                file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
                open_files[rows.table] = _OpenTable(path, csv.writer(file, lineterminator="\n"), rows.columns)
            open_files[rows.table].add(rows)
            if rows.people:
                tell(rows.people)
    return [table.written(folder, agency) for table in open_files.values()]


class _OpenTable:
    def __init__(self, path: Path, writer: Any, columns: Sequence[str]) -> None:
        self._path = path
        self._writer = writer
        self._rows = 0
        self._told = [name not in DERIVED for name in columns]
        writer.writerow(compress(columns, self._told))

    def add(self, rows: Rows) -> None:
        for row in rows.values:
            self._writer.writerow(compress(row, self._told))
            self._rows += 1

    def written(self, folder: Path, agency: str) -> WrittenTable:
        return WrittenTable(
            agency=agency,
            table=self._path.stem,
            file=self._path.relative_to(folder).as_posix(),
            rows=self._rows,
            digest=digest_of_file(self._path),
        )


def digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, lambda: blake2b(digest_size=16)).hexdigest()
