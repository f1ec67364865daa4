"""A case is shown as a timeline, as a diagram, or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli.conftest import Ask, Dossier


@pytest.fixture
def case(ask: Ask, examples: list[Dossier]) -> str:
    """The case of Khôi's birth, with everything that followed."""
    [outcome] = ask("births", "file", "-", "--json", stdin=json.dumps(examples[0]).encode()).objects()
    assert ask("clock", "advance", "--hours", "1").code == 0  # only to settle
    return outcome["case"]


def test_a_timeline_tells_who_did_what(ask: Ask, case: str) -> None:
    lines = ask("trace", case).out.splitlines()

    assert lines[:5] == [
        f"Case {case}",
        "2022-01-05 09:00",
        "  justice                 Birth dossier G22.99-220105-0001 filed",
        "  justice ← population    Parents verified: mother, father",
        "  population → justice    Personal number 901221900000 issued",
    ]
    assert "  justice → insurance     Insurance asked for the child's card" in lines
    assert "  justice ← insurance     Card TE1010122900000 noted on the dossier" in lines


def test_a_diagram_is_mermaid(ask: Ask, case: str) -> None:
    lines = ask("trace", case, "--mermaid").out.splitlines()

    assert lines[:6] == [
        "sequenceDiagram",
        f"    title Case {case}",
        "    participant justice as justice",
        "    participant population as population",
        "    participant insurance as insurance",
        "    Note over justice,insurance: 2022-01-05",
    ]
    assert "    population->>justice: Parents verified: mother, father" in lines
    assert "    justice->>insurance: Insurance asked for the child's card" in lines


def test_programs_get_every_step(ask: Ask, case: str) -> None:
    [told] = ask("trace", case, "--json").objects()

    assert told["case_id"] == case
    assert told["steps"][0]["kind"] == "dossier-filed"
    assert told["steps"][0]["details"] == {"child": "Trần Minh Khôi"}


def test_a_case_that_nobody_knows_is_refused_in_two_languages(ask: Ask) -> None:
    said = ask("trace", "birth-of-nobody")

    english, vietnamese = said.err.splitlines()
    assert (said.code, said.out) == (1, "")
    assert english.startswith("lienthong: CASE_NOT_FOUND: ")
    assert "birth-of-nobody" in vietnamese


def test_a_word_that_is_no_text_is_refused(ask: Ask) -> None:
    assert ask("trace", "\udcff").code == 2
