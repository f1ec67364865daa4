"""Dataclasses become rows and come back."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum

import pytest

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.runtime.database import column_names, columns_of, insert_of, reader_of, update_of


class Mood(StrEnum):
    GLAD = "GLAD"


class Rank(IntEnum):
    SECOND = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    guest_key: int
    name: str
    birth: PartialDate
    home: Address
    mood: Mood
    rank: Rank
    invited: bool
    came: date
    left: date | None
    picture: bytes


LAN = Guest(
    guest_key=1,
    name="Nguyễn Thị Lan",
    birth=PartialDate(1993, 5),
    home=Address("01", "005", "00166", "Số 12"),
    mood=Mood.GLAD,
    rank=Rank.SECOND,
    invited=True,
    came=date(2022, 1, 5),
    left=None,
    picture=b"\x89PNG",
)
COLUMNS = {
    "guest_key": 1,
    "name": "Nguyễn Thị Lan",
    "birth_year": 1993,
    "birth_month": 5,
    "birth_day": 0,
    "home_province_code": "01",
    "home_district_code": "005",
    "home_commune_code": "00166",
    "home_detail": "Số 12",
    "mood": "GLAD",
    "rank": 2,
    "invited": 1,
    "came": "2022-01-05",
    "left": "",
    "picture": b"\x89PNG",
}


def test_a_dataclass_is_told_by_columns() -> None:
    found = columns_of(LAN)

    assert found == COLUMNS
    assert [type(value) for value in found.values()] == [type(value) for value in COLUMNS.values()]
    assert column_names(Guest) == tuple(COLUMNS)


def test_a_dataclass_comes_back_from_its_columns() -> None:
    found = reader_of(Guest)(COLUMNS)

    assert found == LAN
    assert (type(found.mood), type(found.rank), type(found.invited)) == (Mood, Rank, bool)


@pytest.mark.parametrize("left", [date(2022, 1, 6), None])
def test_a_day_that_may_be_missing_comes_back(left: date | None) -> None:
    row = {**COLUMNS, "left": left.isoformat() if left else ""}

    assert reader_of(Guest)(row).left == left


def test_a_dataclass_goes_into_a_table_and_comes_back() -> None:
    raw = sqlite3.connect(":memory:")
    raw.row_factory = sqlite3.Row
    raw.execute(f"CREATE TABLE guest ({', '.join(COLUMNS)})")
    raw.execute(insert_of("guest", Guest), columns_of(LAN))

    [row] = raw.execute("SELECT * FROM guest").fetchall()
    raw.close()
    assert reader_of(Guest)(row) == LAN


def test_a_dataclass_takes_the_place_of_the_row_with_its_keys() -> None:
    raw = sqlite3.connect(":memory:")
    raw.row_factory = sqlite3.Row
    raw.execute(f"CREATE TABLE guest ({', '.join(COLUMNS)})")
    other = replace(LAN, guest_key=2)
    raw.executemany(insert_of("guest", Guest), [columns_of(LAN), columns_of(other)])
    raw.execute(update_of("guest", Guest, "guest_key"), columns_of(replace(other, name="Trần Văn Hùng")))

    rows = raw.execute("SELECT * FROM guest ORDER BY rowid").fetchall()
    raw.close()
    assert [reader_of(Guest)(row) for row in rows] == [LAN, replace(other, name="Trần Văn Hùng")]
