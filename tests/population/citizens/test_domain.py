"""Citizens, their numbers, and what a claim about them comes to."""

from dataclasses import replace
from datetime import date

import pytest

from lienthong_emulator.matching import Comparison, Outcome, PartialDate
from lienthong_emulator.population.citizens.domain import (
    Citizen,
    Claim,
    Subject,
    compare,
    is_same_child,
    issued_number,
    judge,
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
KHOA = replace(LAN, citizen_key=2, full_name="Lý Văn Khoa", sex=1, death_date=date(2020, 11, 3))


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
    ("found", "subject"),
    [
        pytest.param([], Subject.NOT_FOUND, id="nobody"),
        pytest.param([(LAN, False)], Subject.FOUND, id="one"),
        pytest.param([(LAN, True)], Subject.SUPERSEDED_IDENTIFIER, id="one with a newer number"),
        pytest.param([(LAN, True), (KHOA, True)], Subject.AMBIGUOUS, id="two"),
        pytest.param([(KHOA, False)], Subject.DECEASED, id="one who died"),
        pytest.param([(KHOA, True)], Subject.DECEASED, id="one who died, with a newer number"),
    ],
)
def test_who_carries_a_number(found: list[tuple[Citizen, bool]], subject: Subject) -> None:
    assert judge(found) is subject


def test_each_field_of_a_claim_is_compared_in_the_order_of_the_contract() -> None:
    claim = Claim(full_name="NGUYỄN THỊ LAN", birth_date=PartialDate(1993), sex=1)

    assert compare(claim, LAN) == {
        "full_name": Comparison(Outcome.MATCH_NORMALIZED, ("CASE",), "vn-names-1"),
        "birth_date": Comparison(Outcome.PARTIAL, ("CLAIM_YEAR_ONLY",), "vn-dates-1"),
        "sex": Comparison(Outcome.MISMATCH, (), "exact-1"),
    }
    assert list(compare(claim, LAN)) == ["full_name", "birth_date", "sex"]


def test_what_a_claim_leaves_out_is_not_compared() -> None:
    assert compare(Claim(), LAN) == {}
    assert list(compare(Claim(sex=2), LAN)) == ["sex"]


def test_a_date_that_contradicts_the_number_is_told() -> None:
    """Her number says 1993, the register 1994."""
    misrecorded = replace(LAN, birth_date=PartialDate(1994, 5, 17))

    found = compare(Claim(birth_date=PartialDate(1994, 5, 17)), misrecorded)
    assert found["birth_date"].reasons == ("ID_NUMBER_CONFLICT",)


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
