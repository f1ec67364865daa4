"""A bar on standard error for what takes a while."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

from lienthong_emulator.cli.terminal import console


@contextmanager
def bar(title: str, total: int) -> Generator[Callable[[int], None]]:
    """Yields what sets how far it is; there is no bar where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda _completed: None
        return
    from rich.progress import Progress

    with Progress(console=console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()) as progress:
        task = progress.add_task(title, total=total)
        yield lambda completed: progress.update(task, completed=completed)
