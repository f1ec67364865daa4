"""Where --json is typed, a command that cannot go on says so in JSON, as `births file` tells of a refused dossier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli.conftest import Ask, Lienthong


@pytest.mark.parametrize(
    ("words", "code", "reason", "field"),
    [
        pytest.param(["trace", "birth-of-nobody"], 1, "CASE_NOT_FOUND", None, id="a case"),
        pytest.param(["card", "0115000018", "--out", "lan.png"], 1, "CARD_NOT_FOUND", "card_number", id="a card"),
        pytest.param(["citizens", "die", "901055000999"], 1, "CITIZEN_NOT_FOUND", "identity_number", id="a citizen"),
        pytest.param(
            ["discrepancies", "list", "--at", "insurance", "--world", "nowhere"],
            1,
            "WORLD_NOT_FOUND",
            None,
            id="differences",
        ),
        pytest.param(["reconcile", "population", "--world", "nowhere"], 1, "WORLD_NOT_FOUND", None, id="a comparison"),
        pytest.param(["world", "delete", "nowhere"], 1, "WORLD_NOT_FOUND", None, id="a world"),
        pytest.param(["world", "create", "spring", "--date", "2016-01-01"], 1, "DATE_NOT_COVERED", "recipe.start_date"),
        pytest.param(["people", "show", "901999999999"], 1, "REFUSED", None, id="a person"),
        pytest.param(["world", "create", "Spring"], 2, "USAGE", None, id="a name that cannot be"),
        pytest.param(["clock", "advance", "--days", "many"], 2, "USAGE", None, id="a number that is none"),
        pytest.param(["clock", "advances"], 2, "USAGE", None, id="a command that is none"),
        pytest.param(["births", "file", "nothing.json"], 4, "UNUSABLE_FILE", None, id="a file that is not there"),
    ],
)
def test_a_refusal_is_one_line_of_json(
    ask: Ask,
    words: list[str],
    code: int,
    reason: str,
    field: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    said = ask(*words, "--json")

    [told] = said.objects()
    assert (said.code, said.err) == (code, "")
    assert list(told) == ["refusal"]
    assert (told["refusal"]["reason"], told["refusal"]["field"]) == (reason, field)
    assert told["refusal"]["message"]


def test_nobody_at_the_target_is_told_so_too(ask: Ask) -> None:
    said = ask("world", "list", "--json", LIENTHONG_TARGET="127.0.0.1:1")

    assert (said.code, said.err) == (3, "")
    assert said.objects() == [
        {
            "refusal": {
                "reason": "UNAVAILABLE",
                "field": None,
                "message": "nothing answers at 127.0.0.1:1; start it with 'lienthong up'",
            }
        }
    ]


@pytest.mark.parametrize("words", [["up", "--listen", "nowhere"], ["up", "--nothing"]], ids=["up", "up, by Typer"])
def test_agencies_that_do_not_start_say_so_too(lienthong: Lienthong, words: list[str]) -> None:
    said = lienthong(*words, "--json")

    assert (said.code, said.err) == (2, "")
    assert said.objects()[0]["refusal"]["reason"] == "USAGE"


def test_help_is_for_people_all_the_same(ask: Ask) -> None:
    said = ask("births", "show", "--json", "--help")

    assert (said.code, said.out.splitlines()[0]) == (0, "Usage: lienthong births show [OPTIONS] {dossier}")
