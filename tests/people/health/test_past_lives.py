"""Past cards as the life was: children, staff, pensioners, the old and the unemployed."""

import numpy as np

from lienthong_emulator.people.days import first_days, last_days, later, months_of
from lienthong_emulator.people.draws import Ints, Mask
from lienthong_emulator.people.folk.families import NEVER
from lienthong_emulator.people.health.card_days import last_days_of_child_cards
from lienthong_emulator.people.health.standing import CardEnd
from lienthong_emulator.people.labour.facts import object_row
from lienthong_emulator.people.labour.standing import Benefit, Insurance
from lienthong_emulator.people.tile import Tile

STAFF = ("DN", "NN", "HX", "TK", "CH", "HC", "XK")


def past(tile: Tile, *codes: str) -> Mask:
    return np.isin(tile.coverage.past.object_code, [object_row(code) for code in codes])


def first_month(tile: Tile, *kinds: Benefit) -> Ints:
    found, benefits = np.full(tile.families.size, NEVER), tile.work.benefits
    own = np.isin(benefits.kind, kinds)
    found[benefits.person[own]] = benefits.first[own]
    return found


def test_before_six_there_are_cards_of_children_alone(tile: Tile) -> None:
    cards, families, child = tile.coverage.past, tile.families, past(tile, "TE")
    until = last_days_of_child_cards(families.birth)
    assert (cards.valid_from > until[cards.person])[~child].all()
    np.testing.assert_array_equal(cards.valid_from[child], families.birth[cards.person[child]])
    np.testing.assert_array_equal(cards.valid_to[child], until[cards.person[child]])
    coverage = tile.coverage
    others = coverage.covered & (coverage.object_code != object_row("TE"))
    assert (coverage.valid_from > until)[others].all()


def test_cards_of_staff_lie_within_their_work(tile: Tile) -> None:
    cards, paid, staff = tile.coverage.past, tile.work.contributions, past(tile, *STAFF)
    row = np.searchsorted(paid.person * 2**20 + paid.first, cards.person * 2**20 + months_of(cards.ended), "right") - 1
    row = row[staff]
    assert staff.sum() > 3_000
    np.testing.assert_array_equal(paid.person[row], cards.person[staff])
    assert (paid.kind[row] == Insurance.COMPULSORY).all()
    assert (paid.first[row] <= months_of(cards.valid_from[staff])).all()
    assert (paid.last[row] >= months_of(cards.ended[staff])).all()


def test_cards_of_pensioners_do_not_come_before_the_pension(tile: Tile) -> None:
    cards, retired = tile.coverage.past, past(tile, "HT")
    began = first_month(tile, Benefit.OLD_AGE, Benefit.LOSS_OF_CAPACITY)[cards.person]
    assert retired.sum() > 500
    assert (months_of(cards.valid_from) >= began)[retired].all()


def test_cards_of_the_old_do_not_come_before_80(tile: Tile) -> None:
    cards, old = tile.coverage.past, past(tile, "CT")
    assert (cards.valid_from >= later(tile.families.birth[cards.person], 960))[old].all()


def test_a_card_of_the_unemployed_holds_as_long_as_the_benefit(tile: Tile) -> None:
    cards, benefits, unemployed = tile.coverage.past, tile.work.benefits, past(tile, "TN")
    drawn = benefits.kind == Benefit.UNEMPLOYMENT
    first, last = (np.full(tile.families.size, NEVER) for _ in range(2))
    first[benefits.person[drawn]] = first_days(benefits.first[drawn])
    last[benefits.person[drawn]] = last_days(benefits.ends[drawn])
    holder = cards.person[unemployed]

    assert unemployed.sum() > 100
    np.testing.assert_array_equal(cards.valid_from[unemployed], first[holder])
    np.testing.assert_array_equal(cards.valid_to[unemployed], last[holder])
    np.testing.assert_array_equal(cards.ended[unemployed], last[holder])
    assert (cards.end[unemployed] == CardEnd.EXPIRED).all()


def test_who_died_at_work_held_a_card_of_staff(tile: Tile) -> None:
    cards, paid, died = tile.coverage.past, tile.work.contributions, tile.families.died
    at_the_end = (paid.kind == Insurance.COMPULSORY) & (last_days(paid.last) >= died[paid.person])
    locked = cards.end == CardEnd.LOCKED
    by_employers = locked & np.isin(cards.person, paid.person[at_the_end])

    assert by_employers.sum() > 10
    np.testing.assert_array_equal(by_employers, locked & past(tile, *STAFF))
