"""Offices change what population holds, and the house follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from cli.conftest import Ask

LAN, HOA, KHOA = "901193000017", "999000456", "902087000178"


def people_shown(ask: Ask, number: str) -> Any:
    [shown] = ask("people", "show", number, "--json").objects()
    return shown


def test_a_correction_is_told_and_followed(ask: Ask) -> None:
    said = ask("citizens", "correct", LAN, "--name", "Nguyễn Thị Lan Hương", "--basis", "QĐ 12/2022", "--json")

    [told] = said.objects()
    assert told["event"]["fields"] == ["full_name"]
    assert told["event"]["caused_by"] == "agencies/justice"
    assert ask("clock", "advance", "--hours", "1").code == 0
    assert people_shown(ask, LAN)["participant"]["basic"]["full_name"] == "Nguyễn Thị Lan Hương"
    assert "change-followed" in ask("trace", told["case"], "--json").out


def test_a_death_and_its_revocation_are_for_justice(ask: Ask) -> None:
    assert ask("citizens", "die", LAN).code == 0
    assert ask("citizens", "revive", LAN, "--json").objects()[0]["event"]["caused_by"] == "agencies/justice"
    said = ask("citizens", "die", LAN, "--on", "2022-01-04", "--as", "agencies/insurance")

    assert said.code == 1
    assert said.err.startswith("lienthong: NOT_SOURCE_OF_TRUTH: ")


def test_a_page_names_what_changed_and_how_to_follow_it(ask: Ask) -> None:
    said = ask("citizens", "move", LAN, "26734", "--detail", "Số 1 Lê Lợi")

    page = said.out.splitlines()
    assert page[0] == "Changed"
    assert any(line.split() == ["kind", "moved"] for line in page)
    assert page[-1].startswith("lienthong trace change-")


def test_a_number_is_replaced(ask: Ask) -> None:
    [told] = ask("citizens", "replace-number", HOA, "--json").objects()

    assert told["citizen"]["personal_number"].startswith("902188")


def test_what_is_only_checked_stays_as_it_is(ask: Ask) -> None:
    said = ask("citizens", "correct", LAN, "--sex", "male", "--born", "1994", "--replace-number", "--check")

    assert said.out.splitlines()[0] == "Would change"
    assert people_shown(ask, LAN)["citizen"]["sex"] == "SEX_FEMALE"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("correct", LAN, "--sex", "other"), id="no sex"),
        pytest.param(("correct", LAN, "--born", "May"), id="no date"),
        pytest.param(("move", LAN, "12"), id="no commune"),
        pytest.param(("die", LAN, "--on", "05/01/2022"), id="no day"),
    ],
)
def test_what_cannot_be_asked_is_said_in_words(ask: Ask, words: tuple[str, ...]) -> None:
    assert ask("citizens", *words).code == 2


def test_a_refusal_is_told_with_its_reason(ask: Ask) -> None:
    said = ask("citizens", "die", KHOA)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("lienthong: ALREADY_DEAD: ")
