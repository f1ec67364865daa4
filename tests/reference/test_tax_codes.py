"""Tax codes, held against python-stdnum."""

from __future__ import annotations

import random

import pytest
from stdnum.vn import mst

from lienthong_emulator.reference.tax_codes import has_empty_part, has_right_check_digit


def test_ten_digits_are_good_where_stdnum_finds_them_so() -> None:
    chance = random.Random(7)
    codes = [f"{chance.randrange(10**10):010}" for _ in range(20_000)]

    ours = [has_right_check_digit(code) and not has_empty_part(code) for code in codes]

    assert ours == [mst.is_valid(code) for code in codes]
    assert 1_000 < sum(ours) < 3_000


@pytest.mark.parametrize(
    ("code", "right", "empty"),
    [
        pytest.param("0100109106", True, False, id="the example of the reference"),
        pytest.param("0100109107", False, False, id="another check digit"),
        pytest.param("0100109106-001", True, False, id="a dependent unit"),
        pytest.param("0100109106-000", True, True, id="a dependent unit of zeros"),
        pytest.param("0100000000", False, True, id="a sequence of zeros"),
    ],
)
def test_a_code_has_a_check_digit_and_no_part_of_zeros(code: str, right: bool, empty: bool) -> None:
    assert (has_right_check_digit(code), has_empty_part(code)) == (right, empty)
    assert mst.is_valid(code) is (right and not empty)
