"""Discrepancies from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lienthong_emulator.cli.target import CALLER

if TYPE_CHECKING:
    from cli.conftest import Ask

LAN = "901193000017"
REPORT = ("discrepancies", "report", LAN, "full_name", "--value", "Nguyễn Thị Lân")
AT = pytest.mark.parametrize("at", ["population", "insurance"])


def _reported(ask: Ask, at: str = "population", **said: str) -> dict[str, Any]:
    [found] = ask(*REPORT, "--at", at, "--by", "banks/a", "--json", **said).objects()
    return found


@AT
def test_a_difference_is_reported_and_shown(ask: Ask, at: str) -> None:
    found = _reported(ask, at)
    page = ask("discrepancies", "show", found["name"], "--at", at).out.splitlines()

    assert page[0] == found["name"]
    shown = {line[:26].strip(): line[26:].strip() for line in page[1:]}
    assert (shown["identity number"], shown["reported value"]) == (LAN, "Nguyễn Thị Lân")
    assert (shown["state"], shown["due time"]) == ("open", "2022-01-13 00:00:00")
    assert ask("discrepancies", "show", found["name"], "--at", at, "--json").objects() == [found]


@AT
def test_it_goes_from_hand_to_hand(ask: Ask, at: str) -> None:
    name = _reported(ask, at)["name"]
    moves = [
        ("acknowledge", name, "--note", "we look"),
        ("forward", name, "agencies/justice"),
        ("resolve", name, "--by", "agencies/justice", "--note", "the book says so"),
    ]
    states = [ask("discrepancies", *words, "--at", at, "--json").objects()[0]["state"] for words in moves]

    assert states == [f"DISCREPANCY_STATE_{state}" for state in ("ACKNOWLEDGED", "FORWARDED", "UPHELD")]


def test_only_the_reporter_takes_it_back(ask: Ask) -> None:
    name = _reported(ask)["name"]
    refused = ask("discrepancies", "withdraw", name, "--at", "population")
    withdrawn = ask("discrepancies", "withdraw", name, "--at", "population", "--by", "banks/a")

    assert (refused.code, refused.err.startswith("lienthong: NOT_THE_REPORTER: Only banks/a")) == (1, True)
    assert (withdrawn.code, "withdrawn" in withdrawn.out) == (0, True)


def test_an_etag_that_is_stale_is_refused(ask: Ask) -> None:
    found = _reported(ask)
    ask("discrepancies", "acknowledge", found["name"], "--at", "population")
    said = ask("discrepancies", "forward", found["name"], "agencies/justice", "--at", "population", "--etag", "1")

    assert (said.code, said.err.startswith("lienthong: ETAG_STALE: ")) == (1, True)


def test_what_was_corrected_names_a_change_that_there_is(ask: Ask) -> None:
    name = _reported(ask)["name"]
    words = ("--at", "population", "--by", "agencies/justice", "--corrected-by", "none")
    said = ask("discrepancies", "resolve", name, *words)

    assert (said.code, said.err.startswith("lienthong: CHANGE_EVENT_NOT_FOUND: ")) == (1, True)


def test_a_list_shows_a_line_for_each(ask: Ask) -> None:
    first, second = (
        _reported(ask),
        ask("discrepancies", "report", LAN, "sex", "--at", "population", "--json").objects()[0],
    )
    ask("discrepancies", "acknowledge", second["name"], "--at", "population")
    said = ask("discrepancies", "list", "--at", "population")

    assert said.out.splitlines() == [
        f"{first['name']}  open          {LAN}     full_name             due 2022-01-13 00:00  banks/a",
        f"{second['name']}  acknowledged  {LAN}     sex                   due 2022-01-13 00:00  {CALLER}",
    ]
    assert said.err == "lienthong: 2 found\n"
    for words, names in (
        (["--state", "acknowledged"], [second["name"]]),
        (["--field", "full_name", "--not-ended"], [first["name"]]),
        (["--reporter", "banks/a"], [first["name"]]),
        (["--overdue"], []),
    ):
        listed = ask("discrepancies", "list", "--at", "population", "--json", *words).objects()
        assert [found["name"] for found in listed] == names


def test_what_is_overdue_is_marked(ask: Ask) -> None:
    _reported(ask)
    ask("clock", "advance", "--days", "10")

    assert "  overdue       " in ask("discrepancies", "list", "--at", "population", "--overdue").out


def test_the_register_must_be_said(ask: Ask) -> None:
    assert ask("discrepancies", "list").code == 2
