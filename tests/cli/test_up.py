"""`up` and `serve` play agencies until they are told to end, or say in a line why they cannot."""

from __future__ import annotations

import json
import re
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli.conftest import Lienthong, StartUp

AGENCIES = ["population", "justice", "tax", "exchange", "insurance", "control"]
FOREIGN = b"Lan's holiday pictures"


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_it_ends_cleanly_and_says_where_the_worlds_stay(start_up: StartUp, tmp_path: Path, by: signal.Signals) -> None:
    up = start_up("--data", tmp_path / "worlds")

    said = up.end(by)

    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[-1] == f"Ended. The worlds stay in {tmp_path / 'worlds'}"


def test_it_shows_who_listens_where_and_what_to_try_next(start_up: StartUp) -> None:
    up = start_up("--memory", "--freeze")

    lines = up.end().out.splitlines()

    table = lines[lines.index("") + 2 :]
    rows = [line.split() for line in table[: table.index("")]]
    assert list(dict.fromkeys(agency for agency, _, _ in rows)) == [*AGENCIES, "edge"]
    assert ["edge", "HTTP", f"http://{up.addresses['edge']}"] in rows
    assert ["justice", "lienthong.justice.v1.CivilStatusService", up.address] in rows
    assert "The world 'default' has 2022-01-05 09:00, Hà Nội time." in lines
    assert lines[lines.index("Try next, in another terminal:") + 1] == f"  export LIENTHONG_TARGET={up.address}"


def test_it_says_what_to_try_in_a_world_of_another_year(start_up: StartUp) -> None:
    lines = start_up("--memory", "--freeze", "--date", "2024-02-29").end().out.splitlines()

    assert "  lienthong births example --date 2024-02-29 | lienthong births file -" in lines
    assert "  lienthong card 0117000017 --out lan.png" in lines


def test_an_agency_alone_does_not_say_try_what_cannot_be_done(start_up: StartUp) -> None:
    up = start_up("--listen", "127.0.0.1:0", "--memory", "--freeze", "population", command="serve")

    lines = up.end().out.splitlines()

    assert "Ctrl-C ends it." in lines
    assert not [line for line in lines if "Try next" in line or "LIENTHONG_TARGET" in line]


def test_programs_get_one_line_of_json(start_up: StartUp) -> None:
    up = start_up("--memory", "--freeze", "--json")

    [told] = up.end().objects()

    assert told == {"addresses": up.addresses, "now": "2022-01-05T09:00:00+07:00", "folder": None}
    assert list(up.addresses) == [*AGENCIES, "edge"]


def test_each_agency_may_have_a_port_of_its_own(start_up: StartUp) -> None:
    up = start_up("--memory", "--separate-ports")

    assert len(set(up.addresses.values())) == len([*AGENCIES, "edge"])


def test_worlds_are_kept_where_the_environment_says(start_up: StartUp, tmp_path: Path) -> None:
    start_up(LIENTHONG_DATA=str(tmp_path / "mine")).end()

    assert (tmp_path / "mine" / "control.sqlite3").exists()


def test_a_world_of_another_day_is_refused_with_the_way_out(
    start_up: StartUp, lienthong: Lienthong, tmp_path: Path
) -> None:
    start_up("--data", tmp_path).end()

    said = lienthong("up", "--data", tmp_path, "--date", "2023-06-01", "--listen", "127.0.0.1:0")

    assert said.code == 1
    assert said.err.startswith("lienthong: WORLD_ALREADY_EXISTS: ")
    assert "--fresh starts anew: it deletes ALL worlds" in said.err
    assert "leave out --people, --seed, --date" in said.err


def test_fresh_starts_anew(start_up: StartUp, tmp_path: Path) -> None:
    start_up("--data", tmp_path).end()

    [told] = start_up("--data", tmp_path, "--fresh", "--date", "2023-06-01", "--json").end().objects()

    assert told["now"].startswith("2023-06-01T09:00")


