"""`births show`, `list` and `supplement`: dossiers that a running emulator holds."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.files import read_at_most
from lienthong_emulator.cli.filing_command import TimeoutOption, WaitOption
from lienthong_emulator.cli.target import client_of, parse_target, stopped_by
from lienthong_emulator.cli.terminal import note, print_json

if TYPE_CHECKING:
    from lienthong import Refused
    from lienthong.justice.v1.birth_dossier_pb2 import BirthDossier
    from lienthong.justice.v1.civil_status_service_pb2 import FileBirthDossierRequest
    from lienthong.justice.v1.dossier_status_pb2 import StatusEntry
    from lienthong_emulator.cli.desks import Outcome
    from lienthong_emulator.linked_procedure import DossierResult

DossierArgument = Annotated[
    str, typer.Argument(help="Its maHoSoLT, of several the latest dossier; else birthDossiers/ID, as the others print.")
]
Supplement = Annotated[
    Path, typer.Argument(help="JSON of the whole dossier anew, as `births file` takes it; - reads standard input.")
]


class Stand(StrEnum):
    """States of the contract, as they are typed."""

    IN_PROCESS = "in-process"
    RETURNED = "returned"
    REFUSED = "refused"
    CARD_ISSUED = "card-issued"
    WITHDRAWN = "withdrawn"
    NUMBER_OBSTACLE = "number-obstacle"


def show(
    dossier: DossierArgument, json: JsonOption = False, target: TargetOption = USUAL_ADDRESS, world: WorldOption = ""
) -> None:
    """Show where a birth dossier stands, why, and by when it must go on."""
    finish(lambda: run(_show(dossier, json, target, world)), json=json)


def list_dossiers(
    state: Annotated[Stand | None, typer.Option("--state", help="Only those in this state.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those that should have ended by now.")] = False,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """List birth dossiers, the oldest first. --json prints a line for each."""
    finish(lambda: run(_list(state, overdue, json, target, world)), json=json)


def supplement(
    dossier: DossierArgument,
    file: Supplement,
    wait: WaitOption = True,
    timeout: TimeoutOption = 30.0,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Supplement a birth dossier that was returned, and tell what came of it as `births file` does."""
    finish(lambda: run(_supplement(dossier, file, timeout if wait else None, json, target, world)), json=json)


async def _show(called: str, json: bool, target: str, world: str) -> Ending:
    from lienthong_emulator.cli.birth_desk import BirthDesk

    async with client_of(parse_target(target), world) as client:
        dossier = await BirthDesk(client).found(called)
    if json:
        print_json(_as_json(dossier))
    else:
        _print(dossier)
    return Ending.DONE


async def _list(state: Stand | None, overdue: bool, json: bool, target: str, world: str) -> Ending:
    from lienthong.justice.v1.birth_dossier_pb2 import DossierState
    from lienthong_emulator.cli.birth_desk import BirthDesk

    wanted, count = DossierState.Value(f"DOSSIER_STATE_{state.name if state else 'UNSPECIFIED'}"), 0
    async with client_of(parse_target(target), world) as client:
        async for dossier in BirthDesk(client).listed(state=wanted, overdue_only=overdue):
            count += 1
            if json:
                print_json(_as_json(dossier))
            else:
                print(_line(dossier))
    if not json:
        note(f"{count:,} dossiers")
    return Ending.DONE


async def _supplement(called: str, file: Path, seconds: float | None, json: bool, target: str, world: str) -> Ending:
    from lienthong import Refused, refused
    from lienthong.justice.v1.civil_status_service_pb2 import SupplementBirthDossierRequest
    from lienthong_emulator.cli.birth_desk import BirthDesk
    from lienthong_emulator.cli.filing import Filing, Patience
    from lienthong_emulator.cli.outcomes import Outcomes

    request, outcomes = _read(file), Outcomes(json=json)
    async with client_of(parse_target(target), world) as client:
        desk = BirthDesk(client)
        dossier = await desk.found(called)
        _refuse_another(request, dossier)
        supplement = SupplementBirthDossierRequest(
            name=dossier.name, etag=dossier.etag, declaration=request.declaration
        )
        try:
            with refused():
                supplemented = await client.civil_status.SupplementBirthDossier(supplement)
        except Refused as no:
            raise _in_senders_words(no) from no
        patience = None if seconds is None else Patience(seconds)
        outcomes.tell(await Filing(desk, patience).followed(supplemented))
    return outcomes.ending()


