"""Contributions and pensions as the law had them at the time."""

import numpy as np
import pytest
from tests.people.nations import SEEDS, sample

from lienthong_emulator.people.days import MONTHS, month, months_of
from lienthong_emulator.people.labour.benefits import years_of_first_rate
from lienthong_emulator.people.labour.standing import NONE, Benefit, Insurance
from lienthong_emulator.people.tile import Tile


@pytest.mark.parametrize(
    ("year", "years"), [(1995, 15), (2017, 15), (2018, 16), (2019, 17), (2020, 18), (2021, 19), (2022, 20), (2030, 20)]
)
def test_men_need_more_years_for_45_percent_from_2018_on(year: int, years: int) -> None:
    begins = np.array([month(year, 1), month(year, 12)])
    assert years_of_first_rate(np.array([True, True]), begins).tolist() == [years, years]
    assert years_of_first_rate(np.array([False, False]), begins).tolist() == [15, 15]


def test_nobody_retires_before_50_or_55(tile: Tile) -> None:
    drawn, families = tile.work.benefits, tile.families
    retired = drawn.kind == Benefit.OLD_AGE
    person = drawn.person[retired]
    age = drawn.first[retired] - months_of(families.birth[person])
    assert (age > np.where(families.sex[person] == 1, 55, 50) * MONTHS).all()


def test_past_work_was_for_employers_that_have_staff(tile: Tile) -> None:
    paid = tile.work.contributions
    known = paid.employer != NONE
    assert known.mean() > 0.5
    assert (tile.work.employers.size[paid.employer[known]] > 0).all()


@pytest.mark.parametrize("year", [2017, 2018, 2021])
def test_foreigners_pay_since_december_2018_and_never_for_unemployment(year: int) -> None:
    found = 0
    for seed in SEEDS:
        tile = sample(seed, people=20_000, year=year)
        families, paid = tile.families, tile.work.contributions
        foreign = families.nationality[paid.person] > 0
        found += int((families.nationality > 0).sum())
        assert (paid.first[foreign] >= month(2018, 12)).all()
        assert not paid.unemployment[foreign].any()
        insured = np.isin(tile.work.insurance, (Insurance.COMPULSORY, Insurance.VOLUNTARY))
        assert not (insured & (families.nationality > 0)).any() or year >= 2018
    assert found > 0
