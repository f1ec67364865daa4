"""Where the agencies are, as people type it."""

import pytest

from lienthong_emulator.cli.endings import Ending, Stopped
from lienthong_emulator.cli.target import Target, parse_target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        pytest.param("localhost:50051", Target("localhost:50051"), id="one address"),
        pytest.param("[::1]:50051", Target("[::1]:50051"), id="IPv6"),
        pytest.param(
            "justice=a:1, control=b:2", Target("a:1", {"justice": "a:1", "control": "b:2"}), id="one for each agency"
        ),
        pytest.param("a:1,control=b:2", Target("a:1", {"control": "b:2"}), id="one, and another for control"),
    ],
)
def test_a_target_is_read(text: str, target: Target) -> None:
    assert parse_target(text) == target


@pytest.mark.parametrize("text", ["", "localhost", "http://localhost", "a:1,b:2", "=a:1", "justice=", "a:99999"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Stopped) as stopped:
        parse_target(text)

    assert stopped.value.ending is Ending.USAGE
