"""`deaths`: file death dossiers, see them, and revoke entries that were made by mistake."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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
    House,
    OwnTargetOption,
    TimeoutOption,
    WaitOption,
    file_document,
    house_of,
)
from lienthong_emulator.cli.options import NewWorld
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import note, print_json

if TYPE_CHECKING:
    from lienthong.justice.v1.death_dossier_pb2 import DeathDossier
    from lienthong_emulator.cli.desks import Outcome
    from lienthong_emulator.linked_procedure import DeathResult

JUSTICE = "agencies/justice"

app = typer.Typer(help="File and see death dossiers, and revoke entries.", no_args_is_help=True, rich_markup_mode=None)

DossierArgument = Annotated[
    str, typer.Argument(help="Its maHoSoLT, of several the latest dossier; else deathDossiers/ID, as the others print.")
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

    finish(
        lambda: run(_file(dossier, house_of(new, target, world, json=json), timeout if wait else None, json)), json=json
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
    finish(lambda: run(_show(dossier, json, target, world)), json=json)


@app.command("list")
def list_dossiers(
    state: Annotated[Stand | None, typer.Option("--state", help="Only those in this state.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those that should be registered by now.")] = False,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """List death dossiers, the oldest first. --json prints a line for each."""
    finish(lambda: run(_list(state, overdue, json, target, world)), json=json)


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


async def _file(path: Path, house: House, seconds: float | None, json: bool) -> Ending:
    from lienthong_emulator.cli.death_desk import DeathDesk

    return await file_document(DeathDesk, path, house, seconds, json=json)


def _example(year: int) -> Ending:
    from lienthong_emulator.linked_procedure import example_death_dossiers

    write_standard(example_death_dossiers(year))
    return Ending.DONE


async def _show(called: str, json: bool, target: str, world: str) -> Ending:
    from lienthong_emulator.cli.death_desk import DeathDesk

    async with client_of(parse_target(target), world) as client:
        _tell(await DeathDesk(client).found(called), json=json)
    return Ending.DONE


async def _list(state: Stand | None, overdue: bool, json: bool, target: str, world: str) -> Ending:
    from lienthong.justice.v1.death_dossier_pb2 import DeathDossierState
    from lienthong_emulator.cli.death_desk import DeathDesk

    wanted = DeathDossierState.Value(f"DEATH_DOSSIER_STATE_{state.name if state else 'UNSPECIFIED'}")
    count = 0
    async with client_of(parse_target(target), world) as client:
        async for dossier in DeathDesk(client).listed(state=wanted, overdue_only=overdue):
            count += 1
            if json:
                print_json(_as_json(dossier))
            else:
                print(_line(dossier))
    if not json:
        note(f"{count:,} dossiers")
    return Ending.DONE


async def _revoke(called: str, reason: str, caller: str, seconds: float, json: bool, target: str, world: str) -> Ending:
    from lienthong.justice.v1.death_service_pb2 import RevokeDeathRecordRequest
    from lienthong_emulator.cli.death_desk import DeathDesk
    from lienthong_emulator.cli.filing import Filing, Patience

    async with client_of(parse_target(target), world, caller) as client:
        desk = DeathDesk(client)
        dossier = await desk.found(called)
        if not dossier.HasField("death_record"):
            raise Stopped(Ending.REFUSED, f"no entry has come of {called}: there is nothing to revoke")
        await client.deaths.RevokeDeathRecord(RevokeDeathRecordRequest(name=dossier.death_record.name, reason=reason))
        await Filing(desk, Patience(seconds)).followed(await desk.get(dossier.name))
        _tell(await desk.get(dossier.name), json=json)
    return Ending.DONE


def _tell(dossier: DeathDossier, *, json: bool) -> None:
    from lienthong_emulator.cli.outcomes import Outcomes, fact_line

    if json:
        print_json(_as_json(dossier))
        return
    Outcomes(json=False).tell(_outcome(dossier))
    print(fact_line("due by", f"{_due(dossier)} (overdue)" if dossier.overdue else _due(dossier)))
    if dossier.attempts:
        print(fact_line("tried in vain", f"{dossier.attempts} times: a peer does not answer"))


def _as_json(dossier: DeathDossier) -> dict[str, object]:
    """The keys of `deaths file`, and what a dossier that is kept has beside them."""
    outcome = _outcome(dossier)
    return {
        **outcome.result.to_json(),
        "name": dossier.name,
        "deceased": outcome.person,
        "step": outcome.step or None,
        "due_date": _due(dossier),
        "overdue": dossier.overdue,
        "supplement_due_date": str(outcome.supplement_by) if outcome.supplement_by else None,
        "revoke_reason": dossier.death_record.revoke_reason or None,
        "attempts": dossier.attempts,
    }


def _line(dossier: DeathDossier) -> str:
    outcome = _outcome(dossier)
    late = "  overdue" if dossier.overdue else ""
    return f"{outcome.result.dossier:<20}  {outcome.result.state:<11}  due {_due(dossier)}  {outcome.person}{late}"


def _outcome(dossier: DeathDossier) -> Outcome[DeathResult]:
    from lienthong_emulator.cli.death_desk import outcome_of

    return outcome_of(dossier)


def _due(dossier: DeathDossier) -> str:
    from lienthong_emulator.wire import full_date

    return str(full_date(dossier.due_date))
