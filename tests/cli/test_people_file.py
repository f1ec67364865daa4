"""A team's own people live in a new world."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.here import lienthong

MOTHER = """
people:
  - key: me
    full_name: Lê Thị Bưởi
    birth: 1995-03-04
    sex: female
    commune: "00166"
    insured_since: 2015
    personal_number: "901195000999"
"""


def test_a_mother_of_ones_own_is_found_by_the_register(tmp_path: Path) -> None:
    (tmp_path / "people.yaml").write_text(MOTHER, "utf-8")
    dossier = json.loads(lienthong("births", "example").out)[0]
    dossier["hoTich"] |= {
        "meHoTen": "Lê Thị Bưởi",
        "meNgaySinh": "04/03/1995",
        "meSoDDCN": "901195000999",
        "meSoGiayToTuyThan": "901195000999",
    }
    (tmp_path / "dossier.json").write_text(json.dumps(dossier), "utf-8")

    said = lienthong(
        "births",
        "file",
        tmp_path / "dossier.json",
        "--people-file",
        tmp_path / "people.yaml",
        "--json",
        LIENTHONG_TARGET="",
    )

    assert [outcome["state"] for outcome in said.objects()] == ["CARD_ISSUED"]


def test_every_fault_of_a_people_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "people.yaml"
    path.write_text(MOTHER.replace("full_name", "fullname").replace("1995-03-04", "1995-02-30"), "utf-8")

    said = lienthong("demo", "--out", tmp_path, "--people-file", path)

    assert said.code == 4
    for fault in ("people[0].fullname is unknown", "people[0].full_name is missing", "no calendar has 1995-02-30"):
        assert fault in said.err


def test_who_is_not_born_yet_is_refused_in_a_world_of_that_day_alone(tmp_path: Path) -> None:
    path = tmp_path / "people.yaml"
    path.write_text(MOTHER.replace("1995-03-04", "2022-03-04").replace("901195", "901322"), "utf-8")

    usual, later = (
        lienthong("people", "search", "bưởi", "--people-file", path, "--date", day)
        for day in ("2022-01-05", "2023-01-05")
    )

    assert (usual.code, later.code) == (4, 0)
    assert "people[0].birth 2022-03-04 lies after 2021-12-31" in usual.err


def test_a_people_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    said = lienthong("demo", "--out", tmp_path, "--people-file", tmp_path / "nobody.yaml")

    assert said.code == 4
    assert "nobody.yaml" in said.err


def test_the_demonstration_runs_in_another_year(tmp_path: Path) -> None:
    said = lienthong("demo", "--out", tmp_path, "--json", "--date", "2024-07-10")

    assert [outcome["state"] for outcome in said.objects()] == ["CARD_ISSUED"] * 5


def test_example_dossiers_are_those_of_the_worlds_year() -> None:
    usual, later = (json.loads(lienthong("births", "example", *words).out) for words in ((), ("--date", "2024-07-10")))

    assert usual[0]["hoTich"]["nksNgaySinh"] == "28/12/2021"
    assert later[0]["hoTich"]["nksNgaySinh"] == "28/12/2023"
