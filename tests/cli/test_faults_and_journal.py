"""`faults` and `journal`, as a tester types them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.cli.conftest import PROGRAM, SECONDS_TO_END

if TYPE_CHECKING:
    from cli.conftest import Ask, Up

LAN = "901193000017"
PERSON = ("people", "show", LAN)


@pytest.fixture(autouse=True)
def _nothing_is_left(ask: Ask) -> None:
    """Every test begins without faults."""
    assert ask("faults", "clear").code == 0


def test_a_fault_is_planned_met_told_and_cleared(ask: Ask) -> None:
    planned = ask("faults", "plan", "population", "--method", "GetCitizen", "--fail", "UNAVAILABLE", "--times", "1")
    name = planned.out.split()[0]
    assert planned.out == f"{name}  failure  agencies/population GetCitizen  met 0 of 1\n"
    assert ask("faults", "list", "--unmet").out == planned.out

    assert ask(*PERSON).code == 3
    assert ask(*PERSON).code == 0

    assert ask("faults", "list").out == f"{name}  failure  agencies/population GetCitizen  met 1 of 1  over\n"
    assert ask("faults", "list", "--unmet").out == ""
    assert ask("faults", "clear", name).out.startswith(name)
    assert ask("faults", "list").out == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["insurance", "--latency", "200ms"], {"latency": {"fixed": "0.200s"}}, id="latency"),
        pytest.param(
            ["insurance", "--latency", "100ms..2s"],
            {"latency": {"uniform": {"least": "0.100s", "most": "2s"}}},
            id="latency between",
        ),
        pytest.param(["insurance", "--lose-reply"], {"reply_loss": {}}, id="a lost reply"),
        pytest.param(["population", "--cut-after", "0"], {"stream_cut": {}}, id="a stream that never begins"),
        pytest.param(["insurance", "--rate", "5/1m"], {"rate_limit": {"calls": 5, "span": "60s"}}, id="a rate"),
        pytest.param(["population", "--lie", "mismatch"], {"lie": {"kind": "LIE_KIND_MISMATCH"}}, id="a lie"),
        pytest.param(["tax", "--down", "1.5h"], {"outage": {"duration": "5400s"}}, id="an outage"),
        pytest.param(["justice", "--messages", "--twice"], {"duplication": {}}, id="a message twice"),
        pytest.param(["justice", "--messages", "--swap"], {"reordering": {}}, id="messages swapped"),
        pytest.param(["justice", "--messages", "--late", "3d"], {"delay": {"duration": "259200s"}}, id="late"),
        pytest.param(
            ["insurance", "--where", "card_number=1", "--fail", "ABORTED", "--reason", "X", "--retry-after", "3s"],
            {"failure": {"code": 10, "reason": "X", "retry_delay": "3s"}},
            id="a failure of one card",
        ),
    ],
)
def test_a_fault_is_what_was_typed(ask: Ask, words: list[str], told: dict[str, object]) -> None:
    [planned] = ask("faults", "plan", *words, "--json").objects()

    assert {effect: planned[effect] for effect in told} == told
    assert planned["messages" if "--messages" in words else "calls"]
    assert len(ask("faults", "list", "--json").objects()) == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(["insurance"], "say what happens with one of --fail, ", id="nothing happens"),
        pytest.param(
            ["insurance", "--lose-reply", "--twice"], "say what happens with one of --fail, ", id="two things"
        ),
        pytest.param(["insurance", "--fail", "SORRY"], "--fail must be a code of gRPC", id="a code"),
        pytest.param(["insurance", "--latency", "soon"], "--latency must be a length of time", id="a length"),
        pytest.param(["insurance", "--down", "9999999999999d"], "--down is too long", id="for ever"),
        pytest.param(["insurance", "--rate", "5"], "--rate must be CALLS/TIME", id="a rate"),
        pytest.param(["insurance", "--lose-reply", "--reason", "X"], "are of --fail", id="a reason without failure"),
        pytest.param(["insurance", "--lie", "fib"], "--lie must be one of not-found", id="a lie"),
        pytest.param(["insurance", "--lose-reply", "--where", "card"], "--where must be PATH=VALUE", id="a field"),
        pytest.param(
            ["justice", "--messages", "--twice", "--where", "a=b"], "--where is about calls", id="of a message"
        ),
    ],
)
def test_what_cannot_be_understood_is_wrong_usage(ask: Ask, words: list[str], says: str) -> None:
    said = ask("faults", "plan", *words)

    assert said.code == 2
    assert says in said.err


def test_a_fault_that_nothing_can_meet_is_refused_with_a_name_that_looks_alike(ask: Ask) -> None:
    said = ask("faults", "plan", "insurance", "--method", "CheckCrad", "--lose-reply")

    assert said.code == 1
    assert "CheckCard" in said.err


def test_calls_are_listed_counted_and_drawn(ask: Ask) -> None:
    before = int(ask("journal", "count", "--method", "GetCitizen", "--subject", LAN).out)
    assert ask(*PERSON).code == 0

    counted = ask("journal", "count", "--method", "GetCitizen", "--subject", LAN, "--expect", str(before + 1))
    [call] = ask("journal", "list", "--method", "GetCitizen", "--last", "1", "--json").objects()
    [line] = ask("journal", "list", "--method", "GetCitizen", "--last", "1").out.splitlines()

    assert (counted.code, counted.out) == (0, f"{before + 1}\n")
    assert (call["agency"], call["caller"]) == ("agencies/population", "testers/lienthong")
    assert line.startswith("2022-01-")
    assert "  testers/lienthong → population  GetCitizen  OK  " in line


def test_calls_are_watched_until_there_are_so_many(ask: Ask, house: Up) -> None:
    world = "test-calls-are-watched-until-there-are-so-many"
    words = ["journal", "watch", "--method", "GetCitizen", "--first", "1", "--target", house.address, "--world", world]
    watching = subprocess.Popen([PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert watching.stderr is not None
        assert watching.stderr.readline() == "lienthong: watching\n"
        assert ask(*PERSON).code == 0
        out, _ = watching.communicate(timeout=SECONDS_TO_END)
    finally:
        watching.kill()

    assert (watching.returncode, out.count("GetCitizen  OK")) == (0, 1)


def test_an_expectation_that_fails_shows_the_nearest_call(ask: Ask) -> None:
    assert ask(*PERSON).code == 0

    said = ask("journal", "count", "--method", "GetCitizen", "--caller", "facilities/01001", "--expect", "1")

    assert (said.code, said.out) == (1, "0\n")
    assert "  caller: expected facilities/01001, was testers/lienthong" in said.err.splitlines()


def test_a_case_that_the_journal_does_not_know_is_not_drawn(ask: Ask) -> None:
    said = ask("journal", "draw", "birth-of-nobody")

    assert (said.code, said.out) == (1, "")
    assert "CASE_NOT_IN_JOURNAL" in said.err


def test_a_world_that_is_deleted_names_what_was_planned_and_not_met(ask: Ask) -> None:
    assert ask("world", "create", "unmet-here").code == 0
    assert ask("faults", "plan", "tax", "--fail", "UNAVAILABLE", "--times", "2", "--world", "unmet-here").code == 0

    said = ask("world", "delete", "unmet-here")

    assert said.out == "World unmet-here is deleted.\n"
    assert said.err == (
        "lienthong: planned there, and not met as planned: faults/tax-1  failure  agencies/tax  met 0 of 2\n"
    )
