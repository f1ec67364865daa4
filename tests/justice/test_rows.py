"""What the civil-status registers begin with."""

from __future__ import annotations

import gc
import tracemalloc
from datetime import date

import pytest
from tests.justice.example import GRANDFATHER, GRANDMOTHER, HUNG, LAN, MINH, TWIN, people_of
from tests.justice.example import rows as example

from lienthong_emulator.justice.rows import Registrars, rows
from lienthong_emulator.people.registers.versions import Version
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.rows import Rows

Row = dict[str, object]


def held(batches: list[Rows]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for batch in batches:
        found.setdefault(batch.table, []).extend(dict(zip(batch.columns, row, strict=True)) for row in batch.values)
    return found


@pytest.fixture(scope="module")
def families() -> dict[str, list[Row]]:
    return held(list(example(Nation())))


@pytest.fixture(scope="module")
def nation() -> dict[str, list[Row]]:
    return held(list(rows(Nation(people=3_000))))


def test_everybody_is_known_to_the_registers(families: dict[str, list[Row]]) -> None:
    everybody = [LAN, HUNG, MINH, GRANDMOTHER, GRANDFATHER, TWIN]

    assert [person["person_key"] for person in families["registered_person"]] == everybody


def test_births_before_1960_are_not_on_record(families: dict[str, list[Row]]) -> None:
    assert [birth["person_key"] for birth in families["birth"]] == [LAN, HUNG, MINH, GRANDMOTHER, TWIN]


def test_a_birth_names_its_parents_as_they_were_recorded(families: dict[str, list[Row]]) -> None:
    minh = families["birth"][2]

    assert (minh["mother_key"], minh["mother_name"]) == (LAN, "Nguyễn Thị Lân")
    assert (minh["father_key"], minh["father_name"]) == (HUNG, "")


def test_a_couple_is_registered_once(families: dict[str, list[Row]]) -> None:
    assert [(one["husband_key"], one["wife_key"]) for one in families["marriage"]] == [
        (HUNG, LAN),
        (GRANDFATHER, GRANDMOTHER),
    ]


def test_entries_count_on_from_one_batch_to_the_next(families: dict[str, list[Row]]) -> None:
    of_2021 = [birth["place_entry"] for birth in families["birth"] if birth["person_key"] in (MINH, TWIN)]

    assert of_2021 == [1, 2]


def test_the_books_of_a_commune_take_no_more_room_however_many_are_opened() -> None:
    def registered(registrars: Registrars, year: int) -> int:
        born = people_of(*((key, "Trần Minh", f"{year}-05-17", 1, "", "", "", 0, 0, 0) for key in range(3)))
        held(list(registrars.rows_of_version(Version(people=born))))
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        for year in range(1960, 2021):
            registered(Registrars(date(2021, 12, 31)), year)  # from now on the days are known by their texts
        registrars = Registrars(date(2021, 12, 31))
        of_one_year, *_, of_all_years = [registered(registrars, year) for year in range(1960, 2021)]
    finally:
        tracemalloc.stop()

    assert of_all_years - of_one_year < 5_000  # a number of its own for each book took 8,300


def test_nothing_is_registered_after_the_anchor(families: dict[str, list[Row]]) -> None:
    [death] = families["death"]

    assert (death["person_key"], death["died"], death["place_registered_on"]) == (
        GRANDFATHER,
        "2021-12-30",
        "2021-12-31",
    )


def test_the_last_rows_of_a_batch_say_how_many_people_are_in() -> None:
    assert [batch.people for batch in example(Nation()) if list(batch.values)] == [0, 0, 3, 0, 0, 0, 5]


def test_a_batch_may_be_empty() -> None:
    empty = Registrars(date(2021, 12, 31)).rows_of_version(Version())

    assert held(list(empty)) == {"birth": [], "marriage": [], "death": [], "registered_person": []}


@pytest.mark.parametrize("register", ["birth", "marriage", "death"])
def test_number_commune_and_year_tell_an_entry_from_all_others(nation: dict[str, list[Row]], register: str) -> None:
    places = [
        (entry["place_commune"], str(entry["place_registered_on"])[:4], entry["place_entry"])
        for entry in nation[register]
    ]
    assert len(places) > 5
    assert len(set(places)) == len(places)


def test_entries_follow_what_they_record(nation: dict[str, list[Row]]) -> None:
    people = {person["person_key"]: person for person in nation["registered_person"]}
    died = {death["person_key"]: _day(death["died"]) for death in nation["death"]}

    assert all(_day(death["place_registered_on"]) >= _day(death["died"]) for death in nation["death"])
    for marriage in nation["marriage"]:
        wedding = _day(marriage["place_registered_on"])
        couple = (marriage["husband_key"], marriage["wife_key"])
        assert all(wedding < died.get(one, date.max) for one in couple)
        assert all(wedding >= _of_age(people[one]) for one in couple)
    for birth in nation["birth"]:
        born = people[birth["person_key"]]
        assert _day(birth["place_registered_on"]).year >= born["birth_year"]  # type: ignore[operator] # a year


def test_weddings_do_not_crowd_on_the_last_day(nation: dict[str, list[Row]]) -> None:
    weddings = [str(marriage["place_registered_on"]) for marriage in nation["marriage"]]

    assert weddings.count("2021-12-31") < 3 < len(weddings) / 100


def test_who_died_before_both_were_of_age_was_not_married() -> None:
    couple = people_of(
        (LAN, "Nguyễn Thị Lan", "2003-12-20", 2, "901303000017", "", "", 0, 0, HUNG),
        (HUNG, "Trần Văn Hùng", "2001-12-10", 1, "", "990000018", "2021-12-20", 0, 0, LAN),
    )
    found = held(list(Registrars(date(2021, 12, 31)).rows_of_version(Version(people=couple))))

    assert found["marriage"] == []


def test_who_comes_of_age_on_the_last_day_marries_on_it() -> None:
    couple = people_of(
        (LAN, "Nguyễn Thị Lan", "2003-12-31", 2, "901303000017", "", "", 0, 0, HUNG),
        (HUNG, "Trần Văn Hùng", "1996-02-29", 1, "", "990000018", "", 0, 0, LAN),
    )
    [wedding] = held(list(Registrars(date(2021, 12, 31)).rows_of_version(Version(people=couple))))["marriage"]

    assert wedding["place_registered_on"] == "2021-12-31"


def test_a_few_births_are_registered_late(nation: dict[str, list[Row]]) -> None:
    late = sum(birth["registration_kind"] == 4 for birth in nation["birth"])

    assert 0.04 < late / len(nation["birth"]) < 0.08


def test_a_nation_gives_the_same_rows_each_time(nation: dict[str, list[Row]]) -> None:
    assert held(list(rows(Nation(people=3_000)))) == nation


def _of_age(person: Row) -> date:
    year, month, day, sex = (int(str(person[name])) for name in ("birth_year", "birth_month", "birth_day", "sex"))
    year += 20 if sex == 1 else 18
    return date(year, month or 12, min(day or 28, 28))


def _day(text: object) -> date:
    return date.fromisoformat(str(text))