def test_a_world_that_stands_needs_nothing_that_builds_people(start_up: StartUp, tmp_path: Path) -> None:
    start_up("--data", tmp_path).end()

    imports = start_up("--data", tmp_path, PYTHONPROFILEIMPORTTIME="1").end().err

    assert "lienthong_emulator.emulator" in imports
    assert not re.search(r"\b(numpy|lienthong_emulator\.people)\b", imports)


def test_a_nation_is_built_with_a_word_and_then_copied(start_up: StartUp, tmp_path: Path) -> None:
    kept = {"LIENTHONG_DATA": str(tmp_path / "kept")}
    first = start_up("--memory", "--people", "500", **kept).end()
    again = start_up("--memory", "--people", "500", "--date", "2022-03-01", **kept).end()

    assert first.err == "lienthong: building a world of 500 people; the next one of this recipe is a copy\n"
    assert (first.code, again.code, again.err) == (0, 0, "")


def test_fresh_removes_templates_too(start_up: StartUp, tmp_path: Path) -> None:
    start_up("--data", tmp_path).end()
    templates = set((tmp_path / "templates").iterdir())
    assert {path.name.split("-")[0] for path in templates} >= {"population", "insurance"}

    start_up("--data", tmp_path, "--fresh", "--seed", "7").end()

    assert templates & set((tmp_path / "templates").iterdir()) == set()


def test_a_file_that_vanished_is_named(start_up: StartUp, lienthong: Lienthong, tmp_path: Path) -> None:
    start_up("--data", tmp_path).end()
    file = tmp_path / "worlds" / "default" / "justice.sqlite3"
    file.unlink()

    said = lienthong("up", "--data", tmp_path, "--listen", "127.0.0.1:0")

    assert (said.code, said.out, file.exists()) == (4, "", False)
    assert said.err.startswith(f"lienthong: The database file {file} cannot be used")


def test_fresh_removes_nothing_that_is_not_ours(lienthong: Lienthong, tmp_path: Path) -> None:
    file = tmp_path / "worlds" / "default" / "justice.sqlite3"
    file.parent.mkdir(parents=True)
    file.write_bytes(FOREIGN)

    said = lienthong("up", "--data", tmp_path, "--fresh", "--listen", "127.0.0.1:0")

    assert (said.code, file.read_bytes()) == (4, FOREIGN)
    assert str(file) in said.err


def test_fresh_removes_nothing_that_is_played(start_up: StartUp, lienthong: Lienthong, tmp_path: Path) -> None:
    start_up("--data", tmp_path)

    said = lienthong("up", "--data", tmp_path, "--fresh", "--listen", "127.0.0.1:0")

    assert (said.code, said.out) == (4, "")
    assert said.err == f"lienthong: the worlds of {tmp_path} are being played; end that first\n"
    assert (tmp_path / "control.sqlite3").exists()


def test_a_folder_that_is_played_is_named(start_up: StartUp, lienthong: Lienthong, tmp_path: Path) -> None:
    start_up("--data", tmp_path)

    said = lienthong("up", "--data", tmp_path, "--listen", "127.0.0.1:0")

    assert said.code == 4
    assert str(tmp_path) in said.err


def test_a_foreign_database_file_is_named_and_left_as_it_is(lienthong: Lienthong, tmp_path: Path) -> None:
    file = tmp_path / "control.sqlite3"
    file.write_bytes(FOREIGN)

    said = lienthong("up", "--data", tmp_path, "--listen", "127.0.0.1:0")

    assert (said.code, said.out, file.read_bytes()) == (4, "", FOREIGN)
    assert said.err.startswith(f"lienthong: The database file {file} cannot be used and was left untouched: ")


def test_a_folder_where_nothing_can_be_kept_is_named(lienthong: Lienthong, tmp_path: Path) -> None:
    (tmp_path / "population.lock").mkdir()  # tests may run as root, who may write in any folder

    said = lienthong("up", "--data", tmp_path, "--listen", "127.0.0.1:0")

    assert (said.code, said.out) == (4, "")
    assert said.err == f"lienthong: nothing can be kept in {tmp_path}: unable to open database file\n"


