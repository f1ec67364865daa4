"""The ethnic groups."""

import pytest

from lienthong_emulator.reference.ethnic_groups import EthnicGroup, ethnic_groups


def test_there_are_54_groups_foreigners_and_the_unknown() -> None:
    assert list(ethnic_groups()) == [f"{code:02}" for code in range(1, 56)] + ["99"]


@pytest.mark.parametrize(
    "group",
    [
        pytest.param(
            EthnicGroup(code="01", name="Kinh", ascii_name="Kinh", census_2019=82_085_826),
            id="the largest",
        ),
        pytest.param(
            EthnicGroup(code="53", name="Ơ Đu", ascii_name="O Du", census_2019=428),
            id="the smallest",
        ),
        pytest.param(
            EthnicGroup(code="55", name="Người nước ngoài", ascii_name="Nguoi nuoc ngoai", census_2019=3_553),
            id="foreigners",
        ),
        pytest.param(
            EthnicGroup(code="99", name="Không rõ", ascii_name="Khong ro", census_2019=349),
            id="the unknown",
        ),
    ],
)
def test_a_group_is_found_by_its_code(group: EthnicGroup) -> None:
    assert ethnic_groups()[group.code] == group


def test_the_groups_sum_to_the_census() -> None:
    assert sum(group.census_2019 for group in ethnic_groups().values()) == 96_208_984
