"""`reconcile`: the whole register of insurance held against that of a ministry."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncGenerator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer

from lienthong_emulator.cli.bars import bar
from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.files import write_whole
from lienthong_emulator.cli.reconcile_tax import reconcile_tax
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import note, print_json

if TYPE_CHECKING:
    from google.longrunning.operations_pb2 import Operation

    from lienthong import Client
    from lienthong.insurance.v1.reconciliation_service_pb2 import (
        Reconciliation,
        ReconciliationCount,
        ReconciliationResult,
    )

INSURANCE: Final = "agencies/insurance"
"""Nobody else may."""
MILLISECONDS_BETWEEN_LOOKS: Final = 200
PAGE: Final = 5_000
MATCHED, NOT_MATCHED = "matched", "not_matched"
LISTS: Final = {
    MATCHED: "List 01: verified and in agreement",
    NOT_MATCHED: "List 02: different, or with no number to be found by",
}
"""As Plan 2207 has them."""
COLUMNS: Final = {
    MATCHED: ("participant", "social_insurance_number"),
    NOT_MATCHED: ("participant", "social_insurance_number", "subject", "differences", "discrepancies", "refusal"),
}


class Ministry(StrEnum):
    """Whose register it is held against."""

    POPULATION = "population"
    JUSTICE = "justice"
    TAX = "tax"


def reconcile(
    ministry: Annotated[Ministry, typer.Argument(help="Whose register participants are held against.")],
    report: Annotated[bool, typer.Option("--report", help="Report what differs to that register at once.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Folder for matched.csv and not_matched.csv, with tax for tax_findings.csv."),
    ] = None,
    month: Annotated[
        str, typer.Option("--month", help="YYYY-MM, with tax: what is compared; else the last that has ended.")
    ] = "",
    cancel: Annotated[str, typer.Option("--cancel", help="Stop this operation, and begin none.")] = "",
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Have every participant verified by a ministry; what differs becomes a discrepancy.

    Prints how long the two lists are that the offices know, and how often each kind of difference came up. With tax a
    month is held against annexes 01 and 02, and what differs becomes a finding with the amount at stake. Ctrl-C ends
    the command and not the operation.
    """
    if month and ministry is not Ministry.TAX:
        finish(lambda: _no_month(ministry), json=json)
    if ministry is Ministry.TAX:
        finish(lambda: run(reconcile_tax(month, out, json, target, world)), json=json)
    if cancel:
        finish(lambda: run(_cancel(cancel, json, target, world)), json=json)
    finish(lambda: run(_reconcile(f"agencies/{ministry}", report, out, json, target, world)), json=json)


def _no_month(ministry: Ministry) -> NoReturn:
    raise Stopped(Ending.USAGE, f"--month goes with tax; {ministry} is compared as it is now")


async def _cancel(name: str, json: bool, target: str, world: str) -> Ending:
    from google.longrunning.operations_pb2 import CancelOperationRequest

    async with client_of(parse_target(target), world, INSURANCE) as client:
        await client.operations.CancelOperation(CancelOperationRequest(name=name))
        ended = await _followed(client, name)
    _show(ended, json)
    return Ending.DONE


async def _reconcile(agency: str, report: bool, out: Path | None, json: bool, target: str, world: str) -> Ending:
    from lienthong.insurance.v1.reconciliation_service_pb2 import ReconcileRegisterRequest

    async with client_of(parse_target(target), world, INSURANCE) as client:
        request = ReconcileRegisterRequest(agency=agency, report=report)
        begun = await client.reconciliation.ReconcileRegister(request)
        note(f"{begun.name} is under way")
        ended = await _followed(client, begun.name)
        if out is not None:
            for which in LISTS:
                write_whole(out / f"{which}.csv", await _csv(client, begun.name, which))
    _show(ended, json)
    return Ending.DONE


async def _followed(client: Client, name: str) -> Operation:
    """The operation at its end; a bar shows how far it is."""
    from google.longrunning.operations_pb2 import WaitOperationRequest
    from google.protobuf.duration_pb2 import Duration

    look = Duration()
    look.FromMilliseconds(MILLISECONDS_BETWEEN_LOOKS)
    request = WaitOperationRequest(name=name, timeout=look)
    found = await client.operations.WaitOperation(request)
    with bar("reconciling", _progress(found).total) as show:
        while not found.done:
            show(_progress(found).verified)
            found = await client.operations.WaitOperation(request)
    return found


def _progress(operation: Operation) -> Reconciliation:
    from lienthong.insurance.v1.reconciliation_service_pb2 import Reconciliation

    found = Reconciliation()
    operation.metadata.Unpack(found)
    return found


def _show(operation: Operation, json: bool) -> None:
    found = _progress(operation)
    if json:
        print_json(_as_json(operation))
        return
    if operation.HasField("error"):
        print(f"Stopped after {found.verified:,} of {found.total:,}.")
    for which, length in ((MATCHED, found.matched), (NOT_MATCHED, found.not_matched)):
        print(f"{LISTS[which]:<55}{length:>12,}")
    for count in found.counts:
        print(f"  {_kind(count):<53}{count.count:>12,}")
    opened, known = found.discrepancies_opened, found.discrepancies_known
    print(f"Discrepancies: {opened:,} new, {known:,} known before")


def _as_json(operation: Operation) -> Any:
    from google.protobuf.json_format import MessageToDict

    return MessageToDict(operation, preserving_proto_field_name=True)


def _kind(count: ReconciliationCount) -> str:
    from lienthong.type.v1.field_match_pb2 import MatchOutcome, SubjectOutcome

    subject = SubjectOutcome.Name(count.subject).removeprefix("SUBJECT_OUTCOME_") if count.subject else ""
    outcome = MatchOutcome.Name(count.outcome).removeprefix("MATCH_OUTCOME_")
    return f"{count.field or 'not compared'}  {subject or outcome}"


async def _csv(client: Client, operation: str, which: str) -> bytes:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS[which])
    async for result in _results(client, operation, which):
        lines.writerow(_line(result)[: len(COLUMNS[which])])
    return text.getvalue().encode()


async def _results(client: Client, operation: str, which: str) -> AsyncGenerator[ReconciliationResult]:
    from lienthong.insurance.v1 import reconciliation_service_pb2 as pb

    wanted = pb.ReconciliationList.Value(f"RECONCILIATION_LIST_{which.upper()}")
    request = pb.ListReconciliationResultsRequest(operation=operation, list=wanted, page_size=PAGE)
    while True:
        page = await client.reconciliation.ListReconciliationResults(request)
        for result in page.results:
            yield result
        if not page.next_page_token:
            return
        request.page_token = page.next_page_token


def _line(result: ReconciliationResult) -> Sequence[str]:
    from lienthong.type.v1.field_match_pb2 import MatchOutcome, SubjectOutcome

    differences = [
        " ".join([field.field, MatchOutcome.Name(field.outcome).removeprefix("MATCH_OUTCOME_"), *field.reasons])
        for field in result.fields
    ]
    subject = SubjectOutcome.Name(result.subject).removeprefix("SUBJECT_OUTCOME_") if result.subject else ""
    number, discrepancies = result.social_insurance_number, " ".join(result.discrepancies)
    return result.participant, number, subject, "; ".join(differences), discrepancies, result.refusal.reason
