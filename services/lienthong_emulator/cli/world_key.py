"""`world key`: what was planted in a world, and what a perfect verification would find."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from lienthong_emulator.cli.asked_recipe import OfWorldOption, recipe_asked
from lienthong_emulator.cli.bars import bar
from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, with_new_world
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.key_files import Tell, check_name, key_file
from lienthong_emulator.cli.options import NewWorld
from lienthong_emulator.cli.terminal import as_json, line_width, note
from lienthong_emulator.people.mistakes.difference import Difference
from lienthong_emulator.runtime.recipe import Nation, Recipe

WIDTHS = {"subject": 13, "agency": 11, "kind": 25, "field": 23, "truth": 28, "held": 28, "outcome": 0}
"""Columns for people: what is longer pushes the rest aside."""
ONE_LINE = 150
"""Columns that an entry takes on one line."""
ON_FIRST = 4
INDENT = "    "


@with_new_world
def key(
    new: NewWorld,
    agency: Annotated[str, typer.Option("--agency", help="Only what this agency holds wrongly.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="Only what is wrong in this way, such as SEX_OTHER.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="FILE.csv or FILE.json to write it to.")] = None,
    json: JsonOption = False,
    world: OfWorldOption = "",
    target: TargetOption = USUAL_ADDRESS,
) -> None:
    """List what some agency holds otherwise than the others, and what comparing it must come to.

    Worked out from the recipe alone, that of the world `up` begins with unless another is said. --json prints a line
    for each entry.
    """
    finish(lambda: _key(run(recipe_asked(new, world, target, json=json)), _Wanted(agency, kind), out, json), json=json)


class _Wanted:
    """Which entries are asked for."""

    def __init__(self, agency: str, kind: str) -> None:
        self._agency = agency
        self._kind = kind.upper()

    def __call__(self, entry: Difference) -> bool:
        return self._agency in ("", entry.agency) and self._kind in ("", entry.kind)

    def check(self, seen: Iterable[Difference]) -> None:
        """Refuse names that nothing planted on the personas carries: every agency and kind has its persona."""
        entries = list(seen)
        for option, given, known in (
            ("--agency", self._agency, {entry.agency for entry in entries}),
            ("--kind", self._kind, {entry.kind for entry in entries}),
        ):
            if given and given not in known:
                raise Stopped(
                    Ending.USAGE, f"{option}: nothing is known of {given}; there are {', '.join(sorted(known))}"
                )


def _key(recipe: Recipe, wanted: _Wanted, out: Path | None, json: bool) -> Ending:
    if out:
        check_name(out)
    wanted.check(_every_sort(recipe.nation))
    count = 0
    with _teller(out, json) as tell:
        for entry in filter(wanted, _all(recipe.nation)):
            count += 1
            tell(entry)
    if out or not json:
        note(f"{count:,} planted" + (f", written to {out}" if out else ""))
    return Ending.DONE


def _every_sort(nation: Nation) -> Iterator[Difference]:
    """One entry at least of every agency and kind."""
    from lienthong_emulator.people.mistakes.differences import (
        BIRTH_DEFAULTED,
        CLOSED_FOR_TAX,
        HEADCOUNT_ABOVE_INSURED,
        sorts,
    )
    from lienthong_emulator.people.mistakes.planted import everything_planted

    for sort in (*sorts(), BIRTH_DEFAULTED, CLOSED_FOR_TAX, HEADCOUNT_ABOVE_INSURED):
        yield Difference(
            subject="", agency=sort.agency, kind=sort.kind, field=sort.field, truth="", held="", outcome=sort.outcome
        )
    yield from everything_planted(replace(nation, people=0))


def _all(nation: Nation) -> Iterator[Difference]:
    """With a bar for as many as are to be expected: defaulted birth dates, employers and the dead come on top."""
    from lienthong_emulator.people.mistakes.planted import everything_planted

    expected = nation.people * nation.differing // 1_000
    with bar("Planted", expected) as tell:
        for count, entry in enumerate(everything_planted(nation)):
            tell(min(count, expected))
            yield entry


@contextmanager
def _teller(out: Path | None, json: bool) -> Generator[Tell]:
    """What takes one entry: to a file, else to standard output, for programs or for people."""
    if out is not None:
        with key_file(out) as tell:
            yield tell
    elif json:
        yield lambda entry: print(as_json(asdict(entry)))
    else:
        lines = _lines_for(line_width())
        _print(lines, {name: name.upper() for name in WIDTHS})
        yield lambda entry: _print(lines, asdict(entry))


def _lines_for(width: int) -> Sequence[Sequence[str]]:
    """The columns of each line: on a narrow terminal what is held otherwise stands on a second one."""
    names = list(WIDTHS)
    return [names] if width >= ONE_LINE else [names[:ON_FIRST], names[ON_FIRST:]]


def _print(lines: Sequence[Sequence[str]], entry: dict[str, str]) -> None:
    for place, names in enumerate(lines):
        cells = "  ".join((entry[name] or "-").ljust(WIDTHS[name]) for name in names).rstrip()
        print(INDENT + cells if place else cells)