def _read(file: Path) -> FileBirthDossierRequest:
    """The one dossier of a document."""
    from lienthong_emulator.linked_procedure import read_dossiers
    from lienthong_emulator.linked_procedure.document import LARGEST_DOCUMENT
    from lienthong_emulator.runtime.refusals import Refusal

    try:
        dossiers = read_dossiers(read_at_most(file, LARGEST_DOCUMENT))
        if len(dossiers) > 1:
            raise Stopped(Ending.USAGE, f"{file} holds {len(dossiers)} dossiers; a supplement is one")
        if dossiers[0].refusal is not None:
            raise dossiers[0].refusal
    except Refusal as no:
        raise Stopped(Ending.REFUSED, f"{no.reason}: {no}\n  {no.message_vi}", no) from no
    assert dossiers[0].request is not None
    return dossiers[0].request


def _refuse_another(request: FileBirthDossierRequest, dossier: BirthDossier) -> None:
    """A file that says whose it is must not supplement the dossier of somebody else."""
    ours, theirs = dossier.linked_dossier_id, request.linked_dossier_id
    if ours and theirs and ours != theirs:
        raise Stopped(Ending.USAGE, f"the file is of the dossier {theirs}, not of {ours}")


def _in_senders_words(no: Refused) -> Stopped:
    """With the JSON's names for the fields, as `births file` tells it."""
    from lienthong_emulator.cli.filing import as_kept
    from lienthong_emulator.linked_procedure import BIRTHS, result_refusal

    told = result_refusal(BIRTHS, as_kept(no))
    field = f" ({told.field})" if told.field else ""
    return Stopped(stopped_by(no).ending, f"{told.reason}{field}: {told.message}\n  {no.message_vi}", told)


def _as_json(dossier: BirthDossier) -> dict[str, object]:
    """The keys of `births file`, and what a dossier that is kept has beside them."""
    outcome = _outcome(dossier)
    return {
        **outcome.result.to_json(),
        "name": dossier.name,
        "child": outcome.person,
        "step": outcome.step or None,
        "due_date": _due(dossier),
        "overdue": dossier.overdue,
        "waits_until_date": str(outcome.waits_until) if outcome.waits_until else None,
        "supplement_due_date": str(outcome.supplement_by) if outcome.supplement_by else None,
        "attempts": dossier.attempts,
        "portal_status": int(dossier.portal_status),
        "status_history": [_status_as_json(entry) for entry in dossier.status_history],
    }


def _status_as_json(entry: StatusEntry) -> dict[str, object]:
    """A status with the portal's own names."""
    from lienthong_emulator.runtime.clock import HANOI
    from lienthong_emulator.runtime.convert import moment_of
    from lienthong_emulator.wire import full_date

    supplement_by = full_date(entry.supplement_due_date)
    return {
        "trangThai": int(entry.status),
        "thoiGianThucHien": moment_of(entry.time, "time").astimezone(HANOI).isoformat(),
        "nguoiXuLy": entry.handler,
        "ghiChu": entry.note,
        "hanBoSungHoSo": str(supplement_by) if supplement_by else None,
    }


def _print(dossier: BirthDossier) -> None:
    from lienthong.justice.v1.dossier_status_pb2 import PortalStatus
    from lienthong_emulator.cli.outcomes import Outcomes, fact_line

    Outcomes(json=False).tell(_outcome(dossier))
    status = PortalStatus.Name(dossier.portal_status).removeprefix("PORTAL_STATUS_")
    print(fact_line("at the portal", f"{dossier.portal_status} {status}"))
    print(fact_line("due by", f"{_due(dossier)} (overdue)" if dossier.overdue else _due(dossier)))
    if dossier.attempts:
        print(fact_line("tried in vain", f"{dossier.attempts} times: a peer does not answer"))


def _line(dossier: BirthDossier) -> str:
    outcome = _outcome(dossier)
    result = outcome.result
    late = "  overdue" if dossier.overdue else ""
    return f"{result.dossier:<20}  {result.state:<11}  due {_due(dossier)}  {outcome.person}{late}"


def _outcome(dossier: BirthDossier) -> Outcome[DossierResult]:
    from lienthong_emulator.cli.birth_desk import outcome_of

    return outcome_of(dossier)


def _due(dossier: BirthDossier) -> str:
    from lienthong_emulator.wire import full_date

    return str(full_date(dossier.due_date))
