"""Chance without state."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_emulator.people.draws import Chance, Shuffle, quotas, rank_in_group

INDEX = np.arange(10_000)


def test_a_draw_is_the_same_however_many_are_asked_for_at_once() -> None:
    chance = Chance(1, 0)

    alone = chance.uniform("height", np.array([4_711]))

    assert alone[0] == chance.uniform("height", INDEX)[4_711]


def test_draws_of_two_names_seeds_or_tiles_have_nothing_in_common() -> None:
    draws = [
        Chance(1, 0).uniform("height", INDEX),
        Chance(1, 0).uniform("weight", INDEX),
        Chance(2, 0).uniform("height", INDEX),
        Chance(1, 1).uniform("height", INDEX),
    ]

    correlation = np.corrcoef(draws) - np.eye(4)
    assert np.abs(correlation).max() < 0.05


def test_draws_spread_evenly() -> None:
    counts, _ = np.histogram(Chance(1, 0).uniform("height", np.arange(100_000)), bins=10, range=(0, 1))

    assert counts.min() > 9_500
    assert counts.max() < 10_500


def test_picks_follow_the_weights() -> None:
    counts = np.bincount(Chance(3).picks("kind", INDEX, [0, 1, 3]), minlength=3)

    assert counts[0] == 0
    assert 2_300 < counts[1] < 2_700


@pytest.mark.parametrize("count", [0, 1, 500, 10_000])
def test_as_many_as_were_asked_for_are_chosen(count: int) -> None:
    assert Chance(1).chosen("them", np.ones(10_000), count).sum() == count


def test_nobody_without_weight_is_chosen() -> None:
    weights = np.where(INDEX < 100, 1.0, 0.0)

    found = Chance(1).chosen("them", weights, 200)

    assert found.sum() == 100
    assert not found[100:].any()


def test_who_weighs_more_is_chosen_more_often() -> None:
    weights = np.where(INDEX < 5_000, 3.0, 1.0)

    found = Chance(1).chosen("them", weights, 1_000)

    assert 680 < found[:5_000].sum() < 820


@settings(deadline=None)
@given(size=st.integers(1, 5_000), seed=st.integers(0, 2**63))
def test_a_shuffle_is_a_permutation_and_leads_back(size: int, seed: int) -> None:
    shuffle = Shuffle(size, Chance(seed), "serial")
    places = np.arange(size)

    shuffled = shuffle.of(places)

    assert np.array_equal(np.sort(shuffled), places)
    assert np.array_equal(shuffle.back(shuffled), places)


@settings(deadline=None)
@given(total=st.integers(0, 10_000), weights=st.lists(st.floats(0.001, 1_000), min_size=1, max_size=50))
def test_quotas_add_up_and_differ_from_the_share_by_less_than_one(total: int, weights: list[float]) -> None:
    found = quotas(total, weights)

    shares = np.array(weights) * total / sum(weights)
    assert found.sum() == total
    assert (np.abs(found - shares) <= 1 + 1e-6).all()


def test_ranks_count_within_each_group() -> None:
    assert rank_in_group(np.array([7, 3, 7, 7, 3])).tolist() == [0, 0, 1, 2, 1]
