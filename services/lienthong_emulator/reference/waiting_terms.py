"""By when what waits should wait no more, where no text of its own says so."""

from datetime import date
from functools import cache

from lienthong_emulator.reference.tables import records
from lienthong_emulator.reference.working_days import add_working_days


def last_day_to_wait(kind: str, since: date) -> date:
    """The last day on which something of a kind may wait that began to wait on a day."""
    return add_working_days(since, _terms()[kind])


@cache
def _terms() -> dict[str, int]:
    return {row["kind"]: int(row["working_days"]) for row in records("waiting_terms")}
