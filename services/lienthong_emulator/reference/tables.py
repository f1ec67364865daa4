"""Fact files: CSV with `#` lines on top that name its source."""

import csv
from collections.abc import Iterator
from pathlib import Path

_DATA = Path(__file__).with_name("data")


def records(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a fact file in `data/` by column name."""
    yield from records_in(_DATA / f"{name}.csv")


def records_in(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a fact file by column name, without the lines on top."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))
