"""What the registers get of 100,000 people is sound: numbers, cards, kin, periods and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pytest
from tests.people.whole import Columns, columns_of

from lienthong_emulator.insurance.cards.domain import last_day_of_child_card
from lienthong_emulator.people.days import months_of
from lienthong_emulator.people.folk.families import Families
from lienthong_emulator.people.labour.facts import object_codes
from lienthong_emulator.people.labour.standing import ARMY, POLICE
from lienthong_emulator.people.mistakes.differences import Kind
from lienthong_emulator.people.tile import FIRST_KEY, Tile, tile_of
from lienthong_emulator.reference.administrative_units import find_commune, is_place
from lienthong_emulator.reference.provinces import provinces
from lienthong_emulator.runtime.recipe import Nation

PEOPLE = 100_000
ANCHOR, DECEMBER = "2021-12-31", 202112
SOCIAL, ACCIDENT, HEALTH, UNEMPLOYMENT = FUNDS = (1, 2, 4, 8)
MOTHER, FATHER, SPOUSE = 1, 2, 3
MALE, FEMALE = 1, 2
LOCKED = 5
YEARS_TO_WORK, YEARS_TO_BEAR, DAYS_WITH_CHILD = 15, 18, 300
Array = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Registers:
    """The columns that insurance and population get, and the truth beside them."""

    tile: Tile
    insurance: Columns
    population: Columns

    @property
    def families(self) -> Families:
        return self.tile.families

    def people(self, part: str) -> Array:
        """Whose each row of a part of insurance is, by social-insurance number; some have two."""
        numbers = np.array(self.insurance["people si_number"])
        order = np.argsort(numbers)
        places = np.searchsorted(numbers[order], np.array(self.insurance[f"{part} si_number"]))
        return (np.array(self.insurance["people key"]) - FIRST_KEY)[order][places]

    @cached_property
    def died_in(self) -> Array:
        """Month such as 202105; one that never comes for the living."""
        died = np.where(self.families.alive, 0, self.families.died)
        return np.where(self.families.alive, 999912, _written(months_of(died)))


def _written(months: Array) -> Array:
    return (months // 12 + 1970) * 100 + months % 12 + 1


@pytest.fixture(scope="module", params=(1, 2, 3), ids="seed {}".format)
def registers(request: pytest.FixtureRequest) -> Registers:
    nation = Nation(seed=request.param, people=PEOPLE)
    return Registers(tile_of(nation, 0), columns_of("insurance", nation), columns_of("population", nation))


def personal_numbers(columns: Columns) -> tuple[Array, npt.NDArray[np.bool_]]:
    texts = columns["people personal_number"]
    assert {len(text) for text in texts} == {0, 12}
    numbers = np.array([int(text or 0) for text in texts])
    return numbers, numbers > 0


def registration_provinces(columns: Columns) -> Array:
    communes = columns["people registration_commune"]
    province = {code: found.province_code for code in set(communes) if (found := find_commune(code))}
    return np.array([int(province[code]) for code in communes])


def test_a_personal_number_is_in_the_invented_range_and_tells_place_sex_and_year(registers: Registers) -> None:
    columns = registers.population
    numbers, has = personal_numbers(columns)
    year, sex = np.array(columns["people birth_year"]), np.array(columns["people sex"])

    assert (numbers // 10**9 == 900 + registration_provinces(columns))[has].all()
    assert (numbers // 10**8 % 10 == (year // 100 - 19) * 2 + (sex == FEMALE))[has].all()
    assert (numbers // 10**6 % 100 == year % 100)[has].all()
    assert len(np.unique(numbers[has])) == has.sum() > 0.9 * PEOPLE


def test_realistic_numbers_carry_the_real_codes_of_the_provinces() -> None:
    columns = columns_of("population", Nation(people=3_000, realistic_numbers=True))
    numbers, has = personal_numbers(columns)

    assert (numbers // 10**9 == registration_provinces(columns))[has].all()
    assert set((numbers // 10**9)[has].tolist()) <= {int(code) for code in provinces()}


def test_every_address_is_a_place(registers: Registers) -> None:
    for columns in (registers.population, registers.insurance):
        for prefix in ("people residence", "people hometown", "households address", "employers address"):
            levels = [columns[f"{prefix} {level}_code"] for level in ("province", "district", "commune")]
            assert [place for place in set(zip(*levels, strict=True)) if not is_place(*place)] == []


def test_a_card_number_is_object_code_level_issuer_and_social_insurance_number(registers: Registers) -> None:
    columns, people = registers.insurance, registers.people("cards")
    homes = registers.families.province[people].tolist()
    objects = {each.code for each in object_codes()}

    for number, holder, home in zip(columns["cards card_number"], columns["cards si_number"], homes, strict=True):
        assert number[:2] in objects
        assert number[2] in "12345"
        assert int(number[3:5]) in (home, ARMY, POLICE)
        assert number[5:] == holder


def test_a_childs_card_holds_from_birth_until_the_law_ends_it(registers: Registers) -> None:
    columns, born = registers.insurance, registers.families.birth[registers.people("cards")].tolist()
    days = zip(columns["cards card_number"], born, columns["cards valid_from"], columns["cards valid_to"], strict=True)
    of_children = [(date(1970, 1, 1) + timedelta(born), *held) for number, born, *held in days if number[:3] == "TE1"]

    assert not any(number[:2] == "TE" and number[2] != "1" for number in columns["cards card_number"])
    assert [
        (birth, first, last)
        for birth, first, last in of_children
        if (first, last) != (birth.isoformat(), last_day_of_child_card(birth).isoformat())
    ] == []
    assert len(of_children) > 9_000


def test_every_child_under_six_who_lives_holds_a_childs_card_and_nobody_else_does(registers: Registers) -> None:
    columns, families = registers.insurance, registers.families
    current = np.array(columns["cards ending"]) == 0
    child = np.array([number[:2] == "TE" for number in columns["cards card_number"]])
    holders = np.unique(registers.people("cards")[current & child])
    infants = np.nonzero(families.alive & (families.birth_year > 2021 - 6))[0]
    ends = {person: _end_of_child_card(families, person) for person in np.union1d(holders, infants).tolist()}

    living = holders[families.alive[holders]]
    assert set(infants.tolist()) <= set(living.tolist())
    assert min(ends[person] for person in living.tolist()) >= ANCHOR


def _end_of_child_card(families: Families, person: int) -> str:
    return last_day_of_child_card(date(1970, 1, 1) + timedelta(int(families.birth[person]))).isoformat()


def test_nobody_has_two_current_cards_but_those_who_are_planted_with_two_numbers(registers: Registers) -> None:
    columns = registers.insurance
    current = np.array(columns["cards ending"]) == 0
    numbers, people = np.array(columns["cards si_number"]), registers.people("cards")
    holders, cards = np.unique(people[current], return_counts=True)

    assert len(np.unique(numbers[current])) == current.sum()
    two_cards = registers.tile.planted.at("insurance", Kind.TWO_CARDS)
    assert holders[cards > 1].tolist() == sorted(two_cards.tolist())
    assert cards.max() == 2


def test_cards_follow_each_other_and_the_current_one_holds_at_the_anchor(registers: Registers) -> None:
    names = ("si_number", "serial", "valid_from", "valid_to", "ending", "end_date")
    holder, serial, first, last, ending, end = (np.array(registers.insurance[f"cards {name}"]) for name in names)
    alive = registers.families.alive[registers.people("cards")]
    same, past = holder[1:] == holder[:-1], ending > 0

    assert (serial[1:] == np.where(same, serial[:-1] + 1, 1)).all()
    assert (end[:-1] < first[1:])[same].all()
    assert past[:-1][same].all()
    assert (first <= last).all()
    assert ((first <= end) & (end <= ANCHOR))[past].all()
    assert (end[~past] == "").all()
    assert ((first <= ANCHOR) & (last >= ANCHOR))[~past & alive].all()
    unknown = np.isin(registers.people("cards"), registers.tile.planted.at("insurance", Kind.DEATH_UNKNOWN))
    assert ((ending == LOCKED) == ~alive & ~unknown)[past].all()


def test_kin_are_kin_both_ways(registers: Registers) -> None:
    families, index = registers.families, np.arange(registers.families.size)
    mother, father, spouse = families.mother, families.father, families.spouse
    born, raised, married = mother >= 0, father >= 0, spouse >= 0

    assert set(families.sex[mother[born]]) == {FEMALE}
    assert set(families.sex[father[raised]]) == {MALE}
    assert (families.birth_year - families.birth_year[mother])[born].min() >= YEARS_TO_BEAR
    assert (families.birth_year - families.birth_year[father])[raised].min() >= YEARS_TO_BEAR
    assert (spouse[spouse] == index)[married].all()
    assert (families.sex[spouse] != families.sex)[married].all()
    assert not ((mother == spouse) | (father == spouse))[married].any()
    assert not (raised & (families.birth - DAYS_WITH_CHILD > families.died[father])).any()


def test_registers_hold_the_kin_by_their_numbers(registers: Registers) -> None:
    families, columns = registers.families, registers.insurance
    whose, kind = np.array(columns["relatives person"]) - FIRST_KEY, np.array(columns["relatives kind"])
    told = [
        personal or cmnd
        for personal, cmnd in zip(columns["relatives personal_number"], columns["relatives cmnd"], strict=True)
    ]
    known = zip(registers.population["people personal_number"], registers.population["people cmnd"], strict=True)
    number = np.array([personal or cmnd for personal, cmnd in known], np.object_)
    by_kind = {MOTHER: families.mother, FATHER: families.father, SPOUSE: families.spouse}
    relative = np.select([kind == each for each in by_kind], [of_kind[whose] for of_kind in by_kind.values()], -1)

    assert relative.min() >= 0
    assert number[relative].tolist() == told
    unknown = registers.tile.planted.at("insurance", Kind.PARENT_UNKNOWN)
    assert np.isin(np.nonzero(families.mother >= 0)[0], whose[kind == MOTHER]).sum() == (kind == MOTHER).sum()
    assert (kind == MOTHER).sum() + len(unknown) == (families.mother >= 0).sum()
    assert np.array(registers.population["people mother"]).tolist() == registers.tile.keys(families.mother).tolist()


@pytest.mark.parametrize("fund", FUNDS, ids=("social", "accident", "health", "unemployment"))
def test_periods_of_one_person_in_one_fund_never_overlap(registers: Registers, fund: int) -> None:
    person, first, last, paid = contributions(registers)
    rows = np.nonzero(paid & fund)[0]
    rows = rows[np.lexsort((first[rows], person[rows]))]
    same = np.diff(person[rows]) == 0

    assert len(rows) > 5_000
    assert (first <= last).all()
    assert (last[rows][:-1] < first[rows][1:])[same].all()


def contributions(registers: Registers) -> tuple[Array, Array, Array, Array]:
    """Person, first and last month (December where it goes on), and funds."""
    names = ("first_month", "last_month", "funds")
    first, last, funds = (np.array(registers.insurance[f"contributions {name}"]) for name in names)
    return registers.people("contributions"), first, np.where(last == 0, DECEMBER, last), funds


def test_work_begins_at_fifteen_and_nothing_is_paid_after_death(registers: Registers) -> None:
    person, first, last, paid = contributions(registers)
    drawer = registers.people("benefits")
    ended = np.array(registers.insurance["benefits last_month"])
    born = _written(months_of(registers.families.birth))

    assert (first >= born[person]).all()
    assert (first - 100 * YEARS_TO_WORK >= born[person])[paid & SOCIAL > 0].all()
    unknown = registers.tile.planted.at("insurance", Kind.DEATH_UNKNOWN)
    alive = registers.families.alive.copy()
    alive[unknown] = True  # to insurance
    assert (last <= np.where(alive, 999912, registers.died_in)[person]).all()
    assert (ended <= registers.died_in[drawer]).all()
    goes_on = np.concatenate(
        [person[np.array(registers.insurance["contributions last_month"]) == 0], drawer[ended == 0]]
    )
    assert alive[goes_on].all()


def test_nothing_has_happened_after_the_anchor(registers: Registers) -> None:
    days = ("people died", "people confirmed", "cards valid_from", "cards end_date", "employers founded")
    months = ("contributions first_month", "contributions last_month", "benefits first_month", "benefits last_month")
    columns = registers.insurance

    assert {name: max(columns[name]) for name in days if max(columns[name]) > ANCHOR} == {}
    assert {name: max(columns[name]) for name in months if max(columns[name]) > DECEMBER} == {}
    assert max(registers.population["people died"]) <= ANCHOR
    assert registers.families.birth.max() <= (date(2021, 12, 31) - date(1970, 1, 1)).days


def test_days_of_one_life_are_in_order(registers: Registers) -> None:
    families, columns = registers.families, registers.insurance
    employers = zip(columns["employers founded"], columns["employers ended"], strict=True)

    assert (families.birth <= families.died).all()
    assert [days for days in employers if days[1] and days[0] > days[1]] == []
    cards = zip(columns["cards valid_from"], columns["cards five_year_date"], strict=True)
    assert [days for days in cards if days[1] and days[1] < "2009-07-01"] == []
    benefits = zip(columns["benefits first_month"], columns["benefits last_month"], strict=True)
    assert [months for months in benefits if months[1] and months[0] > months[1]] == []
