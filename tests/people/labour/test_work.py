import numpy as np
import pytest
from tests.people.nations import LABOUR_FORCE, PEOPLE, sample

from lienthong_emulator.people.days import MONTHS, first_days, last_days, month, months_of
from lienthong_emulator.people.draws import Ints, Mask
from lienthong_emulator.people.folk.families import NEVER
from lienthong_emulator.people.labour.facts import occupations, target_of
from lienthong_emulator.people.labour.pay import base_salaries, minimum_wages
from lienthong_emulator.people.labour.standing import NONE, Benefit, Insurance, Kind, Pension
from lienthong_emulator.people.tile import Tile

LAST_MONTH = month(2021, 12)
COUNTS = {"social": 16_954, "unemployment": 13_726, "voluntary": 1_486, "beneficiaries": 3_381}


def kinds_of_staff(tile: Tile) -> Ints:
    return np.append(tile.work.employers.kind, NONE)[tile.work.employer]


def insured(tile: Tile) -> Mask:
    return np.isin(tile.work.insurance, (Insurance.COMPULSORY, Insurance.VOLUNTARY))


def test_the_quotas_of_2021_are_exact(tile: Tile) -> None:
    assert {
        "social": insured(tile).sum(),
        "unemployment": tile.work.unemployment.sum(),
        "voluntary": (tile.work.insurance == Insurance.VOLUNTARY).sum(),
        "beneficiaries": (tile.work.pension != Pension.NONE).sum(),
    } == COUNTS
    assert tile.work.in_labour_force.sum() == LABOUR_FORCE


@pytest.mark.parametrize("year", [2017, 2019, 2024])
def test_the_quotas_of_other_years_are_exact(year: int) -> None:
    tile, target = sample(1, year=year), target_of(year)
    assert insured(tile).sum() == round(LABOUR_FORCE * target.social)
    assert tile.work.unemployment.sum() == round(LABOUR_FORCE * target.unemployment)
    assert tile.coverage.covered.sum() == round(PEOPLE * target.coverage)


def test_the_dead_and_the_young_do_not_work(tile: Tile) -> None:
    away = ~tile.families.alive | (tile.families.age(tile.nation.year) < 15)
    assert not tile.work.in_labour_force[away].any()
    assert not (tile.work.insurance[away] != Insurance.NONE).any()


def test_everybody_insured_is_in_the_labour_force(tile: Tile) -> None:
    assert tile.work.in_labour_force[insured(tile) | (tile.work.forces > 0)].all()
    assert not insured(tile)[tile.work.forces > 0].any()


def test_civil_servants_and_foreigners_pay_no_unemployment_insurance(tile: Tile) -> None:
    civil = np.isin(kinds_of_staff(tile), (Kind.STATE_BODY, Kind.COMMUNE))
    assert civil.sum() > 1_000
    assert not tile.work.unemployment[civil | (tile.families.nationality != 0)].any()
    assert (tile.work.insurance[tile.work.unemployment] == Insurance.COMPULSORY).all()


def test_only_compulsory_participants_have_an_employer_and_a_position(tile: Tile) -> None:
    compulsory = tile.work.insurance == Insurance.COMPULSORY
    np.testing.assert_array_equal(tile.work.employer != NONE, compulsory)
    np.testing.assert_array_equal(tile.work.occupation != NONE, compulsory)
    assert tile.work.occupation.max() < len(occupations())


def test_salaries_lie_between_the_lowest_and_twenty_base_salaries(tile: Tile) -> None:
    staff = tile.work.employer != NONE
    salary, today = tile.work.salary[staff], np.full(int(staff.sum()), last_days(np.array([LAST_MONTH]))[0])
    base = base_salaries(today)
    contract = ~np.isin(kinds_of_staff(tile)[staff], (Kind.PUBLIC_UNIT, Kind.STATE_BODY, Kind.COMMUNE))
    lowest = np.where(contract, minimum_wages(today, tile.families.province[staff]), base)
    assert ((lowest <= salary) & (salary <= 20 * base)).all()
    assert not (tile.work.contributions.salary % 1_000).any()
    assert 4_500_000 < np.median(salary) < 6_500_000


def test_contribution_periods_never_overlap(tile: Tile) -> None:
    paid = tile.work.contributions
    next_of_same = paid.person[1:] == paid.person[:-1]
    assert (np.diff(paid.person) >= 0).all()
    assert (paid.first[1:] > paid.last[:-1])[next_of_same].all()
    assert (paid.first <= paid.last).all()


def test_contribution_periods_lie_between_age_15_and_the_anchor(tile: Tile) -> None:
    paid, families = tile.work.contributions, tile.families
    assert (first_days(paid.first) >= first_days(months_of(families.birth[paid.person]) + 15 * MONTHS)).all()
    ends = np.where(families.alive, LAST_MONTH, months_of(np.where(families.alive, 0, families.died)))
    assert (paid.last <= ends[paid.person]).all()


def test_a_participant_has_one_to_four_periods_and_pays_now(tile: Tile) -> None:
    paid = tile.work.contributions
    counts = np.bincount(paid.person, minlength=tile.families.size)
    assert counts.max() == 4
    assert (counts[tile.work.insurance != Insurance.NONE] >= 1).all()
    assert set(paid.person[paid.last == LAST_MONTH]) >= set(np.nonzero(insured(tile))[0])


