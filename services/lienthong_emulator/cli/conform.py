"""`conform`: does a server keep the contract?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.target import Target, check_names, parse_target
from lienthong_emulator.cli.terminal import console, print_json

if TYPE_CHECKING:
    from lienthong_emulator.conformance.cases import Case
    from lienthong_emulator.conformance.report import Report

LARGEST_LIST = 10 << 20
"""Bytes."""


def conform(
    service: Annotated[
        list[str] | None,
        typer.Option("--service", metavar="NAME", help="Only this service, such as insurance.CardService. Repeatable."),
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Make no call that writes, and no world: for systems in use.")
    ] = False,
    known_failing: Annotated[
        Path | None,
        typer.Option(help="Ids of cases that fail, a line each, `# why` behind. One that passes is a failure."),
    ] = None,
    junit: Annotated[Path | None, typer.Option(help="Write a report as JUnit XML.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a report as one HTML page.")] = None,
    reasons: Annotated[bool, typer.Option("--reasons", help="Name the reasons that no case reached.")] = False,
    list_cases: Annotated[bool, typer.Option("--list", help="Print the ids of the cases, and run none.")] = False,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Run the behaviour of the contract as cases against a server that claims it: 0 when all are as they must be.

    Without --world, each service is tried in a world of its own where the server makes any.
    """

    def command() -> Ending:
        cases = _cases(service or [])
        if list_cases:
            return _list(cases, json)
        found = run(_run(cases, parse_target(target), world, read_only, _known(known_failing, cases)))
        _write(found, junit, html)
        return _show(found, json, reasons)

    finish(command, json=json)


def _cases(names: Sequence[str]) -> Mapping[str, Sequence[Case]]:
    from lienthong_emulator.conformance.chosen import chosen_cases
    from lienthong_emulator.conformance.services import UnknownName

    try:
        return chosen_cases(names)
    except UnknownName as error:
        raise Stopped(Ending.USAGE, f"--service: {error}") from error


def _known(path: Path | None, cases: Mapping[str, Sequence[Case]]) -> Mapping[str, str]:
    """A list may be of all services; those that are not run now are left alone."""
    from lienthong_emulator.cli.files import read_at_most
    from lienthong_emulator.conformance.chosen import chosen_cases
    from lienthong_emulator.conformance.known import MalformedLine, known_failing
    from lienthong_emulator.conformance.services import UnknownName

    if path is None:
        return {}
    every = {case.case_id for found in (chosen_cases([]), cases) for one in found.values() for case in one}
    try:
        return known_failing(read_at_most(path, LARGEST_LIST).decode(), every)
    except (UnknownName, MalformedLine, UnicodeDecodeError) as error:
        raise Stopped(Ending.UNUSABLE_FILE, f"{path}: {error}") from error


async def _run(
    cases: Mapping[str, Sequence[Case]], target: Target, world: str, reads_only: bool, known: Mapping[str, str]
) -> Report:
    from lienthong_emulator.conformance.calling import NotAnswering
    from lienthong_emulator.conformance.conforming import Plan, conform
    from lienthong_emulator.setup import AGENCIES

    check_names(target, world)
    addresses = {agency: target.named.get(agency, target.address) for agency in AGENCIES}
    plan = Plan(addresses=addresses, cases=cases, world=world, reads_only=reads_only, known=known)
    try:
        return await conform(plan)
    except NotAnswering as error:
        raise Stopped(Ending.UNAVAILABLE, str(error)) from error


def _list(cases: Mapping[str, Sequence[Case]], json: bool) -> Ending:
    for case in (case for found in cases.values() for case in found):
        row = {"id": case.case_id, "writes": not case.reads_only, "generated": case.generated}
        print_json(row) if json else print(case.case_id)
    return Ending.DONE


def _write(report: Report, junit: Path | None, html: Path | None) -> None:
    from lienthong_emulator.cli.files import write_whole
    from lienthong_emulator.conformance.report_html import html_of
    from lienthong_emulator.conformance.report_junit import junit_of

    if junit is not None:
        write_whole(junit, junit_of(report))
    if html is not None:
        write_whole(html, html_of(report).encode())


def _show(report: Report, json: bool, reasons: bool) -> Ending:
    from lienthong_emulator.conformance.report_text import print_report

    if not json:
        print_report(report, console(), reasons=reasons)
    for result in report.all_results if json else ():
        print_json({"id": result.case.case_id, "outcome": result.outcome.name, "faults": list(result.faults)})
    return Ending.DONE if report.passes else Ending.REFUSED
