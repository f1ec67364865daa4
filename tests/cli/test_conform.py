"""`conform`, as a tester types it."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from tests.cli.here import lienthong as lienthong_here

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.conftest import Up

CLOCK = ("conform", "--service", "control.ClockService")


@pytest.fixture
def at(house: Up) -> tuple[str, str]:
    return ("--target", house.address)


def test_a_server_that_keeps_the_contract_passes(at: tuple[str, str], tmp_path: Path) -> None:
    reports = ("--junit", tmp_path / "out" / "conform.xml", "--html", tmp_path / "conform.html")

    said = lienthong_here(*CLOCK, *at, *reports, "--reasons")

    assert said.code == 0
    assert "control.ClockService  " in said.out
    assert "not reached: control.ClockService/AdvanceClock AGENCY_UNAVAILABLE" in said.out
    assert f"{at[1]} passes: 30 passed" in said.out
    assert '<testsuite name="control.ClockService"' in (tmp_path / "out" / "conform.xml").read_text("utf-8")
    assert "control.ClockService" in (tmp_path / "conform.html").read_text("utf-8")


def test_programs_are_told_of_each_case(at: tuple[str, str]) -> None:
    found = lienthong_here(*CLOCK, *at, "--read-only", "--json").objects()

    assert {"id": "control.ClockService/GetClock/told", "outcome": "PASSED", "faults": []} in found
    assert {row["outcome"] for row in found} == {"PASSED", "LEFT_OUT"}


def test_cases_are_listed_without_a_server() -> None:
    ids = lienthong_here(*CLOCK, "--list", "--target", "127.0.0.1:1").out.splitlines()

    assert "control.ClockService/AdvanceClock/backwards" in ids


def test_a_case_on_the_list_that_passes_fails_the_run(at: tuple[str, str], tmp_path: Path) -> None:
    known = tmp_path / "known"
    known.write_text(
        "# ours\ncontrol.ClockService/GetClock/told  # later\ninsurance.CardService/GetCard/no-such-card\n"
    )

    said = lienthong_here(*CLOCK, *at, "--known-failing", known)

    assert said.code == 1
    assert "control.ClockService/GetClock/told: passed, and is listed as failing" in said.out


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param(
            "control.ClockService/GetClock/tolt", "near it: control.ClockService/GetClock/told", id="an unknown case"
        ),
        pytest.param("two words", "more than one word", id="two words"),
    ],
)
def test_a_list_that_names_no_case_is_refused(tmp_path: Path, line: str, says: str) -> None:
    known = tmp_path / "known"
    known.write_text(f"{line}\n")

    said = lienthong_here(*CLOCK, "--known-failing", known, "--target", "127.0.0.1:1")

    assert said.code == 4
    assert says in said.err


@pytest.mark.parametrize("name", ["insurance.CardServise", "CardService", "insurance.CardService2"])
def test_a_service_that_there_is_not_is_refused_with_names_that_look_alike(name: str) -> None:
    said = lienthong_here("conform", "--service", name, "--target", "127.0.0.1:1")

    assert said.code == 2
    assert f"there is no service {name}; near it: insurance.CardService" in said.err


def test_a_service_for_which_no_case_is_written_is_refused() -> None:
    said = lienthong_here("conform", "--service", "insurance.PaperService", "--target", "127.0.0.1:1")

    assert said.code == 2
    assert "there is no case for the service insurance.PaperService" in said.err


@pytest.fixture
def web_server() -> Iterator[str]:
    """Something that listens, and does not speak gRPC."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_is_no_server_of_the_contract_is_told_apart(
    web_server: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("lienthong_emulator.conformance.calling.PATIENCE_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as held:
        nobody = f"127.0.0.1:{held.getsockname()[1]}"

    for address in (web_server, nobody):
        said = lienthong_here(*CLOCK, "--target", address)
        assert said.code == 3
        assert f"no gRPC server answers at {address}" in said.err
