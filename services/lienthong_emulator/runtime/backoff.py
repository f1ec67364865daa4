"""How long to wait before the next try."""

FIRST_SECONDS = 0.05
LONGEST_SECONDS = 2.0


def pause_after(failures: int) -> float:
    """Seconds of the wall clock; doubling from 0.05 to 2."""
    doublings = min(failures - 1, 10)  # a peer may be down for days
    return min(FIRST_SECONDS * 2**doublings, LONGEST_SECONDS)
