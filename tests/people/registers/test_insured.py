"""What insurance writes down: funds that existed, and nothing that tells who died without its knowledge."""

from itertools import pairwise

import numpy as np
import pytest
from tests.people.whole import Columns, columns_of

from lienthong_emulator.people.days import last_days, months_of
from lienthong_emulator.people.draws import Ints
from lienthong_emulator.people.folk.families import NEVER
from lienthong_emulator.people.health.standing import CardEnd
from lienthong_emulator.people.labour.standing import NONE, Insurance
from lienthong_emulator.people.labour.standing import Kind as EmployerKind
from lienthong_emulator.people.mistakes.differences import Kind
from lienthong_emulator.people.registers.texts import dates
from lienthong_emulator.people.tile import Tile, tile_of
from lienthong_emulator.runtime.recipe import Nation

NATION = Nation(seed=1, people=100_000)
SINCE = 200901
ACCIDENT, HEALTH, UNEMPLOYMENT = 2, 4, 8


@pytest.fixture(scope="module")
def tile() -> Tile:
    return tile_of(NATION, 0)


@pytest.fixture(scope="module")
def insurance() -> Columns:
    return columns_of("insurance", NATION)


def column(insurance: Columns, name: str) -> Ints:
    return np.array([int(value or 0) for value in insurance[name]], np.int64)


def test_unemployment_is_a_fund_since_2009(insurance: Columns) -> None:
    first, last, funds = (column(insurance, f"contributions {name}") for name in ("first_month", "last_month", "funds"))
    assert (first[funds & UNEMPLOYMENT > 0] >= SINCE).all()
    began_then = (first == SINCE) & (funds & UNEMPLOYMENT > 0)
    ended_before = (last == SINCE - 89) & (funds & UNEMPLOYMENT == 0)
    assert began_then.sum() >= ended_before.sum() > 100


def test_part_time_staff_of_communes_are_not_insured_against_accidents(tile: Tile, insurance: Columns) -> None:
    communes = set(tile.unit_codes[:-1][tile.employers.kind == EmployerKind.COMMUNE].tolist()) - {""}
    funds, employers = column(insurance, "contributions funds"), np.array(insurance["contributions unit_code"])
    of_communes = np.isin(employers, list(communes))

    assert of_communes.sum() > 100
    assert (funds[of_communes] & (ACCIDENT | UNEMPLOYMENT) == 0).all()
    assert (funds[~of_communes & (employers != "")] & ACCIDENT > 0).all()


def test_both_halves_of_a_period_name_one_employer_and_salary(insurance: Columns) -> None:
    names = ("si_number", "first_month", "unit_code", "salary", "last_month")
    rows = list(zip(*(insurance[f"contributions {name}"] for name in names), strict=True))
    pairs = [
        (one, other)
        for one, other in pairwise(rows)
        if one[0] == other[0] and other[1] == SINCE and one[4] == SINCE - 89
    ]
    same = sum(one[2:4] == other[2:4] for one, other in pairs)
    assert same > 0.95 * len(pairs) > 100


def test_a_contribution_is_told_by_person_month_and_funds(insurance: Columns) -> None:
    names = ("si_number", "first_month", "funds")
    keys = list(zip(*(insurance[f"contributions {name}"] for name in names), strict=True))
    assert len(set(keys)) == len(keys)


def test_insurance_knows_every_employer_that_it_names(insurance: Columns) -> None:
    known = set(insurance["employers unit_code"])
    assert {code for code in insurance["contributions unit_code"] if code} <= known


def test_of_whose_death_nobody_told_goes_on_to_draw_and_to_pay(tile: Tile, insurance: Columns) -> None:
    unknown = tile.planted.at("insurance", Kind.DEATH_UNKNOWN)
    numbers = set(tile.si_numbers[unknown].tolist())
    drawn = zip(
        insurance["benefits si_number"], insurance["benefits kind"], insurance["benefits last_month"], strict=True
    )
    pensions = [last for number, kind, last in drawn if number in numbers and kind <= 4]
    assert len(pensions) > 5
    assert set(pensions) == {0}
    paid = zip(
        insurance["contributions si_number"],
        insurance["contributions funds"],
        insurance["contributions last_month"],
        strict=True,
    )
    paying = {number for number, funds, last in paid if number in numbers and funds & HEALTH and not last}
    assert paying == set(tile.si_numbers[np.setdiff1d(unknown, died_at_work(tile))].tolist())


def died_at_work(tile: Tile) -> Ints:
    paid, died = tile.work.contributions, tile.families.died
    return paid.person[(paid.kind == Insurance.COMPULSORY) & (last_days(paid.last) >= died[paid.person])]


def test_an_employer_declares_that_somebody_left_and_not_that_they_died(tile: Tile, insurance: Columns) -> None:
    unknown = np.intersect1d(tile.planted.at("insurance", Kind.DEATH_UNKNOWN), died_at_work(tile))
    died = dict(zip(tile.si_numbers[unknown].tolist(), tile.families.died[unknown].tolist(), strict=True))
    names = ("si_number", "ending", "end_date")
    cards = zip(*(insurance[f"cards {name}"] for name in names), strict=True)
    ended = {number: (ending, end) for number, ending, end in cards if number in died}

    assert len(died) > 2
    assert ended == {
        number: (CardEnd.REDUCED, dates(last_days(months_of(np.array([day]))))[0]) for number, day in died.items()
    }


def test_who_pays_was_numbered_by_then_or_when_the_fund_was_new(tile: Tile) -> None:
    registered, year = tile.work.registered, tile.numbers.social_insurance_number // 10**6 % 100
    numbered = year + np.where(year >= 95, 1900, 2000)

    pays = registered != NONE
    assert (numbered <= np.maximum(registered // 12 + 1970, 2000))[pays].all()
    assert (numbered >= np.maximum(tile.families.birth_year, 1995)).all()


def test_who_is_known_to_be_dead_pays_and_draws_no_more(tile: Tile, insurance: Columns) -> None:
    known = tile.families.died != NEVER
    known[tile.planted.at("insurance", Kind.DEATH_UNKNOWN)] = False
    numbers = set(tile.si_numbers[np.nonzero(known)[0]].tolist())
    for part in ("contributions", "benefits"):
        rows = zip(insurance[f"{part} si_number"], insurance[f"{part} last_month"], strict=True)
        assert not [number for number, last in rows if last == 0 and number in numbers]
