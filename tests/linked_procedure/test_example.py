"""The example dossiers follow the personas who are their parents."""

import json

import pytest

from lienthong_emulator.linked_procedure import (
    example_death_dossiers,
    example_dossiers,
    read_death_dossiers,
    read_dossiers,
)
from lienthong_emulator.people.by_hand.personas import personas

YEARS = range(2017, 2025)


def test_the_usual_ones_are_the_file() -> None:
    assert example_dossiers() == example_dossiers(2021)


@pytest.mark.parametrize("year", YEARS)
def test_parents_are_personas_of_the_year(year: int) -> None:
    by_number = {one.personal_number or one.cmnd: one for one in personas(year).values() if not one.same_as}
    for dossier in json.loads(example_dossiers(year)):
        said = dossier["hoTich"]
        for parent in ("me", "cha"):
            if said.get(f"{parent}HoTen"):
                persona = by_number[said[f"{parent}SoGiayToTuyThan"]]
                birth = persona.birth
                parts = [f"{part:02}" for part in (birth.day, birth.month, birth.year) if part]
                assert (persona.full_name, "/".join(parts)) == (said[f"{parent}HoTen"], said[f"{parent}NgaySinh"])


@pytest.mark.parametrize("year", YEARS)
def test_every_one_can_be_read_and_was_received_in_the_year_after(year: int) -> None:
    found = read_dossiers(example_dossiers(year))

    assert len(found) == 5
    for read in found:
        assert read.request
        assert read.request.receive_time.ToDatetime().year == year + 1


@pytest.mark.parametrize("year", YEARS)
def test_who_died_and_who_tells_are_personas_of_the_year(year: int) -> None:
    by_number = {one.personal_number or one.cmnd: one for one in personas(year).values() if not one.same_as}
    for dossier in json.loads(example_death_dossiers(year)):
        said = dossier["hoTich"]
        deceased, applicant = (by_number[said[f"{who}SoGiayToTuyThan"]] for who in ("nkt", "nyc"))
        birth = deceased.birth
        parts = [f"{part:02}" for part in (birth.day, birth.month, birth.year) if part]
        told = (said["nktHoTen"], said["nktNgaySinh"], said["nktGioiTinh"], said["nycHoTen"])
        assert told == (deceased.full_name, "/".join(parts), str(int(deceased.sex)), applicant.full_name)


@pytest.mark.parametrize("year", YEARS)
def test_every_death_can_be_read_and_was_received_in_the_year_after(year: int) -> None:
    found = read_death_dossiers(example_death_dossiers(year))

    assert [read.refusal for read in found] == [None] * 4
    assert {read.request.receive_time.ToDatetime().year for read in found if read.request} == {year + 1}


def test_the_year_is_written_out_in_words() -> None:
    written = {year: json.loads(example_dossiers(year))[0]["hoTich"]["nksNgaySinhBangChu"] for year in YEARS}

    assert written[2017].endswith("năm hai nghìn không trăm mười bảy")
    assert written[2020].endswith("năm hai nghìn không trăm hai mươi")
    assert written[2024].endswith("năm hai nghìn không trăm hai mươi tư")
