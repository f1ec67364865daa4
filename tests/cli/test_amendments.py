"""Births are amended from the command line, and what came of it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from cli.conftest import Ask

DAUGHTER, LAN = "901319000101", "901193000017"
HUNG = "Trần Văn Hùng,1990-11-02,901090000029"


def told(ask: Ask, *words: str) -> Any:
    [amendment] = ask("amendments", *words, "--json").objects()
    return amendment


def test_a_correction_is_entered_and_found_again(ask: Ask) -> None:
    made = told(ask, "correct", DAUGHTER, "--name", "Trần Bảo Ngọc Anh", "--basis", "QĐ 12/2022")
    shown = told(ask, "show", made["name"])
    listed = ask("amendments", "list", DAUGHTER, "--json").objects()

    assert (made["state"], made["basis"]) == ("AMENDMENT_STATE_ENTERED", "QĐ 12/2022")
    assert made["values"] == {"full_name": "Trần Bảo Ngọc Anh"}
    assert shown == made
    assert listed[-1] == made


def test_a_page_says_how_it_ended_and_how_to_follow_it(ask: Ask) -> None:
    page = ask("amendments", "correct", DAUGHTER, "--name", "Trần Ngọc Anh").out.splitlines()

    assert page[0].startswith("ENTERED birthAmendments/")
    assert page[-1].startswith("lienthong trace amendment-")


def test_a_line_for_each_and_their_number(ask: Ask) -> None:
    told(ask, "correct", DAUGHTER, "--name", "Trần Bảo An")
    said = ask("amendments", "list", DAUGHTER)
    name, state, kind = said.out.splitlines()[-1].split()

    assert (name.partition("/")[0], state, kind) == ("birthAmendments", "ENTERED", "CORRECTION")
    assert said.err.endswith("amendments\n")


def test_an_adoption_ends_refused_where_the_adopter_is_not_confirmed(ask: Ask) -> None:
    said = ask("amendments", "adopt", DAUGHTER, "--father", HUNG.replace("Hùng", "Hưng"), "--json")

    [amendment] = said.objects()
    assert (said.code, amendment["state"]) == (1, "AMENDMENT_STATE_REFUSED")
    assert amendment["refusal"]["reason"] == "PARENT_NOT_CONFIRMED"


def test_a_court_strikes_out_who_is_no_parent(ask: Ask) -> None:
    said = ask("amendments", "determine", DAUGHTER, "--father", "none", "--basis", "Bản án 12/2022/HNGĐ-ST", "--json")

    [amendment] = said.objects()
    assert (amendment["no_father"], amendment["state"]) == (True, "AMENDMENT_STATE_ENTERED")


def test_a_court_puts_a_parent_in_the_place_of_who_is_recorded(ask: Ask) -> None:
    said = ask("amendments", "determine", DAUGHTER, "--father", HUNG, "--basis", "Bản án 12/2022/HNGĐ-ST", "--json")

    [amendment] = said.objects()
    assert (amendment["kind"], amendment["basis"]) == ("AMENDMENT_KIND_DETERMINATION", "Bản án 12/2022/HNGĐ-ST")
    assert amendment["state"] == "AMENDMENT_STATE_ENTERED"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        pytest.param(("recognise", DAUGHTER, "--father", HUNG), "PARENT_IS_RECORDED", id="a father is recorded"),
        pytest.param(("correct", LAN, "--born", "2012-05-17"), "CHILD_TOO_OLD", id="a mother at seven"),
        pytest.param(("correct", DAUGHTER), "FIELD_REQUIRED", id="nothing"),
        pytest.param(
            ("correct", DAUGHTER, "--name", "An", "--as", "facilities/01019"), "ACCESS_NOT_PERMITTED", id="a hospital"
        ),
        pytest.param(("show", "birthAmendments/none"), "AMENDMENT_NOT_FOUND", id="none to show"),
        pytest.param(("withdraw", "birthAmendments/none"), "AMENDMENT_NOT_FOUND", id="none to withdraw"),
        pytest.param(("list", "901319999999"), "BIRTH_NOT_REGISTERED", id="nobody"),
    ],
)
def test_a_refusal_is_told_with_its_reason(ask: Ask, words: tuple[str, ...], reason: str) -> None:
    said = ask("amendments", *words)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"lienthong: {reason}: ")


def test_what_has_ended_is_not_withdrawn(ask: Ask) -> None:
    made = told(ask, "correct", DAUGHTER, "--name", "Trần Bảo Châu")
    said = ask("amendments", "withdraw", made["name"], "--json")

    assert (said.code, said.objects()[0]["refusal"]["reason"]) == (1, "AMENDMENT_ENDED")


def test_an_amendment_is_withdrawn_while_population_is_down(ask: Ask) -> None:
    [fault] = ask("faults", "plan", "population", "--down", "1h", "--json").objects()
    filed = told(ask, "adopt", DAUGHTER, "--father", HUNG, "--no-wait")
    withdrawn = told(ask, "withdraw", filed["name"])
    ask("faults", "clear", fault["name"])

    assert [filed["state"], withdrawn["state"]] == ["AMENDMENT_STATE_IN_PROCESS", "AMENDMENT_STATE_WITHDRAWN"]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("correct", DAUGHTER, "--sex", "other"), id="no sex"),
        pytest.param(("correct", DAUGHTER, "--born", "May"), id="no date"),
        pytest.param(("adopt", DAUGHTER, "--father", "Trần Văn Hùng"), id="half a parent"),
    ],
)
def test_what_cannot_be_asked_is_said_in_words(ask: Ask, words: tuple[str, ...]) -> None:
    assert ask("amendments", *words).code == 2
