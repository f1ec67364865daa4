"""Numbers are unique in the nation and lead back to their holders."""

import re
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.vn import mst
from tests.people.nations import seeded

from lienthong_emulator.people.by_hand.personas import personas
from lienthong_emulator.people.draws import Ints
from lienthong_emulator.people.folk.communities import provinces_of
from lienthong_emulator.people.folk.everybody import families_of
from lienthong_emulator.people.folk.families import Families
from lienthong_emulator.people.identifiers.numbers import (
    Directory,
    Holder,
    Numbers,
    numbers_of,
    organisation_numbers_of,
    texts,
    unit_codes,
)
from lienthong_emulator.people.identifiers.series import (
    CMND,
    HOUSEHOLD_CODE,
    NONE,
    ORGANISATION_TAX_CODE,
    PERSON_TAX_CODE,
    PERSONAL_NUMBER,
    SOCIAL_INSURANCE_NUMBER,
    UNIT_CODE,
    Kind,
    Series,
)
from lienthong_emulator.people.labour.work import work_of
from lienthong_emulator.people.tiles import Span, chance_of
from lienthong_emulator.reference.identity_numbers import parse_personal_number
from lienthong_emulator.runtime.recipe import Nation

NATION = Nation(people=60_000)
TILES = 3
WHOLE_NATION = 980
"""Tiles of 98 million."""
COLUMNS = {
    PERSONAL_NUMBER: "personal_number",
    CMND: "cmnd",
    SOCIAL_INSURANCE_NUMBER: "social_insurance_number",
    PERSON_TAX_CODE: "tax_code",
    HOUSEHOLD_CODE: "household_code",
}
SPAN = Span(number=0, first=0, living=100_000, dead=410)
kinds = pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in COLUMNS])


@cache
def families_in(tile: int) -> Families:
    span = Span(number=tile, first=0, living=20_000, dead=80)
    return families_of(NATION, span, chance_of(NATION, span))


@cache
def numbers_in(tile: int, nation: Nation = NATION) -> Numbers:
    span = Span(number=tile, first=0, living=20_000, dead=80)
    chance, families = chance_of(nation, span), families_in(tile)
    return numbers_of(nation, tile, TILES, families, work_of(nation, families, chance).registered, chance)


def column(kind: Kind, tile: int) -> Ints:
    return getattr(ALL[tile], COLUMNS[kind])


ALL = [numbers_in(tile) for tile in range(TILES)]
DIRECTORY = Directory(NATION, TILES, ALL.__getitem__)


@kinds
def test_no_two_share_a_number(kind: Kind) -> None:
    held = np.concatenate([column(kind, tile) for tile in range(TILES)])
    held = held[held != NONE]

    assert len(np.unique(held)) == len(held) > 10_000


@kinds
@settings(deadline=None)
@given(tile=st.integers(0, TILES - 1), choice=st.integers(0))
def test_a_number_leads_back_to_its_holder(kind: Kind, tile: int, choice: int) -> None:
    held = column(kind, tile)
    holders = np.nonzero(held != NONE)[0]
    holder = int(holders[choice % len(holders)])

    assert DIRECTORY.holder(kind, texts(kind, held[holder : holder + 1])[0]) == Holder(tile, holder)


@kinds
@settings(deadline=None)
@given(text=st.text() | st.text(alphabet="0123456789", min_size=9, max_size=12))
def test_any_other_text_leads_to_nobody_or_to_who_holds_it(kind: Kind, text: str) -> None:
    holder = DIRECTORY.holder(kind, text)

    assert holder is None or column(kind, holder.tile)[holder.number] == int(text)


@kinds
def test_zeros_are_nobodys_number(kind: Kind) -> None:
    assert DIRECTORY.holder(kind, "0" * kind.digits) is None


@kinds
def test_numbers_have_all_their_digits(kind: Kind) -> None:
    assert {len(text) for text in texts(kind, column(kind, 0))} <= {0, kind.digits}


def test_the_personas_and_their_numbers_stay_apart() -> None:
    for persona in personas().values():
        assert DIRECTORY.holder(PERSONAL_NUMBER, persona.personal_number) is None
        assert DIRECTORY.holder(SOCIAL_INSURANCE_NUMBER, persona.social_insurance_number) is None
        assert DIRECTORY.holder(HOUSEHOLD_CODE, persona.household_code) is None
        assert DIRECTORY.holder(CMND, persona.cmnd) is None
        assert DIRECTORY.holder(CMND, persona.old_cmnd) is None


@pytest.mark.parametrize("kind", [PERSONAL_NUMBER, SOCIAL_INSURANCE_NUMBER, HOUSEHOLD_CODE], ids=lambda kind: kind.name)
def test_serials_of_personas_and_of_numbers_issued_later_are_left_out(kind: Kind) -> None:
    held = np.concatenate([column(kind, tile) for tile in range(TILES)])
    serials = held[held != NONE] % 1_000_000

    assert serials.min() >= 1_000
    assert serials.max() < 900_000


