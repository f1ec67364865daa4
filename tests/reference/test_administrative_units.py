"""Districts and communes."""

from itertools import groupby, pairwise

import pytest

from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.administrative_units import (
    Commune,
    District,
    districts,
    find_commune,
    find_district,
    is_place,
    unknown_level,
)
from lienthong_emulator.reference.provinces import provinces


def commune_codes(district: District) -> range:
    return range(int(district.first_commune_code), int(district.last_commune_code) + 1, 3)


@pytest.mark.parametrize(
    "commune",
    [
        pytest.param(Commune(code="00001", district_code="001", province_code="01"), id="the first"),
        pytest.param(Commune(code="00166", district_code="005", province_code="01"), id="in Hà Nội"),
        pytest.param(Commune(code="00685", district_code="021", province_code="01"), id="Hà Nội's last"),
        pytest.param(Commune(code="00688", district_code="024", province_code="02"), id="Hà Giang's first"),
        pytest.param(Commune(code="26734", district_code="760", province_code="79"), id="Hồ Chí Minh's"),
        pytest.param(Commune(code="32239", district_code="969", province_code="96"), id="the last"),
    ],
)
def test_a_commune_is_found_with_its_district_and_province(commune: Commune) -> None:
    assert find_commune(commune.code) == commune


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("", id="empty"),
        pytest.param("00000", id="before the first"),
        pytest.param("00167", id="between two communes"),
        pytest.param("26731", id="between two provinces"),
        pytest.param("99997", id="after the last"),
        pytest.param("166", id="too short"),
        pytest.param("000166", id="too long"),
        pytest.param("0016x", id="no digit"),
        pytest.param("٠٠١٦٦", id="digits of another script"),
        pytest.param("00166\n", id="a line end"),
    ],
)
def test_any_other_code_is_no_commune(code: str) -> None:
    assert find_commune(code) is None


def test_every_commune_of_a_district_is_found_there() -> None:
    for district in districts().values():
        for code in commune_codes(district):
            assert find_commune(f"{code:05}") == Commune(
                code=f"{code:05}", district_code=district.code, province_code=district.province_code
            )


def test_a_district_is_found_by_its_code() -> None:
    assert find_district("024") == District(
        code="024", province_code="02", first_commune_code="00688", last_commune_code="00751"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("", id="empty"),
        pytest.param("000", id="before the first"),
        pytest.param("022", id="between two provinces"),
        pytest.param("24", id="too short"),
        pytest.param("999", id="after the last"),
    ],
)
def test_any_other_code_is_no_district(code: str) -> None:
    assert find_district(code) is None


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        pytest.param(("01", "005", "00166"), True, id="a commune of Hà Nội"),
        pytest.param(("01", "004", "00166"), False, id="another district"),
        pytest.param(("02", "005", "00166"), False, id="another province"),
        pytest.param(("01", "005", "00167"), False, id="no such commune"),
        pytest.param(("", "", ""), False, id="nothing"),
    ],
)
def test_a_place_is_a_commune_in_its_own_district_and_province(codes: tuple[str, str, str], expected: bool) -> None:
    assert is_place(*codes) is expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        pytest.param(Address("01", "005", "00166"), None, id="whole"),
        pytest.param(Address("01"), None, id="a province alone"),
        pytest.param(Address(), None, id="nothing"),
        pytest.param(Address("99"), "province_code", id="no province"),
        pytest.param(Address("02", "005"), "district_code", id="a district of another province"),
        pytest.param(Address("01", "005", "00167"), "commune_code", id="no commune"),
        pytest.param(Address("01", "", "00166"), "commune_code", id="a commune of no district"),
    ],
)
def test_each_level_of_an_address_lies_in_the_one_above(place: Address, expected: str | None) -> None:
    assert unknown_level(place) == expected


def test_the_country_has_its_size() -> None:
    assert len(districts()) == 705
    assert sum(len(commune_codes(district)) for district in districts().values()) == 10_600


def test_every_province_owns_one_block_of_districts_in_rising_order() -> None:
    blocks = [province for province, _ in groupby(districts().values(), key=lambda each: each.province_code)]

    assert blocks == list(provinces())
    assert list(districts()) == sorted(districts())


def test_every_commune_code_is_1_modulo_3() -> None:
    ends = [(each.first_commune_code, each.last_commune_code) for each in districts().values()]

    assert {int(code) % 3 for pair in ends for code in pair} == {1}


def test_the_communes_of_two_districts_never_overlap() -> None:
    for one, next_one in pairwise(districts().values()):
        assert one.first_commune_code <= one.last_commune_code < next_one.first_commune_code
