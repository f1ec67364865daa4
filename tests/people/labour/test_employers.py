import numpy as np
import pytest

from lienthong_emulator.people.folk.families import NEVER
from lienthong_emulator.people.labour.employer_names import full_name
from lienthong_emulator.people.labour.facts import sectors
from lienthong_emulator.people.labour.standing import NONE, Insurance, Kind, Status
from lienthong_emulator.people.tile import Tile

BUDGET = (Kind.PUBLIC_UNIT, Kind.STATE_BODY, Kind.COMMUNE)


def test_sizes_add_up_to_the_compulsory_participants(tile: Tile) -> None:
    staff = tile.work.employer[tile.work.insurance == Insurance.COMPULSORY]
    np.testing.assert_array_equal(np.bincount(staff, minlength=tile.work.employers.count), tile.work.employers.size)


def test_there_are_as_many_employers_as_paying_organisations(tile: Tile) -> None:
    assert tile.work.employers.count == 561
    assert (tile.work.employers.size == 0).sum() > 40


def test_employers_not_paid_by_the_budget_insure_about_27_each(tile: Tile) -> None:
    size = tile.work.employers.size[~np.isin(tile.work.employers.kind, BUDGET)]
    assert size[size > 0].mean() == pytest.approx(26.6, abs=1.0)
    assert size.max() > 10 * size[size > 0].mean()
    assert np.median(size[size > 0]) < 15


def test_most_staff_live_where_their_employer_is(tile: Tile) -> None:
    staff = tile.work.employer != NONE
    where = tile.work.employers.province[tile.work.employer[staff]]
    assert (where == tile.families.province[staff]).mean() > 0.8


def test_employers_with_staff_are_active(tile: Tile) -> None:
    employers = tile.work.employers
    active = np.isin(employers.status, (Status.ACTIVE, Status.HOUSEHOLD_ACTIVE))
    assert active[employers.size > 0].all()
    np.testing.assert_array_equal(employers.closed < NEVER, np.isin(employers.status, (Status.ENDED, Status.ENDING)))
    np.testing.assert_array_equal(employers.suspended < NEVER, employers.status == Status.SUSPENDED)
    assert (employers.founded < np.minimum(employers.closed, employers.suspended)).all()


def test_names_are_whole_and_suit_the_kind(tile: Tile) -> None:
    employers = tile.work.employers
    names = [full_name(employers, row) for row in range(employers.count)]
    assert not [name for name in names if "{" in name or "  " in name or name != name.strip()]
    assert all(name.startswith("Hợp tác xã") for name, kind in zip(names, employers.kind, strict=True) if kind == 2)
    assert employers.sector.max() < len(sectors())
    assert len(set(names)) > 450
