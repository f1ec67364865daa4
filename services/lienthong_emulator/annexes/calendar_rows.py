"""The timer with which a world's annexes begin."""

from collections.abc import Iterator

from lienthong_emulator.annexes.domain import DUE, due_at, first_month_due
from lienthong_emulator.runtime.kit import utc_text
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.rows import Rows


def first_annexes_due(nation: Nation) -> Iterator[Rows]:
    """When they fall due for the first time after the day as of which a nation holds."""
    month = first_month_due(nation.anchor)
    yield Rows("timer", ("kind", "subject", "due"), [(DUE, str(month), utc_text(due_at(month)))])
