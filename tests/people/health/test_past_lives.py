"""Past cards as the life was: children, staff, pensioners, the old and the unemployed."""

import numpy as np
import pytest
from tests.people.nations import SEEDS, Sample, sample

from lienthong_emulator.people.days import later, months_of
from lienthong_emulator.people.draws import Ints, Mask
from lienthong_emulator.people.folk.families import NEVER
from lienthong_emulator.people.health.card_days import last_days_of_child_cards
from lienthong_emulator.people.labour.facts import object_row
from lienthong_emulator.people.labour.standing import Benefit, Insurance

STAFF = ("DN", "NN", "HX", "TK", "CH", "HC", "XK")


@pytest.fixture(params=SEEDS, ids="seed {}".format)
def tile(request: pytest.FixtureRequest) -> Sample:
    return sample(request.param)


def past(tile: Sample, *codes: str) -> Mask:
    return np.isin(tile.coverage.past.object_code, [object_row(code) for code in codes])


def first_month(tile: Sample, *kinds: Benefit) -> Ints:
    found, benefits = np.full(tile.families.size, NEVER), tile.work.benefits
    own = np.isin(benefits.kind, kinds)
    found[benefits.person[own]] = benefits.first[own]
    return found


def test_before_six_there_are_cards_of_children_alone(tile: Sample) -> None:
    cards, families, child = tile.coverage.past, tile.families, past(tile, "TE")
    until = last_days_of_child_cards(families.birth)
    assert (cards.valid_from > until[cards.person])[~child].all()
    np.testing.assert_array_equal(cards.valid_from[child], families.birth[cards.person[child]])
    np.testing.assert_array_equal(cards.valid_to[child], until[cards.person[child]])
    coverage = tile.coverage
    others = coverage.covered & (coverage.object_code != object_row("TE"))
    assert (coverage.valid_from > until)[others].all()


def test_cards_of_staff_lie_within_their_work(tile: Sample) -> None:
    cards, paid, staff = tile.coverage.past, tile.work.contributions, past(tile, *STAFF)
    row = np.searchsorted(paid.person * 2**20 + paid.first, cards.person * 2**20 + months_of(cards.ended), "right") - 1
    row = row[staff]
    assert staff.sum() > 3_000
    np.testing.assert_array_equal(paid.person[row], cards.person[staff])
    assert (paid.kind[row] == Insurance.COMPULSORY).all()
    assert (paid.first[row] <= months_of(cards.valid_from[staff])).all()
    assert (paid.last[row] >= months_of(cards.ended[staff])).all()


def test_cards_of_pensioners_do_not_come_before_the_pension(tile: Sample) -> None:
    cards, retired = tile.coverage.past, past(tile, "HT")
    began = first_month(tile, Benefit.OLD_AGE, Benefit.LOSS_OF_CAPACITY)[cards.person]
    assert retired.sum() > 500
    assert (months_of(cards.valid_from) >= began)[retired].all()


def test_cards_of_the_old_do_not_come_before_80(tile: Sample) -> None:
    cards, old = tile.coverage.past, past(tile, "CT")
    assert (cards.valid_from >= later(tile.families.birth[cards.person], 960))[old].all()


def test_a_card_of_the_unemployed_lies_within_a_benefit(tile: Sample) -> None:
    assert not past(tile, "TN").any()
