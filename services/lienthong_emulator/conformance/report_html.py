"""A report as one HTML page that needs nothing else."""

from __future__ import annotations

from html import escape
from importlib import resources
from string import Template
from typing import TYPE_CHECKING

from lienthong_emulator.conformance.report import BAD
from lienthong_emulator.conformance.running import Outcome

if TYPE_CHECKING:
    from lienthong_emulator.conformance.report import Report
    from lienthong_emulator.conformance.running import Result

CLASSES = {Outcome.PASSED: "passed", Outcome.FAILED: "failed", Outcome.MENDED: "failed"}


def html_of(report: Report) -> str:
    """A page: what ran and failed on top, then each service with its cases and the reasons that nothing reached."""
    page = Template((resources.files("lienthong_emulator.conformance") / "report.html").read_text("utf-8"))
    counted = report.counted()
    return page.substitute(
        target=escape(report.target),
        verdict="passes" if report.passes else "does not pass",
        verdict_class="passed" if report.passes else "failed",
        counts=", ".join(f"{count} {outcome.value}" for outcome, count in counted.items()),
        services="\n".join(_service(report, name) for name in report.results),
    )


def _service(report: Report, name: str) -> str:
    coverage = report.coverage_of(name)
    results = report.results[name]
    unreached = ", ".join(f"{call} {reason}" for call, reason in coverage.unreached)
    left = f"<p class='quiet'>Not reached: {escape(unreached)}</p>" if unreached else ""
    is_open = " open" if any(result.outcome in BAD for result in results) else ""
    rows = "\n".join(_row(result) for result in sorted(results, key=lambda one: one.outcome not in BAD))
    return (
        f"<details{is_open}><summary><b>{escape(name)}</b> {len(results)} cases; {coverage}</summary>{left}"
        f"<table><tr><th>case</th><th>outcome</th><th>ms</th></tr>{rows}</table></details>"
    )


def _row(result: Result) -> str:
    name = escape(result.case.case_id.removeprefix(f"{result.case.service}/"))
    faults = "".join(f"<div class='fault'>{escape(fault)}</div>" for fault in (*result.faults, result.note) if fault)
    kind = CLASSES.get(result.outcome, "quiet")
    return (
        f"<tr><td>{name}{faults}</td><td class='{kind}'>{result.outcome.value}</td>"
        f"<td>{result.seconds * 1000:.1f}</td></tr>"
    )
