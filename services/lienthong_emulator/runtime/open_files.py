"""How many files a process may have open, and so how many databases."""

import sys

WANTED = 1 << 16
FOR_OTHER_THINGS = 256
"""Sockets, libraries, the registry."""
OF_A_DATABASE = 8
"""Look-ups, scans and the writer: the file, its log, and what they share."""


def raise_limit() -> None:
    """Allow this process as many as it may allow itself; a shell often gives 1,024 or fewer."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (ValueError, OSError):  # a system with a lower bound of its own
            return


def databases_that_fit(most: int) -> int:
    """How many may be open at once, up to a number."""
    if sys.platform == "win32":
        return most
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return most
    return max(min(most, (soft - FOR_OTHER_THINGS) // OF_A_DATABASE), 1)
