"""The nation comes in slices: whole households, columns of one length, and always the same people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest
from tests.people.open_registers import AGENCIES
from tests.people.whole import columns, parts

from lienthong_emulator.people import tiles
from lienthong_emulator.people.draws import Ints
from lienthong_emulator.people.mistakes.differences import Kind
from lienthong_emulator.people.mistakes.views import View
from lienthong_emulator.people.nation import versions_of
from lienthong_emulator.people.registers import slices
from lienthong_emulator.people.registers.insured import (
    benefits_in,
    cards_in,
    circumstances_in,
    contributions_in,
    participations_in,
)
from lienthong_emulator.people.registers.slices import people_in, relatives_in, slices_held_by
from lienthong_emulator.people.registers.versions import Version
from lienthong_emulator.people.tile import FIRST_KEY, tile_of
from lienthong_emulator.people.tiles import spans
from lienthong_emulator.runtime.recipe import Nation

NATION = Nation(seed=5, people=6_000)
THREE_TILES = Nation(seed=5, people=6_001)
SMALL = 700
SMALL_TILE = 2_000
agencies = pytest.mark.parametrize("agency", AGENCIES)


@cache
def batches(agency: str) -> Sequence[Version]:
    """With slices so small that there are many; the first is that of the personas."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slices, "PEOPLE_OF_A_SLICE", SMALL)
        return list(versions_of(agency, NATION))


def rows(versions: Sequence[Version]) -> Mapping[str, list[tuple[Any, ...]]]:
    """Of each part all rows of all batches, in an order of their own."""
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for version in versions:
        for name, part in parts(version):
            filled = [values for _, values in columns(part) if values]
            found[name] += zip(*filled, strict=True)
    return {name: sorted(of_part) for name, of_part in found.items()}


@agencies
def test_the_columns_of_a_batch_are_equally_long(agency: str) -> None:
    lengths = {
        (place, name): {len(values) for _, values in columns(part)}
        for place, version in enumerate(batches(agency))
        for name, part in parts(version)
    }

    assert {where: found for where, found in lengths.items() if len(found) > 1} == {}
    assert len(batches(agency)) == 1 + 9


@agencies
def test_households_are_not_torn_apart(agency: str) -> None:
    seen_in: defaultdict[int, set[int]] = defaultdict(set)
    for place, version in enumerate(batches(agency)):
        for household in version.people.household:
            seen_in[household].add(place)

    assert [household for household, places in seen_in.items() if len(places) > 1] == []
    assert len(seen_in) > 1_000


def test_each_member_has_a_place_in_a_household_that_the_same_batch_tells_of() -> None:
    for version in batches("insurance")[1:]:
        places = list(zip(version.people.household, version.people.place_in_household, strict=True))

        assert len(set(places)) == len(places)
        assert set(version.people.household) == set(version.households.code)
        assert {household for household, place in places if place == 1} == set(version.households.code)


@agencies
def test_the_progress_counts_the_living_up_to_all_of_them(agency: str) -> None:
    so_far = [version.people_so_far for version in batches(agency)[1:]]

    assert so_far == sorted(so_far)
    assert so_far[-1] == NATION.people


def test_a_key_stands_for_the_same_person_in_every_agency() -> None:
    born = {agency: _registrations(agency) for agency in AGENCIES}

    assert list(born["population"]) == list(range(FIRST_KEY, FIRST_KEY + len(born["population"])))
    assert born["justice"] == born["insurance"] == born["population"]
    assert born["tax"].items() <= born["population"].items()


def _registrations(agency: str) -> dict[int, tuple[str | int, ...]]:
    """What no agency is ever wrong about."""
    found: dict[int, tuple[str | int, ...]] = {}
    for version in batches(agency)[1:]:
        people = version.people
        for key, *facts in zip(people.key, people.registration_commune, people.household, strict=True):
            assert found.setdefault(key, tuple(facts)) == tuple(facts)
    return found


def test_only_insurance_holds_people_twice() -> None:
    keys = {agency: [key for version in batches(agency) for key in version.people.key] for agency in AGENCIES}
    twice = {agency: len(found) - len(set(found)) for agency, found in keys.items()}

    assert twice == {"population": 0, "insurance": twice["insurance"], "justice": 0, "tax": 0}
    assert twice["insurance"] > 1


@agencies
def test_a_nation_is_the_same_however_it_is_sliced(agency: str) -> None:
    at_once = list(versions_of(agency, NATION))

    assert len(at_once) == 2
    assert held(at_once) == held(batches(agency))