def test_the_present_period_is_the_contract(tile: Tile) -> None:
    paid, work = tile.work.contributions, tile.work
    now = (paid.last == LAST_MONTH) & insured(tile)[paid.person]
    person = paid.person[now]
    np.testing.assert_array_equal(paid.first[now], months_of(work.contract[person]))
    np.testing.assert_array_equal(paid.salary[now], work.salary[person])
    np.testing.assert_array_equal(paid.employer[now], work.employer[person])
    np.testing.assert_array_equal(paid.unemployment[now], work.unemployment[person])


def test_nobody_works_for_an_employer_before_its_foundation(tile: Tile) -> None:
    paid, employers = tile.work.contributions, tile.work.employers
    known = paid.employer != NONE
    assert (employers.founded[paid.employer[known]] < first_days(paid.first[known])).all()
    assert (employers.closed[paid.employer[known]] > last_days(paid.last[known])).all()


def test_unemployment_insurance_begins_in_2009_and_voluntary_insurance_in_2008(tile: Tile) -> None:
    paid = tile.work.contributions
    assert (paid.last[paid.unemployment] >= month(2009)).all()
    assert (paid.first[paid.kind == Insurance.VOLUNTARY] >= month(2008)).all()
    assert not paid.unemployment[paid.kind == Insurance.VOLUNTARY].any()


def test_a_pensioner_has_worked_for_20_years(tile: Tile) -> None:
    retired = tile.work.pension == Pension.OLD_AGE
    assert (tile.work.months[retired] >= 20 * MONTHS).all()
    assert (tile.work.benefits.kind == Benefit.OLD_AGE).sum() >= retired.sum()


def test_monthly_benefits_follow_the_work(tile: Tile) -> None:
    paid, benefits = tile.work.contributions, tile.work.benefits
    last = np.full(tile.families.size, -1)
    last[paid.person] = paid.last
    own = np.isin(benefits.kind, (Benefit.OLD_AGE, Benefit.LOSS_OF_CAPACITY, Benefit.ACCIDENT))
    assert (last[benefits.person[own]] < benefits.first[own]).all()
    going_on = benefits.continues & (benefits.kind <= Benefit.SURVIVOR)
    np.testing.assert_array_equal(np.sort(benefits.person[going_on]), np.nonzero(tile.work.pension)[0])


def test_benefits_end_with_life_or_the_anchor(tile: Tile) -> None:
    benefits, families = tile.work.benefits, tile.families
    ends = np.where(families.alive, LAST_MONTH, months_of(np.where(families.alive, 0, families.died)))
    lived = benefits.last <= ends[benefits.person]
    assert lived.all()
    assert (benefits.first <= benefits.last).all()
    assert (benefits.amount > 0).all()


def test_those_who_draw_for_unemployment_do_not_contribute_meanwhile(tile: Tile) -> None:
    paid, benefits = tile.work.contributions, tile.work.benefits
    drawn = benefits.kind == Benefit.UNEMPLOYMENT
    first, last = np.full(tile.families.size, NEVER), np.full(tile.families.size, -1)
    first[benefits.person[drawn]], last[benefits.person[drawn]] = benefits.first[drawn], benefits.ends[drawn]
    assert not ((paid.first <= last[paid.person]) & (first[paid.person] <= paid.last)).any()
    assert (np.bincount(benefits.person[drawn]) <= 1).all()


def test_a_lump_sum_ends_what_counted(tile: Tile) -> None:
    benefits = tile.work.benefits
    takers = benefits.person[benefits.kind == Benefit.LUMP_SUM]
    assert len(takers) == 3_000
    assert not tile.work.months[takers].any()
    assert not insured(tile)[takers].any()


@pytest.mark.parametrize("people", [1, 3, 40, 700])
def test_a_small_nation_has_work_too(people: int) -> None:
    tile = sample(1, people=people)
    assert tile.work.employers.size.sum() == (tile.work.insurance == Insurance.COMPULSORY).sum()
    assert tile.coverage.covered.sum() <= people


def test_the_same_seed_gives_the_same_work() -> None:
    one, other = sample(1, people=700), sample(1, people=700)
    np.testing.assert_array_equal(one.work.salary, other.work.salary)
    np.testing.assert_array_equal(one.coverage.valid_to, other.coverage.valid_to)


def test_reserved_months_are_those_that_no_benefit_used(tile: Tile) -> None:
    paid, benefits, work = tile.work.contributions, tile.work.benefits, tile.work
    total = np.bincount(paid.person, paid.insured_length, tile.families.size)
    drawn = np.zeros(tile.families.size, np.bool_)
    drawn[benefits.person[benefits.kind == Benefit.UNEMPLOYMENT]] = True
    retired = work.pension == Pension.OLD_AGE
    assert (work.reserved[~drawn & ~retired] == total[~drawn & ~retired]).all()
    assert (work.reserved[drawn] < total[drawn]).all()
    assert not work.reserved[retired].any()
