"""Days of a whole nation are counted as those of one person."""

from datetime import date, timedelta

import numpy as np

from lienthong_emulator.insurance.cards.domain import five_year_date
from lienthong_emulator.people.by_hand import years
from lienthong_emulator.people.days import day_of, five_years_after


def test_five_years_are_reached_on_the_day_that_insurance_counts() -> None:
    days = [date(2019, 1, 1) + timedelta(number) for number in range(3 * 366)]
    expected = [five_year_date(day) for day in days]

    assert date(2025, 3, 1) in expected  # of 29 February 2020 and of 1 March
    assert five_years_after(np.array([day_of(day) for day in days])).tolist() == [day_of(day) for day in expected]
    assert [years.five_years_after(day) for day in days] == expected
