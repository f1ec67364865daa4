"""The tables of docs/matching.md, and what their cells mean."""

import re
from pathlib import Path

from lienthong_emulator.matching import Comparison, Outcome, PartialDate

PAGE = (Path(__file__).parents[2] / "docs" / "matching.md").read_text("utf-8")


def published(field: str) -> list[list[str]]:
    table = PAGE.split(f"<!-- cases: {field} -->\n\n")[1].split("\n\n")[0]
    _heading, _rule, *rows = table.splitlines()
    return [[_unescaped(cell.strip()) for cell in row[1:-1].split("|")] for row in rows]


def _unescaped(cell: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), cell)


def expected(outcome: str, reasons: str, rule: str) -> Comparison:
    return Comparison(Outcome[outcome], tuple(reasons.split(", ")) if reasons else (), rule)


def as_date(text: str) -> PartialDate | None:
    return PartialDate(*map(int, text.split("-"))) if text else None
