"""Citizens and their numbers."""

from datetime import date

import pytest

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.population.citizens.domain import (
    Citizen,
    citizen_card_issued,
    is_same_child,
    issued_number,
    number_stem,
)
from lienthong_emulator.population.citizens.errors import SerialsExhausted
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.identity_numbers import Sex

DICH_VONG = Address("01", "005", "00166", "Số 12 ngõ 34 Xuân Thủy")
LAN = Citizen(
    citizen_key=1,
    personal_number="901193000017",
    full_name="Nguyễn Thị Lan",
    birth_date=PartialDate(1993, 5, 17),
    sex=2,
    ethnic_group="01",
    nationality="VN",
    registration_commune="00166",
    hometown=DICH_VONG,
    residence=DICH_VONG,
)


@pytest.mark.parametrize(
    ("province", "sex", "year", "stem"),
    [
        pytest.param("01", Sex.MALE, 1999, "901099", id="a man of the twentieth century"),
        pytest.param("01", Sex.FEMALE, 1999, "901199", id="a woman of it"),
        pytest.param("79", Sex.MALE, 2000, "979200", id="a boy of the twenty-first"),
        pytest.param("79", Sex.FEMALE, 2022, "979322", id="a girl of it"),
        pytest.param("02", Sex.MALE, 2100, "902400", id="a boy of the next"),
    ],
)
def test_a_number_opens_with_place_century_and_sex_and_year(province: str, sex: Sex, year: int, stem: str) -> None:
    assert number_stem(province, sex, year) == stem


def test_numbers_issued_while_a_world_runs_lie_above_those_it_starts_with() -> None:
    assert [issued_number("901222", count) for count in (1, 2, 100_000)] == [
        "901222900000",
        "901222900001",
        "901222999999",
    ]


def test_the_serials_of_a_stem_come_to_an_end() -> None:
    with pytest.raises(SerialsExhausted) as no:
        issued_number("901222", 100_001)
    assert (no.value.reason, no.value.facts) == ("SERIALS_EXHAUSTED", {"stem": "901222"})


@pytest.mark.parametrize(
    ("name", "sex", "same"),
    [
        pytest.param("nguyễn thị  lan", 2, True, id="written otherwise"),
        pytest.param("Nguyễn Thị Lam", 2, False, id="another name"),
        pytest.param("Nguyễn Thị Lan", 1, False, id="another sex: a twin"),
    ],
)
def test_a_child_registered_again_has_name_and_sex(name: str, sex: int, same: bool) -> None:
    assert is_same_child(LAN, name, sex) is same


@pytest.mark.parametrize(
    ("born", "issued"),
    [
        pytest.param(PartialDate(2008, 1, 6), None, id="14 tomorrow"),
        pytest.param(PartialDate(2008, 1, 5), date(2022, 1, 5), id="14 today"),
        pytest.param(PartialDate(2000, 6, 1), date(2016, 1, 1), id="14 before the law, 25 not yet"),
        pytest.param(PartialDate(1993, 5, 17), date(2018, 5, 17), id="25 since"),
        pytest.param(PartialDate(1978), date(2018, 1, 1), id="40, and only the year is known"),
        pytest.param(PartialDate(1956, 2, 29), date(2016, 2, 29), id="60 on a day that the year has"),
        pytest.param(PartialDate(1996, 2, 29), date(2021, 3, 1), id="25 on a day that the year has not"),
        pytest.param(PartialDate(1938), date(2016, 1, 1), id="84: her card stays good"),
    ],
)
def test_a_citizens_card_is_issued_at_the_birthdays_of_the_law(born: PartialDate, issued: date | None) -> None:
    assert citizen_card_issued(born, date(2022, 1, 5)) == issued
