"""What is due for a month, computed by hand: every rate period, every kind of participant, and the law that says so."""

import pytest

from lienthong_emulator.insurance.collection.domain import Due, Payer, Share, Terms
from lienthong_emulator.insurance.collection.dues import contribution_of, lines_of
from lienthong_emulator.insurance.contributions.domain import Fund, Month
from lienthong_emulator.reference.contribution_rates import BUDGET, CITIZENS, COMMUNE, FOREIGNERS

ALL = Fund.SOCIAL | Fund.ACCIDENT | Fund.HEALTH | Fund.UNEMPLOYMENT
WITHOUT_UNEMPLOYMENT = Fund.SOCIAL | Fund.ACCIDENT | Fund.HEALTH
SALARY = 10_000_000
"""Of 10,000,000 đồng a rate of 1 % is 100,000."""
HIGH = 100_000_000
"""Above every cap."""

# Sickness, pension, health, unemployment, accident: 3 / 14 / 3 / 1 / 0.5 and 0 / 8 / 1.5 / 1 / 0 of 100.
USUAL = Due(Share(300_000, 1_400_000, 300_000, 100_000, 50_000), Share(0, 800_000, 150_000, 100_000, 0))
NO_ACCIDENT = Due(Share(300_000, 1_400_000, 300_000, 100_000, 0), USUAL.employee)
NEITHER = Due(Share(300_000, 1_400_000, 300_000, 0, 0), USUAL.employee)
NO_UNEMPLOYMENT = Due(Share(300_000, 1_400_000, 300_000, 0, 50_000), USUAL.employee)
SAFE = Due(Share(300_000, 1_400_000, 300_000, 100_000, 30_000), USUAL.employee)
SAFE_WITHOUT_UNEMPLOYMENT = Due(Share(300_000, 1_400_000, 300_000, 0, 30_000), USUAL.employee)
OFFICIALS = Due(Share(300_000, 1_400_000, 300_000, 0, 50_000), Share(0, 800_000, 150_000, 0, 0))
HEALTH_ALONE = Due(Share(0, 0, 300_000, 0, 0), Share(0, 0, 150_000, 0, 0))
FOREIGN_2018 = Due(Share(300_000, 0, 300_000, 0, 50_000), Share(0, 0, 150_000, 0, 0))
FOREIGN_2021 = Due(Share(300_000, 0, 300_000, 0, 0), Share(0, 0, 150_000, 0, 0))
FOREIGN_EARLY_2022 = Due(Share(300_000, 1_400_000, 300_000, 0, 0), Share(0, 800_000, 150_000, 0, 0))
FOREIGN_NOW = Due(Share(300_000, 1_400_000, 300_000, 0, 50_000), Share(0, 800_000, 150_000, 0, 0))

PERIODS = {
    "2018": 201801,
    "the eve of foreigners": 201811,
    "foreigners": 201812,
    "lower rate": 202008,
    "before the cuts": 202106,
    "resolution 68": 202107,
    "its second month": 202109,
    "resolution 116": 202110,
    "the default world": 202112,
    "pension of foreigners": 202201,
    "the last month without accidents": 202206,
    "accidents again": 202207,
    "the last month without unemployment": 202209,
    "all again": 202210,
    "2025": 202506,
}
"""Months of which each opens, or ends, what a text ordered."""

TABLE = {
    # Law 58/2014, articles 85 and 86; decree 44/2017, article 4; law 38/2013, article 57; resolutions 68, 116.
    "an ordinary employee": (
        Terms(CITIZENS),
        ALL,
        [*[USUAL] * 5, *[NO_ACCIDENT] * 2, *[NEITHER] * 4, *[NO_UNEMPLOYMENT] * 2, *[USUAL] * 2],
    ),
    # Decree 58/2020, article 5: 0.3 % from 15/7/2020; resolution 68 takes it away like any other.
    "an employee of a safe enterprise": (
        Terms(CITIZENS, safe=True),
        ALL,
        [
            *[USUAL] * 3,
            *[SAFE] * 2,
            *[NO_ACCIDENT] * 2,
            *[NEITHER] * 4,
            *[SAFE_WITHOUT_UNEMPLOYMENT] * 2,
            *[SAFE] * 2,
        ],
    ),
    # Resolutions 68, section II.1, and 116, article 1: not those whom the State pays.
    "an employee of a public unit": (Terms(BUDGET), ALL, [USUAL] * 15),
    # Law 38/2013, article 43: no labour contract, no unemployment insurance.
    "a civil servant": (Terms(BUDGET), WITHOUT_UNEMPLOYMENT, [OFFICIALS] * 15),
    # Decree 143/2018, articles 12, 13 and 17; law 38/2013, article 43, for citizens only.
    "a foreigner": (
        Terms(FOREIGNERS),
        ALL,
        [
            *[HEALTH_ALONE] * 2,
            *[FOREIGN_2018] * 3,
            *[FOREIGN_2021] * 4,
            *[FOREIGN_EARLY_2022] * 2,
            *[FOREIGN_NOW] * 4,
        ],
    ),
}


