"""Families of 100,000 people of three seeds hang together."""

import numpy as np
import pytest
from tests.people.nations import sample

from lienthong_emulator.people.folk.births import FEMALE, MALE, first_day
from lienthong_emulator.people.folk.communities import provinces_of
from lienthong_emulator.people.folk.families import NATIONALITIES, NEVER, NOBODY, Families, Precision, Relation
from lienthong_emulator.people.folk.households import MOST_MEMBERS
from lienthong_emulator.people.tables import records
from lienthong_emulator.reference.ethnic_groups import ethnic_groups

YEAR = 2021
POINT = 0.1


def test_as_many_live_as_were_asked_for_and_the_dead_come_on_top(families: Families) -> None:
    assert families.alive.sum() == 100_000
    assert families.size - 100_000 == round(100_000 * (98.0 / 97.6 - 1))


def test_mothers_are_women_and_as_much_older_as_mothers_are(families: Families) -> None:
    children = np.nonzero(families.mother != NOBODY)[0]
    mothers = families.mother[children]

    older = families.birth_year[children] - families.birth_year[mothers]
    assert (families.sex[mothers] == FEMALE).all()
    assert older.min() >= 18
    assert older.max() <= 45


def test_fathers_are_the_husbands_of_mothers(families: Families) -> None:
    children = np.nonzero(families.father != NOBODY)[0]
    fathers = families.father[children]

    assert (families.sex[fathers] == MALE).all()
    assert (families.spouse[families.mother[children]] == fathers).all()
    assert (families.birth_year[children] - families.birth_year[fathers]).min() >= 18


def test_marriage_holds_both_ways_between_a_woman_and_a_man_of_age(families: Families) -> None:
    wives = np.nonzero((families.spouse != NOBODY) & (families.sex == FEMALE))[0]
    husbands = families.spouse[wives]

    assert (families.spouse[husbands] == wives).all()
    assert (families.sex[husbands] == MALE).all()
    assert families.age(YEAR)[wives].min() >= 18
    assert families.age(YEAR)[husbands].min() >= 20
    siblings = (families.mother[wives] == families.mother[husbands]) & (families.mother[wives] != NOBODY)
    assert not siblings.any()


def test_siblings_are_twins_or_at_least_nine_months_apart(families: Families) -> None:
    dated = np.nonzero((families.mother != NOBODY) & (families.precision == Precision.DAY))[0]
    dated = dated[np.lexsort((families.birth[dated], families.mother[dated]))]

    apart = np.diff(families.birth[dated])[np.diff(families.mother[dated]) == 0]
    assert ((apart == 0) | (apart >= 280)).all()


def test_every_child_lives_with_an_adult(families: Families) -> None:
    adults = families.age(YEAR) >= 18

    assert np.isin(families.household[~adults], families.household[adults]).all()


def test_nearly_every_child_has_a_mother(families: Families) -> None:
    children = families.age(YEAR) < 18

    assert (families.mother[children] != NOBODY).mean() > 0.98


def test_households_stand_in_a_row_behind_their_head(families: Families) -> None:
    assert (np.diff(families.household) >= 0).all()
    assert (families.household[families.head] == np.arange(len(families.head))).all()
    heads = np.zeros(families.size, np.bool_)
    heads[families.head] = True
    assert np.array_equal(heads, families.relation == Relation.HEAD)


def test_a_household_has_3_to_4_members_and_one_home(families: Families) -> None:
    sizes = np.bincount(families.household)

    assert 3.4 < sizes.mean() < 3.8
    assert (families.commune == families.commune[families.head][families.household]).all()
    assert (families.province == provinces_of(families.commune)).all()


def test_no_household_has_more_than_ten_members(families: Families) -> None:
    sizes = np.bincount(families.household)

    assert sizes.max() == MOST_MEMBERS == 10
    assert np.isin(np.arange(1, MOST_MEMBERS), sizes).all()


