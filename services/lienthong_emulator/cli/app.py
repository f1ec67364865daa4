"""Every command, as Typer knows it. The modules behind them import what is heavy when they run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from inspect import Signature
from typing import Annotated, Any

import typer

from lienthong_emulator.cli import (
    amendments,
    births,
    card,
    check,
    citizens,
    claim,
    clock,
    conform,
    deaths,
    demo,
    discrepancies,
    faults,
    journal,
    people,
    personas,
    qr,
    reconcile,
    signs,
    tax,
    trace,
    waits,
    world_estimate,
    world_export,
    world_import,
    world_key,
    world_stats,
    worlds,
)
from lienthong_emulator.cli.commands import Commands
from lienthong_emulator.cli.common_options import parameter_of
from lienthong_emulator.cli.options import Play, Serve

EXIT_CODES = (
    "Exit codes: 0 done; 1 refused by the contract; 2 wrong usage; 3 nobody answers, or the port is taken; "
    "4 a file, folder or database that cannot be used.\n\n"
    'With --json a command that cannot go on ends its output with one line, {"refusal": {"reason": ..., "field": ..., '
    '"message": ...}}: a reason of the contract, else REFUSED, USAGE, UNAVAILABLE or UNUSABLE_FILE.'
)

app = typer.Typer(
    name="lienthong",
    cls=Commands,
    help="Viet Nam's National Insurance Database and the ministries around it, emulated on one machine.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _command_of(options: type[Play]) -> Callable[..., None]:
    """A command whose parameters are the fields of the options."""

    def command(**given: Any) -> None:
        from lienthong_emulator.cli.play import play

        play(options(**given))

    command.__doc__ = options.__doc__
    vars(command)["__signature__"] = Signature([parameter_of(option) for option in fields(options)])
    return command


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"lienthong {version('lienthong-emulator')}")
        raise typer.Exit


@app.callback()
def lienthong(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print it.")
    ] = False,
) -> None:
    """Viet Nam's National Insurance Database and the ministries around it, emulated on one machine."""


app.command("up")(_command_of(Play))
app.command("serve")(_command_of(Serve))
app.command("demo")(demo.demo)
app.add_typer(births.app, name="births")
app.add_typer(deaths.app, name="deaths")
app.add_typer(amendments.app, name="amendments")
app.command("trace")(trace.trace)
app.command("waits")(waits.waits)
app.command("card")(card.card)
app.add_typer(qr.app, name="qr")
app.add_typer(claim.app, name="claim")
app.command("personas")(personas.personas)
app.add_typer(people.app, name="people")
app.add_typer(citizens.app, name="citizens")
app.add_typer(worlds.app, name="world")
worlds.app.command("stats")(world_stats.stats)
worlds.app.command("key")(world_key.key)
worlds.app.command("estimate")(world_estimate.estimate)
worlds.app.command("export")(world_export.export)
worlds.app.command("import")(world_import.import_world)
app.command("reconcile")(reconcile.reconcile)
app.command("signs")(signs.signs)
app.add_typer(discrepancies.app, name="discrepancies")
app.add_typer(tax.app, name="tax")
app.add_typer(clock.app, name="clock")
app.add_typer(faults.app, name="faults")
app.add_typer(journal.app, name="journal")
app.command("check")(check.check)
app.command("conform")(conform.conform)
