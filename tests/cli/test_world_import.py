"""An export that was edited into nonsense is refused, and says where."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.exported import Change, Table, edit, export, imported, kept, rows_of, set_in

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["export", "kept"]


def rename_a_column(table: Table) -> None:
    table[0][0] = "holder"


def drop_a_column(table: Table) -> None:
    for row in table:
        row.pop()


def repeat_a_column(table: Table) -> None:
    for row in table:
        row.append(row[0])


def shorten_a_row(table: Table) -> None:
    table[2].pop()


def repeat_a_row(table: Table) -> None:
    table.append(table[1])


def without_recipe(manifest: dict[str, Any]) -> None:
    del manifest["recipe"]


def recipe_that_is_none(manifest: dict[str, Any]) -> None:
    manifest["recipe"] = []


def recipe_with(**fields: object) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest["recipe"].update(fields)


def first_table_with(**fields: object) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest["tables"][0].update(fields)


@pytest.mark.parametrize(
    ("file", "change", "place"),
    [
        pytest.param(
            "insurance/card.csv",
            rename_a_column,
            "line 1, column holder: there is no such column",
            id="unknown column",
        ),
        pytest.param(
            "insurance/card.csv",
            drop_a_column,
            "line 1, column end_date: the column is missing",
            id="missing column",
        ),
        pytest.param(
            "insurance/card.csv",
            repeat_a_column,
            "line 1, column participant_key: the column stands there twice",
            id="a column twice",
        ),
        pytest.param("tax/person.csv", shorten_a_row, "line 3: there are 16 values, not 17", id="short"),
        pytest.param("tax/person.csv", list.clear, "line 1, column taxpayer_key: the column", id="empty"),
        pytest.param(
            "insurance/card.csv",
            set_in(4, "serial", "first"),
            "line 4, column serial: 'first' is not a whole number",
            id="not a number",
        ),
        pytest.param(
            "insurance/card.csv",
            set_in(4, "serial", "9" * 19),
            f"line 4, column serial: '{'9' * 19}' is not a whole number",
            id="too long a number",
        ),
        pytest.param(
            "insurance/card.csv",
            set_in(2, "valid_to", "2022-02-30"),
            "line 2, column valid_to: '2022-02-30' is not a day of the calendar",
            id="impossible date",
        ),
        pytest.param(
            "insurance/card.csv",
            set_in(2, "valid_to", ""),
            "line 2, column valid_to: there must be a day",
            id="missing date",
        ),
        pytest.param(
            "population/citizen.csv",
            set_in(3, "birth_date_month", "13"),
            "line 3, column birth_date_day: there is no date",
            id="impossible birth date",
        ),
        pytest.param(
            "insurance/contribution.csv",
            set_in(2, "first_month", "202113"),
            "line 2, column first_month: 202113 is not a month",
            id="impossible month",
        ),
        pytest.param(
            "population/citizen.csv",
            set_in(2, "residence_province_code", "1"),
            "line 2, column residence_province_code: '1' is not written as [0-9]{2}",
            id="a zero that a spreadsheet took away",
        ),
        pytest.param(
            "population/citizen.csv",
            set_in(2, "sex", "7"),
            "line 2, column sex: 7 is not one of 1 to 3",
            id="unknown code",
        ),
        *(
            pytest.param(
                file, set_in(2, column, code), f"line 2, column {column}: there is no {thing} {code}", id=f"no {thing}"
            )
            for file, column, code, thing in (
                ("population/citizen.csv", "registration_commune", "99999", "commune"),
                ("tax/person.csv", "residence_commune_code", "99999", "commune"),
                ("insurance/household.csv", "address_district_code", "998", "district"),
                ("population/citizen.csv", "residence_province_code", "99", "province"),
                ("insurance/card.csv", "initial_facility", "02999", "facility"),
                ("justice/registered_person.csv", "ethnic_group", "77", "ethnic group"),
            )
        ),
        pytest.param(
            "insurance/household.csv",
            repeat_a_row,
            ", column household_key: another line has the same",
            id="duplicate key",
        ),
        pytest.param(
            "insurance/card.csv",
            set_in(5, "participant_key", "999999999"),
            "line 5, column participant_key: 999999999 stands nowhere in participant, column participant_key",
            id="card of nobody",
        ),
        pytest.param(
            "population/citizen.csv",
            set_in(2, "mother_key", "999999999"),
            "line 2, column mother_key: 999999999 stands nowhere in citizen",
            id="child of nobody",
        ),
    ],
)
def test_nonsense_is_refused_with_its_place(
    export: Path, tmp_path: Path, file: str, change: Change, place: str
) -> None:
    edit(export / file, change)

    said = imported(export, tmp_path / "data")

    assert said.code == 4
    assert f"{export / file}" in said.err
    assert place in said.err
    assert said.err.endswith("; nothing was imported\n")
    assert not list((tmp_path / "data").glob("**/*.sqlite3"))


def test_a_second_line_with_a_key_is_told_by_its_number(export: Path, tmp_path: Path) -> None:
    path = export / "insurance/household.csv"
    edit(path, repeat_a_row)

    assert f"line {len(rows_of(path))}, column household_key" in imported(export, tmp_path / "data").err


def test_text_that_is_no_text_is_refused(export: Path, tmp_path: Path) -> None:
    path = export / "insurance/card.csv"
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))

    said = imported(export, tmp_path / "data")

    assert said.code == 4
    assert "card.csv: the text is not UTF-8" in said.err


def test_quotes_that_do_not_end_are_refused(export: Path, tmp_path: Path) -> None:
    path = export / "insurance/card.csv"
    path.write_text(path.read_text("utf-8") + '"open', "utf-8")

    assert imported(export, tmp_path / "data").code == 4


def test_a_missing_file_is_refused(export: Path, tmp_path: Path) -> None:
    (export / "tax/person.csv").unlink()

    assert "person.csv: the file is missing" in imported(export, tmp_path / "data").err


def test_a_file_that_would_be_overlooked_is_refused(export: Path, tmp_path: Path) -> None:
    shutil.copy(export / "tax/person.csv", export / "tax/people.csv")

    assert "people.csv: the manifest does not tell of it" in imported(export, tmp_path / "data").err


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(without_recipe, id="no recipe"),
        pytest.param(recipe_with(people="many"), id="people"),
        pytest.param(recipe_with(people=-1), id="less than nobody"),
        pytest.param(recipe_with(year=1999), id="year"),
        pytest.param(recipe_with(start_date="soon"), id="start"),
        pytest.param(recipe_with(start_date="2017-12-31", year=2016), id="start that no world reaches"),
        pytest.param(recipe_that_is_none, id="recipe that is none"),
        pytest.param(first_table_with(table="outbox"), id="table"),
        pytest.param(first_table_with(agency="police"), id="agency"),
    ],
)
def test_a_manifest_that_cannot_be_is_refused(
    export: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    path = export / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), "utf-8")

    said = imported(export, tmp_path / "data")

    assert said.code == 4
    assert str(export) in said.err


@pytest.mark.parametrize("text", [None, "{"], ids=["none", "no JSON"])
def test_a_folder_without_a_manifest_is_refused(export: Path, tmp_path: Path, text: str | None) -> None:
    (export / "manifest.json").unlink()
    if text is not None:
        (export / "manifest.json").write_text(text, "utf-8")

    assert imported(export, tmp_path / "data").code == 4
