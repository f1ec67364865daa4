"""Hops as lines on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from lienthong_emulator.cli.hops import Hop

COLORS = {"justice": "cyan", "population": "green", "insurance": "magenta", "exchange": "yellow"}
ROUTE_WIDTH = len("population ← insurance")


def lines() -> Table:
    """A grid for hops: who, then what."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=ROUTE_WIDTH, no_wrap=True, overflow="fold")
    grid.add_column(overflow="fold")
    return grid


def add(grid: Table, hop: Hop) -> None:
    from rich.text import Text

    grid.add_row(Text(hop.route, style=COLORS.get(hop.agency, "")), Text(hop.title))
