"""Hops as lines on a terminal."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console

    from lienthong_emulator.cli.hops import Hop

COLORS = {"justice": "cyan", "population": "green", "insurance": "magenta", "exchange": "yellow"}
ROUTE_WIDTH = len("population ← insurance")


class Timeline:
    """Prints hops as they come, and the world's time where it has moved on."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._shown: datetime | None = None

    def show(self, hop: Hop) -> None:
        moment = hop.time.replace(second=0, microsecond=0)
        if moment != self._shown:
            self._out.print(f"{moment:%Y-%m-%d %H:%M}", style="dim")
            self._shown = moment
        line = Table.grid(padding=(0, 1, 0, 1))
        line.add_column(width=ROUTE_WIDTH, no_wrap=True, overflow="fold")
        line.add_column(overflow="fold")
        line.add_row(Text(hop.route, style=COLORS.get(hop.agency, "")), Text(hop.title))
        self._out.print(line)
