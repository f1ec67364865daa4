"""Somebody on a page, and people by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli.conftest import Ask

LAN = {"personal number": "901193000017", "social-insurance number": "0115000017"}


@pytest.mark.parametrize("number", LAN.values(), ids=LAN.keys())
def test_lan_is_shown_by_any_of_her_numbers(ask: Ask, number: str) -> None:
    page = ask("people", "show", number).out

    assert page.count("Nguyễn Thị Lan") >= 2
    for line in ("Population", "Insurance", "  a  basic data", "  đ  health insurance"):
        assert line in page.splitlines()


def test_a_page_fits_a_hundred_columns_and_names_what_has_a_name(ask: Ask) -> None:
    lines = ask("people", "show", "0115000017").out.splitlines()

    assert max(map(len, lines)) <= 100
    assert "    ethnic group               01 Kinh" in lines
    assert "    birth registration commune 00166 in Hà Nội" in lines
    assert "    initial facility           01019 Bệnh viện Đa khoa Cầu Mây" in lines
    assert "  residence                    Số 12 ngõ 34 Xuân Thủy, commune 00166, district 005, Hà Nội" in lines


def test_lan_is_shown_by_her_card(ask: Ask) -> None:
    [lan] = ask("people", "show", "0115000017", "--json").objects()
    card = lan["participant"]["health_insurance"]["card"]["card_number"]

    assert ask("people", "show", card, "--json").objects() == [lan]
    assert lan["citizen"]["personal_number"] == "901193000017"


def test_groups_stand_in_the_order_of_the_law(ask: Ask) -> None:
    page = ask("people", "show", "0115000017").out.splitlines()
    groups = [line[2] for line in page if line.startswith("  ") and line[3:5] == "  " and line[2] != " "]

    assert groups == list("abcdđeghi")


def test_a_number_that_nobody_carries_is_refused(ask: Ask) -> None:
    said = ask("people", "show", "901193999999")

    assert (said.code, said.err) == (1, "lienthong: neither population nor insurance holds 901193999999\n")


def test_what_is_no_number_is_refused_before_anybody_is_asked(ask: Ask) -> None:
    assert ask("people", "show", "12345").code == 2


def test_a_world_that_there_is_not_has_nobody(ask: Ask) -> None:
    said = ask("people", "show", "901193000017", "--world", "nowhere")

    assert said.code == 1
    assert "nowhere" in said.err


@pytest.mark.parametrize("text", ["nguyen lan", "Nguyễn Thị Lan", "NGUYỄN LAN"])
def test_lan_is_found_with_and_without_diacritics(ask: Ask, text: str) -> None:
    [lan, *_] = ask("people", "search", text, "--people", "0", "--json").objects()

    assert (lan["full_name"], lan["personal_number"]) == ("Nguyễn Thị Lan", "901193000017")
    assert lan["social_insurance_number"] == "0115000017"


def test_a_word_with_diacritics_is_found_with_these_alone(ask: Ask) -> None:
    found = ask("people", "search", "Hoà", "--people", "1000", "--limit", "4", "--json").objects()

    assert len(found) == 4
    assert all("Hòa" in person["full_name"].split() for person in found)


def test_the_nation_is_searched_behind_the_personas(ask: Ask) -> None:
    said = ask("people", "search", "tran", "--people", "500", "--limit", "30")

    assert (said.code, len(said.out.splitlines())) == (0, 30)
    assert said.err == "lienthong: 30 found; there may be more: say --limit\n"


def test_a_name_without_words_is_refused(ask: Ask) -> None:
    said = ask("people", "search", " ")

    assert (said.code, said.err) == (2, "lienthong: say a word of the name\n")
