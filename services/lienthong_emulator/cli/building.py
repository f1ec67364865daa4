"""How far agencies have come with building their parts of a world, for who waits at a terminal."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from lienthong_emulator.cli.terminal import console, note

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Building:
    """A bar for each agency, on standard error; a single line where nobody watches. Nothing before there is news."""

    def __init__(self, *, copied_next_time: bool = True) -> None:
        self._then = "; the next one of this recipe is a copy" if copied_next_time else ""
        self._stack = ExitStack()
        self._bars: Progress | None = None
        self._of_agency: dict[str, TaskID] = {}
        self._noted = False

    def __enter__(self) -> Building:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def tell(self, agency: str, people: int, of: int) -> None:
        if not sys.stderr.isatty():
            self._note_once(of)
            return
        bars = self._bars or self._begin()
        if agency not in self._of_agency:
            self._of_agency[agency] = bars.add_task(agency, total=of)
        bars.update(self._of_agency[agency], completed=people)

    def _note_once(self, of: int) -> None:
        if not self._noted:
            note(f"building a world of {of:,} people{self._then}")
        self._noted = True

    def _begin(self) -> Progress:
        from rich.progress import Progress  # most worlds are there at once

        self._bars = self._stack.enter_context(Progress(console=console(stderr=True), transient=True))
        return self._bars
