"""The list of cases that a real system is expected to fail, from which a page of the docs is made."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from tests.cli.here import lienthong
from tests.house import HOME

from lienthong_emulator.conformance.known import known_failing
from lienthong_emulator.conformance.written import written_cases
from lienthong_emulator.testing import playing

LIST = resources.files("lienthong_emulator.conformance") / "data" / "real-systems.txt"
CASES = {case.case_id for cases in written_cases().values() for case in cases}


def test_each_case_says_why_below_a_heading() -> None:
    reasons = known_failing(LIST.read_text("utf-8"), CASES)
    _, *sections = LIST.read_text("utf-8").split("\n## ")

    assert all(reasons.values())
    assert sum(section.count("/", section.index("\n")) >= 2 for section in sections) == len(sections)
    assert all(case in "".join(sections) for case in reasons)


def test_the_page_has_every_case() -> None:
    page = (HOME / "docs" / "differences.md").read_text("utf-8")

    assert [case for case in known_failing(LIST.read_text("utf-8"), CASES) if f"`{case}`" not in page] == []


def test_what_is_played_here_is_no_real_system() -> None:
    """The list stays true: a case on it that passes fails the run, as it does here."""
    with playing() as server:
        said = lienthong(
            "conform",
            "--target",
            server.address,
            "--service",
            "control.ClockService",
            "--known-failing",
            Path(str(LIST)),
        )

    assert said.code == 1
    assert "control.ClockService/AdvanceClock/by-a-day" in said.out + said.err