def held(versions: Sequence[Version]) -> Mapping[str, list[tuple[Any, ...]]]:
    """All rows but those that repeat to a slice what another one holds: of a whole tile there are none."""
    return {name: of_part for name, of_part in rows(versions).items() if name != "elsewhere"}


def test_who_has_a_child_in_another_slice_is_told_to_it_with_their_numbers() -> None:
    people = {
        key: numbers
        for version in batches("population")
        for key, *numbers in zip(version.people.key, version.people.personal_number, version.people.cmnd, strict=True)
    }
    told = rows(batches("population"))["elsewhere"]

    assert told
    assert {key: numbers for key, *numbers in told}.items() <= people.items()


@pytest.mark.parametrize("people", range(SMALL - 8, SMALL + 2))
def test_the_last_household_may_lie_across_the_end_of_a_slice(people: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "PEOPLE_OF_A_SLICE", SMALL)
    nation = Nation(people=people)
    keys = [key for version in slices_held_by("population", nation) for key in version.people.key]

    assert keys == list(range(FIRST_KEY, FIRST_KEY + spans(nation)[0].records))


@pytest.mark.parametrize("agency", ["population", "insurance"])
def test_a_person_asked_for_alone_is_the_one_in_the_whole(agency: str) -> None:
    tile = tile_of(NATION, 0)
    view = View(tile, agency)
    people = np.concatenate([np.arange(0, tile.families.size, 97), tile.planted.at(agency, Kind.BIRTH_YEAR_ONLY)])
    whole = rows([Version(people=people_in(view, np.arange(tile.families.size)))])["people"]
    alone = [rows([Version(people=people_in(view, people[at : at + 1]))])["people"] for at in range(len(people))]

    assert [found for found in alone if not set(found) <= set(whole)] == []
    assert {len(found) for found in alone} <= {1, 2}


def test_one_household_asked_for_alone_has_the_rows_that_it_has_in_the_whole() -> None:
    view = View(tile_of(NATION, 0), "insurance")
    everybody = rows([held_of(view, np.arange(view.tile.families.size))])

    for head in view.tile.families.head[5:500:45]:
        members = np.nonzero(view.tile.households(np.arange(view.tile.families.size)) == view.tile.span.first + head)[0]
        alone = rows([held_of(view, members)])
        assert {name for name, found in alone.items() if not set(found) <= set(everybody[name])} == set()
        assert len(alone["people"]) >= len(members)


def held_of(view: View, people: Ints) -> Version:
    """What insurance holds of some people."""
    return Version(
        people=people_in(view, people),
        relatives=relatives_in(view, people),
        participations=participations_in(view, people),
        contributions=contributions_in(view, people),
        benefits=benefits_in(view, people),
        cards=cards_in(view, people),
        circumstances=circumstances_in(view, people),
    )


@pytest.fixture
def small_tiles(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tiles of which a small nation has several."""
    monkeypatch.setattr(tiles, "PEOPLE_OF_A_TILE", SMALL_TILE)
    tile_of.cache_clear()
    yield
    tile_of.cache_clear()


@pytest.mark.usefixtures("small_tiles")
def test_a_tile_needs_no_other_tile_and_is_the_same_when_it_is_made_again() -> None:
    in_order = [held_in(number) for number in (0, 1, 2)]
    tile_of.cache_clear()
    backwards = [held_in(number) for number in (2, 1, 0)]

    assert backwards[::-1] == in_order
    assert in_order[0] != in_order[1]


def held_in(number: int) -> Mapping[str, list[tuple[Any, ...]]]:
    """All that insurance holds of the people of a tile."""
    view = View(tile_of(THREE_TILES, number), "insurance")
    return rows([held_of(view, np.arange(view.tile.families.size))])


@pytest.mark.usefixtures("small_tiles")
def test_no_two_tiles_share_a_key_a_number_or_a_household() -> None:
    held = rows(list(slices_held_by("insurance", THREE_TILES)))
    found = [tile_of(THREE_TILES, span.number) for span in spans(THREE_TILES)]
    keys = np.concatenate([tile.keys(np.arange(tile.families.size)) for tile in found])

    assert len(found) == 3
    assert (keys == np.arange(FIRST_KEY, FIRST_KEY + len(keys))).all()
    assert len({code for code, *_ in held["households"]}) == len(held["households"])
    assert len({row[0] for row in held["participations"]}) == len(held["participations"]) > len(keys)
    assert len({row[:2] for row in held["employers"]}) == len(held["employers"])
    assert sum(span.living for span in spans(THREE_TILES)) == THREE_TILES.people


def test_nobody_lives_in_a_nation_of_none() -> None:
    assert list(slices_held_by("population", Nation())) == []
    assert spans(Nation()) == ()
