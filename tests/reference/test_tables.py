"""Every fact names its source."""

import re
from pathlib import Path

import pytest

from lienthong_emulator.reference import tables

FACT_FILES = sorted((Path(tables.__file__).parent / "data").iterdir())
ONLY_OF_SOME = {"object_codes": {"changed_on", "level_since"}}
"""Columns that say something of few rows."""
SOURCE = re.compile(r"# Source: .*\d{4}|# Our choice: ")


def test_there_are_fact_files() -> None:
    assert [file.name for file in FACT_FILES] == [
        "armed_forces_offices.csv",
        "base_salaries.csv",
        "contribution_caps.csv",
        "contribution_rates.csv",
        "desk_times.csv",
        "districts.csv",
        "ethnic_groups.csv",
        "facilities.csv",
        "facility_names.csv",
        "holidays.csv",
        "household_health_shares.csv",
        "late_interest_rates.csv",
        "minimum_wages.csv",
        "object_codes.csv",
        "poverty_lines.csv",
        "provinces.csv",
        "voluntary_support.csv",
        "wage_regions.csv",
        "waiting_terms.csv",
    ]


@pytest.mark.parametrize("file", [pytest.param(file, id=file.name) for file in FACT_FILES])
def test_a_fact_file_opens_with_its_source_and_a_date(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    header = "\n".join(line for line in lines if line.startswith("#"))

    assert SOURCE.match(lines[0])
    assert re.search(r"\b\d{4}\b", header)


@pytest.mark.parametrize("file", [pytest.param(file, id=file.name) for file in FACT_FILES])
def test_the_rows_of_a_fact_file_are_all_filled_in(file: Path) -> None:
    rows = list(tables.records(file.stem))
    may_be_empty = ONLY_OF_SOME.get(file.stem, set())

    assert rows
    assert [row for row in rows if None in row or not all(row[name] for name in row.keys() - may_be_empty)] == []