def test_no_stem_begins_as_another_does() -> None:
    first = np.unique(column(HOUSEHOLD_CODE, 0) // 1_000_000, return_index=True)[1]
    serials = column(HOUSEHOLD_CODE, 0)[first] % 1_000_000

    assert len(np.unique(serials)) == len(first) > 60


def test_a_personal_number_says_who_its_holder_is() -> None:
    families, numbers = families_in(0), texts(PERSONAL_NUMBER, column(PERSONAL_NUMBER, 0))
    places = provinces_of(families.registration).tolist()
    facts = zip(numbers, places, families.sex.tolist(), families.birth_year.tolist(), strict=True)

    for number, place, sex, year in facts:
        parts = parse_personal_number(number)
        said = (parts.place_code, parts.sex, parts.year) if parts else None
        assert said == ((f"9{place:02}", sex, year) if number else None)


def test_realistic_numbers_differ_only_in_their_place_codes() -> None:
    realistic = Nation(people=60_000, realistic_numbers=True)
    numbers = texts(PERSONAL_NUMBER, numbers_in(0, realistic).personal_number)

    assert {number[0] for number in numbers if number} == {"0"}
    assert [bool(number) for number in numbers] == (column(PERSONAL_NUMBER, 0) != NONE).tolist()


def test_six_of_a_hundred_adults_are_known_by_cmnd_alone_and_many_have_an_old_one() -> None:
    families, numbers = families_in(0), ALL[0]
    age, citizen = families.age(NATION.year), families.nationality == 0

    by_cmnd, by_nothing = ((numbers.personal_number == NONE) & (has == (numbers.cmnd != NONE)) for has in (True, False))
    assert by_cmnd[age >= 18].mean() == pytest.approx(0.06, abs=0.01)
    assert not by_cmnd[age < 18].any()
    assert (numbers.cmnd != NONE)[age > 30].mean() == pytest.approx(0.86, abs=0.02)
    assert not numbers.has_old_cmnd[age < 14].any()
    assert not by_nothing[citizen & (age >= 14)].any()


def test_a_few_children_have_no_number_at_all_and_foreigners_have_none() -> None:
    families = seeded(1).families
    chance = chance_of(NATION, SPAN)
    numbers = numbers_of(NATION, 0, 1, families, work_of(NATION, families, chance).registered, chance)
    child, born_since_2016 = families.birth_year >= 2008, families.birth_year >= 2016

    by_nothing = (numbers.cmnd == NONE) & (numbers.personal_number == NONE)
    assert by_nothing[child & ~born_since_2016].mean() == pytest.approx(0.05, abs=0.01)
    assert by_nothing[born_since_2016].mean() == pytest.approx(0.01, abs=0.005)
    assert by_nothing[families.nationality > 0].all()


def test_social_insurance_numbers_name_the_province_and_a_year_since_birth() -> None:
    families = families_in(1)
    number = column(SOCIAL_INSURANCE_NUMBER, 1)
    two_digits = number // 1_000_000 % 100
    year = np.where(two_digits < 95, 2000, 1900) + two_digits

    assert (number // 100_000_000 == families.province).all()
    assert (year >= np.maximum(families.birth_year, 1995)).all()
    assert year.max() <= NATION.year
    young = families.age(NATION.year) < 6
    assert (year == families.birth_year)[young].all()


def test_only_adults_have_tax_codes_and_they_begin_with_eight() -> None:
    codes = texts(PERSON_TAX_CODE, column(PERSON_TAX_CODE, 0))
    adult = families_in(0).age(NATION.year) >= 18

    assert [bool(code) for code in codes] == adult.tolist()
    assert [code for code in codes if code and not (code[0] == "8" and mst.is_valid(code))] == []


def test_a_nation_of_98_million_has_room_and_more_than_one_series_of_household_codes() -> None:
    families = seeded(1).families
    chance = chance_of(NATION, SPAN)
    registered = work_of(NATION, families, chance).registered
    numbers = numbers_of(NATION, WHOLE_NATION - 1, WHOLE_NATION, families, registered, chance)

    assert len(np.unique(numbers.household_code)) == len(families.head)
    assert np.unique(numbers.household_code // 1_000_000 % 100).tolist() == [97, 98, 99]


def test_a_tile_that_is_too_full_is_a_mistake() -> None:
    series = Series(PERSONAL_NUMBER, NATION, 300_000)

    assert series.capacity == 2
    with pytest.raises(ValueError, match="more than 2 of one stem: personal number"):
        series.numbers(0, np.array([901193, 901193, 901193]))


def test_a_wrong_check_digit_leads_nowhere() -> None:
    series = Series(PERSON_TAX_CODE, NATION, TILES)
    right = int(column(PERSON_TAX_CODE, 0)[0])

    assert [series.tile_of(right // 10 * 10 + digit) for digit in range(10)].count(None) == 9


def test_numbers_of_organisations_are_valid_and_lead_back_to_their_tile() -> None:
    province = np.repeat([1, 2, 79, 96], 500)
    tiles = [organisation_numbers_of(NATION, tile, TILES, province) for tile in range(TILES)]

    codes = [texts(ORGANISATION_TAX_CODE, tile.tax_code) for tile in tiles]
    assert all(mst.is_valid(code) for tile in codes for code in tile)
    assert [code[:2] for code in codes[0][::500]] == ["01", "02", "50", "63"]
    assert len({code for tile in codes for code in tile}) == TILES * len(province)
    series = Series(ORGANISATION_TAX_CODE, NATION, TILES)
    assert [{series.tile_of(int(code)) for code in tile[::50]} for tile in codes] == [{0}, {1}, {2}]


def test_unit_codes_look_like_those_of_the_social_insurance_agency() -> None:
    numbers = organisation_numbers_of(NATION, 0, TILES, np.repeat([1], 3_000)).unit_code
    codes = unit_codes(numbers)

    assert [code for code in codes if not re.fullmatch("[A-Z]{2}[0-9]{4}[A-Z]", code)] == []
    assert len(set(codes)) == len(codes)
    assert {Series(UNIT_CODE, NATION, TILES).tile_of(number) for number in numbers[::50].tolist()} == {0}
