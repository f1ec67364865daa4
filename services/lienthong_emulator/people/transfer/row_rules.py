"""What the columns of one row must be to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lienthong_emulator.people.transfer.import_rules import is_partial_date
from lienthong_emulator.runtime.database import Value

PARTS_OF_A_DATE: Final = ("year", "month", "day")
_IN_ORDER: Final = (("valid_from", "valid_to"), ("first_month", "last_month"))
"""The later one may be 0, for what goes on."""
_APART: Final = (
    *((key, parent) for key in ("citizen_key", "person_key") for parent in ("mother_key", "father_key")),
    ("husband_key", "wife_key"),
)


@dataclass(frozen=True, slots=True)
class PartialDay:
    """A date that is kept as three numbers."""

    column: str
    places: Sequence[int]

    def fault(self, row: Sequence[Value]) -> str:
        """What is wrong with a row, empty where nothing is; `column` is to blame."""
        year, month, day = (int(str(row[place])) for place in self.places)
        return "" if is_partial_date(year, month, day) else f"there is no date {year}-{month:02}-{day:02}"


@dataclass(frozen=True, slots=True)
class InOrder:
    """Two days, or months, of which one does not come before the other."""

    column: str
    first: str
    places: tuple[int, int]

    def fault(self, row: Sequence[Value]) -> str:
        first, last = (row[place] for place in self.places)
        return f"{last} comes before {self.first}, {first}" if last and str(last) < str(first) else ""


@dataclass(frozen=True, slots=True)
class Apart:
    """Two people who cannot be one."""

    column: str
    other: str
    places: tuple[int, int]

    def fault(self, row: Sequence[Value]) -> str:
        other, one = (row[place] for place in self.places)
        return f"{one} stands in {self.other} too" if one == other else ""


RowRule = PartialDay | InOrder | Apart


def row_rules(names: Sequence[str]) -> Sequence[RowRule]:
    """What concerns a table with these columns."""
    return [
        *_partial_days(names),
        *(InOrder(last, first, _places(names, first, last)) for first, last in _IN_ORDER if {first, last} <= {*names}),
        *(Apart(one, other, _places(names, other, one)) for other, one in _APART if {other, one} <= {*names}),
    ]


def _partial_days(names: Sequence[str]) -> Iterator[PartialDay]:
    for prefix in (name.removesuffix("year") for name in names if name.endswith("_year")):
        triple = [f"{prefix}{part}" for part in PARTS_OF_A_DATE]
        if {*triple} <= {*names}:
            yield PartialDay(triple[-1], [names.index(name) for name in triple])


def _places(names: Sequence[str], one: str, other: str) -> tuple[int, int]:
    return names.index(one), names.index(other)
