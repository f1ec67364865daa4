"""Options are read without Typer where they are plain, and worlds are kept where the platform keeps such things."""

from dataclasses import replace
from pathlib import Path

import pytest

from lienthong_emulator.cli.options import Play, Serve, as_typed
from lienthong_emulator.setup import default_folder


def test_plain_options_are_read_at_once() -> None:
    words = ["--listen=127.0.0.1:0", "--data", "worlds", "--seed", "7", "--freeze"]

    assert as_typed(Play, words) == replace(Play(), listen="127.0.0.1:0", data=Path("worlds"), seed=7, freeze=True)


def test_agencies_and_their_peers_are_read_at_once() -> None:
    words = ["justice", "exchange", "--peer", "population=a:1", "--peer=insurance=b:2"]

    assert as_typed(Serve, words) == Serve(agencies=["justice", "exchange"], peer=["population=a:1", "insurance=b:2"])


@pytest.mark.parametrize(
    "words",
    [["--help"], ["--lis", "x"], ["--seed", "seven"], ["--seed"], ["--freeze=yes"], ["extra"], ["--", "--freeze"]],
    ids=" ".join,
)
def test_the_rest_is_left_to_typer(words: list[str]) -> None:
    assert as_typed(Play, words) is None


def test_serving_nobody_is_left_to_typer() -> None:
    assert as_typed(Serve, ["--memory"]) is None


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        pytest.param("linux", {}, Path.home() / ".local/share/lienthong", id="Linux"),
        pytest.param("linux", {"XDG_DATA_HOME": "/data"}, Path("/data/lienthong"), id="XDG"),
        pytest.param("linux", {"XDG_DATA_HOME": "data"}, Path.home() / ".local/share/lienthong", id="relative XDG"),
        pytest.param("darwin", {}, Path.home() / "Library/Application Support/lienthong", id="macOS"),
        pytest.param("win32", {"LOCALAPPDATA": "/local"}, Path("/local/lienthong"), id="Windows"),
        pytest.param("linux", {"LIENTHONG_DATA": "/mine"}, Path("/mine"), id="said"),
    ],
)
def test_worlds_are_kept_where_the_platform_keeps_such_things(
    platform: str, environment: dict[str, str], folder: Path
) -> None:
    assert default_folder(environment, platform) == folder
