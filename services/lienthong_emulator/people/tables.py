"""Facts of the nation: the files in `data/`, without the `#` lines on top that name their source."""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")


@cache
def records(name: str) -> Sequence[dict[str, str]]:
    """The rows of a fact file by column name."""
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))
