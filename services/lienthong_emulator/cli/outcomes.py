"""Outcomes as lines, for people or for programs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lienthong_emulator.cli.endings import Ending
from lienthong_emulator.cli.terminal import console, note, print_json

if TYPE_CHECKING:
    from lienthong_emulator.cli.desks import Outcome

MANY = 10
ENDED_BADLY = ("RETURNED", "REFUSED", "NUMBER_OBSTACLE")
COLORS = {
    **dict.fromkeys(("CARD_ISSUED", "FINISHED"), "green"),
    "IN_PROCESS": "yellow",
    **dict.fromkeys(ENDED_BADLY, "red"),
}
FILED_BEFORE = "To file it once more, take another --world, or begin anew with 'lienthong up --fresh'."


class Outcomes:
    """Tells outcomes as they come, and counts them."""

    def __init__(self, *, json: bool) -> None:
        self._json = json
        self._out = console()
        self._states: Counter[str] = Counter()

    def tell(self, outcome: Outcome[Any]) -> None:
        self._states[outcome.result.state] += 1
        if self._json:
            print_json(outcome.result.to_json(), flush=True)
        else:
            self._print(outcome)

    def ending(self) -> Ending:
        """Count for people, and judge."""
        if not self._json:
            counts = ", ".join(f"{count} {state}" for state, count in sorted(self._states.items()))
            note(f"dossiers: {counts}")
        return Ending.REFUSED if any(self._states[state] for state in ENDED_BADLY) else Ending.DONE

    def _print(self, outcome: Outcome[Any]) -> None:
        from rich.text import Text

        state = outcome.result.state
        with self._out.capture() as printed:  # and printed by Python: a progress bar moves aside for that
            heading = Text.assemble(
                f"{outcome.result.dossier}  ", (state, COLORS.get(state, "")), f"  {outcome.person}".rstrip()
            )
            self._out.print(heading, soft_wrap=True)
            for name, text in _facts(outcome):
                self._out.print(Text(fact_line(name, text)), soft_wrap=True)
        print(printed.get(), end="", flush=True)


@contextmanager
def progress(total: int, *, json: bool) -> Generator[Callable[[], None]]:
    """Yields what advances a bar on standard error; there is none where nobody watches, or there are few."""
    shares_terminal = sys.stdout.isatty()
    if total < MANY or not sys.stderr.isatty() or (json and shares_terminal):
        yield lambda: None
        return
    from rich.progress import Progress

    with Progress(console=console(stderr=True), transient=True, redirect_stdout=shares_terminal) as bar:
        dossiers = bar.add_task("Dossiers", total=total)
        yield lambda: bar.advance(dossiers)


def fact_line(name: str, text: str) -> str:
    return f"    {name:<16} {text}"


def _facts(outcome: Outcome[Any]) -> Iterator[tuple[str, str]]:
    result = outcome.result
    yield from outcome.facts
    if outcome.waits_until:
        yield "waits until", f"{outcome.waits_until} ({outcome.step})" if outcome.step else str(outcome.waits_until)
    elif outcome.step:
        yield "waits for", outcome.step
    if result.refusal:
        yield (
            result.state.lower(),
            result.refusal.reason + (f" ({result.refusal.field})" if result.refusal.field else ""),
        )
        yield "", result.refusal.message
        yield "", outcome.message_vi
        if result.refusal.reason == "DOSSIER_ALREADY_FILED":
            yield "", FILED_BEFORE
    if outcome.supplement_by:
        yield "supplement by", str(outcome.supplement_by)
    if result.case:
        yield "case", result.case
