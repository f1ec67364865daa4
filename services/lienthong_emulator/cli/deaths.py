"""`deaths`: file death dossiers, see and supplement them, and revoke entries that were made by mistake."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli import dossiers
from lienthong_emulator.cli.asked_recipe import OfWorldOption, year_asked
from lienthong_emulator.cli.common_options import (
    USUAL_ADDRESS,
    JsonOption,
    TargetOption,
    WorldOption,
    with_new_world,
)
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.files import write_standard
from lienthong_emulator.cli.filing_command import (
    Dossiers,
    OwnTargetOption,
    TimeoutOption,
    WaitOption,
    file_document,
    house_of,
)
from lienthong_emulator.cli.options import NewWorld
from lienthong_emulator.cli.target import client_of, parse_target

if TYPE_CHECKING:
    from lienthong_emulator.cli.death_desk import DeathDesk

JUSTICE = "agencies/justice"

app = typer.Typer(
    help="File, see and supplement death dossiers, and revoke entries.", no_args_is_help=True, rich_markup_mode=None
)

DossierArgument = Annotated[
    str, typer.Argument(help="Its maHoSoLT, of several the latest dossier; else deathDossiers/ID, as the others print.")
]
Supplement = Annotated[
    Path, typer.Argument(help="JSON of the whole dossier anew, as `deaths file` takes it; - reads standard input.")
]


class Stand(StrEnum):
    """States of the contract, as they are typed."""

    IN_PROCESS = "in-process"
    RETURNED = "returned"
    REFUSED = "refused"
    FINISHED = "finished"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


@app.command(epilog="Exit code 1 when a dossier was refused or returned, 0 when each is finished or in process.")
@with_new_world
def file(
    dossier: Dossiers,
    new: NewWorld,
    target: OwnTargetOption = "",
    world: WorldOption = "",
    wait: WaitOption = True,
    timeout: TimeoutOption = 30.0,
    json: JsonOption = False,
) -> None:
    """File death dossiers, and tell what came of each, in their order. One that was returned is supplemented."""
    seconds = timeout if wait else None
    finish(
        lambda: run(file_document(_desk(), dossier, house_of(new, target, world, json=json), seconds, json=json)),
        json=json,
    )


@app.command()
def example(
    date: Annotated[str, typer.Option("--date", help="Day on which the world starts. [2022-01-05]")] = "",
    world: OfWorldOption = "",
    target: TargetOption = USUAL_ADDRESS,
) -> None:
    """Print the four example dossiers, with the numbers that the people have in the world."""
    finish(lambda: _example(run(year_asked(date, world, target))))


@app.command()
def show(
    dossier: DossierArgument, json: JsonOption = False, target: TargetOption = USUAL_ADDRESS, world: WorldOption = ""
) -> None:
    """Show where a death dossier stands, and what came of it."""
    finish(lambda: run(dossiers.show(_desk(), dossier, dossiers.house_at(target, world), json=json)), json=json)


@app.command("list")
def list_dossiers(
    state: Annotated[Stand | None, typer.Option("--state", help="Only those in this state.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those that should be registered by now.")] = False,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """List death dossiers, the oldest first. --json prints a line for each."""
    wanted = state.name if state else ""
    finish(
        lambda: run(dossiers.list_all(_desk(), wanted, dossiers.house_at(target, world), overdue=overdue, json=json)),
        json=json,
    )


@app.command()
def supplement(
    dossier: DossierArgument,
    file: Supplement,
    wait: WaitOption = True,
    timeout: TimeoutOption = 30.0,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Supplement a death dossier that was returned, and tell what came of it as `deaths file` does."""
    seconds = timeout if wait else None
    finish(
        lambda: run(dossiers.supplement(_desk(), dossier, file, dossiers.house_at(target, world), seconds, json=json)),
        json=json,
    )


@app.command()
def revoke(
    dossier: DossierArgument,
    reason: Annotated[str, typer.Option("--reason", help="Why the entry was a mistake.")],
    caller: Annotated[
        str, typer.Option("--as", metavar="CALLER", help="Who asks: justice, or a commune as communes/CODE.")
    ] = JUSTICE,
    timeout: TimeoutOption = 30.0,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Revoke the entry that came of a dossier: who was taken for dead is alive again everywhere."""
    finish(lambda: run(_revoke(dossier, reason, caller, timeout, json, target, world)), json=json)


def _desk() -> type[DeathDesk]:
    from lienthong_emulator.cli.death_desk import DeathDesk

    return DeathDesk


def _example(year: int) -> Ending:
    from lienthong_emulator.linked_procedure import example_death_dossiers

    write_standard(example_death_dossiers(year))
    return Ending.DONE


async def _revoke(called: str, reason: str, caller: str, seconds: float, json: bool, target: str, world: str) -> Ending:
    from lienthong.justice.v1.death_service_pb2 import RevokeDeathRecordRequest
    from lienthong_emulator.cli.filing import Filing, Patience

    async with client_of(parse_target(target), world, caller) as client:
        desk = _desk()(client)
        dossier = await desk.found(called)
        if not dossier.HasField("death_record"):
            raise Stopped(Ending.REFUSED, f"no entry has come of {called}: there is nothing to revoke")
        await client.deaths.RevokeDeathRecord(RevokeDeathRecordRequest(name=dossier.death_record.name, reason=reason))
        await Filing(desk, Patience(seconds)).followed(await desk.get(dossier.name))
        dossiers.tell(desk, await desk.get(dossier.name), json=json)
    return Ending.DONE
