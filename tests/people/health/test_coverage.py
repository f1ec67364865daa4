from datetime import date, timedelta

import numpy as np
from tests.people.nations import PEOPLE, SEEDS, seeded

from lienthong_emulator.insurance.cards.domain import last_day_of_child_card
from lienthong_emulator.people.days import day_of, last_day_of_year, later, months_of
from lienthong_emulator.people.draws import Mask
from lienthong_emulator.people.folk.families import NEVER
from lienthong_emulator.people.health.card_days import last_days_of_child_cards
from lienthong_emulator.people.health.standing import CardEnd
from lienthong_emulator.people.labour.facts import levels_on, object_codes, object_row
from lienthong_emulator.people.labour.standing import Pension
from lienthong_emulator.people.statistics import counted, headlines, nothing
from lienthong_emulator.people.tile import Tile
from lienthong_emulator.reference.facilities import find_facility

TODAY = last_day_of_year(2021)
DATES = [date(2015, 1, 1) + timedelta(days=days) for days in range(2_000)]


def holders(tile: Tile, *codes: str) -> Mask:
    return np.isin(tile.coverage.object_code, [object_row(code) for code in codes])


def test_the_rule_for_children_is_the_agencys() -> None:
    days = last_days_of_child_cards(np.array([day_of(born) for born in DATES]))
    assert days.tolist() == [day_of(last_day_of_child_card(born)) for born in DATES]


def test_coverage_is_exact_and_the_dead_have_no_card(tile: Tile) -> None:
    assert tile.coverage.covered.sum() == 91_010
    assert not tile.coverage.covered[~tile.families.alive].any()


def test_there_are_43_codes_in_the_order_of_the_payers() -> None:
    groups = [entry.payer_group for entry in object_codes()]
    assert len(groups) == 43
    assert groups == sorted(groups)


def test_a_digit_changes_by_law() -> None:
    row = object_row("CT")
    assert [levels_on(day)[row] for day in (date(2018, 11, 30), date(2018, 12, 1))] == [4, 2]


def test_children_under_6_hold_civil_cards(tile: Tile) -> None:
    young = tile.families.alive & (tile.families.age(tile.nation.year) < 6)
    assert set(tile.coverage.object_code[young].tolist()) == {object_row("TE")}
    assert set(tile.coverage.level[young].tolist()) == {1}
    np.testing.assert_array_equal(tile.coverage.issuer[young], tile.families.province[young])
    np.testing.assert_array_equal(tile.coverage.valid_from[young], tile.families.birth[young])


def test_only_those_who_pay_for_themselves_are_uncovered(tile: Tile) -> None:
    uncovered = tile.families.alive & ~tile.coverage.covered
    bound = (tile.work.employer >= 0) | (tile.work.pension == Pension.OLD_AGE) | (tile.work.forces > 0)
    bound |= (tile.welfare.merit >= 0) | tile.welfare.allowance | np.isin(tile.welfare.poverty, (1, 2))
    assert not (uncovered & bound).any()


def test_the_first_payer_gives_the_code_and_the_best_right_the_digit(tile: Tile) -> None:
    coverage, levels = tile.coverage, levels_on(date(2021, 12, 31))
    rank = np.array([0, 2, 3, 4, 5, 1])
    both = coverage.covered & (coverage.also >= 0)
    assert (coverage.also[both] > coverage.object_code[both]).all()
    assert (rank[coverage.level[both]] <= rank[levels[coverage.object_code[both]]]).all()
    assert (rank[coverage.level[both]] <= rank[levels[coverage.also[both]]]).all()
    assert (holders(tile, "DN") & (coverage.level == 2)).any()


def test_cards_of_army_and_police_come_from_their_offices(tile: Tile) -> None:
    issuer = tile.coverage.issuer
    assert set(issuer[holders(tile, "QN", "CY", "TQ", "TY")].tolist()) == {97}
    assert set(issuer[holders(tile, "CA", "TA")].tolist()) == {98}
    civil = tile.coverage.covered & ~holders(tile, "QN", "CY", "TQ", "TY", "CA", "TA")
    np.testing.assert_array_equal(issuer[civil], tile.families.province[civil])
    np.testing.assert_array_equal(holders(tile, "QN", "CY", "CA"), tile.work.forces > 0)


