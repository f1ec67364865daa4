"""What time there is between births, and after a death."""

from __future__ import annotations

from datetime import date

import pytest

from lienthong_emulator.justice.civil_status.ages import died_too_early, years_between
from lienthong_emulator.matching import PartialDate

BORN = PartialDate(2021, 12, 28)


@pytest.mark.parametrize(
    ("parent", "age"),
    [
        pytest.param(PartialDate(2009, 12, 28), 12, id="on the birthday"),
        pytest.param(PartialDate(2009, 12, 29), 11, id="on its eve"),
        pytest.param(PartialDate(2009), 12, id="of a year the most that can be"),
        pytest.param(PartialDate(2010, 1), 11, id="of a month"),
        pytest.param(PartialDate(2022), -1, id="born after the child"),
    ],
)
def test_an_age_is_as_many_years_as_there_can_be(parent: PartialDate, age: int) -> None:
    assert years_between(parent, BORN) == age


@pytest.mark.parametrize(
    ("role", "died", "too_early"),
    [
        pytest.param("mother", date(2021, 12, 28), False, id="a mother on the day"),
        pytest.param("mother", date(2021, 12, 27), True, id="a mother on the eve"),
        pytest.param("father", date(2021, 3, 3), False, id="a father 300 days before"),
        pytest.param("father", date(2021, 3, 2), True, id="a father 301 days before"),
    ],
)
def test_a_father_may_have_died_before_the_birth(role: str, died: date, too_early: bool) -> None:
    assert died_too_early(role, died, PartialDate(2021, 12, 28)) is too_early