def test_a_port_that_is_taken_is_named(lienthong: Lienthong) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        address = f"127.0.0.1:{held.getsockname()[1]}"
        said = lienthong("up", "--memory", "--listen", address)

    assert (said.code, said.out, len(said.err.splitlines())) == (3, "", 1)
    assert said.err.startswith(f"lienthong: cannot listen at {address}: it is taken")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        pytest.param(["--listen", "0.0.0.0:0"], "0.0.0.0 can be reached by others", id="a public address"),
        pytest.param(["--http", "0.0.0.0:0"], "0.0.0.0 can be reached by others", id="public doors"),
        pytest.param(["--http", "8080"], "--http must be HOST:PORT, not '8080'", id="doors without a host"),
        pytest.param(["--listen", "50051"], "--listen must be HOST:PORT, not '50051'", id="no host"),
        pytest.param(["--listen", "127.0.0.1:65536"], "--listen must be HOST:PORT", id="no port"),
        pytest.param(["--date", "05/01/2022"], "--date must be a day as YYYY-MM-DD", id="no day"),
        pytest.param(["--seed", "9223372036854775808"], "--seed must lie between", id="no seed"),
        pytest.param(["--people", "2000001"], "--people must lie between 0 and 2,000,000", id="no nation"),
        pytest.param(["--data", "x"], "--memory keeps nothing and --data says where", id="both kept and not"),
    ],
)
def test_what_cannot_be_meant_is_refused(lienthong: Lienthong, words: list[str], reason: str) -> None:
    said = lienthong("up", "--memory", *words)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"lienthong: {reason}")


def test_a_public_address_is_served_with_a_warning_where_somebody_wants_it(start_up: StartUp) -> None:
    said = start_up("--memory", "--listen", "0.0.0.0:0", "--insecure-bind").end()

    assert (said.code, said.err) == (0, "lienthong: whoever reaches 0.0.0.0:0 can read and change everything\n")


def test_a_day_before_the_calendar_is_refused(lienthong: Lienthong) -> None:
    said = lienthong("up", "--memory", "--date", "2017-12-31", "--listen", "127.0.0.1:0")

    assert said.code == 1
    assert said.err.startswith("lienthong: DATE_NOT_COVERED: ")


def test_a_day_after_the_law_that_is_modelled_is_played_with_a_notice(start_up: StartUp) -> None:
    said = start_up("--memory", "--date", "2025-07-01").end()

    assert said.code == 0
    assert said.err.startswith("lienthong: after 2025-06-30 two switches are not modelled: ")


def test_an_unknown_option_is_told_with_the_right_one(lienthong: Lienthong) -> None:
    said = lienthong("up", "--lisen", "127.0.0.1:0")

    assert said.code == 2
    assert "--listen" in said.err


def test_an_agency_that_nobody_knows_is_refused_with_those_there_are(lienthong: Lienthong) -> None:
    said = lienthong("serve", "treasury", "--memory", "--listen", "127.0.0.1:0")

    assert said.code == 2
    assert "treasury" in said.err
    assert "insurance" in said.err


def test_some_agencies_are_served_and_the_others_called(start_up: StartUp) -> None:
    words = ["justice", "--peer", "population=127.0.0.1:1", "exchange", "--peer=insurance=127.0.0.1:1"]

    up = start_up("--memory", *words, command="serve")

    assert list(up.addresses) == ["justice", "exchange"]


def test_an_agency_that_waits_for_control_says_so_and_can_be_ended(start_up: StartUp) -> None:
    up = start_up("justice", "--memory", "--peer", "control=127.0.0.1:1", command="serve", stands=False)

    assert up.process.stderr is not None
    told = up.process.stderr.readline().decode()
    said = up.end()

    assert told == "lienthong: waiting for control at 127.0.0.1:1, which knows the worlds\n"
    assert (said.code, said.out) == (0, "Ended.\n")


def test_an_old_file_of_addresses_does_not_stay(lienthong: Lienthong, tmp_path: Path) -> None:
    ports = tmp_path / "addresses.json"
    ports.write_text(json.dumps({"control": "127.0.0.1:1"}), "utf-8")

    said = lienthong("up", "--memory", "--date", "2017-01-01", "--ports-file", ports)

    assert said.code == 1
    assert not ports.exists()
