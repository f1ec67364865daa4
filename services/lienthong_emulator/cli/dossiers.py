"""What `births` and `deaths` share of dossiers that a running emulator holds: to show, list and supplement them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lienthong_emulator.cli.endings import Ending, Stopped
from lienthong_emulator.cli.files import read_at_most
from lienthong_emulator.cli.target import client_of, parse_target, stopped_by
from lienthong_emulator.cli.terminal import note, print_json

if TYPE_CHECKING:
    from lienthong import Refused
    from lienthong_emulator.cli.desks import DossierDesk
    from lienthong_emulator.cli.filing_command import House
    from lienthong_emulator.linked_procedure import Form

    AnyDesk = DossierDesk[Any, Any, Any]


def house_at(target: str, world: str) -> House:
    """A client of an emulator that runs already."""
    return client_of(parse_target(target), world)


async def show(kind: type[AnyDesk], called: str, house: House, *, json: bool) -> Ending:
    """Show where a dossier stands."""
    async with house as client:
        desk = kind(client)
        tell(desk, await desk.found(called), json=json)
    return Ending.DONE


async def list_all(kind: type[AnyDesk], state: str, house: House, *, overdue: bool, json: bool) -> Ending:
    """List dossiers, those in a state or all, the oldest first."""
    count = 0
    async with house as client:
        desk = kind(client)
        async for dossier in desk.listed(state=desk.state(state), overdue_only=overdue):
            count += 1
            if json:
                print_json(_as_json(desk, dossier))
            else:
                print(_line(desk, dossier))
    if not json:
        note(f"{count:,} dossiers")
    return Ending.DONE


async def supplement(
    kind: type[AnyDesk], called: str, file: Path, house: House, seconds: float | None, *, json: bool
) -> Ending:
    """Supplement a dossier that was returned, and tell what came of it; without seconds, at once."""
    from lienthong import Refused, refused
    from lienthong_emulator.cli.filing import Filing, Patience
    from lienthong_emulator.cli.outcomes import Outcomes

    request, outcomes = _read(kind.form, file), Outcomes(json=json)
    async with house as client:
        desk = kind(client)
        dossier = await desk.found(called)
        _refuse_another(request, dossier)
        try:
            with refused():
                supplemented = await desk.supplement(dossier, request)
        except Refused as no:
            raise _in_senders_words(kind.form, no) from no
        patience = None if seconds is None else Patience(seconds)
        outcomes.tell(await Filing(desk, patience).followed(supplemented))
    return outcomes.ending()


def tell(desk: AnyDesk, dossier: Any, *, json: bool) -> None:
    """Print a dossier that is kept, for programs or for people."""
    if json:
        print_json(_as_json(desk, dossier))
    else:
        _print(desk, dossier)


def _read(form: Form[Any], file: Path) -> Any:
    """The one dossier of a document, as a request to file it."""
    from lienthong_emulator.linked_procedure import read_form
    from lienthong_emulator.linked_procedure.document import LARGEST_DOCUMENT
    from lienthong_emulator.runtime.refusals import Refusal

    try:
        dossiers = read_form(form, read_at_most(file, LARGEST_DOCUMENT))
        if len(dossiers) > 1:
            raise Stopped(Ending.USAGE, f"{file} holds {len(dossiers)} dossiers; a supplement is one")
        if dossiers[0].refusal is not None:
            raise dossiers[0].refusal
    except Refusal as no:
        raise Stopped(Ending.REFUSED, f"{no.reason}: {no}\n  {no.message_vi}", no) from no
    assert dossiers[0].request is not None
    return dossiers[0].request


def _refuse_another(request: Any, dossier: Any) -> None:
    """A file that says whose it is must not supplement the dossier of somebody else."""
    ours, theirs = dossier.linked_dossier_id, request.linked_dossier_id
    if ours and theirs and ours != theirs:
        raise Stopped(Ending.USAGE, f"the file is of the dossier {theirs}, not of {ours}")


def _in_senders_words(form: Form[Any], no: Refused) -> Stopped:
    """With the JSON's names for the fields, as filing tells it."""
    from lienthong_emulator.cli.filing import as_kept
    from lienthong_emulator.linked_procedure import result_refusal

    told = result_refusal(form, as_kept(no))
    field = f" ({told.field})" if told.field else ""
    message_vi = form.in_senders_words(no.message_vi)
    return Stopped(stopped_by(no).ending, f"{told.reason}{field}: {told.message}\n  {message_vi}", told)


def _as_json(desk: AnyDesk, dossier: Any) -> Mapping[str, object]:
    """The keys of filing, and what a dossier that is kept has beside them."""
    outcome = desk.outcome_of(dossier)
    return {
        **outcome.result.to_json(),
        "name": dossier.name,
        desk.person: outcome.person,
        "step": outcome.step or None,
        "due_date": _due(dossier),
        "overdue": dossier.overdue,
        "supplement_due_date": str(outcome.supplement_by) if outcome.supplement_by else None,
        "attempts": dossier.attempts,
        **desk.kept(dossier),
    }


def _print(desk: AnyDesk, dossier: Any) -> None:
    from lienthong_emulator.cli.outcomes import Outcomes, fact_line

    Outcomes(json=False).tell(desk.outcome_of(dossier))
    for name, text in desk.facts_kept(dossier):
        print(fact_line(name, text))
    print(fact_line("due by", f"{_due(dossier)} (overdue)" if dossier.overdue else _due(dossier)))
    if dossier.attempts:
        print(fact_line("tried in vain", f"{dossier.attempts} times: a peer does not answer"))


def _line(desk: AnyDesk, dossier: Any) -> str:
    outcome = desk.outcome_of(dossier)
    late = "  overdue" if dossier.overdue else ""
    return f"{outcome.result.dossier:<20}  {outcome.result.state:<11}  due {_due(dossier)}  {outcome.person}{late}"


def _due(dossier: Any) -> str:
    from lienthong_emulator.wire import full_date

    return str(full_date(dossier.due_date))
