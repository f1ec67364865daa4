"""The list of cases that are known to fail: a line for each, its id, and after `#` why."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lienthong_emulator.conformance.services import UnknownName


class MalformedLine(ValueError):
    """A line of the list that cannot be read."""


def known_failing(text: str, cases: Collection[str]) -> Mapping[str, str]:
    """Reasons by the id of a case; raises `UnknownName` where there is no such case, and `MalformedLine`."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        case_id, _, reason = (part.strip() for part in line.partition("#"))
        if not case_id:
            continue
        if " " in case_id or case_id in found:
            raise MalformedLine(f"line {number}: {'named twice' if case_id in found else 'more than one word'}: {line}")
        if case_id not in cases:
            raise UnknownName(f"case (line {number})", case_id, sorted(cases))
        found[case_id] = reason
    return found
