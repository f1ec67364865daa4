"""A report as JUnit XML, as build servers read it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from lienthong_emulator.conformance.report import BAD
from lienthong_emulator.conformance.running import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong_emulator.conformance.report import Report
    from lienthong_emulator.conformance.running import Result

SKIPPED = (Outcome.KNOWN, Outcome.LEFT_OUT)


def junit_of(report: Report) -> bytes:
    """A suite for each service; what is known to fail, and what was left out, counts as skipped."""
    root = ElementTree.Element("testsuites", {"name": f"conformance of {report.target}", **_sums(report.all_results)})
    for service, results in report.results.items():
        suite = ElementTree.SubElement(root, "testsuite", {"name": service, **_sums(results)})
        coverage = ElementTree.SubElement(ElementTree.SubElement(suite, "properties"), "property", name="coverage")
        coverage.set("value", str(report.coverage_of(service)))
        for result in results:
            _add(suite, result)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _sums(results: Sequence[Result]) -> dict[str, str]:
    return {
        "tests": str(len(results)),
        "failures": str(sum(result.outcome in BAD for result in results)),
        "errors": "0",
        "skipped": str(sum(result.outcome in SKIPPED for result in results)),
        "time": f"{sum(result.seconds for result in results):.3f}",
    }


def _add(suite: ElementTree.Element, result: Result) -> None:
    case = result.case
    name = case.case_id.removeprefix(f"{case.service}/")
    row = ElementTree.SubElement(suite, "testcase", classname=case.service, name=name, time=f"{result.seconds:.3f}")
    if result.outcome in BAD:
        text = "\n".join(result.faults) or f"{result.outcome.value}: take it off the list"
        ElementTree.SubElement(row, "failure", message=_clean(text.splitlines()[0])).text = _clean(text)
    elif result.outcome in SKIPPED:
        ElementTree.SubElement(row, "skipped", message=_clean(result.note or result.outcome.value))


def _clean(text: str) -> str:
    """Without characters that XML cannot hold, which a server may well have sent."""
    return "".join(letter for letter in text if letter in "\t\n" or " " <= letter <= "\ud7ff" or letter >= "\ue000")
