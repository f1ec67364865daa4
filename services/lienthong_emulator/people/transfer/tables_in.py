"""CSVs of an export on their way back: each value is checked, and what is wrong is told with its place."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from lienthong_emulator.people.transfer.import_rules import Column
from lienthong_emulator.people.transfer.row_rules import row_rules
from lienthong_emulator.runtime.database import Value

MOST_REMEMBERED = 5_000


class BadTable(Exception):
    """A file that cannot be taken in: where, and what is wrong there."""

    def __init__(self, path: Path, problem: str, *, line: int = 0, column: str = "") -> None:
        place = [str(path), f"line {line}" if line else "", f"column {column}" if column else ""]
        super().__init__(f"{', '.join(filter(None, place))}: {problem}")


class TableFile:
    """One table in a file. `line` is where the row last read begins; the heading is line 1."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._path = path
        self._known = {column.name: column for column in columns}
        self.line = 0

    def rows(self) -> Iterator[Sequence[Value]]:
        """Rows in the order of the columns of the table, whatever the order in the file."""
        try:
            with self._path.open(encoding="utf-8-sig", newline="") as file:  # spreadsheets put a mark in front
                yield from self._read(file)
        except UnicodeDecodeError as error:
            raise BadTable(self._path, "the text is not UTF-8") from error
        except csv.Error as error:
            raise self.bad(str(error)) from error

    def bad(self, problem: str, column: str = "") -> BadTable:
        return BadTable(self._path, problem, line=self.line, column=column)

    def line_of(self, column: str, value: str) -> int:
        """The first line that has a value in a column."""
        place = list(self._known).index(column)
        return next((self.line for row in self.rows() if str(row[place]) == value), 0)

    def _read(self, lines: Iterator[str]) -> Iterator[Sequence[Value]]:
        reader = csv.reader(lines, strict=True)
        self.line = 1
        heading: Sequence[str] = next(reader, ())
        self._check_heading(heading)
        places = [heading.index(name) for name in self._known]
        checked, rules = [_Checked(column) for column in self._known.values()], row_rules(list(self._known))
        following = reader.line_num + 1
        for cells in reader:
            self.line, following = following, reader.line_num + 1
            if len(cells) != len(heading):
                raise self.bad(f"there are {len(cells)} values, not {len(heading)}")
            row = [cell.value(cells[place], self) for cell, place in zip(checked, places, strict=True)]
            for rule in rules:
                if fault := rule.fault(row):
                    raise self.bad(fault, rule.column)
            yield row

    def _check_heading(self, heading: Sequence[str]) -> None:
        for name in heading:
            if name not in self._known:
                raise self.bad("there is no such column", name)
            if heading.count(name) > 1:
                raise self.bad("the column stands there twice", name)
        for name in self._known:
            if name not in heading:
                raise self.bad("the column is missing", name)


class _Checked:
    """A column whose values are checked; most stand there again and again, and are then known."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._good: dict[str, Value] = {}

    def value(self, text: str, file: TableFile) -> Value:
        good = self._good.get(text)
        if good is not None:
            return good
        if fault := self._column.fault(text):
            raise file.bad(fault, self._column.name)
        value: Value = int(text) if self._column.is_number else text
        if len(self._good) < MOST_REMEMBERED:
            self._good[text] = value
        return value
