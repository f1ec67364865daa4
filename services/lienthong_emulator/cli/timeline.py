"""Hops as lines on a terminal."""

from __future__ import annotations

import textwrap
from datetime import datetime
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console

    from lienthong_emulator.runtime.sequence_diagram import Hop

COLORS = {"justice": "cyan", "population": "green", "insurance": "magenta", "exchange": "yellow", "tax": "blue"}
ROUTE_WIDTH = len("population ← insurance")
NARROWEST = 20


class Timeline:
    """Prints hops as they come, and the world's time where it has moved on."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._shown: datetime | None = None

    def show(self, hop: Hop) -> None:
        moment = hop.time.replace(second=0, microsecond=0)
        if moment != self._shown:
            self._out.print(f"{moment:%Y-%m-%d %H:%M}", style="dim", soft_wrap=True)
            self._shown = moment
        first, *more = self._wrapped(hop.title)
        route = (f"  {hop.route:<{ROUTE_WIDTH}}  ", COLORS.get(hop.agency, ""))
        self._out.print(Text.assemble(route, first), soft_wrap=True)
        for line in more:
            self._out.print(" " * (ROUTE_WIDTH + 4) + line, soft_wrap=True)

    def _wrapped(self, title: str) -> list[str]:
        """The title as it fits beside the route."""
        return textwrap.wrap(title, max(self._out.width - ROUTE_WIDTH - 4, NARROWEST)) or [""]
