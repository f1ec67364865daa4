"""Tax codes, held against python-stdnum."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.vn import mst

from lienthong_emulator.people.identifiers.tax_codes import counts_of, tax_codes

LAST_COUNT = 8 * 10**8 - 1


@settings(deadline=None)
@given(st.lists(st.integers(0, LAST_COUNT), min_size=1))
def test_every_count_is_a_valid_code_and_the_code_gives_it_back(counts: list[int]) -> None:
    codes = tax_codes(np.array(counts))

    assert [code for code in codes.tolist() if not mst.is_valid(f"{code:010}")] == []
    assert counts_of(codes).tolist() == counts


@settings(deadline=None)
@given(st.integers(0, 10**10 - 1))
def test_no_other_code_has_a_count(code: int) -> None:
    count = counts_of(np.array([code]))

    assert count.item() == -1 or tax_codes(count).item() == code


@settings(deadline=None)
@given(st.integers(0, LAST_COUNT - 1))
def test_codes_rise(count: int) -> None:
    first, second = tax_codes(np.array([count, count + 1])).tolist()

    assert first < second
