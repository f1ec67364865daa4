"""Small commands about worlds, clocks and health, and the people of the small world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lienthong_emulator.people.by_hand.personas import personas

if TYPE_CHECKING:
    from cli.conftest import Ask, Lienthong, StartUp, Up


def test_a_house_that_serves_is_healthy(ask: Ask, house: Up) -> None:
    said = ask("check")

    assert (said.code, said.out) == (0, f"{house.address}  SERVING\n")


def test_one_silent_address_is_enough_to_fail_the_check(ask: Ask, house: Up) -> None:
    said = ask("check", "--json", "--target", f"{house.address},exchange=127.0.0.1:1")

    assert said.code == 3
    assert said.objects() == [
        [{"address": house.address, "status": "SERVING"}, {"address": "127.0.0.1:1", "status": "NO_ANSWER"}]
    ]


def test_a_clock_stands_until_it_is_advanced(ask: Ask) -> None:
    assert ask("clock", "show").out == "2022-01-05 09:00:00 in Hà Nội, standing still\n"
    assert ask("clock", "advance", "--days", "2", "--hours", "3").code == 0

    [told] = ask("clock", "show", "--json").objects()

    assert (told["now"], told["rate"]) == ("2022-01-07T12:00:00+07:00", 0.0)


def test_a_clock_is_advanced_to_a_moment(ask: Ask) -> None:
    [told] = ask("clock", "advance", "--to", "2022-02-01T08:30", "--json").objects()

    assert told["now"] == "2022-02-01T08:30:00+07:00"
    assert [timer["kind"] for timer in told["fired"]] == ["annexes-due"] * 2


def test_a_clock_is_set_stopped_and_let_run(ask: Ask) -> None:
    in_world = ("--world", "pace")
    assert ask("world", "create", "pace").code == 0
    [moved] = ask("clock", "set", "2022-01-06", "--json", *in_world).objects()
    back = ask("clock", "set", "2022-01-05", *in_world)
    never = ask("clock", "set", "2022-13-01", *in_world)
    [running] = ask("clock", "run", "--rate", "60", "--json", *in_world).objects()
    [stopped] = ask("clock", "freeze", "--json", *in_world).objects()
    [next_due] = ask("clock", "next", "--json", *in_world).objects()

    assert (moved["now"], moved["rate"], running["rate"]) == ("2022-01-06T00:00:00+07:00", 0.0, 60.0)
    assert (back.code, back.err.startswith("lienthong: CLOCK_SET_BACKWARDS: The clock shows")) == (1, True)
    assert (never.code, never.err.startswith("lienthong: MOMENT must be YYYY-MM-DD or ")) == (2, True)
    assert (stopped["rate"], stopped["fired"]) == (0.0, [])
    assert next_due["now"] == "2022-01-09T08:00:00+07:00"
    assert {fired["kind"] for fired in next_due["fired"]} == {"annexes-due"}
    assert ask("world", "delete", "pace").code == 0


@pytest.mark.parametrize("words", [[], ["--days", "1", "--to", "2022-02-01"]], ids=["nowhere", "two ways"])
def test_a_clock_must_be_told_how_far(ask: Ask, words: list[str]) -> None:
    said = ask("clock", "advance", *words)

    assert (said.code, said.err) == (2, "lienthong: say how far: either --days and --hours, or --to\n")


def test_a_world_is_created_listed_and_deleted(ask: Ask) -> None:
    created = ask("world", "create", "lan-2023", "--date", "2023-01-01", "--seed", "7", "--json").objects()

    [worlds] = ask("world", "list", "--json").objects()
    deleted = ask("world", "delete", "lan-2023", "--json").objects()

    assert [(world["name"], world["seed"], world["start_date"]) for world in created] == [("lan-2023", 7, "2023-01-01")]
    assert created[0] in worlds
    assert deleted == [{"deleted": "lan-2023", "unmet_faults": []}]


def test_a_world_is_forked_and_reset(ask: Ask) -> None:
    assert ask("world", "create", "spring", "--seed", "7").code == 0
    assert ask("clock", "advance", "--days", "3", "--world", "spring").code == 0

    [forked] = ask("world", "fork", "spring", "summer", "--rate", "0", "--json").objects()
    reset = ask("world", "reset", "spring").out

    assert (forked["name"], forked["forked_from"], forked["seed"]) == ("summer", "spring", 7)
    assert (forked["now"], forked["rate"]) == ("2022-01-08T09:00:00+07:00", 0.0)
    assert reset == "spring  2022-01-05 09:00:00 in Hà Nội, standing still  (seed 7, personas only, from 2022-01-05)\n"
    [line] = [line for line in ask("world", "list").out.splitlines() if line.startswith("summer ")]
    assert line.endswith("(forked from spring at 2022-01-08 09:00:00, seed 7, personas only, from 2022-01-05)")
    assert [ask("world", "delete", name).code for name in ("spring", "summer")] == [0, 0]


@pytest.mark.parametrize("words", [["fork", "spring", "Summer"], ["fork", "Spring", "summer"], ["reset", "Spring"]])
def test_what_cannot_name_a_world_is_neither_forked_nor_reset(ask: Ask, words: list[str]) -> None:
    assert "cannot name a world" in ask("world", *words).err


def test_a_world_is_told_by_its_whole_recipe(ask: Ask) -> None:
    words = ["--people", "0", "--clean", "--date", "2024-07-01"]
    [created] = ask("world", "create", "clean-2024", *words, "--json").objects()
    listed = ask("world", "list").out.splitlines()

    expected = {"people": 0, "year": 2023, "differing": 0, "start_date": "2024-07-01", "realistic_numbers": False}
    assert created.items() >= expected.items()
    [line] = [line for line in listed if line.startswith("clean-2024 ")]
    assert line.endswith("(seed 1, personas only, clean, from 2024-07-01)")
    assert ask("world", "delete", "clean-2024").code == 0


def test_a_world_tells_its_pace(ask: Ask) -> None:
    [created] = ask("world", "create", "slow", "--pace", "realistic", "--json").objects()
    said = ask("world", "create", "hasty", "--pace", "hasty")

    assert created["pace"] == "realistic"
    assert (said.code, "--pace must be immediate or realistic, not 'hasty'" in said.err) == (2, True)
    assert ask("world", "delete", "slow").code == 0


def test_a_world_name_that_cannot_be_is_refused_before_anybody_is_asked(ask: Ask) -> None:
    said = ask("clock", "show", "--world", "thế giới")

    assert said.code == 2
    assert "thế giới" in said.err


@pytest.mark.parametrize("command", ["create", "delete"])
@pytest.mark.parametrize("name", ["Bad_Name", "a-", "a" * 64])
def test_what_cannot_name_a_world_is_refused_in_words(ask: Ask, command: str, name: str) -> None:
    said = ask("world", command, name)

    assert said.code == 2
    assert said.err.startswith(f"lienthong: '{name}' cannot name a world: a name is of small letters")


@pytest.mark.parametrize(
    ("rate", "pace"),
    [("0", "standing still"), ("1", "1 world second a second"), ("60", "60 world seconds a second")],
)
def test_a_clock_says_how_fast_it_is(ask: Ask, rate: str, pace: str) -> None:
    said = ask("world", "create", f"pace-{rate}", "--rate", rate)

    assert f" in Hà Nội, {pace}  (" in said.out


def test_everybody_is_listed_with_their_situation(lienthong: Lienthong) -> None:
    lines = lienthong("personas", COLUMNS="80").out.splitlines()

    [place] = [place for place, line in enumerate(lines) if line.startswith("lan  ")]
    assert "Nguyễn Thị Lan" in lines[place]
    assert lines[place + 1] == f"    {personas()['lan'].situation}"
    assert sum(not line.startswith(" ") for line in lines) == 1 + len(personas())
    assert max(map(len, lines)) <= 80
    assert [line for line in lines if line != line.rstrip()] == []


def test_programs_get_everybody(ask: Ask) -> None:
    [everybody] = ask("personas", "--json").objects()

    assert [person["key"] for person in everybody] == list(personas())


def test_personas_of_a_world_have_the_numbers_of_its_year(ask: Ask) -> None:
    assert ask("world", "create", "summer-of-2023", "--date", "2023-07-10").code == 0

    assert ask("personas", "--world", "summer-of-2023").out == ask("personas", "--date", "2023-07-10").out


def test_personas_of_a_house_have_the_numbers_of_its_year(start_up: StartUp, lienthong: Lienthong) -> None:
    """A hospital plays today: what it is shown must be what it can check there."""
    target = start_up("--memory", "--date", "2023-07-10").address

    there = lienthong("personas", LIENTHONG_TARGET=target).out
    assert there == lienthong("personas", "--date", "2023-07-10").out != lienthong("personas").out


def test_personas_of_another_year_are_as_old_as_ever(ask: Ask) -> None:
    [everybody] = ask("personas", "--date", "2023-07-10", "--json").objects()

    assert (everybody[0]["birth_date"], everybody[0]["personal_number"]) == ("1994-05-17", "901194000017")
