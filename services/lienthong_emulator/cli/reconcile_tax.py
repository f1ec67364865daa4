"""`reconcile tax`: a month of insurance held against what the tax service was told."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any, Final

from lienthong_emulator.cli.bars import bar
from lienthong_emulator.cli.endings import Ending
from lienthong_emulator.cli.files import write_whole
from lienthong_emulator.cli.moments import moment_of
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.tax import parse_month
from lienthong_emulator.cli.terminal import note, print_json

if TYPE_CHECKING:
    from pathlib import Path

    from google.type.date_pb2 import Date

    from lienthong import Client
    from lienthong.insurance.v1.tax_reconciliation_service_pb2 import TaxFinding, TaxReconciliation

INSURANCE: Final = "agencies/insurance"
SECONDS_BETWEEN_LOOKS: Final = 0.2
PAGE: Final = 1_000
FILE: Final = "tax_findings.csv"
WORDS: Final = {
    "TAX_CODE_UNKNOWN": "Employers that no unit here has the tax code of",
    "CLOSED_FOR_TAX": "Units closed or suspended for tax that declare staff",
    "HEADCOUNT_HIGHER": "Employers with more staff for tax",
    "INCOME_ABOVE_INSURED": "People paid more than is insured",
    "NOT_INSURED": "People paid and not insured",
    "NOT_PAID_IN": "Units that deducted and did not pay in",
    "NAME_DIFFERS": "Other name under the same tax code",
    "NUMBER_DIFFERS": "Other number under the same tax code",
}
COLUMNS: Final = (
    "number",
    "kind",
    "employer_tax_code",
    "unit_code",
    "person_tax_code",
    "participant",
    "first_month",
    "last_month",
    "held_here",
    "held_there",
    "amount",
)


async def reconcile_tax(month: str, out: Path | None, json: bool, target: str, world: str) -> Ending:
    """Have a month compared, the last that has ended where none is named; a bar shows how far it is."""
    from lienthong.insurance.v1.tax_reconciliation_service_pb2 import ReconcileTaxRequest

    async with client_of(parse_target(target), world, INSURANCE) as client:
        request = ReconcileTaxRequest(month=parse_month(month) if month else await _last_ended(client))
        begun = await client.tax_reconciliation.ReconcileTax(request)
        note(f"{begun.name} is under way")
        ended = await _followed(client, begun)
        if out is not None:
            write_whole(out / FILE, await _csv(client, ended.name))
    _show(ended, json)
    return Ending.DONE


async def _last_ended(client: Client) -> Date:
    from google.type.date_pb2 import Date

    from lienthong.control.v1.clock_service_pb2 import GetClockRequest

    now = moment_of((await client.clock.GetClock(GetClockRequest())).now)
    return Date(year=now.year, month=now.month - 1) if now.month > 1 else Date(year=now.year - 1, month=12)


async def _followed(client: Client, run: TaxReconciliation) -> TaxReconciliation:
    from lienthong.insurance.v1.tax_reconciliation_service_pb2 import GetTaxReconciliationRequest

    with bar("reconciling", run.total_steps) as show:
        while not run.done:
            show(run.steps_done)
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            run = await client.tax_reconciliation.GetTaxReconciliation(GetTaxReconciliationRequest(name=run.name))
    return run


def _show(run: TaxReconciliation, json: bool) -> None:
    if json:
        print_json(_as_json(run))
        return
    for count in run.counts:
        print(f"{WORDS[_kind(count.kind)]:<55}{count.count:>8,}{count.amount:>20,} đ")
    if not run.counts:
        print("Nothing differs")


def _as_json(run: TaxReconciliation) -> Any:
    from google.protobuf.json_format import MessageToDict

    return MessageToDict(run, preserving_proto_field_name=True)


def _kind(kind: Any) -> str:
    from lienthong.insurance.v1.tax_reconciliation_service_pb2 import TaxFindingKind

    return TaxFindingKind.Name(kind).removeprefix("TAX_FINDING_KIND_")


async def _csv(client: Client, name: str) -> bytes:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS)
    async for found in _findings(client, name):
        lines.writerow(_line(found))
    return text.getvalue().encode()


async def _findings(client: Client, name: str) -> AsyncGenerator[TaxFinding]:
    from lienthong.insurance.v1.tax_reconciliation_service_pb2 import ListTaxFindingsRequest

    request = ListTaxFindingsRequest(reconciliation=name, page_size=PAGE)
    while True:
        page = await client.tax_reconciliation.ListTaxFindings(request)
        for found in page.findings:
            yield found
        if not page.next_page_token:
            return
        request.page_token = page.next_page_token


def _line(found: TaxFinding) -> list[Any]:
    months = [f"{month.year:04}-{month.month:02}" for month in (found.first_month, found.last_month)]
    who = [found.employer_tax_code, found.unit_code, found.person_tax_code, found.participant]
    return [found.number, _kind(found.kind), *who, *months, found.held_here, found.held_there, found.amount]
