"""Accounts and officers follow from the seed and the code of a facility."""

from __future__ import annotations

import pytest
from tests.edge.hospital import md5

from lienthong_emulator.insurance.facilities.domain import (
    OfficerCheck,
    SignIn,
    check_officer,
    officers_of,
    sign_in,
)
from lienthong_emulator.reference.facilities import facilities_of
from lienthong_emulator.reference.identity_numbers import parse_personal_number

TEST_OFFICER = ("Nguyễn Thị Tiếp Đón", "901190999901")


def test_officers_are_the_same_for_a_seed_and_others_for_another() -> None:
    assert officers_of(1, "79034") == officers_of(1, "79034")
    assert officers_of(1, "79034") != officers_of(2, "79034")
    assert officers_of(1, "79034") != officers_of(1, "79035")


def test_the_test_officer_is_the_first_of_the_test_facility_in_every_world() -> None:
    for seed in (1, 2, 3):
        first, second = officers_of(seed, "01999")
        assert (first.full_name, first.personal_number) == TEST_OFFICER
        assert second.personal_number != first.personal_number


def test_no_officer_has_a_number_of_the_people_or_of_a_colleague() -> None:
    for facility in facilities_of("79"):
        numbers = [officer.personal_number for officer in officers_of(1, facility.code)]
        parsed = [parse_personal_number(number) for number in numbers]
        assert len(set(numbers)) == 2
        assert all(parts and parts.place_code == "979" and parts.serial >= 999_000 for parts in parsed)


@pytest.mark.parametrize("facility", ["01001", "79034", "96001"])
def test_an_officer_is_found_by_number_and_name(facility: str) -> None:
    for officer in officers_of(7, facility):
        assert check_officer(officers_of(7, facility), officer.personal_number, officer.full_name) is (
            OfficerCheck.REGISTERED
        )


def test_the_name_of_a_colleague_is_another() -> None:
    first, second = officers_of(1, "01999")

    assert check_officer((first, second), first.personal_number, "Lý Văn Khác") is OfficerCheck.NAME_DIFFERS
    assert check_officer((first, second), "", first.full_name) is OfficerCheck.NOT_REGISTERED


@pytest.mark.parametrize(
    ("username", "password", "result"),
    [
        pytest.param("01001_BV", "lienthong-01001", SignIn.ACCEPTED, id="by rule"),
        pytest.param("01001_BV", "lienthong-01002", SignIn.WRONG, id="another's password"),
        pytest.param("01000_BV", "lienthong-01000", SignIn.FACILITY_WRONG, id="serial 000 is no facility"),
        pytest.param("01998_BV", "lienthong-01998", SignIn.LOCKED, id="locked"),
        pytest.param("01998_BV", "lienthong", SignIn.WRONG, id="locked, and the password is another"),
        pytest.param("01001", "lienthong-01001", SignIn.WRONG, id="no account"),
        pytest.param("01999_901190999901", "lienthong-901190999901", SignIn.ACCEPTED, id="an officer"),
        pytest.param("01999_901190999901", "lienthong-01999", SignIn.WRONG, id="an officer with another password"),
        pytest.param("01001_901190999901", "lienthong-901190999901", SignIn.WRONG, id="an officer of another facility"),
        pytest.param("01000_901190999901", "lienthong-901190999901", SignIn.FACILITY_WRONG, id="an officer of none"),
    ],
)
def test_an_account_signs_in(username: str, password: str, result: SignIn) -> None:
    assert sign_in(username, md5(password), 1)[0] is result


def test_an_officers_account_is_locked_with_the_facilitys() -> None:
    officer = officers_of(1, "01998")[0].personal_number

    assert sign_in(f"01998_{officer}", md5(f"lienthong-{officer}"), 1)[0] is SignIn.LOCKED