def test_cards_hold_on_the_anchor_day(tile: Tile) -> None:
    covered, coverage = tile.coverage.covered, tile.coverage
    assert ((coverage.valid_from[covered] <= TODAY) & (coverage.valid_to[covered] >= TODAY)).all()
    assert (coverage.valid_from[covered] >= tile.families.birth[covered]).all()
    assert (coverage.valid_from[~covered] == NEVER).all()


def test_households_and_farms_pay_for_twelve_months(tile: Tile) -> None:
    paid = holders(tile, "GD", "GB")
    first, last = tile.coverage.valid_from[paid], tile.coverage.valid_to[paid]
    np.testing.assert_array_equal(last, later(first, 12) - 1)


def test_cards_of_pupils_follow_the_school_year(tile: Tile) -> None:
    pupils = holders(tile, "HS")
    assert set(tile.coverage.valid_to[pupils].tolist()) == {day_of(date(2022, 9, 30))}
    beginners = pupils & (tile.families.age(2021) == 6)
    late = tile.coverage.valid_from[beginners] > day_of(date(2021, 10, 1))
    np.testing.assert_array_equal(late, tile.families.birth[beginners] > day_of(date(2015, 9, 30)))


def test_cards_of_the_unemployed_end_with_the_benefit(tile: Tile) -> None:
    unemployed = holders(tile, "TN")
    months = months_of(tile.coverage.valid_to[unemployed]) - months_of(tile.coverage.valid_from[unemployed]) + 1
    assert unemployed.sum() > 50
    assert ((months >= 3) & (months <= 12)).all()


def test_every_facility_exists_in_the_province_of_residence(tile: Tile) -> None:
    covered = tile.coverage.covered
    np.testing.assert_array_equal(tile.coverage.facility[covered] // 1_000, tile.families.province[covered])
    codes = np.unique(tile.coverage.facility[covered]).tolist()
    assert all(find_facility(f"{code:05}") for code in codes)


def test_past_cards_end_before_the_present_one(tile: Tile) -> None:
    past, coverage = tile.coverage.past, tile.coverage
    assert (past.valid_from <= past.ended).all()
    assert (past.ended <= past.valid_to).all()
    assert (past.ended < coverage.valid_from[past.person]).all()
    assert (past.ended <= TODAY).all()
    assert (past.valid_from >= tile.families.birth[past.person]).all()


def test_three_in_ten_have_a_past_card_and_all_the_dead_a_locked_one(tile: Tile) -> None:
    past, families = tile.coverage.past, tile.families
    locked = past.end == CardEnd.LOCKED
    np.testing.assert_array_equal(past.person[locked], np.nonzero(~families.alive)[0])
    np.testing.assert_array_equal(past.ended[locked], families.died[~families.alive])
    assert (~locked).sum() == round(PEOPLE * 0.3)
    assert set(past.end.tolist()) == {1, 2, 3, 4, 5}


def test_the_headlines_of_two_tiles_add_up() -> None:
    counts = nothing()
    for seed in SEEDS[:2]:
        tile = seeded(seed)
        counts += counted(2021, tile.families, tile.work, tile.coverage)
    found = {headline.name: headline for headline in headlines(2021, counts)}
    assert found["health insurance"].found == 2 * 91_010
    assert found["health insurance"].denominator == 2 * PEOPLE
    assert len(found) == 9
    assert not [name for name, headline in found.items() if abs(headline.difference) > 0.25]


def test_those_to_whom_another_code_applies_do_not_join_with_the_household(tile: Tile) -> None:
    assert not (tile.coverage.also == object_row("GD")).any()
    assert not (holders(tile, "GD") & (tile.coverage.also >= 0)).any()
