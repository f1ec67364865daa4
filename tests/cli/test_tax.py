"""Annexes from the command line."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli.conftest import Ask


def test_an_annex_is_sent_and_shown(ask: Ask) -> None:
    said = ask("tax", "annex", "04", "--month", "2021-12")

    lines = said.out.splitlines()
    assert (said.code, lines[0]) == (0, "Annex 04 of 2021-12, version 1: acknowledged")
    assert lines[1] == "  from agencies/insurance to agencies/tax, due by 2022-01-09"
    assert re.fullmatch(r"  rows: \d+, parts: 1, bytes: [\d,]+, sha256 [0-9a-f]{16}", lines[2])
    assert said.err.endswith("is under way\n")


def test_one_that_was_sent_is_only_shown_unless_it_is_corrected(ask: Ask) -> None:
    first = ask("tax", "annex", "02", "--month", "2021-12")
    again = ask("tax", "annex", "02", "--month", "2021-12")
    corrected = ask("tax", "annex", "02", "--month", "2021-12", "--correct")

    assert (again.out, again.err) == (first.out, "")
    assert corrected.out.startswith("Annex 02 of 2021-12, version 2: acknowledged\n")


@pytest.mark.parametrize(
    ("number", "columns"),
    [
        ("01", {"tax_code", "display_name", "head_office_commune_code", "status", "managing_tax_office"}),
        ("02", {"employer_tax_code", "person_tax_code", "identity_number_value", "insurance_deducted"}),
        ("04", {"unit_code", "headcount", "payroll", "employer_total", "employee_social", "paid", "remaining"}),
        ("05", {"person_tax_code", "unit_code", "employer_accident", "remaining"}),
    ],
)
def test_rows_as_csv(ask: Ask, number: str, columns: set[str]) -> None:
    said = ask("tax", "annex", number, "--month", "2021-12", "--csv")
    rows = list(csv.DictReader(said.out.splitlines()))

    assert columns <= rows[0].keys()
    assert [row["number"] for row in rows] == [str(place) for place in range(1, len(rows) + 1)]
    assert len(rows) > 5


def test_rows_as_json(ask: Ask) -> None:
    annex, *rows = ask("tax", "annex", "01", "--month", "2021-12", "--json").objects()

    assert (annex["state"], int(annex["row_count"])) == ("ANNEX_STATE_ACKNOWLEDGED", len(rows))
    assert "taxpayer" in rows[0]


def test_a_quarter_without_findings_has_no_rows(ask: Ask) -> None:
    said = ask("tax", "annex", "03", "--month", "2021-10", "--csv")

    assert (said.code, said.out.count("\n")) == (0, 1)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("07", "--month", "2021-12"), 2, "there is no annex 07"),
        (("04", "--month", "December"), 2, "--month is written YYYY-MM"),
        (("04", "--month", "12-2021"), 2, "--month is written YYYY-MM"),
        (("04", "--month", "2022-01"), 1, "PERIOD_NOT_ENDED"),
        (("03", "--month", "2021-12"), 1, "IMPOSSIBLE_PERIOD"),
    ],
)
def test_what_cannot_be_is_told(ask: Ask, words: tuple[str, ...], code: int, told: str) -> None:
    said = ask("tax", "annex", *words)

    assert said.code == code
    assert told in said.err
