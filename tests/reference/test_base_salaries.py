"""The base salary by day."""

from datetime import date

import pytest

from lienthong_emulator.reference.base_salaries import base_salaries, base_salary_on


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        pytest.param(date(1990, 1, 1), 120_000, id="before the first"),
        pytest.param(date(2022, 1, 5), 1_490_000, id="within"),
        pytest.param(date(2023, 6, 30), 1_490_000, id="the eve"),
        pytest.param(date(2023, 7, 1), 1_800_000, id="the day itself"),
        pytest.param(date(2399, 1, 1), 2_530_000, id="after the last"),
    ],
)
def test_a_base_salary_goes_on_until_the_next(day: date, amount: int) -> None:
    assert base_salary_on(day) == amount


def test_base_salaries_are_in_the_order_of_time_and_rise() -> None:
    days, amounts = zip(*base_salaries(), strict=True)

    assert list(days) == sorted(set(days))
    assert list(amounts) == sorted(set(amounts))