@pytest.mark.parametrize(
    ("month", "terms", "funds", "due"),
    [
        pytest.param(month, terms, funds, due, id=f"{kind}, {period}")
        for kind, (terms, funds, dues) in TABLE.items()
        for (period, month), due in zip(PERIODS.items(), dues, strict=True)
    ],
)
def test_what_is_due_for_ten_million(month: int, terms: Terms, funds: Fund, due: Due) -> None:
    assert contribution_of(SALARY, Month(month), funds, terms) == due


@pytest.mark.parametrize("month", PERIODS.values(), ids=PERIODS.keys())
def test_part_time_staff_of_communes_pay_for_pension_and_health_alone(month: int) -> None:
    """Law 58/2014, article 86, clause 2: 14 % and 8 %; health insurance 3 % and 1.5 %; here of 1,300,000."""
    funds = Fund.SOCIAL | Fund.HEALTH

    assert contribution_of(1_300_000, Month(month), funds, Terms(COMMUNE)) == Due(
        Share(0, 182_000, 39_000, 0, 0), Share(0, 104_000, 19_500, 0, 0)
    )


@pytest.mark.parametrize(
    ("month", "region", "base", "unemployment_base"),
    [
        pytest.param(201801, 1, 26_000_000, 79_600_000, id="2018, region I"),  # 20 x 1.30 and 20 x 3.98 million
        pytest.param(201807, 2, 27_800_000, 70_600_000, id="7/2018, region II"),  # 20 x 1.39 and 20 x 3.53
        pytest.param(201907, 3, 29_800_000, 65_000_000, id="7/2019, region III"),  # 20 x 1.49 and 20 x 3.25
        pytest.param(202001, 4, 29_800_000, 61_400_000, id="2020, region IV"),  # 20 x 1.49 and 20 x 3.07
        pytest.param(202207, 1, 29_800_000, 93_600_000, id="7/2022, region I"),  # 20 x 1.49 and 20 x 4.68
        pytest.param(202307, 2, 36_000_000, 83_200_000, id="7/2023, region II"),  # 20 x 1.80 and 20 x 4.16
        pytest.param(202407, 4, 46_800_000, 69_000_000, id="7/2024, region IV"),  # 20 x 2.34 and 20 x 3.45
    ],
)
def test_nothing_is_due_above_the_caps(month: int, region: int, base: int, unemployment_base: int) -> None:
    """Law 58/2014, article 89, clause 3; law 46/2014, article 14, clause 5; law 38/2013, article 58, clause 2."""
    due = contribution_of(HIGH, Month(month), ALL, Terms(CITIZENS, region))

    assert (due.employee.pension, due.employee.health, due.employee.unemployment) == (
        base * 8 // 100,
        base * 15 // 1_000,
        unemployment_base // 100,
    )


def test_whom_the_state_pays_has_the_base_salarys_cap_in_the_unemployment_fund_too() -> None:
    """Law 38/2013, article 58, clause 1: 20 x 1.49 million."""
    assert contribution_of(HIGH, Month(202112), ALL, Terms(BUDGET)).employee.unemployment == 298_000


def test_each_line_is_rounded_to_the_nearest_dong() -> None:
    """Of 4,729,300: 0.5 % is 23,646.5, half a đồng goes up; 1.5 % is 70,939.5. Our choice."""
    due = contribution_of(4_729_300, Month(202106), ALL, Terms())

    assert due == Due(Share(141_879, 662_102, 141_879, 47_293, 23_647), Share(0, 378_344, 70_940, 47_293, 0))
    assert due.total == 1_513_377


def test_a_line_tells_rate_base_cap_and_law() -> None:
    lines = lines_of(40_000_000, Month(202107), Fund.ACCIDENT | Fund.HEALTH, Terms())

    assert [(line.fund, line.payer, line.rate, line.base, line.cap, line.amount) for line in lines] == [
        ("HEALTH", Payer.EMPLOYER, 30, 29_800_000, 29_800_000, 894_000),
        ("HEALTH", Payer.EMPLOYEE, 15, 29_800_000, 29_800_000, 447_000),
        ("ACCIDENT", Payer.EMPLOYER, 0, 29_800_000, 29_800_000, 0),
    ]
    assert "Resolution 68/NQ-CP" in lines[-1].source
    assert "article 89" in lines[-1].cap_source
