"""When a desk is done, in office hours of working days."""

from datetime import datetime

import pytest

from lienthong_emulator.reference.office_hours import done_at
from lienthong_emulator.runtime.clock import HANOI


@pytest.mark.parametrize(
    ("desk", "taken_in", "done"),
    [
        pytest.param("reception", (2022, 1, 5, 9, 0), (2022, 1, 5, 9, 30), id="in the morning"),
        pytest.param("reception", (2022, 1, 5, 6, 0), (2022, 1, 5, 9, 30), id="before nine: from nine on"),
        pytest.param("reception", (2022, 1, 5, 16, 30), (2022, 1, 5, 17, 0), id="done as the office closes"),
        pytest.param("reception", (2022, 1, 5, 16, 45), (2022, 1, 6, 9, 15), id="the rest on the next day"),
        pytest.param("reception", (2022, 1, 5, 17, 0), (2022, 1, 6, 9, 30), id="at closing: on the next day"),
        pytest.param("registrar", (2022, 1, 7, 16, 30), (2022, 1, 10, 9, 30), id="over a weekend"),
        pytest.param("registrar", (2022, 1, 8, 11, 0), (2022, 1, 10, 10, 0), id="on a Saturday"),
        pytest.param("card", (2022, 1, 5, 9, 0), (2022, 1, 5, 17, 0), id="a working day, from nine to five"),
        pytest.param("card", (2022, 1, 5, 10, 30), (2022, 1, 6, 10, 30), id="a working day, over the evening"),
        pytest.param("card", (2022, 1, 28, 13, 0), (2022, 2, 7, 13, 0), id="over Tết"),
    ],
)
def test_a_desk_counts_its_minutes_while_the_office_is_open(
    desk: str, taken_in: tuple[int, ...], done: tuple[int, ...]
) -> None:
    assert done_at(desk, datetime(*taken_in, tzinfo=HANOI)) == datetime(*done, tzinfo=HANOI)  # type: ignore[arg-type, misc] # five numbers
