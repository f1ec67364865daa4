"""How long to wait before the next try."""

FIRST_SECONDS = 0.05
LONGEST_SECONDS = 2.0


def pause_after(failures: int) -> float:
    """Seconds of the wall clock; doubling from 0.05 to 2."""
    return min(FIRST_SECONDS * 2 ** (failures - 1), LONGEST_SECONDS)
