"""Facilities for initial care."""

import pytest

from lienthong_emulator.reference.facilities import Facility, find_facility
from lienthong_emulator.reference.provinces import provinces
from lienthong_emulator.reference.tables import records


@pytest.mark.parametrize(
    "facility",
    [
        pytest.param(Facility(code="01019", name="Bệnh viện Đa khoa Cầu Mây", province_code="01"), id="in Hà Nội"),
        pytest.param(
            Facility(code="02002", name="Bệnh viện Đa khoa Hoa Tam Giác Mạch", province_code="02"),
            id="in Hà Giang",
        ),
        pytest.param(Facility(code="79034", name="Bệnh viện Đa khoa Cây Me", province_code="79"), id="in Hồ Chí Minh"),
        pytest.param(
            Facility(code="01999", name="Trạm Y tế số 999, Hà Nội", province_code="01"),
            id="one without a name of its own",
        ),
    ],
)
def test_a_facility_is_found_by_its_code(facility: Facility) -> None:
    assert find_facility(facility.code) == facility


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("", id="empty"),
        pytest.param("01000", id="a temporary card's"),
        pytest.param("02999", id="after the province's last"),
        pytest.param("03001", id="no such province"),
        pytest.param("97001", id="the army's"),
        pytest.param("0101", id="too short"),
        pytest.param("010190", id="too long"),
        pytest.param("01O19", id="a letter"),
        pytest.param("01019\n", id="a line end"),
    ],
)
def test_any_other_code_is_no_facility(code: str) -> None:
    assert find_facility(code) is None


def test_the_country_has_12_500_facilities() -> None:
    codes = (f"{code:05}" for code in range(100_000))

    assert sum(find_facility(code) is not None for code in codes) == 12_500


def test_every_province_has_facilities() -> None:
    assert [code for code in provinces() if find_facility(f"{code}001") is None] == []


def test_every_name_belongs_to_a_facility() -> None:
    for row in records("facility_names"):
        assert find_facility(row["code"]) == Facility(code=row["code"], name=row["name"], province_code=row["code"][:2])