def test_every_child_lives_with_somebody_alive_and_of_age_if_any_relative_is(families: Families) -> None:
    adults = (families.age(YEAR) >= 18) & families.alive
    children = np.nonzero((families.age(YEAR) < 18) & families.alive)[0]
    cared_for = np.isin(families.household[children], families.household[adults])

    assert cared_for.mean() > 0.999


def test_a_wife_lives_with_her_husband(families: Families) -> None:
    married = families.spouse != NOBODY

    assert (families.household[married] == families.household[families.spouse[married]]).all()


def test_a_child_of_the_head_is_no_older_than_the_head(families: Families) -> None:
    children = families.relation == Relation.CHILD
    heads = families.head[families.household]

    assert (families.birth_year[children] > families.birth_year[heads[children]]).all()


def test_the_years_of_birth_and_the_sexes_are_those_of_the_census(families: Families) -> None:
    for row in records("age_pyramid"):
        first, people, men = (int(row[name]) for name in ("first_age", "people", "men"))
        width = 6 if first == 95 else 5
        group = (families.age(YEAR) >= first) & (families.age(YEAR) < first + width)
        assert abs(group.mean() * 100 - people / 10) < POINT
        assert abs((group & (families.sex == MALE)).mean() * 100 - people * men / 10_000) < POINT


def test_the_provinces_weigh_what_they_do_in_the_census(families: Families) -> None:
    rows = records("provinces")
    total = sum(float(row["census_2019"]) for row in rows)

    for row in rows:
        share = (families.province == int(row["province_code"])).mean() * 100
        assert abs(share - float(row["census_2019"]) / total * 100) < POINT, row


def test_the_ethnic_groups_weigh_what_they_do_in_the_census(families: Families) -> None:
    groups = [group for group in ethnic_groups().values() if group.code != "99"]
    total = sum(group.census_2019 for group in groups)

    for group in groups:
        share = (families.ethnic_group == int(group.code)).mean() * 100
        assert abs(share - group.census_2019 / total * 100) < POINT, group


def test_a_family_line_is_of_one_clan_group_and_hometown(families: Families) -> None:
    sons = np.nonzero(families.father != NOBODY)[0]
    fathers = families.father[sons]

    for column in (families.clan, families.ethnic_group, families.hometown, families.nationality):
        assert np.array_equal(column[sons], column[fathers])


def test_only_foreigners_have_another_nationality(families: Families) -> None:
    assert np.array_equal(families.nationality != NATIONALITIES.index("VN"), families.ethnic_group == 55)


def test_birth_dates_lie_in_their_year_and_before_death(families: Families) -> None:
    first, last = first_day(families.birth_year), first_day(families.birth_year + 1) - 1

    assert ((families.birth >= first) & (families.birth <= last)).all()
    assert (families.birth < families.died).all()
    dead = families.died != NEVER
    assert (families.died[dead] < first_day(np.array([YEAR + 1]))[0]).all()


def test_a_date_of_which_only_the_year_is_known_stands_on_1_january(families: Families) -> None:
    unsure = families.precision != Precision.DAY

    assert 0.005 < unsure.mean() < 0.03
    assert (families.birth[unsure] == first_day(families.birth_year[unsure])).all()


@pytest.mark.parametrize("people", [1, 2, 3, 10, 63, 100, 999, 10_000])
def test_a_nation_of_any_size_has_as_many_people_as_it_should(people: int) -> None:
    families = sample(1, people).families

    assert families.alive.sum() == people
    assert (families.household[families.head] == np.arange(len(families.head))).all()


def test_the_nation_looks_the_same_in_every_year() -> None:
    from lienthong_emulator.people.folk.everybody import families_of
    from lienthong_emulator.people.tiles import chance_of, spans
    from lienthong_emulator.runtime.recipe import Nation

    now, then = Nation(people=5_000), Nation(people=5_000, year=2018)
    span = spans(now)[0]
    here, there = (families_of(nation, span, chance_of(nation, span)) for nation in (now, then))

    assert np.array_equal(here.mother, there.mother)
    assert np.array_equal(here.household, there.household)
    assert np.array_equal(here.birth_year - 2021, there.birth_year - 2018)
