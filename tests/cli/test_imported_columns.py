"""An import takes nothing in that an agency could not read, or that contradicts itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cli.exported import edit, export, imported, kept, rows_of, set_in

from lienthong_emulator.cli.imported_columns import RECORDS
from lienthong_emulator.cli.imported_files import tables_that_begin
from lienthong_emulator.roster import ROSTER

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["export", "kept"]


def test_an_export_does_not_tell_what_an_agency_makes_of_other_columns(export: Path) -> None:
    with (export / "population" / "identity_number.csv").open(encoding="utf-8") as file:
        assert next(file) == "value,kind,citizen_key,superseded\n"


@pytest.mark.parametrize(
    ("file", "column", "text", "why"),
    [
        ("insurance/card", "ending", "7", "'7' is not one of 0, 1, 2, 3, 110, 120"),
        ("insurance/card", "five_year_date", "", "there must be a day"),
        ("insurance/household", "confirm_date", "", "there must be a day"),
        ("insurance/employer", "type", "0", "'0' is not one of 1, 2, 3"),
        ("insurance/social_insurance", "object", "9", "'9' is not one of 0, 1"),
        ("insurance/welfare", "poverty", "4", "'4' is not one of 0, 1, 2, 3"),
        ("tax/organisation", "status", "42", "'42' is not one of 00, 01"),
        ("tax/organisation", "status", "", "'' is not one of 00, 01"),
        ("tax/organisation", "economic_type", "99", "'99' is not one of 1, 2"),
        ("justice/birth", "place_registered_on", "", "there must be a day"),
        ("justice/death", "died", "", "there must be a day"),
        ("insurance/card", "valid_to", "2001-01-01", "2001-01-01 comes before valid_from, 2015-01-01"),
        ("insurance/contribution", "last_month", "199901", "199901 comes before first_month, 201503"),
        ("insurance/contribution", "salary", "-1", "-1 is less than 0"),
        ("insurance/welfare", "monthly_allowance", "-1", "-1 is less than 0"),
        ("insurance/social_insurance", "payment_months", "-1", "-1 is less than 0"),
        (
            "insurance/card",
            "card_number",
            "DN4010113000029",
            "does not end with a social-insurance number of 0115000017",
        ),
        ("population/citizen", "mother_key", "1", "1 stands in citizen_key too"),
        ("population/citizen", "full_name", "", "there must be a name"),
        ("population/citizen", "full_name", " ", "there must be a name"),
        ("population/citizen", "full_name", "La\0n", "there is a character NUL in it"),
        ("insurance/household", "household_key", "0", "0 is not one of 1 to 9999999999"),
        ("insurance/participant", "household_key", "0", "0 is not one of 1 to 9999999999"),
    ],
)
def test_what_an_agency_cannot_read_is_refused(
    export: Path, tmp_path: Path, file: str, column: str, text: str, why: str
) -> None:
    path = export / f"{file}.csv"
    edit(path, set_in(2, column, text))

    said = imported(export, tmp_path / "data")

    assert said.code == 4
    assert said.err.startswith(f"lienthong: {path}, line 2, column {column}: ")
    assert why in said.err


def test_what_goes_on_has_no_last_month(export: Path, tmp_path: Path) -> None:
    edit(export / "insurance/contribution.csv", set_in(2, "last_month", "0"))

    assert imported(export, tmp_path / "data").code == 0


def test_a_card_may_carry_a_number_that_its_holder_had(export: Path, tmp_path: Path) -> None:
    path = export / "insurance/card.csv"

    assert any(row[2].endswith("7912000029") and row[0] == "113000029" for row in rows_of(path))
    assert imported(export, tmp_path / "data").code == 0


def test_every_table_with_a_class_of_its_rows_is_there() -> None:
    assert set(RECORDS) <= {table for agency in ROSTER.values() for table in tables_that_begin(agency)}
