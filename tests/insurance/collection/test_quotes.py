"""Households and volunteers, computed by hand."""

import pytest

from lienthong_emulator.insurance.circumstances.domain import Poverty
from lienthong_emulator.insurance.collection.domain import Payer
from lienthong_emulator.insurance.collection.errors import IncomeOutOfRange
from lienthong_emulator.insurance.collection.quotes import household_lines, voluntary_lines
from lienthong_emulator.insurance.contributions.domain import Month


@pytest.mark.parametrize(
    ("month", "months", "amounts"),
    [
        # 4.5 % of 1,490,000 is 67,050 a month; then 70, 60, 50 and 40 % of it.
        pytest.param(202112, 12, [804_600, 563_220, 482_760, 402_300, 321_840, 321_840], id="a year in 2021"),
        pytest.param(202112, 3, [201_150, 140_805, 120_690, 100_575, 80_460, 80_460], id="a quarter in 2021"),
        pytest.param(201801, 6, [351_000, 245_700, 210_600, 175_500, 140_400, 140_400], id="1,300,000 in 2018"),
        pytest.param(202407, 12, [1_263_600, 884_520, 758_160, 631_800, 505_440, 505_440], id="2,340,000 in 2024"),
    ],
)
def test_further_members_of_a_household_pay_less(month: int, months: int, amounts: list[int]) -> None:
    """Decree 146/2018, article 7, clause 1, point e."""
    lines = household_lines(6, months, Month(month))

    assert [line.amount for line in lines] == amounts
    assert [line.percent for line in lines] == [100, 70, 60, 50, 40, 40]


@pytest.mark.parametrize(
    ("month", "income", "poverty", "months", "owed", "support"),
    [
        # The recorded answer of a collection agent: 3 months at 1.5 million, 990,000 less 99,000.
        pytest.param(202201, 1_500_000, Poverty.NONE, 3, 990_000, 99_000, id="three months"),
        pytest.param(202112, 700_000, Poverty.POOR, 1, 154_000, 46_200, id="poor, 30 % of 154,000"),
        pytest.param(202112, 700_000, Poverty.AVERAGE, 1, 154_000, 15_400, id="average, as all others"),
        pytest.param(202112, 2_000_000, Poverty.NEAR_POOR, 12, 5_280_000, 462_000, id="near-poor, 25 % of 154,000"),
        pytest.param(201801, 26_000_000, Poverty.NONE, 1, 5_720_000, 15_400, id="the highest of 2018"),
    ],
)
def test_the_state_supports_volunteers(
    month: int, income: int, poverty: Poverty, months: int, owed: int, support: int
) -> None:
    """Law 58/2014, article 87; decree 134/2015, article 14: of 22 % of the poverty line."""
    lines = voluntary_lines(income, poverty, months, Month(month))

    assert [(line.payer, line.amount) for line in lines] == [(Payer.PARTICIPANT, owed), (Payer.STATE, support)]


@pytest.mark.parametrize(
    ("month", "income"),
    [
        pytest.param(202112, 699_999, id="below the poverty line"),
        pytest.param(202201, 1_499_999, id="below the line of 2022"),
        pytest.param(202112, 29_800_001, id="above 20 base salaries"),
    ],
)
def test_an_income_out_of_range_is_refused(month: int, income: int) -> None:
    with pytest.raises(IncomeOutOfRange):
        voluntary_lines(income, Poverty.NONE, 1, Month(month))
