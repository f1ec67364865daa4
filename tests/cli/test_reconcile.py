"""Reconciling from the command line."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Ask


def test_two_lists_and_what_differs(ask: Ask) -> None:
    said = ask("reconcile", "population")
    lines = said.out.splitlines()

    assert said.code == 0
    assert re.fullmatch(r"lienthong: operations/insurance/\w+ is under way\n", said.err)
    assert [line[:7] for line in lines[:2]] == ["List 01", "List 02"]
    assert all(re.fullmatch(r"  [a-z_. ]+  [A-Z_]+ +\d+", line) for line in lines[2:-1])
    assert re.fullmatch(r"Discrepancies: \d+ new, 0 known before", lines[-1])
    assert "birth_date  MISMATCH" in said.out


def test_the_dead_of_justice(ask: Ask) -> None:
    """Út died in October, as his book says; insurance pays his pension."""
    said = ask("reconcile", "justice")

    assert said.code == 0
    assert re.search(r"  death_date  DECEASED +\d+\n", said.out)
    assert "residence" not in said.out


def test_the_lists_as_files(ask: Ask, tmp_path: Path) -> None:
    (found,) = ask("reconcile", "population", "--out", tmp_path / "new", "--json").objects()
    matched, not_matched = (
        list(csv.DictReader((tmp_path / "new" / f"{name}.csv").read_text("utf-8").splitlines()))
        for name in ("matched", "not_matched")
    )

    told = found["response"]
    assert (found["done"], len(matched), len(not_matched)) == (True, int(told["matched"]), int(told["not_matched"]))
    assert matched[0].keys() == {"participant", "social_insurance_number"}
    by_number = {line["social_insurance_number"]: line for line in not_matched}
    assert by_number["7908000332"]["discrepancies"] == by_number["7910000333"]["discrepancies"] != ""
    assert {line["subject"] for line in not_matched} >= {"FOUND", "DECEASED", "SUPERSEDED_IDENTIFIER"}
    assert "birth_date MISMATCH DAY_MONTH_SWAPPED" in {line["differences"] for line in not_matched}


def test_what_is_reported_stands_at_population(ask: Ask) -> None:
    ask("reconcile", "population", "--report")
    ask("clock", "advance", "--days", "1")  # waits until everything has arrived

    listed = ask("discrepancies", "list", "--at", "population", "--reporter", "agencies/insurance", "--json")
    assert len(listed.objects()) > 10


def test_what_has_ended_cannot_be_cancelled(ask: Ask) -> None:
    (found,) = ask("reconcile", "population", "--json").objects()
    (again,) = ask("reconcile", "population", "--cancel", found["name"], "--json").objects()
    nothing = ask("reconcile", "population", "--cancel", "operations/insurance/none")

    assert again == found
    assert (nothing.code, nothing.err.startswith("lienthong: OPERATION_NOT_FOUND: ")) == (1, True)


def test_there_is_no_other_ministry_yet(ask: Ask) -> None:
    assert ask("reconcile", "health").code == 2


def test_a_month_is_held_against_tax(ask: Ask, tmp_path: Path) -> None:
    for number in ("01", "02"):
        ask("tax", "annex", number, "--month", "2021-12")
    said = ask("reconcile", "tax", "--month", "2021-12", "--out", tmp_path)
    lines = list(csv.DictReader((tmp_path / "tax_findings.csv").read_text("utf-8").splitlines()))

    assert said.code == 0
    assert re.search(r"^People paid and not insured +1 +[\d,]+ đ$", said.out, re.MULTILINE)
    counts = [int(count) for count in re.findall(r"^.{55} *(\d+) ", said.out, re.MULTILINE)]
    assert [line["number"] for line in lines] == [str(number) for number in range(1, sum(counts) + 1)]
    assert {line["first_month"] for line in lines if line["kind"] == "NOT_INSURED"} == {"2021-12"}


def test_the_last_month_that_has_ended_is_compared_unless_another_is_named(ask: Ask) -> None:
    for number in ("01", "02"):
        ask("tax", "annex", number, "--month", "2021-12")
    (found,) = ask("reconcile", "tax", "--json").objects()

    assert found["month"] == {"year": 2021, "month": 12}


def test_a_month_goes_with_tax_alone(ask: Ask) -> None:
    said = ask("reconcile", "population", "--month", "2021-12")

    assert (said.code, said.out) == (2, "")
    assert said.err == "lienthong: --month goes with tax; population is compared as it is now\n"


def test_annexes_of_the_month_are_needed(ask: Ask) -> None:
    assert ask("reconcile", "tax", "--month", "December").code == 2
    assert ask("reconcile", "tax", "--month", "2021-12").err.startswith("lienthong: ANNEX_NOT_RECEIVED: ")
