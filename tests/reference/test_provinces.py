"""The provinces before the merger of 2025."""

import re

import pytest

from lienthong_emulator.reference.provinces import (
    ArmedForcesOffice,
    Province,
    armed_forces_offices,
    provinces,
)


def test_there_are_63_provinces_in_rising_order() -> None:
    codes = list(provinces())

    assert len(codes) == 63
    assert codes == sorted(codes)
    assert all(re.fullmatch(r"[0-9]{2}", code) for code in codes)


@pytest.mark.parametrize(
    "province",
    [
        pytest.param(
            Province(
                code="01",
                name="Hà Nội",
                ascii_name="Ha Noi",
                region_code="RRD",
                successor_code="01",
                successor_name="Hà Nội",
            ),
            id="one that stays",
        ),
        pytest.param(
            Province(
                code="02",
                name="Hà Giang",
                ascii_name="Ha Giang",
                region_code="NMM",
                successor_code="08",
                successor_name="Tuyên Quang",
            ),
            id="one that joins its neighbour",
        ),
        pytest.param(
            Province(
                code="46",
                name="Thừa Thiên Huế",
                ascii_name="Thua Thien Hue",
                region_code="NCC",
                successor_code="46",
                successor_name="Huế",
            ),
            id="one that changes its name",
        ),
    ],
)
def test_a_province_is_found_by_its_code(province: Province) -> None:
    assert provinces()[province.code] == province


def test_the_63_provinces_become_34() -> None:
    successors = {province.successor_code for province in provinces().values()}

    assert len(successors) == 34
    assert successors <= set(provinces())


def test_there_are_six_regions() -> None:
    regions = {province.region_code for province in provinces().values()}

    assert regions == {"RRD", "NMM", "NCC", "CH", "SE", "MRD"}


def test_an_ascii_name_has_no_marks() -> None:
    assert all(province.ascii_name.isascii() for province in provinces().values())


def test_army_and_police_have_offices_beside_the_provinces() -> None:
    assert armed_forces_offices() == {
        "97": ArmedForcesOffice(code="97", name="Bảo hiểm xã hội Bộ Quốc phòng"),
        "98": ArmedForcesOffice(code="98", name="Bảo hiểm xã hội Công an nhân dân"),
    }
    assert armed_forces_offices().keys().isdisjoint(provinces())
