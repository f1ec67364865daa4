"""Ports that stay a test's own while nobody listens at them."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Iterator
from itertools import cycle
from typing import Final

FIRST: Final = 20_000
"""Below those that systems give out by themselves (Linux from 32,768, others from 49,152): whoever asked for any free
port, or calls somebody, could else have that of an agency that is down for a moment.
"""
PORTS_OF_A_WORKER: Final = 1_000
WORKERS: Final = 12


def own_addresses(names: Iterable[str]) -> dict[str, str]:
    """An address for each name, where nobody listens; other workers of this run of tests take others."""
    return {name: f"127.0.0.1:{next(port for port in _mine if _is_free(port))}" for name in names}


def _ports_of(worker: str) -> Iterator[int]:
    first = FIRST + PORTS_OF_A_WORKER * (int(worker.removeprefix("gw") or 0) % WORKERS)
    start = os.getpid() % PORTS_OF_A_WORKER  # of two runs side by side each begins elsewhere
    return cycle(first + (start + place) % PORTS_OF_A_WORKER for place in range(PORTS_OF_A_WORKER))


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


_mine = _ports_of(os.environ.get("PYTEST_XDIST_WORKER", ""))
