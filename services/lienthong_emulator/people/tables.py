"""Facts of the nation: the files in `data/`."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from lienthong_emulator.reference.tables import records_in

_DATA = Path(__file__).with_name("data")


@cache
def records(name: str) -> Sequence[dict[str, str]]:
    """The rows of a fact file by column name."""
    return list(records_in(_DATA / f"{name}.csv"))
