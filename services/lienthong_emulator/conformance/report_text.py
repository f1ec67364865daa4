"""A report for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.conformance.report import BAD

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from lienthong_emulator.conformance.report import Report
    from lienthong_emulator.conformance.running import Result

MOST_SHOWN = 50


def print_report(report: Report, console: Console, *, reasons: bool = False) -> None:
    """What failed, with why; then a row for each service; where wanted, the reasons that nothing reached."""
    bad = [result for result in report.all_results if result.outcome in BAD]
    for result in bad[:MOST_SHOWN]:
        _print_bad(result, console)
    if len(bad) > MOST_SHOWN:
        console.print(f"and {len(bad) - MOST_SHOWN} more")
    console.print(_table(report))
    for name in report.results if reasons else ():
        for call, reason in report.coverage_of(name).unreached:
            console.print(f"not reached: {name}/{call} {reason}")
    counted = ", ".join(f"{count} {outcome.value}" for outcome, count in report.counted().items())
    console.print(f"{report.target} {'passes' if report.passes else 'does not pass'}: {counted}")


def _print_bad(result: Result, console: Console) -> None:
    console.print(f"{result.case.case_id}: {result.outcome.value}", style="bold red")
    for fault in result.faults:
        console.print(f"  {fault}")


def _table(report: Report) -> Table:
    from rich.table import Column, Table

    table = Table(
        Column("service", no_wrap=True, min_width=max(map(len, report.results), default=0)), box=None, pad_edge=False
    )
    for title in ("cases", "generated", "not passed", "calls answered", "reasons reached", "seconds"):
        table.add_column(title, justify="right")
    for name, results in report.results.items():
        coverage = report.coverage_of(name)
        table.add_row(
            name,
            str(len(results)),
            str(sum(result.case.generated for result in results)),
            str(sum(result.outcome in BAD for result in results)),
            f"{len(coverage.answered)} of {len(coverage.calls)}",
            f"{len(coverage.reached)} of {len(coverage.reasons)}",
            f"{sum(result.seconds for result in results):.2f}",
        )
    return table
