"""What employers keep back of a salary for insurance, by day and by whose it is."""

from datetime import date

import pytest

from lienthong_emulator.reference.contribution_rates import employee_share


@pytest.mark.parametrize(
    ("fund", "share"),
    [("SOCIAL", 80), ("ACCIDENT", 0), ("HEALTH", 15), ("UNEMPLOYMENT", 10)],
)
@pytest.mark.parametrize("day", [date(2017, 12, 31), date(2021, 12, 31), date(2025, 6, 30)])
def test_citizens_pay_ten_and_a_half_per_cent(fund: str, share: int, day: date) -> None:
    assert employee_share(fund, day, foreign=False) == share


@pytest.mark.parametrize(
    ("day", "shares"),
    [
        pytest.param(date(2018, 11, 30), (0, 15, 0), id="before decree 143"),
        pytest.param(date(2021, 12, 31), (0, 15, 0), id="the eve of their pension"),
        pytest.param(date(2022, 1, 1), (80, 15, 0), id="from 2022 on"),
    ],
)
def test_foreigners_pay_for_a_pension_from_2022_on(day: date, shares: tuple[int, ...]) -> None:
    funds = ("SOCIAL", "HEALTH", "UNEMPLOYMENT")
    assert tuple(employee_share(fund, day, foreign=True) for fund in funds) == shares
